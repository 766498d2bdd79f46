# words of other languages
"""The headline that a text begins with, on one line or more, and what stands under it. Pure.

A line is a headline only where something follows that is none: a text, a byline, a date.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from newsarchive.formats.text.bare_datelines import Dateline
from newsarchive.formats.text.bylines import read_person
from newsarchive.formats.text.calendars import MONTHS
from newsarchive.formats.text.correspondence import closes, greets
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.doubts import (
    ends_in_a_day,
    is_crumbs,
    is_folio,
    is_glued,
    is_menu,
    is_posted,
    recalls,
)
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.mastlines import is_of_an_office, is_over_a_menu, of_a_paper
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.openings import is_coded, is_of_a_section
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import (
    ends_open,
    ends_sentence,
    is_agency,
    is_question,
    phrases,
)
from newsarchive.model.article import SegmentKind

_LONGEST_HEADLINE = 150
_MOST_WRAPPED = 4  # lines of a headline
_NARROW = 44  # columns of a headline over three lines
_NARROWEST = 32  # of two lines, each with capitals
_OPEN_WORDS = phrases(
    "a,an,the,and,or,of,in,on,at,to,for,from,by,with,after,before,over,as,is,are,into,under,near,"
    "und,oder,von,im,in,am,an,auf,bei,mit,nach,für,der,die,das,den,dem,des,zum,zur,ein,eine,vor,"
    "et,ou,de,du,des,la,le,les,à,au,aux,en,dans,sur,pour,par,avec,un,une,"
    "y,o,del,el,los,las,a,al,por,para,con,una,e,di,della,dei,il,lo,gli,per,nel,nella,da,dal,"
    "do,dos,das,na,no,em,um,uma,het,een,van,voor,naar,op,w,i,z,na,po,v,och,på,i,av,till,för,"
    "и,в,на,с,по,к,о,у,из,за,для,от"
)
_NEVER_LAST = phrases(  # in any of the languages; "die" and "da" end a title in some
    "the,of,and,und,oder,von,der,das,dem,des,für,zum,zur,et,de,du,la,le,les,del,el,las,di,della,dei,"
    "il,gli,dos,het,een,och"
)
_BY = phrases("by,von,par,por,door,oleh,από,автор")
_HASHES = re.compile(r"#{1,3} (?=\S)")

_Special = Callable[[Stretch], Part | None]


_LABELLED = re.compile(r"[^\W\d][^\d:：]{0,24}\s?[:：]\s?\S.{0,40}$")


def headlines(
    text: Text, blocks: list[Lines], special: _Special, *, unwrapped: Callable[[Lines], bool]
) -> list[Part]:
    """The headline, and a second one under it, that the first block begins with; else nothing."""
    first = blocks[0]
    if dateline_of(first[0]) or is_dateline(first[0]):
        return []
    if _is_under_a_folio(blocks) or _is_labelled(first, special):
        return []
    if lines := of_a_paper(first):
        return [Part(SegmentKind.HEADER, line) for line in lines]
    if marked := _marked(first):
        return marked
    run = _run(first, special)
    if not run:
        return _question(text, blocks, special)
    if rubric := _rubric(text, blocks, special):
        return [rubric]
    if shout := _shouted(text, first):
        return [_headline(shout)]
    return _of_a_run(text, blocks, run, special, unwrapped)


def _of_a_run(
    text: Text,
    blocks: list[Lines],
    run: Lines,
    special: _Special,
    unwrapped: Callable[[Lines], bool],
) -> list[Part]:
    """The headlines in the titles that the first block begins with."""
    first = blocks[0]
    ended = len(run) == len(first) and len(blocks) > 1
    following = _line_after([first[len(run) - 1 :], *blocks[1:]])
    followed = special(following) if following else None
    if (
        _is_of_an_issue(text, run, followed)
        or _is_of_a_site(run, followed)
        or is_over_a_menu(run, following)
    ):
        return [Part(SegmentKind.HEADING, run[0])]
    if ended and _goes_nowhere(blocks[1:], special):
        return []
    if not (ended or followed):
        return [_headline(run[0])] if len(first) > 1 and unwrapped(first[1:]) else []
    if slug := _slugged(run, blocks):
        return slug
    return [_headline(text.joined(group)) for group in _told(text, first, run, followed)]


def _slugged(run: Lines, blocks: list[Lines]) -> list[Part]:
    """The keywords in capitals that some agencies put above a headline, and that headline."""
    if len(run) != 2 or len(blocks) < 2 or not run[0].text.isupper() or run[1].text.isupper():  # noqa: PLR2004
        return []
    found = dateline_of(blocks[1][0])
    few = len(run[0].text.split()) <= _FEW < len(run[1].text.split())
    if not few or not found or not found[0].agencies:
        return []
    return [Part(SegmentKind.HEADER, run[0]), _headline(run[1])]


_SITE = 3  # words
_COLUMN, _FIGURES = re.compile(r"\s[|｜]\s"), re.compile(r"\d{1,2}[:.,/]|\d{4}")
_APART = re.compile(r"\S(?: {3,}|\t)\s*\S")  # two columns
_KICKER = re.compile(r"[^\W\da-z][^/a-z]{3,30} / \S")  # IL COLLOQUIO / Parla l'ultimo maestro


def _is_of_an_issue(text: Text, run: Lines, followed: Part | None) -> bool:
    """Whether a name with its date under it is that of a programme or a paper, and no headline."""
    if followed is None or followed.kind is not SegmentKind.DATE or len(run) > 1:
        return False
    line = run[0]
    apart = text.content[line.end : followed.stretch.start].count("\n") > 1
    named = line.text.isupper() or names_only(line.text)
    return named and not apart and not recalls(line.text, text.content[line.end :][:_NEAR])


_NEAR = 600  # characters


def _is_of_a_site(run: Lines, followed: Part | None) -> bool:
    """Whether the furniture of a page follows a few words: they are its name."""
    furniture = followed is not None and followed.kind is SegmentKind.FURNITURE
    return furniture and len(run[0].text.split()) <= _SITE


def _goes_nowhere(blocks: list[Lines], special: _Special) -> bool:
    """Whether titles follow one another: which of them is the headline is open."""
    return (
        len(blocks) > 1
        and all(
            len(block) == 1
            and block[0].text[0].isalnum()  # no point of a list
            and _is_title(block[0].text)
            and not special(block[0])
            for block in blocks[:2]
        )
        and not read_person(blocks[1][0])
    )


def _question(text: Text, blocks: list[Lines], special: _Special) -> list[Part]:
    """The headline in a first line that ends as a sentence: a question in capitals, or bylined."""
    line = blocks[0][0]
    following = _line_after(blocks)
    if following is None or not _is_title(line.text, question=True):
        return []
    alone = len(blocks[0]) == 1 and line.text.isupper() and is_prose(text.joined(blocks[1]).text)
    return [Part(SegmentKind.HEADLINE, line)] if alone or special(following) else []


def _line_after(blocks: list[Lines]) -> Stretch | None:
    if len(blocks[0]) > 1:
        return blocks[0][1]
    return blocks[1][0] if len(blocks) > 1 else None


def _told(text: Text, block: Lines, run: Lines, followed: Part | None) -> list[Lines]:
    """The lines of a run that are a headline each; none where that is open."""
    groups = _groups(run)
    if groups[0][-1].text.rsplit(maxsplit=1)[-1] in _NEVER_LAST:
        return []  # it goes on in what follows
    if len(groups) > 1 and is_named(text.joined(groups[0]).text):
        return []  # a person, and what is said of her or by her
    if len(groups) == 1 and len(run) > 2 and not _is_stacked(run):  # noqa: PLR2004
        return []  # a site's name, a score, a byline: which of them is the headline is open
    if len(groups) > 2 or (len(run) > _MOST_WRAPPED):  # noqa: PLR2004  # one and what stands under it
        return [run[:1]] if followed and len(block) > len(run) else []
    if len(groups) > 1 and (
        read_person(text.joined(groups[1]))
        or ends_in_a_day(groups[1][-1].text)
        or groups[1][0].text.split()[0].casefold() in _BY
    ):
        return groups[:1]  # a name: a byline, or it is open what
    return groups


_MOST_LOOKED_AT = 3


_CLOSED = re.compile(r"\S.{10,}[^=]\s?=")


def _marked(block: Lines) -> list[Part]:
    """The headline that some agencies put a mark behind, under their own signs."""
    at = next(
        (n for n, line in enumerate(block[:_MOST_WRAPPED]) if _CLOSED.fullmatch(line.text)), 0
    )
    if not at or not all(is_coded(line.text) for line in block[:at]):
        return []
    signs = [Part(SegmentKind.HEADER, line) for line in block[:at]]
    return [*signs, _headline(block[at])]


_DATED = {SegmentKind.FIELD, SegmentKind.DATE}
_FEW, _MORE = 4, 5  # words


def _is_above_a_title(blocks: list[Lines]) -> bool:
    """Whether a few words with a date under them stand above a longer title, as a desk's name."""
    if len(blocks) < 3 or len(blocks[0][0].text.split()) > _FEW or len(blocks[1]) > 1:  # noqa: PLR2004
        return False
    under = blocks[1][0].text
    return _is_title(under) and len(under.split()) >= _MORE


