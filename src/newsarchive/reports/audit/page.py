"""An audit as one page of HTML that needs nothing else: to read, to print, to show an assessor.

No script, no font, no picture and no style comes from elsewhere, and the page says so to the
browser. Every value goes through the template engine, which escapes it; what cannot be seen in a
name is shown as its escape.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from newsarchive.model.attention import OpenFinding
from newsarchive.model.auditing import AuditReport, RunState
from newsarchive.model.finding import Finding, Level, Verdict
from newsarchive.model.run import Run
from newsarchive.model.status import Overview
from newsarchive.model.subject import describe
from newsarchive.model.verdict import BagVerdict
from newsarchive.reports import advice
from newsarchive.reports.amounts import exact_duration, number, size
from newsarchive.reports.audit import charts as audit_charts
from newsarchive.reports.audit import words as audit_words
from newsarchive.reports.safe import sayable, visible
from newsarchive.reports.templates import template

if TYPE_CHECKING:
    from jinja2 import Template

MOST_BAGS = 1000
"""How many bags a page names."""

_MOST_FINDINGS = 8  # of each bag
_MOST_BYTES = 1_750_000  # for all of them, so that a page can be mailed and opened
_BAG_BYTES, _ROW_BYTES = 250, 800  # what stands around the words of a bag, and of a finding
_MOST_KNOWN = 100
_MOST_OF_ARCHIVE = 50
_LONGEST, _LONGEST_NOTE = 1_000, 300  # characters of a name or a detail, and of a reason
_SHORT = 8  # of a digest in the table
_RANK = {Verdict.DAMAGED: 0, Verdict.MISSING: 1, Verdict.UNVERIFIED: 3, Verdict.INTACT: 4}
_UNKNOWN_RANK = 2


def page(report: AuditReport, overview: Overview) -> str:
    """The page. The same values give the same page, whenever and wherever it is made."""
    start, end = report.start, report.end
    known = _acknowledged(report, overview)
    unmet = _unmet(report, overview)
    ran = _runs(report, overview)
    return _template().render(
        report=report,
        overview=overview,
        headline=audit_words.headline(report),
        tiles=_tiles(report),
        facts=list(_facts(report, overview)),
        chances=[audit_words.chance(c) for c in start.chances],
        coverage=end.coverage and audit_words.coverage(end.coverage, end.ended),
        shortfall=end.coverage and end.coverage.of and audit_words.shortfall(end.coverage),
        oldest=end.coverage and end.coverage.oldest,
        calendar=audit_charts.calendar(
            overview.calendar, overview.every_days, date.fromisoformat(end.ended[:10])
        ),
        damage=_damage(report, known, overview.titles),
        verdicts=audit_charts.lengths(_by_verdict(report)),
        kinds=audit_charts.lengths(_by_kind(report)),
        unmet=unmet[:_MOST_KNOWN],
        unmet_left_out=max(len(unmet) - _MOST_KNOWN, 0),
        runs=audit_charts.runs(ran),
        ran=ran[-audit_charts.MOST_RUNS :],
        charts=audit_charts,
        advice=advice,
        words=audit_words,
        size=size,
        number=number,
    )


@functools.cache
def _template() -> "Template":
    return template("newsarchive.reports.audit", _shown)


def _shown(value: object) -> object:
    """What stands on the page for a value."""
    return visible(sayable(str(value)))


def _tiles(report: AuditReport) -> list[tuple[str, str, int]]:
    """The numbers to see first: how they look, what they count, how many."""
    counts = report.found.counts
    tiles = [
        ("bad", "damaged", counts[Verdict.DAMAGED]),
        ("bad", "missing", counts[Verdict.MISSING]),
        ("bad", "not in the ledger", report.found.unknown),
        ("unsure", "not verified", counts[Verdict.UNVERIFIED]),
        ("unsure", "not reached", report.not_reached),
        ("good", "intact", counts[Verdict.INTACT]),
    ]
    return [(look if count else "none", words, count) for look, words, count in tiles]


def _facts(report: AuditReport, overview: Overview) -> Iterable[tuple[str, str]]:
    archive = f"{number(overview.bags, 'bag')}, {size(overview.bytes)}"
    yield "Archive", f"{overview.institution} ({archive})" if overview.institution else archive
    yield "Archive id", overview.archive_id
    yield "Audit", report.start.run
    yield "When", _when(report)
    yield "Scope", audit_words.scope(report.start.scope, overview.every_days)
    of = f"{report.bags:,} of {number(report.start.planned, 'bag')} that were to be looked at"
    yield "Looked at", f"{of}; the ledger knows {report.start.of:,}"
    yield "Not reached", number(report.not_reached, "bag") if report.not_reached else "none"
    is_timed = report.found.bytes and report.end.seconds > 0
    rate = f", {size(round(report.found.bytes / report.end.seconds))}/s" if is_timed else ""
    yield "Read", f"{number(report.found.files, 'file')}, {size(report.found.bytes)}{rate}"
    yield "How", audit_words.reading(report.start.read)
    used = audit_words.used_up(report.end.used_up)
    yield "Budget", f"{audit_words.budget(report.start.budget)}{used and f'; {used}'}"
    if report.end.state is RunState.INTERRUPTED:
        yield "Interrupted by", report.end.stopped or "not known"
    if report.start.continues:
        carried = f"{number(report.start.carried, 'bag')} looked at before"
        yield "Continued from", f"{report.start.continues}: {carried}"
    yield "On record", _record(report)


def _when(report: AuditReport) -> str:
    (day, began), (last, ended) = (
        t.removesuffix("Z").split("T") for t in (report.start.began, report.end.ended)
    )
    until = ended if last == day else f"{last} {ended}"
    return f"{day} {began} to {until} UTC ({exact_duration(report.end.seconds)})"


def _record(report: AuditReport) -> str:
    if not report.unrecorded:
        return "yes: the digest of this audit's report is in the ledger"
    return f"no{', as was asked' if report.on_purpose else ''}: {report.unrecorded}"


@dataclass(frozen=True, slots=True)
class _Value:
    """Something expected or found: short for the table, and whole."""

    short: str
    whole: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One finding of a bag; `given` says who acknowledged it and why, "" if nobody has."""

    id: str
    code: str
    clause: str
    kind: str
    level: Level
    path: str
    detail: str
    by: str
    expected: _Value
    found: _Value
    given: str


