"""The headline of agency copy under signs that are not known. Pure.

A paragraph that begins with the place and the agency is the text, whatever stands above it; of the
lines above, the only one that can be a title and whose words that paragraph takes up is the
headline. The others are what the agency says to those who take its copy.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.doubts import recalls
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.openings import is_coded
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.words import ends_open, ends_sentence, is_agency
from newsarchive.model.article import SegmentKind

_MOST_ABOVE = 4  # paragraphs above the text
_MOST_LINES = 6
_FEWEST, _MOST = 4, 20  # words of a headline
_LONGEST = 150
_FEWEST_WIDE, _WIDE = 7, "\u2e80"  # characters, where words are not parted
_LABELLED = re.compile(r"[^\W\d_]{2,12}\.?:\s")  # Utl.: what stands under the headline

_Special = Callable[[Stretch], Part | None]


def with_headline(middle: list[Part], special: _Special) -> list[Part]:
    """`middle`, the headline of its text as one; as it is where none can be told."""
    at = next((n for n, part in enumerate(middle) if part.kind is SegmentKind.LEAD), None)
    if not at or at > _MOST_ABOVE:
        return middle
    found = dateline_of(middle[at].stretch)
    above = middle[:at]
    if not found or not found[0].agencies or any(p.kind is not _PARAGRAPH for p in above):
        return middle
    lines = [line for part in above for line in _lines(part.stretch)]
    titles = [line for line in lines if _is_title(line, special)]
    if len(titles) != 1 or len(lines) > _MOST_LINES:
        return middle
    title = titles[0]
    if not recalls(title.text, middle[at].stretch.text[found[1] :]):
        return middle
    bare = title.text.rstrip("= ")
    value = title.part(0, len(bare)) if bare != title.text else None
    headline = Part(SegmentKind.HEADLINE, title, value=value)
    parts = [headline if line is title else Part(SegmentKind.HEADER, line) for line in lines]
    return [*parts, *middle[at:]]


def without_codes(head: list[Part]) -> list[Part]:
    """`head`, no line as the headline that tells desks something and not readers.

    Marks before a headline are no part of what it says.
    """
    return [_without_code(part) if part.kind is SegmentKind.HEADLINE else part for part in head]


_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBER = re.compile(r"[\w./-]*\d[\w./-]*", re.ASCII)
# ZCZC0231/SXB, BEL037, IANC201: a word of capitals and figures as the first of a line
_SENT = re.compile(r"[A-Z]{3,}\d{2,}(?:[A-Z]?\b|/)")
_SLASHED = re.compile(r"[^\s/]+/ [^\s/]+")
_OF_AN_AGENCY = re.compile(r"(?P<agency>[^\W\d_]{2,12}) [-–] .*\b\d{3,4}\b")
_KEYWORDS = re.compile(r"[^\W\d_A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+(?: [^\W\d_]+){2,4}")  # doprava nehoda Tolm
_MARKS = re.compile(r"[◎●○■□◆◇▼▽▲△★☆※]\s*")


def _without_code(part: Part) -> Part:
    text = part.stretch.text
    sent = _OF_AN_AGENCY.match(text)
    if (
        _BRACKETED.fullmatch(text)
        or _NUMBER.fullmatch(text)
        or _SENT.match(text)
        or _SLASHED.fullmatch(text)
        or (sent and is_agency(sent["agency"]))
        or (text[0].islower() and _KEYWORDS.fullmatch(text))
    ):
        return Part(SegmentKind.HEADING, part.stretch)
    if part.value is None and (mark := _MARKS.match(text)):
        return replace(part, value=part.stretch.part(mark.end(), len(text)))
    return part


_PARAGRAPH = SegmentKind.PARAGRAPH


def _lines(stretch: Stretch) -> list[Stretch]:
    lines, start = [], 0
    for text in re.split(r"[\r\n]+", stretch.text):
        at = stretch.text.index(text, start)
        start = at + len(text)
        lines.append(stretch.part(at, start))
    return [line for line in lines if line.text]


def _is_title(line: Stretch, special: _Special) -> bool:
    text = line.text.rstrip("= ")
    wide = bool(text) and text[0] >= _WIDE
    words = len(text) >= _FEWEST_WIDE if wide else _FEWEST <= len(text.split()) <= _MOST
    if not words or len(text) > _LONGEST or ends_sentence(text) or ends_open(text):
        return False
    told = _LABELLED.match(text) and line.text.rstrip().endswith("=")
    return not told and not is_coded(text) and not is_named(text) and special(line) is None
