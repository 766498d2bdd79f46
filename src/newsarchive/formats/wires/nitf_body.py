"""The text of an NITF document, and the media in it, by themselves or in a NewsML-G2 item. Pure.

Source: NITF 3.6 (IPTC), body.content and media.
"""

from collections.abc import Iterator

from lxml import etree

from newsarchive.formats.markup import blocks
from newsarchive.formats.wires.elements import attribute, child, children, local, words_in
from newsarchive.formats.wires.plain import paragraphs
from newsarchive.formats.wires.values import media_type, said
from newsarchive.formats.wires.xhtml import drop, pixels
from newsarchive.model.article import Block, BlockKind, Medium, MediumKind, Rendition

_KINDS = {
    "image": MediumKind.IMAGE,
    "audio": MediumKind.AUDIO,
    "video": MediumKind.VIDEO,
}


def read_body(nitf: etree._Element) -> tuple[tuple[Block, ...], tuple[Medium, ...]]:
    """The blocks of the text and the media in it; the tree is changed.

    Raises:
        MarkupError, ValueError: it is too deep, or too much.
    """
    body = nitf if local(nitf) == "body" else child(nitf, "body")
    if body is None:
        return (), ()
    contents = list(children(body, "body.content"))
    if not contents:
        for around in list(children(body, "body.head", "body.end")):
            drop(around)
        contents = [body]
    media: list[Medium] = []
    text: list[Block] = []
    for content in contents:
        for element in [e for e in content.iter() if local(e) == "media"]:
            media.append(_medium(element))
            drop(element)
        for element in [e for e in content.iter() if local(e) == "nitf-table-metadata"]:
            drop(element)
        if len(content) == 0 and "\n" in (content.text or "").strip():
            text += paragraphs(content.text or "")
        else:
            text += blocks(content)
    return tuple(text), tuple(media)


def _medium(element: etree._Element) -> Medium:
    references = sorted(
        children(element, "media-reference"), key=lambda e: -(pixels(e.get("width")) or 0)
    )
    best = next(iter(references), None)
    caption = " ".join(filter(None, map(words_in, children(element, "media-caption"))))
    producer = " ".join(filter(None, map(words_in, children(element, "media-producer"))))
    meta = {attribute(e, "name").casefold(): attribute(e, "value") for e in _metadata(element)}
    credit = next((meta[name] for name in ("credit", "source") if meta.get(name)), "")
    return Medium(
        _KINDS.get(attribute(element, "media-type").casefold(), MediumKind.EMBED),
        caption=said(caption, "nitf:media-caption"),
        credit_line=said(credit, "nitf:media-metadata")
        if credit
        else said(producer, "nitf:media-producer"),
        alt_text=said(attribute(best, "alternate-text"), "nitf:media-reference/@alternate-text"),
        by=said(producer, "nitf:media-producer"),
        rights=said(attribute(best, "copyright"), "nitf:media-reference/@copyright"),
        url=_source(best) or None,
        media_type=media_type(attribute(best, "mime-type")),
        width=pixels(attribute(best, "width")),
        height=pixels(attribute(best, "height")),
        renditions=tuple(_rendition(e) for e in references) if len(references) > 1 else (),
    )


def _metadata(element: etree._Element) -> Iterator[etree._Element]:
    return children(element, "media-metadata")


def _source(reference: etree._Element | None) -> str:
    return attribute(reference, "source") or attribute(reference, "name")


def _rendition(reference: etree._Element) -> Rendition:
    return Rendition(
        attribute(reference, "name") or None,
        _source(reference) or None,
        media_type(attribute(reference, "mime-type")),
        pixels(attribute(reference, "width")),
        pixels(attribute(reference, "height")),
    )


def has_text(found: tuple[Block, ...]) -> bool:
    """Whether there is a paragraph among blocks."""
    return any(block.kind is BlockKind.PARAGRAPH for block in found)
