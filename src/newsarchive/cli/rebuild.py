"""`newsarchive rebuild`: make the catalog anew."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.reports import rebuilt as report


@click.command()
@archive_option
@json_option
def command(archive: Path, as_json: bool) -> int:
    """Make the catalog anew from the ledger and the audit reports.

    The catalog is an index and can always be computed again. The new one is made beside the old
    one and takes its place in one step: if anything goes wrong, the old one stays.

    \b
    Example:
      newsarchive rebuild

    \b
    Exit status:
      0  the new catalog is in its place
      3  it could not be made; the old one stays
    """
    with opened_archive(archive) as opened:
        made = opened.rebuild()
    if as_json:
        print_json(report.document(made))
    else:
        click.echo("\n".join(report.lines(made)))
    return 0
