# words of other languages
"""Lines that tell who, where and when with marks between: `LE MONDE | 21.02.2014 | Par X`.

Such a line is read only where each of its pieces is understood, and one is a date or a byline.
"""

import re
from itertools import pairwise

from newsarchive.formats.text.bylines import read_byline
from newsarchive.formats.text.dates import is_date_like, read_date
from newsarchive.formats.text.fields import Field, read_fields
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.names import people_in
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.papers import is_paper
from newsarchive.formats.text.roles import is_role
from newsarchive.formats.text.words import Label, is_agency

_MARKS = re.compile(r"\s*[【】［］]\s*|\s+(?:[|｜•·/]|[-–—]{1,2})\s+|\s*[|｜•]\s*|\s{2,}|\u3000|\t")
_LONGEST = 200
_MOST, _LEAST = 6, 2  # pieces
_TIME = re.compile(r"(?i)[0-2]?\d[:h.][0-5]\d(?:\s?[ap]\.?m\.?)?(?: ?(?:uhr|h|น\.))?")
_AGO = re.compile(
    r"(?i)(?:vor |il y a |hace |há |for )?\d+ [^\W\d_]+(?: ago| fa| atrás| geleden| sedan| siden)?"
)
_DESK = re.compile(
    r"(?i)(?:redacción|redaktion|rédaction|redazione|redação|redactie|redakcja|redakce|redakce|staff"
    r"|editorial staff|newsroom|de la rédaction|di redazione|da redação|por redacción)"
)
_BY = re.compile(r"(?i)(?:de|by|von|par|por|di|door|av|af) (?P<name>\S.*)")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]+\.){1,3}[a-z]{2,6}")
_WRITTEN = frozenset((Label.BY, Label.PUBLISHED, Label.MODIFIED))


@of_a_line
def mixed_fields(line: Stretch) -> tuple[Field, ...]:
    """What the pieces of a line say; nothing where one of them is not understood."""
    if len(line.text) > _LONGEST:
        return ()
    pieces = _pieces(line)
    if not _LEAST <= len(pieces) <= _MOST:
        return ()
    fields: list[Field] = []
    for piece in pieces:
        found = _understood(piece)
        if found is None:
            return ()
        fields += found
    return tuple(fields) if any(field.label in _WRITTEN for field in fields) else ()


def _pieces(line: Stretch) -> list[Stretch]:
    """The pieces of a line, a date and the time behind it as one."""
    ends = [(0, 0), *(mark.span() for mark in _MARKS.finditer(line.text))]
    ends.append((len(line.text), len(line.text)))
    pieces = [line.part(a[1], b[0]) for a, b in pairwise(ends)]
    joined: list[Stretch] = []
    for piece in (piece for piece in pieces if piece.text):
        if joined and _TIME.fullmatch(piece.text) and (printed := read_date(joined[-1].text)):
            whole = line.part(joined[-1].start - line.start, piece.end - line.start)
            if printed.whole and read_date(whole.text):
                joined[-1] = whole
            continue
        joined.append(piece)
    return joined


def _understood(piece: Stretch) -> tuple[Field, ...] | None:
    """The fields of a piece, none where it only tells what somebody is; None if it is unknown."""
    if fields := read_fields(piece):
        return fields
    if (printed := read_date(piece.text)) and printed.whole:
        return (Field(Label.PUBLISHED, piece, piece, bare=True),)
    if byline := read_byline(piece):
        return tuple(Field(Label.BY, piece, person) for person in byline.people)
    if (match := _BY.fullmatch(piece.text)) and is_named(match["name"]):
        return (Field(Label.BY, piece, piece.group(match, "name")),)
    if is_named(piece.text):
        return (Field(Label.BY, piece, piece),)
    for label, fits in (
        (Label.SECTION, is_rubric),
        (Label.AGENCY, is_agency),
        (Label.SOURCE, is_paper),
    ):
        if fits(piece.text):
            return (Field(label, piece, piece, bare=True),)
    people = people_in(piece)
    if people and all(is_named(person.text) for person in people):
        return tuple(Field(Label.BY, piece, person) for person in people)
    if any(form.fullmatch(piece.text) for form in (_AGO, _DESK, _DOMAIN)):
        return ()
    told = is_role(piece.text) or (is_date_like(piece.text) and len(piece.text.split()) > 1)
    return () if told else None
