"""The quick look at a bag whose seal is known: exactly what was sealed, or not for certain.

`check` judges a bag of anybody's, rule by rule. A bag that was found good when it was sealed, and
is byte for byte what the seal commits to, is good still: its tag files need not be judged again.
Every name is looked at and every byte hashed all the same.
"""

import re
from collections.abc import Mapping

from newsarchive.bag import paths, tagfiles
from newsarchive.bag.reading import Reading
from newsarchive.bag.tree import NodeKind, Tree
from newsarchive.bag.versions import LATEST
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.observation import Observation

_SEALED = "tagmanifest-sha512.txt"
_DECLARATION = "bagit.txt"
_MANIFEST = re.compile(r"manifest-([a-z0-9]+)\.txt")
_OTHER_TAG_MANIFEST = re.compile(r"tagmanifest-(?!sha512\.txt\Z).*", re.DOTALL)
_ALGORITHMS = {algorithm.value: algorithm for algorithm in Algorithm}
_LARGEST_LIST = 1 << 24


def is_as_sealed(tree: Tree, seal: Digest) -> Observation | None:
    """What `check` sees in a bag that is byte for byte what `seal` commits to.

    None if it is not, or not of the plain shape that our writer gives a bag, or if anything in it
    could not be read: then `check` says what there is to say.
    """
    try:
        return _look(tree, seal)
    finally:
        tree.close()


def _look(tree: Tree, seal: Digest) -> Observation | None:
    if not tree.presence().there:
        return None
    files: list[str] = []
    for node in tree.nodes():
        if node.kind is NodeKind.FILE:
            files.append(node.path)
        elif node.problem or node.kind is not NodeKind.FOLDER:
            return None
    if _SEALED not in files or any(
        _OTHER_TAG_MANIFEST.fullmatch(path) for path in files if path[:3] == "tag"
    ):
        return None
    bag = _Bag(tree)
    found, text = bag.hex_and_text(_SEALED)
    if found != seal.hex or not _holds(bag, _entries(text), files):
        return None
    return Observation(
        present=True, seal=seal, files=len(files), bytes=bag.bytes, version=LATEST.version
    )


class _Bag:
    """Reads files of the bag, and counts bytes; what cannot be read agrees with nothing."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.bytes = 0

    def hex_and_text(self, path: str) -> tuple[str, str]:
        """SHA-512 and content of a tag file; both empty if it is too large to be one of ours."""
        reading = Reading(self._tree, path, (Algorithm.SHA512,))
        data = bytearray()
        for chunk in reading.chunks():
            data += chunk
            if len(data) > _LARGEST_LIST:
                return "", ""
        if reading.problem is not None:
            return "", ""
        self.bytes += reading.size
        return reading.hexes[Algorithm.SHA512], data.decode("utf-8", "surrogateescape")

    def agrees(self, path: str, digests: Mapping[Algorithm, str]) -> bool:
        """Whether a file has all of these digests."""
        reading = Reading(self._tree, path, digests).through()
        self.bytes += reading.size
        return reading.problem is None and reading.hexes == digests


def _holds(bag: _Bag, tags: Mapping[str, str] | None, files: list[str]) -> bool:
    """Whether all lists list exactly what is there, and every digest is right."""
    expected: dict[str, dict[Algorithm, str]] = {p: {} for p in files if p.startswith("data/")}
    if tags is None or _DECLARATION not in tags or not expected:
        return False
    if tags.keys() != set(files) - expected.keys() - {_SEALED}:
        return False
    for path, sha512 in tags.items():
        found, text = bag.hex_and_text(path)
        if found != sha512 or (path == _DECLARATION and text.encode() != tagfiles.DECLARATION):
            return False
        if manifest := _MANIFEST.fullmatch(path):
            entries, algorithm = _entries(text), _ALGORITHMS.get(manifest[1])
            if entries is None or algorithm is None or entries.keys() != expected.keys():
                return False
            for name, digest in entries.items():
                expected[name][algorithm] = digest
    return all(digests and bag.agrees(path, digests) for path, digests in expected.items())


def _entries(text: str) -> dict[str, str] | None:
    """A manifest of ours as digests by path; None if it is not as we write it."""
    *lines, last = text.split("\n")
    entries = {}
    for line in lines:
        digest, gap, path = line.partition("  ")
        if not gap or "\r" in line:
            return None
        entries[paths.decode(path, LATEST.escapes)] = digest
    return entries if not last and len(entries) == len(lines) else None
