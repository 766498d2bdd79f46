# words of other languages
"""A mail around a text: its headers, what was written above a text that it brings, what is quoted.

A message that was forwarded is the text, and what stands above it a note; under a reply the message
that it answers is quoted.
"""

import re
from itertools import takewhile

from newsarchive.formats.text.correspondence import (
    closes,
    greets,
    introduces_quote,
    is_cover,
    is_forwarded,
    mail_headers,
    replies,
)
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.parts import Part, drop_first
from newsarchive.model.article import SegmentKind

_MOST_SIGNED = 12  # lines under the two hyphens
_MOST_COVERING = 14  # blocks of a note above a text
_LONGEST_COVER = 240
_MOST_INTRODUCING = 2  # lines of "On Monday Ann Other wrote:"
_MOST_CLOSING = 6


def take_mail(text: Text, blocks: list[Lines]) -> list[Part]:
    """The headers of a mail that `blocks` begin with, of messages in it, and notes above them."""
    mail = _headers(text, blocks) or _under_a_note(text, blocks)
    while mail and (at := _nested(blocks)):
        if replies(mail[-1].headers) and not _brings(blocks, at):
            break
        mail.append(_covering(text, blocks, at))
        mail += _headers(text, blocks)
    if mail and (count := _cover(blocks)):
        mail.append(_covering(text, blocks, (count, 0)))
    return mail


def _under_a_note(text: Text, blocks: list[Lines]) -> list[Part]:
    """The headers of a mail under one short line or two: a note of whoever kept it."""
    lines = [line for block in blocks[: _MOST_NOTED + 1] for line in block]
    for count in range(1, _MOST_NOTED + 1):
        if any(len(line.text) > _LONGEST_NOTE for line in lines[:count]):
            return []
        if count < len(blocks[0]):
            rest = blocks[0][count:]
        elif count == len(blocks[0]) and len(blocks) > 1:
            rest = blocks[1]
        else:
            continue
        if mail_headers(rest):
            note = Part(SegmentKind.HEADER, text.joined(blocks[0][:count]))
            drop_first(blocks, count)
            return [note, *_headers(text, blocks)]
    return []


_MOST_NOTED, _LONGEST_NOTE = 2, 100  # lines, characters


def _brings(blocks: list[Lines], begin: tuple[int, int]) -> bool:
    """Whether a few words stand above a message that is a text: it is sent, and not answered."""
    at, n = begin
    lines = [line for block in blocks for line in block]
    first = sum(map(len, blocks[:at])) + n
    note, rest = (sum(len(line.text) for line in part) for part in (lines[:first], lines[first:]))
    return note <= _LONGEST_COVER and rest >= _TIMES * note and rest >= _SHORTEST_TEXT


def take_quoted(text: Text, blocks: list[Lines], *, mail: bool) -> tuple[list[Part], list[Part]]:
    """What stands above and under a text that is quoted whole, in a mail that is of a few words.

    The blocks become those of the quoted text, without its marks.
    """
    lines = [line for block in blocks for line in block]
    quoted = [n for n, line in enumerate(lines) if line.text.startswith(">")]
    if not quoted or len(quoted) != quoted[-1] - quoted[0] + 1:
        return [], []
    above, under = lines[: quoted[0]], lines[quoted[-1] + 1 :]
    introduced = introduces_quote(" ".join(line.text for line in above[-_MOST_INTRODUCING:]))
    note, rest = (
        sum(len(line.text) for line in part) for part in (above, lines[quoted[0] : quoted[-1] + 1])
    )
    few = note <= _LONGEST_COVER and len(under) <= _MOST_UNDER
    if not (few and rest >= max(_TIMES * note, _SHORTEST_TEXT) and (mail or introduced)):
        return [], []
    blocks[:] = _unmarked(blocks, lines[quoted[0]], lines[quoted[-1]])
    return (
        [Part(SegmentKind.HEADER, text.joined(tuple(above)))] if above else [],
        [Part(SegmentKind.SIGNATURE, text.joined(tuple(under)))] if under else [],
    )


