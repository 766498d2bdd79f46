"""What each part of a plain text is: head, paragraphs, captions, tail. Gives facts no value.

A line is taken for something special at the head (before the first prose) or at the tail only; a
caption printed twice is known by its repetition, wherever it stands. Everything else is prose.
"""

import re
from functools import partial

from newsarchive.formats.text.bylines import (
    Byline,
    is_lone_by,
    read_named_role,
    read_person,
    read_signed,
)
from newsarchive.formats.text.copydesk import with_headline, without_codes
from newsarchive.formats.text.decks import deck
from newsarchive.formats.text.doubts import recalls
from newsarchive.formats.text.exports import named_paper, of_factiva
from newsarchive.formats.text.fields import (
    read_fields,
    read_split_field,
)
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.headlines import bare_dateline, headlines
from newsarchive.formats.text.judging import is_double_spaced, is_event, judge
from newsarchive.formats.text.leads import with_lead
from newsarchive.formats.text.linekinds import is_date_alone, of_itself, special
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.mails import (
    is_answered,
    take_mail,
    take_quoted,
    take_signature,
    with_marks,
)
from newsarchive.formats.text.mastheads import Masthead, read_masthead, read_mastheads
from newsarchive.formats.text.nameplates import nameplate, stands_over_a_title
from newsarchive.formats.text.notices import is_genre
from newsarchive.formats.text.openings import (
    is_open,
    passed,
    sole_name,
)
from newsarchive.formats.text.pages import of_lines, take_top
from newsarchive.formats.text.papers import is_paper
from newsarchive.formats.text.paragraphs import is_caption, is_unwrapped, prose
from newsarchive.formats.text.parts import BULLET, Part, drop_first, field_part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.roles import is_role
from newsarchive.formats.text.sources import read_agencies
from newsarchive.formats.text.tails import one_notice, take_byline, take_tail
from newsarchive.formats.text.words import Label, ends_sentence
from newsarchive.model.article import SegmentKind

_MOST_LINES = 60  # of a head; more of them are a list, and not about one article


def lay_out(text: Text) -> tuple[Part, ...]:
    """The parts of `text`, in order. Every character that is not blank is in exactly one."""
    blocks = list(text.blocks())
    single = len(blocks) == 1
    if coded := of_factiva(text, blocks, partial(prose, text, single=False)):
        return tuple(coded)
    mail = take_mail(text, blocks)
    note, under = take_quoted(text, blocks, mail=bool(mail))
    if quoted := bool(note or under):
        mail += [*note, *take_mail(text, blocks)]
    last = take_signature(text, blocks, mail=bool(mail))
    broken = is_double_spaced(blocks)
    blocks = of_lines(blocks)
    tail = take_tail(text, blocks)
    top = take_top(text, blocks, special)
    head = [*top, *_take_head(text, blocks)]
    if not any(part.byline for part in (*head, *tail)):
        tail = [*take_byline(text, head, blocks), *tail]
    middle: list[Part] = []
    for block in blocks:
        middle += prose(text, block, single=single)
    head = _without_caption(text, head, [*middle, *tail])
    head, doubtful = judge(text, without_codes(head), middle, broken=broken)
    if not doubtful and not is_answered(middle, last):
        middle = with_lead(head, middle, special, mailed=bool(mail))
    if not head:
        middle = with_headline(middle, special)
    parts = [*mail, *head, *middle, *tail, *last, *under]
    return tuple(with_marks(text, parts) if quoted else parts)


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
    return one_notice(text, head)


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
    return all(part.kind in above or part.labels == {Label.URL} for part in head)


def _masthead(text: Text, blocks: list[Lines], *, headed: bool) -> list[Part]:
    lines = tuple(line for block in blocks[:_MOST_BLOCKS] for line in block[:_MOST_BLOCKS])
    found = read_mastheads(lines[:_MOST_BLOCKS])
    if found and headed and not is_paper(found[1].name.text):
        return []
    if not found:
        plate = nameplate(text, blocks, special, _is_bylined)
        return [plate] if plate else []
    if found[0] >= sum(map(len, blocks)):
        return []
    count, masthead = found
    if count > 1 and is_prose(lines[count].text if count < len(lines) else ""):
        return []  # a headline with its date, and the text
    return [Part(SegmentKind.MASTHEAD, text.joined(lines[:count]), masthead=masthead)]


