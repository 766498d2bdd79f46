"""What a ninjs item is associated with: the media of a record, and the items it is related to."""

import re
from collections.abc import Mapping
from typing import Any

from newsarchive.metadata.exports.reading import RecordReading, is_uri, set_members
from newsarchive.model.article import BETWEEN_BAGS

_MEDIA = {"image": "picture", "video": "video", "audio": "audio", "graphic": "graphic"}
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
"""A moment with its zone, as ninjs wants it."""
_STATEMENTS = ("caption", "altText", "by", "creditLine", "rights")
_OPTIONAL = ("title", "copyrightHolder", "usageTerms", "taken", "place", "digitalSourceType")


def associations(reading: RecordReading, bag: str) -> list[dict[str, Any]]:
    """The media of a record, and the items that its source relates it to."""
    media = (_medium(reading, n, medium, bag) for n, medium in enumerate(reading.at("media")))
    return [*(item for item in media if item), *_related(reading)]


def _medium(
    reading: RecordReading, number: int, medium: Mapping[str, Any], bag: str
) -> dict[str, Any] | None:
    place = f"media[{number}]"
    if medium["kind"] not in _MEDIA:
        reading.leave(place, f"ninjs has no type for an {medium['kind']}")
        return None
    said = {name: reading.value(f"{place}.{name}", medium[name]) for name in _STATEMENTS}
    said |= {
        name: reading.value(f"{place}.{name}", medium[name]) if name in medium else None
        for name in _OPTIONAL
    }
    taken = said["taken"]
    if taken is not None and not TIME.fullmatch(taken):
        reading.leave(f"{place}.taken", f"{taken} is not a time with its zone, which ninjs wants")
        taken = None
    if medium.get("embedded"):
        reading.leave(f"{place}.embedded", "ninjs has no place for it")
    made = said["digitalSourceType"]
    item = {
        "name": medium["id"],
        "rel": "media",
        "uri": f"{bag}#{medium.get('path', 'media-' + medium['id'])}",
        "type": _MEDIA[medium["kind"]],
        "contentCreated": taken,
        "title": medium.get("name"),
        "headlines": _roles("main", said["title"]),
        "by": said["by"],
        "copyrightHolder": said["copyrightHolder"],
        "copyrightNotice": said["rights"],
        "usageTerms": said["usageTerms"],
        "located": said["place"],
        "descriptions": [
            {**text, "contentType": "text/plain"}
            for role, name in (("caption", "caption"), ("alt", "altText"))
            for text in _roles(role, said[name])
        ],
        "infoSources": [{"name": n, "role": "credit"} for n in (said["creditLine"],) if n],
        "digitalSourceType": ({"uri": made} if is_uri(made) else {"literal": made})
        if made
        else None,
        "renditions": _renditions(reading, place, medium),
    }
    return set_members(item)


def _roles(role: str, value: str | None) -> list[dict[str, str]]:
    return [] if value is None else [{"role": role, "value": value}]


def _renditions(
    reading: RecordReading, place: str, medium: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The medium itself as `original`, and the other renditions that its source names."""
    itself = {
        "href": _address(reading, place, medium.get("url")),
        "contentType": medium.get("mediaType"),
        "width": medium.get("width"),
        "height": medium.get("height"),
        "sizeInBytes": medium.get("size"),
        "duration": _seconds(medium.get("duration")),
    }
    others = []
    for number, rendition in enumerate(medium.get("renditions", ())):
        where = f"{place}.renditions[{number}]"
        other = {
            "name": rendition.get("name", f"rendition-{number + 1}"),
            "href": _address(reading, where, rendition.get("url")),
            "contentType": rendition.get("mediaType"),
            "width": rendition.get("width"),
            "height": rendition.get("height"),
        }
        others.append(set_members(other))
    known = any(value is not None for value in itself.values())
    is_named = any(_same(itself, other) for other in others)
    own = [set_members({"name": "original", **itself})] if known and not is_named else []
    return [*own, *others]


def _same(itself: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether another rendition is the medium itself, and says all that is known of it."""
    known = set_members(itself)
    return bool(known) and all(other.get(name) == value for name, value in known.items())


def _address(reading: RecordReading, place: str, url: str | None) -> str | None:
    if url and not is_uri(url):
        reading.leave(f"{place}.url", f"{url} is not a URI")
        return None
    return url


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _related(reading: RecordReading) -> list[dict[str, Any]]:
    found = []
    for number, relation in enumerate(reading.at("relations")):
        uri, place = relation["identifier"], f"relations[{number}]"
        if relation["rel"] in BETWEEN_BAGS:
            reading.leave(place, "it is between bags of this archive")
        elif not is_uri(uri):
            reading.leave(place, f"{uri} is not a URI")
        else:
            name = relation.get("reason", uri)
            found.append({"name": name, "rel": relation["rel"], "uri": uri})
    return found
