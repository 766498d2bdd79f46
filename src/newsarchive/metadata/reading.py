"""A record as a value: from the document that article.json holds to `model.record.Record`.

What an older or newer version of the record does not have is as if its source did not say it. Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from newsarchive.metadata.statements import date_from_json, text_from_json
from newsarchive.model.article import (
    AltId,
    Completeness,
    Contributor,
    Correction,
    DeliveredIn,
    Detection,
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
    SegmentKind,
    Term,
    no_date,
    not_stated,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.record import Record, RecordedFile, RecordedMedium, RecordedText
from newsarchive.model.statement import Span, Statement, Status

_Document = Mapping[str, Any]


def record_of(document: _Document) -> Record:
    """The record in a document that is known to fit its schema (`read_record`).

    Raises:
        KeyError, TypeError, ValueError: it does not.
    """
    return Record(
        identifier=document["identifier"],
        bag=document["bag"],
        title=document["displayTitle"],
        text=_recorded_text(document["body"]),
        originals=tuple(map(_original, document["originals"])),
        received=_date(document["provenance"], "received"),
        headlines=tuple(
            Headline(h["value"], h["role"], h["basis"], _span(h))
            for h in document.get("headlines", ())
        ),
        lead=_text(document, "lead"),
        by=_text(document, "by"),
        people=tuple(map(_contributor, document.get("people", ()))),
        language=_language(document.get("language", {})),
        provenance=_provenance(document["provenance"]),
        media=tuple(map(_medium, document.get("media", ()))),
        subjects=_terms(document, "subjects"),
        places=_terms(document, "places"),
        keywords=_terms(document, "keywords"),
        type=document.get("type", "text"),
        version=_text(document, "version"),
        digital_source_type=_text(document, "digitalSourceType"),
        pub_status=_text(document, "pubStatus"),
        embargoed_until=_date(document, "embargoedUntil"),
        rights=_rights(document.get("rights", {})),
        relations=tuple(
            Relation(r["rel"], r["identifier"], r.get("reason"), r.get("seal"))
            for r in document.get("relations", ())
        ),
        delivery=_delivery(document.get("delivery")),
        form=document.get("form"),
        completeness=_completeness(document.get("completeness")),
        alt_ids=tuple(AltId(i["value"], i.get("role")) for i in document.get("altIds", ())),
        printed=_printed(document.get("printed")),
        fetched=_fetched(document.get("capture")),
        encoding=_encoding(document.get("encoding")),
        embargoed=document.get("embargoed", False),
        slugline=_said(document, "slugline"),
        genre=_said(document, "genre"),
        urgency=_said(document, "urgency"),
        ed_note=_said(document, "edNote"),
        corrections=tuple(
            Correction(c["text"], c["basis"], c.get("date"), _span(c))
            for c in document.get("corrections", ())
        ),
        findings=tuple(map(_finding, document.get("findings", ()))),
        document=document,
    )


def _text(document: _Document, name: str) -> Statement[str]:
    found = document.get(name)
    return text_from_json(found) if found else not_stated()


def _date(document: _Document, name: str) -> Statement[Edtf]:
    found = document.get(name)
    return date_from_json(found) if found else no_date()


def _said(document: _Document, name: str) -> Statement[str] | None:
    found = document.get(name)
    return text_from_json(found) if found else None


def _dated(document: _Document, name: str) -> Statement[Edtf] | None:
    found = document.get(name)
    return date_from_json(found) if found else None


def _texts(document: _Document, name: str) -> tuple[Statement[str], ...]:
    found: Sequence[_Document] = document.get(name) or ()
    return tuple(map(text_from_json, found)) or (not_stated(),)


def _span(document: _Document) -> Span | None:
    span = document.get("span")
    return Span(*span) if span else None


def _terms(document: _Document, name: str) -> tuple[Term, ...]:
    return tuple(
        Term(t["name"], t["basis"], t.get("uri"), t.get("code"), t.get("scheme"), t.get("rel"))
        for t in document.get(name, ())
    )


def _contributor(document: _Document) -> Contributor:
    return Contributor(
        name=document["name"],
        rel=document["rel"],
        basis=document["basis"],
        span=_span(document),
        uri=document.get("uri"),
        code=document.get("code"),
        title=document.get("title"),
        organisation=document.get("organisation"),
    )


def _completeness(given: str | None) -> Completeness | None:
    return None if given is None else Completeness(given)


def _printed(document: _Document | None) -> Printed | None:
    if document is None:
        return None
    return Printed(
        edition=_said(document, "edition"),
        section=_said(document, "section"),
        page=_said(document, "page"),
        column=_said(document, "column"),
    )


def _fetched(document: _Document | None) -> Fetched | None:
    if document is None:
        return None
    return Fetched(
        url=document.get("url"),
        record_id=document.get("recordId"),
        time=document.get("time"),
        status=document.get("status"),
        media_type=document.get("mediaType"),
        digest=document.get("digest"),
        headers=document.get("headers"),
        offset=document.get("offset"),
    )


def _encoding(document: _Document | None) -> Encoding | None:
    if document is None:
        return None
    confidence = document.get("confidence")
    return Encoding(
        name=document["name"],
        status=Status(document["status"]),
        basis=document["basis"],
        confidence=None if confidence is None else float(confidence),
        others=tuple(document.get("others", ())),
    )


def _recorded_text(body: _Document) -> RecordedText:
    return RecordedText(
        path=body["path"],
        paragraphs=body["paragraphs"],
        segments=tuple(
            Segment(SegmentKind(s["kind"]), Span(*s["span"])) for s in body.get("segments", ())
        ),
        sha256=body.get("textSha256"),
        source=body["source"]["path"] if "source" in body else None,
    )


def _original(document: _Document) -> RecordedFile:
    return RecordedFile(
        path=document["path"],
        name=document["name"],
        size=document["size"],
        sha512=document["sha512"],
        media_type=document.get("mediaType"),
        pronom=document.get("pronom"),
    )


def _medium(document: _Document) -> RecordedMedium:
    return RecordedMedium(
        id=document["id"],
        kind=MediumKind(document["kind"]),
        path=document.get("path"),
        name=document.get("name"),
        url=document.get("url"),
        media_type=document.get("mediaType"),
        pronom=document.get("pronom"),
        size=document.get("size"),
        sha512=document.get("sha512"),
        width=document.get("width"),
        height=document.get("height"),
        duration=document.get("duration"),
        caption=_text(document, "caption"),
        credit_line=_text(document, "creditLine"),
        alt_text=_text(document, "altText"),
        by=_text(document, "by"),
        rights=_text(document, "rights"),
        title=_said(document, "title"),
        copyright_holder=_said(document, "copyrightHolder"),
        usage_terms=_said(document, "usageTerms"),
        taken=_dated(document, "taken"),
        place=_said(document, "place"),
        digital_source_type=_said(document, "digitalSourceType"),
        embedded=tuple(
            Embedded(e["standard"], e["name"], e["value"]) for e in document.get("embedded", ())
        ),
        renditions=tuple(map(_rendition, document.get("renditions", ()))),
    )


def _rendition(document: _Document) -> Rendition:
    return Rendition(
        name=document.get("name"),
        url=document.get("url"),
        media_type=document.get("mediaType"),
        width=document.get("width"),
        height=document.get("height"),
    )


def _language(document: _Document) -> Language:
    found = document.get("detected")
    detected = Detection(found["tag"], float(found["confidence"]), found["by"]) if found else None
    return Language(_text(document, "declared"), detected)


def _provenance(document: _Document) -> Provenance:
    return Provenance(
        source_line=_text(document, "sourceLine"),
        sources=_texts(document, "sources"),
        agencies=_texts(document, "agencies"),
        publisher=_text(document, "publisher"),
        date_published=_date(document, "datePublished"),
        date_issued=_date(document, "dateIssued"),
        date_modified=_date(document, "dateModified"),
        date_created=_dated(document, "dateCreated"),
        dateline=_text(document, "dateline"),
        url=_text(document, "url"),
        captured=_date(document, "captured"),
    )


def _rights(document: _Document) -> Rights:
    return Rights(
        copyright_notice=_text(document, "copyrightNotice"),
        copyright_holder=_text(document, "copyrightHolder"),
        usage_terms=_text(document, "usageTerms"),
        licence=_said(document, "licence"),
    )


def _finding(document: _Document) -> Finding:
    return Finding(
        Code(document["code"]),
        Kind(document["kind"]),
        Level(document["level"]),
        document["path"],
        document["detail"],
    )


def _delivery(document: _Document | None) -> DeliveredIn | None:
    if document is None:
        return None
    return DeliveredIn(
        identifier=document["identifier"],
        kind=document["kind"],
        position=document["position"],
        sha512=document["sha512"],
        label=document.get("label"),
        item_sha512=document.get("itemSha512"),
        offset=document.get("offset"),
    )
