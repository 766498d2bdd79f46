"""Several bags and a few files beside them, as one tree that can be copied or packed."""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

from newsarchive.bag.tree import Node, NodeKind, OpenFile, Presence, State, Tree
from newsarchive.model.finding import Finding


class Parcel:
    """`bags` by the names of their folders, and `files` that lie beside them. Implements `Tree`."""

    media_type: str | None = None

    def __init__(self, bags: Sequence[tuple[str, Tree]], files: Mapping[str, bytes]) -> None:
        self._bags = dict(bags)
        self._files = files

    def presence(self) -> Presence:
        """It is there: it is made of what is."""
        return Presence(there=True)

    def nodes(self) -> Iterator[Node]:
        """The files beside the bags, then each bag."""
        yield Node("", NodeKind.FOLDER)
        yield from (Node(path, NodeKind.FILE) for path in self._files)
        for name, tree in self._bags.items():
            for path, kind, problem in tree.nodes():
                yield Node(f"{name}/{path}".rstrip("/"), kind, problem)

    def open(self, path: str, *, fresh: bool = False) -> OpenFile:
        """The file, out of its bag."""
        if (data := self._files.get(path)) is not None:
            return _Held(data)
        name, _, below = path.partition("/")
        if name not in self._bags:
            raise FileNotFoundError
        return self._bags[name].open(below, fresh=fresh)

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """The whole file, out of its bag."""
        if (data := self._files.get(path)) is not None:
            return data if len(data) <= most else None
        name, _, below = path.partition("/")
        if name not in self._bags:
            raise FileNotFoundError
        return self._bags[name].take(below, most, fresh=fresh)

    def findings(self) -> tuple[Finding, ...]:
        """Those of the bags."""
        return tuple(f for tree in self._bags.values() for f in tree.findings())

    def close(self) -> None:
        """Let go of what the bags keep open."""
        for tree in self._bags.values():
            tree.close()


class _Held:
    """A file whose bytes are at hand. Implements `OpenFile`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def read(self, size: int) -> bytes:
        """The next bytes."""
        self._at += size
        return self._data[self._at - size : self._at]

    def state(self) -> State:
        """It never changes."""
        return State(len(self._data))
