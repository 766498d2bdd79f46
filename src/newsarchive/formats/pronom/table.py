"""A small table of what articles come in, for where Siegfried is not installed.

Each row says what PRONOM says of that format, so that both give the same identifier; what has no
row, or cannot be told from its beginning and its end, has none.

Source: PRONOM, https://www.nationalarchives.gov.uk/PRONOM/ (signature file V125).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from newsarchive.formats.kinds import is_web_bundle, recognise
from newsarchive.formats.pronom.zips import office
from newsarchive.formats.roots import root_name
from newsarchive.model.format import Identifier

_SIGNATURES = "a table of the program's own, version 1, made by PRONOM V125"
HEAD, TAIL = 16 * 1024, 64 * 1024
_BEGINNINGS = (
    (b"GIF87a", "fmt/3"),
    (b"GIF89a", "fmt/4"),
    (b"\x1f\x8b\x08", "x-fmt/266"),
    (b"BZh91AY&SY", "x-fmt/268"),
    (b"\xfd7zXZ\x00", "fmt/1098"),
    (b"WARC/1.0", "fmt/1355"),
    (b"WARC/1.1", "fmt/1281"),
    (b"filedesc://", "x-fmt/219"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),  # what is in it, its beginning does not say
)


class Table:
    """Recognises the commonest formats by their beginnings."""

    identifier = Identifier("newsarchive", "", _SIGNATURES)

    def puid(self, path: Path) -> str | None:
        """The identifier of a file, None where the table has none.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            return _puid(file.read(HEAD), file)


def _puid(head: bytes, file: BinaryIO) -> str | None:
    if not head:
        return None
    for magic, puid in _BEGINNINGS:
        if head.startswith(magic):
            return puid
    if head.startswith(b"%PDF-"):
        return _pdf(head, _tail(file))
    if head.startswith(b"PK"):
        return office(head, _tail(file))
    if head[257:262] == b"ustar":
        return "x-fmt/265"
    is_picture, puid = _picture(head, file)
    return puid if is_picture else _text(head)


def _picture(head: bytes, file: BinaryIO) -> tuple[bool, str | None]:
    """Whether it is a picture, and which."""
    if head.startswith(b"\xff\xd8\xff"):
        return True, _jpeg(head)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return True, _png(file)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kinds = {b"VP8 ": "fmt/566", b"VP8L": "fmt/567", b"VP8X": "fmt/568"}
        return True, kinds.get(head[12:16])
    if head.startswith((b"II*\0", b"MM\0*")):
        return True, _tiff(head)
    if head[4:12] == b"ftypavif":
        return True, "fmt/2062"
    bitmap = head.startswith(b"BM") and head[14:18] == b"\x28\0\0\0"
    return bitmap, "fmt/116" if bitmap else None


def _tail(file: BinaryIO) -> bytes:
    file.seek(max(0, file.seek(0, 2) - TAIL))
    return file.read()


_JFIF = {b"\x01\x00": "fmt/42", b"\x01\x01": "fmt/43", b"\x01\x02": "fmt/44"}
_EXIF_VERSION = re.compile(
    rb"\x00\x90\x07\x00\x04\x00\x00\x00(\d{4})|\x90\x00\x00\x07\x00\x00\x00\x04(\d{4})"
)
_EXIF = {
    b"0200": "x-fmt/398",
    b"0210": "x-fmt/390",
    b"0220": "x-fmt/391",
    b"0221": "fmt/645",
    b"0230": "fmt/1507",
}


def _jpeg(head: bytes) -> str | None:
    """A JPEG by its first segment: JFIF with its version, else Exif with its version."""
    if head[3:4] == b"\xe0" and head[6:11] == b"JFIF\0":
        return _JFIF.get(head[11:13])
    if head[3:4] == b"\xe1" and head[6:12] == b"Exif\0\0":
        version = _EXIF_VERSION.search(head)
        return _EXIF.get(version[1] or version[2]) if version else "fmt/41"
    return "fmt/41"  # a stream without either


_CHUNK_HEAD = 8
_CRC = 4
_MOST_CHUNKS = 4096


