"""The record as JSON-LD for the web: a NewsArticle of schema.org (https://schema.org/NewsArticle)."""

from collections.abc import Mapping
from typing import Any

from newsarchive.metadata.agencies import named
from newsarchive.metadata.exports.reading import (
    Export,
    RecordReading,
    first,
    is_link,
    is_uri,
    set_members,
)

_MEDIA = {
    "image": ("image", "ImageObject"),
    "graphic": ("image", "ImageObject"),
    "video": ("video", "VideoObject"),
    "audio": ("audio", "AudioObject"),
    "embed": ("associatedMedia", "MediaObject"),
}


def to_json_ld(document: Mapping[str, Any], text: str | None = None) -> Export:
    """A record (schema article-1) as schema.org JSON-LD; `text` is that of its article.txt.

    Contributors are texts, since a record does not say who of them is a person and who is not.
    """
    reading = RecordReading(document)
    headlines = list(reading.headlines())
    main = first(value for role, value in headlines if role == "main")
    terms = reading.value("rights.usageTerms")
    others = [p["name"] for p in document["people"] if p["rel"] not in {"author", "editor"}]
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": [document["identifier"], document["bag"]],
        "url": _url(reading),
        "name": document["displayTitle"],
        "headline": main,
        "alternativeHeadline": [value for role, value in headlines if role != "main"],
        "abstract": reading.value("lead"),
        "articleBody": text if document["body"]["path"] else None,
        "author": reading.people("author"),
        "editor": reading.people("editor"),
        "contributor": [*others, *map(_organization, reading.values("provenance.agencies"))],
        "creditText": reading.value("provenance.sourceLine"),
        "sourceOrganization": [
            {"@type": "Organization", "name": name} for name in reading.values("provenance.sources")
        ],
        "publisher": reading.value("provenance.publisher"),
        "datePublished": reading.plain_date("provenance.datePublished"),
        "dateModified": reading.plain_date("provenance.dateModified"),
        "dateline": reading.value("provenance.dateline"),
        "inLanguage": reading.value("language.declared"),
        "version": reading.value("version"),
        "copyrightNotice": reading.value("rights.copyrightNotice"),
        "copyrightHolder": reading.value("rights.copyrightHolder"),
        "usageInfo": {"@type": "CreativeWork", "text": terms} if terms else None,
        "keywords": [term["name"] for term in document["keywords"]],
        "about": [_thing("Thing", term) for term in document["subjects"]],
        "contentLocation": [_thing("Place", term) for term in document["places"]],
        **_media(reading),
    }
    _leave_the_rest(reading)
    return reading.export(article)


def _url(reading: RecordReading) -> str | None:
    value = reading.value("provenance.url")
    if value is None or is_uri(value):
        return value
    reading.leave("provenance.url", f"{value} is not a URI")
    return None


def _organization(name: str) -> dict[str, Any]:
    agency = named(name)
    item = agency.agency.wikidata if agency else None
    same = f"http://www.wikidata.org/entity/{item}" if item else None
    return set_members({"@type": "NewsMediaOrganization", "name": name, "sameAs": same})


def _thing(kind: str, term: Mapping[str, Any]) -> dict[str, Any]:
    uri = term.get("uri")
    where = "sameAs" if uri and is_link(uri) else "identifier"
    return set_members({"@type": kind, "name": term["name"], where: uri})


def _media(reading: RecordReading) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for number, medium in enumerate(reading.at("media")):
        place = f"media[{number}]"
        member, kind = _MEDIA[medium["kind"]]
        facts = {
            name: reading.value(f"{place}.{name}", medium[name])
            for name in ("caption", "altText", "by", "creditLine", "rights")
        }
        url, size = medium.get("url"), medium.get("size")
        if url and not is_uri(url):
            reading.leave(f"{place}.url", f"{url} is not a URI")
            url = None
        found.setdefault(member, []).append(
            set_members(
                {
                    "@type": kind,
                    "name": medium.get("name"),
                    "contentUrl": url,
                    "encodingFormat": medium.get("mediaType"),
                    "contentSize": None if size is None else f"{size} bytes",
                    "width": medium.get("width"),
                    "height": medium.get("height"),
                    "caption": facts["caption"],
                    "description": facts["altText"],
                    "creator": facts["by"],
                    "creditText": facts["creditLine"],
                    "copyrightNotice": facts["rights"],
                }
            )
        )
    return found


def _leave_the_rest(reading: RecordReading) -> None:
    for place in (
        "by",
        "provenance.dateIssued",
        "provenance.captured",
        "pubStatus",
        "embargoedUntil",
        "digitalSourceType",
    ):
        if reading.value(place) is not None:
            reading.leave(place, "schema.org has no place for it")
    if reading.at("language.detected"):
        reading.leave("language.detected", "schema.org has the declared language only")
    for name in ("relations", "delivery", "findings"):
        if reading.at(name):
            reading.leave(name, "schema.org has no place for it")
