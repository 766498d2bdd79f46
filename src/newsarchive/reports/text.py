"""Results as text for people: the verdict first, then numbers, then what needs a person."""

from collections.abc import Iterator, Sequence

from newsarchive.model.finding import Code, Level
from newsarchive.model.gaps import GAPS
from newsarchive.model.outcome import IngestReport, ItemOutcome, ItemStatus, Records
from newsarchive.reports.amounts import number

_STATUS_WORDS = {
    ItemStatus.STORED: "stored",
    ItemStatus.PRESENT: "already there",
    ItemStatus.REFUSED: "refused",
    ItemStatus.FAILED: "failed",
    ItemStatus.PLANNED: "planned",
    ItemStatus.WAITING: "left: still being written",
}
_MOST_SHOWN = 20
_FEW = 5
_MOST_REASONS = 8


def item(outcome: ItemOutcome) -> str:
    """One line for one article, and below it what more there is to tell of a refusal."""
    if outcome.status is ItemStatus.PLANNED:
        what = f"would amend {outcome.amends}" if outcome.amends else f"would become {outcome.bag}"
        return f"{outcome.called}  {what}"
    if outcome.status is ItemStatus.WAITING:
        return f"{outcome.called}  left for the next run: {outcome.message}"
    if outcome.bag is None:
        line = f"{outcome.called}  {_STATUS_WORDS[outcome.status]}: {outcome.message}"
        told = f"{line}. {outcome.hint}" if outcome.hint else line
        return "\n  ".join((told, *outcome.details))
    status = _STATUS_WORDS[outcome.status]
    if outcome.amends and outcome.status is ItemStatus.STORED:
        status = f"amends {outcome.amends}"
    line = f"{outcome.bag}  {status}  {outcome.called}"
    errors = [f.detail for f in outcome.findings if f.level is Level.ERROR]
    return f"{line}  ({'; '.join(errors)})" if errors else line


def _records(of: Records) -> str:
    """What the records of a web archive are, on one line."""
    parts = (
        f"{number(of.articles, 'article')}",
        f"{of.media:,} media",
        f"{of.passed:,} passed over",
        f"{of.broken:,} broken",
    )
    listed = ", ".join(f"{why} {count:,}" for why, count in of.reasons[:_MOST_REASONS])
    why = f" ({listed})" if listed else ""
    return f"{of.input}, {number(of.total, 'record')}: {', '.join(parts)}{why}."


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - _FEW:,} more" if len(names) > _FEW else ""
    return f"{', '.join(names[:_FEW])}{more}"


def ingest_summary(report: IngestReport) -> Iterator[str]:
    """What came of one ingest, for the terminal."""
    parts = [
        f"{report.count(status):,} {_STATUS_WORDS[status]}"
        for status in ItemStatus
        if report.count(status)
    ]
    yield f"{number(len(report.items), 'article')}: {', '.join(parts) or 'nothing to do'}."
    for of in report.records:
        yield _records(of)
        if of.unread:
            yield f"Broken in {of.input}: {_few(of.unread)}."
    if report.passed:
        reasons = "hidden, empty, left by a system, named elsewhere or no article"
        yield f"Passed over as {reasons}: {_few(report.passed)}."
    alike = sum(any(f.code is Code.PV_08 for f in item.findings) for item in report.items)
    if alike:
        yield (
            f"{number(alike, 'article')} with a text that is here of another article, too;"
            " newsarchive show BAG names them"
        )
    yield from _moved(report)
    yield from report.notes
    yield from _incomplete([i for i in report.items if i.gaps])


def retried(undone: int, done: int, report: str) -> str:
    """What of an earlier run is done again, and what is not, since it is in the archive."""
    were = "was" if done == 1 else "were"
    return f"{report}: {number(undone, 'article')} to do again; {done:,} {were} taken in."


def _moved(report: IngestReport) -> Iterator[str]:
    """What went away, and what should have gone and is still there."""
    if report.moved:
        yield f"{number(report.moved, 'file')} moved."
    for one in report.unmoved[:_MOST_SHOWN]:
        yield f"  {one.name}  stays where it is: {one.reason}"
    if len(report.unmoved) > _MOST_SHOWN:
        yield f"  and {len(report.unmoved) - _MOST_SHOWN:,} more stay"


def _incomplete(items: list[ItemOutcome]) -> Iterator[str]:
    """The articles that lack provenance, and what would complete each."""
    if not items:
        return
    verb = "has" if len(items) == 1 else "have"
    yield f"{number(len(items), 'article')} {verb} incomplete provenance:"
    for outcome in items[:_MOST_SHOWN]:
        words = [GAPS[gap].words for gap in outcome.gaps or ()]
        options = " ".join(GAPS[gap].option for gap in outcome.gaps or ())
        name = outcome.bag or outcome.called
        yield f"  {name}  does not state {_listed(words)}; to complete it: {options}"
    if len(items) > _MOST_SHOWN:
        yield f"  and {len(items) - _MOST_SHOWN:,} more"
    if any(item.status is not ItemStatus.PLANNED for item in items):
        yield (
            "Complete one by: newsarchive describe BAG --date-published ..., or all in a sheet:"
            " newsarchive describe --gaps > gaps.csv"
        )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