@dataclass(frozen=True, slots=True)
class _Bag:
    """A bag with a problem, and those of its findings that are shown.

    `title` is that of its article, "" where nobody knows it; `place` is the folder that it lies in;
    its whole path where that does not end in its name, and "" where it is its name.
    """

    name: str
    title: str
    place: str
    verdict: str
    rows: tuple[_Row, ...]
    left_out: int
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class _Damage:
    """What the page says of damage: of the archive as a whole, by bag, and what to do."""

    archive: tuple[_Row, ...]
    archive_left_out: int
    bags: tuple[_Bag, ...]
    known: tuple[_Bag, ...]
    left_out: int
    kinds: tuple[tuple[str, int], ...]


_Words = Mapping[str, str]  # what is said of an acknowledged finding, by its id


def _acknowledged(report: AuditReport, overview: Overview) -> _Words:
    """What is said of those findings that were acknowledged when the audit met them."""
    said = {found.id: _given(found) for found in overview.acknowledged}
    return {name: said.get(name, "acknowledged") for name in report.found.acknowledged}


def _given(found: OpenFinding) -> str:
    """`acknowledged until 2027-01-31 by archivist-3: lost in the flood`."""
    given = found.acknowledgement
    if given is None:
        return "acknowledged"
    until = f" until {given.until}" if given.until else ""
    return f"acknowledged{until} by {_note(given.by)}: {_note(given.reason)}"


def _damage(report: AuditReport, acknowledged: _Words, titles: _Words) -> _Damage:
    """The bags with problems, worst first, new before known; as many as a page can hold."""
    whole = [(b, f) for b in report.found.problems if b.is_of_archive for f in b.findings]
    rows = [
        _row(replace(f, path=f"{b.path}/{f.path}"), b.key, acknowledged, f.id(b.key))
        for b, f in whole[:_MOST_OF_ARCHIVE]
    ]
    room = _MOST_BYTES
    new: list[_Bag] = []
    known: list[_Bag] = []
    bags = [b for b in report.found.problems if not b.is_of_archive]
    ranked = sorted(bags, key=lambda b: (_is_known(b, acknowledged), _rank(b)))
    for problem in ranked[:MOST_BAGS]:
        bag = _bag(problem, acknowledged, titles.get(problem.bag_id or "", ""))
        room -= _room(bag)
        if room < 0:
            break
        (known if bag.acknowledged else new).append(bag)
    counts = report.found.counts
    all_bags = report.bags - counts[Verdict.INTACT] + report.found.unknown
    shown = len(new) + len(known)
    kinds = Counter(r.kind for r in rows)
    kinds.update(r.kind for b in new for r in b.rows if r.level is not Level.NOTE)
    order = sorted(kinds.items(), key=lambda k: (-k[1], k[0]))
    left_out = max(all_bags, len(bags)) - shown
    more = len(whole) - len(rows)
    return _Damage(tuple(rows), more, tuple(new), tuple(known), left_out, tuple(order))


def _rank(bag: BagVerdict) -> tuple[int, str]:
    return (_UNKNOWN_RANK if bag.bag_id is None else _RANK[bag.verdict]), bag.path


