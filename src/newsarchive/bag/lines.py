"""Bytes to lines of text, as RFC 8493 section 2.3 means it, in flat memory. Pure.

Only CR, LF and CRLF end a line. `str.splitlines`, text files and codecs readers also cut at
U+0085, U+2028, VT, FF and others, which are ordinary characters of a file name.
"""

import codecs
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

# RM-09 knows no limit; but a line that is longer than any path can be made, which only an attacker
# writes, must not fill the memory. Its beginning is kept.
LONGEST = 1 << 20

_END = re.compile(rb"\r\n|\r|\n")
_WIDE = ("utf-16", "utf-32")

# IANA names (and aliases in use) to codecs. A list, not codecs.lookup(): that also runs rot13, zip
# and idna, which are Python's and no character sets.
_CODECS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (*range(1, 12), *range(13, 17))},
    **{f"windows-{n}": f"cp{n}" for n in (874, *range(1250, 1259))},
    **{name: name for name in ("utf-16", "utf-16be", "utf-16le", "utf-32", "utf-32be", "utf-32le")},
    **{
        name: name
        for name in ("koi8-r", "koi8-u", "big5", "big5-hkscs", "gb2312", "gbk", "gb18030")
    },
    **{name: name for name in ("shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "iso-2022-kr")},
    "tis-620": "tis-620",
    "macintosh": "mac-roman",
    "ibm437": "cp437",
    "ibm850": "cp850",
}


class Line(NamedTuple):
    """One line: its number from 1, where it begins in the file, its bytes and what ended it.

    `length` is that of the whole line; of one that is longer than `LONGEST` only the beginning is
    in `data`.
    """

    number: int
    offset: int
    data: bytes
    ending: bytes
    length: int


class Block(NamedTuple):
    """Whole lines of a file, each with its ending, and where they begin: line and byte."""

    number: int
    offset: int
    data: bytes

    def lines(self) -> Iterator[Line]:
        """The lines, one by one."""
        return split((self.data,), self.number, self.offset)


def codec_for(encoding: str) -> str | None:
    """The codec for a character encoding as bagit.txt names it; None if we know none."""
    return _CODECS.get(encoding.lower())


def as_lines(chunks: Iterable[bytes], codec: str = "utf-8") -> Iterator[Line]:
    """The lines of a tag file in `codec`, whose bytes come in `chunks` of any size.

    Lines of UTF-16 and UTF-32, where the byte 0x0A means nothing by itself, come as UTF-8 with
    U+FFFD for what could not be decoded; all others as they lie in the file.
    """
    return split(as_utf8(chunks, codec))


def as_utf8(chunks: Iterable[bytes], codec: str) -> Iterable[bytes]:
    """The chunks as UTF-8 where they are UTF-16 or UTF-32, in which 0x0A need not be a LF."""
    return _as_utf8(chunks, codec) if is_wide(codec) else chunks


def is_wide(codec: str) -> bool:
    """Whether a character of `codec` may contain the bytes of CR and LF."""
    return codec.startswith(_WIDE)


def _as_utf8(chunks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    decoder: codecs.IncrementalDecoder | None = None
    head = b""
    for chunk in chunks:
        if decoder is None:
            head += chunk
            if len(head) < len(codecs.BOM_UTF32):
                continue
            decoder, chunk = _decoder(codec, head), head  # noqa: PLW2901
        yield decoder.decode(chunk).encode()
    if decoder is None:
        yield head.decode(_byte_order(codec, head), "replace").encode()
    else:
        yield decoder.decode(b"", final=True).encode()


def _decoder(codec: str, head: bytes) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(_byte_order(codec, head))("replace")


def _byte_order(codec: str, head: bytes) -> str:
    """The codec with its byte order: without a mark big-endian (RFC 2781 section 4.3)."""
    marks = {"utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)}
    marks["utf-32"] = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    if codec not in marks or head.startswith(marks[codec]):
        return codec
    return f"{codec}be"


def blocks(chunks: Iterable[bytes]) -> Iterator[Block | Line]:
    """The file in blocks of whole lines, about as large as the chunks.

    So a reader can take thousands of lines in one step. From a line on that is longer than
    `LONGEST` and has no LF, the file comes line by line.
    """
    number, offset, held = 1, 0, b""
    rest = iter(chunks)
    for chunk in rest:
        data = held + chunk if held else chunk
        cut = data.rfind(b"\n") + 1
        if cut:
            block, held = (data, b"") if cut == len(data) else (data[:cut], data[cut:])
            yield Block(number, offset, block)
            number += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
            offset += cut
        elif len(data) > LONGEST:
            yield from split(itertools.chain((data,), rest), number, offset)
            return
        else:
            held = data
    if held:
        yield Block(number, offset, held)


def split(chunks: Iterable[bytes], number: int = 1, begin: int = 0) -> Iterator[Line]:
    """Split at CR, LF and CRLF, wherever the chunks are cut. No line follows a final ending.

    `number` and `begin` are the line and the byte where the chunks begin.
    """
    kept, length = [b""], 0
    held = b""  # a CR at the end of a chunk may be half of a CRLF
    for raw in chunks:
        chunk = held + raw
        held = b"\r" if chunk.endswith(b"\r") else b""
        stop = len(chunk) - len(held)
        start = 0
        for end in _END.finditer(chunk, 0, stop):
            piece = chunk[start : end.start()]
            length += len(piece)
            data = b"".join(kept) + piece if length > len(piece) else piece
            yield Line(number, begin, data[:LONGEST], end[0], length)
            number, begin, kept, length = number + 1, begin + length + len(end[0]), [b""], 0
            start = end.end()
        rest = chunk[start:stop]
        if rest:
            if length < LONGEST:
                kept.append(rest)
            length += len(rest)
    if length or held:
        yield Line(number, begin, b"".join(kept)[:LONGEST], held, length)
