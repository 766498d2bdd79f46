"""What all files for schedulers have in common: the command, comments, what is refused."""

import shlex
import textwrap
import unicodedata

from newsarchive.errors import UsageError
from newsarchive.model.schedule import Job

_NO_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, bytes that are no UTF-8, line breaks


def command(job: Job) -> tuple[str, ...]:
    """The command that runs what is due."""
    return (job.program, "audit", "--due", "--quiet", "--wait", "1h", "-a", job.archive)


def fallbacks(job: Job) -> tuple[str, ...]:
    """Whom to tell if archive.toml cannot be read, as variables of the environment."""
    hook = shlex.join(job.hook) if job.hook else ""
    given = (("NEWSARCHIVE_PING", job.ping), ("NEWSARCHIVE_HOOK", hook))
    return tuple(f"{name}={value}" for name, value in given if value)


def head(job: Job, form: str) -> tuple[str, ...]:
    """The comment that each file begins with."""
    return (
        f"# The fixity audit of the news archive at {job.archive}",
        f"# Made by `newsarchive schedule {form}`: run that again when archive.toml has changed.",
    )


def note(text: str) -> tuple[str, ...]:
    """A comment, as many lines as it needs."""
    return tuple(f"# {line}" for line in textwrap.wrap(text, 90, break_on_hyphens=False))


def refuse_unwritable(job: Job) -> None:
    """Refuse paths that no file of lines can hold.

    Raises:
        UsageError: one of them is such a path.
    """
    for path in (job.program, job.archive, job.metrics_folder):
        if any(unicodedata.category(sign) in _NO_TEXT for sign in path):
            raise UsageError(
                f"no schedule can be written for {path!r}: the path holds signs that are no text",
                hint="Use another path to the same folder, such as a link.",
            )
