"""What every command shares: the options that name the archive and the output, and the clock."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsarchive.errors import UsageError

if TYPE_CHECKING:
    from newsarchive.workflows.access import Asking

F = TypeVar("F", bound=Callable[..., Any])


def archive_option(command: F) -> F:
    """`-a ARCHIVE`, else $NEWSARCHIVE, else ./archive; the command gets it as `archive`."""
    option = click.option(
        "-a",
        "--archive",
        "archive",
        metavar="ARCHIVE",
        callback=_archive,
        help="The archive's folder.  [default: $NEWSARCHIVE, else ./archive]",
    )
    return option(command)


def _archive(context: click.Context, option: click.Parameter, value: str | None) -> Path:  # noqa: ARG001
    return Path(value or os.environ.get("NEWSARCHIVE") or "archive")


def explaining(reasons: Callable[[], Iterable[str]]) -> Callable[[F], F]:
    """Put what each reason means into the help, in place of the word REASONS."""

    def explain(function: F) -> F:
        lines = "\n".join(f"      {line}" for line in reasons())
        function.__doc__ = (function.__doc__ or "").replace("      REASONS", lines)
        return function

    return explain


def json_option(command: F) -> F:
    """`--json`: the result as data; the command gets it as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Give the result as JSON.")(command)


def choice_options(command: F) -> F:
    """Which articles are meant: those for which all that is said holds, as `model.corpus.Wanted`.

    The command gets `source`, `agency`, `year` and `collection`, None where nothing is said, and
    `incomplete` and `undated`.
    """
    none_known = '"" for those of which none is known.'
    options = (
        click.option("--source", metavar="NAME", help=f"Of this source; {none_known}"),
        click.option("--agency", metavar="NAME", help=f"Of this agency; {none_known}"),
        click.option(
            "--year", type=int, metavar="YYYY", help="Whose date can only be in this year."
        ),
        click.option("--collection", metavar="NAME", help="In this collection."),
        click.option(
            "--incomplete", is_flag=True, help="Whose source, date or agency is not known."
        ),
        click.option("--undated", is_flag=True, help="Of which no date is known."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def quiet_option(command: F) -> F:
    """`--quiet`: nothing when all is well; the command gets it as `quiet`."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well.")(
        command
    )


def workers_option(command: F) -> F:
    """`--workers N`; the command gets it as `workers`, None where it is left to the program."""
    return click.option(
        "--workers",
        type=click.IntRange(1, 256),
        metavar="N",
        help="How many processes share the work; 1 is this one alone.  [default: one a core]",
    )(command)


def reader_options(command: F) -> F:
    """`--as` and `--by`: who asks; the command gets `reader` and `by`, "" for nobody in particular.

    `asking` makes one value of them.
    """
    by = click.option(
        "--by", default="", metavar="ROLE", help="Who asks, with --as: a role or a staff id."
    )
    capacity = click.option(
        "--as",
        "reader",
        type=click.Choice(["onsite", "staff"]),
        default=None,
        help="Ask from the reading room, or as who runs the archive.",
    )
    return capacity(by(command))


def asking(reader: str | None, by: str, door: str) -> "Asking":
    """Who asks, by the options of `reader_options`, at the command `door`."""
    from newsarchive.model.access import Reader  # noqa: PLC0415  # only some commands need it
    from newsarchive.workflows.access import Asking  # noqa: PLC0415

    if by and reader is None:
        raise UsageError("--by says who asks with --as, and without it nobody in particular does")
    return Asking(Reader(reader) if reader else Reader.ANYONE, door, by)


def print_json(document: Any) -> None:
    """One JSON document on one line of standard output."""
    click.echo(json.dumps(document, ensure_ascii=False))
