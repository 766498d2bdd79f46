"""From an `Article` to its record as a document, in the order of the schema; not checked. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from newsarchive.digests import Algorithm, digest_of
from newsarchive.metadata.statements import span_to_json, to_json
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
    Relation,
    Rendition,
    Rights,
    Term,
)
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Finding
from newsarchive.model.statement import Span, Statement

RECEIVED_BASIS = "clock of the ingesting program"
_SCHEMA_VERSION = "1.2"
T = TypeVar("T", str, Edtf)


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


def _delivery(given: DeliveredIn | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "identifier": given.identifier,
        "kind": given.kind,
        "position": given.position,
        "sha512": given.sha512,
    } | _set({"label": given.label, "itemSha512": given.item_sha512, "offset": given.offset})


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
