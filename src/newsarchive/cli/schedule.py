"""`newsarchive schedule`: the audit as units for systemd or as a line for cron."""

import os
import re
from pathlib import Path

import click

from newsarchive.archive import Archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.cli.program import program
from newsarchive.reports import units
from newsarchive.workflows.audit.schedule import install

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_ACCOUNT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", re.ASCII)
_CRON_FOLDER = Path("/etc/cron.d")
_SYSTEM_FOLDER = Path("/etc/systemd/system")


def _time(context: click.Context, option: click.Parameter, value: str) -> tuple[int, int]:  # noqa: ARG001
    match = _TIME.fullmatch(value)
    if match is None:
        raise click.BadParameter(f"{value!r} is no time of day such as 02:30")
    return int(match[1]), int(match[2])


def _account(context: click.Context, option: click.Parameter, value: str) -> str:  # noqa: ARG001
    if value and not _ACCOUNT.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no name of an account")
    return value


def _name(context: click.Context, option: click.Parameter, value: str) -> str:  # noqa: ARG001
    if value and not _NAME.fullmatch(value):
        raise click.BadParameter("a name has letters, digits and _ . - only")
    return value


@click.command()
@click.argument("form", metavar="systemd|cron", type=click.Choice(["systemd", "cron"]))
@archive_option
@click.option(
    "--at",
    "time",
    metavar="HH:MM",
    default="02:30",
    show_default=True,
    callback=_time,
    help="When it begins, by this machine's clock.",
)
@click.option(
    "--user",
    metavar="ACCOUNT",
    default="",
    callback=_account,
    help="Whom it runs as.  [default: the owner of the archive's folder]",
)
@click.option(
    "--name",
    metavar="NAME",
    default="",
    callback=_name,
    help="What tells it from other archives.  [default: the name of the archive's folder]",
)
@click.option(
    "--system/--personal",
    "system",
    default=None,
    help="For the system, or for your account alone.  [default: system for root]",
)
@click.option("--install", "installs", is_flag=True, help="Put the files where they belong.")
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where --install puts them, if elsewhere.",
)
@click.option("--force", is_flag=True, help="Let --install replace files that say something else.")
@json_option
def command(
    form: str,
    archive: Path,
    time: tuple[int, int],
    user: str,
    name: str,
    system: bool | None,
    installs: bool,
    folder: Path | None,
    force: bool,
    as_json: bool,
) -> int:
    """Print what makes systemd or cron run the audit, ready to install.

    For systemd a service, which can write nothing but what an audit writes and never to a bag, and
    a timer; for cron a file for /etc/cron.d or, with --personal, a line for your crontab. How often
    is `run-every` under `[audit]` in archive.toml, a day unless it says otherwise; how long and how
    much one run reads is max-duration and max-bytes there. Make it again when these change.

    \b
    Example:
      newsarchive schedule systemd --at 02:30 --install

    \b
    Exit status:
      0  printed, or installed
      2  the command was called wrongly, or a path cannot be written in such a file
      3  there is no such archive, or something else lies where it should be installed
    """
    personal = not (os.geteuid() == 0 if system is None else system)
    job = Archive.plan_schedule(
        archive, program(), at=time, name=name, user=user, personal=personal
    )
    files = units.systemd(job) if form == "systemd" else (units.cron(job),)
    installed = None
    if installs and (folder is not None or not (form == "cron" and personal)):
        installed = install(files, (folder or _folder(form, personal)).absolute(), force=force)
    steps = units.next_steps(form, job) if installs else ()
    if as_json:
        print_json(units.document(form, files, installed, steps))
    elif installed is not None:
        click.echo("\n".join(units.installed_lines(installed, steps)))
    else:
        click.echo("\n".join((*units.printed(files), *units.next_lines(steps))))
    return 0


def _folder(form: str, personal: bool) -> Path:
    if form == "cron":
        return _CRON_FOLDER
    if not personal:
        return _SYSTEM_FOLDER
    settings = os.environ.get("XDG_CONFIG_HOME", "")
    # A path that is not whole is to be ignored (XDG Base Directory Specification).
    base = Path(settings) if os.path.isabs(settings) else Path.home() / ".config"
    return base / "systemd/user"
