"""What each part of a plain text is: head, paragraphs, captions, tail. Gives facts no value.

A line is taken for something special at the head (before the first prose) or at the tail only; a
caption printed twice is known by its repetition, wherever it stands. Everything else is prose.
"""

import re
import unicodedata
from functools import partial

from newsarchive.formats.text.calendars import MONTHS
from newsarchive.formats.text.captions import captioned, ends_in_credit, is_number, photo_credit
from newsarchive.formats.text.copydesk import with_headline
from newsarchive.formats.text.dates import is_date_like, read_date
from newsarchive.formats.text.decks import deck
from newsarchive.formats.text.doubts import is_path, is_verse
from newsarchive.formats.text.exports import named_paper, of_factiva
from newsarchive.formats.text.fields import (
    Field,
    is_address,
    is_copyright,
    read_fields,
    read_split_field,
)
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.headlines import bare_dateline, headlines
from newsarchive.formats.text.heads import (
    Masthead,
    is_nameplate,
    is_page_line,
    is_paper,
    is_role,
    read_dated_line,
    read_masthead,
    read_mastheads,
    read_source,
)
from newsarchive.formats.text.judging import is_event, judge
from newsarchive.formats.text.leads import with_lead
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.mails import is_answered, take_mail, take_quoted, take_signature, with_marks
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.mixed import mixed_fields
from newsarchive.formats.text.names import (
    Byline,
    is_lone_by,
    read_agencies,
    read_byline,
    read_close_byline,
    read_named_role,
    read_person,
    read_signed,
)
from newsarchive.formats.text.notices import (
    editors_note,
    embargo,
    is_credits,
    is_end,
    is_furniture,
    is_genre,
    is_letter,
    is_of_letters,
    is_page_number,
    is_rubric,
    is_sign,
    is_slug,
    is_trail,
)
from newsarchive.formats.text.openings import (
    is_contact,
    is_open,
    is_sent,
    passed,
    signature,
    sole_name,
)
from newsarchive.formats.text.pages import of_lines, take_top
from newsarchive.formats.text.parts import BULLET, Part, drop_first, field_part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import Label, ends_sentence, is_agency
from newsarchive.model.article import SegmentKind

_WIDEST_WRAPPED = 84  # columns; a line longer than this was not wrapped by hand
_FEWEST_UNWRAPPED = 3  # lines that are sentences each; wrapped lines end so by chance
_MOST_LINES = 60  # of a head or a tail; more of them are a list, and not about one article
_TAIL_LABELS = frozenset(Label) - {Label.HEADLINE}
_CREDIT = re.compile(r"\s+(?:\((?P<round>\S.*)\)|\[(?P<square>\S.*)\])")


def lay_out(text: Text) -> tuple[Part, ...]:
    """The parts of `text`, in order. Every character that is not blank is in exactly one."""
    blocks = list(text.blocks())
    single = len(blocks) == 1
    if coded := of_factiva(text, blocks, partial(_prose, text, single=False)):
        return tuple(coded)
    mail = take_mail(text, blocks)
    note, under = take_quoted(text, blocks, mail=bool(mail))
    if quoted := bool(note or under):
        mail += [*note, *take_mail(text, blocks)]
    last = take_signature(text, blocks, mail=bool(mail))
    blocks = of_lines(blocks)
    tail = _take_tail(text, blocks)
    top = take_top(text, blocks, _special)
    head = [*top, *_take_head(text, blocks)]
    if not any(part.byline for part in (*head, *tail)):
        tail = [*_take_signature(text, head, blocks), *tail]
    middle: list[Part] = []
    for block in blocks:
        middle += _prose(text, block, single=single)
    head = _without_caption(text, head, [*middle, *tail])
    head, doubtful = judge(text, head, middle)
    if not doubtful and not is_answered(middle, last):
        middle = with_lead(head, middle, _special)
    if not head:
        middle = with_headline(middle, _special)
    parts = [*mail, *head, *middle, *tail, *last, *under]
    return tuple(with_marks(text, parts) if quoted else parts)


