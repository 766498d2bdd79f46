"""`newsarchive history`: everything that happened to one bag, or to all versions of an article."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.cli.output import data
from newsarchive.errors import UsageError
from newsarchive.reports import history as report


@click.command()
@click.argument("bag")
@archive_option
@click.option(
    "--premis",
    is_flag=True,
    help="Give it as a PREMIS 3.0 document, joined with the one in the bag.",
)
@json_option
def command(bag: str, archive: Path, premis: bool, as_json: bool) -> int:
    """Show everything that happened to BAG, oldest first, and the versions of its article.

    When it was taken in, every fixity check and its result, damage and between which two checks it
    happened, decisions, acknowledgements and amendments. Versions stand in the order of their
    times, whenever they came; the last is the current one. BAG can be the id of an article, or what
    fits all its versions: then it is the history of each.

    \b
    Example:
      newsarchive history rain-over-the-harbour
      newsarchive history urn:newsml:example.org:20261122:rain

    \b
    Exit status:
      0  shown
      2  --premis and --json together
      3  there is no such bag, or it could not be reached
    """
    if premis and as_json:
        raise UsageError("--premis gives XML; leave out --json")
    with opened_archive(archive) as opened:
        if premis:
            data(opened.history_premis(bag))
            return 0
        told = opened.history(bag)
    if as_json:
        print_json(report.document(told))
    else:
        click.echo("\n".join(report.lines(told)))
    return 0
