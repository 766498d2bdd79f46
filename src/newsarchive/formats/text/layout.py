"""What each part of a plain text is: head, paragraphs, captions, tail. Gives facts no value.

A line is taken for something special at the head (before the first prose) or at the tail only; a
caption printed twice is known by its repetition, wherever it stands. Everything else is prose.
"""

import re
import unicodedata
from dataclasses import dataclass

from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.fields import Field, is_address, is_copyright, read_fields
from newsarchive.formats.text.heads import Masthead, is_role, read_dated_line, read_masthead
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.names import Byline, read_byline
from newsarchive.formats.text.notices import (
    captioned,
    editors_note,
    embargo,
    is_credits,
    is_end,
    is_forwarded,
    is_furniture,
    is_rubric,
    is_slug,
    mail_headers,
    photo_credit,
)
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import Label, ends_open, ends_sentence, is_question
from newsarchive.model.article import SegmentKind

_LONGEST_HEADLINE = 150
_WIDEST_WRAPPED = 100  # columns; a line longer than this was not wrapped by hand
_MOST_LINES = 60  # of a head or a tail; more of them are a list, and not about one article
_TAIL_LABELS = frozenset(Label) - {Label.HEADLINE}
_CREDIT = re.compile(r"\s+(?:\((?P<round>\S.*)\)|\[(?P<square>\S.*)\])")


@dataclass(frozen=True, slots=True)
class Part:
    """One top-level part: what it is, where, and what was read in it on the way.

    `credit` is of a repeated caption, or of an image, as `caption` is; `fields` are
    those of the line; `headers` the lines of the headers of a mail.
    """

    kind: SegmentKind
    stretch: Stretch
    fields: tuple[Field, ...] = ()
    byline: Byline | None = None
    credit: Stretch | None = None
    caption: Stretch | None = None
    masthead: Masthead | None = None
    headers: Lines = ()

    @property
    def labels(self) -> frozenset[Label]:
        """What its fields say."""
        return frozenset(field.label for field in self.fields)


def lay_out(text: Text) -> tuple[Part, ...]:
    """The parts of `text`, in order. Every character that is not blank is in exactly one."""
    blocks = list(text.blocks())
    mail = _take_mail(text, blocks)
    last = _take_signature(text, blocks)
    tail = _take_tail(text, blocks)
    head = _take_head(text, blocks)
    middle: list[Part] = []
    for block in blocks:
        middle += _prose(text, block)
    return (*mail, *head, *_with_lead(middle), *tail, *last)


def _with_lead(middle: list[Part]) -> list[Part]:
    """`middle`, the first of its paragraphs that is prose as the lead; none where none is."""
    for index, part in enumerate(middle):
        if part.kind is SegmentKind.PARAGRAPH and is_prose(part.stretch.text):
            lead = Part(SegmentKind.LEAD, part.stretch)
            return [*middle[:index], lead, *middle[index + 1 :]]
    return middle


# A mail: its headers, also of messages that were forwarded in it, and what stands under it.

_MOST_SIGNED = 12  # lines under the two hyphens


def _take_mail(text: Text, blocks: list[Lines]) -> list[Part]:
    mail: list[Part] = []
    waiting: list[Part] = []  # what says that a message follows, until one does
    while blocks:
        count = mail_headers(blocks[0])
        if count:
            lines = blocks[0][:count]
            mail += [*waiting, Part(SegmentKind.HEADER, text.joined(lines), headers=lines)]
            waiting = []
        elif is_forwarded(blocks[0][0].text):
            count = 1
            waiting.append(Part(SegmentKind.HEADER, blocks[0][0]))
        else:
            break
        _drop_first(blocks, count)
    if waiting:
        blocks.insert(0, (waiting[-1].stretch, *_rest(blocks, waiting[-1])))
    return mail


def _rest(blocks: list[Lines], part: Part) -> Lines:
    """The lines of the first block, if they stand right under the part; it is taken from blocks."""
    if blocks and "\n" not in blocks[0][0].text and blocks[0][0].start <= part.stretch.end + 2:
        return blocks.pop(0)
    return ()


