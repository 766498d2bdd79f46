"""What stands under the text, from the last line upwards: fields, notices, signs, a name. Pure."""

import re

from newsarchive.formats.text.bylines import Byline, read_byline, read_close_byline, read_signed
from newsarchive.formats.text.captions import captioned, ends_in_credit, is_number, photo_credit
from newsarchive.formats.text.correspondence import is_letter
from newsarchive.formats.text.fields import (
    Field,
    is_address,
    is_copyright,
    read_fields,
    read_split_field,
)
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.mastheads import read_source
from newsarchive.formats.text.notices import (
    is_credits,
    is_end,
    is_furniture,
    is_of_letters,
    is_sign,
)
from newsarchive.formats.text.openings import (
    signature,
)
from newsarchive.formats.text.parts import Part, field_part
from newsarchive.formats.text.sources import read_agencies
from newsarchive.formats.text.words import Label, ends_sentence, is_agency
from newsarchive.model.article import SegmentKind

_MOST_LINES = 60  # of a tail; more of them are a list, and not about one article
_TAIL_LABELS = frozenset(Label) - {Label.HEADLINE}


def take_tail(text: Text, blocks: list[Lines]) -> list[Part]:
    """The parts under the text, taken from the blocks: as long as lines are fields and notices."""
    tail: list[Part] = []
    while blocks and len(tail) < _MOST_LINES and (parts := _tail_parts(blocks)):
        tail[:0] = parts
        blocks[-1] = blocks[-1][: -len(parts)]
        if not blocks[-1]:
            del blocks[-1]
    return one_notice(text, tail)


def take_byline(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    """The name under the last sentence, with a place under it; whoever writes a letter is none."""
    letter = any(is_of_letters(part.stretch.text) for part in head)
    if not blocks or letter or is_letter(blocks[0][0].text):
        return []
    found = _said(blocks) or signature(text, blocks)
    if found is None:
        return []
    count, byline = found
    lines = blocks[-1][-count:]
    blocks[-1] = blocks[-1][:-count]
    if not blocks[-1]:
        del blocks[-1]
    place = [Part(SegmentKind.SIGNATURE, line) for line in lines[1:]]
    return [Part(SegmentKind.BYLINE, byline.line, byline=byline), *place]


def _said(blocks: list[Lines]) -> tuple[int, Byline] | None:
    """A byline with its word in a block of its own at the end: "Von Ann Other"."""
    if len(blocks) < 2 or len(blocks[-1]) > 1 or not ends_sentence(blocks[-2][-1].text):  # noqa: PLR2004
        return None
    byline = read_byline(blocks[-1][0])
    named = byline is not None and byline.people and all(is_named(p.text) for p in byline.people)
    return (1, byline) if byline and named else None


def one_notice(text: Text, tail: list[Part]) -> list[Part]:
    """`tail` with the lines of a copyright notice that follow one another as one part."""
    parts: list[Part] = []
    for part in tail:
        if parts and part.kind is parts[-1].kind is SegmentKind.COPYRIGHT:
            joined = text.joined((parts[-1].stretch, part.stretch))
            parts[-1] = Part(SegmentKind.COPYRIGHT, joined)
        else:
            parts.append(part)
    return parts


def _tail_parts(blocks: list[Lines]) -> list[Part]:
    """What the last line is, or the last two: a label and under it what it is the label of."""
    line = blocks[-1][-1]
    if part := _tail_part(line):
        return [part]
    if len(blocks[-1]) > 1 and (field := read_split_field(blocks[-1][-2], line)):
        return [Part(SegmentKind.FIELD, blocks[-1][-2]), field_part((field,), line)]
    if len(blocks) > 1 and (masthead := read_source(line)):
        return [Part(SegmentKind.MASTHEAD, line, masthead=masthead)]
    return []


def _tail_part(line: Stretch) -> Part | None:
    if is_copyright(line.text):
        return Part(SegmentKind.COPYRIGHT, line)
    if part := _notice(line):
        return part
    if _signs_agencies(line.text):
        return Part(SegmentKind.CREDITS, line)
    if is_sign(line.text):
        return Part(SegmentKind.FURNITURE, line)
    if is_address(line.text):
        return Part(SegmentKind.FIELD, line, fields=(Field(Label.URL, line, line),))
    if read_agencies(line):
        return Part(SegmentKind.CREDITS, line)
    if byline := read_signed(line) or read_close_byline(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    fields = read_fields(line)
    return (
        field_part(fields, line) if fields and {f.label for f in fields} <= _TAIL_LABELS else None
    )


def _signs_agencies(text: str) -> bool:
    """Whether a line is signs and agencies with slashes between: "bly/dpa/Reuters"."""
    items = text.strip("() ").split("/") if len(text) <= _LONGEST_SIGN else []
    named = [is_agency(item) for item in items]
    return (
        len(items) > 1
        and any(named)
        and all(known or _SIGN.fullmatch(item) for known, item in zip(named, items, strict=True))
    )


_LONGEST_SIGN = 60
_SIGN = re.compile(r"[a-zäöü]{2,4}")


def _notice(line: Stretch) -> Part | None:
    """A line that is not of the article: web furniture, an end mark; or says who made it."""
    if credit := ends_in_credit(line):
        return Part(SegmentKind.PARAGRAPH, line, credit=credit)
    if is_furniture(line.text) or is_end(line.text) or is_number(line.text):
        return Part(SegmentKind.FURNITURE, line)
    if is_credits(line.text):
        return Part(SegmentKind.CREDITS, line)
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    if credit := photo_credit(line):
        return Part(SegmentKind.CAPTION, line, credit=credit)
    return None


# The head: from the first line downwards, until there is prose.
