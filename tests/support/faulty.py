"""A store whose bags are on a disk that misbehaves: it wraps a real one and implements `Store`."""

import os
import signal
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.archive import Archive
from newsarchive.bag import Tree
from newsarchive.bag.tree import Node, OpenFile, Presence, State
from newsarchive.bag.wrapped import WrappedTree
from newsarchive.errors import StoreError
from newsarchive.store import Store, Stray
from support.harms import TAGS

Wrap = Callable[[Tree], Tree]


@dataclass
class FaultyStore:
    """`store`, with some bags behind a tree that misbehaves.

    `wraps` are by the path of the bag; `unlistable` makes `walk` end with an error after what it
    found, as a folder does that cannot be read. What is wrapped must be picklable where workers are
    to read it.
    """

    store: Store
    wraps: Mapping[str, Wrap] = field(default_factory=dict)
    unlistable: bool = False

    def create(self, store_id: str) -> None:
        self.store.create(store_id)

    def trouble(self) -> str:
        return self.store.trouble()

    def tree(self, path: str, *, direct: bool = False) -> Tree:
        tree = self.store.tree(path, direct=direct)
        return self.wraps[path](tree) if path in self.wraps else tree

    def holds(self, path: str) -> bool:
        return self.store.holds(path)

    def publish(self, staged: Path, path: str) -> None:
        self.store.publish(staged, path)

    def retract(self, path: str, staged: Path) -> None:
        self.store.retract(path, staged)

    def destroy(self, path: str) -> None:
        self.store.destroy(path)

    def settle(self, paths: Iterable[str]) -> None:
        self.store.settle(paths)

    def walk(self) -> Iterator[str | Stray]:
        yield from self.store.walk()
        if self.unlistable:
            raise StoreError("cannot read bags/2017: input/output error")


class Breaks(WrappedTree):
    """Listing it raises what nobody foresaw."""

    def nodes(self) -> Iterator[Node]:
        raise ZeroDivisionError("nobody foresaw this")


class NoMemory(WrappedTree):
    """There is not enough memory for it."""

    def nodes(self) -> Iterator[Node]:
        raise MemoryError


class OutOfReach(WrappedTree):
    """Nobody can tell whether it is there."""

    def presence(self) -> Presence:
        return Presence(there=None, detail="permission denied")


class Deadly(WrappedTree):
    """The process that lists it is killed, as for want of memory."""

    def nodes(self) -> Iterator[Node]:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().nodes()


class Shouting(WrappedTree):
    """The first reading of the tag manifest has one letter of a digest in upper case."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self.said = False

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        data = super().take(path, most, fresh=fresh)
        if path != TAGS or self.said or data is None:
            return data
        self.said = True
        at = next(n for n, byte in enumerate(data) if byte in b"abcdef")
        return data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]


class Endless(WrappedTree):
    """Some files come byte by byte and have no end, as on a disk that hangs.

    `begun` is set when the first of them is read; `open_files` is how many are open.
    """

    def __init__(self, tree: Tree, paths: Collection[str]) -> None:
        super().__init__(tree)
        self.paths = paths
        self.open_files = 0
        self.begun = threading.Event()

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        return None if path in self.paths else super().take(path, most, fresh=fresh)

    def open(self, path: str, *, fresh: bool = False) -> OpenFile:
        return _EndlessFile(self) if path in self.paths else super().open(path, fresh=fresh)


class _EndlessFile:
    def __init__(self, tree: Endless) -> None:
        self._tree = tree

    def __enter__(self) -> Self:
        self._tree.open_files += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tree.open_files -= 1

    def read(self, _size: int) -> bytes:
        self._tree.begun.set()
        return b"?"

    def state(self) -> State:
        return State(1 << 60)


def with_store(archive: Archive, wraps: Mapping[str, Wrap], *, unlistable: bool = False) -> Archive:
    """The open archive, its bags on such a disk."""
    store = FaultyStore(archive.holdings.store, wraps, unlistable)
    return Archive(replace(archive.holdings, store=store))
