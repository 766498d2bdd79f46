"""ODT: the paragraphs, headings, lists and tables of an OpenDocument text, by ISO/IEC 26300."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.documents.extracted import (
    AS_IS,
    article_of,
    paragraphs,
    whole,
    with_properties,
    without_text,
)
from newsarchive.formats.documents.packed import PackedDocument
from newsarchive.formats.wires.values import moment
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

if TYPE_CHECKING:
    from lxml import etree

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_LEFT_OUT = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}sequence-decls"}
)
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
        text = _xml(packed, "content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
        article = article_of(
            self.name, capture, paragraphs(_blocks(text, 0)) if text is not None else ""
        )
        if not article.body.text:
            article = without_text(article, f"{capture.name} has no text")
        if "meta.xml" not in packed.names:
            return article
        meta = _xml(packed, "meta.xml").find(f"{_OFFICE}meta")
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


def _xml(packed: PackedDocument, member: str) -> "etree._Element":
    from newsarchive.metadata.xml import parse_xml  # noqa: PLC0415  # lxml is slow to import

    try:
        return parse_xml(packed.read(member))
    except ValueError as error:
        raise RefusedError(
            f"{member} in {packed.name} is encrypted, or no XML that can be read: {error}",
            hint=AS_IS,
        ) from error


def _blocks(element: "etree._Element", depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for child in element:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield _line(child)
        elif child.tag == f"{_TABLE}table":
            yield "\n".join(row for row in _rows(child, depth) if row.strip())
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _blocks(child, depth + 1)


def _rows(table: "etree._Element", depth: int) -> Iterator[str]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells = row.iter(f"{_TABLE}table-cell")
        yield "\t".join(" ".join(" ".join(_blocks(cell, depth + 1)).split()) for cell in cells)


def _line(paragraph: "etree._Element") -> str:
    text = "".join(_pieces(paragraph, 0))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


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
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _pieces(child, depth + 1)
        yield (child.tail or "").replace("\n", " ")
