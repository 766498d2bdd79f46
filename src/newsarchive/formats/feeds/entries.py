"""The entries of a feed as documents of their own."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from newsarchive.errors import RefusedError
from newsarchive.formats.feeds.names import ATOM, LANG, children, first, name, text

# What a feed says of all its entries.
_OF_FEED = frozenset(
    {
        *("title", "link", "language", "copyright", "dc:rights", "dc:language", "dc:publisher"),
        *("atom:title", "atom:link", "atom:id", "atom:rights", "atom:author"),
    }
)
_ENTRIES = ("item", "atom:entry")


def entries(data: bytes, called: str) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each entry of the feed `data` with what the feed says of itself, as an `atom:source`.

    Raises:
        RefusedError: it is no XML that can be read, however forgivingly.
    """
    root = _root(data, called)
    channel = first(root, "channel") if name(root) != "atom:feed" else root
    about = source_of(root if channel is None else channel, root)
    places = [root] if channel is None or channel is root else [channel, root]
    for place in places:
        for entry in children(place, *_ENTRIES):
            yield entry, about


def _root(data: bytes, called: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"{called} is no feed that can be read: {error.msg}") from error
    if root is None:
        raise RefusedError(f"{called} is no feed that can be read")
    return root


def source_of(channel: etree._Element, root: etree._Element) -> etree._Element:
    """What a feed says of itself, as an `atom:source`."""
    source = etree.Element(f"{{{ATOM}}}source", nsmap={"atom": ATOM})
    language = channel.get(LANG) or root.get(LANG)
    if language:
        source.set(LANG, language)
    for child in channel:
        if name(child) in _OF_FEED:
            copied = deepcopy(child)
            copied.tail = None
            source.append(copied)
    return source


def entry_bytes(entry: etree._Element, about: etree._Element) -> bytes:
    """An entry as a document of its own, with what its feed says of itself."""
    if first(entry, "atom:source") is None:
        entry.append(deepcopy(about))
    entry.tail = None
    return etree.tostring(entry, encoding="utf-8", xml_declaration=True)


def shown(entry: etree._Element) -> str:
    """What people know an entry by: its title, else its id or address."""
    return text(entry, "title", "atom:title", "media:title", "guid", "atom:id", "link")
