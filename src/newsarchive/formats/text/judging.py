# words of other languages
"""What the parts of a text say together: whether its title is one, and may its lead be told. Pure.

Unknown before wrong: of many notices or letters, and of an event, no paragraph is the lead.
"""

import re
from itertools import pairwise

from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.doubts import recalls
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Lines, Text
from newsarchive.formats.text.nameplates import is_name_like, is_office, quotes
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.notices import is_genre, is_of_letters, is_rubric, mourns
from newsarchive.formats.text.parts import BULLET, Part, is_page
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import Label, ends_open, ends_sentence, is_agency
from newsarchive.model.article import SegmentKind

_FEW, _NEAR = 5, 1500  # words, characters
_SUPPORTING = {
    SegmentKind.BYLINE,
    SegmentKind.DATE,
    SegmentKind.FIELD,
    SegmentKind.MASTHEAD,
    SegmentKind.HEADING,
    SegmentKind.CAPTION,
}
_INNER_END = re.compile(r"[.!?]\s")
_FEWEST_UNDER = 12  # words
_BRIEF = 3  # words
_OF_AN_EVENT = re.compile(
    r"(?i)(?:time|when|where|venue|admission|tickets?|uhrzeit|beginn|eintritt|heure"
    r"|horaire|entrée|hora|lugar|entrada|ora|ingresso|время|где|вход)\s*:\s*\S.*"
)
_MOST_OF_AN_EVENT = 8
_LABELLED = re.compile(r"[^\W\d_]{3,12}\s?:\s?\S")


def judge(
    text: Text, head: list[Part], middle: list[Part], *, broken: bool = False
) -> tuple[list[Part], bool]:
    """`head`, without a title that is none; and whether it is open what the lead is.

    In a text that is `broken` into a block for each line, no line tells where its sentence began.
    """
    if broken:
        return [_untitled(part) for part in head], True
    kinds = {part.kind for part in head}
    if not kinds & _TOLD_BY and mourns(text.content.lstrip()):
        return [_unnamed(_untitled(part)) for part in head], True
    doubtful = bool(middle) and _announces(middle[0].stretch.text)
    if SegmentKind.HEADLINE not in kinds:
        doubtful = doubtful or _are_several(head, middle)
    elif _are_notices(head, middle):
        return [_untitled(part) for part in head], True
    elif _is_unheard(text, head, middle):
        head = [_untitled(part) for part in head]
    return head, doubtful or _has_teaser(head, middle)


def is_double_spaced(blocks: list[Lines]) -> bool:
    """Whether blank lines stand amid sentences, as between the lines of a text that was scanned."""
    single = [block[0].text for block in blocks[:_MOST_LOOKED_AT] if len(block) == 1]
    broken = sum(
        a[-1].isalnum() and b[0].islower() and not ends_sentence(a) for a, b in pairwise(single)
    )
    return broken >= _FEWEST_BROKEN and broken * 4 >= len(blocks[:_MOST_LOOKED_AT])


_MOST_LOOKED_AT, _FEWEST_BROKEN = 60, 3  # blocks


def is_event(block: Lines) -> bool:
    """Whether lines announce an event: its date is none of an article."""
    return any(_OF_AN_EVENT.fullmatch(line.text) for line in block[:_MOST_OF_AN_EVENT])


def _announces(text: str) -> bool:
    """Whether a paragraph is a list of when and where."""
    lines = [line.strip() for line in text.splitlines()[:_MOST_OF_AN_EVENT]]
    timed = any(_OF_AN_EVENT.fullmatch(line) for line in lines)
    return timed and sum(_LABELLED.match(line) is not None for line in lines) > 1


def _is_unheard(text: Text, head: list[Part], middle: list[Part]) -> bool:
    """Whether no word of a title comes again in the text, and nothing else supports it.

    It may be the name of a section, a series, a programme, a note of whoever kept the text, and a
    few words with capitals that of a paper or an office; amid the furniture of a page a line of
    that, whatever else stands near it. A paper's head or a rubric above it supports it, a byline
    directly under it, and a long line that sums the text up.
    """
    titles = [part for part in head if part.kind is SegmentKind.HEADLINE]
    first = titles[0]
    if any(title.fields for title in titles) or quotes(first.stretch.text):
        return False
    title = first.stretch.text
    if is_office(title) or is_agency(title) or _is_sluglike(title, middle):
        return True
    below = text.content[titles[-1].stretch.end :][:_NEAR]
    if _has_a_name_above(title, below):
        return True
    if recalls(title, below):
        return False
    above, under = head[: head.index(first)], head[head.index(titles[-1]) + 1 :]
    headed = any(part.kind is SegmentKind.MASTHEAD for part in above)
    written = bool(under) and (under[0].byline is not None or Label.BY in under[0].labels)
    if _may_be_a_name(first.stretch.text, head):
        return True
    if is_page((*head, *middle)):
        return not (headed and written)
    if headed or written or any(is_rubric(part.stretch.text) for part in above):
        return False
    return len(titles) == 1 or len(titles[1].stretch.text.split()) <= _LONGEST_TITLE


