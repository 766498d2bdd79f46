"""The main content of marked-up text that a wire carries: XHTML of a NewsML-G2 item, HTML. Pure.

What stands around the text is no part of it: the page's head, its `header` with the headline once
more, its footer, and the agency's notes to editors. A lead or teaser in the header is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from newsarchive.formats.markup import blocks, name_of, text_of
from newsarchive.formats.wires.elements import lines_in
from newsarchive.formats.wires.plain import paragraphs
from newsarchive.formats.wires.values import number, said, words
from newsarchive.model.article import Block, BlockKind, Medium, MediumKind

_AROUND = frozenset({"head", "header", "footer", "nav"})
_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u"})
_NOTES = frozenset({"notepad", "closingline", "np-constraint", "np-nonpublic", "np-public"})
_OPENING = frozenset(
    {"lead", "teaser", "summary", "abstract", "intro", "introduction", "standfirst"}
)


@dataclass(frozen=True, slots=True)
class Marked:
    """What marked-up text holds: its blocks, the media in it, and what its markup calls so."""

    blocks: tuple[Block, ...] = ()
    media: tuple[Medium, ...] = ()
    title: str = ""
    byline: str = ""
    dateline: str = ""
    language: str = ""


def read_markup(root: etree._Element, is_headline: Callable[[str], bool]) -> Marked:
    """What is in XHTML or HTML; the tree is changed. `is_headline` knows a headline of the item.

    Raises:
        MarkupError, ValueError: it is too deep, or too much.
    """
    page = root if name_of(root) == "html" else next(_named(root, "html"), root)
    language = page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("lang") or ""
    body = next(_named(page, "body"), page)
    title = next((text_of(e) for e in _named(root, "h1")), "")
    byline = next((text_of(e) for e in body.iter() if "byline" in classes(e)), "")
    dateline = next((words(lines_in(e)) for e in body.iter() if "dateline" in classes(e)), "")
    for element in [e for e in body.iter() if name_of(e) in _AROUND]:
        _keep_opening(element)
        drop(element)
    for element in [e for e in body.iter() if _NOTES & classes(e)]:
        drop(element)
    media = tuple(_pictures(body))
    found = _text(body)
    if found and found[0].kind is BlockKind.HEADING and is_headline(found[0].text):
        found = found[1:]
    return Marked(found, media, title, byline, dateline, language)


def drop(element: etree._Element) -> None:
    """Take an element out of its tree, and leave what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    tail = element.tail or ""
    parent.remove(element)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def classes(element: etree._Element) -> frozenset[str]:
    """The words of an element's `class`, in lower case."""
    value = element.get("class") if isinstance(element.tag, str) else None
    return frozenset(value.lower().split()) if value else frozenset()


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (e for e in root.iter() if name_of(e) == name)


def _keep_opening(around: etree._Element) -> None:
    """Put a lead that stands in a header before it, where it is text."""
    if name_of(around) != "header":
        return
    for element in [e for e in around.iter() if _OPENING & classes(e)]:
        drop(element)
        element.tail = None
        around.addprevious(element)


def _text(body: etree._Element) -> tuple[Block, ...]:
    """The blocks; of text that is not marked up at all, the paragraphs that its lines make."""
    whole = body
    elements = [e for e in body if isinstance(e.tag, str)]
    if len(elements) == 1 and name_of(elements[0]) in {"pre", "div"} and not _loose(body):
        whole = elements[0]
    if all(name_of(e) in _INLINE for e in whole.iter() if e is not whole):
        text = lines_in(whole)
        if "\n" in text.strip():
            return paragraphs(text)
    return blocks(body)


def _loose(body: etree._Element) -> bool:
    texts = [body.text, *(e.tail for e in body)]
    return any(text and text.strip() for text in texts)


def _pictures(body: etree._Element) -> Iterator[Medium]:
    for image in _named(body, "img"):
        source = (image.get("src") or "").strip()
        if not source or source.startswith("data:"):
            continue
        figure: etree._Element | None = image
        while figure is not None and name_of(figure) != "figure":
            figure = figure.getparent()
        caption = ""
        if figure is not None:
            caption = next((text_of(e) for e in _named(figure, "figcaption")), "")
        yield Medium(
            MediumKind.IMAGE,
            caption=said(caption, "xhtml:figcaption"),
            alt_text=said(image.get("alt"), "xhtml:img/@alt"),
            url=source,
            width=pixels(image.get("width")),
            height=pixels(image.get("height")),
        )


def pixels(text: str | None) -> int | None:
    """A size in pixels; None where there is none."""
    return number((text or "").strip().removesuffix("px")) or None
