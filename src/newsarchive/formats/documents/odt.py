"""ODT: the paragraphs, headings, lists and tables of an OpenDocument text, by ISO/IEC 26300."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from newsarchive.formats.documents.extracted import (
    article_of,
    paragraphs,
    whole,
    with_properties,
    without_text,
)
from newsarchive.formats.documents.packed import PackedDocument
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

_FAULT = "is encrypted, or no XML"  # each member is by itself
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_LEFT_OUT = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}sequence-decls"}
)
_OF = frozenset({"Caption", "Illustration", "Figure", "Drawing"})  # styles of LibreOffice
_LOCAL_BYTES = 30
_MOST_SPACES = 100
_DEEPEST = 100


class OdtReader:
    """Reads an OpenDocument text."""

    name = "odt/1"
    label = "OpenDocument texts (.odt)"
    media_type = "application/vnd.oasis.opendocument.text"
    max_bytes = 100 << 20

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether its first member says that it is one, as the standard asks."""
        return head.startswith(b"PK\x03\x04") and head[_LOCAL_BYTES:].startswith(_MIMETYPE)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in an ODT.

        Raises:
            RefusedError: it is damaged, encrypted, or no text.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        packed = PackedDocument(data, capture.name, "OpenDocument text")
        content = packed.xml("content.xml", _FAULT)
        text = content.find(f"{_OFFICE}body/{_OFFICE}text")
        parts = list(_parts(text, _captions(content), 0)) if text is not None else []
        article = article_of(
            self.name, capture, paragraphs(piece.text for piece in captioned(parts))
        )
        shown = [picture for piece in parts for picture in piece.pictures]
        article = replace(article, media=(*article.media, *media_of(packed, "odt", shown)))
        if not article.body.text:
            article = without_text(article, f"{capture.name} has no text")
        if "meta.xml" not in packed.names:
            return article
        meta = packed.xml("meta.xml", _FAULT).find(f"{_OFFICE}meta")
        if meta is None:
            return article
        creator = meta.findtext(f"{_META}initial-creator") or meta.findtext(f"{_DC}creator")
        created = meta.findtext(f"{_META}creation-date")
        return with_properties(
            article,
            "odt:meta",
            creator=("initial-creator", " ".join((creator or "").split())),
            created=("creation-date", moment(created, "odt:meta:creation-date").value),
        )

    def carried(self, file: BinaryIO, places: Sequence[str]) -> Mapping[str, bytes]:
        """The pictures that the document has in itself, those of `places`."""
        return carried(file, "", "OpenDocument text", places)


def _captions(content: "etree._Element") -> frozenset[str]:
    """The names of styles of captions, and of those that were made of them in this document."""
    made = content.iter(f"{_STYLE}style")
    named = {s.get(f"{_STYLE}name", "") for s in made if s.get(f"{_STYLE}parent-style-name") in _OF}
    return frozenset(named) | _OF


def _parts(element: "etree._Element", captions: frozenset[str], depth: int) -> Iterator[Piece]:
    """The paragraphs below an element, tables a row to a line; as deep as documents go."""
    if depth > _DEEPEST:
        return
    for child in element:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            is_caption = child.get(f"{_TEXT}style-name") in captions
            yield Piece(lines_of(_pieces(child, 0)), list(_shown(child, 0)), is_caption)
        elif child.tag == f"{_TABLE}table":
            rows = [list(_row(row, captions, depth)) for row in child.iter(f"{_TABLE}table-row")]
            yield table_of(rows)
        elif child.tag == f"{_DRAW}frame":
            yield Piece("", list(_in_frame(child, 0)))
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _parts(child, captions, depth + 1)


def _row(row: "etree._Element", captions: frozenset[str], depth: int) -> Iterator[Piece]:
    for cell in row.iter(f"{_TABLE}table-cell"):
        inner = list(captioned(list(_parts(cell, captions, depth + 1))))
        yield cell_of(inner)


def _shown(element: "etree._Element", depth: int) -> Iterator[Shown]:
    """The pictures in a paragraph."""
    for child in element if depth <= _DEEPEST else ():
        if child.tag == f"{_DRAW}frame":
            yield from _in_frame(child, depth + 1)
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _shown(child, depth + 1)


def _in_frame(frame: "etree._Element", depth: int) -> Iterator[Shown]:
    """The picture of a frame; of one that is a box, those in it, whose caption is its text."""
    if (image := frame.find(f"{_DRAW}image")) is not None:
        alt = frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or ""
        address = image.get(f"{_XLINK}href", "")
        if ":" in address.partition("/")[0]:
            yield Shown(address=address, alt=alt)
        else:
            yield Shown(posixpath.normpath(address), alt=alt)
        return
    for box in frame.iter(f"{_DRAW}text-box"):
        text = " ".join(lines_of(_pieces(p, 0)) for p in box.iter(f"{_TEXT}p"))
        for picture in _shown(box, depth + 1):
            picture.caption = picture.caption or text
            yield picture
        return


def _pieces(element: "etree._Element", depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    yield (element.text or "").replace("\n", " ")
    for child in element:
        if child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
        elif child.tag == f"{_DRAW}frame" and any(_in_frame(child, depth + 1)):
            pass  # it is a picture, and what is printed with it is its caption
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _pieces(child, depth + 1)
        yield (child.tail or "").replace("\n", " ")
