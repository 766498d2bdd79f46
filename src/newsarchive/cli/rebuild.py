"""`newsarchive rebuild`: make the catalog anew."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.reports import rebuilt as report


@click.command()
@archive_option
@json_option
def command(archive: Path, as_json: bool) -> int:
    """Make the catalog anew from the ledger and the audit reports, and the search index.

    Both are indexes and can always be computed again. The new catalog is made beside the old one
    and takes its place in one step: if anything goes wrong, the old one stays. The search index is
    made from the bags, where there is one; the old one answers until the new one is whole.

    \b
    Example:
      newsarchive rebuild

    \b
    Exit status:
      0  the new catalog is in its place, and the new index
      3  one of them could not be made; the old one stays
    """
    clock = SystemClock()
    with (
        Progress("article", None, clock, silent=as_json) as progress,
        opened_archive(archive, clock) as opened,
    ):

        def tell(_done: int, of: int) -> None:
            progress.plan(of, 0)
            progress.advance()

        made = opened.rebuild(tell)
    if as_json:
        print_json(report.document(made))
    else:
        click.echo("\n".join(report.lines(made)))
    return 3 if made.index_trouble else 0
