"""Lines that say when, among other things: `By Jane Doe on April 5, 2019 | 3 comments`. Pure.

A line with two days that nothing tells apart says none.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from newsarchive.formats.pages.moments import Moment
from newsarchive.formats.pages.words import any_of
from newsarchive.formats.text.fields import read_fields
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.words import LABELS, Label

Read = Callable[[str], Moment | None]

_BY = any_of("by")
# By Jane Doe on April 5, 2019; Gespeichert von jd am 5. April 2019 - 10:00
_SIGNED = re.compile(
    rf"(?i){_BY}\s[^\d|]{{2,80}}?\s*(?:[|·•,–—-]|\s(?:am|on|le|el|op|il|den|em|at)\b)\s*"
    r"(?P<date>[^|]*\d[^|]*)"
)
# 5. April 2019, 10:00 von jd
_BEHIND = re.compile(rf"(?i)(?P<date>[^|]{{5,60}}?)[,\s]\s*{_BY}\s[^|]{{2,80}}")
_PLACED = re.compile(r"[^\W\d_][^\d,|]{1,40},\s+(?P<date>.*\d.*)")  # Tolm, 5. April 2019
# What WordPress prints below a text: This entry was posted on ... and is filed under ...
_FILED = re.compile(rf"(?i).{{0,60}}?\b{any_of('filed-before')}\s+(?=\S)")
_FILED_END = re.compile(rf"(?i){any_of('filed-behind')}")
_LONGEST_DATE = 70  # characters
_CLOCK = re.compile(r"(?i)\s+(?:um|at|à|a las|alle|às|om)\s+\S{1,9}(?:\s+(?:Uhr|h|[ap]m))?\s*$")
_PARTS = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+|[,;]\s+(?=[^\W\d_][^:,;\d]{1,24}:\s)")
_MOST_OF_A_LABEL = 3  # words


def labelled(text: str) -> Label | None:
    """What the last words of a text say of what follows: published, or changed."""
    found = text.casefold().strip(" :").split()
    for count in range(min(_MOST_OF_A_LABEL, len(found)), 0, -1):
        label = LABELS.get(" ".join(found[-count:]))
        if label in {Label.PUBLISHED, Label.MODIFIED}:
            return label
    return None


def signed(text: str, read: Read) -> Moment | None:
    """The time in a line, or in a part of one, that says by whom and when."""
    return _one(_signed(part, read) for part in (text, *_PARTS.split(text)))


def told(text: str, read: Read) -> Moment | None:
    """The time in a line of several parts, one of which is a date, or begins with a place."""
    found = [read(part) for part in _PARTS.split(text)]
    if not any(found) and (match := _PLACED.fullmatch(text)):
        found = [read(match["date"])]
    return _one(found)


def fielded(text: str, read: Read) -> Iterator[tuple[Moment, bool]]:
    """The times with a label in a line whose other parts have one: `Datum: 5.4.2019, Rubrik: A`.

    With each whether it is that of a change.
    """
    parts = _PARTS.split(text)
    for part in parts if len(parts) > 1 else ():
        for field in read_fields(Stretch(0, part)):
            if field.label not in {Label.PUBLISHED, Label.MODIFIED} or field.bare:
                continue
            if moment := read(field.value.text):
                yield moment, field.label is Label.MODIFIED


def filed(text: str, read: Read) -> Moment | None:
    """The time in the sentence that says when an article was posted, and where it is filed."""
    start = _FILED.match(text)
    if start is None:
        return None
    most = start.end() + _LONGEST_DATE
    for end in _FILED_END.finditer(text, start.end(), most):
        date = text[start.end() : end.start()].strip(" ,")
        if moment := read(date) or read(_CLOCK.sub("", date)):
            return moment
    return None


def _signed(text: str, read: Read) -> Moment | None:
    for form in (_SIGNED, _BEHIND):
        if (match := form.fullmatch(text)) and (moment := read(match["date"])):
            return moment
    return None


def _one(found: Iterable[Moment | None]) -> Moment | None:
    """The one time of several; None for none, or where they cannot be one day."""
    times = [m for m in found if m is not None]
    if not times or any(not times[0].same_day(m) for m in times[1:]):
        return None
    return max(times, key=lambda m: m.exactness)
