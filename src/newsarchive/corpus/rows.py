"""What is known of one article as a row of a corpus. Pure.

Nothing is filled in: what is not known is null, what is disputed says so, and what else was found
stands apart from what stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from newsarchive.corpus.columns import COLUMNS, FACTS
from newsarchive.model.article import article_date
from newsarchive.model.dates import Edtf
from newsarchive.model.holding import Accession
from newsarchive.model.record import Record
from newsarchive.model.statement import Statement

Value = (
    str | bool | int | float | date | datetime | list[str] | list[str | None] | list[bool] | None
)
"""What a row may hold; of what type a column is stands in `COLUMNS`."""

Row = dict[str, Value]
"""The values of one article, by the names of all columns."""

_AnyStatement = Statement[str] | Statement[Edtf]
_Read = Callable[[Record], Any]
_TIME, _INTERVAL = "T", "/"
_SEASON = re.compile(r"-?\d{4}-2[1-4][?~%]?", re.ASCII)  # EDTF level 1


@dataclass(frozen=True, slots=True)
class ArticleInCorpus:
    """An article as it goes into a corpus.

    `record` is the current one, which is that of the `amendment` if there is one; `text` is None
    where the article has none, or where it does not go out: `without_text` then says why.
    """

    accession: Accession
    amendment: Accession | None
    collection: str
    record: Record
    text: str | None
    without_text: str = ""


def row_of(article: ArticleInCorpus) -> Row:
    """The row of an article, its columns in order."""
    record = article.record
    row: Row = _identity(article) | _date(record)
    candidates: list[str] = []
    for fact in FACTS:
        statements = _MANY[fact.name](record) if fact.many else (_ONE[fact.name](record),)
        row |= _fact(fact.name, statements, many=fact.many)
        for statement in statements:
            candidates += _candidates(fact.name, statement)
    row |= _content(article)
    row["candidates"] = candidates
    return {column.name: row[column.name] for column in COLUMNS}


_ONE: Mapping[str, _Read] = {
    "publisher": attrgetter("publisher"),
    "source_line": attrgetter("source_line"),
    "byline": attrgetter("by"),
    "lead": attrgetter("lead"),
    "dateline": attrgetter("dateline"),
    "date_published": attrgetter("date_published"),
    "date_issued": attrgetter("date_issued"),
    "date_modified": attrgetter("date_modified"),
    "captured": attrgetter("captured"),
    "url": attrgetter("url"),
    "language": attrgetter("language.declared"),
    "version": attrgetter("version"),
    "copyright_notice": attrgetter("rights.copyright_notice"),
    "copyright_holder": attrgetter("rights.copyright_holder"),
    "usage_terms": attrgetter("rights.usage_terms"),
}
_MANY: Mapping[str, _Read] = {"sources": attrgetter("sources"), "agencies": attrgetter("agencies")}


def _identity(article: ArticleInCorpus) -> Row:
    accession, amendment = article.accession, article.amendment
    return {
        "bag": accession.name,
        "bag_id": accession.bag,
        "article_id": accession.article,
        "seal": str(accession.seal),
        "amendment": None if amendment is None else amendment.name,
        "amendment_seal": None if amendment is None else str(amendment.seal),
        "delivery": accession.delivery,
        "path": accession.path,
        "taken_in": datetime.fromisoformat(accession.time),
        "collection": article.collection or None,
    }


def _date(record: Record) -> Row:
    dated = article_date(record.provenance)
    kind, found = dated or (None, None)
    dates = dict(record.provenance.dates)
    spoken = next((s for s in dates.values() if s.known), record.date_published)
    return {
        "date": None if found is None else str(found),
        "date_kind": kind,
        "date_earliest": None if found is None else found.earliest,
        "date_latest": None if found is None else found.latest,
        "date_precision": None if found is None else precision(found),
        "date_qualifier": None if found is None else _qualifier(found),
        **_how("date", dates[kind] if kind else spoken),
    }


def precision(found: Edtf) -> str:
    """How exact a date is: `time`, `day`, `month`, `season`, `year`, `decade` or `century`.

    An `interval` may be of any length.
    """
    text = found.text
    if _INTERVAL in text:
        return "interval"
    if _TIME in text:
        return "time"
    if found.day is not None:
        return "day"
    if found.month is not None:
        return "month"
    if found.year is None:
        # A year beyond 9999 has no number of its own here, and no X either.
        digits = text.rstrip("?~%")
        return {0: "year", 1: "decade"}.get(digits.count("X"), "century")
    return "season" if _SEASON.fullmatch(text) else "year"


def _qualifier(found: Edtf) -> str | None:
    words = [
        word
        for word, holds in (("uncertain", found.uncertain), ("approximate", found.approximate))
        if holds
    ]
    return " and ".join(words) or None


def _fact(name: str, statements: tuple[_AnyStatement, ...], *, many: bool) -> Row:
    if not many:
        return {name: _text(statements[0]), **_how(name, statements[0])}
    return {
        name: [_text(s) for s in statements],
        f"{name}_status": [s.status.value for s in statements],
        f"{name}_basis": [_basis(s) for s in statements],
        f"{name}_disputed": [s.disputed for s in statements],
    }


def _how(name: str, statement: _AnyStatement) -> Row:
    return {
        f"{name}_status": statement.status.value,
        f"{name}_basis": _basis(statement),
        f"{name}_disputed": statement.disputed,
    }


def _text(statement: _AnyStatement) -> str | None:
    return None if statement.value is None else str(statement.value)


def _basis(statement: _AnyStatement) -> str | None:
    rests_on = statement.basis or statement.reason
    if statement.by is None:
        return rests_on
    who = f"by {statement.by}, {statement.when}"
    return f"{who} ({rests_on})" if rests_on else who


def _candidates(name: str, statement: _AnyStatement) -> Iterator[str]:
    for other in statement.candidates:
        value = _text(other) or other.raw or other.status.value
        basis = _basis(other)
        yield f"{name}: {value} ({other.status.value}{f', {basis}' if basis else ''})"


def _content(article: ArticleInCorpus) -> Row:
    record = article.record
    headline = next((h for h in record.headlines if h.role == "main"), None)
    detected = record.language.detected
    document: Mapping[str, Any] = record.document
    return {
        "title": record.title,
        "headline": None if headline is None else headline.value,
        "headline_basis": None if headline is None else headline.basis,
        "authors": [person.name for person in record.people if person.rel == "author"],
        "subjects": [term.name for term in record.subjects],
        "places": [term.name for term in record.places],
        "keywords": [term.name for term in record.keywords],
        "type": record.type,
        "form": record.form,
        "completeness": None if record.completeness is None else record.completeness.value,
        "language_detected": None if detected is None else detected.tag,
        "language_confidence": None if detected is None else detected.confidence,
        "media": len(record.media),
        "media_present": sum(medium.present for medium in record.media),
        "gaps": list(record.missing),
        "originals": [original.name for original in record.originals],
        "originals_sha512": [original.sha512 for original in record.originals],
        "record_schema": document.get("schemaVersion"),
        "paragraphs": record.text.paragraphs,
        "characters": None if article.text is None else len(article.text),
        "text_withheld": article.without_text or None,
        "text": article.text,
    }
