"""Marked-up text to blocks: XHTML of a wire, HTML of a feed, the body of a page. Pure.

What a block is, its element says; text that stands in none is a paragraph. Nothing that a reader
sees is dropped but pictures and their captions, which are media: `figures=True` keeps captions.
Scripts, styles, forms and hidden elements are never text. (HTML Living Standard, rendering)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from newsarchive.model.article import Block, BlockKind

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_UNSEEN = frozenset(
    (
        *("script", "style", "head", "template", "noscript", "form", "button", "select"),
        *("textarea", "input", "iframe", "svg", "canvas", "audio", "video", "map"),
    )
)
_FIGURES = frozenset({"figure", "figcaption", "picture"})
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *(
            "i",
            "ins",
            "kbd",
            "label",
            "mark",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
        ),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "acronym"),
        # NITF's own (enriched text)
        *("chron", "copyrite", "event", "function", "lang", "location", "money", "num", "object"),
        *("org", "person", "postaddr", "virtloc", "classifier", "classification", "alt-code"),
    )
)
# What holds a line of words; an element in it that nobody knows is a part of that line (HTML Living
# Standard, rendering: what has no rule is inline), unless it is one of those that never are.
_LINES = frozenset({"p", *_HEADINGS, "hl1", "hl2", "li", "dt", "dd", "td", "th", "caption"})
_BLOCKS = frozenset(
    (
        *_LINES,
        *("address", "article", "aside", "block", "blockquote", "body", "body.content", "bq"),
        *("center", "details", "div", "fieldset", "figcaption", "figure", "footer", "header"),
        *("hr", "html", "main", "media", "nav", "nitf-table", "note", "section", "summary"),
    )
)
_DEEPEST = 200
_MOST_BLOCKS = 50_000
_SPACE = re.compile(r"[ \t\r\n\f\u200b]+")


class MarkupError(ValueError):
    """The text is no markup that can be read: too deep, or too much."""


def fragment(text: str) -> etree._Element:
    """The root of a piece of HTML, or of a whole page. Nothing is fetched.

    Raises:
        MarkupError: there is nothing in it.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        data = f"<div>{text}</div>" if "<body" not in text[:4096].lower() else text
        return html.document_fromstring(data.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error


def blocks_of_html(text: str, *, figures: bool = False) -> tuple[Block, ...]:
    """The blocks of a piece of HTML; none where it holds no text.

    Raises:
        MarkupError: it is too deep, or too much.
    """
    return blocks(fragment(text), figures=figures) if text.strip() else ()


def blocks(root: etree._Element, *, figures: bool = False) -> tuple[Block, ...]:
    """The blocks below an element, with namespaces or without them.

    Raises:
        MarkupError: it is too deep, or too much.
    """
    walk = _Walk(figures)
    walk.element(root, 0)
    walk.end()
    return tuple(walk.found)


def name_of(element: etree._Element) -> str:
    """The element's own name in lower case, without namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element, *, figures: bool = True) -> str:
    """All the text in an element on one line, words of neighbouring blocks apart."""
    return " ".join(" ".join(b.text.split()) for b in blocks(element, figures=figures))


@dataclass
class _Walk:
    """Goes through the elements in their order and collects blocks."""

    figures: bool
    found: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    in_line: bool = False

    def element(self, element: etree._Element, depth: int) -> None:
        """Read what is in an element, but not what follows it."""
        if depth > _DEEPEST:
            raise MarkupError(f"its elements lie more than {_DEEPEST} deep in each other")
        name = name_of(element)
        if not name or name in _UNSEEN or _hidden(element):
            return
        if name in _FIGURES and not self.figures:
            return
        if name == "br":
            self.line.append("\n")
        elif name in {"ul", "ol", "dl"}:
            self._whole(BlockKind.LIST, "\n".join(_items(element, depth)))
        elif name == "table":
            self._whole(BlockKind.TABLE, "\n".join(_rows(element, depth)))
        elif name == "pre":
            self._whole(BlockKind.PARAGRAPH, _preformatted(element))
        elif name in _INLINE or (self.in_line and name not in _BLOCKS):
            self._inside(element, depth)
        else:
            self._block(name, element, depth)

    def _block(self, name: str, element: etree._Element, depth: int) -> None:
        self.end()
        before = self.kind, self.level, self.in_line
        self.in_line = self.in_line or name in _LINES
        if name in _HEADINGS or name == "hl2":
            self.kind, self.level = BlockKind.HEADING, _HEADINGS.get(name, 2)
        elif name in {"blockquote", "bq"}:
            self.kind, self.level = BlockKind.QUOTE, None
        elif name in {"aside", "note"}:
            self.kind, self.level = BlockKind.NOTE, None
        self._inside(element, depth)
        self.end()
        self.kind, self.level, self.in_line = before

    def _inside(self, element: etree._Element, depth: int) -> None:
        self.line.append(_SPACE.sub(" ", element.text or ""))
        for child in element:
            self.element(child, depth + 1)
            self.line.append(_SPACE.sub(" ", child.tail or ""))

    def _whole(self, kind: BlockKind, text: str) -> None:
        self.end()
        if text.strip():
            self._add(Block(kind, text))

    def end(self) -> None:
        """The block that is being read is complete."""
        text = "".join(self.line)
        self.line = []
        lines = (" ".join(line.split()) for line in text.split("\n"))
        # Two breaks part paragraphs to the eye; a block holds no blank line.
        for piece in re.split(r"\n{2,}", "\n".join(lines).strip("\n")):
            if stripped := piece.strip():
                self._add(Block(self.kind, stripped, level=self.level))

    def _add(self, block: Block) -> None:
        if len(self.found) >= _MOST_BLOCKS:
            raise MarkupError(f"it has more than {_MOST_BLOCKS:,} blocks of text")
        self.found.append(block)


def _items(element: etree._Element, depth: int) -> Iterator[str]:
    """The items of a list, one on a line, those of a list in it behind them with more dashes."""
    number = 0
    for child in element:
        name = name_of(child)
        if name in {"dt", "dd", "li"}:
            number += 1
            mark = f"{number}. " if name_of(element) == "ol" else "" if name == "dt" else "- "
            walk = _Walk(figures=False)
            walk.element(child, depth + 1)
            walk.end()
            first = True
            for block in walk.found:
                for line in block.text.split("\n"):
                    yield f"{mark if first else '  '}{line}"
                    first = False
        elif name and name not in _UNSEEN:
            yield from _items(child, depth + 1) if name in {"ul", "ol", "div"} else ()


def _rows(element: etree._Element, depth: int) -> Iterator[str]:
    """The rows of a table, one on a line, cells parted by a tab."""
    for child in element:
        name = name_of(child)
        if name == "tr":
            cells = [_cell(c, depth + 1) for c in child if name_of(c) in {"td", "th"}]
            if any(cells):
                yield "\t".join(cells)
        elif name == "caption":
            if text := _cell(child, depth + 1):
                yield text
        elif name in {"thead", "tbody", "tfoot"}:
            yield from _rows(child, depth + 1)


def _cell(element: etree._Element, depth: int) -> str:
    walk = _Walk(figures=False)
    walk.element(element, depth)
    walk.end()
    return " ".join(" ".join(block.text.split()) for block in walk.found)


def _preformatted(element: etree._Element) -> str:
    """Text whose lines are its own, such as a table drawn with spaces; blank lines go."""
    text = "".join(element.itertext())
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
