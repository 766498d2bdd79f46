"""`newsarchive serve`: the archive as pages, for readers."""

import contextlib
import ipaddress
import re
from pathlib import Path
from urllib.parse import urlsplit

import click

from newsarchive.archive import Archive
from newsarchive.cli.options import archive_option
from newsarchive.cli.program import program
from newsarchive.errors import UsageError
from newsarchive.model.access import Reader
from newsarchive.reports import units
from newsarchive.workflows.access import Asking

_UNWANTED = re.compile(r"[^!-~]|[@?#<>\"'\\]")  # users, queries, and what is none of an address


@click.command()
@archive_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option(
    "--base-url",
    metavar="URL",
    default="",
    help="The address at which readers find it, such as https://archive.example.org/.",
)
@click.option("--staff", is_flag=True, help="Pages of audits and gaps, too; on this machine only.")
@click.option("--unit", is_flag=True, help="Print a service for systemd that does this; do not.")
def command(archive: Path, host: str, port: int, base_url: str, staff: bool, unit: bool) -> int:
    """Show the archive to readers in a browser, until it is interrupted. Nothing is changed.

    It prints its address. Readers get what anybody may have of each article. What others take in
    meanwhile is shown as it comes. It needs the extra `web`.

    Where whole addresses are wanted (OAI-PMH, the sitemap), they begin with --base-url, and without
    it with the address that is printed; what a reader's request says of it is never believed.

    \b
    Example:
      newsarchive serve --port 8080
      newsarchive serve --base-url https://archive.example.org/
      newsarchive serve -a /srv/news --unit > /etc/systemd/system/newsarchive-portal.service

    \b
    Exit status:
      0  ended by SIGINT (Ctrl-C) or SIGTERM
      2  an address that it is not served at, or one that no unit can be made for; or the extra is
         not installed
      3  the archive could not be read, or the port is in use
    """
    if staff and not _is_here(host):
        raise UsageError(
            f"--staff shows to whoever comes what only staff should see, and {host} is not this"
            " machine alone",
            hint="Leave out --host, or --staff.",
        )
    base = _base_url(base_url)
    if unit:
        click.echo(_unit(archive, host, port, base, staff=staff), nl=False)
        return 0
    try:
        from newsarchive.web.running import serve  # noqa: PLC0415  # an extra
        from newsarchive.web.shelf import Shelf  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"starlette", "uvicorn", "anyio"}:
            raise
        raise UsageError(
            "serve needs packages that are not installed",
            hint="Install newsarchive[web]: pip install 'newsarchive[web]'",
        ) from error
    if not base and _is_anywhere(host):
        click.echo(
            f"newsarchive: {host} is no address that others can use: what names whole addresses"
            " (OAI-PMH, the sitemap) is of use to nobody. Say --base-url.",
            err=True,
        )
    shelf = Shelf(archive, Asking(Reader.ANYONE, "serve"), staff=staff, base_url=base)
    with contextlib.suppress(KeyboardInterrupt):  # SIGTERM, too: cli.main makes one of it
        serve(shelf, host, port, _listening)
    return 0


def _unit(archive: Path, host: str, port: int, base_url: str, *, staff: bool) -> str:
    """The service, as text."""
    if staff:
        raise UsageError(
            "a server before the portal would show the pages for staff to the world",
            hint="Leave out --unit, or --staff.",
        )
    if port == 0:
        raise UsageError("a service needs a port that stays", hint="Name one: --port 8000.")
    job = Archive.plan_schedule(archive, program(), at=(0, 0))
    return units.portal(job, host, port, base_url, here=_is_here(host)).text


def _listening(address: str) -> None:
    click.echo(f"Reading at {address} (Ctrl-C ends it)")


def _base_url(text: str) -> str:
    """An address with a slash at its end, "" for none.

    Raises:
        UsageError: it is no address that a portal can have.
    """
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        plain = False
    if not plain or parts.path not in {"", "/"} or _UNWANTED.search(text):
        raise UsageError(
            f"--base-url is an address without a path, such as https://archive.example.org/, and"
            f" not {text!r}"
        )
    return f"{parts.scheme}://{parts.netloc}/"


def _is_anywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
