"""How the archive stands, as text and JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive.model.attention import Weight
from newsarchive.model.auditing import RunState
from newsarchive.model.finding import Verdict
from newsarchive.model.holding import BagKind
from newsarchive.model.run import Run
from newsarchive.model.status import Status
from newsarchive.reports.amounts import number, size
from newsarchive.reports.audit.words import often
from newsarchive.reports.history import finding_line, open_finding

_MOST_ERRORS = 8
_MOST_WARNINGS = 5
_MOST_NAMED = 4


def document(status: Status) -> dict[str, Any]:
    """How the archive stands."""
    coverage, oldest, last = status.coverage, status.coverage.oldest, status.last_audit
    return {
        "now": status.now,
        "bags": status.bags,
        "bags_by_kind": {kind.value: count for kind, count in status.kinds.items()},
        "bytes": status.bytes,
        "coverage": coverage.document(),
        "oldest_verification": None
        if oldest is None
        else {"bag": oldest.bag, "checked": oldest.time},
        "never_checked": coverage.never,
        "overdue": coverage.overdue,
        "last_audit": None
        if last is None
        else {"run": last.run, "time": last.time, **_counts(last)},
        "open": {
            "damage": status.tally.findings[Weight.DAMAGE],
            "not_seen": status.tally.findings[Weight.UNSEEN],
            "warnings": status.tally.findings[Weight.WARNING],
            "by_code": dict(status.tally.codes),
        },
        "open_findings": [open_finding(f) for f in status.open],
        "acknowledged": [open_finding(f) for f in status.acknowledged],
        "provenance_gaps": {
            "bags": status.gaps.bags,
            "source": status.gaps.source,
            "date": status.gaps.date,
            "agency": status.gaps.agency,
        },
        "by_month": dict(status.months),
        "by_source": dict(status.sources),
        "schedule": {
            "run_every_seconds": status.watch.run_every,
            "last_run": status.watch.last or None,
            "missed_runs": status.watch.missed,
        },
        "unfinished_audit": {"run": status.running, "bags": status.running_done}
        if status.running
        else None,
        "withdrawn": status.withdrawn.document(),
        "store": {"reachable": not status.trouble, "trouble": status.trouble or None},
        "exit": status.exit_code,
    }


def _counts(run: Run) -> dict[str, int]:
    """What an audit found, in numbers."""
    found = {verdict.value: run.counts.get(verdict, 0) for verdict in Verdict}
    return {"bags": run.bags, **found, "unknown": run.unknown}


def lines(status: Status) -> Iterator[str]:
    """How the archive stands, for the terminal: one screen, the verdict first."""
    yield verdict(status)
    yield ""
    if status.trouble:
        yield f"store         not reachable: {status.trouble}"
    yield f"holds         {_held(status)}, {size(status.bytes)}"
    if withdrawn := status.withdrawn.text:
        yield f"withdrawn     {withdrawn.partition(': ')[2]}"
    yield from _checks(status)
    if status.last_audit:
        yield f"last audit    {status.last_audit.time}: {_audit(status)}"
    if status.gaps.bags:
        yield f"provenance    {_gaps(status)}"
    if not status.tally.findings[Weight.DAMAGE]:  # else something else matters more
        yield from _holdings(status)
    if status.acknowledged:
        yield f"acknowledged  {number(len(status.acknowledged), 'finding')}; --json lists them"
    yield from _open(status)
    yield from _next(status)


def verdict(status: Status) -> str:
    """The verdict in a sentence: `All is well.` if it is."""
    bags, findings = status.tally.bags, status.tally.findings
    if damaged := bags[Weight.DAMAGE]:
        verb = "is" if damaged == 1 else "are"
        return f"{number(damaged, 'bag')} {verb} damaged, missing or unknown."
    if status.trouble:
        return "The place where the bags live cannot be reached."
    if unseen := bags[Weight.UNSEEN]:
        return f"{number(unseen, 'bag')} could not be verified."
    if status.coverage.overdue:
        verb = "is" if status.coverage.overdue == 1 else "are"
        return f"{number(status.coverage.overdue, 'bag')} {verb} overdue for a fixity check."
    if missed := status.watch.missed:
        verb = "was" if missed == 1 else "were"
        return f"{number(missed, 'scheduled audit')} {verb} missed."
    if not status.bags:
        return "The archive holds no bags yet."
    known = any(f.weight is not Weight.WARNING for f in status.acknowledged)
    if warnings := findings[Weight.WARNING]:
        verb = "wants" if warnings == 1 else "want"
        head = "No new damage" if known else "No bag is known to be damaged"
        return f"{head}; {number(warnings, 'finding')} {verb} a look."
    if known:
        return "Nothing new needs a person; what is acknowledged is not mended."
    return "All is well."


def _held(status: Status) -> str:
    """Articles first: a bag may also hold what became known of one later, or a delivery."""
    amendments = status.kinds.get(BagKind.AMENDMENT, 0)
    deliveries = status.kinds.get(BagKind.DELIVERY, 0)
    held = [number(status.kinds.get(BagKind.ARTICLE, 0), "article")]
    if amendments:
        held.append(number(amendments, "amendment"))
    if deliveries:
        held.append("1 delivery" if deliveries == 1 else f"{deliveries:,} deliveries")
    return f"{', '.join(held)} in {number(status.bags, 'bag')}"


def _checks(status: Status) -> Iterator[str]:
    coverage = status.coverage
    never = f"; {coverage.never:,} never" if coverage.never else ""
    overdue = f"; {coverage.overdue:,} overdue" if coverage.overdue else ""
    yield (
        f"checked       {coverage.checked:,} of {number(coverage.of, 'bag')} within"
        f" {number(coverage.every_days, 'day')}{never}{overdue}"
    )
    if coverage.oldest:
        yield f"oldest check  {coverage.oldest.time}  {coverage.oldest.bag}"
    watch = status.watch
    if watch.missed:
        yield f"schedule      {watch.missed:,} missed; {often(watch.run_every)}, last {watch.last}"
    if status.running:
        yield (
            f"not finished  audit {status.running}: {number(status.running_done, 'bag')} so far; it"
            " runs now, or was ended and is taken up by the next"
        )


def _audit(status: Status) -> str:
    last = status.last_audit
    if last is None:
        return "no bags"
    parts = [f"{n:,} {name}" for name, n in _counts(last).items() if n and name != "bags"]
    if last.state is RunState.INTERRUPTED:
        parts.append(f"interrupted, {last.not_reached:,} not reached")
    return ", ".join(parts) or "no bags"


def _gaps(status: Status) -> str:
    gaps = status.gaps
    parts = [
        f"{count:,} without {what}"
        for count, what in (
            (gaps.source, "a source"),
            (gaps.date, "a date"),
            (gaps.agency, "an agency"),
        )
        if count
    ]
    lacking = f": {', '.join(parts)}" if parts else ""
    return f"incomplete in {number(gaps.bags, 'bag')}{lacking}"


def _holdings(status: Status) -> Iterator[str]:
    """What the archive holds, by source and by month."""
    if status.sources:
        yield f"sources       {_largest(status.sources, 'unknown')}"
    if status.months:
        yield f"months        {_largest(status.months, 'unknown')}"


def _largest(counts: Mapping[str, int], unknown: str) -> str:
    """The largest of some counts: `Harbour Gazette 1,204, unknown 17, and 3 more`."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{name or unknown} {count:,}" for name, count in ordered[:_MOST_NAMED]]
    more = len(ordered) - _MOST_NAMED
    return ", ".join(parts) + (f", and {more:,} more" if more > 0 else "")


