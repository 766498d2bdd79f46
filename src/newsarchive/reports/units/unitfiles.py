"""Units for systemd, from templates beside this: of the scheduled audit, and of the portal."""

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING

from newsarchive.errors import UsageError
from newsarchive.model.schedule import Job, ScheduleFile
from newsarchive.reports.units.lines import command, fallbacks, head, refuse_unwritable
from newsarchive.reports.units.when import calendar, nearest, step_of

if TYPE_CHECKING:
    from jinja2 import Template

_MOST_DELAY = 900
_MOST_NAME = 200  # a unit's name has 255 at most, what stands around ours included
_FIXED = ("bags", "schemas", "archive.toml", "README.txt")  # no audit writes there
_NOT_FOR_EXEC = re.compile(r"[\"'\\]")


def unit_name(job: Job) -> str:
    r"""The name of its units without their ending: `newsarchive-audit-news\x20archive`.

    As systemd-escape does it, but for `-`, which is left for people to read, since nothing turns
    these names back into paths, and `:`, which `systemd-analyze verify` cannot be given.

    Raises:
        UsageError: it would be too long.
    """
    return f"newsarchive-audit-{_escaped(job)}"


def _escaped(job: Job) -> str:
    octets = job.name.encode("utf-8", "surrogateescape")
    kept = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
    escaped = "".join(chr(o) if o in kept else f"\\x{o:02x}" for o in octets)
    if len(escaped) > _MOST_NAME:
        raise UsageError("the archive's folder has too long a name", hint="Give one with --name.")
    return escaped


def systemd(job: Job) -> tuple[ScheduleFile, ScheduleFile]:
    """The service and the timer.

    Raises:
        UsageError: a path holds what unit files cannot.
    """
    refuse_unwritable(job)
    name = unit_name(job)
    service = _template("service.j2").render(
        job=job,
        head=head(job, "systemd"),
        description=_description(job),
        exec=_exec(command(job)),
        fallbacks=fallbacks(job),
        fixed=[f"{job.archive}/{name}" for name in _FIXED],
        paths=_paths,
        word=_word,
    )
    timer = _template("timer.j2").render(
        head=head(job, "systemd"),
        description=_description(job),
        nearest=nearest(job),
        calendar=calendar(job),
        delay=min(_MOST_DELAY, step_of(job) // 96),
    )
    return ScheduleFile(f"{name}.service", service), ScheduleFile(f"{name}.timer", timer)


def portal(job: Job, host: str, port: int, base_url: str = "", *, here: bool) -> ScheduleFile:
    """The service that shows the archive of the job at an address.

    `base_url` is where readers find it, "" for there; `here` tells whether only this machine can
    reach that.

    Raises:
        UsageError: a path holds what unit files cannot.
    """
    refuse_unwritable(job)
    base = ("--base-url", base_url) if base_url else ()
    words = (job.program, "serve", "--host", host, "--port", str(port), *base, "-a", job.archive)
    text = _template("portal.j2").render(
        job=job,
        description=_description(job),
        exec=_exec(words),
        here=here,
        paths=_paths,
    )
    return ScheduleFile(f"newsarchive-portal-{_escaped(job)}.service", text)


@functools.cache
def _template(name: str) -> "Template":
    import jinja2  # noqa: PLC0415  # slow to import, and few commands need it

    environment = jinja2.Environment(  # noqa: S701  # no HTML: _word and _paths quote what comes in
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    file = resources.files("newsarchive.reports.units") / name
    return environment.from_string(file.read_text("utf-8"))


def _word(text: str) -> str:
    """One word of a unit file, whatever is in it (systemd.syntax(7), Quoting)."""
    if re.fullmatch(r"[A-Za-z0-9_./:@+,=-]+", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', r"\"").replace("%", "%%")
    return f'"{escaped}"'


def _exec(command: tuple[str, ...]) -> str:
    """The command line of ExecStart= (systemd.service(5), Command lines)."""
    words = list(command)
    if _NOT_FOR_EXEC.search(words[0]):
        words.insert(0, "/usr/bin/env")  # systemd starts nothing that has such a path
    # With a colon before the path, no $ stands for a variable.
    colon = ":" if any("$" in word for word in words) else ""
    return " ".join(_word(word) for word in (colon + words[0], *words[1:]))


def _description(job: Job) -> str:
    """The archive for people. It ends with a bracket: a backslash would go on in the next line."""
    return f"{job.name} ({job.archive})".replace("%", "%%")


def _paths(*paths: str) -> str:
    """Paths, each of which may be missing."""
    return " ".join(_word(f"-{path}") for path in paths)
