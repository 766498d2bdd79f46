"""The characters of a saved page: which encoding its bytes are in. Pure.

A mark decides; else what reads as UTF-8 is UTF-8, whatever the page declares, since no other text
does by chance; else the first declared encoding that fits; else the one that the letters speak for.
Labels mean what browsers take them for (WHATWG Encoding Standard, section 4.2).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.formats.text.encodings import guess, known, official
from newsarchive.formats.text.lines import mark
from newsarchive.model.article import Encoding
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Status

_HEAD = 32 * 1024  # bytes in which a declaration is looked for; browsers look at 1,024
_META = re.compile(rb"(?is)<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})")
_XML = re.compile(rb"(?is)\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "windows-1252": "cp1252", "iso8859-1": "cp1252", "l1": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "shift_jis": "cp932",
    "x-sjis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "x-euc-jp": "euc_jp", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "big5": "big5hkscs",
    "iso-8859-8-i": "iso8859-8", "x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman",
    # No page whose declaration can be read as ASCII is in UTF-16.
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8", "unicode": "utf-8",
    "utf8": "utf-8",
}  # fmt: skip
_FEW = 20  # good characters beyond ASCII for each byte that is none, in what still counts as UTF-8
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_CONTROL_BYTES = bytes((*range(9), 0x0B, *range(0x0E, 0x20)))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page. `encoding` says how its bytes were read, None where they are UTF-8."""

    text: str
    encoding: Encoding | None = None
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, charset: str = "") -> Decoded:
    """The text in `data`, by the codec `charset` where a person gave one.

    Control characters that no page may have become U+FFFD, so that nothing ends at a NUL.

    Raises:
        UnicodeDecodeError: it is not in the encoding that a person gave.
    """
    skip, codec = mark(data)
    if charset and not skip:
        told = Encoding(official(charset), Status.SUPPLIED, "option:encoding")
        return Decoded(_clean(data.decode(charset)), told)
    if skip:
        return Decoded(_clean(data[skip:].decode(codec, "replace")))
    try:
        return Decoded(_clean_utf8(data))
    except UnicodeDecodeError:
        pass
    named = tuple(dict.fromkeys(_declared(data[:_HEAD])))
    if {"utf-8"} >= set(named) and (text := _nearly(data)) is not None:
        damaged = f"{text.count(chr(0xFFFD))} characters of the page are damaged; the rest is UTF-8"
        return Decoded(_clean(text), findings=(_warning(damaged),))
    if len(named) > 1 and (agreed := _arbitrated(data, named)) is not None:
        return agreed
    for codec in named:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return Decoded(_clean(text), Encoding(official(codec), Status.STATED, "html:charset"))
    return _guessed(data, named)


def _arbitrated(data: bytes, named: tuple[str, ...]) -> Decoded | None:
    """A page that declares several encodings, by what its letters speak for; None for nothing.

    Nearly every encoding with a byte a letter reads any bytes: that one fits says little then.
    """
    found = guess(data)
    if found is None or found.doubtful:
        return None
    told = " and ".join(official(codec) for codec in named)
    detail = f"the page declares {told}, and was read as {found.name}, by its letters"
    encoding = Encoding(
        found.name, Status.DERIVED, "html:letters", found.confidence, others=found.others
    )
    return Decoded(_clean(data.decode(found.codec, "replace")), encoding, (_warning(detail),))


def _guessed(data: bytes, named: tuple[str, ...]) -> Decoded:
    found = guess(data)
    if found is not None:
        told = Encoding(
            found.name, Status.DERIVED, "html:letters", found.confidence, others=found.others
        )
        detail = (
            f"the page is not UTF-8 and was read as {found.name}; look whether its letters are"
            " right, and if not, take it in again with --encoding"
        )
        findings = (_warning(detail),) if found.doubtful or named else ()
        return Decoded(_clean(data.decode(found.codec, "replace")), told, findings)
    codec = next((c for c in named if c != "utf-8"), "utf-8" if named else "cp1252")
    detail = f"some characters of the page are none of {official(codec)} and were replaced"
    told = Encoding(official(codec), Status.DERIVED, "html:charset")
    return Decoded(_clean(data.decode(codec, "replace")), told, (_warning(detail),))


def _declared(head: bytes) -> Iterator[str]:
    """The codecs that a page declares, in the order in which it does."""
    for label in (*_XML.findall(head), *_META.findall(head)):
        name = label.decode("ascii", "replace").strip().lower()
        codec = _LABELS.get(name) or known(name)
        if codec:
            yield codecs.lookup(codec).name


def _nearly(data: bytes) -> str | None:
    """The text of bytes that are UTF-8 but for a few; None where they are not."""
    text = data.decode("utf-8", "replace")
    strange = sum(not c.isascii() for c in text)
    bad = text.count("\ufffd")
    return text if bad * _FEW <= strange else None


def _clean(text: str) -> str:
    return _CONTROLS.sub("\ufffd", text)


def _clean_utf8(data: bytes) -> str:
    """The text of UTF-8; few pages have control characters, and bytes tell that sooner.

    Raises:
        UnicodeDecodeError: it is not in UTF-8.
    """
    text = data.decode("utf-8")
    return text if len(data.translate(None, _CONTROL_BYTES)) == len(data) else _clean(text)


def _warning(detail: str) -> Finding:
    return Finding(Code.TX_01, Kind.TEXT, Level.WARNING, "", detail)
