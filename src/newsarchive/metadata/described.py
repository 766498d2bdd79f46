"""A record without the article: what may be told of one of which no text is given. Pure.

The rule: what describes an article stays, and what is a piece of it goes. Headlines, bylines,
sources, dates, subjects, rights, names and checksums of files stay. The lead, the text, editors'
notes, corrections and findings, which quote it, go; of a medium stay what it is, whose and by whom,
and its caption, title, alternative text and embedded fields go. Only what is named here stays, so
that nothing that a later schema adds comes out before somebody has decided about it.
"""

from collections.abc import Mapping
from typing import Any

_STAYS = (
    "schemaVersion",
    "identifier",
    "bag",
    "version",
    "altIds",
    "type",
    "form",
    "completeness",
    "digitalSourceType",
    "displayTitle",
    "headlines",
    "lead",
    "body",
    "by",
    "people",
    "language",
    "provenance",
    "printed",
    "capture",
    "encoding",
    "media",
    "subjects",
    "places",
    "keywords",
    "slugline",
    "genre",
    "urgency",
    "pubStatus",
    "embargoedUntil",
    "embargoed",
    "rights",
    "relations",
    "originals",
    "delivery",
    "findings",
)
_STAYS_OF_MEDIUM = (
    "id",
    "kind",
    "status",
    "path",
    "name",
    "mediaType",
    "pronom",
    "size",
    "sha512",
    "width",
    "height",
    "duration",
    "caption",
    "creditLine",
    "altText",
    "by",
    "rights",
    "copyrightHolder",
    "usageTerms",
    "taken",
    "digitalSourceType",
    "embedded",
)
_STAYS_OF_BODY = ("contentType", "paragraphs")
_NO_TEXT: Mapping[str, Any] = {"path": None, "blocks": [], "segments": [], "textSha256": None}
WITHHELD = "not given: of this article the archive gives the description only"
UNTITLED = "Without a headline"


def described(document: Mapping[str, Any]) -> dict[str, Any]:
    """The record of which no text may be given; it fits the same schema as the whole one."""
    left = {name: document[name] for name in _STAYS if name in document}
    left["displayTitle"] = next(
        (h["value"] for h in document["headlines"] if h["role"] == "main"), UNTITLED
    )
    left["lead"] = _withheld()
    body = document["body"]
    left["body"] = {
        name: body[name] if name in _STAYS_OF_BODY else _NO_TEXT[name]
        for name in body
        if name in _NO_TEXT or name in _STAYS_OF_BODY
    }
    left["media"] = [_medium(medium) for medium in document["media"]]
    left["findings"] = []
    return left


def _medium(document: Mapping[str, Any]) -> dict[str, Any]:
    left = {name: document[name] for name in _STAYS_OF_MEDIUM if name in document}
    return left | {"caption": _withheld(), "altText": _withheld(), "embedded": []}


def _withheld() -> dict[str, Any]:
    return {"status": "unknown", "reason": WITHHELD}
