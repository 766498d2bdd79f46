"""`newsarchive audit`: check bags."""

import os
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

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
from newsarchive.cli.stopping import stoppable
from newsarchive.errors import NewsArchiveError, UsageError
from newsarchive.model.auditing import AuditReport, Budget, Reach, Scope
from newsarchive.model.measure import parse_bytes, parse_seconds
from newsarchive.model.outcome import BagVerdict
from newsarchive.model.policy import Telling
from newsarchive.reports import audit_text, documents, keep
from newsarchive.workflows.audit import Listener, Order
from newsarchive.workflows.audit_record import Start
from newsarchive.workflows.telling import Tellers

T = TypeVar("T")


def _measure(parse: Callable[[str], T]) -> Callable[[click.Context, click.Parameter, str], Any]:
    def read(context: click.Context, option: click.Parameter, value: str | None) -> T | None:
        try:
            return None if value is None else parse(value)
        except ValueError as error:
            raise click.BadParameter(str(error), context, option) from error

    return read


@click.command()
@archive_option
@click.option("--all", "everything", is_flag=True, help="Every bag.  [default]")
@click.option("--due", is_flag=True, help="What policy and budget of archive.toml say is due.")
@click.option("--bag", metavar="BAG", help="One bag and its amendments.")
@click.option("--collection", metavar="NAME", help="The bags of one collection.")
@click.option("--sample", metavar="SHARE", help="A random sample, such as 5%.")
@click.option("--plan", is_flag=True, help="Say what would be looked at, and look at nothing.")
@click.option(
    "--max-duration",
    metavar="TIME",
    callback=_measure(parse_seconds),
    help="Begin no bag after so long, such as 2h.",
)
@click.option(
    "--max-bytes",
    metavar="SIZE",
    callback=_measure(parse_bytes),
    help="Read no more than so much, such as 500GB; at least one bag.",
)
@click.option(
    "--bwlimit",
    metavar="SIZE",
    callback=_measure(parse_bytes),
    help="Read so much a second at the most, such as 50MB.",
)
@click.option("--direct", is_flag=True, help="Read from the disk, past the page cache.")
@click.option(
    "--wait",
    metavar="TIME",
    callback=_measure(parse_seconds),
    help="Wait so long for another audit to end, such as 10m.  [default: do not wait]",
)
@click.option(
    "--report",
    "reports",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write a report: .json, .csv, .html or .txt. Can be given several times.",
)
@click.option("--ping", metavar="URL", help="Tell a watcher of start, success and failure.")
@click.option("--metrics", metavar="FILE", help="Write figures for Prometheus' textfile collector.")
@click.option("--hook", metavar="COMMAND", help="Run this with a message when something is wrong.")
@click.option(
    "--notify",
    type=click.Choice(["damage", "always"]),
    help="When the hook is run: when something is wrong, or after every run.  [default: damage]",
)
@click.option("--fresh", is_flag=True, help="Do not go on with an audit that was interrupted.")
@click.option("--no-record", is_flag=True, help="Leave no trace of this audit in the archive.")
@json_option
@quiet_option
@workers_option
def command(archive: Path, **options: Any) -> int:
    """Check that bags are still exactly what was taken in.

    Every byte of a bag is read and compared with its manifests and with the seal that the ledger
    recorded when the bag was taken in. What lies in the archive and should not is named too.
    Nothing in a bag is changed. Without an option that says which, every bag is checked.

    An audit that was killed or ended by the system goes on where it stopped; one that you stop by
    Ctrl-C ends with a report, and the next begins anew. SIGUSR1 prints how far it has come.

    \b
    Example:
      newsarchive audit --quiet
      newsarchive audit --due --quiet --wait 10m --report /srv/reports/audit.html

    \b
    Exit status:
      0  every bag that was looked at is intact, or what is not is acknowledged
      1  a bag is damaged or missing, or one lies there that the ledger does not know
      2  the command was called wrongly
      3  a bag could not be verified, the audit was interrupted, or could not be recorded
    """
    order = _order(**options)
    for path in options["reports"]:
        keep.check(path, keep.AUDIT_ENDINGS)
    clock = SystemClock()
    if options["plan"]:
        with Archive.open(archive, clock) as opened:
            return _preview(opened, order, as_json=options["as_json"])
    tellers = _tellers(archive, Telling(), **options)
    try:
        with Archive.open(archive, clock) as opened:
            if order.scope.is_whole and order.record:
                tellers = _tellers(
                    archive, opened.holdings.telling, opened.holdings.archive_id, **options
                )
            _complain(tellers.began())
            report = _audit(opened, order, clock, **options)
            message = "\n".join(audit_text.lines(report))
            _complain(tellers.ended(report, opened.status(), message))
    except NewsArchiveError as error:
        _complain(tellers.failed(error.message, exit_status=error.exit_code))
        raise
    if options["as_json"]:
        print_json({"summary": documents.audit_result(report)})
    elif not options["quiet"] or report.exit_code:
        # What is nowhere on record is told whole: this is the only report that there is.
        whole = bool(report.unrecorded) and not report.on_purpose and not options["reports"]
        click.echo("\n".join(audit_text.lines(report, everything=whole)))
    return report.exit_code


