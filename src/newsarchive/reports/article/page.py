"""An article as one page of HTML that needs nothing else: to read, and to print.

No script, no font and no picture comes from elsewhere, and the page says so to the browser. Every
value goes through the template engine, which escapes it; control characters are shown as what they
are, a mark for something that is not there. Pictures are in the page as their bytes are in the bag.
"""

import base64
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsarchive.model.article import BlockKind
from newsarchive.model.record import Record, RecordedMedium
from newsarchive.model.statement import Status
from newsarchive.reports.amounts import size
from newsarchive.reports.article.script import direction, language_tag
from newsarchive.reports.safe import sayable
from newsarchive.reports.shown import statement
from newsarchive.reports.templates import template

if TYPE_CHECKING:
    from jinja2 import Template

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavif", re.DOTALL), "image/avif"),
)
_DEEPEST_HEADING = 6


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
class _Block:
    kind: BlockKind
    text: str
    level: int
    time: str
    lead: bool


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
    blocks = tuple(_blocks(given))
    beginning = "".join((record.headline or "", *(block.text for block in blocks)))
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
            byline=record.by.value or ", ".join(p.name for p in record.people),
            dateline=_dateline(record),
            lead=_lead(record, blocks),
            blocks=blocks,
            figures=[_figure(m, given.pictures.get(m.id)) for m in record.media],
            provenance=tuple(_provenance(record.document)),
            url=_web_address(record.url.value),
            facts=given.facts,
            cited=given.cited.strip(),
            BlockKind=BlockKind,
        )
        .encode("utf-8")
    )


@functools.cache
def _template() -> "Template":
    return template("newsarchive.reports.article", _shown)


def _shown(value: object) -> object:
    """What stands on the page for a value. Marks that turn a line stay: each value is isolated."""
    return _CONTROL.sub("\ufffd", sayable(str(value)).replace("\r\n", "\n"))


def _blocks(given: ArticlePage) -> Iterator[_Block]:
    said = {b["position"]: b for b in given.record.document["body"].get("blocks", ())}
    if not given.text:
        return
    for number, text in enumerate(given.text.strip("\n").split("\n\n"), 1):
        block = said.get(number, {})
        yield _Block(
            BlockKind(block.get("kind", BlockKind.PARAGRAPH)),
            text,
            min(1 + (block.get("level") or 1), _DEEPEST_HEADING),
            block.get("time") or "",
            bool(block.get("lead")),
        )


def _lead(record: Record, blocks: Sequence[_Block]) -> str:
    """The lead, where it is not a part of the text."""
    lead = record.lead.value or ""
    is_there = any(b.lead or b.text.strip() == lead.strip() for b in blocks)
    return "" if is_there else lead


def _dateline(record: Record) -> str:
    """The date with its kind, or that there is none."""
    for kind, said in record.provenance.dates:
        if said.known and said.value is not None:
            doubt = ", disputed" if said.disputed else ""
            return f"{said.value} ({kind}, {said.status}{doubt})"
    return "No date is known"


def _figure(medium: RecordedMedium, data: bytes | None) -> _Figure:
    kind = "" if data is None else next((t for p, t in _PICTURES if p.match(data)), "")
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


def _web_address(url: str | None) -> str:
    """An address that a page may lead to: nothing but the web."""
    return url if url and re.match(r"https?://", url, re.IGNORECASE) else ""


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
