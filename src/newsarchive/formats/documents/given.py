"""The text of a scan that came in a file of its own: plain text, hOCR or ALTO."""

from dataclasses import replace
from typing import BinaryIO

from newsarchive.formats.documents.extracted import article_of
from newsarchive.formats.documents.ocr import AltoReader, HocrReader
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level

_RECOGNISED = (AltoReader(), HocrReader())
_HEAD = 64 * 1024


def gives_text(head: bytes, name: str, *, is_item: bool) -> bool:
    """Whether a document that a reader takes is plain text, or text that a machine recognised."""
    if any(reader.accepts(head, name) for reader in _RECOGNISED):
        return True
    return not is_item and name.lower().endswith(".txt")


def read_given(capture: Capture, file: BinaryIO) -> Article:
    """What the text in `capture` says; spans count in the text that is kept as it was taken out.

    Raises:
        RefusedError: it cannot be read.
        OSError: the same, of the file.
    """
    head = file.read(_HEAD)
    file.seek(0)
    for reader in _RECOGNISED:
        if reader.accepts(head, capture.name):
            known = replace(capture, media_type=reader.media_type)
            return reader.read(known, file)
    plain = TextReader()
    text = plain.text(capture, file.read(plain.max_bytes + 1))
    return article_of(plain.name, replace(capture, media_type=plain.media_type), text.content)


def of_scan(scan: Article, given: Article) -> Article:
    """The article that a scan shows: its text and what that says are from the file beside it."""
    paper, sidecar = scan.originals[0].name, given.originals[0].name
    detail = f"{paper} has no text of its own; the text is from {sidecar}, which came with it"
    said = Finding(Code.TX_05, Kind.TEXT, Level.NOTE, "", detail, found=sidecar)
    left = tuple(f for f in scan.findings if f.code is not Code.TX_05)
    created = given.provenance.date_created or scan.provenance.date_created
    return replace(
        given,
        reader=scan.reader,
        originals=(*scan.originals, *given.originals),
        by=given.by if given.by.known else scan.by,
        provenance=replace(given.provenance, date_created=created),
        media=(*scan.media, *given.media),
        findings=(*left, *given.findings, said),
    )


def doubted(scan: Article, why: str) -> Article:
    """A scan whose text may lie beside it, and why it was not taken."""
    detail = f"{scan.originals[0].name} has no text of its own: {why}"
    said = Finding(Code.TX_05, Kind.TEXT, Level.WARNING, "", detail)
    return replace(scan, findings=(*(f for f in scan.findings if f.code is not Code.TX_05), said))
