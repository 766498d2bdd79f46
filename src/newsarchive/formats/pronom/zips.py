"""Which format a zip file is: that of the office document in it, or of an archive of files."""

import struct

_CENTRAL = b"PK\x01\x02"
_FIXED = 46  # bytes of an entry of the central directory before its name
_LOCAL_BYTES = 30


def office(head: bytes, tail: bytes) -> str | None:
    """The identifier of a zip by the beginning and the end of it."""
    if head[_LOCAL_BYTES:].startswith(b"mimetype"):
        return None  # OpenDocument and EPUB say their version deep inside
    names = set(_names(tail))
    if "datapackage.json" in names:
        return None  # perhaps a WACZ
    if "[Content_Types].xml" not in names:
        return "x-fmt/263" if names and head.startswith(b"PK\x03\x04") else None
    if "word/document.xml" in names:
        return "fmt/412"
    return "fmt/214" if "xl/workbook.xml" in names else None


def _names(tail: bytes) -> list[str]:
    """The names in the central directory, as far as the end of the file holds it."""
    names = []
    at = tail.find(_CENTRAL)
    while 0 <= at <= len(tail) - _FIXED:
        (length,) = struct.unpack_from("<H", tail, at + 28)
        names.append(tail[at + _FIXED : at + _FIXED + length].decode("utf-8", "replace"))
        at = tail.find(_CENTRAL, at + _FIXED + length)
    return names
