"""The ledger file: read, append, and heal a tail that a crash tore off.

Appending needs the archive's write lock; reading needs nothing, and stops before a torn tail.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from newsarchive.durable import fsync_directory, store_error, write_all, write_new
from newsarchive.errors import LedgerError
from newsarchive.ledger.entries import (
    NO_LINE,
    Entry,
    Head,
    NewEntry,
    chain,
    key_of,
    parse,
    read_chain,
)

_BLOCK = 64 * 1024
_PREV = re.compile(rb'"prev":"([0-9a-f]{64})"')


class Ledger:
    """`entries.jsonl` of one archive.

    It promises: what `append` returned for is on disk; a line that is there never changes; an
    entry that is half written is never shown.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, drafts: Sequence[NewEntry], now: datetime) -> Head:
        """Make the ledger with its first entries.

        Raises:
            StoreError: it exists, or cannot be written.
        """
        lines, head = chain(Head(), drafts, now)
        try:
            write_new(self.path, b"".join(lines))
            fsync_directory(self.path.parent)
        except OSError as error:
            raise store_error("write the ledger", self.path, error) from error
        return head

    def entries(self, after: Head | None = None) -> Iterator[tuple[Entry, Head]]:
        """Every entry after the mark `after` (all without one), checked against the chain.

        Each comes with the head as it was when this entry was the last: a mark to go on from.

        Raises:
            LedgerError: a line is not what the chain says.
            StoreError: the ledger cannot be read.
        """
        start = after or Head()
        try:
            with self.path.open("rb") as file:
                file.seek(start.size)
                yield from read_chain(start, _whole_lines(file))
        except OSError as error:
            raise store_error("read the ledger", self.path, error) from error
        except ValueError as error:
            raise LedgerError(
                f"the ledger {self.path} is damaged: {error}",
                hint="Nothing was changed. Restore the ledger from a copy, then run the same"
                " command again.",
            ) from error

    def head(self) -> Head:
        """The end of the ledger, from its last whole line alone.

        Raises:
            LedgerError: the last line is no entry.
            StoreError: the ledger cannot be read.
        """
        return self._head_at(None)

    def holds(self, mark: Head) -> bool:
        """Whether the ledger is one that once ended in `mark`: nothing up to there was taken away.

        Only the line that ended there is looked at. That no line before it was changed shows when
        they are read.

        Raises:
            StoreError: the ledger cannot be read.
        """
        try:
            return self._head_at(mark.size) == mark
        except LedgerError:
            return False

    def state(self) -> str:
        """The size, times and inode of the file: the same as before if nobody touched it.

        Raises:
            StoreError: the ledger cannot be looked at.
        """
        try:
            status = os.stat(self.path)
        except OSError as error:
            raise store_error("read the ledger", self.path, error) from error
        return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"

    def mark_at(self, size: int) -> Head:
        """The head as it was when the ledger had `size` bytes.

        Raises:
            LedgerError: no line ends there, or it is no entry.
            StoreError: the ledger cannot be read.
        """
        return self._head_at(size)

    def _head_at(self, size: int | None) -> Head:
        try:
            with self.path.open("rb") as file:
                line, end = _last_line(file.fileno(), size)
        except OSError as error:
            raise store_error("read the ledger", self.path, error) from error
        if not line:
            return Head()
        try:
            entry, prev = parse(line, end)
            before = Head(entry.seq - 1, "", prev, end - len(line))
            return next(h for _, h in read_chain(before, [line]))
        except ValueError as error:
            raise LedgerError(
                f"the ledger {self.path} is damaged at its end: {error}",
                hint="Nothing was changed. Restore the ledger from a copy.",
            ) from error

    def append(self, drafts: Sequence[NewEntry], now: datetime) -> Head:
        """Append `drafts` and put them on disk. The write lock is held, and the tail is whole.

        Raises:
            StoreError: the disk refused; the ledger is as it was, or will be made so by `rewrite`.
        """
        lines, head = chain(self.head(), drafts, now)
        self._write(head.size - sum(map(len, lines)), lines)
        return head

    def append_at(
        self, mark: Head, drafts: Sequence[NewEntry], now: datetime, quarantine: Path
    ) -> None:
        """Enter `drafts` right behind `mark`, however far that was done before. The lock is held.

        Called again it changes nothing, but writes again what stands there already: after an fsync
        that failed, what is visible proves nothing. Where the ledger went on without them, or never
        ended in `mark` (it was restored from a copy), those of `drafts` that it does not know come
        last; a torn end of it is moved to `quarantine`.

        Raises:
            LedgerError: the ledger is not a chain.
            StoreError: the disk refused.
        """
        lines, _ = chain(mark, drafts, now)
        wanted = b"".join(lines)
        tail = self._tail(mark.size) if self.holds(mark) else b"\n"
        if wanted.startswith(tail):
            self._write(mark.size, lines)
        elif not tail.startswith(wanted):
            self.cut_torn_tail(quarantine)
            self.append_new(drafts, now)

    def append_new(self, drafts: Sequence[NewEntry], now: datetime) -> None:
        """Append those of `drafts` that the ledger does not have; see `key_of`. As `append`."""
        known = {key_of(entry.type, entry.fields) for entry, _ in self.entries()}
        self.append([d for d in drafts if key_of(d.type, d.fields) not in known], now)

    def verify(self) -> None:
        """See that each line still follows from the one before it, without reading what they say.

        Raises:
            LedgerError: a line was changed; says which.
            StoreError: the ledger cannot be read.
        """
        before = NO_LINE
        try:
            with self.path.open("rb") as file:
                for line in _whole_lines(file):
                    found = _PREV.findall(line)
                    if len(found) != 1 or found[0].decode() != before:
                        list(self.entries())  # says what is wrong with it, if anything is
                    before = hashlib.sha256(line).hexdigest()
        except OSError as error:
            raise store_error("read the ledger", self.path, error) from error

    def write_again(self, mark: Head) -> None:
        """Write again what stands behind `mark`, whole lines only, since seeing proves nothing.

        Raises:
            StoreError: the disk refused.
        """
        if self.head().size > mark.size:
            self._write(mark.size, (self._tail(mark.size),))

    def _write(self, size: int, lines: Iterable[bytes]) -> None:
        """Cut the ledger to `size` bytes, add `lines`, and fsync.

        Raises:
            StoreError: the disk refused; what was written is cut off again if that can be done.
        """
        try:
            fd = os.open(self.path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise store_error("write the ledger", self.path, error) from error
        try:
            os.ftruncate(fd, size)
            os.lseek(fd, size, os.SEEK_SET)
            write_all(fd, b"".join(lines))
            os.fsync(fd)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(fd, size)
            raise store_error("write the ledger", self.path, error) from error
        finally:
            os.close(fd)

    def _tail(self, size: int) -> bytes:
        """The bytes behind offset `size`."""
        with self.path.open("rb") as file:
            file.seek(size)
            return file.read()

    def cut_torn_tail(self, quarantine: Path) -> int:
        """Move what a crash left behind the last whole line to `quarantine`; returns its length.

        Raises:
            StoreError: the disk refused.
        """
        try:
            with self.path.open("rb") as file:
                total = os.fstat(file.fileno()).st_size
                _, end = _last_line(file.fileno(), None)
                file.seek(end)
                torn = file.read()
            if not torn:
                return 0
            keep = quarantine / f"ledger-tail-at-{end}-{total}.bin"
            with contextlib.suppress(FileExistsError):
                write_new(keep, torn)
            fsync_directory(quarantine)
        except OSError as error:
            raise store_error("heal the ledger", self.path, error) from error
        self._write(end, ())
        return len(torn)


def _whole_lines(file: Iterable[bytes]) -> Iterator[bytes]:
    for line in file:
        if not line.endswith(b"\n"):
            return
        yield line


def _last_line(fd: int, size: int | None) -> tuple[bytes, int]:
    """The last whole line that ends at or before `size`, and the offset behind it."""
    total = os.fstat(fd).st_size
    if size is not None and size > total:
        raise LedgerError(f"the ledger is shorter than it was: {total} bytes of {size}")
    end = start = total if size is None else size
    buffer = b""
    while start > 0:
        step = min(_BLOCK, start)
        start -= step
        buffer = os.pread(fd, step, start) + buffer
        last = buffer.rfind(b"\n")
        if last < 0:
            continue
        if size is not None and last != len(buffer) - 1:
            raise LedgerError(f"no line of the ledger ends at byte {size}")
        first = buffer.rfind(b"\n", 0, last) + 1
        if first > 0 or start == 0:
            return buffer[first : last + 1], start + last + 1
    if size:
        raise LedgerError(f"no line of the ledger ends at byte {size}")
    return b"", 0 if not end or size is None else end
