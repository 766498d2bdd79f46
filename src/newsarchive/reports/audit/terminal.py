"""What an audit found or would look at, for the terminal: understood in ten seconds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from newsarchive.judgement.policy import Forecast
from newsarchive.model.auditing import AuditReport, Reach, RunState, Start
from newsarchive.model.finding import Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession
from newsarchive.model.run import Run
from newsarchive.model.subject import describe, named
from newsarchive.model.verdict import BagVerdict
from newsarchive.reports.advice import advice, kind_of, label
from newsarchive.reports.amounts import number, size
from newsarchive.reports.audit import words
from newsarchive.reports.safe import visible

_MOST_SHOWN = 20
_MOST_ADVICE = 3
_SHORT_ID = 12
_RANK = {Verdict.DAMAGED: 0, Verdict.MISSING: 1, Verdict.UNVERIFIED: 2, Verdict.INTACT: 3}


def lines(report: AuditReport, *, everything: bool = False) -> Iterator[str]:
    """What an audit found; `everything`: every bag that is not intact, and every finding."""
    found, end = report.found, report.end
    most = len(found.problems) if everything else _MOST_SHOWN
    yield verdict_line(report)
    yield from (f"  {line}" for line in _conditions(report) if line)
    if end.trouble:
        yield f"  {end.trouble}"
    problems = [b for b in found.problems if not (end.trouble and _is_out_of_reach(b))]
    shown = sorted(problems, key=lambda b: (_RANK[b.verdict], b.path))
    for bag in shown[:most]:
        yield from _bag(bag, found.acknowledged, everything=everything)
    if len(shown) > most:
        yield f"and {len(shown) - most:,} more; --json lists all of them."
    if said := words.unrecorded(report):
        elsewhere = "--report FILE keeps what it found elsewhere"
        yield f"{said} {elsewhere}, and --no-record says that this is meant."
    yield from _next(report)


def _is_out_of_reach(bag: BagVerdict) -> bool:
    """Whether the store is all that is wrong with it: that is said once, and not of every bag."""
    return all(finding.kind is Kind.UNREACHABLE for finding in bag.findings)


def verdict_line(report: AuditReport) -> str:
    """The verdict: `2 of 3 bags are intact; 1 is damaged. Read 24.1 KB in 0.1 s (cached).`."""
    start, found, end = report.start, report.found, report.end
    said = " ".join(part for part in (words.interrupted(report), words.result(report)) if part)
    if not report.bags and not found.unknown:
        return said
    return f"{said} Read {size(found.bytes)} in {end.seconds:.1f} s ({start.read})."


def _conditions(report: AuditReport) -> Iterator[str]:
    start, end = report.start, report.end
    yield words.carried(report)
    yield words.sample(report)
    yield from (words.chance(c) for c in start.chances)
    yield words.left(report)
    if end.coverage and start.of and start.scope.reach is not Reach.SAMPLE:
        covered = words.coverage(end.coverage, end.ended)
        yield " ".join([covered, *words.lacking(end.coverage)])
    yield words.known(report)


def _bag(bag: BagVerdict, known: frozenset[str], *, everything: bool) -> Iterator[str]:
    word = bag.verdict.value
    name = visible(named(bag.bag if bag.bag_id else bag.path, describe(bag.about).store))
    if bag.bag_id is None:
        word = "unknown" if bag.is_unknown else "archive"
    shown = [f for f in bag.findings if f.level is Level.ERROR] or list(bag.findings)
    most = len(shown) if everything else _MOST_SHOWN
    for finding in shown[:most]:
        mark = "  (acknowledged)" if finding.id(bag.key) in known else ""
        yield f"{name}  {word}  {_finding(finding)}{mark}"
    if len(shown) > most:
        yield f"{name}  {word}  and {len(shown) - most:,} more findings"


def _finding(finding: Finding) -> str:
    where = f"{finding.kind} {visible(finding.path)}" if finding.path else finding.kind.value
    return f"{where}: {visible(finding.detail)}"


def _next(report: AuditReport) -> Iterator[str]:
    """What to do about what nobody has acknowledged, by kind, worst first; and then."""
    found, end = report.found, report.end
    kinds: dict[str, None] = {}
    for bag in sorted(found.problems, key=lambda b: _RANK[b.verdict]):
        for finding in bag.findings:
            if finding.level is Level.ERROR and finding.id(bag.key) not in found.acknowledged:
                kinds[kind_of(finding)] = None
    if kinds:
        yield "What to do:"
    for kind in list(kinds)[:_MOST_ADVICE]:
        yield f"  {label(kind)}: {advice(kind)}"
    if len(kinds) > _MOST_ADVICE:
        yield f"  and for {len(kinds) - _MOST_ADVICE:,} other kinds; --report FILE.html has all."
    if end.state is RunState.INTERRUPTED:
        again = "begins anew" if end.stopped == "SIGINT" else "goes on where this one stopped"
        yield f"Run newsarchive audit again; it {again}."


# What would be done


def preview(
    made: Start, within: int, first: tuple[Accession, ...], expected: Forecast | None
) -> Iterator[str]:
    """What an audit would look at now, and when everything will have been looked at.

    `within` of the bags go into the budget of bytes.
    """
    what = f"{within:,} of {number(made.of, 'bag')} {words.are(within)}"
    budget = words.budget(made.budget)
    yield f"{what} to be looked at now, {size(made.total)}; budget: {budget}."
    if within < made.planned - made.carried:
        more = made.planned - made.carried - within
        yield f"{more:,} more would be looked at, and do not go into the budget."
    yield from (f"  {accession.path}" for accession in first)
    if within > len(first):
        yield f"  and {within - len(first):,} more; --json lists all"
    if expected is None or not made.of:
        return
    runs_ = number(expected.runs, "scheduled run")
    day = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=expected.all_by)).date()
    often = words.often(expected.run_every)
    yield f"By {day} every bag will have been checked, in {runs_}, {often}."
    if expected.late:
        verb = "comes" if expected.late == 1 else "come"
        yield (
            f"{number(expected.late, 'bag')} {verb} later than promised. So that none is late, a"
            f" run has to manage {size(expected.enough)}: give it a larger budget, or more days."
        )


def pruned(given: tuple[Run, ...], octets: int, kept: int, *, done: bool) -> Iterator[str]:
    """What was removed, or would be."""
    what = f"{number(len(given), 'report')} of audits, {size(octets)}"
    if not given:
        yield f"There is nothing to remove; kept: {number(kept, 'report')}, needed or newer."
    elif done:
        yield f"Removed {what}; kept: {number(kept, 'report')}. The ledger says what was removed."
    else:
        yield f"Would remove {what}, and keep {kept:,}. To do it: newsarchive audits prune --yes"
        yield from (f"  {run.run}" for run in given[:_MOST_SHOWN])
        if len(given) > _MOST_SHOWN:
            yield f"  and {len(given) - _MOST_SHOWN:,} more"


def runs(given: tuple[Run, ...], pruned: frozenset[str]) -> Iterator[str]:
    """Audits on record, a line each."""
    for run in given:
        scope = run.scope
        value = scope.value[:_SHORT_ID] if scope.reach is Reach.BAG else scope.value
        reach = f"{scope.reach} {value}".strip()
        counts = [f"{n:,} {verdict}" for verdict in Verdict if (n := run.counts.get(verdict, 0))]
        counts += [f"{run.unknown:,} unknown"] if run.unknown else []
        marks = [str(run.state)] if run.state is not RunState.COMPLETE else []
        marks += ["report removed"] if run.run in pruned else []
        tail = f"  ({', '.join(marks)})" if marks else ""
        yield f"{run.run}  {reach}  {', '.join(counts) or 'no bags'}{tail}"
