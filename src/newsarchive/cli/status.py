"""`newsarchive status`: how the archive stands."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    json_option,
    print_json,
    quiet_option,
)
from newsarchive.reports import status as report


@click.command()
@archive_option
@json_option
@quiet_option
def command(archive: Path, as_json: bool, quiet: bool) -> int:
    """Show how the archive stands: what is checked, what is overdue, what needs a person.

    It reads no bag; newsarchive audit does. How often a bag should be checked is `every-days`
    under `[audit]` in archive.toml.

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
        status = opened.status()
    if as_json:
        print_json(report.document(status))
    elif not quiet or status.exit_code:
        click.echo("\n".join(report.lines(status)))
    return status.exit_code