def _take_signature(text: Text, blocks: list[Lines]) -> list[Part]:
    """What stands under a line of two hyphens near the end, and quoted messages under a reply."""
    for at in range(len(blocks) - 1, -1, -1):
        for n, line in enumerate(blocks[at]):
            under = sum(map(len, blocks[at:])) - n
            if line.text == "--" and 1 < under <= _MOST_SIGNED:
                lines = (*blocks[at][n:], *(x for block in blocks[at + 1 :] for x in block))
                blocks[at:] = [blocks[at][:n]] if n else []
                return [Part(SegmentKind.SIGNATURE, text.joined(lines))]
        if sum(map(len, blocks[at:])) > _MOST_SIGNED:
            break
    quoted = len(blocks)
    while quoted > 1 and all(line.text.startswith(">") for line in blocks[quoted - 1]):
        quoted -= 1
    if quoted == len(blocks) or not quoted:
        return []
    lines = tuple(line for block in blocks[quoted:] for line in block)
    del blocks[quoted:]
    return [Part(SegmentKind.QUOTED, text.joined(lines))]


def _drop_first(blocks: list[Lines], count: int = 1) -> None:
    blocks[0] = blocks[0][count:]
    if not blocks[0]:
        del blocks[0]


def _field_part(fields: tuple[Field, ...], line: Stretch) -> Part:
    kinds = {
        Label.HEADLINE: SegmentKind.HEADLINE,
        Label.BY: SegmentKind.BYLINE,
        Label.SOURCE: SegmentKind.SOURCE_LINE,
        Label.COPYRIGHT: SegmentKind.COPYRIGHT,
    }
    kind = kinds.get(fields[0].label, SegmentKind.FIELD) if len(fields) == 1 else SegmentKind.FIELD
    return Part(kind, line, fields=fields)


# The tail: from the last line upwards, as long as lines are fields and notices.


def _take_tail(text: Text, blocks: list[Lines]) -> list[Part]:
    tail: list[Part] = []
    while blocks and len(tail) < _MOST_LINES and (part := _tail_part(blocks[-1][-1])):
        tail.insert(0, part)
        blocks[-1] = blocks[-1][:-1]
        if not blocks[-1]:
            del blocks[-1]
    return _one_notice(text, tail)


def _one_notice(text: Text, tail: list[Part]) -> list[Part]:
    """`tail` with the lines of a copyright notice that follow one another as one part."""
    parts: list[Part] = []
    for part in tail:
        if parts and part.kind is parts[-1].kind is SegmentKind.COPYRIGHT:
            joined = text.joined((parts[-1].stretch, part.stretch))
            parts[-1] = Part(SegmentKind.COPYRIGHT, joined)
        else:
            parts.append(part)
    return parts


def _tail_part(line: Stretch) -> Part | None:
    if is_copyright(line.text):
        return Part(SegmentKind.COPYRIGHT, line)
    if part := _notice(line):
        return part
    fields = read_fields(line)
    return (
        _field_part(fields, line) if fields and {f.label for f in fields} <= _TAIL_LABELS else None
    )


def _notice(line: Stretch) -> Part | None:
    """A line that is not of the article: web furniture, an end mark; or says who made it."""
    if is_furniture(line.text) or is_end(line.text):
        return Part(SegmentKind.FURNITURE, line)
    if is_credits(line.text):
        return Part(SegmentKind.CREDITS, line)
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    if credit := photo_credit(line):
        return Part(SegmentKind.CAPTION, line, credit=credit)
    return None


# The head: from the first line downwards, until there is prose.


def _take_head(text: Text, blocks: list[Lines]) -> list[Part]:
    head: list[Part] = []
    while blocks and len(head) < _MOST_LINES:
        line = blocks[0][0]
        if not head and (masthead := read_masthead(line)) and _more(blocks):
            head.append(Part(SegmentKind.MASTHEAD, line, masthead=masthead))
            _drop_first(blocks)
            continue
        part = None if _is_event(blocks[0]) else _head_part(line)
        if head and head[-1].kind is SegmentKind.BYLINE and is_role(line.text):
            part = Part(SegmentKind.BYLINE, line)
        elif part and part.byline and any(p.byline for p in head):
            part = None
        if part:
            head.append(part)
            _drop_first(blocks)
            continue
        if any(p.kind is SegmentKind.HEADLINE for p in head):
            break
        headlines = _headlines(text, blocks)
        if not headlines:
            break
        head += headlines
        end = headlines[-1].stretch.end
        _drop_first(blocks, sum(line.start < end for line in blocks[0]))
    return head


_OF_AN_EVENT = re.compile(
    r"(?i)(?:time|when|where|venue|admission|tickets?|uhrzeit|beginn|eintritt|heure|horaire|entrée|"
    r"hora|lugar|entrada|ora|ingresso|время|где|вход)\s*:\s*\S.*"
)
_MOST_OF_AN_EVENT = 8


def _is_event(block: Lines) -> bool:
    """Whether lines announce an event: its date is none of an article."""
    return any(_OF_AN_EVENT.fullmatch(line.text) for line in block[:_MOST_OF_AN_EVENT])


