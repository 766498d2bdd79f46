"""`newsarchive ingest`: take articles in."""

from pathlib import Path

import click

from newsarchive.archive import Archive
from newsarchive.cli.options import (
    SystemClock,
    archive_option,
    json_option,
    print_json,
    quiet_option,
)
from newsarchive.model.outcome import ItemOutcome, ItemStatus
from newsarchive.reports import documents, text


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@json_option
@quiet_option
def command(files: tuple[Path, ...], archive: Path, as_json: bool, quiet: bool) -> int:
    """Take FILES into the archive, one bag each.

    An article that is in the archive already stays as it is. A file that cannot be taken in is
    named, and the others go on.

    \b
    Example:
      newsarchive ingest stories/*.txt

    \b
    Exit status:
      0  every file is in the archive, now or before
      1  a file was refused: it is not there, or it is no article
      3  not finished: a file could not be read or stored, or there is no room left
    """

    def tell(outcome: ItemOutcome) -> None:
        if as_json:
            print_json(documents.item(outcome))
        elif outcome.bag is None:
            click.echo(text.item(outcome), err=True)
        elif not quiet or outcome.status not in {ItemStatus.STORED, ItemStatus.PRESENT}:
            click.echo(text.item(outcome))

    with Archive.open(archive, SystemClock()) as opened:
        report = opened.ingest(files, tell)
    if as_json:
        print_json({"summary": documents.ingest_summary(report)})
    elif not quiet or report.exit_code:
        click.echo("\n".join(text.ingest_summary(report)), err=True)
    return report.exit_code
