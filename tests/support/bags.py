"""Bags for tests: a small one made by the real writer, damage to it, and trees that fail."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from newsarchive.bag import DirectoryTree
from newsarchive.bag.plan import BagPlan, Inline
from newsarchive.bag.tree import Node, OpenFile, State, take
from newsarchive.bag.wrapped import WrappedFile, WrappedTree
from newsarchive.bag.writer import write
from newsarchive.digests import Algorithm
from newsarchive.model.finding import Finding, Level

TEXT = "data/article.txt"
ORIGINAL = "data/original/rain.xml"
IMAGE = "data/media/001-rain.jpg"
RECORD = "data/metadata/article.json"

PAYLOAD: Mapping[str, bytes] = {
    "data/README.txt": b"What this is.\n",
    TEXT: "Regen über dem Hafen.\n\nEs regnet.\n".encode(),
    ORIGINAL: b"<rain>\r\n\t<p>Regen</p>\r\n</rain>",
    IMAGE: bytes(range(256)) * 3,
    RECORD: b'{"identifier": "urn:example:1"}\n',
}
INFO = (
    ("Source-Organization", "Archiv"),
    ("Bagging-Date", "2026-11-22"),
    ("External-Description", "Regen über dem Hafen"),
)


def make_bag(
    target: Path,
    payload: Mapping[str, bytes] = PAYLOAD,
    *,
    info: tuple[tuple[str, str], ...] = INFO,
    algorithms: tuple[Algorithm, ...] = (Algorithm.SHA512,),
) -> Path:
    """Write a bag of `payload` to the new folder `target`, and return it."""
    write(plan(payload, info, algorithms), target, sync=False)
    return target


def plan(
    payload: Mapping[str, bytes] = PAYLOAD,
    info: tuple[tuple[str, str], ...] = INFO,
    algorithms: tuple[Algorithm, ...] = (Algorithm.SHA512,),
) -> BagPlan:
    """The plan of such a bag."""
    return BagPlan(tuple(Inline(path, data) for path, data in payload.items()), info, algorithms)


def flip(path: Path, offset: int = 0, bit: int = 0) -> None:
    """Flip one bit of a file; a negative offset counts from its end."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << bit
    path.write_bytes(data)


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings that decide a verdict."""
    return [f for f in findings if f.level is Level.ERROR]


def codes(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """(code, path) of every finding."""
    return {(f.code.value, f.path) for f in findings}


def snapshot(root: Path) -> dict[str, tuple[int, int, int, int, bytes]]:
    """Everything about a folder that reading must leave as it is: mode, size, times, bytes."""
    result = {}
    for folder, _, files in os.walk(root):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            s = path.lstat()
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            result[str(path)] = (s.st_mode, s.st_size, s.st_mtime_ns, s.st_ctime_ns, content)
    return result


class FailingTree(WrappedTree):
    """A directory whose disk misbehaves.

    `unreadable` files and `unlistable` folders give EIO; `unsteady` files are different bytes at
    the first reading and right from the second on; `written` files change while they are read.
    """

    def __init__(
        self,
        root: Path,
        *,
        unreadable: frozenset[str] = frozenset(),
        unlistable: frozenset[str] = frozenset(),
        unsteady: frozenset[str] = frozenset(),
        written: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(DirectoryTree(root))
        self._unreadable = unreadable
        self._unlistable = unlistable
        self._unsteady = set(unsteady)
        self._written = written

    def nodes(self) -> Iterator[Node]:
        for node in super().nodes():
            above = {node.path[:i] for i, c in enumerate(node.path) if c == "/"}
            if (node.path and "" in self._unlistable) or above & self._unlistable:
                continue
            problem = "input/output error" if node.path in self._unlistable else ""
            yield Node(node.path, node.kind, problem)

    def open(self, path: str, *, fresh: bool = False) -> OpenFile:
        if path in self._unreadable:
            raise OSError(5, "Input/output error")
        file = super().open(path, fresh=fresh)
        if path in self._unsteady:
            # Asking how long it is reads nothing.
            return _Tampered(file, once=lambda: self._unsteady.discard(path))
        return _Tampered(file, state=True) if path in self._written else file

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        return take(self, path, most, fresh=fresh)


class _Tampered(WrappedFile):
    """Its first byte is wrong, which `once` is told, or its `state` is another each time."""

    def __init__(
        self, file: OpenFile, *, once: Callable[[], None] | None = None, state: bool = False
    ) -> None:
        super().__init__(file)
        self._once = once
        self._state = state
        self._states = 0

    def read(self, size: int) -> bytes:
        chunk = super().read(size)
        if self._once and chunk:
            self._once()
            self._once = None
            return bytes([chunk[0] ^ 1]) + chunk[1:]
        return chunk

    def state(self) -> State:
        state = super().state()
        self._states += self._state
        return State(state.size, state.modified_ns + self._states)
