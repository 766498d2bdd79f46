"""The columns of a corpus: each with its type, what it means, and where it comes from. Pure.

First the columns that people read, then for each fact how it is known, and the text last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """What the values of a column are. A list may hold nulls; a value that is not known is null."""

    TEXT = "text"
    TEXTS = "texts"
    FLAG = "flag"
    FLAGS = "flags"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `meaning` for people, `rule` where its value comes from."""

    name: str
    type: ColumnType
    meaning: str
    rule: str


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column whose value is a statement, which has three more columns: how the fact is known."""

    name: str
    place: str
    meaning: str
    many: bool = False


FACTS = (
    FactColumn("sources", "provenance.sources", "the publications that it is from", many=True),
    FactColumn("agencies", "provenance.agencies", "the news agencies", many=True),
    FactColumn("publisher", "provenance.publisher", "who published it"),
    FactColumn(
        "source_line", "provenance.sourceLine", "the line that names the source, as printed"
    ),
    FactColumn("byline", "by", "the byline"),
    FactColumn("lead", "lead", "the lead, where it is told apart from the text"),
    FactColumn("dateline", "provenance.dateline", "place and date as printed before the text"),
    FactColumn("date_published", "provenance.datePublished", "when it was published (EDTF)"),
    FactColumn("date_issued", "provenance.dateIssued", "when this version was issued (EDTF)"),
    FactColumn("date_modified", "provenance.dateModified", "when it was last changed (EDTF)"),
    FactColumn("captured", "provenance.captured", "when it was saved or received (EDTF)"),
    FactColumn("url", "provenance.url", "its address on the web"),
    FactColumn("language", "language.declared", "its language as declared (BCP 47)"),
    FactColumn("version", "version", "which version of the article it is"),
    FactColumn("copyright_notice", "rights.copyrightNotice", "the notice of copyright"),
    FactColumn("copyright_holder", "rights.copyrightHolder", "who holds the copyright"),
    FactColumn("usage_terms", "rights.usageTerms", "what may be done with it"),
)
"""The facts of which a corpus says how they are known, in the order of their columns."""

_T, _TS = ColumnType.TEXT, ColumnType.TEXTS
_LEDGER = "ledger: accession"
_DATE_RULE = "the date of publication, else of issue; never the day of capture or of the story"

_DATES = (
    Column("date", _T, "its date as EDTF: 2017-04-13, 2017-04, 2017-04-13?, ../2018", _DATE_RULE),
    Column("date_kind", _T, "published or issued", _DATE_RULE),
    Column("date_earliest", ColumnType.DATE, "the first day that the date can mean", "of date"),
    Column(
        "date_latest",
        ColumnType.DATE,
        "the last day that the date can mean; null where it is open",
        "of date",
    ),
    Column(
        "date_precision",
        _T,
        "time, day, month, season, year, decade, century or interval",
        "of date",
    ),
    Column(
        "date_qualifier", _T, "uncertain, approximate, or both: EDTF marks it so", "of date: ? ~ %"
    ),
)
_IDENTITY = (
    Column("bag", _T, "the name of its bag, unique in the archive", _LEDGER),
    Column("bag_id", _T, "the id of its bag, 64 hexadecimal characters", _LEDGER),
    Column("article_id", _T, "the id of the article, the same for every version", _LEDGER),
    Column(
        "seal", _T, "SHA-512 that stands for every byte of the bag when it was taken in", _LEDGER
    ),
    Column("amendment", _T, "the bag that has the record used here, if not its own", _LEDGER),
    Column("amendment_seal", _T, "the seal of that bag", _LEDGER),
    Column("delivery", _T, "the bag id of what it came in, together with others", _LEDGER),
    Column("path", _T, "where its bag lies in the archive", _LEDGER),
    Column("taken_in", ColumnType.TIME, "when it was taken in, in UTC", _LEDGER),
    Column("collection", _T, "the collection that it was put into", "ledger: decision"),
)
_CONTENT = (
    Column("title", _T, "for listings: the headline, else words of lead or text", "displayTitle"),
    Column("headline", _T, "the main headline; null where none is printed", "headlines"),
    Column("headline_basis", _T, "what the headline rests on", "headlines"),
    Column("authors", _TS, "those named as authors", "people"),
    Column("subjects", _TS, "subjects, as named in the source", "subjects"),
    Column("places", _TS, "places, as named in the source", "places"),
    Column("keywords", _TS, "keywords, as named in the source", "keywords"),
    Column("type", _T, "text, picture, ... (ninjs)", "type"),
    Column("form", _T, "what kind of piece, if no ordinary article", "form"),
    Column("completeness", _T, "full, summary, stub or part, where one can tell", "completeness"),
    Column("language_detected", _T, "the language that a program recognised", "language.detected"),
    Column(
        "language_confidence",
        ColumnType.DECIMAL,
        "how sure that program was, from 0 to 1",
        "language.detected",
    ),
    Column("media", ColumnType.NUMBER, "how many pictures and other media it has", "media"),
    Column("media_present", ColumnType.NUMBER, "of how many the bytes are in the bag", "media"),
    Column("gaps", _TS, "what is missing of source, date and agency", "provenance"),
    Column(
        "candidates",
        _TS,
        "every other value that was found, as `column: value (how it is known)`; none of them"
        " stands in its column",
        "candidates",
    ),
    Column("originals", _TS, "the names of the documents as received", "originals"),
    Column("originals_sha512", _TS, "their digests, in the same order", "originals"),
    Column("record_schema", _T, "the version of the schema of its record", "schemaVersion"),
    Column("paragraphs", ColumnType.NUMBER, "how many paragraphs the text has", "body"),
    Column("text_withheld", _T, "why the text is not here, if it may not be", "access"),
    Column("characters", ColumnType.NUMBER, "how many characters the text here has", "body"),
)
TEXT = Column("text", _T, "the text, without headline and credits; null if there is none", "body")


def _value(fact: FactColumn) -> Column:
    kind = ColumnType.TEXTS if fact.many else ColumnType.TEXT
    more = "; null in the place of one that is mentioned without a name" if fact.many else ""
    return Column(fact.name, kind, f"{fact.meaning}{more}", fact.place)


def _how(name: str, place: str, *, many: bool = False) -> Iterator[Column]:
    texts = ColumnType.TEXTS if many else ColumnType.TEXT
    each = ", one for each item" if many else ""
    yield Column(
        f"{name}_status",
        texts,
        f"how {name} is known: stated (in the source), derived (from it, by a rule), supplied (by a"
        f" person or a manifest), none (said to be absent), unknown{each}",
        place,
    )
    yield Column(
        f"{name}_basis", texts, f"what {name} rests on; of what is unknown, why{each}", place
    )
    yield Column(
        f"{name}_disputed",
        ColumnType.FLAGS if many else ColumnType.FLAG,
        f"whether other values of {name} were found and nobody decided; see candidates{each}",
        place,
    )


def _columns() -> Iterator[Column]:
    yield from _IDENTITY[:3]
    yield from _DATES
    yield from _CONTENT[:2]
    yield from map(_value, FACTS)
    yield from _CONTENT[2:]
    yield from _IDENTITY[3:]
    yield from _how("date", _DATE_RULE)
    for fact in FACTS:
        yield from _how(fact.name, fact.place, many=fact.many)
    yield TEXT


COLUMNS = tuple(_columns())
"""Every column, in order."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a form that can say something of itself says: of which archive, at which position."""

    archive: str
    position: str
