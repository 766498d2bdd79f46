"""Results as text for people: the verdict first, then numbers, then what needs a person."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsarchive.model.decision import Access
from newsarchive.model.finding import Level
from newsarchive.model.gaps import GAPS
from newsarchive.model.holding import BagKind
from newsarchive.model.outcome import BagView, IngestReport, ItemOutcome, ItemStatus
from newsarchive.reports.amounts import number, size

_STATUS_WORDS = {
    ItemStatus.STORED: "stored",
    ItemStatus.PRESENT: "already there",
    ItemStatus.REFUSED: "refused",
    ItemStatus.FAILED: "failed",
    ItemStatus.PLANNED: "planned",
}
_MOST_SHOWN = 20


def item(outcome: ItemOutcome) -> str:
    """One line for one article."""
    if outcome.status is ItemStatus.PLANNED:
        what = f"would amend {outcome.amends}" if outcome.amends else f"would become {outcome.bag}"
        return f"{outcome.called}  {what}"
    if outcome.bag is None:
        line = f"{outcome.called}  {_STATUS_WORDS[outcome.status]}: {outcome.message}"
        return f"{line}. {outcome.hint}" if outcome.hint else line
    status = _STATUS_WORDS[outcome.status]
    if outcome.amends and outcome.status is ItemStatus.STORED:
        status = f"amends {outcome.amends}"
    line = f"{outcome.bag}  {status}  {outcome.called}"
    errors = [f.detail for f in outcome.findings if f.level is Level.ERROR]
    return f"{line}  ({'; '.join(errors)})" if errors else line


def ingest_summary(report: IngestReport) -> Iterator[str]:
    """What came of one ingest, for the terminal."""
    parts = [
        f"{report.count(status):,} {_STATUS_WORDS[status]}"
        for status in ItemStatus
        if report.count(status)
    ]
    yield f"{number(len(report.items), 'article')}: {', '.join(parts) or 'nothing to do'}."
    yield from _incomplete([i for i in report.items if i.gaps])


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


def bag_view(view: BagView) -> Iterator[str]:
    """All that the archive can tell of one bag, for the terminal."""
    accession, record = view.accession, view.record
    is_delivery = accession.kind is BagKind.DELIVERY
    yield (record["name"] if is_delivery else record["displayTitle"]) if record else accession.name
    yield ""
    rows = [
        ("bag", accession.name),
        ("path", accession.path),
        *(() if is_delivery else (("article id", accession.article),)),
        ("seal", str(accession.seal)),
        ("holds", f"{number(accession.files, 'file')}, {size(accession.bytes)}"),
        ("taken in", accession.time),
        ("last checked", _standing(view)),
    ]
    if view.access.level is not Access.OPEN or view.access.why:
        rows.append(("access", view.access.said))
    if view.amendments:
        newest = view.amendments[-1]
        rows.append(("amended", f"{newest.time}  by {newest.name}"))
    if accession.delivery:
        rows.append(("came in", f"delivery {accession.delivery[:12]}"))
    if is_delivery:
        rows += _delivered(view)
    elif record:
        rows += list(_facts(record))
    if view.hidden:
        rows.append(("closed", f"{view.hidden:,} more, of which nothing is told"))
    width = max(len(label) for label, _ in rows) + 2
    yield from (f"{label:<{width}}{value}" for label, value in rows)
    if view.problem:
        yield f"The record cannot be shown: {view.problem}"


def _delivered(view: BagView) -> Iterator[tuple[str, str]]:
    """What a delivery is, and the articles that came in it."""
    if view.record:
        yield "kind", f"delivery ({view.record['kind']}), received {view.record['received']}"
    yield "articles", f"{len(view.articles):,}"
    for article in view.articles[:_MOST_SHOWN]:
        yield "", article.name
    if len(view.articles) > _MOST_SHOWN:
        yield "", f"and {len(view.articles) - _MOST_SHOWN:,} more: --json names all"


def _standing(view: BagView) -> str:
    if view.standing is None:
        return "not yet; run newsarchive audit"
    return f"{view.standing.checked}  {view.standing.verdict}"


def _facts(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    provenance = record["provenance"]
    yield "source", _joined(provenance["sources"])
    yield "agency", _joined(provenance["agencies"])
    for label, name in (
        ("published", "datePublished"),
        ("publisher", "publisher"),
        ("dateline", "dateline"),
        ("url", "url"),
    ):
        yield label, statement(provenance[name])
    yield "byline", statement(record["by"])
    yield "language", statement(record["language"]["declared"])
    yield "text", number(record["body"]["paragraphs"], "paragraph")
    for medium in record["media"]:
        caption = medium["caption"].get("value") or "no caption"
        yield medium["kind"], f"{medium['status']}: {caption}"


def _joined(statements: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(statement(s) for s in statements)


def statement(document: Mapping[str, Any]) -> str:
    """A statement for the terminal: its value and where it comes from, or why it is not known."""
    status = document["status"]
    if status == "unknown":
        return f"unknown: {document['reason']}"
    if status == "none":
        return f"none, says {document.get('by') or document.get('basis')}"
    if document.get("value") is None:
        return f'not named ("{document["raw"]}"; {status})'
    return f"{document['value']}  ({status}{_whence(document)}){_dispute(document)}"


def _dispute(document: Mapping[str, Any]) -> str:
    candidates = document.get("candidates", ())
    if not candidates or document.get("resolution"):
        return ""
    others = ", ".join(f"{c.get('value') or c['status']}{_whence(c)}" for c in candidates)
    return f"  disputed; also: {others}"


def _whence(document: Mapping[str, Any]) -> str:
    for name in ("by", "basis"):
        if document.get(name):
            return f" by {document[name]}" if name == "by" else f", {document[name]}"
    return ""