def _png(file: BinaryIO) -> str | None:
    """A PNG by its chunks: 1.2 has iTXt, 1.1 one of those that 1.1 brought, 1.0 neither."""
    names = set(_chunks(file))
    if "IEND" not in names:
        return None
    if "iTXt" in names:
        return "fmt/13"
    return "fmt/12" if names & {"iCCP", "sPLT", "sRGB"} else "fmt/11"


def _chunks(file: BinaryIO) -> Iterator[str]:
    file.seek(8)
    for _ in range(_MOST_CHUNKS):
        head = file.read(_CHUNK_HEAD)
        if len(head) < _CHUNK_HEAD:
            return
        yield head[4:].decode("latin-1")
        file.seek(int.from_bytes(head[:4]) + _CRC, 1)


_DNG_VERSION = (b"\x12\xc6\x01\x00", b"\xc6\x12\x00\x01")


def _tiff(head: bytes) -> str | None:
    """TIFF, unless it is one of the raw formats of cameras that begin likewise."""
    raw = head[8:10] == b"CR" or any(mark in head for mark in _DNG_VERSION)
    return None if raw else "fmt/353"


_PDF = {
    b"1.0": "fmt/14",
    b"1.1": "fmt/15",
    b"1.2": "fmt/16",
    b"1.3": "fmt/17",
    b"1.4": "fmt/18",
    b"1.5": "fmt/19",
    b"1.6": "fmt/20",
    b"1.7": "fmt/276",
    b"2.0": "fmt/1129",
}


def _pdf(head: bytes, tail: bytes) -> str | None:
    """A PDF by the version it begins with; one that calls itself PDF/A or PDF/X has none here."""
    said = head + tail
    if b"pdfaid" in said or b"GTS_PDFX" in said or b"%%EOF" not in tail:
        return None
    return _PDF.get(head[5:8])


_DOCTYPE = re.compile(rb"(?is)<!doctype\s+html\s*([^>]*)>")
_HTMLS = (
    (re.compile(rb"(?i)//DTD XHTML 1\.0"), "fmt/102"),
    (re.compile(rb"(?i)//DTD XHTML 1\.1"), "fmt/103"),
    (re.compile(rb"(?i)//DTD HTML 4\.01"), "fmt/100"),
    (re.compile(rb"(?i)//DTD HTML 4\.0"), "fmt/99"),
    (re.compile(rb"(?i)//DTD HTML 3\.2"), "fmt/98"),
)
_MARKUP = re.compile(rb"(?i)<(?:html|head|body)\b")
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_MESSAGE = {b"from", b"to", b"date", b"subject", b"mime-version", b"content-type"}
_HEADER = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]*):")
_OTHER_ROOTS = frozenset({"svg", "schema", "stylesheet", "html", "kml", "gml"})


def _text(head: bytes) -> str | None:
    """A text by what it begins with: markup, a message, JSON, or words."""
    if is_web_bundle(head):
        return "x-fmt/429"
    what = recognise(head)
    if what == "a web page":
        return _html(head)
    if what == "a JSON document":
        return "fmt/817"
    if headers := _HEADERS.match(head):
        names = {name.lower() for name in _HEADER.findall(headers[0])}
        return "fmt/950" if names >= _MESSAGE else "x-fmt/111"
    if head.startswith(b"From ") and _HEADERS.match(head[head.find(b"\n") + 1 :]):
        return "fmt/720"
    if not what:
        return "x-fmt/111"
    declared = head.removeprefix(b"\xef\xbb\xbf").startswith(
        (b"<?xml version=", b"<?xml\tversion=")
    )
    return "fmt/101" if declared and root_name(head)[1] not in _OTHER_ROOTS else None


def _html(head: bytes) -> str | None:
    doctype = _DOCTYPE.search(head)
    if doctype is None:
        return "fmt/96" if _MARKUP.search(head) else None
    if not doctype[1].strip():
        return "fmt/471"
    return next((puid for pattern, puid in _HTMLS if pattern.search(doctype[1])), "fmt/96")
