"""The lead picture of an article that stands right before the element that holds the article."""

from itertools import islice

from lxml import html

from newsarchive.formats.pages.frames import PICTURES, is_frame
from newsarchive.formats.pages.region import Region, is_strange
from newsarchive.formats.pages.tree import above, length_of, length_up_to, name

_OUT = 3  # elements around the article that it may stand before
_CLOSE = 2  # elements between both at most
_LONGEST = 400  # characters of its caption
_PROSE = 80  # characters of a paragraph that is prose
_NO_LEAD = ("a", "h1", "h2", "h3", "h4", "form", "nav", "iframe", "input")


def leading(region: Region) -> tuple[html.HtmlElement, ...]:
    """The picture before the article's element, where the article shows none before its text."""
    if _shows_one(region):
        return ()
    here = region.root
    for _ in range(_OUT):
        if name(here) in {"body", "html"}:
            break
        for sibling in islice(here.itersiblings(preceding=True), _CLOSE):
            if found := _alone(sibling):
                return found
            if length_up_to(sibling, _LONGEST) >= _LONGEST:
                return ()
        parent = here.getparent()
        if parent is None or name(here) == "main":
            break
        here = parent
    return ()


def _alone(element: html.HtmlElement) -> tuple[html.HtmlElement, ...]:
    """The only picture in an element that is called as what is around one, and leads nowhere."""
    if not name(element) or next(element.iter(*_NO_LEAD), None) is not None:
        return ()
    found = [
        e
        for e in islice(element.iter(*PICTURES), 4)
        if not any(name(o) == "noscript" for o in islice(above(e), 3))
    ]
    if len(found) != 1 or length_of(element) > _LONGEST:
        return ()
    inside = [found[0], *above(found[0], element), element]
    if any(is_strange(e) for e in inside):
        return ()
    framed = any(name(e) == "figure" or is_frame(e) for e in inside[1:])
    return tuple(found) if framed else ()


def _shows_one(region: Region) -> bool:
    """Whether the article shows a picture before the first paragraph of its text."""
    for element in region.root.iter(*PICTURES, "p"):
        if not region.holds(element):
            continue
        if element.tag != "p":
            return True
        if length_up_to(element, _PROSE) >= _PROSE:
            return False
    return False
