"""Small looks at the elements of a page: their text, their words, what is around them."""

import functools
import itertools
import re
from collections.abc import Iterator

from lxml import etree, html

from newsarchive.formats.pages.weights import weight

_WORD = re.compile(r"[a-z0-9]+", re.ASCII)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def line(text: str | None) -> str:
    """`text` on one line with single spaces."""
    return " ".join((text or "").split())


def name(element: html.HtmlElement) -> str:
    """The element's name; "" for a comment."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def words(element: html.HtmlElement) -> frozenset[str]:
    """The words that class, id and the like of an element are made of, in lower case."""
    said = " ".join(
        element.get(key) or ""
        for key in (
            "class",
            "id",
            "data-component",
            "data-testid",
            "data-qa",
            "data-type",
            "data-area",
            "role",
        )
    )
    return attribute_words(said) if said.strip() else frozenset()


def attribute_words(text: str) -> frozenset[str]:
    """The words in one attribute, in lower case; `articleHeader__img` has three."""
    return _known_words(text) if len(text) <= _LONGEST_KNOWN else _words_of(text)


def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_CAMEL.sub(" ", text).lower()))


# The elements of a page have few classes between them; long ones would take memory.
_known_words = functools.lru_cache(maxsize=4096)(_words_of)
_LONGEST_KNOWN = 300


def above(
    element: html.HtmlElement, root: html.HtmlElement | None = None
) -> Iterator[html.HtmlElement]:
    """The elements that an element lies in, the nearest first, below `root`."""
    here = element.getparent()
    while here is not None and here is not root:
        yield here
        here = here.getparent()


UNTOLD = frozenset(
    ("img", "picture", "source", "script", "button", "svg", "noscript", "style", "amp-img")
)
_APART = frozenset(("span", "small", "cite", "div", "p", "figcaption", "br", "footer"))
_UNSEEN = frozenset(("script", "style", "noscript", "button", "iframe"))
_HAS_UNSEEN = etree.XPath(
    "boolean(.//noscript | .//button | .//iframe | .//script[text()] | .//*[@hidden]"
    " | .//*[contains(@style, 'display')])"
)


def text_in(element: html.HtmlElement) -> str:
    """What an element prints, on one line, with a blank between neighbouring blocks."""
    if _HAS_UNSEEN(element):
        return line("".join(_pieces(element)))
    return line("".join(element.itertext()))


def short_text_in(element: html.HtmlElement, most: int) -> str:
    """What an element prints; "" where that is nothing, or more than `most` characters."""
    length = 0
    for text in element.itertext():
        length += 0 if text.isspace() else len(text.strip())
        if length > most:
            return ""
    found = text_in(element) if length else ""
    return found if len(found) <= most else ""


def spaced_text_in(element: html.HtmlElement) -> str:
    """What an element prints, with a blank between elements that stand apart on the screen."""
    return line("".join(_spaced(element))).replace(" ,", ",").replace(" .", ".")


def _spaced(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    slashed = (element.text or "").endswith("/")
    for child in element:
        tail = child.tail or ""
        if name(child) and name(child) not in UNTOLD:
            apart = " " if name(child) in _APART else ""
            yield "" if slashed else apart
            yield from _spaced(child)
            yield "" if tail.startswith("/") else apart
        slashed = tail.endswith("/")
        yield tail


def length_of(element: html.HtmlElement) -> int:
    """About how many characters an element prints."""
    return sum(map(len, itertools.filterfalse(str.isspace, element.itertext())))


def weight_of(element: html.HtmlElement) -> int:
    """About how much an element prints, as the weight of its letters."""
    return weight("".join(itertools.filterfalse(str.isspace, element.itertext())))


def length_up_to(element: html.HtmlElement, most: int) -> int:
    """As `length_of`, or any number from `most` on where it is as much."""
    length = 0
    for text in element.itertext():
        length += 0 if text.isspace() else len(text)
        if length >= most:
            break
    return length


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if name(child) and child.tag not in _UNSEEN and not _hidden(child):
            yield from _pieces(child)
        yield child.tail or ""


def _hidden(element: html.HtmlElement) -> bool:
    if "hidden" in element.attrib:
        return True
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()
