"""What a search found, as text and JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive.model.found import UNKNOWN, Count, Facet, Found, Hit
from newsarchive.reports.amounts import number

_MOST_VALUES = 5
_WORTH_TELLING = (
    Facet.SOURCE,
    Facet.AGENCY,
    Facet.YEAR,
    Facet.PLACE,
    Facet.SUBJECT,
    Facet.LANGUAGE,
    Facet.COLLECTION,
)
_WORDS = {Facet.VERDICT: "never checked"}


def document(found: Found) -> dict[str, Any]:
    """What was found. A value that is null stands for those of which none is known."""
    return {
        "total": found.total,
        "offset": found.offset,
        "next": found.next,
        "undated": found.undated,
        "withheld": found.withheld,
        "withheld_why": list(found.withheld_why),
        "earlier_versions": found.earlier,
        "unread": found.unread,
        "behind": found.behind,
        "why": found.why or None,
        "notes": list(found.notes),
        "hits": [_hit(hit) for hit in found.hits],
        "facets": {
            facet.value: [{"value": c.value, "count": c.count} for c in counts]
            for facet, counts in found.facets.items()
        },
    }


def _hit(hit: Hit) -> dict[str, Any]:
    card = hit.card
    return {
        "bag": card.bag,
        "bag_id": card.bag_id,
        "title": card.title,
        "headline": card.headline,
        "date": card.date,
        "date_kind": card.date_kind,
        "source": card.sources[0] if card.sources else None,
        "sources": list(card.sources),
        "agencies": list(card.agencies),
        "language": card.language,
        "gaps": list(card.gaps),
        "snippet": hit.snippet,
        "duplicates": hit.duplicates,
        "current": hit.current,
        "superseded_by": hit.superseded_by or None,
        "closed": hit.closed or None,
    }


def lines(found: Found) -> Iterator[str]:
    """What was found, for the terminal."""
    yield f"{number(found.total, 'article')} found{_page(found)}."
    for hit in found.hits:
        yield from _lines(hit)
    if found.withheld:
        why = f" ({'; '.join(found.withheld_why)})" if found.withheld_why else ""
        yield f"{number(found.withheld, 'article')} of these may not be shown{why}."
    if found.earlier:
        verb = "fits" if found.earlier == 1 else "fit"
        yield f"{number(found.earlier, 'earlier version')} {verb}, too: --versions shows them."
    if found.undated:
        verb = "has" if found.undated == 1 else "have"
        yield f"{found.undated:,} more {verb} no date."
    if found.total > 1:
        for facet in _WORTH_TELLING:
            counts = found.facets.get(facet, ())
            if len(counts) > 1:
                yield f"by {facet.value + ':':<12} {_counts(counts, facet)}"
    if found.next is not None:
        yield f"The next are shown by --offset {found.next}."


def _page(found: Found) -> str:
    if not found.offset or not found.hits:
        return ""
    return f"; from number {found.offset + 1:,}"


def _lines(hit: Hit) -> Iterator[str]:
    card = hit.card
    source = ", ".join(card.sources) or "no source"
    mark = "" if hit.current else "  [superseded]"
    yield (
        f"{card.date or 'undated'}  {one_line(card.title)}  ({one_line(source)})  {card.bag}{mark}"
    )
    if hit.superseded_by:
        yield f"    an earlier version; the current one is {hit.superseded_by}"
    if hit.closed:
        yield f"    closed: {hit.closed}"
    if hit.snippet:
        yield f"    {hit.snippet}"
    if hit.duplicates:
        yield f"    {number(hit.duplicates, 'other')} with the same text; --all shows each"


def one_line(text: str) -> str:
    """Text of others on one line."""
    return " ".join(text.split())


def _counts(counts: Sequence[Count], facet: Facet) -> str:
    known = [c for c in counts if c.value is not None]
    parts = [f"{one_line(c.value or '')} {c.count:,}" for c in known[:_MOST_VALUES]]
    if len(known) > _MOST_VALUES:
        parts.append("others")
    unknown = _WORDS.get(facet, UNKNOWN)
    parts += [f"{unknown} {c.count:,}" for c in counts if c.value is None]
    return ", ".join(parts)


def remarks(found: Found) -> Iterator[str]:
    """What of the answer is not as whole as one might think, in sentences."""
    yield from found.notes
    if found.behind:
        yield f"the newest is left out ({number(found.behind, 'change')}): {found.why}"
    if found.unread:
        yield (
            f"{number(found.unread, 'article')} could not be read when indexed, and can be found by"
            " name only; run newsarchive audit"
        )


Rows = Sequence[tuple[tuple[str | None, ...], int]]
"""Of a table: values, None for what is not known, and how many articles have them together."""


def table_document(by: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    """A table of counts, a row for each combination of values."""
    return [{**dict(zip(by, values, strict=True)), "articles": count} for values, count in rows]


def table_lines(by: Sequence[str], rows: Rows) -> Iterator[str]:
    """A table of counts, for the terminal."""
    head = (*by, "articles")
    body = [
        (*(UNKNOWN if v is None else one_line(v) for v in values), f"{count:,}")
        for values, count in rows
    ]
    widths = [max(len(row[n]) for row in (head, *body)) for n in range(len(head))]
    for row in (head, *body):
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  ".join((*cells, row[-1].rjust(widths[-1])))
