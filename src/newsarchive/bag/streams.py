"""Bytes of a file, compressed or not, from any place on: going back begins again."""

import bz2
import errno
import lzma
import os
import zlib
from collections.abc import Callable
from typing import Any, Protocol

from newsarchive.bag.members import LimitError, Limits
from newsarchive.bag.reading import DamageError

_CHUNK = 1 << 16
_GZIP = 31  # wbits of zlib: a gzip header and trailer are there, and are checked


class Stream(Protocol):
    """Bytes that can be read from any place on."""

    def at(self, place: int) -> None:
        """Go to `place`.

        Raises:
            DamageError, LimitError, OSError: the way there cannot be read.
        """
        ...

    def read(self, size: int) -> bytes:
        """The next bytes: exactly `size`, fewer only at the end.

        Raises:
            DamageError, LimitError, OSError: they cannot be read.
        """
        ...


class PlainStream:
    """The bytes as they lie in the file `fd`."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._place = 0

    def at(self, place: int) -> None:
        """Go to `place`."""
        self._place = place

    def read(self, size: int) -> bytes:
        """The next bytes."""
        data = os.pread(self._fd, size, self._place)
        self._place += len(data)
        return data


class _Gzip:
    """zlib's decompressor with the manners of those of bz2 and lzma."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(_GZIP)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, size: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, size)


MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}


class CompressedStream:
    """What the file `fd` holds in one of the forms of `MAGIC`, its streams one after the other."""

    def __init__(self, fd: int, form: str, limits: Limits) -> None:
        new: dict[str, Callable[[], Any]] = {
            "gzip": _Gzip,
            "bzip2": bz2.BZ2Decompressor,
            "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=limits.window),
        }
        self._fd = fd
        self._form = form
        self._new = new[form]
        self._limits = limits
        self._rewinds = -1
        self._begin()

    def _begin(self) -> None:
        self._rewinds += 1
        if self._rewinds > self._limits.rewinds:
            raise LimitError(
                errno.EFBIG, "its parts lie so that it would be unpacked again and again"
            )
        self._given = 0  # unpacked bytes that were given out
        self._taken = 0  # packed bytes that were read
        self._held = b""
        self._inner = self._new()

    def at(self, place: int) -> None:
        """Go to `place`: forward by unpacking what lies between, back from the beginning."""
        if place < self._given:
            self._begin()
        while self._given < place:
            if not self.read(min(1 << 20, place - self._given)):
                return

    def read(self, size: int) -> bytes:
        """The next unpacked bytes."""
        parts = []
        while size:
            part = self._held[:size] if self._held else self._more(size)
            if self._held:
                self._held = self._held[len(part) :]
            if not part:
                break
            parts.append(part)
            size -= len(part)
            self._given += len(part)
        if self._given > self._limits.octets or (
            self._given > self._limits.ratio_from and self._given > self._limits.ratio * self._taken
        ):
            raise LimitError(errno.EFBIG, "it unpacks to more than can be meant")
        return b"".join(parts)

    def _more(self, size: int) -> bytes:
        data = b""
        while not data:
            if self._inner.eof:
                rest = self._after(self._inner.unused_data)
                if not rest:
                    return b""
                self._inner = self._new()
            elif self._inner.needs_input:
                rest = self._packed()
                if not rest:
                    raise DamageError(errno.EIO, "the archive is cut short")
            else:
                rest = b""
            data = self._unpacked(rest, size)
        return data

    def _unpacked(self, packed: bytes, size: int) -> bytes:
        try:
            data: bytes = self._inner.decompress(packed, size)
        except lzma.LZMAError as error:
            if "memory" in str(error).lower():
                raise LimitError(errno.EFBIG, "it asks for too much memory to unpack") from error
            raise _broken(error) from error
        except (zlib.error, EOFError, ValueError) as error:
            raise _broken(error) from error
        except OSError as error:  # what bz2 raises for bytes that make no sense
            raise _broken(error) from error
        return data

    def _packed(self) -> bytes:
        data = os.pread(self._fd, _CHUNK, self._taken)
        self._taken += len(data)
        return data

    def _after(self, rest: bytes) -> bytes:
        """What follows the end of a compressed stream: another one, or nothing but zeros."""
        while not (rest := rest.lstrip(b"\0")):
            rest = self._packed()
            if not rest:
                return b""
        magic = MAGIC[self._form]
        if len(rest) < len(magic):
            rest += self._packed()
        if not rest.startswith(magic):
            raise DamageError(errno.EIO, "something follows the end of the compressed data")
        return rest


def _broken(error: Exception) -> DamageError:
    return DamageError(errno.EIO, f"the compressed data is damaged ({error})")
