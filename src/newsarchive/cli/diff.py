"""`newsarchive diff`: what differs between two versions of an article, or any two bags."""

import os
import sys
from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    asking,
    json_option,
    print_json,
    reader_options,
)
from newsarchive.cli.output import GREEN, RED, paint, painted
from newsarchive.model.difference import Side
from newsarchive.reports import difference as report


@click.command()
@click.argument("first")
@click.argument("second", default="")
@archive_option
@reader_options
@json_option
def command(
    first: str, second: str, archive: Path, reader: str | None, by: str, as_json: bool
) -> int:
    """Show what differs between two bags: their words, what is known of them, their images.

    FIRST and SECOND are named as for show. Without SECOND, FIRST is compared with the version
    before it; the id of an article means its current version. Words and not bytes are compared:
    what was taken out stands in [- -], what was put in in {+ +}, in colour on a terminal unless
    NO_COLOR is set.

    \b
    Example:
      newsarchive diff rain-over-the-harbour
      newsarchive diff rain-over-the-harbour-42f4 rain-over-the-harbour-9c1d --json

    \b
    Exit status:
      0  compared, whether anything differs or not
      1  one of them is a delivery, has no version before it, or cannot be read
      3  there is no such bag, or it could not be reached
      4  one of them is embargoed, closed or withdrawn; says why, and until when
    """
    with opened_archive(archive) as opened:
        found = opened.diff(first, second, asking(reader, by, "diff"))
    if as_json:
        print_json(report.document(found))
        return 0
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in report.lines(found, _paint if colour else report.plain):
        painted(line)
    return 0


def _paint(side: Side, text: str) -> str:
    return paint(text, RED if side is Side.FIRST else GREEN)
