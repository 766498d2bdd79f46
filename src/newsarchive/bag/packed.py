"""What a tar (plain, gzip, bzip2, xz) or zip holds: its members, and the bytes of each.

Nothing is unpacked to disk: members are bytes of a stream. Of a compressed tar, going back to what
lies before costs a new beginning.
"""

import errno
import os
import stat
from collections.abc import Iterator

from newsarchive.bag import tarmembers, zipmembers
from newsarchive.bag.members import Limits, Member
from newsarchive.bag.reading import DamageError
from newsarchive.bag.streams import MAGIC, CompressedStream, PlainStream, Stream

_BLOCK = 512
_CHUNK = 1 << 20


class PackedFile:
    """The archive in an open file, `fd`, which stays the caller's to close.

    Raises, from everything that reads:
        DamageError: the archive is broken or cut short.
        LimitError: there is more in it than `limits` allow.
        OSError: it cannot be read.
    """

    def __init__(self, fd: int, limits: Limits) -> None:
        """See what it is.

        Raises:
            DamageError: it is no regular file, or neither tar nor zip.
        """
        self.form = form_of(fd)
        self._fd = fd
        self._limits = limits
        self._stream: Stream = (
            CompressedStream(fd, self.form, limits) if self.form in MAGIC else PlainStream(fd)
        )

    def members(self) -> Iterator[Member]:
        """Every member, in the order of the archive; a zip's by its central directory."""
        if isinstance(self._stream, PlainStream) and self.form == "zip":
            return zipmembers.members(self._stream, os.fstat(self._fd).st_size, self._limits)
        return tarmembers.members(self._stream, self._limits)

    def content(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member, piece by piece, checked as far as the archive can."""
        if isinstance(self._stream, PlainStream) and self.form == "zip":
            yield from zipmembers.content(self._stream, member)
            return
        place, left = member.place, member.size
        while left:
            self._stream.at(place)
            data = self._stream.read(min(_CHUNK, left))
            if not data:
                raise DamageError(errno.EIO, "the archive is cut short within it")
            place += len(data)
            left -= len(data)
            yield data


def form_of(fd: int) -> str:
    """What the file `fd` is: `tar`, `zip`, or a compressed tar as its compression is called.

    Raises:
        DamageError: it is none of them.
    """
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        raise DamageError(errno.EIO, "no folder and no file lies here")
    form = form_by(os.pread(fd, _BLOCK, 0))
    if not form:
        detail = "a file lies here that is no bag: neither tar nor zip, or damaged"
        raise DamageError(errno.EIO, detail)
    return form


def form_by(head: bytes) -> str:
    """The same by the first 512 bytes of a file; "" for none of them."""
    for form, magic in MAGIC.items():
        if head.startswith(magic):
            return form
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return "zip"
    if tarmembers.is_header(head) or (len(head) == _BLOCK and not any(head)):
        return "tar"
    return ""


def straight(name: str) -> str:
    """A member's name in its one spelling, without `.` and doubled slashes."""
    return "/".join(part for part in name.split("/") if part not in {"", "."})
