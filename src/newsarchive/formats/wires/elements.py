"""Elements by their own names, whatever their namespace, and what they say on one line. Pure."""

import functools
from collections.abc import Iterator

from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BREAKS = frozenset({"br", "p", "div", "li", "hl1", "hl2", "tr", "td", "byttl", "story.date"})


def local(element: etree._Element) -> str:
    """The element's own name without namespace; "" for comments, instructions and the like."""
    return _name(element.tag)  # type: ignore[arg-type]  # whatever it is, it can be a key


@functools.lru_cache(maxsize=4096)
def _name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The elements of these names right inside of one; of all names where none is given."""
    for child in element if element is not None else ():
        name = local(child)
        if name and (not names or name in names):
            yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at the end of a path of names; None where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def at(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """All the elements at the end of a path of names, in their order."""
    *first, last = path
    holders = [element] if element is not None else []
    for name in first:
        holders = [found for holder in holders for found in children(holder, name)]
    for holder in holders:
        yield from children(holder, last)


def descendants(element: etree._Element, name: str, within: str = "") -> Iterator[etree._Element]:
    """The elements of a name anywhere in one, but right inside of `within` where it is said."""
    for found in element.iter(f"{{*}}{name}"):
        parent = found.getparent()
        if not within or (parent is not None and local(parent) == within):
            yield found


def words_in(element: etree._Element | None) -> str:
    """All the text in an element on one line, breaks and blocks as spaces; "" for None."""
    if element is None:
        return ""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    return " ".join("".join(_texts(element, 0)).split())


def lines_in(element: etree._Element) -> str:
    """All the text in an element with its line ends as they are."""
    return "".join(_texts(element, 0))


def attribute(element: etree._Element | None, name: str) -> str:
    """The value of an attribute without blank space around it; "" where there is none."""
    return (element.get(name) or "").strip() if element is not None else ""


def language_of(element: etree._Element | None) -> str:
    """The `xml:lang` that holds for an element; "" where none does."""
    while element is not None:
        if value := element.get(XML_LANG):
            return value.strip()
        element = element.getparent()
    return ""


_DEEPEST = 200


def _texts(element: etree._Element, depth: int) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        name = local(inner).lower()
        if name and depth < _DEEPEST:
            gap = " " if name in _BREAKS else ""
            yield gap
            yield from _texts(inner, depth + 1)
            yield gap
        yield inner.tail or ""