_TIMES = 3  # as long as the note above it is a text that a mail brings
_SHORTEST_TEXT = 160  # characters
_MOST_UNDER = 4  # lines under a quoted text
_QUOTE = re.compile(r"(?:>\s?)+")


def _unmarked(blocks: list[Lines], first: Stretch, last: Stretch) -> list[Lines]:
    found: list[Lines] = []
    for block in blocks:
        run: list[Stretch] = []
        for line in block:
            if not first.start <= line.start <= last.start:
                continue
            match = _QUOTE.match(line.text)
            bare = line.part(match.end() if match else 0, len(line.text))
            if bare.text:
                run.append(bare)
            elif run:
                found.append(tuple(run))
                run = []
        if run:
            found.append(tuple(run))
    return found


def with_marks(text: Text, parts: list[Part]) -> list[Part]:
    """Parts, and between them what marked the lines as quoted and is in none of them."""
    found: list[Part] = []
    end = 0
    for part in parts:
        found += _marks(text, end, part.stretch.start)
        found.append(part)
        end = part.stretch.end
    return [*found, *_marks(text, end, len(text.content))]


def _marks(text: Text, start: int, end: int) -> list[Part]:
    gap = Stretch(start, text.content[start:end]).part(0, end - start)
    return [Part(SegmentKind.QUOTED, gap)] if gap.text else []


def _headers(text: Text, blocks: list[Lines]) -> list[Part]:
    mail: list[Part] = []
    waiting: list[Part] = []  # what says that a message follows, until one does
    while blocks:
        count = mail_headers(blocks[0]) or _join_headers(blocks)
        if count:
            lines = blocks[0][:count]
            mail += [*waiting, Part(SegmentKind.HEADER, text.joined(lines), headers=lines)]
            waiting = []
        elif is_forwarded(blocks[0][0].text):
            count = 1
            waiting.append(Part(SegmentKind.HEADER, blocks[0][0]))
        else:
            break
        drop_first(blocks, count)
    if waiting:
        blocks.insert(0, (waiting[-1].stretch, *_rest(blocks, waiting[-1])))
    return mail


def _join_headers(blocks: list[Lines]) -> int:
    """How many headers stand in blocks of one line each, which become one block; 0 for none."""
    lines = [block[0] for block in takewhile(lambda block: len(block) == 1, blocks[:_MOST_HEADERS])]
    count = mail_headers(tuple(lines)) if len(lines) > 1 else 0
    if count:
        blocks[:count] = [tuple(lines[:count])]
    return count


_MOST_HEADERS = 12


def _rest(blocks: list[Lines], part: Part) -> Lines:
    """The lines of the first block, if they stand right under the part; it is taken from blocks."""
    if blocks and "\n" not in blocks[0][0].text and blocks[0][0].start <= part.stretch.end + 2:
        return blocks.pop(0)
    return ()


def _nested(blocks: list[Lines]) -> tuple[int, int] | None:
    """The block and the line where another message begins; None where none does."""
    for at, block in enumerate(blocks[:_MOST_COVERING]):
        for n, line in enumerate(block):
            if (at or n) and is_forwarded(line.text):
                rest = block[n + 1 :] or (blocks[at + 1] if at + 1 < len(blocks) else ())
                return (at, n) if mail_headers(rest) else None
        if at and mail_headers(block):
            return at, 0
    return None


def _covering(text: Text, blocks: list[Lines], end: tuple[int, int]) -> Part:
    """What stands before a block and a line in it, taken from the blocks: not of the article."""
    at, n = end
    lines = tuple(line for block in blocks[:at] for line in block)
    if n:
        lines += blocks[at][:n]
        blocks[at] = blocks[at][n:]
    del blocks[:at]
    return Part(SegmentKind.HEADER, text.joined(lines))


