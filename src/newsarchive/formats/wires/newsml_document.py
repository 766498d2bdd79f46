"""A NewsML-G2 document to an article: an item, or a newsMessage that holds one. Pure.

Source: NewsML-G2 2.35 (IPTC).
"""

from collections.abc import Sequence

from lxml import etree

from newsarchive.errors import RefusedError
from newsarchive.formats.base import NOT_STORED
from newsarchive.formats.decoded import document
from newsarchive.formats.roots import NEWS, OTHER_ITEMS
from newsarchive.formats.wires.catalogs import Catalogs
from newsarchive.formats.wires.elements import attribute, children, descendants, local
from newsarchive.formats.wires.newsml_facts import Facts
from newsarchive.formats.wires.newsml_item import Members, in_order, is_medium, read_members
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture


def read_document(reader: str, capture: Capture, data: bytes) -> Article:
    """The article in a document.

    Raises:
        ValueError: it is no XML that can be read; says what is wrong.
        RefusedError: it holds no article, or several.
    """
    root, decoded = document(data, capture.charset)
    return read_members(reader, capture, _members(root, capture.name), decoded)


def _members(root: etree._Element, name: str) -> Members:
    """The items that make up the one article of a document."""
    kind = local(root)
    if kind in NEWS:
        return Members(Facts(root, Catalogs.of([root])))
    if kind != "newsMessage":
        what = OTHER_ITEMS.get(kind, f"a document of the kind {kind!r}")
        raise RefusedError(f"{name} is {what}, and no article", hint=NOT_STORED)
    items = [e for group in children(root, "itemSet") for e in children(group)]
    catalogs = Catalogs.of([root])
    facts = [Facts(e, catalogs) for e in items if local(e) == "newsItem"]
    packages = [Facts(e, catalogs) for e in items if local(e) == "packageItem"]
    texts = [f for f in facts if not is_medium(f)]
    media = [f for f in facts if is_medium(f)]
    if not texts and len(media) == 1:
        texts, media = media, []
    if not texts and not media and len(packages) == 1:
        texts, packages = packages, []
    if len(texts) != 1:
        raise RefusedError(f"{name} {_several(texts, media, items)}", hint=NOT_STORED)
    text = texts[0]
    return Members(text, in_order(media, _order(text, packages)), tuple(packages))


def _several(
    texts: Sequence[Facts], media: Sequence[Facts], items: Sequence[etree._Element]
) -> str:
    if len(texts) > 1:
        return f"holds {len(texts):,} articles; take it in by itself, and each becomes a bag"
    if media:
        return f"holds {len(media):,} pictures or recordings and no text"
    kinds = sorted({OTHER_ITEMS.get(local(e), local(e)) for e in items})
    return f"holds no article, but {', '.join(kinds)}" if kinds else "holds no item at all"


def _order(text: Facts, packages: Sequence[Facts]) -> list[str]:
    """What refers to the media, in its order: the text's links, then the packages."""
    links = [attribute(e, "residref") for e in children(text.meta, "link")]
    refs = [attribute(e, "residref") for p in packages for e in descendants(p.item, "itemRef")]
    return [*links, *refs]
