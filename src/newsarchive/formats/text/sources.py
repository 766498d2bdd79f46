# quotes and dashes of other languages
"""What a line of sources lists, and the agencies of a line that is nothing else. Pure."""

import re
from dataclasses import dataclass

from newsarchive.formats.text.bylines import LONGEST_BYLINE
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.names import AND, names_only, parted
from newsarchive.formats.text.papers import is_paper
from newsarchive.formats.text.words import is_agency, is_unnamed

_FROM_AGENCIES = re.compile(
    r"(?i:(?:(?:compiled )?from|by|aus|von|par|avec|por|con|da|van|door|agencies"
    r"|agenturen)\s+)?(?P<names>\S.*?)"
    r"(?:\s+(?:in|à|en|a|em|te)\s+(?P<place>[^\W\d_][\w .'-]{1,30}))?"
)
_LAST_AND = re.compile(rf"(?P<left>\S.*)\s+{AND}\s+(?P<right>\S.*)")
_FIRST_AND = re.compile(rf"{AND}\s+")
_MARKS = re.compile(r"[,;/](?![^(]*\))")
_MARKS_BUT_SLASH = re.compile(r"[,;](?![^(]*\))")
_IN_BRACKETS = re.compile(r"(?P<before>[^()]*[^()\s])\s*\((?P<inside>[^()]*\w[^()]*)\)")


def is_from(line: Stretch) -> bool:
    """Whether a line of agencies says that the text is from them: "From AFP, AP and Reuters"."""
    return _FROM.match(line.text) is not None


_FROM = re.compile(r"(?i)(?:compiled from|from|by|aus|von|par|avec|por|con|da|van|door)\s")


@of_a_line
def read_agencies(line: Stretch) -> tuple[Stretch, ...]:
    """The agencies of a line that is nothing else: `AFP, Reuters`, `From AP and dpa in Tolm`."""
    bare = line.text.strip("()[]（）. ")
    if len(bare) > LONGEST_BYLINE:
        return ()
    at = line.text.index(bare)
    text = line.part(at, at + len(bare))
    match = _FROM_AGENCIES.fullmatch(text.text)
    if not match or (match["place"] and not names_only(match["place"])):
        return ()
    items = parted(text.group(match, "names"), _AGENCY_JOINS)
    return tuple(items) if items and all(is_agency(item.text) for item in items) else ()


_AGENCY_JOINS = re.compile(rf"\s*[,;/|]\s*(?:{AND}\s+)?|\s+{AND}\s+")


@dataclass(frozen=True, slots=True)
class SourceItems:
    """What a source line lists: sources with a name, and mentions of agencies without one."""

    named: tuple[Stretch, ...]
    unnamed: tuple[Stretch, ...]


def read_sources(value: Stretch) -> SourceItems:
    """The items of `value`, the part of a source line after its label.

    "and" parts two items only where one side names nobody, where commas part others already, or
    where both sides are well-known agencies: "Johnson and Johnson" is one source.
    """
    items = _listed(value.part(0, len(value.text.removesuffix("."))))
    if len(items) == 2 and is_paper(items[0].text) and _is_place(items[1].text):  # noqa: PLR2004
        bare = value.text.removesuffix(".")  # Evening Chronicle, Tolm
        return SourceItems((value.part(0, len(bare)),), ())
    return SourceItems(
        tuple(item for item in items if not is_unnamed(item.text)),
        tuple(item for item in items if is_unnamed(item.text)),
    )


def _is_place(text: str) -> bool:
    """Whether what stands behind a paper may be its place: one word, and no agency's."""
    words = text.split()
    if len(words) != 1 or is_agency(text) or is_unnamed(text) or is_paper(text):
        return False
    return text[0].isupper() and text[1:].islower() and "." not in text


def _listed(value: Stretch) -> list[Stretch]:
    if match := _IN_BRACKETS.fullmatch(value.text):  # agencies (AP, AFP)
        inside = _listed(value.group(match, "inside"))
        if all(is_agency(item.text) or is_unnamed(item.text) for item in inside):
            return [*_listed(value.group(match, "before")), *inside]
    pieces = parted(value, _MARKS if _slashes_part(value.text) else _MARKS_BUT_SLASH)
    items: list[Stretch] = []
    for piece in pieces:
        start = match.end() if len(pieces) > 1 and (match := _FIRST_AND.match(piece.text)) else 0
        items += _parted_at_and(piece.part(start, len(piece.text)), listed=len(pieces) > 1)
    return items


def _slashes_part(text: str) -> bool:
    return "://" not in text and not re.search(r"\w\.\w+/", text)


def _parted_at_and(item: Stretch, *, listed: bool) -> list[Stretch]:
    match = _LAST_AND.fullmatch(item.text)
    if not match:
        return [item]
    left, right = item.group(match, "left"), item.group(match, "right")
    rest = _parted_at_and(left, listed=listed)
    both = is_agency(rest[-1].text) and is_agency(right.text)
    if listed or both or is_unnamed(rest[-1].text) or is_unnamed(right.text):
        return [*rest, right]
    return [item]