def _tellers(archive: Path, settings: Telling, archive_id: str = "", **options: Any) -> Tellers:
    """Whom the options name, else the settings: these are for scheduled runs, and those of all."""
    telling = Telling(
        ping=options["ping"] or settings.ping,
        metrics=os.path.abspath(options["metrics"]) if options["metrics"] else settings.metrics,
        hook=tuple(shlex.split(options["hook"])) if options["hook"] else settings.hook,
        notify=options["notify"] or settings.notify,
    )
    return Tellers(telling, archive, archive_id)


def _complain(problems: Iterable[str]) -> None:
    for problem in problems:
        click.echo(f"newsarchive: {problem}", err=True)


def _order(
    *,
    everything: bool,
    due: bool,
    bag: str | None,
    collection: str | None,
    sample: str | None,
    max_duration: int | None,
    max_bytes: int | None,
    bwlimit: int | None,
    direct: bool,
    wait: int | None,
    fresh: bool,
    no_record: bool,
    workers: int | None,
    **_: Any,
) -> Order:
    named = [
        Scope(reach, value or "")
        for reach, value in (
            (Reach.ALL, "" if everything else None),
            (Reach.DUE, "" if due else None),
            (Reach.BAG, bag),
            (Reach.COLLECTION, collection),
            (Reach.SAMPLE, sample),
        )
        if value is not None
    ]
    if len(named) > 1:
        options = " and ".join(f"--{scope.reach}" for scope in named)
        raise UsageError(f"{options} do not go together; name one")
    bounded = max_duration is not None or max_bytes is not None
    return Order(
        scope=named[0] if named else Scope(),
        budget=Budget(max_duration, max_bytes) if bounded else None,
        workers=workers,
        direct=direct,
        rate=bwlimit,
        record=not no_record,
        fresh=fresh,
        wait_seconds=wait or 0.0,
    )


def _audit(opened: Archive, order: Order, clock: SystemClock, **options: Any) -> AuditReport:
    as_json, quiet = options["as_json"], options["quiet"]
    with (
        Progress("bag", opened.count(), clock, silent=as_json or quiet) as progress,
        stoppable(lambda: click.echo(f"newsarchive: {progress.line()}", err=True)) as stop,
    ):

        def begins(start: Start) -> None:
            progress.total = start.planned
            if start.carried and not quiet:
                said = f"{start.carried:,} of {start.planned:,} bags were looked at then"
                progress.say(
                    f"newsarchive: going on with the audit of {start.continues}: {said}.", err=True
                )

        def verdict(found: BagVerdict) -> None:
            if as_json:
                print_json(documents.bag_verdict(found))
            progress.advance(found.bytes)

        def keeps(report: AuditReport, lines: Iterable[Mapping[str, Any]]) -> None:
            for path in options["reports"]:
                try:
                    keep.audit(path, report, opened.overview(), lines)
                except NewsArchiveError as error:
                    click.echo(f"newsarchive: {error.message}", err=True)

        return opened.audit(Listener(verdict, begins, keeps), order, stop)


def _preview(opened: Archive, order: Order, *, as_json: bool) -> int:
    made = opened.preview(order, most=10**9 if as_json else 20)
    if as_json:
        print_json(documents.preview(made.plan, made.first, made.forecast))
    else:
        click.echo("\n".join(audit_text.preview(made.plan, made.first, made.forecast)))
    return 0
