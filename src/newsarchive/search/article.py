"""What the index is told of one article, read out of its record. Pure."""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from newsarchive.model.article import Headline, article_date
from newsarchive.model.dates import Edtf
from newsarchive.model.found import UNKNOWN, Card, Facet
from newsarchive.model.holding import Accession
from newsarchive.model.record import Record
from newsarchive.model.statement import Statement, Status
from newsarchive.search.folding import fold

_MOST_VALUE = 300  # characters of a name; what is longer is no name
_DIGEST = 8  # bytes


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article as the index takes it in.

    `number` is that of its accession; `texts` and `titles` are folded; `earliest` and `latest` are
    the days that its date can mean, both None where no date is known; `same` is equal for those
    whose folded text is; `unread` says that its record could not be read.
    """

    number: int
    card: Card
    texts: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    values: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    earliest: date | None = None
    latest: date | None = None
    same: int = 0
    unread: bool = False


def indexed(accession: Accession, record: Record, text: str, collection: str) -> Indexed:
    """The article of an accession as its current record and its text have it."""
    dated = article_date(record.provenance)
    status = _date_status(record)
    edtf = dated[1] if dated else None
    earliest, latest = _days(edtf)
    body = fold(text)
    return Indexed(
        number=accession.seq,
        card=_card(accession, record, edtf, status),
        texts=tuple(filter(None, (*map(fold, _around(record)), body))),
        titles=tuple(filter(None, map(fold, _titles(record)))),
        values={
            **_names(record),
            Facet.COLLECTION: (collection,) if collection else (),
            Facet.YEAR: (str(earliest.year),)
            if earliest and latest and earliest.year == latest.year
            else (),
            Facet.STATUS: () if status == UNKNOWN else (status,),
            Facet.MEDIA: (_yes(any(m.present for m in record.media)),),
            Facet.COMPLETE: (_yes(not record.missing),),
            Facet.DISPUTED: (_yes(_is_disputed(record)),),
        },
        earliest=earliest,
        latest=latest,
        same=_digest(body or accession.bag),
    )


def unread(accession: Accession, collection: str) -> Indexed:
    """The article of an accession whose record cannot be read now: as the ledger knows it."""
    edtf = None
    with contextlib.suppress(ValueError):  # a newer program may know more of EDTF
        edtf = Edtf.parse(accession.dated) if accession.dated else None
    earliest, latest = _days(edtf)
    words = accession.name.rpartition("-")[0]
    return Indexed(
        number=accession.seq,
        card=Card(
            bag=accession.name,
            bag_id=accession.bag,
            title=accession.name,
            date=accession.dated or None,
            sources=accession.sources,
        ),
        titles=(fold(words),),
        values={
            Facet.SOURCE: accession.sources,
            Facet.COLLECTION: (collection,) if collection else (),
            Facet.COMPLETE: (_yes(accession.complete),),
        },
        earliest=earliest,
        latest=latest,
        same=_digest(accession.bag),
        unread=True,
    )


def _card(accession: Accession, record: Record, edtf: Edtf | None, status: str) -> Card:
    return Card(
        bag=accession.name,
        bag_id=accession.bag,
        title=record.title,
        headline=record.headline,
        date=None if edtf is None else str(edtf),
        date_kind=status,
        sources=_values(record.sources),
        agencies=_values(record.agencies),
        language=_language(record),
        gaps=tuple(record.missing),
        text=record.text.path,
    )


def _around(record: Record) -> Iterator[str]:
    """What can be searched besides the text."""
    yield from _titles(record)
    for statement in (record.lead, record.by, record.source_line, record.provenance.dateline):
        yield statement.value or statement.raw or ""
    for medium in record.media:
        for said in (medium.caption, medium.alt_text, medium.credit_line, medium.by):
            yield said.value or ""
    yield from (term.name for term in (*record.keywords, *record.subjects, *record.places))
    yield from (person.name for person in record.people)
    yield from _values((*record.sources, *record.agencies))


def _titles(record: Record) -> Iterator[str]:
    headlines: tuple[Headline, ...] = record.headlines
    yield from dict.fromkeys((*(h.value for h in headlines), record.title))


def _names(record: Record) -> dict[Facet, tuple[str, ...]]:
    people = tuple(p.name for p in record.people) or (record.by.value or "",)
    return {
        Facet.SOURCE: _values(record.sources),
        Facet.AGENCY: _agencies(record),
        Facet.PERSON: _distinct(people),
        Facet.PLACE: _distinct(p.name for p in record.places),
        Facet.SUBJECT: _distinct(t.name for t in (*record.subjects, *record.keywords)),
        Facet.LANGUAGE: _distinct([_language(record) or ""]),
    }


def _agencies(record: Record) -> tuple[str, ...]:
    """The agencies; of a staff story, which is known to have none, `none`."""
    if found := _values(record.agencies):
        return found
    return ("none",) if any(s.status is Status.NONE for s in record.agencies) else ()


def _values(statements: Iterable[Statement[str]]) -> tuple[str, ...]:
    return _distinct(s.value or s.raw or "" for s in statements if s.status is not Status.UNKNOWN)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Each once, whoever wrote it how; nothing that is empty, and no more than a name is long."""
    found: dict[str, str] = {}
    for value in values:
        if value:
            found.setdefault(name_key(value), value[:_MOST_VALUE])
    return tuple(found.values())


def name_key(value: str) -> str:
    """What two spellings of one name have in common."""
    return (fold(value) or value)[:_MOST_VALUE]


def _language(record: Record) -> str | None:
    declared, detected = record.language.declared.value, record.language.detected
    return declared or (detected.tag if detected else None)


def _date_status(record: Record) -> str:
    for _, statement in record.provenance.dates:
        if statement.status is not Status.UNKNOWN and statement.value is not None:
            return statement.status.value
    return UNKNOWN


def _days(edtf: Edtf | None) -> tuple[date | None, date | None]:
    """The first and the last day of a date; one that is open reaches as far as there are days."""
    if edtf is None:
        return None, None
    return edtf.earliest or date.min, edtf.latest or date.max


def _is_disputed(record: Record) -> bool:
    from newsarchive.metadata import disputed  # noqa: PLC0415  # it loads what records need

    try:
        return next(disputed(record.document), None) is not None
    except (KeyError, TypeError):
        return False  # an older record has no place for some fields


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest(), "big")


def _yes(value: object) -> str:
    return "yes" if value else "no"


def card_bytes(card: Card) -> bytes:
    """A card as the index keeps it."""
    document: dict[str, Any] = {
        name: value
        for name in Card.__dataclass_fields__
        if (value := getattr(card, name)) not in (None, (), "")
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def read_card(data: bytes) -> Card:
    """The card that `card_bytes` wrote.

    Raises:
        TypeError, ValueError: it is none.
    """
    document = json.loads(data)
    lists = {n: tuple(v) for n, v in document.items() if isinstance(v, list)}
    return Card(**(document | lists))