def _is_known(bag: BagVerdict, acknowledged: _Words) -> bool:
    """Whether a person has acknowledged every error of it."""
    errors = [f for f in bag.findings if f.level is Level.ERROR]
    return bool(errors and acknowledged) and all(f.id(bag.key) in acknowledged for f in errors)


def _bag(bag: BagVerdict, acknowledged: _Words, title: str) -> _Bag:
    order = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    findings = sorted(bag.findings, key=lambda f: order[f.level])
    return _Bag(
        name=_clipped(describe(bag.about).text),
        title=_clipped(title, _LONGEST_NOTE),
        place=_clipped(_place(bag)),
        verdict="not in the ledger" if bag.bag_id is None else _VERDICTS[bag.verdict],
        rows=tuple(_row(f, bag.key, acknowledged) for f in findings[:_MOST_FINDINGS]),
        left_out=max(len(findings) - _MOST_FINDINGS, 0),
        acknowledged=_is_known(bag, acknowledged),
    )


def _place(bag: BagVerdict) -> str:
    folder, _, name = bag.path.rpartition("/")
    return folder if name == bag.bag else bag.path if bag.path != bag.bag else ""


_VERDICTS: Mapping[Verdict, str] = {
    Verdict.INTACT: "intact",
    Verdict.DAMAGED: "damaged",
    Verdict.MISSING: "missing",
    Verdict.UNVERIFIED: "not verified",
}


def _row(finding: Finding, bag: str, acknowledged: _Words, name: str = "") -> _Row:
    name = name or finding.id(bag)
    return _Row(
        id=name,
        code=finding.code.value,
        clause=finding.clause,
        kind=advice.kind_of(finding),
        level=finding.level,
        path=_clipped(finding.path),
        detail=_clipped(finding.detail),
        by=_clipped(finding.by),
        expected=_value(finding.expected),
        found=_value(finding.found),
        given=acknowledged.get(name, ""),
    )


def _value(text: str) -> _Value:
    """A digest by its first characters, anything else as it is."""
    algorithm, _, hexes = text.partition(":")
    if hexes and algorithm.isalnum() and len(hexes) > 2 * _SHORT and hexes.isalnum():
        return _Value(f"{algorithm} {hexes[:_SHORT]}…", _clipped(text))
    return _Value(_clipped(text), _clipped(text))


def _clipped(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


def _note(text: str) -> str:
    return _clipped(text, _LONGEST_NOTE)


def _room(bag: _Bag) -> int:
    """How many bytes a bag takes on the page, and a few more."""
    words = [bag.name, bag.title, bag.place]
    for row in bag.rows:
        words += [row.path, row.detail, row.by, row.given]
        words += [v for value in (row.expected, row.found) for v in (value.whole, value.whole)]
    return sum(_bytes(word) for word in words) + _BAG_BYTES + _ROW_BYTES * len(bag.rows)


def _bytes(text: str) -> int:
    marks = sum(text.count(mark) for mark in "<>&'\"")
    return len(visible(sayable(text)).encode()) + 4 * marks


def _by_verdict(report: AuditReport) -> Sequence[tuple[str, int]]:
    """How many bags have each verdict but `intact`: beside these the others could not be seen."""
    counts = [
        (_VERDICTS[v], report.found.counts[v])
        for v in (Verdict.DAMAGED, Verdict.MISSING, Verdict.UNVERIFIED)
    ]
    counts.append(("not in the ledger", report.found.unknown))
    return counts if any(count for _, count in counts) else []


def _by_kind(report: AuditReport) -> Sequence[tuple[str, int]]:
    """How many of the bags with problems have an error of each kind, the most frequent first."""
    counts = Counter(
        kind
        for bag in report.found.problems
        for kind in {advice.kind_of(f) for f in bag.findings if f.level is Level.ERROR}
    )
    order = sorted(counts.items(), key=lambda k: (-k[1], k[0]))
    return [(advice.label(kind), count) for kind, count in order]


@dataclass(frozen=True, slots=True)
class _Known:
    """A finding that is acknowledged and that this audit did not meet."""

    name: str
    row: _Row
    since: str


def _unmet(report: AuditReport, overview: Overview) -> Sequence[_Known]:
    """The acknowledged findings of earlier audits; those of ingest are no damage, and left out."""
    return [
        _Known(
            _clipped(found.name),
            _row(found.finding, found.bag, {found.id: _given(found)}),
            found.since,
        )
        for found in overview.acknowledged
        if found.origin == "audit" and found.id not in report.found.acknowledged
    ]


def _runs(report: AuditReport, overview: Overview) -> Sequence[audit_charts.Ran]:
    """The audits on record, and this one, which may not be on record."""
    runs = [audit_charts.ran(run) for run in overview.runs if run.run != report.start.run]
    return [*runs, audit_charts.ran(Run.of(report))]
