# names of papers and pages in other languages
"""The pieces of a line in which a paper says which issue it is: name, date, page, number, section.

`18 / LOCAL   LA VOZ DE TOLMA   Domingo 4 de diciembre de 1988` has four. A line is read only where
each of its pieces is understood, but for one that may be the name.
"""

import re
from dataclasses import dataclass, replace

from newsarchive.formats.text.calendars import WEEKDAYS, plain_digits
from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.folios import FIRST_PAGE, ISSUE, LONGEST_LINE, PAGE, page_group
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.notices import is_rubric

_COLUMNS = re.compile(r"\s{2,}|\t|\u3000+|\s(?:[|｜·•/]|[–—-]{1,2})\s|\s*[|｜•]\s*")
_COMMAS = re.compile(r"\s*[,，、;]\s+")
_MOST_COLUMNS, _MOST_ITEMS = 8, 9
_BARE_PAGE = re.compile(r"\d{1,3}")
_PAGE_BEHIND = re.compile(r"(?i)(?P<page>\d{1,3})\. ?(?:oldal|old\.|strana|sayfa|lk\.?|lpp\.?)")
_COLUMN = re.compile(r"(?i)(?:col\.?|column|spalte|sp\.|columna|colonne|colonna|sp\.) ?\d{1,2}")
_PRICE = re.compile(
    r"(?i)(?:price|preis|einzelpreis|prix|precio|prezzo|cena|pris|цена)\b[^\n]{1,25}"
    r"|(?:one|two|three|four|five|six|ten) (?:penny|pence|cents)"
    r"|[£$€]?\d[\d.,]{0,5} ?(?:¢|cents?|d\.)"
)
_YEARS = re.compile(  # 51e année; Ročník XII
    r"(?i)\d{1,3}(?:e|er|ème|[ºª.]|th|st|nd|rd)? ?"
    r"(?:année|year|jahrgang|jahr|año|anno|ano|årgang|ročník|rok|évfolyam|jaargang)"
    r"|(?:année|year|jahrgang|año|anno|ano|årgang|ročník|rok|vol(?:ume|\.)?) [IVXLC]{1,8}\.?"
)
_PLACED = re.compile(  # V Dolanech dne 8. června 1929
    r"(?:[^\W\d_]{1,3} )?[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)? "
    r"(?:dne|den|dnia|am|le) (?=\d)"
)
_EASTERN_SECTION = re.compile(r"\S{1,8}[版面]|\d{1,2}[^\W\d_]{2}")  # 地方版, 1社会
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Issue:
    """What the pieces of a line say; `numbered` if a number, a year or a price is among them."""

    name: Stretch | None = None
    date: Stretch | None = None
    page: Stretch | None = None
    section: Stretch | None = None
    numbered: bool = False

    @property
    def weekday(self) -> bool:
        """Whether the date has the day of the week."""
        words = _WORDS.findall(self.date.text.casefold()) if self.date else []
        return any(word in WEEKDAYS for word in words)


def read_issue(line: Stretch) -> Issue | None:
    """What a line says of an issue; None where two of its pieces, or the same twice, are open."""
    if len(line.text) > LONGEST_LINE:
        return None
    columns = [_bare(column) for column in _parts(line, _COLUMNS)]
    columns = [column for column in columns if column.text]
    if not 0 < len(columns) <= _MOST_COLUMNS:
        return None
    issue = Issue()
    for n, column in enumerate(columns):
        edge = len(columns) > 1 and n in {0, len(columns) - 1}
        if edge and not issue.page and _BARE_PAGE.fullmatch(column.text):
            found: Issue | None = replace(issue, page=column)
        else:
            found = _with(issue, column) or _with_items(issue, column)
        if found is None:
            return None
        issue = found
    return issue


def _with_items(issue: Issue, column: Stretch) -> Issue | None:
    """`issue` with what stands between the commas of a column; the longest that is known counts."""
    marks = list(_COMMAS.finditer(column.text))
    if not 0 < len(marks) < _MOST_ITEMS:
        return _with(issue, column, named=True)
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(column.text)]
    at = 0
    while at < len(starts):
        for end in range(len(ends) - 1, at - 1, -1):
            item = _bare(column.part(starts[at], ends[end]))
            found = _with(issue, item) or (_with(issue, item, named=True) if end == at else None)
            if found:
                issue, at = found, end + 1
                break
        else:
            return None
    return issue


def _with(issue: Issue, piece: Stretch, *, named: bool = False) -> Issue | None:
    """`issue` with what a piece is; None where it is not known, or there already."""
    text = plain_digits(piece.text)
    if named:
        return replace(issue, name=piece) if issue.name is None else None
    if printed := read_date(text):
        return replace(issue, date=piece) if printed.whole and issue.date is None else None
    if (placed := _PLACED.match(text)) and (printed := read_date(text[placed.end() :])):
        date = piece.part(placed.end(), len(text))
        return replace(issue, date=date) if printed.whole and issue.date is None else None
    for form in (PAGE, FIRST_PAGE):
        if (match := form.search(text)) and not (text[: match.start()] + text[match.end() :]):
            group = page_group(match) if form is PAGE else "page"
            page = piece.part(*match.span(group))
            return replace(issue, page=page) if issue.page is None else None
    if (match := _PAGE_BEHIND.fullmatch(text)) and issue.page is None:
        return replace(issue, page=piece.group(match, "page"))
    if _COLUMN.fullmatch(text):
        return issue
    if _PRICE.fullmatch(text) or _YEARS.fullmatch(text) or _is_number(text):
        return replace(issue, numbered=True)
    if is_rubric(text) or _EASTERN_SECTION.fullmatch(text):
        return replace(issue, section=piece) if issue.section is None else None
    return None


def _is_number(text: str) -> bool:
    match = ISSUE.search(text)
    return match is not None and not (text[: match.start()] + text[match.end() :]).strip()


def _parts(line: Stretch, marks: re.Pattern[str]) -> list[Stretch]:
    parts, start = [], 0
    for mark in marks.finditer(line.text):
        parts.append(line.part(start, mark.start()))
        start = mark.end()
    return [*parts, line.part(start, len(line.text))]


def _bare(piece: Stretch) -> Stretch:
    """A piece without brackets around it and a stop behind it, but that of a date."""
    text = piece.text
    start, end = 0, len(text)
    if text[:1] in "[(" and text[-1:] in "])":
        start, end = 1, end - 1
    if text[start:end].endswith(".") and not read_date(text[start:end]):
        end -= 1
    return piece.part(start, end)
