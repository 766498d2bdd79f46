# names of papers and pages in other languages
"""What a paper prints of itself above or under an article: its name, with date and page. Pure."""

import re
from dataclasses import dataclass, replace

from newsarchive.formats.text.calendars import plain_digits
from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.folios import (
    BESIDE,
    FIRST_PAGE,
    ISSUE,
    LONGEST_LINE,
    MARKS,
    NUMBER_FIRST,
    PAGE,
    SEPARATOR,
    beside_page,
    is_page_code,
    is_page_line,
    page_group,
    read_folio,
)
from newsarchive.formats.text.issues import read_issue
from newsarchive.formats.text.lines import Lines, Stretch
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.papers import (
    FEW_WORDS,
    MOST_WORDS,
    is_paper,
    is_rarer_paper,
    is_told_twice,
    may_be_paper,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a paper prints of itself: its name, with the date and the page where they are."""

    name: Stretch
    date: Stretch | None
    page: Stretch | None = None
    section: Stretch | None = None


# 青石日报/2012年/6月/18日/第003版, as an index of Chinese papers writes it
_INDEXED = re.compile(
    r"(?P<name>[^/／\n]{2,20})\s?[/／]\s?(?P<date>\d{4}\s?年\s?[/／]\s?\d{1,2}\s?月\s?[/／]\s?\d{1,2}"
    r"\s?日)\s?[/／]\s?第?(?P<page>[A-Z]?\d{1,3})版[/／]?"
)
# Every masthead has a date with its year, in figures of some script or in Chinese numerals.
# `(?<!\d)\d{4}(?!\d)|年|\d\s?[./-] ...`, which begins with a set and so is looked for faster.
_YEAR = re.compile(
    r"[\d年](?:(?<=年)|(?<=\d)(?<!\d\d)\d{3}(?!\d)|(?<=\d)\s?[./-]\s?\d{1,2}\s?[./-]\s?'?\d\d)"
)


@of_a_line
def read_masthead(line: Stretch) -> Masthead | None:
    """The masthead that a line is: `THE TOLM POST, TUESDAY, MARCH 14, 1987, PAGE 3`."""
    if len(line.text) > LONGEST_LINE or not _YEAR.search(line.text):
        return None
    text, page = plain_digits(line.text), None
    if indexed := _INDEXED.fullmatch(text):
        return Masthead(
            line.group(indexed, "name"), line.group(indexed, "date"), line.group(indexed, "page")
        )
    if (issue := ISSUE.match(text)) and text[issue.end() : issue.end() + 2].isspace():
        return read_masthead(line.part(issue.end(), len(text)))
    if match := PAGE.search(text):
        page = line.part(*match.span(page_group(match)))
        text = text[: match.start()]
    elif match := BESIDE.search(text):
        page, text = line.group(match, "page"), text[: match.start()]
    elif match := FIRST_PAGE.match(text) or NUMBER_FIRST.match(text):
        rest = read_masthead(line.part(match.end(), len(text)))
        return replace(rest, page=line.group(match, "page")) if rest else None
    return _before_date(line, text, page) or _of_a_date(line) or _in_pieces(line)


_MOST_OF_A_LINE = 24  # words


def _in_pieces(line: Stretch) -> Masthead | None:
    """The masthead in pieces of any order, each of them understood: `2004.05.21　北浜新聞`."""
    if len(line.text.split()) > _MOST_OF_A_LINE:
        return None
    issue = read_issue(line)
    if issue is None or issue.date is None or issue.name is None:
        return None
    name = _unquoted(_without_prefix(issue.name))
    told = issue.page is not None or issue.numbered
    if name.start > issue.date.start and not (told or issue.section):
        return None
    if is_paper(name.text) or (told and may_be_paper(name.text)):
        return Masthead(name, issue.date, issue.page, issue.section)
    more = issue.weekday or issue.section is not None or is_told_twice(name.text)
    rarer = more and is_rarer_paper(name.text)
    return Masthead(name, issue.date, issue.page, issue.section) if rarer else None


def _before_date(line: Stretch, text: str, page: Stretch | None) -> Masthead | None:
    """The masthead in `text`, with which `line` begins: a name, a mark, and a date."""
    for separator in SEPARATOR.finditer(text):
        name = line.part(0, separator.start())
        date = line.part(separator.end(), len(text.rstrip(" .")))
        folio = read_folio(date) if is_paper(name.text) else None
        if folio and folio[0] and (found := _named(name)):
            return Masthead(found[0], folio[0], page or folio[1], found[1])
        printed = read_date(date.text)
        wide = separator[0].isspace() and len(separator[0]) > 2  # noqa: PLR2004
        set_apart = page is not None or wide or name.text.isupper()
        fits = is_paper(name.text) or (set_apart and may_be_paper(name.text))
        if printed and printed.whole and fits and (found := _named(name)):
            return Masthead(found[0], date, page, found[1])
        if len(name.text.split()) > MOST_WORDS:
            break
    match = _OF.match(text) or _STOPPED.match(text)
    folio = (
        read_folio(line.part(match.end(), len(text))) if match and is_paper(match["name"]) else None
    )
    if match and folio and folio[0]:
        return Masthead(_unquoted(line.group(match, "name")), folio[0], page or folio[1])
    return None


def _of_a_date(line: Stretch) -> Masthead | None:
    """The masthead with a word before the date: `Tolmer Bote vom 12.5.2010, Seite 4 / Lokales`."""
    match = _OF.match(line.text)
    issue = read_issue(line.part(match.end(), len(line.text))) if match else None
    if not match or not issue or not issue.date or issue.name or not is_paper(match["name"]):
        return None
    name = _unquoted(line.group(match, "name"))
    return Masthead(name, issue.date, issue.page, issue.section)


def _named(name: Stretch) -> tuple[Stretch, Stretch | None] | None:
    """The paper, and the section, of `Local News | Arden Gazette`; None where either is open."""
    columns, start = [], 0
    for mark in _COLUMNS.finditer(name.text):
        columns.append(name.part(start, mark.start()))
        start = mark.end()
    columns.append(name.part(start, len(name.text)))
    sections = [column for column in columns if is_rubric(column.text)]
    papers = [column for column in columns if is_paper(column.text)]
    papers = papers or [column for column in columns if column not in sections]
    if len(papers) != 1 or len(columns) > 2:  # noqa: PLR2004
        return None
    return _unquoted(papers[0]), sections[0] if sections else None


_COLUMNS = re.compile(r"\s{2,}|\t|\s*[|•·]\s*")


_PREFIX = re.compile(r"(?i)(?:в|г|газ|гз|gaz|в-к)\.\s+(?=[^\w\s])")  # в. „Бялски глас“


def _without_prefix(name: Stretch) -> Stretch:
    match = _PREFIX.match(name.text)
    return name.part(match.end(), len(name.text)) if match else name


def _unquoted(name: Stretch) -> Stretch:
    bare = name.text.strip(_QUOTES)
    at = name.text.index(bare)
    return name.part(at, at + len(bare))


_QUOTES = '«»„“”"《》'
_OF = re.compile(r"(?i)(?P<name>.{3,60}?)\s(?:vom|du|del|dal|van|z|od|от|från|of)\s(?=.*\d)")
_STOPPED = re.compile(r"(?P<name>[^.]{3,60}?)\.\s+(?=.*\d)")
_BRACKETED = re.compile(
    r"[《«„“\"(（\[]*(?P<name>[^《》()（）\[\]]+?)[》»“”\"]*(?:\s*[(（,，、]\s*|\s(?:vom|du|del|dal|van|z|od|от)\s)(?P<rest>[^()（）]+?)[)）\]]?\.?"
)


def read_source(line: Stretch) -> Masthead | None:
    """The masthead that a line at the end is: `(Tolmer Bote, 18.9.2006, S. 4)`."""
    match = _BRACKETED.fullmatch(line.text) if len(line.text) <= LONGEST_LINE else None
    if not match or not is_paper(match["name"]):
        return None
    name, rest = line.group(match, "name"), line.group(match, "rest")
    folio = read_folio(rest)
    return Masthead(name, folio[0], folio[1]) if folio and folio[0] else None


def read_mastheads(lines: Lines) -> tuple[int, Masthead] | None:
    """The masthead that lines begin with, and on how many of them it stands.

    On one line, or the paper on the first and its date, and what else a paper says of its issue,
    under it. There the first has to have a word that papers are called by, or a page, a number or
    a price stands with the date.
    """
    if one := read_masthead(lines[0]):
        return 1, one
    return _over_lines(lines) or _over_pieces(lines)


def _over_pieces(lines: Lines) -> tuple[int, Masthead] | None:
    """The paper on the first line, and under it lines of which each piece is understood."""
    if not any(_YEAR.search(line.text) for line in lines[1:_MOST_LINES]):
        return None
    name = _unquoted(_without_prefix(lines[0]))
    if name.text.endswith("."):
        name = name.part(0, len(name.text) - 1)
    if not may_be_paper(name.text):
        return None
    date = page = section = None
    weekday = numbered = False
    count = 1
    for line in lines[1:_MOST_LINES]:
        issue = read_issue(line)
        if issue is None or issue.name is not None or (date and issue.date):
            break
        date, page = date or issue.date, page or issue.page
        section = section or issue.section
        weekday, numbered = weekday or issue.weekday, numbered or issue.numbered
        count += 1
    if date is None:
        return None
    told = page is not None or numbered
    if told or is_paper(name.text) or (weekday and is_rarer_paper(name.text)):
        return count, Masthead(name, date, page, section)
    return None


def _over_lines(lines: Lines) -> tuple[int, Masthead] | None:
    """The paper on the first line, and under it its date, and what else it says of its issue."""
    name, page = beside_page(lines[0])
    numbered = ISSUE.search(name.text)
    if numbered and numbered.end() == len(name.text):
        name = name.part(0, len(name.text[: numbered.start()].rstrip(MARKS)))
    known = is_paper(name.text)
    if not known and not (name.text and may_be_paper(name.text)):
        return None
    date = None
    count = 1
    for line in lines[1:_MOST_LINES]:
        if not date and _OWNER.match(line.text):
            known, count = True, count + 1
            continue
        folio = read_folio(line)
        if folio is None and is_page_line(line.text):
            page, count = page or (line if is_page_code(line.text) else None), count + 1
            continue
        if folio is None and is_rubric(line.text) and known and not date:
            count += 1
            continue
        if folio is None:
            break
        date, page, count = date or folio[0], page or folio[1], count + 1
        # A number, a price and a date in one line are those of a paper.
        known = known or len(ISSUE.findall(line.text)) > 1
    # Names of which nothing tells that a paper is called so have both its date and its page.
    if not date or not (known or (page and count > 2 and len(name.text.split()) <= FEW_WORDS)):  # noqa: PLR2004
        return None
    return count, Masthead(_unquoted(name), date, page)


# Whose paper it is, and since when: Орган обкома КПСС, Gegründet 1848
_OWNER = re.compile(
    r"(?i)(?:орган|издание|газета основана|основана|издается|издаётся|выходит|видання|"
    r"organ|gegründet|amtsblatt|erscheint|founded|established|published (?:daily|weekly|every)|"
    r"fondé|fondée|paraît|organe|fundado|fundada|órgano|órgão|fondato|quotidiano|organo|opgericht|"
    r"verschijnt|założon[ay]|pismo|ukazuje się|založen[oay]?|orgán|vychází|alapítva|grundad|"
    r"grundlagt)"
    r"\b.{2,100}(?<![.!?])$"
)
_MOST_LINES = 4
