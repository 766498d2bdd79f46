"""One file of a bag, read once for all algorithms, and whether that reading may be believed."""

import errno
from collections.abc import Iterable, Iterator

from newsarchive.bag.tree import ChangedError, OpenFile, Tree
from newsarchive.digests import HASHERS, Algorithm
from newsarchive.errors import why
from newsarchive.model.finding import Code, Finding, Kind, Level

SMALL = 1 << 18  # bytes of a file that is read in one go
_CHUNK = 1 << 20
# What opening a file gives that was there a moment ago, when the bag was listed.
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ESTALE})


class DamageError(OSError):
    """The container of a file is broken where the file lies: no reading again would help."""


def hex_digest(algorithm: Algorithm, data: bytes) -> str:
    """The digest of bytes that are in memory, as lower-case hex."""
    digest: str = HASHERS[algorithm](data).hexdigest()
    return digest


class Reading:
    """Reads one file through, once; what came of it stands in the attributes.

    `problem` is the finding that makes the reading worthless: the file could not be read (IO-01),
    changed meanwhile (IO-03), or lies in a broken archive (SZ-05). `hexes` (lower-case digests by
    algorithm) and `size` (bytes read) are only to be believed when it is None.
    """

    __slots__ = ("_algorithms", "_fresh", "_tree", "hexes", "path", "problem", "size")

    def __init__(
        self, tree: Tree, path: str, algorithms: Iterable[Algorithm], *, fresh: bool = False
    ) -> None:
        self.path = path
        self.problem: Finding | None = None
        self.size = 0
        self.hexes: dict[Algorithm, str] = {}
        self._tree = tree
        self._fresh = fresh
        self._algorithms = algorithms

    def through(self) -> "Reading":
        """Read to the end for the digests alone."""
        for _ in self.chunks():
            pass
        return self

    def chunks(self) -> Iterator[bytes]:
        """The bytes, while they are hashed. Ends early, with `problem`, if they cannot be read."""
        try:
            data = self._tree.take(self.path, SMALL, fresh=self._fresh)
            if data is not None:
                self.size = len(data)
                self.hexes = {a: hex_digest(a, data) for a in self._algorithms}
                if data:
                    yield data
                return
            with self._tree.open(self.path, fresh=self._fresh) as file:
                before = file.state()
                yield from self._hash(file, before.size)
                if file.state() != before or self.size != before.size:
                    raise ChangedError
        except OSError as error:
            self.problem = failure(self.path, error)

    def _hash(self, file: OpenFile, size: int) -> Iterator[bytes]:
        """In chunks, while they come; a file that grew is given up, since it may grow for ever."""
        hashers = {a: HASHERS[a]() for a in self._algorithms}
        while self.size <= size and (chunk := file.read(_CHUNK)):
            self.size += len(chunk)
            for hasher in hashers.values():
                hasher.update(chunk)
            yield chunk
        self.hexes = {a: hasher.hexdigest() for a, hasher in hashers.items()}


def failure(path: str, error: OSError) -> Finding:
    """What it means for the file at `path` that reading it raised `error`."""
    if isinstance(error, DamageError):
        return Finding(Code.SZ_05, Kind.CHANGED, Level.ERROR, path, why(error))
    if isinstance(error, ChangedError):
        return _changed(path, "it changed while it was read")
    if error.errno in _GONE:
        return _changed(path, f"it went away while the bag was checked: {why(error)}")
    detail = f"cannot be read: {why(error)}"
    return Finding(Code.IO_01, Kind.UNREADABLE, Level.ERROR, path, detail)


def _changed(path: str, detail: str) -> Finding:
    return Finding(Code.IO_03, Kind.UNSTABLE, Level.ERROR, path, f"{detail}; check it again")
