"""What is cited of an article: from its record and what the archive knows of its bag. Pure.

Nothing is filled in. What is unknown is left out and said in a note; of what is disputed the value
stands that the record has, with a note of the others; a date says which kind of date it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.model.article import article_date
from newsarchive.model.dates import Edtf
from newsarchive.model.record import Record
from newsarchive.model.statement import Statement, Status

# What a reference manager makes a link of: anything else is told in a note.
_WEB = re.compile(r"https?://", re.IGNORECASE)
_KINDS = {"published": "date of publication", "issued": "date of issue"}


@dataclass(frozen=True, slots=True)
class Held:
    """How the archive holds it: who, which bag, and which of the article's versions it is.

    `version` counts from 1, of `versions`; `amendments` are names and seals of those that the
    record is by, oldest first; `identifier` is a persistent one that was decided, "" for none.
    """

    institution: str
    archive: str
    bag: str
    name: str
    urn: str
    seal: str
    version: int
    versions: int
    amendments: tuple[tuple[str, str], ...] = ()
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation can say. Texts are "" and dates None where nothing is known.

    `titled` tells whether the title is a headline; else it describes. `date_kind` is `published` or
    `issued`; `notes` are sentences.
    """

    held: Held
    title: str
    titled: bool
    authors: tuple[str, ...]
    source: str
    date: Edtf | None
    date_kind: str
    url: str
    captured: Edtf | None
    language: str
    page: str
    section: str
    edition: str
    notes: tuple[str, ...]


def cite(record: Record, held: Held) -> Citation:
    """The citation of the article with this record, held so."""
    dated = article_date(record.provenance)
    named = tuple(p.name for p in record.people if p.rel == "author")
    byline = record.by.value or ""
    printed = record.printed
    url = record.url.value or ""
    return Citation(
        held=held,
        title=record.headline or record.title,
        titled=record.headline is not None,
        authors=named or ((byline,) if byline else ()),
        source=", ".join(s.value for s in record.sources if s.value),
        date=dated[1] if dated else None,
        date_kind=dated[0] if dated else "",
        url=url if _WEB.match(url) else "",
        captured=record.captured.value,
        language=record.language.declared.value or "",
        page=_value(printed.page if printed else None),
        section=_value(printed.section if printed else None),
        edition=_value(printed.edition if printed else None),
        notes=tuple(_notes(record, held)),
    )


def _value(said: Statement[str] | None) -> str:
    return (said.value or "") if said else ""


def _notes(record: Record, held: Held) -> Iterator[str]:
    yield from _of_date(record)
    if not any(s.known for s in record.sources):
        yield f"Source unknown ({record.sources[0].reason})."
    for said in record.sources:
        yield from _disputed("Source", said)
    if agencies := [s.value or f"“{s.raw}”" for s in record.agencies if s.value or s.raw]:
        yield f"Agencies: {', '.join(agencies)}."
    for said in record.agencies:
        yield from _disputed("Agency", said)
    if (url := record.url.value) and not _WEB.match(url):
        yield f"Address as recorded: {url}."
    if record.version.value:
        yield f"The source calls it version {record.version.value}."
    if held.versions > 1:
        yield f"Version {held.version} of the {held.versions} that the archive holds."
    if held.amendments:
        name, seal = held.amendments[-1]
        of = len(held.amendments)
        yield f"The record is that of amendment {of}, {name}, seal {seal}."


def _of_date(record: Record) -> Iterator[str]:
    dated = article_date(record.provenance)
    if dated is None:
        said = record.date_published
        why = f" ({said.reason})" if said.reason else ""
        yield f"Date of publication unknown{why}."
        return
    kind, date = dated
    said = record.date_published if kind == "published" else record.date_issued
    name = _KINDS[kind]
    how = " by a person" if said.status is Status.SUPPLIED else ""
    doubt = " and ".join(
        w
        for w, is_so in (("uncertain", date.uncertain), ("approximate", date.approximate))
        if is_so
    )
    yield f"{date}: {name}, {said.status}{how}{f', {doubt}' if doubt else ''}."
    yield from _disputed(name.capitalize(), said)


def _disputed(what: str, said: Statement[str] | Statement[Edtf]) -> Iterator[str]:
    if said.disputed:
        others = "; ".join(str(c.value or c.raw or c.status) for c in said.candidates)
        yield f"{what} disputed; also found: {others}."
