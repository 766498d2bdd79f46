"""The prose between what stands above and under it: paragraphs, captions, notices amid. Pure."""

import re
import unicodedata

from newsarchive.formats.text.captions import captioned, photo_credit
from newsarchive.formats.text.doubts import is_verse
from newsarchive.formats.text.fields import (
    read_fields,
)
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.mastheads import read_masthead
from newsarchive.formats.text.notices import is_end, is_furniture, is_page_number
from newsarchive.formats.text.parts import Part, field_part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import Label, ends_sentence
from newsarchive.model.article import SegmentKind

_WIDEST_WRAPPED = 84  # columns; a line longer than this was not wrapped by hand
_FEWEST_UNWRAPPED = 3  # lines that are sentences each; wrapped lines end so by chance
_CREDIT = re.compile(r"\s+(?:\((?P<round>\S.*)\)|\[(?P<square>\S.*)\])")


def prose(text: Text, block: Lines, *, single: bool) -> list[Part]:
    """The parts of a block; in a text without a blank line, each line that is a sentence is one."""
    if legend := _over_its_credit(block, single=single):
        return legend
    parts: list[Part] = []
    done = at = 0
    while at < len(block):
        if part := _inner_notice(block[at]):
            parts += [*_paragraphs(text, block[done:at], single=single), part]
            at = done = at + 1
            continue
        if at + 1 == len(block):
            break
        first, second = block[at : at + 2]
        credit = _caption(first, second)
        if not credit and not is_caption(block):
            at += 1
            continue
        parts += _paragraphs(text, block[done:at], single=single)
        parts.append(Part(SegmentKind.CAPTION, first))
        parts.append(Part(SegmentKind.CAPTION_REPEATED, second, credit=credit))
        at = done = at + 2
    return parts + _paragraphs(text, block[done:], single=single)


def _over_its_credit(block: Lines, *, single: bool) -> list[Part]:
    """A caption of a sentence with its credit on the line under it, in a block of these two."""
    if len(block) != 2 or single:  # noqa: PLR2004
        return []
    line, under = block
    fields = read_fields(under)
    if len(fields) != 1 or fields[0].label is not Label.CREDIT or len(line.text) > _LONGEST_CAPTION:
        return []
    if _INNER_END.search(line.text) or not (ends_sentence(line.text) or line.text[-1].isalnum()):
        return []
    whole = Part(SegmentKind.CAPTION, line, caption=line, credit=fields[0].value)
    return [whole, Part(SegmentKind.FIELD, under)]


_LONGEST_CAPTION = 160
_INNER_END = re.compile(r"[.!?]\s")


def _inner_notice(line: Stretch) -> Part | None:
    """A line amid the prose that is not of it."""
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    if credit := photo_credit(line):
        return Part(SegmentKind.CAPTION, line, credit=credit)
    fields = read_fields(line)
    if fields and all(field.label is Label.CREDIT for field in fields):
        return field_part(fields, line)
    if is_furniture(line.text) or is_end(line.text) or is_page_number(line.text):
        return Part(SegmentKind.FURNITURE, line)
    if read_masthead(line):  # of the next page
        return Part(SegmentKind.FURNITURE, line)
    return None


def is_caption(block: Lines) -> bool:
    """Whether a block is a caption that is printed twice, the second time with its credit."""
    if len(block) != 2:  # noqa: PLR2004  # a line sung twice in a longer block is no caption
        return False
    return block[0].text == block[1].text or _caption(*block) is not None


def _caption(first: Stretch, second: Stretch) -> Stretch | None:
    """The credit, where `second` is `first` again with a credit in brackets after it."""
    if not second.text.startswith(first.text):
        return None
    match = _CREDIT.fullmatch(second.text, len(first.text))
    return second.group(match, match.lastgroup) if match and match.lastgroup else None


_WIDE = "\u3000"


def _paragraphs(text: Text, run: Lines, *, single: bool) -> list[Part]:
    if not run:
        return []
    indented = [
        n for n, line in enumerate(run) if text.content[line.start - 1 : line.start] == _WIDE
    ]
    if len(indented) > 1 and indented[0] == 0:  # as Chinese and Japanese begin a paragraph
        ends = [*indented[1:], len(run)]
        joined = (text.joined(run[a:b]) for a, b in zip(indented, ends, strict=True))
        return [Part(SegmentKind.PARAGRAPH, stretch) for stretch in joined]
    if len(run) > 1 and (is_unwrapped(run) or (single and _are_sentences(run))):
        return [Part(SegmentKind.PARAGRAPH, line) for line in run]
    return [Part(SegmentKind.PARAGRAPH, text.joined(run))]


def _are_sentences(run: Lines) -> bool:
    return all(ends_sentence(line.text) and is_prose(line.text) for line in run)


def is_unwrapped(run: Lines) -> bool:
    """Whether each line is a paragraph: all end as sentences do, one is too long to be wrapped."""
    if not all(ends_sentence(line.text) for line in run):
        return False
    if len(run) >= _FEWEST_UNWRAPPED and not is_verse("\n".join(line.text for line in run)):
        return True
    return any(_columns(line.text) > _WIDEST_WRAPPED for line in run)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)
