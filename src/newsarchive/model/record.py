"""The record of an article, as a value: what article.json in its bag says, each fact typed.

Paths are paths in the bag (`data/article.txt`). In the record of an amendment they are paths in the
bag that it amends. Names follow ninjs 3 (IPTC) wherever it has the concept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.model.article import (
    AltId,
    Completeness,
    Contributor,
    Correction,
    DeliveredIn,
    Embedded,
    Encoding,
    Fetched,
    Headline,
    Language,
    MediumKind,
    Printed,
    Provenance,
    Relation,
    Rendition,
    Rights,
    Segment,
    Term,
    article_date,
    no_date,
    not_stated,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Finding
from newsarchive.model.statement import Statement


@dataclass(frozen=True, slots=True)
class RecordedText:
    """The text of an article. `path` is None where there is none.

    `paragraphs` counts those of the body, the lead left out; `segments` say what each part of a
    plain text original was read as; `sha256` is that of the text, in hex; `source` is the path of
    the text that was taken out of an original that is none.
    """

    path: str | None = None
    paragraphs: int = 0
    segments: tuple[Segment, ...] = ()
    sha256: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A document as it was received: where it lies, its name then, its size in bytes.

    `sha512` is in hex; `media_type` and `pronom` are None where nobody recognised them.
    """

    path: str
    name: str
    size: int
    sha512: str
    media_type: str | None = None
    pronom: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedMedium:
    """An image or other medium. Where only the mention of it came in, it has no `path`.

    `id` is its number in the record, `001`; `width` and `height` are in pixels, `duration` in
    milliseconds, `sha512` in hex; None for what is not known.
    """

    id: str
    kind: MediumKind
    path: str | None = None
    name: str | None = None
    url: str | None = None
    media_type: str | None = None
    pronom: str | None = None
    size: int | None = None
    sha512: str | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    caption: Statement[str] = field(default_factory=not_stated)
    credit_line: Statement[str] = field(default_factory=not_stated)
    alt_text: Statement[str] = field(default_factory=not_stated)
    by: Statement[str] = field(default_factory=not_stated)
    rights: Statement[str] = field(default_factory=not_stated)
    title: Statement[str] | None = None
    copyright_holder: Statement[str] | None = None
    usage_terms: Statement[str] | None = None
    taken: Statement[Edtf] | None = None
    place: Statement[str] | None = None
    digital_source_type: Statement[str] | None = None
    embedded: tuple[Embedded, ...] = ()
    renditions: tuple[Rendition, ...] = ()

    @property
    def present(self) -> bool:
        """Whether its bytes are in the bag."""
        return self.path is not None


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one article, and of each fact where it comes from.

    `identifier` is the article id, `bag` the URN of the bag that it lies in, which for one that was
    amended is the amendment; `title` is for listings; `document` is article.json itself, with
    whatever has no field here.
    """

    identifier: str
    bag: str
    title: str
    text: RecordedText
    originals: tuple[RecordedFile, ...]
    received: Statement[Edtf]
    headlines: tuple[Headline, ...] = ()
    lead: Statement[str] = field(default_factory=not_stated)
    by: Statement[str] = field(default_factory=not_stated)
    people: tuple[Contributor, ...] = ()
    language: Language = field(default_factory=Language)
    provenance: Provenance = field(default_factory=Provenance)
    media: tuple[RecordedMedium, ...] = ()
    subjects: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    keywords: tuple[Term, ...] = ()
    type: str = "text"
    version: Statement[str] = field(default_factory=not_stated)
    digital_source_type: Statement[str] = field(default_factory=not_stated)
    pub_status: Statement[str] = field(default_factory=not_stated)
    embargoed_until: Statement[Edtf] = field(default_factory=no_date)
    rights: Rights = field(default_factory=Rights)
    relations: tuple[Relation, ...] = ()
    delivery: DeliveredIn | None = None
    form: str | None = None
    completeness: Completeness | None = None
    alt_ids: tuple[AltId, ...] = ()
    printed: Printed | None = None
    fetched: Fetched | None = None
    encoding: Encoding | None = None
    embargoed: bool = False
    slugline: Statement[str] | None = None
    genre: Statement[str] | None = None
    urgency: Statement[str] | None = None
    ed_note: Statement[str] | None = None
    corrections: tuple[Correction, ...] = ()
    findings: tuple[Finding, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def headline(self) -> str | None:
        """The main headline; None where none is printed."""
        return next((h.value for h in self.headlines if h.role == "main"), None)

    @property
    def source_line(self) -> Statement[str]:
        """The line of the source that names source and agencies, as printed."""
        return self.provenance.source_line

    @property
    def sources(self) -> tuple[Statement[str], ...]:
        """The publications that it is from; never empty: one that is unknown says so."""
        return self.provenance.sources

    @property
    def agencies(self) -> tuple[Statement[str], ...]:
        """The news agencies; never empty. A staff story has one statement, that there is none."""
        return self.provenance.agencies

    @property
    def publisher(self) -> Statement[str]:
        """Who published it."""
        return self.provenance.publisher

    @property
    def date_published(self) -> Statement[Edtf]:
        """When it was published."""
        return self.provenance.date_published

    @property
    def date_issued(self) -> Statement[Edtf]:
        """When this version was issued."""
        return self.provenance.date_issued

    @property
    def date_modified(self) -> Statement[Edtf]:
        """When it was last changed."""
        return self.provenance.date_modified

    @property
    def date_created(self) -> Statement[Edtf] | None:
        """When it was written, where the source speaks of it."""
        return self.provenance.date_created

    @property
    def dateline(self) -> Statement[str]:
        """Place and date as printed before the text."""
        return self.provenance.dateline

    @property
    def url(self) -> Statement[str]:
        """Its address on the web."""
        return self.provenance.url

    @property
    def captured(self) -> Statement[Edtf]:
        """When it was saved from the web, or received from whoever sent it."""
        return self.provenance.captured

    @property
    def date(self) -> Edtf | None:
        """The article's date: of publication, else of issue; None where neither is known."""
        dated = article_date(self.provenance)
        return dated[1] if dated else None

    @property
    def missing(self) -> tuple[str, ...]:
        """What keeps its provenance from being complete: of `source`, `date`, `agency`."""
        return self.provenance.missing()
