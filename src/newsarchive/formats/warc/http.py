"""What a server answered, as a WARC keeps it: status, headers and body, by RFC 9110 and 9112.

The body is given as a browser would have it: chunks joined, and what was compressed on the way
unpacked, within bounds. A header that lies about either is not believed. Pure.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[^\r\n]*\r?\n")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]*\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_GZIP = b"\x1f\x8b"


class BodyError(ValueError):
    """The body of an answer cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, headers by their names in lower case, and the body as sent.

    `head` is status line and headers as they stand there.
    """

    status: int
    headers: Mapping[str, str]
    head: bytes
    raw: bytes

    @property
    def media_type(self) -> str:
        """The media type that it claims, in lower case and without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The character set that it claims, "" for none."""
        match = _CHARSET.search(self.headers.get("content-type", ""))
        return match[1] if match else ""


def answer(block: bytes) -> Answer | None:
    """The answer in the block of a `response`; None where it is none of HTTP."""
    match = _STATUS.match(block)
    if match is None:
        return None
    end = re.search(rb"\r?\n\r?\n", block)
    head = block[: end.end()] if end else block
    headers: dict[str, str] = {}
    for line in head[match.end() :].decode("latin-1").splitlines():
        field, colon, value = line.partition(":")
        if colon and not field[:1].isspace():
            headers.setdefault(field.strip().lower(), value.strip())
    return Answer(int(match[1]), headers, head, block[len(head) :])


def body(found: Answer, limit: int) -> bytes:
    """The body as a browser would have it, `limit` bytes at most.

    Raises:
        BodyError: it cannot be unpacked, or unpacks to more than `limit`.
    """
    data = joined_chunks(found)
    for coding in reversed(found.headers.get("content-encoding", "").lower().split(",")):
        data = _decoded(data, coding.strip(), limit)
    if len(data) > limit:
        raise BodyError(f"it has more than {limit:,} bytes")
    return data


def is_coded(found: Answer) -> bool:
    """Whether the body came in chunks or compressed, by what the headers say."""
    return bool(found.headers.get("transfer-encoding") or found.headers.get("content-encoding"))


def joined_chunks(found: Answer) -> bytes:
    """The body as it came, but for chunks, which are joined."""
    if "chunked" in found.headers.get("transfer-encoding", "").lower():
        return _joined(found.raw)
    return found.raw


def _joined(data: bytes) -> bytes:
    """Chunks joined; what is not in chunks, whatever its header says, as it is."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(data, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(data[match.end() : match.end() + size])
        at = match.end() + size
    # Some crawlers join them and leave the header; a cut one has its last chunk missing.
    return b"".join(pieces) if pieces and sum(map(len, pieces)) > len(data) // 2 else data


def _decoded(data: bytes, coding: str, limit: int) -> bytes:
    if coding in {"gzip", "x-gzip"} and data.startswith(_GZIP):
        return _inflated(data, 16 + zlib.MAX_WBITS, limit)
    if coding == "deflate":
        for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                return _inflated(data, bits, limit)
            except BodyError:
                continue
        return data
    if coding in {"br", "zstd"} and data and not data.lstrip().startswith(b"<"):
        return _by_library(data, coding, limit)
    return data


def _inflated(data: bytes, bits: int, limit: int) -> bytes:
    unpack = zlib.decompressobj(bits)
    try:
        out = unpack.decompress(data, limit + 1)
    except zlib.error as error:
        raise BodyError(f"it is said to be compressed, and is damaged ({error})") from error
    if len(out) > limit:
        raise BodyError(f"it unpacks to more than {limit:,} bytes")
    return out


def _by_library(data: bytes, coding: str, limit: int) -> bytes:
    unpack: Callable[[bytes, int], bytes]
    try:
        unpack = _brotli() if coding == "br" else _zstd()
    except ImportError as error:
        raise BodyError(
            f"it is compressed by {coding}, which needs: pip install 'newsarchive[warc]'"
        ) from error
    try:
        return unpack(data, limit)
    except BodyError:
        raise
    except Exception as error:  # each library has errors of its own
        raise BodyError(f"it is said to be {coding}, and is damaged") from error


def _brotli() -> Callable[[bytes, int], bytes]:
    import brotli  # noqa: PLC0415  # an extra

    def unpack(data: bytes, limit: int) -> bytes:
        decompressor = brotli.Decompressor()
        out = bytearray()
        for at in range(0, len(data), 1 << 16):
            out += decompressor.process(data[at : at + (1 << 16)])
            if len(out) > limit:
                raise BodyError(f"it unpacks to more than {limit:,} bytes")
        return bytes(out)

    return unpack


def _zstd() -> Callable[[bytes, int], bytes]:
    import zstandard  # noqa: PLC0415  # an extra

    def unpack(data: bytes, limit: int) -> bytes:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as reader:
            out: bytes = reader.read(limit + 1)
        if len(out) > limit:
            raise BodyError(f"it unpacks to more than {limit:,} bytes")
        return out

    return unpack
