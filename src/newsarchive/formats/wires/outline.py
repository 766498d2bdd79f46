"""Which format a JSON document is of, told from the names in its beginning. Pure.

ninjs 1.0 to 3.x says so in `standard` or `$standard`, or is known by names that only it has beside
a `uri`; Superdesk's export has a `guid` in the place of that; dpa's digital wires have a `format`.
A list of them is a JSON array, or JSON Lines, or lies under one name of an object.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|[{}\[\]:,]', re.DOTALL)
_MORE = re.compile(r"[ \t\r]*\n\s*\{")  # behind an object: another one on a line of its own
_HREF = re.compile(r'"(?i:href|url)"\s*:\s*"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_SHOWN = 200  # characters of a value that are kept
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LISTS = ("_items", "items", "entries", "item", "hits")
"""Under which names services give lists: Superdesk, several, dpa, the BBC, TT."""

# What no other JSON is likely to have beside a uri; each with how its value begins.
_TELLING: Mapping[str, str] = {
    "versioncreated": '"',
    "headlines": "[",
    "bodies": "[",
    "descriptions": "[",
    "pubstatus": '"',
    "representationtype": '"',
    "copyrightnotice": '"',
    "copyrightholder": '"',
    "usageterms": '"',
    "infosource": "[",
    "infosources": "[",
    "embargoeduntil": '"',
    "anpa_category": "[",
}
_TELLING_PREFIXES = ("headline_", "body_", "description_")
# What others have, too: two of them are enough.
_COMMON: Mapping[str, str] = {
    "headline": '"',
    "title": '"',
    "byline": '"',
    "by": '"',
    "located": '"',
    "slugline": '"',
    "ednote": '"',
    "language": '"',
    "version": '"0123456789',
    "urgency": '"0123456789',
    "renditions": "{[",
    "associations": "{[",
    "altids": "{[",
    "subject": "[",
    "subjects": "[",
    "person": "[",
    "people": "[",
    "place": "[",
    "places": "[",
    "genre": "[",
    "genres": "[",
    "contentcreated": '"',
    "firstcreated": '"',
    "family_id": '"',
}
_ENOUGH = 2
_BEGINNING = 1024  # bytes
_TYPES = frozenset(
    (
        *("text", "audio", "video", "picture", "graphic", "composite", "component", "event"),
        *("planning", "preformatted"),
    )
)


class WireKind(StrEnum):
    """A format of wires that is JSON."""

    NINJS = "ninjs"
    DIGITALWIRES = "digitalwires"


@dataclass(frozen=True, slots=True)
class ListIn:
    """Where many items lie in a document: an `array`, or `lines`, and the byte it begins at."""

    form: str
    start: int


Outline = Mapping[str, str]
"""The names of an object in lower case, each with how its value begins."""


def decoded(data: bytes) -> str:
    """The characters of a beginning: by its mark, else UTF-8; what is none becomes U+FFFD."""
    for sign, encoding in _MARKS:
        if data.startswith(sign):
            return data[len(sign) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def kind_of(head: bytes) -> WireKind | None:
    """Which format the one item that begins with `head` is of; None for others, and for several."""
    if decoded(head[:_BEGINNING]).lstrip()[:1] not in {"{", ""}:
        return None  # what is no text takes long to decode
    text = decoded(head)
    if text.lstrip()[:1] != "{":
        return None
    kind = kind_of_outline(outline(text))
    end = _end(text, 0) if kind else None
    return None if end is not None and _MORE.match(text, end) else kind


def outline(text: str, start: int = 0) -> Outline:
    """The names of the object that begins behind `start`; `text` may end anywhere."""
    found: dict[str, str] = {}
    for name, place in _members(text, start):
        found.setdefault(name.casefold(), text[place : place + _SHOWN].lstrip())
    return found


def list_in(head: bytes) -> ListIn | None:
    """How `head` holds many items, in UTF-8; None where it holds none, or none begins within it."""
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    text = head.decode("latin-1")  # whose characters are the bytes; every sign of JSON is ASCII
    here = len(text) - len(text[mark:].lstrip())
    if text[here : here + 1] == "[":
        return ListIn("array", here + 1) if _first_is_item(text, here + 1) else None
    if text[here : here + 1] != "{":
        return None
    if (end := _end(text, here)) is not None and _MORE.match(text, end):
        return ListIn("lines", here) if kind_of_outline(outline(text, here)) else None
    for name, place in _members(text, here):
        if name in _LISTS and text[place:].lstrip()[:1] == "[":
            start = text.index("[", place) + 1
            return ListIn("array", start) if _first_is_item(text, start) else None
    return None


def files_in(head: bytes) -> tuple[str, ...]:
    """The last parts of the addresses that an item names in its beginning, each once."""
    urls = (match[1].replace("\\/", "/") for match in _HREF.finditer(decoded(head)))
    paths = (re.split(r"[?#]", url)[0] for url in urls)
    return tuple(dict.fromkeys(name for path in paths if (name := path.rpartition("/")[2])))


def kind_of_outline(names: Outline) -> WireKind | None:
    """Which format an object with these names is of."""
    if names.get("format", "").startswith('"digitalwires'):
        return WireKind.DIGITALWIRES
    if "@context" in names or "schemaversion" in names:
        return None  # linked data; a record of our own
    if _says_ninjs(names):
        return WireKind.NINJS
    has_id = any(names.get(name, "").startswith('"') for name in ("uri", "guid"))
    telling = sum(_tells(name, value) for name, value in names.items())
    common = sum(value[:1] in _COMMON.get(name, "\0") for name, value in names.items() if value)
    common += _is_type(names.get("type", ""))
    if has_id and (telling or common >= _ENOUGH):
        return WireKind.NINJS
    # Before 1.2 nothing was required.
    dated = names.get("versioncreated", "").startswith('"')
    return WireKind.NINJS if dated and telling + common > _ENOUGH else None


def _says_ninjs(names: Outline) -> bool:
    said = names.get("standard", "") + names.get("$standard", "")
    return said.startswith("{") and '"ninjs' in said


def _tells(name: str, value: str) -> bool:
    if value[:1] and value[:1] in _TELLING.get(name, "\0"):
        return True
    return name.startswith(_TELLING_PREFIXES) and value.startswith('"')


def _is_type(value: str) -> bool:
    return value.startswith('"') and value[1:].partition('"')[0] in _TYPES


def _first_is_item(text: str, start: int) -> bool:
    begin = text[start:].lstrip()[:1]
    return begin == "{" and kind_of_outline(outline(text, start)) is not None


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The names of an object, and where the value of each begins."""
    depth, name, named = 0, "", False
    for token in _TOKEN.finditer(text, start):
        sign = text[token.start()]
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            if sign == '"' and not named:
                name = token.group()[1:-1]
            elif sign == ":" and not named:
                named = True
                yield name, token.end()
            elif sign == ",":
                named = False


def _end(text: str, start: int) -> int | None:
    """The index behind the object or array that begins at `start`; None where it is cut off."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        sign = text[token.start()]
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth <= 0:
                return token.end()
    return None