def _rubric(text: Text, blocks: list[Lines], special: _Special) -> Part | None:
    """The name of a section that the first line is: in a word or two that nothing takes up."""
    line, following = blocks[0][0], _line_after(blocks)
    if is_of_an_office(blocks, _is_title):
        return Part(SegmentKind.HEADING, line)
    made = special(following) if following else None
    if following is None or (made and made.kind is SegmentKind.BYLINE):
        return None
    if made and made.kind in _DATED and len(blocks[0]) > 1 and _is_above_a_title(blocks):
        return Part(SegmentKind.HEADING, line)
    title = following if not made and _is_title(following.text) else None
    if title and _KICKER.match(line.text):
        return Part(SegmentKind.HEADING, line)
    if made and made.kind is SegmentKind.HEADING and len(line.text.split()) == 1:
        return Part(SegmentKind.HEADING, line)
    if len(blocks[0]) > 1 and (title is None or _goes_on(line.text, title.text)):
        return None
    return Part(SegmentKind.HEADING, line) if is_of_a_section(text, blocks, title) else None


def _is_labelled(block: Lines, special: _Special) -> bool:
    """Whether lines are a list of labels that are not known."""
    labelled = [line for line in block[:_MOST_WRAPPED] if _LABELLED.match(line.text)]
    return sum(not special(line) for line in labelled) > 1


