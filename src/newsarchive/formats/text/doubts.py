"""What a line or a paragraph is not, whatever its place suggests: rather unknown than wrong. Pure."""

import re

from newsarchive.formats.text.calendars import WEEKDAYS
from newsarchive.formats.text.words import ends_sentence

_LONGEST_VERSE = 64  # columns
_FEWEST_VERSES = 3
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}\b")
_COLUMNS = re.compile(r"\S(?:\t| {3,})\s*\S")
_OF_AN_ISSUE = re.compile(
    r"(?i)\b(?:nr|no|vol|n°|nº|num|page|pages|seite|página|pagina|strona|sida|price|preis|prix|"
    r"precio|prezzo|année|jahrgang)\b\.?\s*:?\s*[0-9]"
)
_CRUMBS = re.compile(r"\s+[/|>»›→]\s+")
_LONGEST_CRUMB, _MOST_CRUMB_WORDS = 24, 2
_GLUED = re.compile(
    r"[^\W\d_A-Z](?:[0-9]{1,2} (?:hours?|hrs?|min(?:ute)?s?|days?) ago"
    r"|(?:By|Von|Par|Por|Published|Updated|Veröffentlicht|Publié|Publicado)[ :])"
)
_CAMEL = re.compile(r"[^\W\d_A-Z]{2}[A-Z][a-z]")
_MOST_CAMELS = 2
_LONGEST_FOLIO = 160
_WORDS = re.compile(r"[^\W\d_]+")


def is_verse(text: str) -> bool:
    """Whether a paragraph is a stanza: short lines that begin with capitals, and break off early.

    Half of the lines end at a mark, or before the width that the others have.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    widest = max(map(len, lines), default=0)
    if len(lines) < _FEWEST_VERSES or widest > _LONGEST_VERSE:
        return False
    if not all(line.lstrip("\"'“„«»‘—–-¿¡… ")[:1].isupper() for line in lines):
        return False
    marked = sum(not line[-1].isalnum() and line[-1] != "-" for line in lines)
    return marked * 2 >= len(lines)


def is_folio(text: str) -> bool:
    """Whether a line has what a paper says of its issue, though it was not read: no headline is so."""
    if len(text) > _LONGEST_FOLIO or not _YEAR.search(text):
        return False
    named = any(word in WEEKDAYS for word in _WORDS.findall(text.casefold()))
    marks = (named, _COLUMNS.search(text), _OF_AN_ISSUE.search(text))
    return sum(bool(mark) for mark in marks) > 1


def is_crumbs(text: str) -> bool:
    """Whether a line is nothing but names of sections with marks between: "Portada / Sociedad"."""
    if len(text) > _LONGEST_FOLIO or ends_sentence(text):
        return False
    crumbs = _CRUMBS.split(text)
    return len(crumbs) > 1 and all(
        0 < len(crumb) <= _LONGEST_CRUMB and len(crumb.split()) <= _MOST_CRUMB_WORDS
        for crumb in crumbs
    )


def is_glued(text: str) -> bool:
    """Whether lines of a page were put together without a blank: "council says2 hours agoBy Ann"."""
    if len(text) > 2 * _LONGEST_FOLIO:
        text = text[: 2 * _LONGEST_FOLIO]
    return _GLUED.search(text) is not None or len(_CAMEL.findall(text)) > _MOST_CAMELS
