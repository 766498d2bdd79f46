"""`newsarchive audit`: check every bag."""

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
from newsarchive.model.outcome import BagVerdict
from newsarchive.reports import documents, text


@click.command()
@archive_option
@json_option
@quiet_option
def command(archive: Path, as_json: bool, quiet: bool) -> int:
    """Check that every bag is still exactly what was taken in.

    Every byte of every bag is read and compared with its manifests and with the seal that the
    ledger recorded when the bag was taken in. What lies in the archive and should not is named
    too. Nothing in a bag is changed.

    \b
    Example:
      newsarchive audit --quiet

    \b
    Exit status:
      0  every bag is intact
      1  a bag is damaged or missing, or one lies there that the ledger does not know
      3  a bag could not be verified, or the audit could not be recorded
    """

    def tell(verdict: BagVerdict) -> None:
        if as_json:
            print_json(documents.bag_verdict(verdict))

    with Archive.open(archive, SystemClock()) as opened:
        report = opened.audit(tell)
    if as_json:
        print_json({"summary": documents.audit_result(report)})
    elif not quiet or report.exit_code:
        click.echo("\n".join(text.audit(report)))
    return report.exit_code
