"""What the index is told of one article, read out of its record. Pure."""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from newsarchive.model.dates import Edtf
from newsarchive.model.found import UNKNOWN, Card, Facet
from newsarchive.model.holding import Accession
from newsarchive.model.statement import Status
from newsarchive.search.folding import fold

_Document = Mapping[str, Any]

_MOST_VALUE = 300  # characters of a name; what is longer is no name
_DIGEST = 8  # bytes


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article as the index takes it in.

    `number` is that of its accession; `texts` and `titles` are folded; `earliest` and `latest` are
    the days that its date can mean, both None where no date is known; `same` is equal for those
    whose folded text is; `unread` says that its record could not be read, `superseded` that a later
    version is here.
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
    superseded: bool = False


def indexed(accession: Accession, document: _Document, text: str, collection: str) -> Indexed:
    """The article of an accession as its current record and its text have it.

    It works on the record's document: making a `Record` of it takes longer than all of this.

    Raises:
        KeyError, TypeError, ValueError: the document is not what a record is.
    """
    facts = _Facts(document)
    edtf, status = facts.date()
    earliest, latest = _days(edtf)
    body, titles = fold(text), tuple(filter(None, map(fold, facts.titles())))
    return Indexed(
        number=accession.seq,
        card=Card(
            bag=accession.name,
            bag_id=accession.bag,
            title=document["displayTitle"],
            headline=facts.headline(),
            date=None if edtf is None else str(edtf),
            date_kind=status,
            sources=facts.values("sources"),
            agencies=facts.values("agencies"),
            language=facts.language(),
            gaps=facts.missing(),
            text=document["body"]["path"],
        ),
        texts=tuple(filter(None, (*titles, *map(fold, facts.around()), body))),
        titles=titles,
        values={
            **facts.names(),
            Facet.COLLECTION: (collection,) if collection else (),
            Facet.YEAR: (str(earliest.year),)
            if earliest and latest and earliest.year == latest.year
            else (),
            Facet.STATUS: () if status == UNKNOWN else (status,),
            Facet.MEDIA: (_yes(any(m.get("path") for m in document.get("media", ()))),),
            Facet.COMPLETE: (_yes(not facts.missing()),),
            Facet.DISPUTED: (_yes(_is_disputed(document)),),
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
        texts=(fold(words),),
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


class _Facts:
    """What a record says, out of its document. What an older one does not have, it does not say."""

    def __init__(self, document: _Document) -> None:
        self._document = document
        self._provenance: _Document = document["provenance"]

    def titles(self) -> Iterator[str]:
        """Its headlines, and the title for lists where that is another."""
        headlines = (h["value"] for h in self._document.get("headlines", ()))
        yield from dict.fromkeys((*headlines, self._document["displayTitle"]))

    def headline(self) -> str | None:
        """The main headline, if one is printed."""
        headlines = self._document.get("headlines", ())
        return next((h["value"] for h in headlines if h["role"] == "main"), None)

    def around(self) -> Iterator[str]:
        """What can be searched besides titles and text."""
        document, provenance = self._document, self._provenance
        for said in (document.get("lead"), document.get("by"), provenance.get("sourceLine")):
            yield _said(said)
        yield _said(provenance.get("dateline"))
        for medium in document.get("media", ()):
            for name in ("caption", "altText", "creditLine", "by"):
                yield _said(medium.get(name))
        for name in ("keywords", "subjects", "places", "people"):
            yield from (term["name"] for term in document.get(name, ()))
        yield from (*self.values("sources"), *self.values("agencies"))

    def values(self, name: str) -> tuple[str, ...]:
        """Sources or agencies, those that are known."""
        return _distinct(map(_said, self._provenance.get(name, ())))

    def names(self) -> dict[Facet, tuple[str, ...]]:
        """By facet, the names in it."""
        document = self._document
        people = [p["name"] for p in document.get("people", ())] or [_said(document.get("by"))]
        subjects = (*document.get("subjects", ()), *document.get("keywords", ()))
        agencies: Iterable[_Document] = self._provenance.get("agencies", ())
        none = any(s["status"] == Status.NONE for s in agencies)
        return {
            Facet.SOURCE: self.values("sources"),
            Facet.AGENCY: self.values("agencies") or (("none",) if none else ()),
            Facet.PERSON: _distinct(people),
            Facet.PLACE: _distinct(p["name"] for p in document.get("places", ())),
            Facet.SUBJECT: _distinct(t["name"] for t in subjects),
            Facet.LANGUAGE: _distinct([self.language() or ""]),
        }

    def language(self) -> str | None:
        """The language that is declared, else the one that was recognised."""
        language = self._document.get("language", {})
        detected = language.get("detected") or {}
        return _said(language.get("declared")) or detected.get("tag")

    def date(self) -> tuple[Edtf | None, str]:
        """The article's date and how it is known, as `model.article.article_date`."""
        for name in _DATES:
            said = self._provenance.get(name) or {}
            if said.get("status") != Status.UNKNOWN and said.get("value"):
                return Edtf.parse(said["value"]), said["status"]
        return None, UNKNOWN

    def missing(self) -> tuple[str, ...]:
        """What keeps its provenance from being complete, as `Provenance.missing`."""
        said = self._provenance
        known = {
            "source": said.get("sources", ()),
            "date": [said[name] for name in _DATES if name in said],
            "agency": said.get("agencies", ()),
        }
        return tuple(
            gap for gap, of in known.items() if all(s["status"] == Status.UNKNOWN for s in of)
        )


_DATES = ("datePublished", "dateIssued")


def _said(statement: _Document | None) -> str:
    """What a statement says, or how it is printed; "" for nothing."""
    if not statement or statement["status"] == Status.UNKNOWN:
        return ""
    return statement.get("value") or statement.get("raw") or ""


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


def _days(edtf: Edtf | None) -> tuple[date | None, date | None]:
    """The first and the last day of a date; one that is open reaches as far as there are days."""
    if edtf is None:
        return None, None
    return edtf.earliest or date.min, edtf.latest or date.max


def _is_disputed(document: _Document) -> bool:
    """Whether different things were said of a fact, and nobody has decided."""
    provenance: _Document = document["provenance"]
    rights, language = document.get("rights", {}), document.get("language", {})
    for owner in (provenance, document, rights, language):
        for said in owner.values():
            for statement in said if isinstance(said, list) else (said,):
                if isinstance(statement, Mapping) and (
                    statement.get("candidates") and not statement.get("resolution")
                ):
                    return True
    return False


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
