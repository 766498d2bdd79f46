"""An NITF 3.x document to an article; no DTD is read. Pure. Source: NITF 3.6 (IPTC)."""

from datetime import datetime

from lxml import etree

from newsarchive.formats.documents import Decoded, document
from newsarchive.formats.wires.elements import attribute, child, children, local
from newsarchive.formats.wires.nitf_body import has_text, read_body
from newsarchive.formats.wires.nitf_head import NitfHead
from newsarchive.formats.wires.story import dateline, opening
from newsarchive.formats.wires.values import agencies_of, language, said, sources_of
from newsarchive.model.article import (
    Article,
    Body,
    Correction,
    Language,
    Provenance,
    Relation,
    no_date,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_STATUS = {"killed": "canceled", "canceled": "canceled", "cancelled": "canceled"}
_TYPES = {"picture", "audio", "video", "graphic"}


def read_document(reader: str, capture: Capture, data: bytes) -> Article:
    """The article in a document.

    Raises:
        ValueError: it is no NITF that can be read; says what is wrong.
    """
    root, decoded = document(data, capture.charset)
    if local(root) != "nitf":
        raise ValueError(f"its root is {local(root)}")
    return _article(reader, capture, root, decoded)


def _article(reader: str, capture: Capture, nitf: etree._Element, decoded: Decoded) -> Article:
    head = NitfHead(nitf)
    blocks, media = read_body(nitf)
    text = opening(blocks, head.lead(), dateline(head.dateline(), "nitf:dateline"), "nitf")
    docdata = head.docdata
    until = _embargo(head)
    return Article(
        reader=reader,
        originals=(capture,),
        body=Body(text.blocks),
        lead=text.lead,
        headlines=head.headlines(),
        by=head.by(),
        people=tuple(head.people()),
        language=Language(language(*head.language())),
        provenance=_provenance(head, text.dateline),
        media=media,
        rights=head.rights(),
        type=_type(nitf),
        version=head.version(),
        pub_status=_status(docdata),
        embargoed=until.known,
        embargoed_until=until,
        subjects=tuple(head.subjects()),
        places=tuple(head.places()),
        keywords=tuple(head.keywords()),
        relations=tuple(_relations(docdata)),
        source_id=head.guid or None,
        form="correction" if child(docdata, "correction") is not None else None,
        alt_ids=tuple(head.alt_ids()),
        printed=head.printed(),
        encoding=decoded.read_as,
        slugline=_some(attribute(child(docdata, "fixture"), "fix-id"), "nitf:fixture/@fix-id"),
        genre=_genre(nitf),
        urgency=_some(attribute(child(docdata, "urgency"), "ed-urg"), "nitf:urgency/@ed-urg"),
        ed_note=note if (note := head.notes()).known else None,
        corrections=tuple(
            Correction(info, "nitf:correction/@info")
            for e in children(docdata, "correction")
            if (info := attribute(e, "info"))
        ),
        findings=tuple(_findings(head, decoded, has_body=has_text(text.blocks))),
    )


def _provenance(head: NitfHead, place: Statement[str]) -> Provenance:
    publisher = said(attribute(head.pubdata, "name"), "nitf:pubdata/@name")
    distributor = said(head.distributor, "nitf:distributor")
    sender = [
        (attribute(e, "src-name"), "nitf:del-list/from-src/@src-name")
        for e in children(child(head.docdata, "del-list"), "from-src")
    ]
    registered = (head.registered, "nitf:doc-id/@regsrc")
    holder = head.rights().copyright_holder
    stated = [
        (distributor.value, "nitf:distributor"),
        (publisher.value, "nitf:pubdata/@name"),
        *sender,
    ]
    if not any(text for text, _ in stated):
        stated = [registered]
    printed = [
        (place.value, place.basis or "nitf:dateline"),
        (head.by().value, "nitf:byline"),
        registered,
        (holder.value, "nitf:doc.copyright/@holder"),
    ]
    return Provenance(
        source_line=distributor,
        sources=sources_of(stated),
        agencies=agencies_of([*stated, *printed]),
        publisher=publisher,
        date_published=head.published(),
        date_issued=head.date("date.issue"),
        dateline=place,
        date_created=head.created(),
    )


def _embargo(head: NitfHead) -> Statement[Edtf]:
    """When it may be released, where that is later than it was issued: else it was, on receipt."""
    release, issued = head.date("date.release"), head.date("date.issue")
    if release.value is None or issued.value is None:
        return release
    return release if _later(release.value.text, issued.value.text) else no_date()


def _later(release: str, issued: str) -> bool:
    try:
        times = [datetime.fromisoformat(text) for text in (release, issued)]
        if all(time.tzinfo for time in times):
            return times[0] > times[1]
    except ValueError:
        pass
    return release[: len(issued)] > issued[: len(release)]


def _status(docdata: etree._Element | None) -> Statement[str]:
    """Usable, withheld, canceled: what its management status says of that, as printed."""
    printed = attribute(docdata, "management-status").casefold()
    if not printed:
        return not_stated()
    value = _STATUS.get(printed, printed)
    return Statement.stated(value, raw=printed if printed != value else None, basis="nitf:docdata")


def _relations(docdata: etree._Element | None) -> list[Relation]:
    refs = attribute(docdata, "management-doc-idref")
    return [Relation("follows", refs, "nitf:docdata/@management-doc-idref")] if refs else []


def _type(nitf: etree._Element) -> str:
    kind = attribute(child(nitf, "head", "tobject"), "tobject.type").casefold()
    return kind if kind in _TYPES else "text"


def _genre(nitf: etree._Element) -> Statement[str] | None:
    found = child(nitf, "head", "tobject", "tobject.property")
    return _some(attribute(found, "tobject.property.type"), "nitf:tobject.property")


def _some(text: str, basis: str) -> Statement[str] | None:
    return said(text, basis) if text else None


def _findings(head: NitfHead, decoded: Decoded, *, has_body: bool) -> list[Finding]:
    found = [*decoded.findings]
    if not head.guid:
        detail = "the NITF document has no doc-id"
        found.append(Finding(Code.WR_01, Kind.PROVENANCE, Level.NOTE, "", detail))
    if not has_body:
        detail = "the text has no body paragraph"
        found.append(Finding(Code.TX_03, Kind.TEXT, Level.WARNING, "", detail))
    return found
