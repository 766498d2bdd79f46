# words of other languages
"""What stands with a picture in a page: the caption, the credit, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from newsarchive.formats.pages import eastern
from newsarchive.formats.pages.captioned import Places, basis, last_names, places, said, without
from newsarchive.formats.pages.credits import credit_of, is_credit, is_labelled, split
from newsarchive.formats.pages.frames import PICTURES, frame_of, has_nothing_else
from newsarchive.formats.pages.linkeddata import plain, readable
from newsarchive.formats.pages.region import Region
from newsarchive.formats.pages.tree import above, length_of, line, name, short_text_in, text_in
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import listed

_BEHIND = frozenset(listed("class-caption-behind"))
_CREDIT_BEHIND = frozenset(listed("class-credit-behind"))
_DESCRIBING = frozenset(("desc", "descr", "description", "text", "info"))
_OF_PICTURE = frozenset(("image", "img", "pic", "picture", "photo", "foto", "bild"))
_INTRO = frozenset(listed("class-intro"))
_OF_MEDIA = frozenset(("media", "image", "img", "photo", "picture", "foto", "bild", "caption"))
_LONGEST_CAPTION = 1_200
_CAPTION_KEYS, _CREDIT_KEYS = listed("attribute-caption"), listed("attribute-credit")
_SHORTEST_UNNAMED, _LONGEST_UNNAMED = 8, 400  # characters of a caption that nothing calls one
_FEWEST_WORDS = 2  # of such a caption
_LONGEST_CREDIT = 160
_HOLDERS = ("figure", "figcaption", "div", "p", "span", "cite", "small", "em", "td", "dd")
_MOST_HOLDERS = 60
_CLOSE = 2  # elements behind a frame that may be its caption and its credit
_SMALL_PRINT = frozenset(("small", "cite", "em"))


@dataclass(frozen=True, slots=True)
class Told:
    """A caption and a credit, each with where it stands; empty texts where there is none.

    `printed` are the texts that they were read out of: they are no part of the article's text.
    """

    caption: tuple[str, str] = ("", "")
    credit: tuple[str, str] = ("", "")
    printed: tuple[str, ...] = ()


def told(element: html.HtmlElement, region: Region) -> Told:
    """What stands with a medium."""
    frame = frame_of(element, region)
    found = _told(element, frame, region)
    if not found.credit[0]:
        found = replace(found, credit=_in_title(element))
    inside = () if frame is None else tuple(_texts(frame))
    return replace(found, printed=(*found.printed, *inside))


def _texts(frame: html.HtmlElement) -> Iterator[str]:
    """The texts in a frame as they may stand as a block: of each element, and of all together."""
    for element in islice(frame.iter(*_HOLDERS), _MOST_HOLDERS):
        if text := short_text_in(element, 2 * _LONGEST_CAPTION):
            yield text


def _told(element: html.HtmlElement, frame: html.HtmlElement | None, region: Region) -> Told:
    if frame is None:
        return _behind(element, region)
    found = places(frame, element)
    outside: tuple[html.HtmlElement, ...] = ()
    if found.caption is None:
        caption, beside = _beside(frame, region)
        outside = tuple(e for e in (caption, *beside.credit) if e is not None)
        credit = found.credit or beside.credit
        if caption is None and not credit:
            return _in_attributes(frame, element) or _unnamed(frame) or _behind(frame, region)
        found = Places(caption, credit)
        if caption is None:
            return replace(_around(found), printed=tuple(map(text_in, outside)))
    read = _read(found)
    if not read.credit[0] and (one := _credit_behind(frame, region)) is not None:
        read, outside = _read(Places(found.caption, (one,))), (*outside, one)
    return replace(read, printed=tuple(map(text_in, outside)))


def _read(found: Places) -> Told:
    """What the elements of a caption and a credit say."""
    credit = found.credit_text
    credited = basis(found.credit[0]) if found.credit else ""
    if found.caption is None:
        return Told(credit=(credit, credited if credit else ""))
    return _parted(found.caption_text, basis(found.caption), credit, credited)


def _around(found: Places) -> Told:
    """A credit, and as its caption the text that alone stands with it beside the picture."""
    read = _read(found)
    if not found.credit or not read.credit[0]:
        return read
    around = found.credit[0].getparent()
    if around is None or not has_nothing_else(around):
        return read
    if next(around.iter(*PICTURES), None) is not None:
        beside = [e for e in around if e not in found.credit and name(e) and text_in(e)]
        if len(beside) != 1 or line(around.text) or _is_intro(said(beside[0])):
            return read
    text = without(around, found.credit)
    many = len(text.split()) >= _FEWEST_WORDS or not text.isascii()
    if len(text) > _LONGEST_UNNAMED or weight(text) < _SHORTEST_UNNAMED or not many:
        return read
    return read if is_credit(text) else _parted(text, basis(around), *read.credit)


def _is_intro(words: frozenset[str]) -> bool:
    """Whether a text beside a picture says that it is of the article's head."""
    return bool(words & _INTRO) and not words & _OF_MEDIA


