"""The posts of a live blog: by its linked data, else by the elements that say they are posts."""

from collections.abc import Iterator, Sequence

from lxml import html

from newsarchive.formats.markup import MarkupError, blocks, blocks_of_html
from newsarchive.formats.pages.linkeddata import LinkedData, Node, first, types
from newsarchive.formats.pages.tree import name, text_in
from newsarchive.model.article import Block, BlockKind

_MOST = 5_000


def posts(data: LinkedData, nodes: Sequence[Node], root: html.HtmlElement) -> tuple[Block, ...]:
    """The posts in the order of the page, each with its time as printed."""
    found: list[Block] = []
    for node in nodes:
        if "LiveBlogPosting" in types(node):
            found += _told(data, node)
            if found:
                return tuple(found[:_MOST])
    return tuple(_marked(root))[:_MOST]


def _told(data: LinkedData, node: Node) -> Iterator[Block]:
    for update in data.resolved(node.get("liveBlogUpdate")):
        headline = first(update.get("headline")) or first(update.get("name"))
        text = _text(update.get("articleBody")) or first(update.get("description"))
        told = (
            f"{headline}\n{text}"
            if text and headline and not text.startswith(headline)
            else text or headline
        )
        when = first(update.get("datePublished")) or first(update.get("dateModified"))
        if told:
            yield Block(BlockKind.POST, told, time=when or None)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return first(value)
    if "<" not in value:
        return "\n".join(" ".join(p.split()) for p in value.split("\n") if p.strip())
    try:
        return "\n".join(b.text for b in blocks_of_html(value))
    except MarkupError:
        return first(value)


def _marked(root: html.HtmlElement) -> Iterator[Block]:
    for element in root.xpath(
        "//*[contains(@itemprop, 'liveBlogUpdate') or contains(@itemprop, 'liveblogupdate')]"
    ):
        try:
            text = "\n".join(b.text for b in blocks(element) if b.text)
        except MarkupError:
            text = text_in(element)
        times = [
            t
            for t in element.iter("time", "meta")
            if t.get("datetime") or (name(t) == "meta" and t.get("itemprop") == "datePublished")
        ]
        when = (times[0].get("datetime") or times[0].get("content")) if times else None
        if text:
            yield Block(BlockKind.POST, text, time=(when or "").strip() or None)
