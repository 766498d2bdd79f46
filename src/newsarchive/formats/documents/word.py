"""DOCX: the paragraphs, headings, lists and tables of a Word document, by ECMA-376.

Read is what stands in the text; macros are never run, and nothing that the document names is
fetched. Text that was struck by tracked changes is left out, what was put in is there.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.documents.extracted import (
    AS_IS,
    article_of,
    paragraphs,
    whole,
    with_properties,
    without_text,
)
from newsarchive.formats.documents.packed import PackedDocument, first_names
from newsarchive.formats.wires.values import moment
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"})
_DEEPEST = 100


class WordReader:
    """Reads a DOCX document."""

    name = "docx/1"
    label = "Word documents (.docx)"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    max_bytes = 100 << 20

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether it is a zip that begins as Word's documents do."""
        if not head.startswith(b"PK\x03\x04"):
            return False
        names = first_names(head)
        of_office = "[Content_Types].xml" in names or "_rels/.rels" in names
        others = any(n.startswith(("xl/", "ppt/")) for n in names)
        word = any(n.startswith("word/") for n in names)
        return of_office and not others and (word or name.lower().endswith((".docx", ".docm")))

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in a DOCX.

        Raises:
            RefusedError: it is damaged, or no document of Word.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        packed = PackedDocument(data, capture.name, "Word document")
        root = _xml(packed, "word/document.xml")
        body = root.find(f"{_W}body")
        text = paragraphs(_blocks(body, 0)) if body is not None else ""
        article = article_of(self.name, capture, text)
        if not article.body.text:
            article = without_text(article, f"{capture.name} has no text")
        if "docProps/core.xml" not in packed.names:
            return article
        core = _xml(packed, "docProps/core.xml")
        return with_properties(
            article,
            "docx:core",
            creator=("creator", _said(core, f"{_DC}creator")),
            created=("created", moment(_said(core, f"{_TERMS}created"), "docx:core:created").value),
        )


def _xml(packed: PackedDocument, member: str) -> "etree._Element":
    from newsarchive.metadata.xml import parse_xml  # noqa: PLC0415  # lxml is slow to import

    try:
        return parse_xml(packed.read(member))
    except ValueError as error:
        raise RefusedError(
            f"{member} in {packed.name} is no XML that can be read: {error}", hint=AS_IS
        ) from error


def _said(root: "etree._Element", name: str) -> str:
    return " ".join((root.findtext(name) or "").split())


def _blocks(element: "etree._Element", depth: int) -> Iterator[str]:
    """The paragraphs below an element, tables a row to a line; as deep as documents go."""
    if depth > _DEEPEST:
        return
    for child in element:
        if child.tag == f"{_W}p":
            yield _line(child)
        elif child.tag == f"{_W}tbl":
            rows = (_row(row, depth) for row in child.iter(f"{_W}tr"))
            yield "\n".join(row for row in rows if row.strip())
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _blocks(child, depth + 1)


def _row(row: "etree._Element", depth: int) -> str:
    cells = (" ".join(" ".join(_blocks(cell, depth + 1)).split()) for cell in row.iter(f"{_W}tc"))
    return "\t".join(cells)


def _line(paragraph: "etree._Element") -> str:
    text = "".join(_pieces(paragraph, 0))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _pieces(element: "etree._Element", depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for child in element:
        tag: Any = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag == f"{_W}tab":
            yield "\t"
        elif tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        elif not tag.endswith("}Fallback"):  # the same drawing a second time
            yield from _pieces(child, depth + 1)
