"""`newsarchive adopt`: a bag of ours that the ledger does not know any more is entered again."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json


@click.command()
@click.argument("bag")
@archive_option
@click.option("--reason", required=True, metavar="TEXT", help="Why it is known to be ours.")
@click.option("--by", default="", metavar="ROLE", help="Who says so: a role or a staff id.")
@json_option
def command(bag: str, archive: Path, reason: str, by: str, as_json: bool) -> int:
    """Enter BAG in the ledger again, where it lies in the archive and the ledger does not know it.

    So it is after a ledger was put back from an older copy. BAG is the path of a bag; newsarchive
    audit names those that are unknown. The bag is read whole first, and must be intact and made by
    newsarchive. A delivery comes before the articles that came in it, a bag before its amendments.

    \b
    Example:
      newsarchive adopt bags/2017/04/13/storm-4f4e7632707c --reason "ledger restored from tape 12"

    \b
    Exit status:
      0  it is in the ledger again, with the decision and its reason
      1  it was refused: the ledger knows it, it is damaged, or it is no bag of newsarchive
      2  no reason was given
      3  no bag lies there, or it could not be entered
    """
    with opened_archive(archive) as opened:
        accession = opened.adopt(bag, reason, by=by)
    if as_json:
        print_json(
            {
                "bag": accession.name,
                "bag_id": accession.bag,
                "path": accession.path,
                "seal": str(accession.seal),
                "kind": accession.kind.value,
                "entry": accession.seq,
            }
        )
    else:
        click.echo(f"{accession.name}  adopted, as entry {accession.seq} of the ledger")
    return 0