def _next_part(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    """What the next line is, if that is told by the line itself and by what stands above it."""
    line = blocks[0][0]
    if SegmentKind.MASTHEAD not in (p.kind for p in head) and (named := named_paper(blocks)):
        return [Part(SegmentKind.MASTHEAD, text.joined(named[0]), masthead=named[1])]
    part = None if is_event(blocks[0]) else of_itself(line)
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
        part = _unmarked_byline(
            blocks, dated=_ends_dated(head), heard=_is_heard(text, head)
        ) or _bullet(line)
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


def _unmarked_byline(
    blocks: list[Lines], *, dated: bool = False, heard: bool = True
) -> Part | None:
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
            is_role(following.text)
            or (
                (heard or _is_of_persons(byline))
                and not is_paper(line.text)
                and (
                    _tells_byline(following)
                    or (is_named(line.text) and (dated or _labels_date(following)))
                )
            )
        )
    ):
        return Part(SegmentKind.BYLINE, line, byline=byline)
    return None


def _is_heard(text: Text, head: list[Part]) -> bool:
    """Whether a word of the headline above comes again in the text: then it is certainly one."""
    titles = [part.stretch for part in head if part.kind is SegmentKind.HEADLINE]
    return bool(titles) and recalls(titles[0].text, text.content[titles[-1].end :][:_NEAR])


_NEAR = 1500  # characters


def _is_of_persons(byline: Byline) -> bool:
    """Whether names are certainly those of persons: a date may stand under a paper's, too."""
    return all(is_named(person.text) for person in byline.people)


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
    if is_date_alone(line):
        return True
    return _labels_date(line) and not _OF_A_LIST.match(line.text)


_OF_A_LIST = re.compile(r"(?i)(?:date|datum|fecha|data|tarih|дата|dato|päivämäärä|ημερομηνία)\s?:")


def _titles(text: Text, head: list[Part], blocks: list[Lines]) -> list[Part]:
    """The headline, or what stands under one."""
    above = [p for p in head if p.kind is SegmentKind.HEADLINE]
    if is_caption(blocks[0]) or any(part.open for part in head):
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
    if _goes_on_with_labels(text, head, blocks):
        return [Part(SegmentKind.FIELD, blocks[0][0])]
    found = headlines(text, blocks, special, unwrapped=is_unwrapped)
    noted = any(part.kind is SegmentKind.MASTHEAD for part in head)
    if rival := stands_over_a_title(text, blocks, found, special, noted=noted):
        return rival
    return _without_site(found) if head and head[-1].kind is SegmentKind.FURNITURE else found


def _goes_on_with_labels(text: Text, head: list[Part], blocks: list[Lines]) -> bool:
    """Whether a line ends a block of two labels and more, and a title stands in the next block."""
    labelled = [part for part in head[-2:] if part.fields and part.kind is not SegmentKind.BYLINE]
    if len(labelled) < 2 or len(blocks) < 2 or len(blocks[0]) > 1:  # noqa: PLR2004
        return False
    if "\n" in text.content[head[-1].stretch.end : blocks[0][0].start].strip(" \t\r")[1:]:
        return False
    under = blocks[1][0].text
    return not is_prose(under) and not ends_sentence(under) and special(blocks[1][0]) is None


def _without_site(found: list[Part]) -> list[Part]:
    """Two headlines under the furniture of a page; a few words above more are the site's name."""
    if len(found) < 2:  # noqa: PLR2004
        return found
    few, more = (len(part.stretch.text.split()) for part in found[:2])
    if few > _MOST_OF_A_SITE or more <= few + 1:
        return found
    return [Part(SegmentKind.HEADING, found[0].stretch), *found[1:]]


_MOST_OF_A_SITE = 3  # words


def _is_bylined(blocks: list[Lines]) -> bool:
    """Whether blocks begin with a byline or a date, as what stands under a headline does."""
    part = of_itself(blocks[0][0]) or _unmarked_byline(blocks)
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
    """The paper and its date in a line between headline and text, alone or with a page."""
    found = read_masthead(blocks[0][0]) if len(blocks) > 1 else None
    if not found or not is_paper(found.name.text):
        return None
    return found if len(blocks[0]) == 1 or found.page is not None else None


_MOST_BLOCKS = 5


def _more(blocks: list[Lines]) -> bool:
    return len(blocks) > 1 or len(blocks[0]) > 1
