"""`newsarchive audit`: check bags."""

import os
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsarchive.archive import Archive
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    json_option,
    print_json,
    quiet_option,
    workers_option,
)
from newsarchive.cli.progress import Progress
from newsarchive.cli.stopping import stoppable
from newsarchive.clock import SystemClock
from newsarchive.errors import NewsArchiveError, UsageError
from newsarchive.ledger.entries import parse_witness
from newsarchive.model.auditing import AuditOptions, AuditReport, Budget, Reach, Scope, Start
from newsarchive.model.measure import parse_bytes, parse_seconds
from newsarchive.model.policy import Telling
from newsarchive.model.verdict import BagVerdict
from newsarchive.model.withdrawal import WithdrawnCounts
from newsarchive.reports import documents
from newsarchive.workflows.audit.run import Lines, Listener

if TYPE_CHECKING:
    from newsarchive.model.status import Overview
    from newsarchive.notify.watchers import Tellers

T = TypeVar("T")
_NOT_FINISHED = 3


def _measure(parse: Callable[[str], T]) -> Callable[[click.Context, click.Parameter, str], Any]:
    def read(context: click.Context, option: click.Parameter, value: str | None) -> T | None:
        try:
            return None if value is None else parse(value)
        except ValueError as error:
            raise click.BadParameter(str(error), context, option) from error

    return read


def _words(command: str) -> tuple[str, ...]:
    """A command as words, as a shell splits it."""
    try:
        return tuple(shlex.split(command))
    except ValueError as error:
        raise ValueError(f"{command!r} is no command: {error}".lower()) from error


