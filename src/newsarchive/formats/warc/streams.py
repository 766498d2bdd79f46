"""The bytes of a WARC file in their order, compressed or not, and where in it they lie.

A WARC is compressed a record at a time (WARC 1.1, annex D), so that each record can be read by
itself: where it begins is a place in the file. One that was compressed as a whole is read, too, but
from its beginning for each record.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsarchive.errors import SourceError, why

_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"
_WBITS = 16 + zlib.MAX_WBITS
_RATIO = 300  # times its size that anything a crawler wrote unpacks to
_FREE = 64 << 20  # bytes that may come out of however few


@dataclass(frozen=True, slots=True)
class Where:
    """A place: the byte of the file at which to begin to unpack, and how many to pass over then."""

    start: int
    skip: int = 0


class Stream:
    """Reads on from one place."""

    def __init__(self, file: BinaryIO, name: str, where: Where = Where(0)) -> None:
        """`name` is what people call the file.

        Raises, here and from everything that reads:
            SourceError: it cannot be read, or is damaged from there on.
        """
        self._file = file
        self._name = name
        self._at = where.start  # of the next byte that is read from the file
        self._member = where.start
        self._out = 0  # bytes that this member gave before what lies in the buffer
        self._buffer = bytearray()
        self._total = 0
        self._gone = 0
        self._ended = False
        self._begin = where.start
        head = self._raw(len(_GZIP))
        self._at = where.start
        self._unpack = zlib.decompressobj(_WBITS) if head == _GZIP else None
        if where.skip:
            self.skip(where.skip)

    @property
    def where(self) -> Where:
        """The place of the next byte."""
        if self._unpack is None:
            return Where(self._begin + self._gone)
        self._at_least(1)
        return Where(self._member, self._out)

    def line(self, limit: int) -> bytes:
        """The bytes up to the next line feed and with it; all there are, at the end.

        Raises:
            SourceError: there are more than `limit`.
        """
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > limit:
                break
            if not self._more():
                return self._take(len(self._buffer))
        if end > limit or end < 0:
            raise SourceError(f"{self._name} has a header of more than {limit:,} bytes")
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        self._at_least(size)
        return self._take(min(size, len(self._buffer)))

    def pieces(self, size: int) -> Iterator[bytes]:
        """The next `size` bytes, piece by piece; fewer only at the end."""
        left = size
        while left:
            self._at_least(1)
            data = self._take(min(left, len(self._buffer)))
            if not data:
                return
            left -= len(data)
            yield data

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many there were."""
        left = size
        while left:
            self._at_least(1)
            count = min(left, len(self._buffer))
            if not count:
                break
            self._take(count)
            left -= count
        return size - left

    def _at_least(self, size: int) -> None:
        while len(self._buffer) < size and self._more():
            pass

    def _take(self, count: int) -> bytes:
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._gone += count
        self._out += count
        return data

    def _raw(self, size: int) -> bytes:
        try:
            before = self._file.tell()
            self._file.seek(self._at)
            data = self._file.read(size)
            self._file.seek(before)
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        self._at += len(data)
        return data

    def _more(self) -> bool:
        """Whether there were more bytes; they lie in the buffer then."""
        if self._ended:
            return False
        if self._unpack is None:
            data = self._raw(_CHUNK)
            self._ended = not data
            self._buffer += data
            return bool(data)
        return self._unpacked(self._unpack)

    def _unpacked(self, unpack: "zlib._Decompress") -> bool:
        while True:
            if unpack.eof:
                if self._buffer:
                    return False  # what is in the buffer is of the member before
                if not self._next_member(unpack.unused_data):
                    return False
                unpack = self._unpack or unpack
            data = unpack.unconsumed_tail or self._raw(_CHUNK)
            if not data:
                raise SourceError(f"{self._name} is cut off in the midst of a record")
            try:
                out = unpack.decompress(data, _CHUNK)
            except zlib.error as error:
                raise SourceError(f"{self._name} is damaged: {error}") from error
            self._total += len(out)
            if self._total > _FREE and self._total > _RATIO * max(self._at - self._begin, 1):
                raise SourceError(f"{self._name} unpacks to far more than any web archive")
            if out:
                self._buffer += out
                return True

    def _next_member(self, behind: bytes) -> bool:
        """Go on with the member that begins behind the one that ended."""
        self._at -= len(behind)
        head = self._raw(len(_GZIP))
        self._at -= len(head)
        if head != _GZIP:
            self._ended = True
            return False
        self._member, self._out = self._at, 0
        self._unpack = zlib.decompressobj(_WBITS)
        return True
