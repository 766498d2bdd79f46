"""The record as simple Dublin Core: its fifteen elements, and oai_dc XML for OAI-PMH.

Sources: http://purl.org/dc/elements/1.1/ and http://www.openarchives.org/OAI/2.0/oai_dc.xsd.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.metadata.exports.reading import Export, RecordReading
from newsarchive.metadata.xml_text import REPLACEMENT, UNSAYABLE

_ELEMENTS = "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

# http://purl.org/dc/dcmitype/, as far as a record's type has one
_TYPES = {
    "text": "Text",
    "audio": "Sound",
    "video": "MovingImage",
    "picture": "StillImage",
    "graphic": "StillImage",
    "composite": "Collection",
    "event": "Event",
}


@dataclass(frozen=True, slots=True)
class DublinCore:
    """oai_dc XML in UTF-8, without an XML declaration: it goes into an OAI-PMH response."""

    xml: bytes
    left_out: tuple[str, ...]


def to_dublin_core(document: Mapping[str, Any]) -> Export:
    """A record (schema article-1) as Dublin Core: each element that is known, with its values."""
    reading = RecordReading(document)
    provenance = "provenance.dateIssued", "provenance.dateModified"
    headline = [value for role, value in reading.headlines() if role == "main"]
    authors = reading.people("author")
    byline, publisher = reading.value("by"), reading.value("provenance.publisher")
    if authors and byline is not None:
        reading.leave("by", "the authors that it names stand for it")
    elements = {
        "title": headline or [document["displayTitle"]],
        "creator": authors or _list(byline),
        "subject": [term["name"] for term in (*document["subjects"], *document["keywords"])],
        "description": _list(reading.value("lead")),
        "publisher": _list(publisher),
        "contributor": [
            *(p["name"] for p in document["people"] if p["rel"] != "author"),
            *reading.values("provenance.agencies"),
        ],
        "date": _list(reading.plain_date("provenance.datePublished")),
        "type": _list(_TYPES.get(document["type"])),
        "format": [o["mediaType"] for o in document["originals"] if "mediaType" in o],
        "identifier": _unique(
            document["identifier"], document["bag"], reading.value("provenance.url")
        ),
        "source": reading.values("provenance.sources"),
        "language": _list(reading.value("language.declared")),
        "relation": [relation["identifier"] for relation in document["relations"]],
        "coverage": [term["name"] for term in document["places"]],
        "rights": [
            *_list(reading.value("rights.copyrightNotice")),
            *_list(reading.value("rights.copyrightHolder")),
            *_list(reading.value("rights.usageTerms")),
        ],
    }
    for place in (*provenance, "provenance.captured", "provenance.dateline", "version"):
        if reading.value(place) is not None:
            reading.leave(place, "Dublin Core has no element of its own for it")
    if document["media"]:
        reading.leave("media", "Dublin Core describes the article only")
    return reading.export(elements)


def oai_dc(document: Mapping[str, Any]) -> DublinCore:
    """A record (schema article-1) as oai_dc.

    A character that XML cannot hold is replaced by U+FFFD, and its element is in `left_out`.
    """
    from lxml import etree  # noqa: PLC0415  # slow to import

    export = to_dublin_core(document)
    left_out = list(export.left_out)
    root = etree.Element(
        f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _ELEMENTS, "xsi": _XSI}
    )
    root.set(f"{{{_XSI}}}schemaLocation", _LOCATION)
    for name, values in export.document.items():
        for value in values:
            text, replaced = UNSAYABLE.subn(REPLACEMENT, value)
            if replaced:
                left_out.append(f"dc:{name}: U+FFFD stands for what XML cannot hold, {replaced}x")
            etree.SubElement(root, f"{{{_ELEMENTS}}}{name}").text = text
    etree.indent(root)
    return DublinCore(
        etree.tostring(root, encoding="UTF-8", xml_declaration=False), tuple(left_out)
    )


def _list(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _unique(*values: str | None) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))
