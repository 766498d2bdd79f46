"""The names of feeds: namespaces, and elements by their usual prefixes. Pure."""

from collections.abc import Iterator

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
_PREFIXES = {
    "": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/net/rss1.1#": "",
    ATOM: "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://example.com/newformat#": "atom",
    MEDIA: "media",
    "http://search.yahoo.com/mrss": "media",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://wordpress.org/export/1.0/": "wp",
    "http://wordpress.org/export/1.1/": "wp",
    "http://wordpress.org/export/1.2/": "wp",
    "http://wordpress.org/export/1.0/excerpt/": "excerpt",
    "http://wordpress.org/export/1.1/excerpt/": "excerpt",
    "http://wordpress.org/export/1.2/excerpt/": "excerpt",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def name(element: etree._Element) -> str:
    """`pubDate`, `atom:entry`, `media:content`; "" for comments, and for what nobody here knows."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = _PREFIXES.get(namespace)
    if prefix is None:
        return ""
    return f"{prefix}:{local}" if prefix else local


def children(element: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """The children of these names, in their order."""
    return (child for child in element if name(child) in wanted)


def first(element: etree._Element, *wanted: str) -> etree._Element | None:
    """The first child of the first of these names that there is."""
    return next((c for w in wanted for c in children(element, w)), None)


def text(element: etree._Element, *wanted: str) -> str:
    """The text of the first child of these names that has any, on one line; "" for none."""
    for one in wanted:
        for child in children(element, one):
            if value := " ".join("".join(child.itertext()).split()):
                return value
    return ""
