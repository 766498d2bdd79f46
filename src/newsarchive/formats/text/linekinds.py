"""What one line of a text is by itself, whatever stands around it. Pure."""

import re

from newsarchive.formats.text.bylines import Byline, read_byline, read_named_role
from newsarchive.formats.text.calendars import MONTHS
from newsarchive.formats.text.captions import captioned, is_labelled_caption, is_number
from newsarchive.formats.text.dates import is_date_like, read_date
from newsarchive.formats.text.doubts import is_path
from newsarchive.formats.text.fields import (
    Field,
    is_address,
    is_copyright,
    read_fields,
)
from newsarchive.formats.text.folios import is_page_line, read_dated_line
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.mastheads import read_masthead
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.mixed import mixed_fields
from newsarchive.formats.text.notices import (
    editors_note,
    embargo,
    is_furniture,
    is_rubric,
    is_slug,
    is_trail,
)
from newsarchive.formats.text.openings import (
    is_contact,
    is_sent,
)
from newsarchive.formats.text.papers import is_paper
from newsarchive.formats.text.parts import Part, field_part
from newsarchive.formats.text.sources import read_agencies
from newsarchive.formats.text.words import Label
from newsarchive.model.article import SegmentKind


@of_a_line
def of_itself(line: Stretch) -> Part | None:
    """What a line at the head of a text is by itself; None for what may be a title or prose."""
    if is_copyright(line.text):
        return Part(SegmentKind.COPYRIGHT, line)
    if (
        is_trail(line.text)
        or is_path(line.text)
        or is_furniture(line.text)
        or is_number(line.text)
        or is_page_line(line.text)
        or _RUNNING.fullmatch(line.text)
    ):
        return Part(SegmentKind.FURNITURE, line)
    if is_labelled_caption(line.text) and (both := captioned(line)):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    if fields := read_fields(line):
        return field_part(fields, line)
    if byline := _byline_part(line):
        return byline
    if mixed := mixed_fields(line):
        return field_part(mixed, line)
    if is_date_alone(line) or _is_timed_day(line.text):
        return Part(SegmentKind.DATE, line)
    if is_address(line.text):
        return Part(SegmentKind.FIELD, line, fields=(Field(Label.URL, line, line),))
    return _wire_part(line)


def _wire_part(line: Stretch) -> Part | None:
    """What stands above a text and is neither of it nor a label: rubric, slug, note, embargo."""
    if is_rubric(line.text):
        return Part(SegmentKind.HEADING, line)
    if (
        is_slug(line.text)
        or is_sent(line.text)
        or is_contact(line.text)
        or editors_note(line)
        or embargo(line) is not None
    ):
        return Part(SegmentKind.HEADER, line)
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    return None


_BESIDE = re.compile(
    r"\s*\((?=[^()]*\d{4}\)$)|\s+[|·•–—-]\s+|\s*,\s+(?=[^,]*\d)|\s*[|｜]\s*|\u3000|\s{2,}"
)


def _byline_part(line: Stretch) -> Part | None:
    if byline := read_byline(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    for mark in _BESIDE.finditer(line.text):  # By Ann Other | 14 March 2017
        behind = line.part(mark.end(), len(line.text) - mark.group().endswith("("))
        before = line.part(0, mark.start())
        byline = read_byline(before)
        if not byline and is_named(before.text):
            byline = Byline(line, (before,))
        if byline and (fields := _dates(behind)):
            return Part(SegmentKind.BYLINE, line, byline=byline, fields=fields)
        if byline and _is_day(behind.text):
            return Part(SegmentKind.BYLINE, line, byline=byline)
    return None


def _is_day(text: str) -> bool:
    """Whether a text is a day without its year, or with a time that was not read."""
    words = {word.strip(".,").casefold() for word in text.split()}
    return bool(words & MONTHS.keys()) and any(c.isdecimal() for c in text) and is_date_like(text)


def _is_timed_day(text: str) -> bool:
    """Whether a line is a day without its year, and a time: `12 ДЕК, 09:14`."""
    return len(text.split()) <= _MOST_OF_A_DAY and bool(_TIME.search(text)) and _is_day(text)


# The number of a page, and at the other side what the paper prints above each.
_RUNNING = re.compile(r"\d{1,4}(?: {3,}|\t)\s*[^\d\n]{3,60}|[^\d\n]{3,60}(?: {3,}|\t)\s*\d{1,4}")
_MOST_OF_A_DAY = 5  # words
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b")


def _dates(stretch: Stretch) -> tuple[Field, ...]:
    fields = read_fields(stretch)
    if fields and all(f.label in {Label.PUBLISHED, Label.MODIFIED} for f in fields):
        return fields
    printed = read_date(stretch.text)
    if printed and printed.whole:
        return (Field(Label.PUBLISHED, stretch, stretch, bare=True),)
    return ()


def is_date_alone(line: Stretch) -> bool:
    """Whether a line is nothing but a full date, with a place before it or not."""
    printed = read_date(line.text)
    return (printed is not None and printed.whole) or read_dated_line(line) is not None


def special(line: Stretch) -> Part | None:
    """What a line is by itself, or under a headline."""
    if part := of_itself(line):
        return part
    byline = read_named_role(line)
    if byline or read_agencies(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    paper = read_masthead(line)
    named = paper is not None and is_paper(paper.name.text)
    return Part(SegmentKind.MASTHEAD, line, masthead=paper) if named else None
