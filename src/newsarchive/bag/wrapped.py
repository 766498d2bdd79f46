"""A tree over another one, and a file over another one: all is theirs but what a subclass says."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from newsarchive.bag.tree import Node, OpenFile, Presence, State, Tree
from newsarchive.model.finding import Finding


class WrappedTree:
    """All that is of `tree`. Implements `Tree`."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

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

    def open(self, path: str, *, fresh: bool = False) -> OpenFile:
        """The file of the tree."""
        return self._tree.open(path, fresh=fresh)

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """That of the tree."""
        return self._tree.take(path, most, fresh=fresh)

    def findings(self) -> tuple[Finding, ...]:
        """Those of the tree."""
        return self._tree.findings()

    def close(self) -> None:
        """Let go of what the tree keeps open."""
        self._tree.close()


class WrappedFile:
    """All that is of `file`. Implements `OpenFile`."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

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
        """The next bytes of the file."""
        return self._file.read(size)

    def state(self) -> State:
        """That of the file."""
        return self._file.state()
