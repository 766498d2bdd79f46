"""One file of a bag, read once for all algorithms, and whether that reading may be believed."""

import errno
from collections.abc import Iterable, Iterator

from newsarchive.bag.tree import Tree, reason
from newsarchive.digests import Algorithm, Digest, MultiHasher
from newsarchive.model.finding import Code, Finding, Kind, Level

_CHUNK = 1 << 20
# What opening a file gives that was there a moment ago, when the bag was listed.
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ESTALE})


class Reading:
    """Reads one file through, once, in chunks; what came of it stands in the attributes.

    `problem` is the finding that makes the reading worthless: the file could not be read (IO-01) or
    changed meanwhile (IO-03). `digests` and `size` are only to be believed when it is None.
    """

    def __init__(
        self, tree: Tree, path: str, algorithms: Iterable[Algorithm], *, fresh: bool = False
    ) -> None:
        self.path = path
        self.problem: Finding | None = None
        self._tree = tree
        self._fresh = fresh
        self._hasher = MultiHasher(algorithms)

    @property
    def size(self) -> int:
        """Bytes read."""
        return self._hasher.size

    @property
    def digests(self) -> tuple[Digest, ...]:
        """The digests of the bytes read."""
        return self._hasher.digests()

    def hexdigest(self, algorithm: Algorithm) -> str:
        """The hexadecimal digest by one of the algorithms asked for."""
        return self._hasher.hexdigest(algorithm)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, while they are hashed. Ends early, with `problem`, if they cannot be read."""
        try:
            with self._tree.open(self.path, fresh=self._fresh) as file:
                before = file.state()
                # One byte more than its size finds the end of a small file without a second buffer.
                while chunk := file.read(min(_CHUNK, before.size + 1)):
                    self._hasher.update(chunk)
                    yield chunk
                if file.state() != before or self.size != before.size:
                    self.problem = self._changed("it changed while it was read")
        except OSError as error:
            if error.errno in _GONE:
                self.problem = self._changed(
                    f"it went away while the bag was checked: {reason(error)}"
                )
            else:
                self.problem = Finding(
                    Code.IO_01,
                    Kind.UNREADABLE,
                    Level.ERROR,
                    self.path,
                    f"cannot be read: {reason(error)}",
                )

    def through(self) -> "Reading":
        """Read to the end for the digests alone."""
        for _ in self.chunks():
            pass
        return self

    def _changed(self, detail: str) -> Finding:
        return Finding(
            Code.IO_03, Kind.UNSTABLE, Level.ERROR, self.path, f"{detail}; check it again"
        )
