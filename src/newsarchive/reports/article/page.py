"""An article as one page of HTML that needs nothing else: to read, and to print.

No script, no font and no picture comes from elsewhere, and the page says so to the browser. Every
value goes through the template engine, which escapes it; control characters are shown as what they
are, a mark for something that is not there. Pictures are in the page as their bytes are in the bag.
"""

import base64
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsarchive.model.article import BlockKind
from newsarchive.model.record import Record, RecordedMedium
from newsarchive.model.statement import Status
from newsarchive.reports.amounts import size
from newsarchive.reports.article.script import direction, language_tag
from newsarchive.reports.article.text import blocks, lead, picture_type, shown, web_address
from newsarchive.reports.shown import statement
from newsarchive.reports.templates import template

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What a page is made of. `text` is that of article.txt, None where there is none.

    `pictures` are bytes by the ids of media; `facts` what the archive says of the bag, labelled;
    `cited` is a footnote.
    """

    record: Record
    text: str | None
    pictures: Mapping[str, bytes]
    facts: Sequence[tuple[str, str]]
    cited: str


@dataclass(frozen=True, slots=True)
class _Figure:
    source: str
    missing: str
    alt: str
    caption: str
    credit: str


def page(given: ArticlePage) -> bytes:
    """The page, UTF-8. The same values give the same page."""
    record = given.record
    language = record.language
    detected = language.detected.tag if language.detected else None
    tag = language_tag(language.declared.value) or language_tag(detected)
    found = tuple(blocks(record, given.text))
    beginning = "".join((record.headline or "", *(block.text for block in found)))
    headlines = record.headlines
    return (
        _template()
        .render(
            title=record.title,
            language=tag,
            direction=direction(tag, beginning),
            kickers=[h.value for h in headlines if h.role == "kicker"],
            headline=record.headline,
            subs=[h.value for h in headlines if h.role not in {"main", "kicker"}],
            byline=record.by.value or ", ".join(dict.fromkeys(p.name for p in record.people)),
            dateline=_dateline(record),
            lead=lead(record, found),
            blocks=found,
            figures=[_figure(m, given.pictures.get(m.id)) for m in record.media],
            provenance=tuple(_provenance(record.document)),
            url=web_address(record.url.value),
            facts=given.facts,
            cited=given.cited.strip(),
            BlockKind=BlockKind,
        )
        .encode("utf-8")
    )


@functools.cache
def _template() -> "Template":
    return template("newsarchive.reports.article", shown)


def _dateline(record: Record) -> str:
    """The date with its kind, or that there is none."""
    for kind, said in record.provenance.dates:
        if said.known and said.value is not None:
            doubt = ", disputed" if said.disputed else ""
            return f"{said.value} ({kind}, {said.status}{doubt})"
    return "No date is known"


def _figure(medium: RecordedMedium, data: bytes | None) -> _Figure:
    kind = "" if data is None else picture_type(data)
    source = ""
    missing = "" if medium.present else "not received"
    if data is not None and kind:
        source = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    elif medium.present:
        octets = "" if medium.size is None else f", {size(medium.size)}"
        missing = f"in the bag as {medium.path}{octets}, and not shown here"
    return _Figure(
        source,
        f"{medium.kind}: {missing}" if missing else "",
        medium.alt_text.value or "",
        medium.caption.value or "",
        medium.credit_line.value or "",
    )


_LABELS = (
    ("Source line", "sourceLine"),
    ("Source", "sources"),
    ("Agency", "agencies"),
    ("Publisher", "publisher"),
    ("Published", "datePublished"),
    ("Issued", "dateIssued"),
    ("Changed", "dateModified"),
    ("Dateline", "dateline"),
    ("Address", "url"),
    ("Captured", "captured"),
)
_RIGHTS = (
    ("Copyright", "copyrightNotice"),
    ("Copyright holder", "copyrightHolder"),
    ("Usage terms", "usageTerms"),
    ("Licence", "licence"),
)


def _provenance(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each fact with its status and where it comes from; what is not known is said."""
    rights = document.get("rights", {})
    for labels, facts in ((_LABELS, document["provenance"]), (_RIGHTS, rights)):
        for label, name in labels:
            found = facts.get(name)
            for said in found if isinstance(found, list) else [found] if found else []:
                if facts is not rights or said["status"] != Status.UNKNOWN:
                    yield label, statement(said)
    for name in ("pubStatus", "embargoedUntil"):
        if document.get(name, {}).get("status", Status.UNKNOWN) != Status.UNKNOWN:
            label = {"pubStatus": "Status", "embargoedUntil": "Embargo"}[name]
            yield label, statement(document[name])
