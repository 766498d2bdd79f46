"""The record as ninjs 3.1 (IPTC, http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json)."""

import re
from collections.abc import Mapping
from typing import Any

from newsarchive.metadata.exports.reading import Export, RecordReading, is_link, is_uri, set_members

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_PUB_STATUS = frozenset({"usable", "withheld", "canceled"})
_MEDIA = {"image": "picture", "video": "video", "audio": "audio", "graphic": "graphic"}
_NO_PLACE = "ninjs has no place for it"
_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def to_ninjs(document: Mapping[str, Any], text: str | None = None) -> Export:
    """A record (schema article-1) as a ninjs 3.1 item; `text` is that of its article.txt.

    `uri` is the article id where that is a URI, else the bag's URN.
    """
    reading = RecordReading(document)
    bag, identifier = document["bag"], document["identifier"]
    uri = identifier if is_uri(identifier) else bag
    ids = [
        {"role": role, "value": value}
        for role, value in (("article", identifier), ("bag", bag))
        if value != uri
    ]
    item = {
        "uri": uri,
        "standard": _STANDARD,
        "type": document["type"],
        "version": reading.value("version"),
        "versionCreated": _time(reading, "provenance.dateIssued"),
        "embargoedUntil": _embargo(reading),
        "pubStatus": _pub_status(reading),
        "copyrightHolder": reading.value("rights.copyrightHolder"),
        "copyrightNotice": reading.value("rights.copyrightNotice"),
        "usageTerms": reading.value("rights.usageTerms"),
        "language": reading.value("language.declared"),
        "title": document["displayTitle"],
        "headlines": [{"role": role, "value": value} for role, value in reading.headlines()],
        "by": reading.value("by"),
        "descriptions": _described(("lead", reading.value("lead"))),
        "bodies": _bodies(document, text),
        "people": [_party(person) for person in document["people"]],
        "places": [_term(term) for term in document["places"]],
        "subjects": [
            *(_term(term) for term in document["subjects"]),
            *(_term(term, "keyword") for term in document["keywords"]),
        ],
        "infoSources": _sources(reading),
        "located": _located(reading),
        "digitalSourceType": _source_type(reading),
        "associations": _associations(reading, bag),
        "altIds": ids,
    }
    _leave_the_rest(reading)
    return reading.export(item)


def _time(reading: RecordReading, place: str) -> str | None:
    value = reading.value(place)
    if value is None or _TIME.fullmatch(value):
        return value
    reading.leave(place, f"{value} is not a time with its zone, which ninjs wants")
    return None


def _embargo(reading: RecordReading) -> str | None:
    time = _time(reading, "embargoedUntil")
    if time is None and "value" in reading.at("embargoedUntil"):
        # ninjs takes the absence of the member for the absence of an embargo.
        reading.leave("embargoedUntil", "THERE IS AN EMBARGO that the ninjs item does not tell of")
    return time


def _pub_status(reading: RecordReading) -> str | None:
    value = reading.value("pubStatus")
    status = value.removeprefix("stat:") if value else None
    if status is None or status in _PUB_STATUS:
        return status
    reading.leave("pubStatus", f"{value} is none of {', '.join(sorted(_PUB_STATUS))}")
    return None


def _described(*texts: tuple[str, str | None]) -> list[dict[str, str]]:
    return [
        {"role": role, "contentType": "text/plain", "value": value}
        for role, value in texts
        if value is not None
    ]


def _bodies(document: Mapping[str, Any], text: str | None) -> list[dict[str, Any]]:
    if text is None or document["body"]["path"] is None:
        return []
    body = {"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text}
    return [body]


def _party(person: Mapping[str, Any]) -> dict[str, Any]:
    return set_members({"name": person["name"], "rel": person["rel"], **_identified(person)})


def _term(term: Mapping[str, Any], rel: str | None = None) -> dict[str, Any]:
    return set_members({"name": term["name"], "rel": rel, **_identified(term)})


def _identified(member: Mapping[str, Any]) -> dict[str, str | None]:
    """Its URI; a code of a vocabulary (`medtop:17000000`) is a literal to ninjs."""
    uri = member.get("uri")
    return {"uri": uri} if uri and is_link(uri) else {"literal": uri}


def _sources(reading: RecordReading) -> list[dict[str, str]]:
    publisher = reading.value("provenance.publisher")
    return [
        *({"name": n, "role": "source"} for n in reading.values("provenance.sources")),
        *({"name": n, "role": "agency"} for n in reading.values("provenance.agencies")),
        *({"name": n, "role": "publisher"} for n in (publisher,) if n is not None),
    ]


def _located(reading: RecordReading) -> str | None:
    """The dateline, where it is a place and nothing more."""
    value = reading.value("provenance.dateline")
    if value is None or not re.search(r"[\d()/]", value):
        return value
    reading.leave("provenance.dateline", f"{value} is more than a place")
    return None


def _source_type(reading: RecordReading) -> dict[str, str] | None:
    value = reading.value("digitalSourceType")
    if value is None:
        return None
    return {"uri": value} if is_link(value) else {"literal": value}


def _associations(reading: RecordReading, bag: str) -> list[dict[str, Any]]:
    found = []
    for number, medium in enumerate(reading.at("media")):
        place = f"media[{number}]"
        if medium["kind"] not in _MEDIA:
            reading.leave(place, f"ninjs has no type for an {medium['kind']}")
            continue
        url = medium.get("url")
        if url and not is_uri(url):
            reading.leave(f"{place}.url", f"{url} is not a URI")
            url = None
        facts = {
            name: reading.value(f"{place}.{name}", medium[name])
            for name in ("caption", "altText", "by", "creditLine", "rights")
        }
        rendition = {
            "href": url,
            "contentType": medium.get("mediaType"),
            "width": medium.get("width"),
            "height": medium.get("height"),
            "sizeInBytes": medium.get("size"),
            "duration": _seconds(medium.get("duration")),
        }
        known = any(value is not None for value in rendition.values())
        item = {
            "name": medium["id"],
            "rel": "media",
            "uri": f"{bag}#{medium.get('path', 'media-' + medium['id'])}",
            "type": _MEDIA[medium["kind"]],
            "title": medium.get("name"),
            "by": facts["by"],
            "copyrightNotice": facts["rights"],
            "descriptions": _described(("caption", facts["caption"]), ("alt", facts["altText"])),
            "infoSources": _credit(facts["creditLine"]),
            "renditions": [set_members({"name": "original", **rendition})] if known else [],
        }
        found.append(set_members(item))
    return found


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _credit(line: str | None) -> list[dict[str, str]]:
    return [] if line is None else [{"name": line, "role": "credit"}]


def _leave_the_rest(reading: RecordReading) -> None:
    for name in ("sourceLine", "datePublished", "dateModified", "url", "captured"):
        place = f"provenance.{name}"
        if reading.value(place) is not None:
            reading.leave(place, _NO_PLACE)
    if reading.at("language.detected"):
        reading.leave("language.detected", "ninjs has the declared language only")
    for name in ("relations", "delivery", "findings"):
        if reading.at(name):
            reading.leave(name, _NO_PLACE)
