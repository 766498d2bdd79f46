# words of other languages
"""What stands under a headline in a block of its own and sums the text up: role `sub`. Pure."""

import re
from collections.abc import Callable

from newsarchive.formats.text.bylines import read_person
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.doubts import ends_in_a_day, is_glued, is_verse
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.headlines import is_dateline
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import ends_open, ends_sentence, phrases

_LONGEST = 220
_FEWEST, _FEWEST_BYLINED = 4, 3  # words
_MOST_UNTOLD = 10  # words of a deck that no byline follows
_MOST_TIMED = 8  # words
_NARROW = 44
_BY = phrases("by,von,par,por,di,door,av,af,oleh,from,text,foto,photo")
_YEAR = re.compile(r"\d{1,2}\D{1,14}(?:19|20)\d{2}")
_LABELLED = re.compile(r"[^\W\d][^\d:：]{0,24}\s?[:：]\s?\S.{0,40}$")
_COLUMN = re.compile(r"\s[|｜]\s")
_TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d:])")
_AGED = re.compile(r"[（(][^()（）]*\d[^()（）]*[)）]$")  # 田中和子（トルム市 52）
_INNER_END = re.compile(r"[.!?]\s")

_IsBylined = Callable[[list[Lines]], bool]


def deck(text: Text, blocks: list[Lines], is_bylined: _IsBylined) -> Stretch | None:
    """What stands under a headline in a block of its own, before the byline or the text.

    A few words that are no sentence; sentences only where the byline or the date follows, and more
    than one: a single sentence is as likely the caption of a picture.
    """
    block = text.joined(blocks[0])
    if len(blocks) < 2 or len(blocks[0]) > 2 or len(block.text) > _LONGEST:  # noqa: PLR2004
        return None
    bylined = is_bylined(blocks[1:])
    if len(block.text.split()) < (_FEWEST_BYLINED if bylined else _FEWEST):
        return None
    if is_bylined(blocks) or _is_other(block, blocks[0], is_bylined):
        return None
    if bylined:
        single = ends_sentence(block.text) and not _INNER_END.search(block.text)
        return None if single else block
    if ends_sentence(block.text) or ends_open(block.text):
        return None
    if len(block.text.split()) > _MOST_UNTOLD:
        return None  # as likely the caption of a picture
    return block if is_prose(text.joined(blocks[1]).text) else None


def _is_other(block: Stretch, lines: Lines, is_bylined: _IsBylined) -> bool:
    """Whether a block is a dateline, a person, a verse, a date, a label, a time of change."""
    words = block.text.split()
    return (
        dateline_of(block) is not None
        or read_person(block) is not None
        or is_dateline(block)
        or ends_in_a_day(block.text)
        or is_glued(block.text)
        or is_verse(block.text)
        or words[0].casefold() in _BY
        or _AGED.search(block.text) is not None
        or any(is_named(line.text) for line in lines)
        or any(_YEAR.search(line.text) for line in lines)
        or (len(words) <= _MOST_TIMED and _TIME.search(block.text) is not None)
        or (len(lines) > 1 and is_bylined([lines[1:]]))
        or any(_LABELLED.match(line.text) for line in lines)
        or (_COLUMN.search(block.text) is not None and any(c.isdecimal() for c in block.text))
    )
