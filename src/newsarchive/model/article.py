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


class Completeness(StrEnum):
    """How much of an article's text was received."""

    FULL = "full"
    SUMMARY = "summary"
    STUB = "stub"
    PART = "part"


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
    POST = "post"
    QUESTION = "question"
    NOTE = "note"


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
    HEADER = "header"
    MASTHEAD = "masthead"
    CREDITS = "credits"
    FURNITURE = "furniture"
    QUOTED = "quoted"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as printed. `role` is `main`, `sub` or `kicker`."""

    value: str
    role: str
    basis: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or organisation that made the article. `rel` is `author`, `editor`, ...

    `uri` and `code` are what the source knows them by; `title` and `organisation` are as printed.
    """

    name: str
    rel: str
    basis: str
    span: Span | None = None
    uri: str | None = None
    code: str | None = None
    title: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Embedded:
    """A field of a medium's own metadata, as found: `standard` is `iptc-iim`, `xmp`, `exif`, ..."""

    standard: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """Another size or form of a medium that the source names. Sizes in pixels."""

    name: str | None = None
    url: str | None = None
    media_type: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """An image or other medium: there, with its bytes, or known of and missing (no `capture`).

    `inside` is where in the original its bytes lie, as the reader calls the place; the record does
    not have it.
    """

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
    title: Statement[str] | None = None
    copyright_holder: Statement[str] | None = None
    usage_terms: Statement[str] | None = None
    taken: Statement[Edtf] | None = None
    place: Statement[str] | None = None
    digital_source_type: Statement[str] | None = None
    embedded: tuple[Embedded, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the text in reading order. `lead` marks the lead where it is one of them.

    `level` is that of a heading, from 1; `time` that of a post in a live blog, as printed.
    """

    kind: BlockKind
    text: str
    lead: bool = False
    level: int | None = None
    time: str | None = None


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
    date_created: Statement[Edtf] | None = None

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
    licence: Statement[str] | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A subject, place or keyword: its name as printed, and its URI or code where it has one.

    `code` is as printed, of the vocabulary `scheme`; `rel` says how it stands to the article.
    """

    name: str
    basis: str
    uri: str | None = None
    code: str | None = None
    scheme: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """Where an article stood in a printed paper; None for what nobody says."""

    edition: Statement[str] | None = None
    section: Statement[str] | None = None
    page: Statement[str] | None = None
    column: Statement[str] | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a plain text were read: the encoding by its IANA name, and how it is known.

    `confidence` is from 0 to 1, None where it is certain; `others` fit nearly as well.
    """

    name: str
    status: Status
    basis: str
    confidence: float | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a page was fetched, as whoever fetched it recorded it. `time` is RFC 3339, in UTC."""

    url: str | None = None
    record_id: str | None = None
    time: str | None = None
    status: int | None = None
    media_type: str | None = None
    digest: str | None = None
    headers: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class AltId:
    """Another identifier that the source gives an article; `role` in its words."""

    value: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction or clarification that an article prints of itself; `date` as printed."""

    text: str
    basis: str
    date: str | None = None
    span: Span | None = None


BETWEEN_BAGS = frozenset({"amends", "follows", "replaces", "alternate"})
"""Relations that only the archive states, of its own bags; to others they mean nothing."""


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
    its articles this is, counted from 1, and `sha512` its digest in hex. `label` is what it calls
    the article, `item_sha512` the digest of the article's own bytes, `offset` where they begin.
    """

    identifier: str
    kind: str
    position: int
    sha512: str
    label: str | None = None
    item_sha512: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article, read from one or more originals. The first original is the main one.

    `reader` names the reader and its version; `source_id` is the source's own identifier and
    `canonical_url` the page's own address, where there are any; `delivery` is what carried it
    together with others. `form` is what kind of piece it is (`live-blog`, `correction`), None for
    an ordinary article; `extracted` is the text that was taken out of an original that is no text
    itself, in whose UTF-8 bytes spans count then; `completeness` how much of the text came, None
    where nobody can tell; `embargoed` that the source forbids publication for now, be the end
    stated or not.
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
    form: str | None = None
    completeness: Completeness | None = None
    alt_ids: tuple[AltId, ...] = ()
    printed: Printed | None = None
    fetched: Fetched | None = None
    encoding: Encoding | None = None
    embargoed: bool = False
    extracted: str = ""
    slugline: Statement[str] | None = None
    genre: Statement[str] | None = None
    urgency: Statement[str] | None = None
    ed_note: Statement[str] | None = None
    corrections: tuple[Correction, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def display_title(self) -> str:
        """A title for listings: the main headline, else what the text begins with.

        That is a heading of some words that may be one, else the lead, else its first block.
        """
        for headline in self.headlines:
            if headline.role == "main":
                return headline.value
        for block in self.body.blocks:
            if block.kind is not BlockKind.HEADING:
                break
            if len(block.text.split()) >= _FEWEST_OF_A_TITLE or block.text[:1] >= _WIDE:
                return shorten(block.text)
        for text in (self.lead.value, *(b.text for b in self.body.blocks)):
            if text:
                return shorten(text)
        return self.originals[0].name


_FEWEST_OF_A_TITLE = 4  # words; fewer may be a name or the kind of a text
_WIDE = "\u2e80"  # from here on, words are not parted


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
