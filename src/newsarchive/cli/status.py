"""`newsarchive status`: how the archive stands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    json_option,
    print_json,
    quiet_option,
)
from newsarchive.reports import status as report

if TYPE_CHECKING:
    from newsarchive.archive import Archive


@click.command()
@archive_option
@json_option
@quiet_option
@click.option(
    "--table",
    metavar="COLUMNS",
    help="Count articles instead: by year,source,agency or other columns.",
)
def command(archive: Path, as_json: bool, quiet: bool, table: str | None) -> int:
    """Show how the archive stands: what is checked, what is overdue, what needs a person.

    It reads no bag; newsarchive audit does. How often a bag should be checked is `every-days`
    under `[audit]` in archive.toml. With --table it counts articles, from the search index: one
    that has two sources counts for each of them.

    \b
    Example:
      newsarchive status

    \b
    Exit status:
      0  all is well
      1  a bag is damaged or missing, and nobody has acknowledged it
      3  the bags cannot be reached, or some could not be verified
      5  a fixity check is overdue
    """
    with opened_archive(archive) as opened:
        if table is not None:
            _tell_table(opened, table, as_json=as_json)
            return 0
        status = opened.status()
    if as_json:
        print_json(report.document(status))
    elif not quiet or status.exit_code:
        click.echo("\n".join(report.lines(status)))
    return status.exit_code


def _tell_table(opened: "Archive", columns: str, *, as_json: bool) -> None:
    from newsarchive.reports import found  # noqa: PLC0415  # only a table needs it

    names = [name.strip() for name in columns.split(",") if name.strip()]
    rows = opened.tabulate(*names)
    if as_json:
        print_json(found.table_document(names, rows))
    else:
        click.echo("\n".join(found.table_lines(names, rows)))
