"""The quick look at a bag whose seal is known: exactly what was sealed, or not for certain.

`check` judges a bag of anybody's, rule by rule. A bag that was found good when it was sealed, and
is byte for byte what the seal commits to, is good still: its tag files need not be judged again.
Every name is looked at and every byte hashed all the same.
"""

import re
from collections.abc import Iterable, Mapping

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
_LARGEST_LIST = 1 << 24


def is_as_sealed(tree: Tree, seal: Digest) -> Observation | None:
    """What `check` sees in a bag that is byte for byte what `seal` commits to.

    None if it is not, or not of the plain shape that our writer gives a bag, or if anything in it
    could not be read: then `check` says what there is to say.
    """
    if not tree.presence().there:
        return None
    sizes: dict[str, int] = {}
    for node in tree.nodes():
        if node.kind is NodeKind.FILE:
            sizes[node.path] = node.size
        elif node.problem or node.kind is not NodeKind.FOLDER:
            return None
    if any(_OTHER_TAG_MANIFEST.fullmatch(path) for path in sizes) or _SEALED not in sizes:
        return None
    bag = _Sealed(tree)
    found, text = bag.hex_and_text(_SEALED)
    if found != seal.hex or not _holds(bag, _entries(text), sizes):
        return None
    return Observation(
        present=True, seal=seal, files=len(sizes), bytes=sum(sizes.values()), version=LATEST.version
    )


class _Sealed:
    """Reads files of the bag; what cannot be read has no digest, and so equals none."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def hex_and_text(self, path: str) -> tuple[str, str]:
        """SHA-512 and content of a tag file; both empty if it is too large to be one of ours."""
        reading = Reading(self._tree, path, [Algorithm.SHA512])
        data = bytearray()
        for chunk in reading.chunks():
            data += chunk
            if len(data) > _LARGEST_LIST:
                return "", ""
        if reading.problem is not None:
            return "", ""
        return reading.hexdigest(Algorithm.SHA512), data.decode("utf-8", "surrogateescape")

    def agrees(self, path: str, digests: Mapping[Algorithm, str]) -> bool:
        """Whether a file has all of these digests."""
        reading = Reading(self._tree, path, digests).through()
        return reading.problem is None and all(
            reading.hexdigest(algorithm) == expected for algorithm, expected in digests.items()
        )


def _holds(bag: _Sealed, tags: Mapping[str, str] | None, sizes: Mapping[str, int]) -> bool:
    """Whether all lists list exactly what is there, and every digest is right."""
    payload = {path for path in sizes if path.startswith("data/")}
    if tags is None or tags.keys() != sizes.keys() - payload - {_SEALED}:
        return False
    expected: dict[str, dict[Algorithm, str]] = {path: {} for path in payload}
    for path, sha512 in tags.items():
        found, text = bag.hex_and_text(path)
        if found != sha512 or (path == _DECLARATION and text.encode() != tagfiles.DECLARATION):
            return False
        if manifest := _MANIFEST.fullmatch(path):
            entries = _entries(text)
            if entries is None or entries.keys() != payload or manifest[1] not in list(Algorithm):
                return False
            for name, digest in entries.items():
                expected[name][Algorithm(manifest[1])] = digest
    return (
        _DECLARATION in tags
        and all(expected.values())
        and bool(payload)
        and all(bag.agrees(path, digests) for path, digests in sorted(expected.items()))
    )


def _entries(text: str) -> dict[str, str] | None:
    """A manifest of ours as digests by path; None if it is not as we write it."""
    entries = {}
    lines: Iterable[str] = text.split("\n")[:-1]
    count = 0
    for line in lines:
        digest, gap, path = line.partition("  ")
        if not gap or "\r" in line:
            return None
        entries[paths.decode(path, LATEST.escapes)] = digest
        count += 1
    return entries if len(entries) == count and text.endswith("\n") else None