def _cover(blocks: list[Lines]) -> int:
    """How many blocks are a note to whom the mail is for, with the text under it; 0 for none."""
    if len(blocks) < 2:  # noqa: PLR2004
        return 0
    alone = len(blocks[0]) == 1 or _closes_within(blocks[0])
    count = 1 if alone and greets(blocks[0][0].text) else 0
    if not count and not _is_note(blocks, 0):
        return 0
    if greets(blocks[0][0].text) and len(blocks[0]) > 1 and _closes_within(blocks[0]):
        return 1
    for at in range(count, min(len(blocks) - 1, _MOST_COVERING)):
        if closes(blocks[at][0].text):
            signed = len(blocks[at]) == 1 and _is_signature(blocks[at + 1])
            end = at + 1 + signed
            if end < len(blocks):
                return end
    if count and _introduces(blocks, count):
        return count + 1
    while _is_note(blocks, count):
        count += 1
    if count and count + 1 < len(blocks) and _is_signature(blocks[count]):
        count += 1
    return count


def _introduces(blocks: list[Lines], at: int) -> bool:
    """Whether a block under a greeting ends where what it brings begins."""
    note = " ".join(line.text for line in blocks[at])
    return at + 1 < len(blocks) and len(note) <= _LONGEST_COVER and note.endswith(":")


def _closes_within(block: Lines) -> bool:
    last = block[-1].text.split()
    signed = len(last) <= 2 and not any(w[0].islower() or w[-1] in ".!?,:" for w in last)  # noqa: PLR2004
    return signed or any(closes(line.text) for line in block[1:])


def _is_note(blocks: list[Lines], at: int) -> bool:
    """Whether a block says that a text follows, and one does."""
    if at + 1 >= len(blocks):
        return False
    note = " ".join(line.text for line in blocks[at])
    return len(note) <= _LONGEST_COVER and is_cover(note)


def _is_signature(block: Lines) -> bool:
    words = block[0].text.split()
    return len(block) == 1 and len(words) <= 3 and not any(w[0].islower() for w in words)  # noqa: PLR2004


def take_signature(text: Text, blocks: list[Lines], *, mail: bool) -> list[Part]:
    """What stands under two hyphens near the end, or under a reply, or closes a mail."""
    for at in range(len(blocks) - 1, -1, -1):
        for n, line in enumerate(blocks[at]):
            under = sum(map(len, blocks[at:])) - n
            if line.text == "--" and 1 < under <= _MOST_SIGNED:
                return [_taken(text, blocks, (at, n), SegmentKind.SIGNATURE)]
        if sum(map(len, blocks[at:])) > _MOST_SIGNED:
            break
    if begin := _quote(blocks):
        return [_taken(text, blocks, begin, SegmentKind.QUOTED)]
    if mail and (nested := _nested(blocks)):
        return [_taken(text, blocks, nested, SegmentKind.QUOTED)]
    if mail and len(blocks) > 1 and closes(blocks[-1][0].text) and len(blocks[-1]) <= _MOST_CLOSING:
        return [_taken(text, blocks, (len(blocks) - 1, 0), SegmentKind.SIGNATURE)]
    return []


def is_answered(middle: list[Part], last: list[Part]) -> bool:
    """Whether a few words stand above a longer text that they quote: they are about that one."""
    said = sum(len(part.stretch.text) for part in middle)
    quoted = sum(len(p.stretch.text) for p in last if p.kind is SegmentKind.QUOTED)
    return quoted >= max(_TIMES * said, _SHORTEST_TEXT) and said <= _LONGEST_COVER


def _quote(blocks: list[Lines]) -> tuple[int, int] | None:
    """Where the lines begin that are quoted up to the end, with what introduces them."""
    places = [(at, n) for at, block in enumerate(blocks) for n in range(len(block))]
    first = len(places)
    while first and _line(blocks, places[first - 1]).text.startswith(">"):
        first -= 1
    if first == len(places) or not first:
        return None
    for count in range(1, _MOST_INTRODUCING + 1):
        intro = " ".join(_line(blocks, p).text for p in places[max(first - count, 0) : first])
        if introduces_quote(intro):
            first -= count
            break
    return places[first] if first > 0 else None


def _line(blocks: list[Lines], place: tuple[int, int]) -> Stretch:
    return blocks[place[0]][place[1]]


def _taken(text: Text, blocks: list[Lines], begin: tuple[int, int], kind: SegmentKind) -> Part:
    at, n = begin
    lines = (*blocks[at][n:], *(x for block in blocks[at + 1 :] for x in block))
    blocks[at:] = [blocks[at][:n]] if n else []
    return Part(kind, text.joined(lines))
