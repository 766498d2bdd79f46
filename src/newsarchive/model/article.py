"""The one article model: what every format is read into, and what every bag is made from.

Names follow ninjs 3 (IPTC) wherever it has the concept. A list is a tuple; text is as the source
has it; whatever bears on provenance is a `Statement`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Finding
from newsarchive.model.statement import Span, Statement, Status

NOT_STATED = "not stated in the source"


@cache  # each article has two dozen of them, and nobody can change one
def not_stated() -> "Statement[str]":
    """The statement for a text fact that the source does not give."""
    return Statement.unknown(NOT_STATED)


@cache
def no_date() -> Statement[Edtf]:
    """The statement for a date that the source does not give."""
    return Statement.unknown(NOT_STATED)


class MediumKind(StrEnum):
    """What a medium is."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    GRAPHIC = "graphic"
    EMBED = "embed"


class BlockKind(StrEnum):
    """What a block of the text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST = "list"
    TABLE = "table"


class SegmentKind(StrEnum):
    """What a top-level stretch of a plain text was read as."""

    HEADLINE = "headline"
    LEAD = "lead"
    BYLINE = "byline"
    DATE = "date"
    FIELD = "field"
    CAPTION = "caption"
    CAPTION_REPEATED = "caption-repeated"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SOURCE_LINE = "source-line"
    COPYRIGHT = "copyright"


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as printed. `role` is `main`, `sub` or `kicker`."""

    value: str
    role: str
    basis: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or organisation that made the article. `rel` is `author`, `editor`, ..."""

    name: str
    rel: str
    basis: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """An image or other medium: there, with its bytes, or known of and missing (no `capture`)."""

    kind: MediumKind
    capture: Capture | None = None
    caption: Statement[str] = field(default_factory=not_stated)
    credit_line: Statement[str] = field(default_factory=not_stated)
    alt_text: Statement[str] = field(default_factory=not_stated)
    by: Statement[str] = field(default_factory=not_stated)
    rights: Statement[str] = field(default_factory=not_stated)
    url: str | None = None
    media_type: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the text in reading order. `lead` marks the lead where it is one of them."""

    kind: BlockKind
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """What one stretch of a plain text original was read as."""

    kind: SegmentKind
    span: Span


@dataclass(frozen=True, slots=True)
class Body:
    """The text: its blocks, and for a plain text what each part of the original was read as."""

    blocks: tuple[Block, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def paragraphs(self) -> int:
        """How many body paragraphs there are, the lead not counted."""
        return sum(b.kind is BlockKind.PARAGRAPH and not b.lead for b in self.blocks)

    @property
    def text(self) -> str:
        """article.txt: the blocks parted by a blank line, with a final newline."""
        return "\n\n".join(b.text for b in self.blocks) + "\n" if self.blocks else ""


@dataclass(frozen=True, slots=True)
class Detection:
    """A language recognised by a program, kept apart from what the source declares."""

    tag: str
    confidence: float
    by: str


@dataclass(frozen=True, slots=True)
class Language:
    """The language of the text as BCP 47 tag: as declared, and as recognised."""

    declared: Statement[str] = field(default_factory=not_stated)
    detected: Detection | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article comes from. Every field is a statement, or a tuple of them, never empty."""

    source_line: Statement[str] = field(default_factory=not_stated)
    sources: tuple[Statement[str], ...] = field(default_factory=lambda: (not_stated(),))
    agencies: tuple[Statement[str], ...] = field(default_factory=lambda: (not_stated(),))
    publisher: Statement[str] = field(default_factory=not_stated)
    date_published: Statement[Edtf] = field(default_factory=no_date)
    date_issued: Statement[Edtf] = field(default_factory=no_date)
    date_modified: Statement[Edtf] = field(default_factory=no_date)
    dateline: Statement[str] = field(default_factory=not_stated)
    url: Statement[str] = field(default_factory=not_stated)
    captured: Statement[Edtf] = field(default_factory=no_date)

    @property
    def dates(self) -> tuple[tuple[str, Statement[Edtf]], ...]:
        """The dates that can stand for the article's date, best first, with their kinds."""
        return (("published", self.date_published), ("issued", self.date_issued))

    def missing(self) -> tuple[str, ...]:
        """What keeps the provenance from being complete: of `source`, `date`, `agency`."""
        gaps = []
        if not any(s.known for s in self.sources):
            gaps.append("source")
        if not any(s.known for _, s in self.dates):
            gaps.append("date")
        if not any(s.known for s in self.agencies):
            gaps.append("agency")
        return tuple(gaps)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the source says of rights, as stated."""

    copyright_notice: Statement[str] = field(default_factory=not_stated)
    copyright_holder: Statement[str] = field(default_factory=not_stated)
    usage_terms: Statement[str] = field(default_factory=not_stated)


@dataclass(frozen=True, slots=True)
class Term:
    """A subject, place or keyword: its name as printed, and its URI or code where it has one."""

    name: str
    basis: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How this article or bag stands to another: `rel` is `replaces`, `alternate`, `amends`, ...

    `seal` is that of the other bag, where it is one of this archive.
    """

    rel: str
    identifier: str
    reason: str | None = None
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveredIn:
    """What carried an article together with others: a zip, a message, a feed, a list.

    `identifier` is the URN of the bag that keeps it, `kind` one word (`zip`), `position` which of
    its articles this is, counted from 1, and `sha512` its digest in hex.
    """

    identifier: str
    kind: str
    position: int
    sha512: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article, read from one or more originals. The first original is the main one.

    `reader` names the reader and its version; `source_id` is the source's own identifier and
    `canonical_url` the page's own address, where there are any; `delivery` is what carried it
    together with others.
    """

    reader: str
    originals: tuple[Capture, ...]
    body: Body
    lead: Statement[str] = field(default_factory=not_stated)
    headlines: tuple[Headline, ...] = ()
    by: Statement[str] = field(default_factory=not_stated)
    people: tuple[Contributor, ...] = ()
    language: Language = field(default_factory=Language)
    provenance: Provenance = field(default_factory=Provenance)
    media: tuple[Medium, ...] = ()
    rights: Rights = field(default_factory=Rights)
    type: str = "text"
    version: Statement[str] = field(default_factory=not_stated)
    digital_source_type: Statement[str] = field(default_factory=not_stated)
    pub_status: Statement[str] = field(default_factory=not_stated)
    embargoed_until: Statement[Edtf] = field(default_factory=no_date)
    subjects: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    keywords: tuple[Term, ...] = ()
    relations: tuple[Relation, ...] = ()
    source_id: str | None = None
    canonical_url: str | None = None
    delivery: DeliveredIn | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def display_title(self) -> str:
        """A title for listings: the main headline, else the beginning of the lead or the text."""
        for headline in self.headlines:
            if headline.role == "main":
                return headline.value
        for text in (self.lead.value, *(b.text for b in self.body.blocks)):
            if text:
                return shorten(text)
        return self.originals[0].name


def shorten(text: str, limit: int = 80) -> str:
    """The beginning of `text` on one line, cut between words, with "..." where it was cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 3]
    return cut[: cut.rfind(" ")].rstrip(" ,;:-") + "..." if " " in cut else cut + "..."


def article_date(provenance: Provenance) -> tuple[str, Edtf] | None:
    """The article's date and its kind (`published` or `issued`); None where neither is known."""
    for kind, statement in provenance.dates:
        if statement.status is not Status.UNKNOWN and statement.value is not None:
            return kind, statement.value
    return None
