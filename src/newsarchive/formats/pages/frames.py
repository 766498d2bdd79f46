# words of other languages
"""The element in a page that holds a picture and what belongs to it.

It is a figure, an element that is called as what is around a picture, or one that has nothing but
the picture and a text that ends in a credit.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import html

from newsarchive.formats.pages.credits import split
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.tree import (
    above,
    attribute_words,
    length_of,
    length_up_to,
    name,
    spaced_text_in,
)
from newsarchive.formats.pages.words import listed

PICTURES = ("img", "amp-img")

_FRAMED = frozenset(listed("class-frame"))
_BEHIND = frozenset(listed("class-caption-behind"))
_DEEP = 7  # elements around a picture that may hold its caption
_LONGEST = 600  # characters that a frame without a name of its own may have
_LONGEST_UNNAMED = 400  # characters of a caption that nothing calls one
_ENDS = ("bild", "image", "photo", "picture", "foto", "figure", "imagen", "caption")
_BEGINS = ("imgbox", "imagebox", "photobox", "picbox", "bildbox", "fotobox")
_NO_PLAIN = ("a", "h1", "h2", "h3", "h4", "ul", "form", "iframe", "time", "button")
_PLACEHOLDER = re.compile(r"(?i)\Adata:|placeholder|spacer|blank\.|transparent|1x1")


def frame_of(element: html.HtmlElement, region: Region) -> html.HtmlElement | None:
    """The element that holds a picture and what belongs to it; None where there is none."""
    best = None
    for number, outer in enumerate(above(element, region.root)):
        if number >= _DEEP or outer in region.around or name(outer) in {"article", "body", "main"}:
            break
        if name(outer) == "figure":
            return outer
        if name(outer) in {"picture", "a", "noscript", "span"}:
            best = best if best is not None else outer
            continue
        if _has_several(outer):
            break
        if is_frame(outer) or _has_caption(outer) or _is_plain(outer):
            best = outer
        elif length_of(outer) > _LONGEST:
            break
    return best


def has_nothing_else(element: html.HtmlElement) -> bool:
    """Whether an element has no link, heading, list or the like beside its picture."""
    return next(element.iter(*_NO_PLAIN), None) is None


def is_frame(element: html.HtmlElement) -> bool:
    """Whether an element is called as what is around a picture: `image-box`, `absatzbild`."""
    said = attribute_words(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(said & _FRAMED) or any(w.endswith(_ENDS) or w.startswith(_BEGINS) for w in said)


def _is_plain(element: html.HtmlElement) -> bool:
    """Whether an element that says nothing of itself has a picture, and a text with its credit."""
    if name(element) != "div" or not 0 < length_up_to(element, _LONGEST_UNNAMED) < _LONGEST_UNNAMED:
        return False
    if not has_nothing_else(element):
        return False
    text = spaced_text_in(element)
    return len(text) <= _LONGEST_UNNAMED and all(split(text))


def _has_several(outer: html.HtmlElement) -> bool:
    """Whether an element shows more than one picture.

    Copies for lack of scripts do not count, nor what is shown until a picture is there.
    """
    return len(set(islice(_shown(outer), 20))) > 1


def _shown(outer: html.HtmlElement) -> Iterator[str]:
    for picture in outer.iter(*PICTURES):
        source = picture.get("src") or ""
        copied = any(name(e) == "noscript" for e in islice(above(picture), 3))
        if not copied and not (source and _PLACEHOLDER.search(source[:200])):
            yield source


def _has_caption(outer: html.HtmlElement) -> bool:
    tags = ("div", "p", "span", "td", "figcaption", "dd")
    return any(
        says(e, _BEHIND) or "caption" in (e.get("itemprop") or "") for e in outer.iter(*tags)
    )
