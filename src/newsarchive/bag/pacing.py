"""Reading no faster than was asked for, so that an audit leaves the disk to others; or no more.

Whoever reads in a thread of its own cannot be broken off by a signal: its pace tells it to leave.
"""

import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from newsarchive.bag import Tree
from newsarchive.bag.tree import Node, OpenFile, Presence, State
from newsarchive.model.finding import Finding
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


class PacedTree:
    """A tree that is read at a `pace`. Implements `Tree`."""

    def __init__(self, tree: Tree, pace: Pace) -> None:
        self._tree = tree
        self._pace = pace

    @property
    def media_type(self) -> str | None:
        """That of the tree."""
        return self._tree.media_type

    def presence(self) -> Presence:
        """That of the tree."""
        return self._tree.presence()

    def nodes(self) -> Iterator[Node]:
        """Those of the tree."""
        return self._tree.nodes()

    def open(self, path: str, *, fresh: bool = False) -> "PacedFile":
        """The file of the tree, at the pace."""
        return PacedFile(self._tree.open(path, fresh=fresh), self._pace)

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """That of the tree; the pace is kept afterwards."""
        data = self._tree.take(path, most, fresh=fresh)
        self._pace.spend(len(data or b""))
        return data

    def findings(self) -> tuple[Finding, ...]:
        """Those of the tree."""
        return self._tree.findings()

    def close(self) -> None:
        """Let go of what the tree keeps open."""
        self._tree.close()


class PacedFile:
    """A file that is read at a `pace`. Implements `OpenFile`."""

    def __init__(self, file: OpenFile, pace: Pace) -> None:
        self._file = file
        self._pace = pace

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def read(self, size: int) -> bytes:
        """The next bytes, when their time has come."""
        data = self._file.read(size)
        self._pace.spend(len(data))
        return data

    def state(self) -> State:
        """That of the file."""
        return self._file.state()
