"""The record, data/metadata/article.json: from an `Article`, and back to what the archive asks.

Its shape is schemas/article-1.2.schema.json; docs/format.md explains it. A record is read by the
schema that it names. Pure: bytes in, bytes out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any, TypeVar

from newsarchive import canonical
from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.schemas import (
    RECORD_SCHEMA,
    RECORD_SCHEMAS,
    is_valid,
    json_path,
    problems,
)
from newsarchive.metadata.statements import (
    date_from_json,
    span_to_json,
    text_from_json,
    to_json,
)
from newsarchive.model.article import (
    Article,
    Block,
    BlockKind,
    Body,
    Contributor,
    Correction,
    DeliveredIn,
    Detection,
    Encoding,
    Fetched,
    Headline,
    Language,
    Medium,
    Printed,
    Provenance,
    Relation,
    Rendition,
    Rights,
    Term,
    article_date,
)
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Finding
from newsarchive.model.statement import Span, Statement

RECEIVED_BASIS = "clock of the ingesting program"
_SCHEMA_VERSION = "1.2"
T = TypeVar("T", str, Edtf)
_SPAN = 2  # numbers: where it begins and where it ends
_plainly = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Placed:
    """A file's place in the bag (`data/original/story.txt`), and what format it has if known."""

    path: str
    media_type: str | None = None
    pronom: str | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where packaging puts what an article is made of.

    `originals` has one place for each of the article's originals and `media` one for each of its
    media, None for those that are missing; `text` is the path of article.txt, None if there is no
    text, and `source` that of a text that was taken out of the main original.
    """

    originals: tuple[Placed, ...]
    media: tuple[Placed | None, ...] = ()
    text: str | None = None
    source: str | None = None


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


def _delivery(given: DeliveredIn | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "identifier": given.identifier,
        "kind": given.kind,
        "position": given.position,
        "sha512": given.sha512,
    } | _set({"label": given.label, "itemSha512": given.item_sha512, "offset": given.offset})


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


def draft(article: Article, placement: Placement) -> dict[str, Any]:
    """The record of an article that has no identity yet, in the order of the schema. Not checked.

    Raises:
        ValueError: `placement` does not have one place for each original and medium.
    """
    return _set(
        {
            "schemaVersion": _SCHEMA_VERSION,
            "identifier": "",
            "bag": "",
            "version": to_json(article.version),
            "altIds": [_set({"role": i.role, "value": i.value}) for i in article.alt_ids] or None,
            "type": article.type,
            "form": article.form,
            "completeness": article.completeness,
            "digitalSourceType": to_json(article.digital_source_type),
            "displayTitle": article.display_title,
            "headlines": [_headline(h) for h in article.headlines],
            "lead": to_json(article.lead),
            "body": _body(article.body, placement.text) | _source(article, placement.source),
            "by": to_json(article.by),
            "people": [_contributor(c) for c in article.people],
            "language": _language(article.language),
            "provenance": _provenance_to_json(article),
            "printed": _printed(article.printed),
            "capture": _fetched(article.fetched),
            "encoding": _encoding(article.encoding),
            "media": [
                medium_to_json(number, medium, placed)
                for number, (medium, placed) in enumerate(
                    zip(article.media, placement.media, strict=True), 1
                )
            ],
            "subjects": [_term(t) for t in article.subjects],
            "places": [_term(t) for t in article.places],
            "keywords": [_term(t) for t in article.keywords],
            "slugline": _maybe(article.slugline),
            "genre": _maybe(article.genre),
            "urgency": _maybe(article.urgency),
            "edNote": _maybe(article.ed_note),
            "corrections": [_correction(c) for c in article.corrections] or None,
            "pubStatus": to_json(article.pub_status),
            "embargoedUntil": to_json(article.embargoed_until),
            "embargoed": True if article.embargoed else None,
            "rights": _rights(article.rights),
            "relations": [relation_to_json(r) for r in article.relations],
            "originals": [
                _original(capture, placed)
                for capture, placed in zip(article.originals, placement.originals, strict=True)
            ],
        }
    ) | {
        "delivery": _delivery(article.delivery),
        "findings": [finding_to_json(f) for f in article.findings],
    }


def _maybe(statement: Statement[T] | None) -> dict[str, Any] | None:
    """A statement of a fact that is left out of the record where nobody says anything of it."""
    return None if statement is None else to_json(statement)


def _contributor(c: Contributor) -> dict[str, Any]:
    members = {
        "rel": c.rel,
        "name": c.name,
        "uri": c.uri,
        "code": c.code,
        "title": c.title,
        "organisation": c.organisation,
        "basis": c.basis,
    }
    return _set(members) | _span(c.span)


def _printed(printed: Printed | None) -> dict[str, Any] | None:
    if printed is None:
        return None
    return _set(
        {
            "edition": _maybe(printed.edition),
            "section": _maybe(printed.section),
            "page": _maybe(printed.page),
            "column": _maybe(printed.column),
        }
    )


def _fetched(fetched: Fetched | None) -> dict[str, Any] | None:
    if fetched is None:
        return None
    return _set(
        {
            "url": fetched.url,
            "recordId": fetched.record_id,
            "time": fetched.time,
            "status": fetched.status,
            "mediaType": fetched.media_type,
            "digest": fetched.digest,
            "headers": fetched.headers,
            "offset": fetched.offset,
        }
    )


def _encoding(encoding: Encoding | None) -> dict[str, Any] | None:
    if encoding is None:
        return None
    certain = encoding.confidence is None
    return _set(
        {
            "name": encoding.name,
            "status": encoding.status.value,
            "basis": encoding.basis,
            "confidence": None if certain else f"{encoding.confidence:.3f}",
            "others": list(encoding.others) or None,
        }
    )


def _correction(correction: Correction) -> dict[str, Any]:
    members = {"text": correction.text, "date": correction.date, "basis": correction.basis}
    return _set(members) | _span(correction.span)


def _set(members: Mapping[str, Any]) -> dict[str, Any]:
    """Only the members that are set."""
    return {name: member for name, member in members.items() if member is not None}


def _span(span: Span | None) -> dict[str, list[int]]:
    return _set({"span": span_to_json(span)})


def _headline(headline: Headline) -> dict[str, Any]:
    members = {"role": headline.role, "value": headline.value, "basis": headline.basis}
    return members | _span(headline.span)


def _body(body: Body, path: str | None) -> dict[str, Any]:
    text = body.text.encode("utf-8", "backslashreplace")
    return {
        "path": path,
        "contentType": "text/plain; charset=utf-8",
        "paragraphs": body.paragraphs,
        "blocks": [
            _block(position, block)
            for position, block in enumerate(body.blocks, 1)
            if block.lead or block.kind is not BlockKind.PARAGRAPH
        ],
        "segments": [{"kind": s.kind.value, "span": span_to_json(s.span)} for s in body.segments],
        "textSha256": None if path is None else digest_of(text, Algorithm.SHA256).hex,
    }


def _source(article: Article, path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    sha256 = digest_of(article.extracted.encode(), Algorithm.SHA256).hex
    return {"source": {"path": path, "sha256": sha256}}


def _block(position: int, block: Block) -> dict[str, Any]:
    return _set(
        {
            "position": position,
            "kind": block.kind.value,
            "lead": True if block.lead else None,
            "level": block.level,
            "time": block.time,
        }
    )


def _language(language: Language) -> dict[str, Any]:
    return {"declared": to_json(language.declared), "detected": _detection(language.detected)}


def _detection(detected: Detection | None) -> dict[str, str] | None:
    if detected is None:
        return None
    # As text: readers of JSON round fractions each in their own way.
    return {"tag": detected.tag, "confidence": f"{detected.confidence:.3f}", "by": detected.by}


def _provenance_to_json(article: Article) -> dict[str, Any]:
    p = article.provenance
    received = Edtf.parse(timestamp(article.originals[0].received))
    created = _set({"dateCreated": _maybe(p.date_created)})
    return created | {
        "sourceLine": to_json(p.source_line),
        "sources": [to_json(s) for s in p.sources],
        "agencies": [to_json(s) for s in p.agencies],
        "publisher": to_json(p.publisher),
        "datePublished": to_json(p.date_published),
        "dateIssued": to_json(p.date_issued),
        "dateModified": to_json(p.date_modified),
        "dateline": to_json(p.dateline),
        "url": to_json(p.url),
        "captured": to_json(p.captured),
        "received": to_json(Statement.derived(received, basis=RECEIVED_BASIS)),
    }


def medium_to_json(number: int, medium: Medium, placed: Placed | None) -> dict[str, Any]:
    """A medium as the record has it under its number, from 1; `placed` just if its bytes are there.

    Raises:
        ValueError: it is placed and has no bytes, or the other way round.
    """
    capture = medium.capture
    if (capture is None) != (placed is None):
        raise ValueError(f"medium {number} is to be placed just if its bytes are there")
    return _set(
        {
            "id": f"{number:03d}",
            "kind": medium.kind.value,
            "status": "missing" if capture is None else "present",
            "path": placed.path if placed else None,
            "name": capture.name if capture else None,
            "url": medium.url,
            "mediaType": (placed.media_type if placed else None) or medium.media_type,
            "pronom": placed.pronom if placed else None,
            "size": capture.size if capture else None,
            "sha512": capture.digest(Algorithm.SHA512).hex if capture else None,
            "width": medium.width,
            "height": medium.height,
            "caption": to_json(medium.caption),
            "title": _maybe(medium.title),
            "creditLine": to_json(medium.credit_line),
            "altText": to_json(medium.alt_text),
            "by": to_json(medium.by),
            "rights": to_json(medium.rights),
            "copyrightHolder": _maybe(medium.copyright_holder),
            "usageTerms": _maybe(medium.usage_terms),
            "taken": _maybe(medium.taken),
            "place": _maybe(medium.place),
            "digitalSourceType": _maybe(medium.digital_source_type),
            "renditions": [_rendition(r) for r in medium.renditions] or None,
            "embedded": [
                {"standard": e.standard, "name": e.name, "value": e.value} for e in medium.embedded
            ],
        }
    )


def _rendition(rendition: Rendition) -> dict[str, Any]:
    return _set(
        {
            "name": rendition.name,
            "url": rendition.url,
            "mediaType": rendition.media_type,
            "width": rendition.width,
            "height": rendition.height,
        }
    )


def _term(term: Term) -> dict[str, Any]:
    return _set(
        {
            "name": term.name,
            "uri": term.uri,
            "code": term.code,
            "scheme": term.scheme,
            "rel": term.rel,
            "basis": term.basis,
        }
    )


def _rights(rights: Rights) -> dict[str, Any]:
    return {
        "copyrightNotice": to_json(rights.copyright_notice),
        "copyrightHolder": to_json(rights.copyright_holder),
        "usageTerms": to_json(rights.usage_terms),
    } | _set({"licence": _maybe(rights.licence)})


def _original(capture: Capture, placed: Placed) -> dict[str, Any]:
    return _set(
        {
            "path": placed.path,
            "name": capture.name,
            "mediaType": placed.media_type,
            "pronom": placed.pronom,
            "size": capture.size,
            "sha512": capture.digest(Algorithm.SHA512).hex,
        }
    )


def relation_to_json(relation: Relation) -> dict[str, Any]:
    """A relation as the record has it."""
    return _set(
        {
            "rel": relation.rel,
            "identifier": relation.identifier,
            "seal": relation.seal,
            "reason": relation.reason,
        }
    )


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as the record has it."""
    return {
        "code": finding.code.value,
        "kind": finding.kind.value,
        "level": finding.level.value,
        "path": finding.path,
        "detail": finding.detail,
    }
