"""A bag that is held against its seal while it is read, whoever reads it and wherever that goes.

The seal vouches for the tag manifest, this for the manifests, and they for every file. So whatever
was read to its end from here is what was taken in, byte for byte, or there is an exception. What
no manifest lists is not given at all.
"""

import re
from collections.abc import Iterator, Mapping

from newsarchive.bag import paths, tagfiles
from newsarchive.bag.faults import Faults
from newsarchive.bag.tree import Node, NodeKind, OpenFile, Tree
from newsarchive.bag.wrapped import WrappedFile, WrappedTree
from newsarchive.digests import Algorithm, Digest, MultiHasher
from newsarchive.errors import SourceError, why
from newsarchive.model.litter import is_litter
from newsarchive.model.observation import TAG_MANIFEST

_MANIFEST = re.compile(r"manifest-([a-z0-9]+)\.txt")
_MOST_LIST = 1 << 30  # bytes of one manifest
Expected = Mapping[str, tuple[Digest, ...]]
"""What each file of a bag has to be: its digests, by its path."""


class NotAsListedError(Exception):
    """A bag is not what its seal and its lists say: at `path`, "" for the bag, and in words how."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path}: {detail}" if path else detail)
        self.path = path
        self.detail = detail


def expected(tree: Tree, seal: Digest) -> Expected:
    """What every file of the bag in `tree` has to be, if this is its seal.

    Raises:
        NotAsListedError: a list is not there, or is not the one that was sealed.
        SourceError: one cannot be read.
    """
    listed: dict[str, tuple[Digest, ...]] = {TAG_MANIFEST: (seal,)}
    for entry in _entries(tree, TAG_MANIFEST, (seal,), Algorithm.SHA512, payload=False):
        listed[entry[0]] = (entry[1],)
    for name in sorted(listed):
        match = _MANIFEST.fullmatch(name)
        if match is None or match[1] not in set(Algorithm):
            continue
        for path, digest in _entries(tree, name, listed[name], Algorithm(match[1]), payload=True):
            listed[path] = (*listed.get(path, ()), digest)
    return listed


def _entries(
    tree: Tree, name: str, digests: tuple[Digest, ...], algorithm: Algorithm, *, payload: bool
) -> Iterator[tuple[str, Digest]]:
    data = _take(tree, name)
    _compare(name, digests, data)
    faults = Faults(name)
    found = tuple(tagfiles.parse_manifest([data], faults, algorithm=algorithm, payload=payload))
    if faults.findings() or not all(entry.checksum for entry in found):
        raise NotAsListedError(name, "it is no list of checksums as it should be")
    for entry in found:
        yield entry.path, Digest(algorithm, entry.checksum)


def _take(tree: Tree, name: str) -> bytes:
    try:
        data = tree.take(name, _MOST_LIST)
    except FileNotFoundError as error:
        raise NotAsListedError(name, "it is not there") from error
    except OSError as error:
        reason = why(error) or "it changed while it was read"
        raise SourceError(f"cannot read {name}: {reason}") from error
    if data is None:
        raise NotAsListedError(name, "it is larger than any list")
    return data


def _compare(path: str, digests: tuple[Digest, ...], data: bytes) -> None:
    hasher = MultiHasher(d.algorithm for d in digests)
    hasher.update(data)
    _hold(path, digests, hasher)


def _hold(path: str, digests: tuple[Digest, ...], hasher: MultiHasher) -> None:
    for wanted, found in zip(digests, hasher.digests(), strict=True):
        if wanted != found:
            detail = f"expected {wanted.hex[:8]}, found {found.hex[:8]}"
            raise NotAsListedError(path, f"its bytes are not those that were taken in: {detail}")


class VerifiedTree(WrappedTree):
    """The listed files of `tree`, each held against what is `expected` of it.

    Litter that a system left in a folder is passed over. `partly`: so is all else that is not
    expected, and that something is not there at all is for the caller to know.

    Raises, besides what a `Tree` does, from `nodes` and from reading a file at its end:
        NotAsListedError: something is missing, untracked, or not what it was.
    """

    def __init__(self, tree: Tree, expected: Expected, *, partly: bool = False) -> None:
        super().__init__(tree)
        self._expected = expected
        self._partly = partly

    @property
    def expected(self) -> Expected:
        """What every file has to be."""
        return self._expected

    def nodes(self) -> Iterator[Node]:
        """What is expected, and the folders of that."""
        missing = dict.fromkeys(self._expected)
        folders = {"", "data", *(up for path in self._expected for up in paths.above(path))}
        for node in super().nodes():
            if node.kind is NodeKind.FILE and node.path in missing:
                del missing[node.path]
            elif node.kind is not NodeKind.FOLDER or node.path not in folders:
                self._pass_over(node)
                continue
            yield node._replace(problem="") if self._partly else node
        if missing and not self._partly:
            raise NotAsListedError(next(iter(missing)), "it is not there")

    def _pass_over(self, node: Node) -> None:
        is_harmless = node.kind is NodeKind.FOLDER or any(map(is_litter, node.path.split("/")))
        if not is_harmless and not self._partly:
            raise NotAsListedError(node.path, f"a {node.kind} lies there that was not taken in")

    def open(self, path: str, *, fresh: bool = False) -> "VerifiedFile":
        """The file, to be read to its end."""
        if path not in self._expected:
            raise FileNotFoundError
        return VerifiedFile(super().open(path, fresh=fresh), path, self._expected[path])

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """The whole file."""
        if path not in self._expected:
            raise FileNotFoundError
        data = super().take(path, most, fresh=fresh)
        if data is not None:
            _compare(path, self._expected[path], data)
        return data


class VerifiedFile(WrappedFile):
    """A file that is hashed while it is read, and compared at its end."""

    def __init__(self, file: OpenFile, path: str, digests: tuple[Digest, ...]) -> None:
        super().__init__(file)
        self._path = path
        self._digests = digests
        self._hasher = MultiHasher(d.algorithm for d in digests)

    def read(self, size: int) -> bytes:
        """The next bytes; at the end it is known whether they were the right ones."""
        data = super().read(size)
        if data:
            self._hasher.update(data)
        elif size:
            _hold(self._path, self._digests, self._hasher)
        return data
