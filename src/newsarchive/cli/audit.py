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
    workers_option,
)
from newsarchive.cli.progress import Progress
from newsarchive.model.outcome import BagVerdict
from newsarchive.reports import documents, text


@click.command()
@archive_option
@json_option
@quiet_option
@workers_option
def command(archive: Path, as_json: bool, quiet: bool, workers: int | None) -> int:
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
    clock = SystemClock()
    with (
        Archive.open(archive, clock) as opened,
        Progress("bag", opened.count(), clock, silent=as_json or quiet) as progress,
    ):

        def tell(verdict: BagVerdict) -> None:
            if as_json:
                print_json(documents.bag_verdict(verdict))
            progress.advance(verdict.bytes)

        report = opened.audit(tell, workers=workers)
    if as_json:
        print_json({"summary": documents.audit_result(report)})
    elif not quiet or report.exit_code:
        click.echo("\n".join(text.audit(report)))
    return report.exit_code
