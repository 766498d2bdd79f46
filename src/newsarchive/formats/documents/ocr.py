"""Recognised print: hOCR and ALTO, which say of each word how sure the machine was of it.

(hOCR 1.2; ALTO 4.4, Library of Congress) The text is what was recognised; that it was, and how sure
on the average, is a finding.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS
from newsarchive.formats.documents.extracted import (
    article_of,
    paragraphs,
    whole,
    without_text,
)
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level

if TYPE_CHECKING:
    from lxml import etree

_MAX_BYTES = 64 << 20
_HEAD = 8192
_ALTO_BLOCKS, _ALTO_LINE, _ALTO_WORD = "TextBlock", "TextLine", "String"


class AltoReader:
    """Reads an ALTO file: one page of print."""

    name = "alto/1"
    label = "recognised text (ALTO)"
    media_type = "application/xml"
    max_bytes = _MAX_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether its root is `alto`."""
        start = head[:_HEAD].replace(b"\0", b"")
        if not start.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
            return False
        return b"<alto" in start.lower()

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The text of the page.

        Raises:
            RefusedError: it is no XML that can be read.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        from newsarchive.metadata.xml import parse_xml  # noqa: PLC0415  # lxml is slow to import

        try:
            root = parse_xml(data)
        except ValueError as error:
            raise RefusedError(
                f"{capture.name} is no ALTO that can be read: {error}", hint=AS_IS
            ) from error
        sure: list[float] = []
        blocks = ["\n".join(_alto_lines(b, sure)) for b in _named(root, _ALTO_BLOCKS)]
        return _recognised(self.name, capture, paragraphs(blocks), sure)


class HocrReader:
    """Reads an hOCR file: pages of print as HTML."""

    name = "hocr/1"
    label = "recognised text (hOCR)"
    media_type = "text/html"
    max_bytes = _MAX_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it names itself hOCR, or has its pages."""
        if b"\0" in head[:_HEAD]:
            return False  # no markup; and what is no text takes long to look through
        start = head.lower()
        return (
            b"ocr-capabilities" in start
            or b"class='ocr_page'" in start
            or (b'class="ocr_page"' in start)
        )

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The text of the pages.

        Raises:
            RefusedError: it is no markup that can be read.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        from newsarchive.formats.markup import MarkupError, fragment  # noqa: PLC0415

        try:
            root = fragment(data.decode("utf-8", "replace"))
        except MarkupError as error:
            raise RefusedError(
                f"{capture.name} is no hOCR that can be read: {error}", hint=AS_IS
            ) from error
        sure: list[float] = []
        pars = list(_classed(root, "ocr_par")) or list(_classed(root, "ocr_page"))
        blocks = ["\n".join(_hocr_lines(par, sure)) for par in pars]
        return _recognised(self.name, capture, paragraphs(blocks), sure)


def _recognised(reader: str, capture: Capture, text: str, sure: list[float]) -> Article:
    article = article_of(reader, capture, text)
    if not article.body.text:
        return without_text(article, f"{capture.name} has no text")
    words = f", {len(sure):,} words with a mean confidence of {sum(sure) / len(sure):.2f}"
    detail = f"the text was recognised by a machine{words if sure else ''}; it may have mistakes"
    found = Finding(Code.TX_06, Kind.TEXT, Level.NOTE, "", detail)
    return replace(article, findings=(*article.findings, found))


def _named(root: "etree._Element", name: str) -> "Iterator[etree._Element]":
    """The elements of that name, in any version's namespace."""
    return (e for e in root.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name)


def _alto_lines(block: "etree._Element", sure: list[float]) -> Iterator[str]:
    for line in _named(block, _ALTO_LINE):
        words = list(_named(line, _ALTO_WORD))
        text = " ".join(word.get("CONTENT", "") for word in words)
        for word in words:
            _add(sure, word.get("WC"), 1.0)
        hyphen = next(_named(line, "HYP"), None)
        if hyphen is not None and not text.endswith("-"):
            text += "-"
        if text.strip():
            yield text


def _hocr_lines(par: "etree._Element", sure: list[float]) -> Iterator[str]:
    for line in _classed(
        par, "ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line"
    ):
        for word in _classed(line, "ocrx_word"):
            for part in (word.get("title") or "").split(";"):
                name, _, value = part.strip().partition(" ")
                if name == "x_wconf":
                    _add(sure, value, 100.0)
        text = " ".join("".join(line.itertext()).split())
        if text:
            yield text


def _classed(root: "etree._Element", *names: str) -> "Iterator[etree._Element]":
    for element in root.iter():
        if isinstance(element.tag, str) and set((element.get("class") or "").split()) & {*names}:
            yield element


def _add(sure: list[float], printed: str | None, full: float) -> None:
    try:
        value = float(printed or "") / full
    except ValueError:
        return
    if 0 <= value <= 1:
        sure.append(value)
