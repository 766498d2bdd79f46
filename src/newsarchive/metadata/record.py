"""The record, data/metadata/article.json: from an `Article`, and back to what the archive asks.

Its shape is schemas/article-1.2.schema.json; docs/format.md explains it. A record is read by the
schema that it names. Pure: bytes in, bytes out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from newsarchive import canonical
from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.drafting import Placement, draft, finding_to_json, relation_to_json
from newsarchive.metadata.schemas import (
    RECORD_SCHEMA,
    RECORD_SCHEMAS,
    is_valid,
    json_path,
    problems,
)
from newsarchive.metadata.statements import (
    date_from_json,
    text_from_json,
)
from newsarchive.model.article import (
    Article,
    Provenance,
    Relation,
    article_date,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Finding
from newsarchive.model.statement import Statement

_SPAN = 2  # numbers: where it begins and where it ends
_plainly = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """What the archive asks of a record that was read. `document` is all of it.

    `date` is the first known of publication and issue, `date_kind` says which (`published`,
    `issued`). `sources` and `agencies` are names, and mentions where no name is given
    ("agencies"). `language` is the declared tag, else the recognised one.
    """

    document: Mapping[str, Any]
    identifier: str
    bag: str
    display_title: str
    date: Edtf | None
    date_kind: str | None
    sources: tuple[str, ...]
    agencies: tuple[str, ...]
    language: str | None
    missing: tuple[str, ...]

    @property
    def provenance_complete(self) -> bool:
        """Whether source, date and agency are each known, be it that there is none."""
        return not self.missing


def write_record(
    article: Article,
    *,
    identifier: str,
    bag: str,
    placement: Placement,
    relations: Iterable[Relation] = (),
    findings: Iterable[Finding] = (),
) -> bytes:
    """The record of an article in a bag, UTF-8, the same bytes for the same arguments.

    `identifier` is the article id, `bag` the bag's URN; `relations` and `findings` come after those
    of the article itself. When the bytes were received is what the main original's capture says.

    Raises:
        InvalidRecordError: the article holds what no record may, such as U+0000 in a headline.
        ValueError: `placement` does not have one place for each original and medium.
    """
    document = draft(article, placement)
    document |= {"identifier": identifier, "bag": bag}
    document["relations"] += [relation_to_json(r) for r in relations]
    document["findings"] += [finding_to_json(f) for f in findings]
    return encode(document, f"the record of {article.originals[0].name}")


def encode(document: Mapping[str, Any], what: str = "the record") -> bytes:
    """The bytes of a record, after a check against its schema. `what` names it in messages.

    Raises:
        InvalidRecordError: it does not fit the schema; every problem is named.
    """
    data = render(document)
    schema = schema_of(document)
    if not (
        schema and _reads_alike(data) and is_valid(document, schema) and _spans_are_sound(data)
    ):
        _read(data, what)  # which says what is wrong, if anything is
    return data


# What strict readers refuse shows as an escape or a word; so does much that is well. Nesting shows
# as indentation: no string holds a line feed, and half as deep as may be is deep for a record.
_DOUBTFUL = (b"\\u", b"NaN", b"Infinity", b"\n" + b" " * 64)


def _reads_alike(data: bytes) -> bool:
    """Whether JSON that `render` made is read alike by all, for certain and without reading it."""
    return not any(sign in data for sign in _DOUBTFUL)


# A member as `render` writes it. In a string the quotation marks have a backslash before them.
_WRITTEN_SPAN = re.compile(rb'"span": \[([0-9]+), ([0-9]+)\]')


def _spans_are_sound(data: bytes) -> bool:
    """Whether every span of a record that `render` made ends after it begins."""
    spans = _WRITTEN_SPAN.findall(data)
    return data.count(b'"span": ') == len(spans) and all(int(s) < int(e) for s, e in spans)


def render(document: Mapping[str, Any]) -> bytes:
    """A record as it is written: indented by two, members in order, spans on one line, final LF."""
    # A lone surrogate becomes what the strict reader names and refuses.
    return (_rendered(document, "\n") + "\n").encode("utf-8", "backslashreplace")


def _rendered(value: Any, start: str) -> str:
    """As json.dumps(indent=2) has it, which is slow: with an indent it does not use its C code.

    `start` begins the lines of the value itself. Two whole numbers stay on one line: a span.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = start + "  "
        members = [  # most are strings, and a call for each of those would take half of the time
            f"{encode_basestring(name)}: {encode_basestring(item)}"
            if isinstance(item, str)
            else f"{encode_basestring(name)}: {_rendered(item, inner)}"
            for name, item in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{start}}}"
    if isinstance(value, list) and value:
        if len(value) == _SPAN and all(type(n) is int and n >= 0 for n in value):
            return f"[{value[0]}, {value[1]}]"
        inner = start + "  "
        return f"[{inner}{f',{inner}'.join([_rendered(item, inner) for item in value])}{start}]"
    return _plainly(value)