def _parted(text: str, where: str, credit: str = "", credited: str = "") -> Told:
    """The caption in a text, and the credit at its end where none is known."""
    caption, tail = split(text)
    if len(caption) > _LONGEST_CAPTION:
        return Told(credit=(credit, credited))
    if tail and not credit:
        credit, credited = credit_of(tail), where
    elif tail and not is_labelled(tail) and plain(credit_of(tail)) not in plain(credit):
        caption = line(text)  # the credit stands elsewhere, and this says something else
    return Told((caption, where if caption else ""), (credit, credited if credit else ""))


def _in_attributes(frame: html.HtmlElement, picture: html.HtmlElement) -> Told | None:
    """A caption and a credit that scripts would show: in attributes of a picture or beside it."""
    caption = credit = ("", "")
    for element in (picture, *frame.iter("div", "span", "a", "figure", "button")):
        for keys, is_caption in ((_CAPTION_KEYS, True), (_CREDIT_KEYS, False)):
            key = next((k for k in keys if (element.get(k) or "").strip()), None)
            if key is None:
                continue
            told_here = (readable(element.get(key) or ""), f"html:@{key}")
            if is_caption:
                caption = caption if caption[0] else told_here
            else:
                credit = credit if credit[0] else told_here
    if not caption[0] and not credit[0]:
        return None
    return _parted(*caption, credit_of(credit[0]) if credit[0] else "", credit[1])


def _in_title(picture: html.HtmlElement) -> tuple[str, str]:
    """The credit at the end of a picture's title or alternative text: `A ferry | Photo: J. Doe`."""
    for key in ("title", "alt"):
        tail = split(line(picture.get(key)))[1]
        if tail and is_labelled(tail):
            return credit_of(tail), f"html:@{key}"
    return "", ""


def _unnamed(frame: html.HtmlElement) -> Told | None:
    """The caption in a frame that says nothing else: the only text beside a picture."""
    if name(frame) in {"a", "span", "picture", "noscript"} or not has_nothing_else(frame):
        return None
    text = short_text_in(frame, _LONGEST_UNNAMED)
    if not text or weight(text) < _SHORTEST_UNNAMED:
        return None
    last = last_names(frame)
    return _read(Places(frame, () if last is None else (last,)))


def _behind(frame: html.HtmlElement, region: Region) -> Told:
    """The caption in a paragraph right behind a lone picture, by the credit at its end."""
    outer = frame
    for around in above(frame, region.root):
        if around is region.text or length_of(around) > 0:
            break
        outer = around
    following = outer.getnext()
    if following is None or name(following) not in {"p", "div", "em", "small"}:
        return Told()
    text = short_text_in(following, _LONGEST_UNNAMED)
    if _says_caption(said(following)) and text:
        return replace(_parted(text, basis(following)), printed=(text,))
    last = last_names(following) if text and has_nothing_else(following) else None
    if last is not None and (name(last) in _SMALL_PRINT or is_credit(text_in(last))):
        return replace(_read(Places(following, (last,))), printed=(text,))
    caption, tail = split(text)
    sure = "/" in tail or is_labelled(tail) or eastern.is_sure(tail)
    if not caption or not tail or not sure:
        return Told()
    where = basis(following)
    return Told((caption, where), (credit_of(tail), where), (text,))


def _says_caption(words: frozenset[str]) -> bool:
    """Whether the words of an element behind a picture say that it is its caption."""
    return bool(words & _BEHIND) or bool(words & _DESCRIBING and words & _OF_PICTURE)


def _beside(frame: html.HtmlElement, region: Region) -> tuple[html.HtmlElement | None, Places]:
    """A caption and a credit right behind a frame that say by their class that they are."""
    caption = None
    found = Places()
    for number, sibling in enumerate(frame.itersiblings()):
        if number >= _CLOSE or not _may_be_beside(sibling, region):
            break
        words = said(sibling)
        if caption is None and (name(sibling) == "figcaption" or _says_caption(words)):
            inside = places(sibling, frame)
            credit = inside.credit
            if not credit and (last := last_names(sibling)) is not None:
                credit = (last,)
            caption, found = sibling, Places(sibling, credit)
        elif not found.credit and words & _CREDIT_BEHIND:
            found = Places(caption, (sibling,))
        else:
            break
    return caption, found


def _credit_behind(frame: html.HtmlElement, region: Region) -> html.HtmlElement | None:
    """The credit right behind a frame that has the caption in it."""
    sibling = frame.getnext()
    if sibling is None or not _may_be_beside(sibling, region):
        return None
    named = bool(said(sibling) & _CREDIT_BEHIND)
    return sibling if named and short_text_in(sibling, _LONGEST_CREDIT) else None


def _may_be_beside(sibling: html.HtmlElement, region: Region) -> bool:
    if not name(sibling) or sibling is region.text or not text_in(sibling):
        return False
    return next(sibling.iter(*PICTURES), None) is None
