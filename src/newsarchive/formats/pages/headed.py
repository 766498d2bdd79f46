"""What an article prints of itself between its headline and its text: when, and by whom.

Times in elements of the text and beside other articles are none of the article's own. What is
printed in words goes through the tables of `formats.text`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml import html

from newsarchive.formats.pages import moments
from newsarchive.formats.pages.moments import Moment
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
from newsarchive.formats.text.fields import read_fields
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.words import Label

_PROSE = 80  # letters' weight of a paragraph that is prose
_MOST = 600  # elements that are looked at
_MOST_BYLINES = 40
_SHORT_LABEL = 40  # characters of what says what a date is
_FIRST = 3  # paragraphs of a text that may be a byline
_LONGEST = 140  # characters of a line that may be a date or a byline
_DATES = frozenset(listed("class-date"))
_PUBLISHED = frozenset(listed("class-published"))
_MODIFIED = frozenset(listed("class-modified"))
_BYLINES = frozenset(listed("class-byline"))
_CAPTIONS = frozenset(listed("class-caption-behind"))
_NO_BYLINE = frozenset(listed("class-no-byline"))
# Blogbeitrag von Jane Doe, guest post by Jane Doe
_CALLED = re.compile(rf"(?i:{any_of('by-called')})\s+(?P<name>\S.{{3,60}})")
_OF_HEAD = _BYLINES | _PUBLISHED
_COMMENTS = frozenset(("comment", "comments", "reply", "commentlist"))
# By Jane Doe on April 5, 2019; Gespeichert von jd am 5. April 2019 - 10:00
_SIGNED = re.compile(
    rf"(?i){any_of('by')}\s[^\d|]{{2,80}}?\s*(?:[|·•,–—-]|\s(?:am|on|le|el|op|il|den|em|at)\b)\s*"
    r"(?P<date>[^|]*\d[^|]*)"
)
# By Jane Doe / Staff reporter; By Jane Doe, in Tolm
_NAMED_BY = re.compile(
    r"(?:By|Von|Par|Por|Door|Av|Af)\s+(?:[^\W\d_a-zß-ÿ][\w.'’-]*\s){1,3}?"
    r"[^\W\d_a-zß-ÿ][\w.'’-]+\s*(?:/|,\s(?:in|aus|à|en|i)\s)"
)
_LONGEST_NAMES = 100
_UPDATED = re.compile(rf"(?i)\b{any_of('updated')}\b|更新|수정")
# 입력 2021.03.04. 05:00 업데이트 2021.03.04. 09:12; 2022年6月1日 10:00 更新
_EASTERN_DATE = (
    r"\d{4}(?:[-./]\d{1,2}[-./]\d{1,2}\.?|年\d{1,2}月\d{1,2}日)"
    r"(?:\s*(?:오전|오후|上午|下午|午前|午後)?\s*\d{1,2}(?:[:：]\d{2}(?::\d{2})?|[時时]\d{2}分))?"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?:(?P<published>{any_of('date-label')})|(?P<modified>{any_of('date-label-modified')}))"
    rf"\s*[:：]?\s*(?P<date>{_EASTERN_DATE})"
)


@dataclass(frozen=True, slots=True)
class When:
    """A time in the head of an article; `modified` says that it is that of a change."""

    moment: Moment
    raw: str
    basis: str
    modified: bool
    derived: bool


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


def look(region: Region) -> Headed:
    """Read the head of the article in a region."""
    times: list[When] = []
    bylines: list[Byline] = []
    lines: list[str] = []
    signed: list[str] = []
    below = False
    for element, before in _zone(region):
        below = below or element is region.heading
        if name(element) in {"time", "abbr"}:
            times += _timed(element, before)
            continue
        text = short_text_in(element, _LONGEST)
        if not text:
            continue
        if before:
            lines.append(text)
        if _is_byline(element) and not _is_in_figure(element) and len(bylines) < _MOST_BYLINES:
            bylines.append(_named(element, text))
        elif before and len(bylines) < _MOST_BYLINES and _reads_as_byline(text):
            bylines.append(Byline(text, _basis(element), printed=text))
        timed = next(element.iter("time"), None)
        if before and timed is not None:
            signed.append(line(text.replace(text_in(timed), "")))
        elif before:
            found = tuple(_printed(element, text))
            times += found or (_alone(element, text) if below else ())
        else:
            times += _signed(element, text)
    bylines += _called(region)
    return Headed(
        tuple(_unique(times)),
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
            yield Byline(text, _basis(element), printed=text)


def _named(element: html.HtmlElement, text: str) -> Byline:
    uri = element.get("href") if name(element) == "a" else ""
    printed = _spaced(element, text)
    return Byline(_parted(element, printed), _basis(element), uri or "", printed)


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
            name(e) in {"p", "li", "blockquote", "figure"} and e is not element
            for e in above(element, region.root)
        ):
            continue
        if not region.holds(element) or _is_of_comment(element, region):
            continue
        yield element, before


def _is_in_text(element: html.HtmlElement, region: Region) -> bool:
    return region.text is region.root or any(e is region.text for e in above(element))


def _is_of_comment(element: html.HtmlElement, region: Region) -> bool:
    return any(
        says(e, _COMMENTS) and not any(e is o for o in above(region.text))
        for e in (element, *above(element, region.root))
    )


def _timed(element: html.HtmlElement, before: bool) -> Iterator[When]:
    stated = (element.get("datetime") or element.get("content") or "").strip()
    if name(element) == "abbr":
        stated = (element.get("title") or "").strip()
        if not says(element, _PUBLISHED | _MODIFIED):
            return
    shown = text_in(element)
    around, before_it = element.getparent(), element.getprevious()
    beside = before_it.tail if before_it is not None else around.text if around is not None else ""
    told = f"{line(beside)} {shown}"
    modified = (
        says(element, _MODIFIED)
        or bool(_UPDATED.search(told))
        or (around is not None and says(around, _MODIFIED) and not says(around, _PUBLISHED))
        or "dateModified" in (element.get("itemprop") or "")
    )
    known = (
        "pubdate" in element.attrib
        or says(element, _PUBLISHED)
        or (around is not None and says(around, _PUBLISHED))
    )
    if not before and not known and not modified:
        return
    moment = moments.read(stated) if stated else None
    if moment is not None:
        yield When(moment, stated, _basis(element, "datetime"), modified, derived=False)
    elif not stated:
        yield from _printed(element, shown)


def _printed(element: html.HtmlElement, text: str) -> Iterator[When]:
    """The dates that a line prints, labelled or alone."""
    if not any(c.isdecimal() for c in text):
        return
    fields = [
        f for f in read_fields(Stretch(0, text)) if f.label in {Label.PUBLISHED, Label.MODIFIED}
    ]
    for field in fields:
        if moment := moments.read(field.value.text):
            modified = field.label is Label.MODIFIED
            yield When(moment, text, _basis(element), modified, derived=True)
    if fields:
        return
    if told := tuple(_labelled(element, text)):
        yield from told
        return
    if signed := tuple(_signed(element, text)):
        yield from signed
        return
    if says(element, _DATES) or name(element) == "time":
        bare = re.sub(r"\s*[|·•]\s*$", "", text)
        if moment := moments.read(bare):
            modified = says(element, _MODIFIED) or bool(_UPDATED.search(text))
            yield When(moment, text, _basis(element), modified, derived=True)


def _alone(element: html.HtmlElement, text: str) -> Iterator[When]:
    """A day with a time of day that is all that an element between headline and text has in it."""
    if len(element) or ":" not in text or not text[-1:].isalnum():
        return
    moment = moments.read(text)
    if moment is None or not moment.timed:
        return
    label = _before(element)
    if label.endswith((":", "：")) and not _UPDATED.search(label):
        said = {f.label for f in read_fields(Stretch(0, f"{label} {text}"))}
        if Label.PUBLISHED not in said:
            return  # it is the time of something else
    yield When(moment, text, _basis(element), bool(_UPDATED.search(label)), derived=True)


def _before(element: html.HtmlElement) -> str:
    """What stands right before an element, in the same one or, where it is the first, beside it."""
    here, around = element, element.getparent()
    for _ in range(2):
        before = here.getprevious()
        if before is not None:
            return f"{short_text_in(before, _SHORT_LABEL)} {line(before.tail)}".strip()
        if around is None or line(around.text):
            break
        here, around = around, around.getparent()
    return line(around.text) if around is not None else ""


def _labelled(element: html.HtmlElement, text: str) -> Iterator[When]:
    """The dates behind the words that stand before them in the East: `입력 2021.03.04. 05:00`."""
    if text.isascii():
        return
    for match in _LABELLED.finditer(text):
        if moment := moments.read(match["date"]):
            modified = match["modified"] is not None
            yield When(moment, text, _basis(element), modified, derived=True)


def _signed(element: html.HtmlElement, text: str) -> Iterator[When]:
    """The date in a line that says by whom and when: `By Jane Doe on April 5, 2019`."""
    if (match := _SIGNED.fullmatch(text)) and (moment := moments.read(match["date"])):
        yield When(moment, text, _basis(element), modified=False, derived=True)


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


def _basis(element: html.HtmlElement, attribute: str = "") -> str:
    classes = (element.get("class") or "").split()
    shown = f"{name(element)}.{classes[0]}" if classes else name(element)
    return f"html:{shown}@{attribute}" if attribute else f"html:{shown}"


def _unique(times: list[When]) -> Iterator[When]:
    seen: set[tuple[str, bool]] = set()
    for one in times:
        key = (one.moment.edtf.text, one.modified)
        if key not in seen:
            seen.add(key)
            yield one


def _unnested(found: list[Byline]) -> Iterator[Byline]:
    """The innermost of bylines in each other: those whose text no later one is a part of."""
    for number, one in enumerate(found):
        inside = [o for o in found[number + 1 :] if o.text in one.text and o.text != one.text]
        if not inside:
            if not any(one.text == o.text for o in found[:number]):
                yield one
        elif len(one.text) > sum(len(o.text) for o in inside) + 40:
            continue
