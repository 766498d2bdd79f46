"""The ledger file: read, append, and heal a tail that a crash tore off.

Appending needs the archive's write lock; reading needs nothing, and stops before a torn tail. No
more than one line is held at a time, and none that is longer than any of ours.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from newsarchive.durable import (
    MOST_LINE,
    create,
    free_name,
    fsync_directory,
    lines_of,
    open_regular,
    reading,
    store_error,
    write_all,
    write_new,
)
from newsarchive.errors import LedgerError, StoreError
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
_PIECE = 1 << 20
# The most that can stand behind the last line: a crash tears off one write, and that is one group.
_MOST_TORN = 1 << 30
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
        lines, head = self._chain(Head(), drafts, now)
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
            with reading(self.path) as file:
                file.seek(start.size)
                yield from read_chain(start, _whole_lines(file, start.seq + 2))
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

    def _head_at(self, size: int | None) -> Head:
        try:
            with reading(self.path) as file:
                line, end = _last_line(file.fileno(), size)
        except OSError as error:
            raise store_error("read the ledger", self.path, error) from error
        except ValueError as error:
            raise self._damaged_at_end(error) from error
        if not line:
            return Head()
        try:
            entry, prev = parse(line, end)
            before = Head(entry.seq - 1, "", prev, end - len(line))
            return next(h for _, h in read_chain(before, [line]))
        except ValueError as error:
            raise self._damaged_at_end(error) from error

    def _damaged_at_end(self, error: ValueError) -> LedgerError:
        return LedgerError(
            f"the ledger {self.path} is damaged at its end: {error}",
            hint="Nothing was changed. Restore the ledger from a copy.",
        )

    def _chain(
        self, mark: Head, drafts: Sequence[NewEntry], now: datetime
    ) -> tuple[tuple[bytes, ...], Head]:
        """As `chain`; no line of it is longer than can be read again."""
        lines, head = chain(mark, drafts, now)
        if any(len(line) > MOST_LINE for line in lines):
            raise StoreError(
                f"an entry of more than {MOST_LINE >> 20} MiB was to be made in {self.path}",
                hint="Nothing was entered. Supply less at a time.",
            )
        return lines, head

    def append(self, drafts: Sequence[NewEntry], now: datetime) -> Head:
        """Append `drafts` and put them on disk. The write lock is held, and the tail is whole.

        Raises:
            StoreError: the disk refused, or an entry is too long; the ledger is as it was, or will
                be made so by `rewrite`.
        """
        lines, head = self._chain(self.head(), drafts, now)
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
        lines, _ = self._chain(mark, drafts, now)
        wanted = b"".join(lines)
        tail = self._tail(mark.size, len(wanted) + 1) if self.holds(mark) else b"\n"
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
            with reading(self.path) as file:
                for line in _whole_lines(file, 1):
                    found = _PREV.findall(line)
                    if len(found) != 1 or found[0].decode() != before:
                        list(self.entries())  # says what is wrong with it, if anything is
                    before = hashlib.sha256(line).hexdigest()
        except OSError as error:
            raise store_error("read the ledger", self.path, error) from error
        except ValueError:
            list(self.entries())  # says so
            raise

    def write_again(self, mark: Head) -> None:
        """Write again what stands behind `mark`, whole lines only, since seeing proves nothing.

        Raises:
            StoreError: the disk refused.
        """
        end = self.head().size
        try:
            fd = open_regular(self.path, os.O_RDWR)
            try:
                for at in range(mark.size, end, _PIECE):
                    piece = os.pread(fd, min(_PIECE, end - at), at)
                    os.lseek(fd, at, os.SEEK_SET)
                    write_all(fd, piece)
                os.fsync(fd)
            finally:
                os.close(fd)
        except OSError as error:
            raise store_error("write the ledger", self.path, error) from error

    def _write(self, size: int, lines: Iterable[bytes]) -> None:
        """Cut the ledger to `size` bytes, add `lines`, and fsync.

        Raises:
            StoreError: the disk refused; what was written is cut off again if that can be done.
        """
        try:
            fd = open_regular(self.path, os.O_WRONLY)
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

    def _tail(self, size: int, most: int) -> bytes:
        """At most `most` bytes behind offset `size`."""
        with reading(self.path) as file:
            file.seek(size)
            return file.read(most)

    def cut_torn_tail(self, quarantine: Path) -> int:
        """Move what a crash left behind the last whole line to `quarantine`; returns its length.

        Raises:
            LedgerError: there is more than a crash can leave.
            StoreError: the disk refused.
        """
        try:
            with reading(self.path) as file:
                total = os.fstat(file.fileno()).st_size
                end = _end_of_lines(file.fileno(), total)
                if end == total:
                    return 0
                _keep(file.fileno(), end, total, quarantine)
        except OSError as error:
            raise store_error("heal the ledger", self.path, error) from error
        except ValueError as error:
            raise self._damaged_at_end(error) from error
        self._write(end, ())
        return total - end


def _keep(fd: int, start: int, end: int, quarantine: Path) -> None:
    """Copy the bytes from `start` to `end` into a file in `quarantine`, on disk, piece by piece."""
    kept = free_name(quarantine, f"ledger-tail-at-{start}-{end}", ".bin")
    out = create(kept)
    try:
        for at in range(start, end, _PIECE):
            write_all(out, os.pread(fd, min(_PIECE, end - at), at))
        os.fsync(out)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(kept)
        raise
    finally:
        os.close(out)
    fsync_directory(quarantine)


def _whole_lines(file: BinaryIO, first: int) -> Iterator[bytes]:
    """The whole lines of a file; its `first` one has that number in the ledger.

    Raises:
        ValueError: a line is longer than any of ours.
    """
    for number, line in enumerate(lines_of(file), first):
        if not line.endswith(b"\n"):
            raise ValueError(f"line {number} is longer than {MOST_LINE >> 20} MiB")
        yield line


def _last_line(fd: int, size: int | None) -> tuple[bytes, int]:
    """The last whole line that ends at or before `size`, and the offset behind it.

    Raises:
        LedgerError: no line ends at `size`.
        ValueError: it is longer than any of ours, or more stands behind it than a crash can leave.
    """
    total = os.fstat(fd).st_size
    if size is None:
        end = _end_of_lines(fd, total)
    elif size > total:
        raise LedgerError(f"the ledger is shorter than it was: {total} bytes of {size}")
    elif size and os.pread(fd, 1, size - 1) != b"\n":
        raise LedgerError(f"no line of the ledger ends at byte {size}")
    else:
        end = size
    if not end:
        return b"", 0
    first = _line_end(fd, end - 1, MOST_LINE)
    if first is None:
        raise ValueError(f"the last line is longer than {MOST_LINE >> 20} MiB")
    line = b""
    while len(line) < end - first and (piece := os.pread(fd, end - first - len(line), first)):
        line += piece
    return line, end


def _end_of_lines(fd: int, total: int) -> int:
    """The offset behind the last whole line."""
    end = _line_end(fd, total, _MOST_TORN)
    if end is None:
        raise ValueError(f"no line ends in its last {_MOST_TORN >> 30} GiB")
    return end


def _line_end(fd: int, before: int, most: int) -> int | None:
    """The offset behind the last LF before `before`, 0 if there is none.

    None if it is farther away than `most` bytes. It is read backwards, and nothing is kept.
    """
    start = before
    while start > 0:
        if before - start >= most:
            return None
        step = min(_BLOCK, start)
        start -= step
        if (at := os.pread(fd, step, start).rfind(b"\n")) >= 0:
            return start + at + 1
    return 0