_LONGEST_TITLE = 12  # words


def _has_a_name_above(title: str, below: str) -> bool:
    """Whether the first line of a title may be a name: no word of it comes again, others do."""
    first, *more = title.splitlines()
    if not more or first.isupper() or not is_name_like(first) or not names_only(first):
        return False
    return not recalls(first, below) and recalls(" ".join(more), below)


_SLUG = re.compile(r"[A-Z]{2,5}--\S+")  # SOC--Rovers-Athletic,315


def _is_sluglike(text: str, middle: list[Part]) -> bool:
    """Whether a word or two in capitals stand over an agency's text: its keywords."""
    if not (text.isupper() or _SLUG.fullmatch(text)) or len(text.split()) > 2 or not middle:  # noqa: PLR2004
        return False
    found = dateline_of(middle[0].stretch)
    return found is not None and bool(found[0].agencies)


def _may_be_a_name(text: str, head: list[Part]) -> bool:
    """Whether a title has capitals in all its words; under a paper's head titles are so printed."""
    if is_named(text):
        return True
    if not is_name_like(text) or not (names_only(text) or text.isupper()):
        return False
    return not (text.isupper() and any(part.kind is SegmentKind.MASTHEAD for part in head))


def _are_notices(head: list[Part], middle: list[Part]) -> bool:
    """Whether a title in a word or two stands above the first and another text: of many notices."""
    if head[-1].kind is not SegmentKind.HEADLINE or not middle or not _is_brief(middle[0]):
        return False
    return any(_is_brief(part) for part in middle[2:-1])


def _is_brief(part: Part) -> bool:
    text = part.stretch.text
    return (
        part.kind is SegmentKind.PARAGRAPH
        and len(text.split()) <= _BRIEF
        and "\n" not in text
        and not ends_sentence(text)
        and not ends_open(text)
    )


_TOLD_BY = {SegmentKind.DATE, SegmentKind.MASTHEAD, SegmentKind.SOURCE_LINE}


def _unnamed(part: Part) -> Part:
    """A name in the notice of a death is that of the dead, and no byline."""
    return Part(SegmentKind.HEADING, part.stretch) if part.byline else part


def _untitled(part: Part) -> Part:
    title = part.kind is SegmentKind.HEADLINE and not part.fields
    return Part(SegmentKind.HEADING, part.stretch) if title else part


def _has_teaser(head: list[Part], middle: list[Part]) -> bool:
    """Whether prose stands between headline and byline, and may be the lead.

    It is rather a caption, or sums the text up, where it is one sentence above a longer text.
    """
    kinds = [part.kind for part in head]
    titles = (SegmentKind.HEADLINE, SegmentKind.HEADING)  # the second, where it is open
    title = next((kind for kind in titles if kind in kinds), None)
    start = kinds.index(title) if title else len(kinds)
    return any(
        part.kind is SegmentKind.PARAGRAPH
        and is_prose(part.stretch.text)
        and not (middle and _is_over(part.stretch.text, middle[0].stretch.text))
        and not BULLET.fullmatch(part.stretch.text)
        for part in head[start:]
    )


def _is_over(text: str, under: str) -> bool:
    words = len(under.split())
    return not _INNER_END.search(text) and words >= max(_FEWEST_UNDER, len(text.split()))


def _are_several(head: list[Part], middle: list[Part]) -> bool:
    """Whether the parts are notices, or letters, each with a title of its own."""
    if any(is_genre(part.stretch.text) for part in head):
        return True
    titles = [p for p in head if p.kind is SegmentKind.HEADING]
    if len(titles) > 1 and titles[-1] is head[-1] and any(map(_is_brief, middle[1:-1])):
        return True
    letters = any(is_of_letters(part.stretch.text) for part in head)
    texts = [part.stretch.text for part in middle[:-1]]
    return letters and any(not ends_sentence(t) and not ends_open(t) for t in texts)
