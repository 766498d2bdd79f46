# names of papers and pages in other languages
"""What stands at the head of a printed article: the paper with its date and page, dates, roles."""

import re
from dataclasses import dataclass

from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.names import names_only
from newsarchive.metadata import agencies

_PAGE = re.compile(
    r"(?i)\s*[,|•·;–—-]*\s*[(\[]?(?:page|pages|pg\.?|p\.|seite|s\.|página|pág\.|pagina|pag\.|strona|str\.|sida|"
    r"страница|стр\.|sayfa|صفحة|पृष्ठ)\s*(?P<page>[A-Z]?-?[0-9]{1,3}[A-Z]?)[)\]]?\s*$"
)
_SEPARATOR = re.compile(r"\s*[,|•·;]\s*|\s+[–—-]{1,2}\s+|\s{2,}|\t")
_MOST_WORDS = 7
_ROLE = re.compile(
    r"(?i)(?:.{0,60}\b)?(?:(?:staff |special |foreign |senior |press )?"
    r"(?:correspondents?|reporters?|writers?)|editor|bureau chief|news service|redakteur(?:in)?|"
    r"korrespondent(?:in)?|correspondante?|corresponsal|corrispondente|inviato|enviad[oa] especial|"
    r"correspondente|verslaggever|muhabir|редактор|корреспондент)\b.{0,40}"
)
_MOST_ROLE_WORDS = 8


@dataclass(frozen=True, slots=True)
class Masthead:
    """A line with the name of a paper and a date: the name, the date, the page if there is one."""

    name: Stretch
    date: Stretch
    page: Stretch | None = None


def read_masthead(line: Stretch) -> Masthead | None:
    """The masthead that a line is: `THE TOLM POST, TUESDAY, MARCH 14, 1987, PAGE 3`."""
    text, page = line.text, None
    if match := _PAGE.search(text):
        page = line.part(*match.span("page"))
        text = text[: match.start()]
    for separator in _SEPARATOR.finditer(text):
        name = line.part(0, separator.start())
        date = line.part(separator.end(), len(text))
        printed = read_date(date.text)
        if printed and printed.whole and _is_paper(name.text):
            return Masthead(name, date, page)
        if len(name.text.split()) > _MOST_WORDS:
            break
    return None


def _is_paper(text: str) -> bool:
    """Whether a text can be the name of a paper: a few words with capitals, and more than one."""
    words = text.split()
    return (
        1 < len(words) <= _MOST_WORDS and names_only(text) and not any(c.isdecimal() for c in text)
    )


def read_dated_line(line: Stretch) -> Stretch | None:
    """The date in a line with a place before it and nothing else: `Tolm, 14 March 2017`."""
    for separator in _SEPARATOR.finditer(line.text):
        before = line.text[: separator.start()]
        date = line.part(separator.end(), len(line.text))
        printed = read_date(date.text)
        if printed and printed.whole:
            place = len(before.split()) <= 3 and names_only(before) and not before.isdecimal()  # noqa: PLR2004
            return date if place and not any(c.isdecimal() for c in before) else None
    return None


def is_role(text: str) -> bool:
    """Whether a line under a byline says what its person is: "Associated Press Writer"."""
    words = text.split()
    if not 0 < len(words) <= _MOST_ROLE_WORDS or text.rstrip().endswith((".", "?", "!")):
        return False
    if agencies.named(text):
        return True
    return _ROLE.fullmatch(text) is not None and all(
        w[0].isupper() or w in {"of", "for", "the", "der", "des", "de", "and", "at"} for w in words
    )
