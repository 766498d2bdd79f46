"""Bags in memory: the contract of a store without a disk, for tests and for trying things out."""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.bag import Tree, paths
from newsarchive.bag.tree import Node, NodeKind, Presence, State, take
from newsarchive.durable import store_error
from newsarchive.errors import StoreError
from newsarchive.model.finding import Finding
from newsarchive.store.base import Stray, bag_place


class MemoryStore:
    """A store that lives as long as its process. Implements `Store`, as one of objects would.

    Only regular files and the folders above them are kept of a staged bag. A pickled copy has the
    bags that were there when it was made.
    """

    def __init__(self) -> None:
        self._bags: dict[str, dict[str, bytes]] = {}
        self.attached = True

    def create(self, store_id: str) -> None:  # nobody can take it for another
        """There is nothing to be made."""

    def trouble(self) -> str:
        """Why it cannot be relied on: it was detached by hand."""
        return "" if self.attached else "the store in memory is detached"

    def tree(self, path: str, *, direct: bool = False) -> Tree:  # noqa: ARG002  # no cache
        """The bag at `path`, to be read."""
        return MemoryTree(self._bags.get(path) if self.attached else None)

    def holds(self, path: str) -> bool:
        """Whether a bag lies at `path`."""
        return self.attached and path in self._bags

    def publish(self, staged: Path, path: str) -> None:
        """Copy the staged bag: its folder stays as it is."""
        target = bag_place(path)
        if target in self._bags:
            raise StoreError(f"cannot store a bag at {path}: something lies there already")
        try:
            files = {
                Path(folder, name).relative_to(staged).as_posix(): Path(folder, name).read_bytes()
                for folder, _, names in os.walk(staged, onerror=_raise)
                for name in names
            }
        except OSError as error:
            raise store_error("store the bag", path, error) from error
        self._bags[target] = files

    def retract(self, path: str, staged: Path) -> None:  # noqa: ARG002  # it stayed there
        """Forget the bag."""
        if path not in self._bags:
            raise StoreError(f"there is no bag at {path}")
        del self._bags[path]

    def destroy(self, path: str) -> None:
        """Forget the bag."""
        if not self.attached:
            raise StoreError(self.trouble())
        self._bags.pop(bag_place(path), None)

    def settle(self, paths: Iterable[str]) -> None:
        """There is nothing to be put on disk."""

    def walk(self) -> Iterator[str | Stray]:
        """The paths of all bags, ordered."""
        if not self.attached:
            raise StoreError(self.trouble())
        yield from sorted(self._bags)


class MemoryTree:
    """A bag in memory: its files by path, or None where there is no bag. Implements `Tree`."""

    def __init__(self, files: Mapping[str, bytes] | None) -> None:
        self._files = files

    def presence(self) -> Presence:
        """Whether there is a bag."""
        return Presence(there=self._files is not None)

    def nodes(self) -> Iterator[Node]:
        """Every file, and the folders that their paths name."""
        files = self._files or {}
        yield Node("", NodeKind.FOLDER)
        for folder in sorted({above for path in files for above in paths.above(path)}):
            yield Node(folder, NodeKind.FOLDER)
        for path in files:
            yield Node(path, NodeKind.FILE)

    def open(self, path: str, *, fresh: bool = False) -> "MemoryFile":  # noqa: ARG002  # no cache
        """Open the file at `path`."""
        data = (self._files or {}).get(path)
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return MemoryFile(data)

    @property
    def media_type(self) -> str | None:
        """It lies in no file."""
        return None

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """The whole file at `path`, if it has at most `most` bytes."""
        return take(self, path, most, fresh=fresh)

    def findings(self) -> tuple[Finding, ...]:
        """Memory has no container that could be wrong."""
        return ()

    def close(self) -> None:
        """Nothing is kept open."""


class MemoryFile:
    """A file of a `MemoryTree`."""

    def __init__(self, data: bytes) -> None:
        self._data = BytesIO(data)
        self._state = State(len(data))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._data.close()

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`."""
        return self._data.read(size)

    def state(self) -> State:
        """Its size: nobody writes to it."""
        return self._state


def _raise(error: OSError) -> None:
    raise error
