"""What an article prints of itself between its headline and its text: when, and by whom.

Times in elements of the text and beside other articles are none of the article's own. What is
printed in words goes through the tables of `formats.text`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml import html

from newsarchive.formats.pages.elsewhere import is_of_comment, is_own
from newsarchive.formats.pages.figures import Figures
from newsarchive.formats.pages.printed import Times, When, basis_of
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.tree import (
    above,
    attribute_words,
    line,
    name,
    short_text_in,
    text_in,
)
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import any_of, listed
from newsarchive.formats.pages.writers import is_titled, is_whole_name
from newsarchive.formats.text.bylines import read_byline
from newsarchive.formats.text.lines import Stretch

_PROSE = 80  # letters' weight of a paragraph that is prose
_MOST = 600  # elements that are looked at
_MOST_BYLINES = 40
_FIRST = 3  # paragraphs of a text that may be a byline
_LONGEST = 140  # characters of a line that may be a date or a byline
_BYLINES = frozenset(listed("class-byline"))
_CAPTIONS = frozenset(listed("class-caption-behind"))
_NO_BYLINE = frozenset(listed("class-no-byline"))
# Blogbeitrag von Jane Doe, guest post by Jane Doe
_CALLED = re.compile(rf"(?i:{any_of('by-called')})\s+(?P<name>\S.{{3,60}})")
# By Jane Doe / Staff reporter; By Jane Doe, in Tolm
_NAMED_BY = re.compile(
    r"(?:By|Von|Par|Por|Door|Av|Af)\s+(?:[^\W\d_a-zß-ÿ][\w.'’-]*\s){1,3}?"
    r"[^\W\d_a-zß-ÿ][\w.'’-]+\s*(?:/|,\s(?:in|aus|à|en|i)\s)"
)
_LONGEST_NAMES = 100
_FOOT = frozenset(listed("class-foot"))
_OF_HEAD = _BYLINES | _FOOT | frozenset(listed("class-published"))
_GROUPS = frozenset(("p", "li", "blockquote", "figure"))


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline, or a name in one, as printed; `uri` is where the name leads to.

    `text` has bars between the elements that it is made of, where nothing else parts them.
    """

    text: str
    basis: str
    uri: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Headed:
    """What the head of an article says; `signed` are lines with a time, without that time."""

    times: tuple[When, ...] = ()
    bylines: tuple[Byline, ...] = ()
    lines: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


def look(region: Region, figures: Figures | None = None) -> Headed:
    """Read the head of the article in a region; `figures` are how the page means its figures."""
    times = Times(region, (figures or Figures()).read)
    bylines: list[Byline] = []
    lines: list[str] = []
    signed: list[str] = []
    for element, before in _zone(region):
        if name(element) in {"time", "abbr"}:
            times.add_timed(element, before)
            continue
        text = short_text_in(element, _LONGEST)
        times.add_line(element, text, before)
        if not text:
            continue
        if before:
            lines.append(text)
        if _is_byline(element) and not _is_in_figure(element) and len(bylines) < _MOST_BYLINES:
            bylines.append(_named(element, text))
        elif before and len(bylines) < _MOST_BYLINES and _reads_as_byline(text):
            bylines.append(Byline(text, basis_of(element), printed=text))
        timed = next(element.iter("time"), None)
        if before and timed is not None:
            signed.append(line(text.replace(text_in(timed), "")))
    bylines += _called(region)
    return Headed(
        times.found(),
        tuple(_unnested(bylines)),
        tuple(dict.fromkeys(lines)),
        tuple(dict.fromkeys(signed)),
    )


def _reads_as_byline(text: str) -> bool:
    if _NAMED_BY.match(text) and len(text) <= _LONGEST_NAMES:
        return True
    called = _CALLED.fullmatch(text)
    return (
        read_byline(Stretch(0, text)) is not None
        or is_titled(text)
        or (called is not None and is_whole_name(called["name"]))
    )


