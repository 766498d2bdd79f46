"""A text that was copied from a web page: one line for each thing, the furniture among them. Pure.

A page is known by its furniture. Its title is the line that a byline or a date follows and whose
words come again in the prose below; what stands above that title is of the site.
"""

from collections.abc import Callable
from itertools import pairwise

from newsarchive.formats.text.doubts import is_crumbs, is_menu, recalls
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.notices import is_furniture, is_rubric, is_trail
from newsarchive.formats.text.papers import is_nameplate
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import ends_open, ends_sentence
from newsarchive.model.article import SegmentKind

_FEWEST_MARKS = 2  # lines of furniture
_MOST_LINES = 60  # that may stand above a title
_NEAR = 8  # lines between a title and its byline or date
_FEWEST_WORDS, _SITE = 3, 4  # of a title; of the name of a site or a section
_LONGEST = 200  # characters of a title, and of what sums the text up
_FEWEST_WIDE = 8  # characters of a title, where words are not parted
_WIDE = "\u2e80"
_WRAPPED = 50  # columns
_MOST_LOOKED_AT = 3000  # characters

_Special = Callable[[Stretch], Part | None]


def of_lines(blocks: list[Lines]) -> list[Lines]:
    """The blocks of a page with each line as one, and those of any other text as they are."""
    lines = [line for block in blocks for line in block]
    marks = sum(is_furniture(line.text) and not is_rubric(line.text) for line in lines)
    placed = bool(lines) and (is_crumbs(lines[0].text) or is_trail(lines[0].text))
    if not marks or marks + placed < _FEWEST_MARKS:
        return blocks
    return [
        part
        for block in blocks
        for part in ([block] if _is_wrapped(block) else [(line,) for line in block])
    ]


def _is_wrapped(block: Lines) -> bool:
    """Whether a line of a block goes on in the next."""
    return any(
        len(line.text) >= _WRAPPED and not ends_sentence(line.text) and following.text[0].islower()
        for line, following in pairwise(block)
    )


def take_top(text: Text, blocks: list[Lines], special: _Special) -> list[Part]:
    """What stands above the title of a page, taken from its blocks; nothing where none is told."""
    lines = [block[0] for block in blocks[: _MOST_LINES + _NEAR] if len(block) == 1]
    if not any(_is_of_a_page(line.text) for line in lines):
        return []
    for at, line in enumerate(lines[:_MOST_LINES]):
        if is_prose(line.text) and special(line) is None and _is_marked(lines[at:], special):
            return []  # a text, before any title
        if not _is_title(line, special) or not _is_marked(lines[at + 1 :], special):
            continue
        if not recalls(line.text, _told(text, line)):
            continue
        if _is_short(line) and at + 1 < len(lines) and _is_title(lines[at + 1], special):
            continue
        above = lines[:at]
        known = all(special(line) or is_nameplate(line.text) for line in above)
        if known or not any(_is_of_a_page(line.text) for line in above):
            return []  # no site's, or nothing that is not known anyhow
        del blocks[: next(n for n, block in enumerate(blocks) if block[0].start >= line.start)]
        parts = [_of_the_site(line, special) for line in above]
        if _is_kicker(parts[-1]):
            parts[-1] = Part(SegmentKind.HEADING, parts[-1].stretch)
        return parts
    return []


def _is_of_a_page(text: str) -> bool:
    return is_furniture(text) or is_crumbs(text) or is_trail(text)


def _of_the_site(line: Stretch, special: _Special) -> Part:
    part = special(line)
    told = part and part.kind in {SegmentKind.FIELD, SegmentKind.HEADING, SegmentKind.COPYRIGHT}
    return part if part and told else Part(SegmentKind.FURNITURE, line)


def _is_kicker(part: Part) -> bool:
    """Whether the line above a title is a few words of its own."""
    few = len(part.stretch.text.split()) <= _SITE
    return few and part.kind is SegmentKind.FURNITURE and not _is_of_a_page(part.stretch.text)


def _is_title(line: Stretch, special: _Special) -> bool:
    text = line.text
    if len(text) > _LONGEST or ends_sentence(text) or ends_open(text) or is_menu(text):
        return False
    words = len(text.split())
    enough = len(text) >= _FEWEST_WIDE if text[0] >= _WIDE else words >= _FEWEST_WORDS
    return enough and special(line) is None


def _is_short(line: Stretch) -> bool:
    return line.text[0] < _WIDE and len(line.text.split()) <= _SITE


def _is_marked(lines: list[Stretch], special: _Special) -> bool:
    """Whether a byline or a date is near, and nothing but what sums the text up stands before."""
    for line in lines[:_NEAR]:
        part = special(line)
        if part and part.kind in {SegmentKind.BYLINE, SegmentKind.DATE}:
            return True
        if part and part.fields:
            return True
        if part is None and len(line.text) > _LONGEST:
            return False
    return False


def _told(text: Text, title: Stretch) -> str:
    """The prose below a title."""
    below = text.content[title.end :][:_MOST_LOOKED_AT]
    return "\n".join(line for line in below.splitlines() if is_prose(line))
