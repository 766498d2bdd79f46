"""XML as people send it: bytes to a tree, whatever their encoding is said to be. Pure.

A mark at the beginning decides the encoding, then what a person says, then the declaration, then
UTF-8 (XML 1.0 appendix F). A declaration that the bytes contradict is not believed, and that is
said: `<?xml encoding="utf-16"?>` over UTF-8, ISO-8859-1 over UTF-8, UTF-8 over Windows-1252.
"""

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from newsarchive.formats.text.encodings import guess, known, official
from newsarchive.metadata.xml import parse_text
from newsarchive.model.article import Encoding
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Status

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_WIDE = re.compile(r"utf[_-]?(?:16|32)")
_LATIN = frozenset({"iso8859-1", "ascii", "cp1252"})
# What ISO 8859-1 has only control characters for, Windows-1252 has quotation marks for; who says
# the one means the other (WHATWG Encoding, section 4.2).
_WINDOWS = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read by where that is worth a record, and what is doubtful."""

    text: str
    read_as: Encoding | None = None
    doubt: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """That its encoding had to be guessed, if it had."""
        if not self.doubt:
            return ()
        return (Finding(Code.TX_01, Kind.TEXT, Level.WARNING, "", self.doubt),)


def decoded(data: bytes, charset: str = "") -> Decoded:
    """The text of an XML document; `charset` is the encoding that a person says it is in.

    Raises:
        ValueError: it is in no encoding that can be told; says what is wrong.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            skip = 0 if b"<" in mark else len(mark)
            return _by_mark(data[skip:], codec)
    if charset:
        return _supplied(data, charset)
    match = _DECLARED.match(data[:512])
    declared = match[1].decode("ascii") if match else ""
    codec = known(declared) or "" if declared else "utf-8"
    if declared and _WIDE.match(declared.lower()):
        codec = "utf-8"  # bytes of UTF-16 begin otherwise: what wrote them changed its mind
    if codec in _LATIN:
        return _latin(data, declared)
    try:
        return Decoded(data.decode(codec or "utf-8"), _declared(declared, codec))
    except UnicodeDecodeError as error:
        return _guessed(data, declared or "UTF-8", error.start)


def document(data: bytes, charset: str = "") -> tuple[etree._Element, Decoded]:
    """The root of an XML document, and how its bytes were read.

    Raises:
        ValueError: it cannot be read; says what is wrong.
    """
    found = decoded(data, charset)
    return parse_text(found.text.removeprefix("\ufeff")), found


def _by_mark(data: bytes, codec: str) -> Decoded:
    try:
        return Decoded(data.decode(codec))
    except UnicodeDecodeError as error:
        raise ValueError(
            f"it is marked as {official(codec)} and is not: byte {error.start}"
        ) from error


def _supplied(data: bytes, charset: str) -> Decoded:
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"it is not in {official(charset)}: byte {error.start} is none of its characters"
        ) from error
    return Decoded(text, Encoding(official(charset), Status.SUPPLIED, "option:encoding"))


def _declared(declared: str, codec: str) -> Encoding | None:
    if not declared or codec in {"", "utf-8"}:
        return None
    return Encoding(official(codec), Status.STATED, "xml:declaration")


def _latin(data: bytes, declared: str) -> Decoded:
    """The text of what says that it has one byte for each letter of the West."""
    if data.isascii():
        return Decoded(data.decode("ascii"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        doubt = f"it says that it is {declared} and is UTF-8; it was read as UTF-8"
        return Decoded(text, Encoding("UTF-8", Status.DERIVED, "xml:bytes"), doubt)
    if _WINDOWS.search(data):
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            said = known(declared) == "cp1252"
            doubt = "" if said else f"it says that it is {declared} and was read as windows-1252"
            status = Status.STATED if said else Status.DERIVED
            basis = "xml:declaration" if said else "xml:bytes"
            return Decoded(text, Encoding("windows-1252", status, basis), doubt)
    return Decoded(data.decode("latin-1"), _declared(declared, known(declared) or ""))


def _guessed(data: bytes, declared: str, place: int) -> Decoded:
    found = guess(data)
    if found is None:
        raise ValueError(f"it is not in {declared}: byte {place} is none of its characters")
    try:
        text = data.decode(found.codec)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"it is not in {declared}: byte {place} is none of its characters"
        ) from error
    doubt = (
        f"it says that it is {declared}, byte {place} is none of its characters, and it was read as"
        f" {found.name}; look whether its letters are right, and if not, take it in again with"
        " --encoding"
    )
    read_as = Encoding(found.name, Status.DERIVED, "text:letters", found.confidence, found.others)
    return Decoded(text, read_as, doubt)