def _more(blocks: list[Lines]) -> bool:
    return len(blocks) > 1 or len(blocks[0]) > 1


def _head_part(line: Stretch) -> Part | None:
    if fields := read_fields(line):
        return _field_part(fields, line)
    if (printed := read_date(line.text)) and printed.whole:
        return Part(SegmentKind.DATE, line)
    if read_dated_line(line):
        return Part(SegmentKind.DATE, line)
    if is_address(line.text):
        return Part(SegmentKind.FIELD, line, fields=(Field(Label.URL, line, line),))
    if is_furniture(line.text):
        return Part(SegmentKind.FURNITURE, line)
    return _wire_part(line) or _byline_part(line)


def _wire_part(line: Stretch) -> Part | None:
    """What stands above a text and is neither of it nor a label: rubric, slug, note, embargo."""
    if is_rubric(line.text):
        return Part(SegmentKind.HEADING, line)
    if is_slug(line.text) or editors_note(line) or embargo(line) is not None:
        return Part(SegmentKind.HEADER, line)
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    return None


def _byline_part(line: Stretch) -> Part | None:
    if byline := read_byline(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    return None


def _headlines(text: Text, blocks: list[Lines]) -> list[Part]:
    """The headline, and a second one under it, that the first block begins with; else nothing."""
    first, more = blocks[0], len(blocks) > 1
    line = first[0]
    following = first[1] if len(first) > 1 else blocks[1][0] if more else None
    if following is None or _is_caption(first) or dateline_of(line):
        return []
    special = _head_part(following) is not None
    if not _is_title(line.text, question=special):
        return []
    if len(first) == 1 or special or _is_unwrapped(first[1:]):
        return [Part(SegmentKind.HEADLINE, line)]
    second = first[1]
    if len(first) == 2 and more and _is_title(second.text):  # noqa: PLR2004
        both_shout = line.text.isupper() and second.text.isupper()
        if second.text[0].islower() or both_shout:  # one sentence on two lines
            return [Part(SegmentKind.HEADLINE, text.joined(first))]
        return [Part(SegmentKind.HEADLINE, line), Part(SegmentKind.HEADLINE, second)]
    return []


def _is_title(text: str, *, question: bool = False) -> bool:
    if len(text) > _LONGEST_HEADLINE or not any(c.isalpha() for c in text) or ends_open(text):
        return False
    return not ends_sentence(text) or (question and is_question(text))


# The prose between them.


def _prose(text: Text, block: Lines) -> list[Part]:
    parts: list[Part] = []
    done = at = 0
    while at < len(block):
        if part := _inner_notice(block[at]):
            parts += [*_paragraphs(text, block[done:at]), part]
            at = done = at + 1
            continue
        if at + 1 == len(block):
            break
        first, second = block[at : at + 2]
        credit = _caption(first, second)
        if not credit and not _is_caption(block):
            at += 1
            continue
        parts += _paragraphs(text, block[done:at])
        parts.append(Part(SegmentKind.CAPTION, first))
        parts.append(Part(SegmentKind.CAPTION_REPEATED, second, credit=credit))
        at = done = at + 2
    return parts + _paragraphs(text, block[done:])


def _inner_notice(line: Stretch) -> Part | None:
    """A line amid the prose that is not of it."""
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    if is_furniture(line.text) or is_end(line.text):
        return Part(SegmentKind.FURNITURE, line)
    return None


def _is_caption(block: Lines) -> bool:
    if len(block) != 2:  # noqa: PLR2004  # a line sung twice in a longer block is no caption
        return False
    return block[0].text == block[1].text or _caption(*block) is not None


def _caption(first: Stretch, second: Stretch) -> Stretch | None:
    """The credit, where `second` is `first` again with a credit in brackets after it."""
    if not second.text.startswith(first.text):
        return None
    match = _CREDIT.fullmatch(second.text, len(first.text))
    return second.group(match, match.lastgroup) if match and match.lastgroup else None


def _paragraphs(text: Text, run: Lines) -> list[Part]:
    if not run:
        return []
    if _is_unwrapped(run) and len(run) > 1:
        return [Part(SegmentKind.PARAGRAPH, line) for line in run]
    return [Part(SegmentKind.PARAGRAPH, text.joined(run))]


def _is_unwrapped(run: Lines) -> bool:
    """Whether each line is a paragraph: all end as sentences do, one is too long to be wrapped."""
    return all(ends_sentence(line.text) for line in run) and any(
        _columns(line.text) > _WIDEST_WRAPPED for line in run
    )


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)