# The tail: from the last line upwards, as long as lines are fields and notices.


def _take_tail(text: Text, blocks: list[Lines]) -> list[Part]:
    tail: list[Part] = []
    while blocks and len(tail) < _MOST_LINES and (parts := _tail_parts(blocks)):
        tail[:0] = parts
        blocks[-1] = blocks[-1][: -len(parts)]
        if not blocks[-1]:
            del blocks[-1]
    return _one_notice(text, tail)


def _take_signature(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    """The name under the last sentence, with a place under it; whoever writes a letter is none."""
    letter = any(is_of_letters(part.stretch.text) for part in head)
    if not blocks or letter or is_letter(blocks[0][0].text):
        return []
    found = signature(text, blocks)
    if found is None:
        return []
    count, byline = found
    lines = blocks[-1][-count:]
    blocks[-1] = blocks[-1][:-count]
    if not blocks[-1]:
        del blocks[-1]
    place = [Part(SegmentKind.SIGNATURE, line) for line in lines[1:]]
    return [Part(SegmentKind.BYLINE, byline.line, byline=byline), *place]


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


def _take_head(text: Text, blocks: list[Lines]) -> list[Part]:
    head: list[Part] = []
    while blocks and len(head) < _MOST_LINES:
        headed = bool(head) and head[-1].kind is SegmentKind.HEADING
        found = _masthead(text, blocks, headed=headed) if _may_be_masthead(head) else []
        found = found or _next_part(text, head, blocks) or _titles(text, head, blocks)
        found = found or _passed(text, head, blocks)
        if not found:
            break
        head += found
        _drop_to(blocks, found[-1].stretch.end)
    return _one_notice(text, head)


def _passed(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    if any(part.byline or part.kind is SegmentKind.PARAGRAPH for part in head):
        return []
    titled = any(part.kind is SegmentKind.HEADLINE for part in head)
    if head and head[-1].fields and len(blocks[0]) > 1 and read_fields(blocks[0][1]):
        return [Part(SegmentKind.PARAGRAPH, blocks[0][0])]  # a label that is not known
    return passed(text, blocks, partial(_is_signed, text), titled=titled)


def _without_caption(text: Text, head: list[Part], below: list[Part]) -> list[Part]:
    """`head`; words in a block of their own at its end are rather the caption of a picture.

    They are where a photographer is named further down and no caption is known.
    """
    if len(head) < 2 or any(p.kind is not SegmentKind.HEADLINE for p in head[-2:]):  # noqa: PLR2004
        return head
    apart = "\n" in text.content[head[-2].stretch.end : head[-1].stretch.start].strip(" \t")[1:]
    if not apart or not any(_is_credit_alone(part) for part in below):
        return head
    return [*head[:-1], Part(SegmentKind.PARAGRAPH, head[-1].stretch)]


def _is_credit_alone(part: Part) -> bool:
    alone = part.kind is SegmentKind.CAPTION and part.credit is not None and part.caption is None
    return alone or bool(part.labels & {Label.CREDIT, Label.PHOTO})


def _drop_to(blocks: list[Lines], end: int) -> None:
    """Take the lines that begin before `end` away."""
    while blocks and blocks[0][0].start < end:
        drop_first(blocks, sum(line.start < end for line in blocks[0]))


def _may_be_masthead(head: list[Part]) -> bool:
    above = {
        SegmentKind.FURNITURE,
        SegmentKind.COPYRIGHT,
        SegmentKind.HEADER,
        SegmentKind.HEADING,
    }
    return all(part.kind in above for part in head)


def _masthead(text: Text, blocks: list[Lines], *, headed: bool) -> list[Part]:
    lines = tuple(line for block in blocks[:_MOST_BLOCKS] for line in block[:_MOST_BLOCKS])
    found = read_mastheads(lines[:_MOST_BLOCKS])
    if found and headed and not is_paper(found[1].name.text):
        return []
    if not found:
        return _nameplate(blocks)
    if found[0] >= sum(map(len, blocks)):
        return []
    count, masthead = found
    if count > 1 and is_prose(lines[count].text if count < len(lines) else ""):
        return []  # a headline with its date, and the text
    return [Part(SegmentKind.MASTHEAD, text.joined(lines[:count]), masthead=masthead)]


def _nameplate(blocks: list[Lines]) -> list[Part]:
    """A paper's name alone, above a headline that has its byline or date under it."""
    name = blocks[0][0]
    following = _line_after(blocks)
    if following and is_nameplate(name.text) and not is_prose(following.text):
        return [Part(SegmentKind.MASTHEAD, name, masthead=Masthead(name, None))]
    if len(blocks) < _LEAST_BLOCKS or len(blocks[0]) > 1 or not is_paper(name.text):
        return []
    titled = len(blocks[1]) == 1 and not ends_sentence(blocks[1][0].text)
    if not titled or _special(blocks[1][0]) or not _is_bylined(blocks[2:]):
        return []
    return [Part(SegmentKind.MASTHEAD, name, masthead=Masthead(name, None))]


_LEAST_BLOCKS = 4


def _next_part(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    """What the next line is, if that is told by the line itself and by what stands above it."""
    line = blocks[0][0]
    if SegmentKind.MASTHEAD not in (p.kind for p in head) and (paper := named_paper(blocks)):
        return [Part(SegmentKind.MASTHEAD, text.joined(paper[0]), masthead=paper[1])]
    part = None if is_event(blocks[0]) else _head_part(line)
    following = _line_after(blocks)
    if not part and following and (field := read_split_field(line, following)):
        return [Part(SegmentKind.FIELD, line), field_part((field,), following)]
    if not part and following and is_lone_by(line.text) and (byline := read_person(following)):
        return [
            Part(SegmentKind.BYLINE, line),
            Part(SegmentKind.BYLINE, following, byline=byline),
        ]
    kinds = [p.kind for p in head]
    titled = SegmentKind.HEADLINE in kinds or kinds.count(SegmentKind.HEADING) > 1
    bylined = any(p.byline for p in head)
    if head and head[-1].kind is SegmentKind.BYLINE and is_role(line.text):
        part = Part(SegmentKind.BYLINE, line)
    elif titled and SegmentKind.MASTHEAD not in kinds and (paper := _sourced(blocks)):
        part = Part(SegmentKind.MASTHEAD, line, masthead=paper)
    elif part and part.byline and bylined:
        part = None
    elif not part and titled and not bylined and (_more(blocks)):
        part = _unmarked_byline(blocks, dated=_ends_dated(head)) or _bullet(line)
        if not part and (byline := sole_name(text, blocks)):
            part = Part(SegmentKind.BYLINE, line, byline=byline)
    if (
        not part
        and (titled or not head)
        and len(blocks[0]) == 1
        and len(blocks) > 1
        and _names_agency(line)
    ):
        part = Part(SegmentKind.DATE, line)
    return [part] if part else []


def _bullet(line: Stretch) -> Part | None:
    """A point of a list between the headline and the byline, as some houses sum a text up."""
    return Part(SegmentKind.PARAGRAPH, line) if BULLET.fullmatch(line.text) else None


def _unmarked_byline(blocks: list[Lines], *, dated: bool = False) -> Part | None:
    """A byline without "By": with what the person is beside or under it, or agencies alone."""
    line = blocks[0][0]
    if byline := read_named_role(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    if byline := read_signed(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    if read_agencies(line):
        return Part(SegmentKind.BYLINE, line)
    following = _line_after(blocks)
    byline = read_person(line) if following else None
    if (
        byline
        and following
        and (
            _tells_byline(following) or (is_named(line.text) and (dated or _labels_date(following)))
        )
    ):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    return None


def _labels_date(line: Stretch) -> bool:
    return any(f.label in {Label.PUBLISHED, Label.MODIFIED} for f in read_fields(line))


def _ends_dated(head: list[Part]) -> bool:
    """Whether the last of `head` is a date."""
    return head[-1].kind is SegmentKind.DATE or bool(
        head[-1].labels & {Label.PUBLISHED, Label.MODIFIED}
    )


def _line_after(blocks: list[Lines]) -> Stretch | None:
    if len(blocks[0]) > 1:
        return blocks[0][1]
    return blocks[1][0] if len(blocks) > 1 else None


def _tells_byline(line: Stretch) -> bool:
    """Whether a line stands under a name as it does under a byline: what the person is, a date."""
    if is_role(line.text) or _is_date(line):
        return True
    return _labels_date(line) and not _OF_A_LIST.match(line.text)


_OF_A_LIST = re.compile(r"(?i)(?:date|datum|fecha|data|tarih|дата|dato|päivämäärä|ημερομηνία)\s?:")


def _is_date(line: Stretch) -> bool:
    printed = read_date(line.text)
    return (printed is not None and printed.whole) or read_dated_line(line) is not None


def _titles(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    """The headline, or what stands under one."""
    above = [p for p in head if p.kind is SegmentKind.HEADLINE]
    if _is_caption(blocks[0]):
        return []
    if above:
        under = (
            deck(text, blocks, partial(_is_signed, text))
            if head[-1] is above[-1] and len(above) == 1
            else None
        )
        if under and is_open(above[-1].stretch.text, under.text):
            head[-1] = Part(SegmentKind.HEADING, above[-1].stretch)
            return [Part(SegmentKind.HEADING, under)]
        return [Part(SegmentKind.HEADLINE, under)] if under else []
    if any(is_genre(p.stretch.text) for p in head) and not _is_bylined(blocks[1:] or blocks):
        return []
    found = headlines(text, blocks, _special, unwrapped=_is_unwrapped)
    return _without_site(found) if head and head[-1].kind is SegmentKind.FURNITURE else found


def _without_site(found: list[Part]) -> list[Part]:
    """Two headlines under the furniture of a page; a few words above more are the site's name."""
    if len(found) < 2:  # noqa: PLR2004
        return found
    few, more = (len(part.stretch.text.split()) for part in found[:2])
    if few > _MOST_OF_A_SITE or more <= few + 1:
        return found
    return [Part(SegmentKind.HEADING, found[0].stretch), *found[1:]]


_MOST_OF_A_SITE = 3  # words


def _special(line: Stretch) -> Part | None:
    """What a line is by itself, or under a headline."""
    if part := _head_part(line):
        return part
    byline = read_named_role(line)
    if byline or read_agencies(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    paper = read_masthead(line)
    named = paper is not None and is_paper(paper.name.text)
    return Part(SegmentKind.MASTHEAD, line, masthead=paper) if named else None


def _is_bylined(blocks: list[Lines]) -> bool:
    """Whether blocks begin with a byline or a date, as what stands under a headline does."""
    part = _head_part(blocks[0][0]) or _unmarked_byline(blocks)
    fields = {Label.BY, Label.PUBLISHED, Label.MODIFIED}
    return part is not None and (
        part.kind in {SegmentKind.BYLINE, SegmentKind.DATE} or bool(part.labels & fields)
    )


def _is_signed(text: Text, blocks: list[Lines]) -> bool:
    if _is_bylined(blocks) or sole_name(text, blocks) is not None:
        return True
    return _sourced(blocks) is not None


def _names_agency(line: Stretch) -> bool:
    """Whether a line is a dateline alone that names an agency."""
    dateline = bare_dateline(line)
    return dateline is not None and bool(dateline.agencies)


def _sourced(blocks: list[Lines]) -> Masthead | None:
    """The paper and its date in a line between headline and text."""
    found = read_masthead(blocks[0][0]) if len(blocks[0]) == 1 and len(blocks) > 1 else None
    return found if found and is_paper(found.name.text) else None


_MOST_BLOCKS = 5


def _more(blocks: list[Lines]) -> bool:
    return len(blocks) > 1 or len(blocks[0]) > 1


@of_a_line
def _head_part(line: Stretch) -> Part | None:
    if is_copyright(line.text):
        return Part(SegmentKind.COPYRIGHT, line)
    if (
        is_trail(line.text)
        or is_path(line.text)
        or is_furniture(line.text)
        or is_number(line.text)
        or is_page_line(line.text)
    ):
        return Part(SegmentKind.FURNITURE, line)
    if fields := read_fields(line):
        return field_part(fields, line)
    if byline := _byline_part(line):
        return byline
    if mixed := mixed_fields(line):
        return field_part(mixed, line)
    if _is_date(line) or _is_timed_day(line.text):
        return Part(SegmentKind.DATE, line)
    if is_address(line.text):
        return Part(SegmentKind.FIELD, line, fields=(Field(Label.URL, line, line),))
    return _wire_part(line)


def _wire_part(line: Stretch) -> Part | None:
    """What stands above a text and is neither of it nor a label: rubric, slug, note, embargo."""
    if is_rubric(line.text):
        return Part(SegmentKind.HEADING, line)
    if (
        is_slug(line.text)
        or is_sent(line.text)
        or is_contact(line.text)
        or editors_note(line)
        or embargo(line) is not None
    ):
        return Part(SegmentKind.HEADER, line)
    if both := captioned(line):
        return Part(SegmentKind.CAPTION, line, caption=both[0], credit=both[1])
    return None


_BESIDE = re.compile(
    r"\s*\((?=[^()]*\d{4}\)$)|\s+[|·•–—-]\s+|\s*,\s+(?=[^,]*\d)|\s*[|｜]\s*|\u3000|\s{2,}"
)


def _byline_part(line: Stretch) -> Part | None:
    if byline := read_byline(line):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    for mark in _BESIDE.finditer(line.text):  # By Ann Other | 14 March 2017
        behind = line.part(mark.end(), len(line.text) - mark.group().endswith("("))
        before = line.part(0, mark.start())
        byline = read_byline(before)
        if not byline and is_named(before.text):
            byline = Byline(line, (before,))
        if byline and (fields := _dates(behind)):
            return Part(SegmentKind.BYLINE, line, byline=byline, fields=fields)
        if byline and _is_day(behind.text):
            return Part(SegmentKind.BYLINE, line, byline=byline)
    return None


def _is_day(text: str) -> bool:
    """Whether a text is a day without its year, or with a time that was not read."""
    words = {word.strip(".,").casefold() for word in text.split()}
    return bool(words & MONTHS.keys()) and any(c.isdecimal() for c in text) and is_date_like(text)


def _is_timed_day(text: str) -> bool:
    """Whether a line is a day without its year, and a time: `12 ДЕК, 09:14`."""
    return len(text.split()) <= _MOST_OF_A_DAY and bool(_TIME.search(text)) and _is_day(text)


_MOST_OF_A_DAY = 5  # words
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b")


def _dates(stretch: Stretch) -> tuple[Field, ...]:
    fields = read_fields(stretch)
    if fields and all(f.label in {Label.PUBLISHED, Label.MODIFIED} for f in fields):
        return fields
    printed = read_date(stretch.text)
    if printed and printed.whole:
        return (Field(Label.PUBLISHED, stretch, stretch, bare=True),)
    return ()


# The prose between them.


def _prose(text: Text, block: Lines, *, single: bool) -> list[Part]:
    """The parts of a block; in a text without a blank line, each line that is a sentence is one."""
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
        if not credit and not _is_caption(block):
            at += 1
            continue
        parts += _paragraphs(text, block[done:at], single=single)
        parts.append(Part(SegmentKind.CAPTION, first))
        parts.append(Part(SegmentKind.CAPTION_REPEATED, second, credit=credit))
        at = done = at + 2
    return parts + _paragraphs(text, block[done:], single=single)


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
    if len(run) > 1 and (_is_unwrapped(run) or (single and _are_sentences(run))):
        return [Part(SegmentKind.PARAGRAPH, line) for line in run]
    return [Part(SegmentKind.PARAGRAPH, text.joined(run))]


def _are_sentences(run: Lines) -> bool:
    return all(ends_sentence(line.text) and is_prose(line.text) for line in run)


def _is_unwrapped(run: Lines) -> bool:
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