def read_record(data: bytes, what: str = "article.json") -> ReadRecord:
    """Read a record strictly; `what` names it in messages.

    Raises:
        InvalidRecordError: not JSON that every reader reads alike, or not valid by the schema.
    """
    return view(_read(data, what))


def view(document: Mapping[str, Any]) -> ReadRecord:
    """What the archive asks of a record that is known to fit its schema."""
    provenance = _provenance(document["provenance"])
    dated = article_date(provenance)
    language = document["language"]
    declared = language["declared"].get("value")
    detected = language["detected"]
    return ReadRecord(
        document=document,
        identifier=document["identifier"],
        bag=document["bag"],
        display_title=document["displayTitle"],
        date=dated[1] if dated else None,
        date_kind=dated[0] if dated else None,
        sources=_mentions(provenance.sources),
        agencies=_mentions(provenance.agencies),
        language=declared or (detected["tag"] if detected else None),
        missing=provenance.missing(),
    )


def _read(data: bytes, what: str) -> dict[str, Any]:
    try:
        document = canonical.loads(data)
    except ValueError as error:
        raise InvalidRecordError(what, (str(error),)) from error
    schema = schema_of(document) or unknown_schema(document, what)
    found = problems(document, schema) or tuple(_bad_spans(document, ()))
    if found:
        raise InvalidRecordError(what, found)
    return dict(document)


def schema_of(document: object) -> str:
    """The name of the schema that a record says it fits, "" where this program does not know it."""
    version = document.get("schemaVersion") if isinstance(document, dict) else None
    return RECORD_SCHEMAS.get(version, "") if isinstance(version, str) else ""


def unknown_schema(document: object, what: str) -> str:
    """The schema to find fault by where a record names none that is known: the newest.

    Raises:
        InvalidRecordError: it names one of a later program.
    """
    version = document.get("schemaVersion") if isinstance(document, dict) else None
    if isinstance(version, str) and re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4})?", version):
        known = " and ".join(RECORD_SCHEMAS)
        problem = f"$.schemaVersion: is {version}, and this newsarchive knows {known}: a newer one"
        raise InvalidRecordError(what, (f"{problem} made it",))
    return RECORD_SCHEMA


def _bad_spans(value: object, place: tuple[str | int, ...]) -> Iterator[str]:
    """Spans that end before they begin: the one rule that a JSON Schema cannot say."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "span":
                if member[0] >= member[1]:
                    yield f"{json_path((*place, name))}: ends before it begins"
            elif isinstance(member, dict | list):
                yield from _bad_spans(member, (*place, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _bad_spans(item, (*place, number))


def _mentions(statements: tuple[Statement[str], ...]) -> tuple[str, ...]:
    texts = (s.value or (None if s.named else s.raw) for s in statements)
    return tuple(text for text in texts if text)


def _provenance(p: Mapping[str, Any]) -> Provenance:
    return Provenance(
        source_line=text_from_json(p["sourceLine"]),
        sources=tuple(text_from_json(s) for s in p["sources"]),
        agencies=tuple(text_from_json(s) for s in p["agencies"]),
        publisher=text_from_json(p["publisher"]),
        date_published=date_from_json(p["datePublished"]),
        date_issued=date_from_json(p["dateIssued"]),
        date_modified=date_from_json(p["dateModified"]),
        date_created=date_from_json(p["dateCreated"]) if "dateCreated" in p else None,
        dateline=text_from_json(p["dateline"]),
        url=text_from_json(p["url"]),
        captured=date_from_json(p["captured"]),
    )
