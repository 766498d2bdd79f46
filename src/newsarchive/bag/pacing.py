"""Reading no faster than was asked for, so that an audit leaves the disk to others; or no more.

Whoever reads in a thread of its own cannot be broken off by a signal: its pace tells it to leave.
"""

import threading
import time
from collections.abc import Callable

from newsarchive.bag import Tree
from newsarchive.bag.tree import OpenFile
from newsarchive.bag.wrapped import WrappedFile, WrappedTree
from newsarchive.parallel.stopping import StoppedError

_BURST_SECONDS = 0.25  # what may be ahead of the pace before somebody waits


class Pace:
    """So many bytes a second, on the average, for all threads that read at this pace together.

    Without a `rate` as fast as they can, until they are told to leave. `tell` hears of all that is
    read, in the thread that read it.
    """

    def __init__(
        self, rate: int | None = None, tell: Callable[[int], None] = lambda _: None
    ) -> None:
        self._rate = rate
        self._tell = tell
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._free = time.monotonic()  # when the bytes so far would have been read at that rate

    def leave(self) -> None:
        """Have everybody stop who reads at this pace."""
        self._over.set()

    def spend(self, octets: int) -> None:
        """So many were read: wait until that was not too fast.

        Raises:
            StoppedError: nothing more is to be read.
        """
        self._tell(octets)
        if self._rate is not None:
            with self._lock:
                now = time.monotonic()
                self._free = max(self._free, now - _BURST_SECONDS) + octets / self._rate
                seconds = self._free - now
            if seconds > 0:
                self._over.wait(seconds)
        if self._over.is_set():
            raise StoppedError


class PacedTree(WrappedTree):
    """A tree that is read at a `pace`."""

    def __init__(self, tree: Tree, pace: Pace) -> None:
        super().__init__(tree)
        self._pace = pace

    def open(self, path: str, *, fresh: bool = False) -> "PacedFile":
        """The file of the tree, at the pace."""
        return PacedFile(super().open(path, fresh=fresh), self._pace)

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """That of the tree; the pace is kept afterwards."""
        data = super().take(path, most, fresh=fresh)
        self._pace.spend(len(data or b""))
        return data


class PacedFile(WrappedFile):
    """A file that is read at a `pace`."""

    def __init__(self, file: OpenFile, pace: Pace) -> None:
        super().__init__(file)
        self._pace = pace

    def read(self, size: int) -> bytes:
        """The next bytes, when their time has come."""
        data = super().read(size)
        self._pace.spend(len(data))
        return data
