"""The media of a NewsML 1 item: their sizes, captions, credits and rights. Pure."""

from collections.abc import Iterator

from lxml import etree

from newsarchive.formats.markup import MarkupError
from newsarchive.formats.wires.elements import at, attribute, child, children, descendants, words_in
from newsarchive.formats.wires.newsml1_parts import Picture, around, data_of, kind_of
from newsarchive.formats.wires.newsml_body import read_member
from newsarchive.formats.wires.values import media_type, number, said, words
from newsarchive.formats.wires.xhtml import pixels
from newsarchive.model.article import Medium, MediumKind, Rendition, not_stated
from newsarchive.model.statement import Statement


def medium_of(picture: Picture) -> Medium:
    """A medium with what its own component says of it."""
    forms = sorted(picture.forms, key=_size, reverse=True)
    best = forms[0]
    title = _line(picture, "HeadLine")
    return Medium(
        kind_of(best) or MediumKind.EMBED,
        caption=_caption(picture),
        credit_line=_line(picture, "CreditLine"),
        by=_line(picture, "ByLine"),
        rights=_line(picture, "CopyrightLine"),
        url=attribute(best, "Href") or None,
        media_type=_media_type(best),
        width=_measure(best, "Width"),
        height=_measure(best, "Height"),
        title=title if title.known else None,
        renditions=tuple(map(_rendition, forms)) if len(forms) > 1 else (),
    )


def _caption(picture: Picture) -> Statement[str]:
    for content in picture.captions:
        holder = data_of(content)
        if holder is None:
            continue
        try:
            found = read_member(holder, "", "", lambda _: False)
        except (MarkupError, ValueError):
            continue
        if text := words(" ".join(block.text for block in found.blocks)):
            return said(text, "newsml1:NewsComponent[caption]")
    for line in descendants(picture.component, "NewsLine"):
        if attribute(child(line, "NewsLineType"), "FormalName").casefold() == "caption":
            return said(words_in(child(line, "NewsLineText")), "newsml1:NewsLine[caption]")
    return not_stated()


def _line(picture: Picture, name: str) -> Statement[str]:
    """A line of the medium itself, or of a component in it."""
    for component in (picture.component, *descendants(picture.component, "NewsComponent")):
        for line in at(component, "NewsLines", name):
            if text := words_in(line):
                return said(text, f"newsml1:NewsLines/{name}")
    return not_stated()


def _size(content: etree._Element) -> tuple[int, int]:
    """How large a form is: by its surface, then by its bytes."""
    surface = (_measure(content, "Width") or 0) * (_measure(content, "Height") or 0)
    return surface, number(words_in(child(content, "Characteristics", "SizeInBytes"))) or 0


def _measure(content: etree._Element, name: str) -> int | None:
    return next((pixels(value) for value in _properties(content, name)), None)


def _properties(content: etree._Element, name: str) -> Iterator[str]:
    for found in children(child(content, "Characteristics"), "Property"):
        if attribute(found, "FormalName").casefold() == name.casefold():
            yield attribute(found, "Value")


def _media_type(content: etree._Element) -> str | None:
    return media_type(attribute(child(content, "MimeType"), "FormalName"))


def _rendition(content: etree._Element) -> Rendition:
    component = next(around(content), None)
    return Rendition(
        attribute(child(component, "Role"), "FormalName") or None,
        attribute(content, "Href") or None,
        _media_type(content),
        _measure(content, "Width"),
        _measure(content, "Height"),
    )