def _spaced(element: html.HtmlElement, text: str) -> str:
    """The text of a byline, with blanks between elements that only a style holds apart."""
    pieces = list(element.itertext())
    if len(pieces) == 1 or line("".join(pieces)) != text:
        return text
    told = pieces[0]
    for before, piece in pairwise(pieces):
        close = before[-1:].isalnum() and piece[:1].isalnum()
        told += f" {piece}" if close and len(before) > 1 else piece  # no blank behind a drop cap
    return line(told)


def _called(region: Region) -> Iterator[Byline]:
    """A byline among the first paragraphs of a text: `Blog post by Jane Doe`."""
    for element in islice(region.text.iter("p"), _FIRST):
        text = short_text_in(element, _LONGEST)
        if (match := _CALLED.fullmatch(text)) and is_whole_name(match["name"]):
            yield Byline(text, basis_of(element), printed=text)


def _named(element: html.HtmlElement, text: str) -> Byline:
    uri = element.get("href") if name(element) == "a" else ""
    printed = _spaced(element, text)
    return Byline(_parted(element, printed), basis_of(element), uri or "", printed)


def _zone(region: Region) -> Iterator[tuple[html.HtmlElement, bool]]:
    """The elements before the text, and those behind that say that they are of its head.

    With each whether it stands before the text.
    """
    before, seen = True, 0
    for element in region.root.iter():
        tag = name(element)
        if not tag or tag in {"script", "style", "svg", "path"}:
            continue
        if (
            before
            and tag == "p"
            and weight(text_in(element)) >= _PROSE
            and region.holds(element)
            and _is_in_text(element, region)
        ):
            before = False
        seen += before
        if seen > _MOST:
            return
        if not before and not (
            tag == "time" or element.get("rel") == "author" or says(element, _OF_HEAD)
        ):
            continue
        if not before and any(
            name(e) in _GROUPS and e is not element and not _is_foot(e)
            for e in above(element, region.root)
        ):
            continue
        held = region.holds(element) if before else is_own(element, region)
        if held and not is_of_comment(element, region):
            yield element, before


def _is_foot(element: html.HtmlElement) -> bool:
    """Whether a paragraph is one that says by whom, when and where an article was posted."""
    return name(element) == "p" and says(element, _FOOT | _BYLINES)


def _is_in_text(element: html.HtmlElement, region: Region) -> bool:
    return region.text is region.root or any(e is region.text for e in above(element))


def _is_byline(element: html.HtmlElement) -> bool:
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split():
        return True
    if element.tag == "address" and _is_of_person(element):
        return True
    tested = attribute_words(element.get("data-testid") or "") & _BYLINES
    return bool(tested) or (says(element, _BYLINES) and not says(element, _NO_BYLINE))


def _is_of_person(element: html.HtmlElement) -> bool:
    kinds = (e.get("itemtype") or "" for e in (element, *islice(above(element), 3)))
    return any(kind.rstrip("/").endswith("/Person") for kind in kinds)


def _is_in_figure(element: html.HtmlElement) -> bool:
    """Whether an element is of a picture: who took it wrote no article."""
    return any(
        name(e) in {"figure", "figcaption"} or says(e, _CAPTIONS) for e in islice(above(element), 4)
    )


def _parted(element: html.HtmlElement, text: str) -> str:
    """The text of a byline, with a bar between the elements that it is made of and nothing else."""
    pieces = [text_in(c) for c in element if name(c)]
    pieces = [p for p in pieces if p]
    direct = (element.text or "").strip() or any((c.tail or "").strip() for c in element)
    whole = sum(len(p.split()) > 1 for p in pieces)
    return " | ".join(pieces) if len(pieces) > 1 and not direct and whole else text


def _unnested(found: list[Byline]) -> Iterator[Byline]:
    """The innermost of bylines in each other: those whose text no later one is a part of."""
    for number, one in enumerate(found):
        inside = [o for o in found[number + 1 :] if o.text in one.text and o.text != one.text]
        if not inside:
            if not any(one.text == o.text for o in found[:number]):
                yield one
        elif len(one.text) > sum(len(o.text) for o in inside) + 40:
            continue