def _is_under_a_folio(blocks: list[Lines]) -> bool:
    """Whether a paper's head that could not be read is near: which line is the headline is open."""
    lines = tuple(line for block in blocks[:2] for line in block[:2])[:_MOST_LOOKED_AT]
    return any(is_folio(line.text) for line in lines)


def bare_dateline(line: Stretch) -> Dateline | None:
    """The dateline that a line is, without the text: `Tolm, 4 June (AFP)`."""
    whole = Stretch(line.start, f"{line.text.rstrip(' .:-–—')} - X x")
    found = dateline_of(whole) if len(line.text) <= _LONGEST_DATELINE else None
    if not found or found[1] < len(line.text.rstrip(" .:-–—")):
        return None
    # Ann Other (AFP) alone is a person.
    return None if is_named(found[0].stretch.text.partition("(")[0].strip(" ,")) else found[0]


def is_dateline(line: Stretch) -> bool:
    """Whether a line is a dateline without the text, with an agency or a day in it."""
    found = bare_dateline(line)
    if found is None:
        return False
    return bool(found.agencies) or any(
        word.strip(".,").casefold() in MONTHS for word in line.text.split()
    )


_LONGEST_DATELINE = 80


def _shouted(text: Text, block: Lines) -> Stretch | None:
    """The lines in capitals above a text in small letters, without a blank line between."""
    count = 0
    while count < len(block) and block[count].text.isupper() and _is_title(block[count].text):
        count += 1
    rest = block[count:]
    if not 0 < count <= _MOST_WRAPPED or len(rest) < 2 or rest[0].text.isupper():  # noqa: PLR2004
        return None
    shout = text.joined(block[:count])
    fits = len(shout.text.split()) > 2 and is_prose(text.joined(rest).text)  # noqa: PLR2004
    return shout if fits and not dateline_of(rest[0]) else None


