"""DOCX: the paragraphs, headings, lists and tables of a Word document, by ECMA-376.

Read is what stands in the text; macros are never run, and nothing that the document names is
fetched. Text that was struck by tracked changes is left out, what was put in is there.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from newsarchive.formats.documents.extracted import (
    article_of,
    paragraphs,
    whole,
    with_properties,
    without_text,
)
from newsarchive.formats.documents.packed import PackedDocument, first_names
from newsarchive.formats.documents.pictures import (
    Piece,
    Shown,
    captioned,
    carried,
    cell_of,
    lines_of,
    media_of,
    table_of,
)
from newsarchive.formats.wires.values import moment
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_RELATIONS = "word/_rels/document.xml.rels"
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
        root = packed.xml("word/document.xml")
        body = root.find(f"{_W}body")
        parts = list(_parts(body, _Pictures(packed), 0)) if body is not None else []
        text = paragraphs(piece.text for piece in captioned(parts))
        article = article_of(self.name, capture, text)
        shown = [picture for piece in parts for picture in piece.pictures]
        pictures = media_of(packed, "docx", shown)
        article = replace(article, media=(*article.media, *pictures))
        if not article.body.text:
            article = without_text(article, f"{capture.name} has no text")
        if "docProps/core.xml" not in packed.names:
            return article
        core = packed.xml("docProps/core.xml")
        return with_properties(
            article,
            "docx:core",
            creator=("creator", _said(core, f"{_DC}creator")),
            created=("created", moment(_said(core, f"{_TERMS}created"), "docx:core:created").value),
        )

    def carried(self, file: BinaryIO, places: Sequence[str]) -> Mapping[str, bytes]:
        """The pictures that the document has in itself, those of `places`."""
        return carried(file, "", "Word document", places)


def _said(root: "etree._Element", name: str) -> str:
    return " ".join((root.findtext(name) or "").split())


class _Pictures:
    """The pictures of a document: what its drawings refer to, and which styles are captions."""

    def __init__(self, packed: PackedDocument) -> None:
        self._targets: dict[str, Shown] = {}
        if _RELATIONS in packed.names:
            for relation in packed.xml(_RELATIONS):
                target = relation.get("Target", "")
                if relation.get("TargetMode") == "External":
                    found = Shown(address=target)
                else:
                    found = Shown(posixpath.normpath(posixpath.join("/word", target)).lstrip("/"))
                self._targets[relation.get("Id", "")] = found
        self._captions = set(_captions(packed))

    def of(self, paragraph: "etree._Element") -> Iterator[Shown]:
        """The pictures in a paragraph, each once though a fallback repeats it."""
        for element in paragraph.iter(f"{_A}blip", f"{_V}imagedata"):
            if any(e.tag == f"{_MC}Fallback" for e in element.iterancestors()):
                continue
            told = element.get(f"{_R}embed") or element.get(f"{_R}id") or element.get(f"{_R}link")
            if (target := self._targets.get(told or "")) is not None:
                yield Shown(target.member, target.address, _alt(element))

    def is_caption(self, paragraph: "etree._Element") -> bool:
        """Whether a paragraph has the style of captions."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return style is not None and style.get(f"{_W}val") in self._captions


def _captions(packed: PackedDocument) -> Iterator[str]:
    """The identifiers of the style that Word calls caption, in whatever language it is."""
    yield "Caption"
    if "word/styles.xml" in packed.names:
        for style in packed.xml("word/styles.xml").iter(f"{_W}style"):
            name = style.find(f"{_W}name")
            if name is not None and name.get(f"{_W}val", "").lower() == "caption":
                yield style.get(f"{_W}styleId", "")


def _alt(element: "etree._Element") -> str:
    for above in element.iterancestors(f"{_WP}inline", f"{_WP}anchor"):
        drawn = above.find(f"{_WP}docPr")
        return "" if drawn is None else drawn.get("descr", "") or drawn.get("title", "")
    for above in element.iterancestors(f"{_V}shape"):
        return above.get("alt", "")
    return ""


def _parts(element: "etree._Element", pictures: _Pictures, depth: int) -> Iterator[Piece]:
    """The paragraphs below an element, tables a row to a line; as deep as documents go."""
    if depth > _DEEPEST:
        return
    for child in element:
        if child.tag == f"{_W}p":
            yield Piece(
                lines_of(_pieces(child, 0)), list(pictures.of(child)), pictures.is_caption(child)
            )
        elif child.tag == f"{_W}tbl":
            rows = [list(_row(row, pictures, depth)) for row in child.iter(f"{_W}tr")]
            yield table_of(rows)
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _parts(child, pictures, depth + 1)


def _row(row: "etree._Element", pictures: _Pictures, depth: int) -> Iterator[Piece]:
    for cell in row.iter(f"{_W}tc"):
        inner = list(captioned(list(_parts(cell, pictures, depth + 1))))
        yield cell_of(inner)


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
