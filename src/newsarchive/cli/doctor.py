"""`newsarchive doctor`: check the machine and the archive's folders."""

import os
from pathlib import Path

import click

from newsarchive.archive import Archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.reports import diagnosis as report


@click.command()
@archive_option
@json_option
@click.pass_context
def command(context: click.Context, archive: Path, as_json: bool) -> int:
    """Check the machine and the archive's folders, and say what to do.

    Versions and extras, SQLite, the clock, free space, permissions, the store's marker, the chain
    of the ledger, unfinished work, and whether the catalog is up to date. Nothing is changed, and
    no bag is read. Without an archive only the machine is checked.

    \b
    Example:
      newsarchive doctor

    \b
    Exit status:
      0  nothing needs doing
      3  something does; it is listed first, with what to do
    """
    source = context.get_parameter_source("archive")
    named = source is click.core.ParameterSource.COMMANDLINE or "NEWSARCHIVE" in os.environ
    diagnosis = Archive.examine(archive, named=named)
    if as_json:
        print_json(report.document(diagnosis))
    else:
        click.echo("\n".join(report.lines(diagnosis)))
    return diagnosis.exit_code