def _open(status: Status) -> Iterator[str]:
    if not status.open:
        return
    findings = status.tally.findings
    yield ""
    yield f"{number(sum(findings.values()), 'open finding')}:"
    errors = [f for f in status.open if f.weight is not Weight.WARNING]
    yield from (f"  {finding_line(f)}" for f in errors[:_MOST_ERRORS])
    if (more := sum(findings.values()) - findings[Weight.WARNING] - _MOST_ERRORS) > 0:
        yield f"  and {more:,} more errors; --json lists them."
    warnings = [f for f in status.open if f.weight is Weight.WARNING]
    if findings[Weight.WARNING] <= _MOST_WARNINGS:
        yield from (f"  {finding_line(f)}" for f in warnings)
        return
    example = {f.finding.code.value: f.finding.detail for f in reversed(warnings)}
    codes = Counter({code: n for code, n in status.tally.codes.items() if code in example})
    for code, count in codes.most_common(_MOST_WARNINGS):
        yield f"  {count:,} of {code}: {example[code]}"


def _next(status: Status) -> Iterator[str]:
    """What to do, worst first."""
    steps = []
    if status.trouble:
        steps.append("Attach the disk or share with the bags, then ask again.")
    if status.tally.findings[Weight.DAMAGE]:
        steps.append(
            "Leave damaged bags as they are and bring back a good copy of each; newsarchive history"
            " BAG says since when."
        )
    if status.coverage.overdue or status.tally.findings[Weight.UNSEEN]:
        steps.append("Run newsarchive audit.")
    if status.watch.missed:
        steps.append(
            "See why the scheduled audit does not run: systemctl list-timers, or cron's log;"
            " newsarchive schedule sets it up."
        )
    if status.gaps.bags:
        steps.append("newsarchive describe --gaps lists what lacks provenance, to be filled in.")
    if status.open:
        steps.append(
            "What needs nothing more: newsarchive acknowledge FINDING --reason TEXT takes it off"
            " this list."
        )
    if steps:
        yield ""
        yield from (f"Next: {step}" if n == 0 else f"      {step}" for n, step in enumerate(steps))