def _hook(command: str) -> tuple[str, ...]:
    try:
        return _words(command)
    except ValueError:
        return ()


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
    help="Write a report: .json, .csv, .html or .txt; {run} in its name is the run's. Can be given"
    " several times.",
)
@click.option("--ping", metavar="URL", help="Tell a watcher of start, success and failure.")
@click.option("--metrics", metavar="FILE", help="Write figures for Prometheus' textfile collector.")
@click.option(
    "--hook",
    metavar="COMMAND",
    callback=_measure(_words),
    help="Run this with a message when something is wrong.",
)
@click.option(
    "--notify",
    type=click.Choice(["damage", "always"]),
    help="When the hook is run: when something is wrong, or after every run.  [default: damage]",
)
@click.option(
    "--expect-head",
    metavar="SEQ:SHA256",
    callback=_measure(parse_witness),
    help="The ledger must have this entry: what an earlier audit, ping or report said of its end.",
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
      newsarchive audit --due --quiet --wait 10m --report /srv/reports/{run}.html

    \b
    Exit status:
      0  every bag that was looked at is intact, or what is not is acknowledged
      1  a bag is damaged or missing, one lies there that the ledger does not know, or the
         report of an earlier audit was changed
      2  the command was called wrongly
      3  a bag could not be verified, the audit was interrupted, or could not be recorded
    """
    order = _order(**options)
    if options["reports"]:
        from newsarchive.cli import keep  # noqa: PLC0415  # most runs write no report

        for path in options["reports"]:
            keep.check(path, keep.AUDIT_ENDINGS)
    clock = SystemClock()
    if options["plan"]:
        with opened_archive(archive, clock) as opened:
            return _preview(opened, order, as_json=options["as_json"])
    kept = _Kept()
    scheduled = order.scope.is_whole and order.record
    tellers = _tellers(archive, *Archive.telling(archive), scheduled=scheduled, **options)
    try:
        with opened_archive(archive, clock) as opened:
            if tellers:
                _complain(tellers.began())
            report = _audit(opened, order, clock, kept, **options)
            withdrawn = opened.withdrawn()
            if tellers:
                message = _text(report)
                _complain(tellers.ended(report, opened.status(), message))
    except NewsArchiveError as error:
        if tellers:
            _complain(tellers.failed(error.message, exit_status=error.exit_code))
        raise
    code = report.exit_code or (_NOT_FINISHED if kept.problems else 0)
    if options["as_json"]:
        summary = {**documents.audit_result(report), "withdrawn": withdrawn.document()}
        print_json({"summary": {**summary, "exit": code}})
    elif not options["quiet"] or code:
        # What is nowhere on record is told whole: this is the only report that there is.
        click.echo(_text(report, everything=kept.is_the_only_one(report)))
        click.echo(_withdrawn(withdrawn), nl=False)
    return code


def _withdrawn(counts: WithdrawnCounts) -> str:
    """What is withdrawn, in a line; nothing where nothing is."""
    return f"  {counts.text}; newsarchive withdraw --list\n" if counts.text else ""


def _text(report: AuditReport, *, everything: bool = False) -> str:
    from newsarchive.reports.audit import terminal as audit_text  # noqa: PLC0415  # a quiet run says nothing

    return "\n".join(audit_text.lines(report, everything=everything))


@dataclass(slots=True)
class _Kept:
    """The reports that were written to files, and why others were not."""

    paths: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def keep(
        self, paths: Iterable[Path], report: AuditReport, overview: "Overview", lines: Lines
    ) -> None:
        """Write the report to each of `paths`, in which {run} stands for the name of the run."""
        from newsarchive.cli import keep  # noqa: PLC0415  # as above

        for path in paths:
            named = path.with_name(path.name.replace("{run}", report.start.run))
            try:
                keep.audit(named, report, overview, lines())
            except NewsArchiveError as error:
                self.problems.append(error.message)
                _complain([error.message])
            else:
                self.paths.append(named)

    def is_the_only_one(self, report: AuditReport) -> bool:
        """Whether what is printed is all that there is of this audit."""
        return bool(report.unrecorded) and not report.on_purpose and not self.paths


def _tellers(
    archive: Path, known: Telling | None, archive_id: str, *, scheduled: bool, **options: Any
) -> "Tellers | None":
    """Whom the options name, else the settings: these are for runs that look at what is due.

    Where the settings cannot be read, whom the environment names: the scheduled job has that from
    when it was made.
    """
    settings = Telling()
    if scheduled:
        hook = _hook(os.environ.get("NEWSARCHIVE_HOOK", ""))
        fallback = Telling(ping=os.environ.get("NEWSARCHIVE_PING", ""), hook=hook)
        settings = fallback if known is None else known
    metrics = os.path.abspath(options["metrics"]) if options["metrics"] else ""
    asked = Telling(options["ping"] or "", metrics, options["hook"] or ())
    telling = asked.or_else(settings, notify=options["notify"])
    if telling.is_empty:
        return None
    from newsarchive.notify.watchers import Tellers  # noqa: PLC0415  # most runs tell nobody

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
    expect_head: tuple[int, str] | None,
    no_record: bool,
    workers: int | None,
    **_: Any,
) -> AuditOptions:
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
    return AuditOptions(
        scope=named[0] if named else Scope(),
        budget=Budget(max_duration, max_bytes) if bounded else None,
        workers=workers,
        direct=direct,
        rate=bwlimit,
        record=not no_record,
        fresh=fresh,
        expected=expect_head,
        wait_seconds=wait or 0.0,
    )


def _audit(
    opened: Archive, order: AuditOptions, clock: SystemClock, kept: _Kept, **options: Any
) -> AuditReport:
    as_json, quiet = options["as_json"], options["quiet"]
    with (
        Progress("bag", opened.count(), clock, silent=as_json or quiet) as progress,
        stoppable(lambda: click.echo(f"newsarchive: {progress.line()}", err=True)) as stop,
    ):
        carried = 0

        def begins(start: Start) -> None:
            nonlocal carried
            carried = start.carried
            progress.plan(start.planned, start.total, carried)
            if start.carried and not quiet:
                said = f"{start.carried:,} of {start.planned:,} bags were looked at then"
                progress.say(
                    f"newsarchive: going on with the audit of {start.continues}: {said}.", err=True
                )

        def verdict(found: BagVerdict) -> None:
            nonlocal carried
            if as_json:
                print_json(found.document())
            if carried:
                carried -= 1  # it was looked at by the run that this one goes on with
            else:
                progress.advance(found.bytes)

        def keeps(report: AuditReport, lines: Lines) -> None:
            if options["reports"]:
                kept.keep(options["reports"], report, opened.overview(report), lines)

        return opened.audit(Listener(verdict, begins, progress.read, keeps), order, stop)


def _preview(opened: Archive, order: AuditOptions, *, as_json: bool) -> int:
    made = opened.preview(order, most=10**9 if as_json else 20)
    if as_json:
        print_json(documents.preview(made.plan, made.within, made.first, made.forecast))
    else:
        from newsarchive.reports.audit import terminal as audit_text  # noqa: PLC0415  # as above

        click.echo("\n".join(audit_text.preview(made.plan, made.within, made.first, made.forecast)))
    return 0
