"""The record as ninjs 3.1 (IPTC, http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json)."""

import re
from collections.abc import Mapping
from typing import Any

from newsarchive.metadata.exports.ninjs_media import TIME, associations
from newsarchive.metadata.exports.reading import Export, RecordReading, is_link, is_uri, set_members
from newsarchive.metadata.exports.xhtml import to_xhtml

_PUB_STATUS = frozenset({"usable", "withheld", "canceled"})
_NO_PLACE = "ninjs has no place for it"
_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
_LOCATED = "located"
# Terms that a source has in a list of its own, by where their basis says that they stood.
_LISTS = {
    "person": "people",
    "people": "people",
    "organisation": "organisations",
    "organisations": "organisations",
    "object": "objects",
    "objects": "objects",
    "event": "events",
    "events": "events",
}
_COMPLETENESS = {"full": "full", "summary": "partial", "stub": "partial", "part": "partial"}


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
    terms = _terms(reading)
    item = {
        "uri": uri,
        "standard": _STANDARD,
        "type": document["type"],
        "representationType": _COMPLETENESS.get(document.get("completeness", "")),
        "version": reading.value("version"),
        "versionCreated": _time(reading, "provenance.dateIssued"),
        "contentCreated": _time(reading, "provenance.dateCreated"),
        "embargoedUntil": _embargo(reading),
        "pubStatus": _pub_status(reading),
        "urgency": _urgency(reading),
        "copyrightHolder": reading.value("rights.copyrightHolder"),
        "copyrightNotice": reading.value("rights.copyrightNotice"),
        "usageTerms": reading.value("rights.usageTerms"),
        "edNote": reading.value("edNote"),
        "language": reading.value("language.declared"),
        # What stands for a headline in listings is none: whoever reads the item may take it so.
        "title": document["displayTitle"] if document["headlines"] else None,
        "headlines": [{"role": role, "value": value} for role, value in reading.headlines()],
        "slugline": reading.value("slugline"),
        "by": reading.value("by"),
        "descriptions": _described(("lead", reading.value("lead"))),
        "bodies": _bodies(document, text),
        "people": [*(_party(person) for person in document["people"]), *terms.pop("people")],
        "places": [_term(t) for t in document["places"] if t.get("rel") != _LOCATED],
        **terms,
        "infoSources": _sources(reading),
        "located": _located(reading),
        "genres": [{"name": name} for name in _one(reading.value("genre"))],
        "rightsInfo": _licence(reading),
        "digitalSourceType": _source_type(reading),
        "associations": associations(reading, bag),
        "altIds": [*ids, *(_alt_id(i) for i in document.get("altIds", ()) if i["value"] != uri)],
    }
    _leave_the_rest(reading)
    return reading.export(item)


def _time(reading: RecordReading, place: str) -> str | None:
    value = reading.value(place)
    if value is None or TIME.fullmatch(value):
        return value
    reading.leave(place, f"{value} is not a time with its zone, which ninjs wants")
    return None


def _embargo(reading: RecordReading) -> str | None:
    time = _time(reading, "embargoedUntil")
    stated = "value" in reading.at("embargoedUntil")
    if time is None and (stated or reading.document.get("embargoed")):
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


def _urgency(reading: RecordReading) -> int | None:
    value = reading.value("urgency")
    if value is None or re.fullmatch(r"[1-9]", value):
        return None if value is None else int(value)
    reading.leave("urgency", f"{value} is no number from 1 to 9")
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
    marked_up = to_xhtml(text, document["body"]["blocks"])
    if marked_up is None:
        return [body]
    rich = {"role": "main", "contentType": "application/xhtml+xml", "value": marked_up}
    return [body, rich]


def _party(person: Mapping[str, Any]) -> dict[str, Any]:
    return set_members({"name": person["name"], "rel": person["rel"], **_identified(person)})


def _terms(reading: RecordReading) -> dict[str, list[dict[str, Any]]]:
    """The subjects, each in the list that its source has it in, and the keywords."""
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("subjects", "people", "organisations", "objects", "events")
    }
    for term in reading.at("subjects"):
        last = re.split(r"[:.]", term["basis"])[-1].casefold()
        found[_LISTS.get(last, "subjects")].append(_term(term))
    found["subjects"] += [_term(term, "keyword") for term in reading.at("keywords")]
    return found


def _term(term: Mapping[str, Any], rel: str | None = None) -> dict[str, Any]:
    return set_members({"name": term["name"], "rel": rel or term.get("rel"), **_identified(term)})


def _identified(member: Mapping[str, Any]) -> dict[str, str | None]:
    """Its URI; a code of a vocabulary (`medtop:17000000`) is a literal to ninjs."""
    uri = member.get("uri")
    if uri and is_link(uri):
        return {"uri": uri, "literal": member.get("code")}
    return {"literal": member.get("code") or uri}


def _sources(reading: RecordReading) -> list[dict[str, str]]:
    publisher = reading.value("provenance.publisher")
    return [
        *({"name": n, "role": "source"} for n in reading.values("provenance.sources")),
        *({"name": n, "role": "agency"} for n in reading.values("provenance.agencies")),
        *({"name": n, "role": "publisher"} for n in (publisher,) if n is not None),
    ]


def _located(reading: RecordReading) -> str | None:
    """Where it was written: as the source says it, else the dateline, where it is just a place."""
    place = next((t["name"] for t in reading.at("places") if t.get("rel") == _LOCATED), None)
    value = reading.value("provenance.dateline")
    if value is None or value == place or (place is None and not re.search(r"[\d()/]", value)):
        return value or place
    reading.leave("provenance.dateline", f"{value} is more than a place")
    return place


def _licence(reading: RecordReading) -> dict[str, str] | None:
    value = reading.value("rights.licence")
    if value is None or is_uri(value):
        return None if value is None else {"linkedRights": value}
    reading.leave("rights.licence", f"{value} is no address")
    return None


def _source_type(reading: RecordReading) -> dict[str, str] | None:
    value = reading.value("digitalSourceType")
    if value is None:
        return None
    return {"uri": value} if is_link(value) else {"literal": value}


def _alt_id(given: Mapping[str, Any]) -> dict[str, Any]:
    return set_members({"role": given.get("role"), "value": given["value"]})


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _leave_the_rest(reading: RecordReading) -> None:
    for name in ("sourceLine", "datePublished", "dateModified", "url", "captured"):
        place = f"provenance.{name}"
        if reading.value(place) is not None:
            reading.leave(place, _NO_PLACE)
    if reading.at("language.detected"):
        reading.leave("language.detected", "ninjs has the declared language only")
    for name in ("form", "printed", "capture", "encoding", "corrections", "delivery", "findings"):
        if reading.document.get(name):
            reading.leave(name, _NO_PLACE)
    _leave_parts(reading)


def _leave_parts(reading: RecordReading) -> None:
    """Of persons and terms what ninjs has no member for."""
    for number, person in enumerate(reading.at("people")):
        for name in ("title", "organisation"):
            if person.get(name):
                reading.leave(f"people[{number}].{name}", _NO_PLACE)
    for kind in ("subjects", "places", "keywords"):
        for number, term in enumerate(reading.at(kind)):
            if term.get("scheme"):
                reading.leave(f"{kind}[{number}].scheme", _NO_PLACE)
