"""The text of a page as typed blocks: found by trafilatura, the one door to it.

It looks for the text alone: its dates, titles and pictures are never asked for. What it finds goes
without the captions and credits of pictures and without what sites put between paragraphs.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree, html

from newsarchive.errors import RefusedError
from newsarchive.formats.markup import MarkupError, blocks, blocks_of_html, name_of
from newsarchive.formats.pages.linkeddata import plain, readable
from newsarchive.formats.pages.tree import line
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import any_of
from newsarchive.formats.text.notices import is_furniture
from newsarchive.model.article import Block, BlockKind

if TYPE_CHECKING:  # an extra
    from trafilatura.settings import Extractor

_LEAST = 25  # letters' weight of what is a text at all
_LEAST_FOUND = 250  # as trafilatura itself has it, for English
_MOST_BLOCKS = 20_000
_READ_MORE = re.compile(rf"(?i){any_of('between')}(?:\s*[:：>»].{{0,200}})?")


def require() -> None:
    """Make sure that pages can be read here.

    Raises:
        RefusedError: the extra is not installed; the message says what to install.
    """
    try:
        import trafilatura  # noqa: F401, PLC0415  # an extra, and slow to import
    except ImportError as error:
        raise RefusedError(
            "reading web pages takes the extra html, which is not installed here",
            hint="Install it with: pip install 'newsarchive[html]'. --as-is keeps a page unread.",
        ) from error


def read(
    root: html.HtmlElement, left_out: Iterable[str], title: str, dense: float = 1.0
) -> tuple[Block, ...]:
    """The blocks of the text in a page; none where there is none.

    `left_out` are captions and credits, which stand with their pictures; `title` is the headline,
    which is no block of the text; `dense` is how much a sign of the text says (`weights.density`).
    Elements without a text are taken out of `root`.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415  # an extra, and slow to import

    # None of them has a text, and each is copied and looked at a dozen times.
    etree.strip_elements(root, "meta", "link", "input", with_tail=False)
    found = bare_extraction(root, options=_options(round(_LEAST_FOUND / dense)))
    body = getattr(found, "body", None)
    if body is None:
        return ()
    without = {plain(t) for t in left_out if t}
    without.discard("")
    return tuple(_cleaned(_blocks(body), without, plain(title)))


@cache
def _options(least: int) -> "Extractor":
    """What trafilatura is to look for: the text alone, with its headings, lists and tables.

    `least` is how many characters it takes for a text; with fewer it looks again in other ways.
    """
    from trafilatura.settings import Extractor  # noqa: PLC0415  # an extra, and slow to import

    found = Extractor(
        output_format="xml",
        comments=False,
        images=False,
        tables=True,
        links=False,
        dedup=False,
        with_metadata=False,
    )
    found.min_extracted_size = least
    return found


def own(element: html.HtmlElement, left_out: Iterable[str], title: str) -> tuple[Block, ...]:
    """The blocks in the element that holds the text, for one so short that it was found lumped."""
    try:
        found = blocks(element)
    except MarkupError:
        return ()
    without = {plain(t) for t in left_out if t} - {""}
    return tuple(_cleaned(found, without, plain(title)))


def _blocks(body: etree._Element) -> Iterator[Block]:
    for element in body:
        yield from _block(element)


def _block(element: etree._Element) -> Iterator[Block]:
    tag = name_of(element)
    if tag == "head":
        rend = element.get("rend") or "h2"
        level = int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2
        yield from _text(BlockKind.HEADING, _said(element), level)
    elif tag == "list":
        ordered = element.get("rend") == "ol"
        items = [" ".join(_said(i).split()) for i in element if name_of(i) in {"item", "list"}]
        marks = (f"{n}. " if ordered else "- " for n in range(1, len(items) + 1))
        yield from _text(
            BlockKind.LIST, "\n".join(m + i for m, i in zip(marks, items, strict=False) if i)
        )
    elif tag == "table":
        rows = [
            "\t".join(line(_said(c)) for c in row if name_of(c) == "cell")
            for row in element.iter("row")
        ]
        yield from _text(BlockKind.TABLE, "\n".join(r for r in rows if r.strip()))
    elif tag == "quote":
        yield from _quote(element)
    elif tag in {"p", "code", "item", "ab", "fw", "hi", "del", "ref", "row", "cell", "div"}:
        yield from _text(BlockKind.PARAGRAPH, _said(element))
        for inner in element:
            if name_of(inner) in {"list", "table"}:
                yield from _block(inner)


def _quote(element: etree._Element) -> Iterator[Block]:
    inner = [e for e in element if name_of(e) in {"p", "quote", "list", "head"}]
    if not inner:
        yield from _text(BlockKind.QUOTE, _said(element))
        return
    yield from _text(BlockKind.QUOTE, line(element.text))
    for one in inner:
        yield from _text(BlockKind.QUOTE, _said(one))


def _said(element: etree._Element) -> str:
    """The text of an element, with line breaks where it has them; without lists in it."""
    pieces = [element.text or ""]
    for child in element:
        tag = name_of(child)
        if tag == "lb":
            pieces.append("\n")
        elif tag not in {"list", "table", "graphic"}:
            pieces.append(_said(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _text(kind: BlockKind, text: str, level: int | None = None) -> Iterator[Block]:
    if kind in {BlockKind.LIST, BlockKind.TABLE}:
        if text.strip():
            yield Block(kind, text.strip("\n"))
        return
    lines = [line(t) for t in text.split("\n")]
    whole = "\n".join(lines).strip("\n")
    for piece in re.split(r"\n{2,}", whole) if "\n\n" in whole else [whole]:
        if stripped := piece.strip():
            yield Block(kind, stripped, level=level)


def _cleaned(found: Iterable[Block], without: set[str], title: str) -> Iterator[Block]:
    """The blocks without captions, furniture, the headline, and the same one twice in a row."""
    last = ""
    for number, block in enumerate(found):
        if number >= _MOST_BLOCKS:
            return
        bare = plain(block.text)
        if not bare or bare == last or bare in without:
            continue
        if bare == title and number < 5:  # noqa: PLR2004  # above the text
            continue
        if _is_furniture(block):
            continue
        last = bare
        yield block


def _is_furniture(block: Block) -> bool:
    """Whether a block, or each item of a list, is what sites put between paragraphs."""
    items = block.text.split("\n") if block.kind is BlockKind.LIST else [block.text]
    bare = [item.removeprefix("- ").strip() for item in items]
    return all(is_furniture(b) or _READ_MORE.fullmatch(b) for b in bare)


def of_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text that a page has in a field of its own, as HTML or with lines."""
    if "</" in text or "<br" in text:
        try:
            return blocks_of_html(text)
        except MarkupError:
            return ()
    pieces = (readable(piece) for piece in re.split(r"[\r\n]+", unescape(text)))
    return tuple(Block(BlockKind.PARAGRAPH, piece) for piece in pieces if piece)


def is_text(found: Iterable[Block]) -> bool:
    """Whether there is any text to speak of."""
    return sum(weight(b.text) for b in found) >= _LEAST