def _run(block: Lines, special: _Special) -> Lines:
    """The lines that a block begins with and that can be a headline each."""
    run: list[Stretch] = []
    for line in block:
        if not _is_title(line.text) or (run and special(line) and not _shouts_on(run[-1], line)):
            break
        run.append(line)
    return tuple(run)


def _shouts_on(line: Stretch, following: Stretch) -> bool:
    """Whether a title in capitals goes on in a line that is no byline: PAR LES EAUX."""
    names = following.text.partition(" ")[2]
    shouted = line.text.isupper() and following.text.isupper()
    return shouted and following.text.split()[0].casefold() in _BY and not is_named(names)


def _groups(run: Lines) -> list[Lines]:
    """The lines of a run, those together that are one sentence."""
    if len(run) > 2 and all(len(line.text) <= _NARROW for line in run):  # noqa: PLR2004
        return [run]
    groups: list[list[Stretch]] = [[run[0]]]
    for line in run[1:]:
        if _goes_on(groups[-1][-1].text, line.text):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [tuple(group) for group in groups]


def _is_stacked(run: Lines) -> bool:
    """Whether lines are one headline on a narrow column: each goes on in the next."""
    return all(_goes_on(a.text, b.text) for a, b in pairwise(run))


def _goes_on(text: str, following: str) -> bool:
    if text.isupper() != following.isupper() and not following[0].islower():
        return False
    if following[0].islower() or (text.isupper() and following.isupper()):
        return True
    if all(len(t) <= _NARROWEST and _in_capitals(t) for t in (text, following)):
        return True
    return text.rsplit(maxsplit=1)[-1].casefold() in _OPEN_WORDS or text.endswith("-")


def _in_capitals(text: str) -> bool:
    """Whether most words of a text begin with a capital, as in headlines of English papers."""
    words = text.split()
    return len(words) > 1 and sum(word[0].isupper() for word in words) * 4 > 3 * len(words)


def _headline(stretch: Stretch) -> Part:
    """A headline; the marks of Markdown, and of some agencies behind it, are not of it."""
    bare = stretch.text.rstrip("=").rstrip()
    start = mark.end() if (mark := _HASHES.match(bare)) else 0
    value = stretch.part(start, len(bare)) if bare and (start or bare != stretch.text) else None
    return Part(SegmentKind.HEADLINE, stretch, value=value)


_NUMBERED = re.compile(r"[^\W\d][^\d:：]{0,24}\s?[:：]\s?[\d./ -]+")  # Record Number: 97100


def _is_of_an_author(text: str) -> bool:
    """Whether one of the pieces of a line, with a bar between, is a person or agencies."""
    pieces = _COLUMN.split(text)
    return len(pieces) > 1 and any(is_named(piece) or is_agency(piece) for piece in pieces)


def _is_title(text: str, *, question: bool = False) -> bool:
    if len(text) > _LONGEST_HEADLINE or not any(c.isalpha() for c in text) or ends_open(text):
        return False
    if is_crumbs(text) or is_menu(text) or is_glued(text) or is_posted(text) or is_coded(text):
        return False
    if (
        _APART.search(text)
        or closes(text)
        or greets(text)
        or (_COLUMN.search(text) and _FIGURES.search(text))
    ):
        return False
    if _NUMBERED.fullmatch(text) or _is_of_an_author(text):
        return False
    name, comma, place = text.partition(",")  # a byline that was not read
    if comma and is_named(name) and len(place.split()) == 1:
        return False
    return not ends_sentence(text) or (question and (is_question(text) or text.isupper()))
