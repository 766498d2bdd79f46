"""Digest algorithms and values, and one pass over bytes for many algorithms.

Names are those of RFC 8493 section 2.4: lower case, as in `manifest-sha512.txt`.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Self


class Algorithm(StrEnum):
    """An algorithm that a manifest may use and that we can compute."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA224 = "sha224"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"

    @property
    def hex_length(self) -> int:
        """The length of a digest in hexadecimal characters."""
        return _HEX_LENGTHS[self]


_HEX = frozenset("0123456789abcdef")
_HEX_LENGTHS: Mapping[Algorithm, int] = {
    algorithm: 2 * hashlib.new(algorithm.value, usedforsecurity=False).digest_size
    for algorithm in Algorithm
}


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest value: the algorithm and its lower-case hex text."""

    algorithm: Algorithm
    hex: str

    def __post_init__(self) -> None:
        if len(self.hex) != self.algorithm.hex_length or not _HEX.issuperset(self.hex):
            raise ValueError(
                f"a {self.algorithm} digest is {self.algorithm.hex_length} lower-case"
                f" hexadecimal characters, not {self.hex!r}"
            )

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.hex}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `sha256:9f86...`.

        Raises:
            ValueError: unknown algorithm, or hex of the wrong length.
        """
        name, _, value = text.partition(":")
        return cls(Algorithm(name), value)


# The two that a system may forbid for security still tell whether bytes are the same.
HASHERS: Mapping[Algorithm, Callable[..., Any]] = {
    algorithm: partial(getattr(hashlib, algorithm.value), usedforsecurity=False)
    for algorithm in Algorithm
}


class MultiHasher:
    """Feeds the same bytes to several algorithms, so that a file is read once for all of them."""

    def __init__(self, algorithms: Iterable[Algorithm]) -> None:
        self._hashers = {a: HASHERS[a]() for a in algorithms}
        self.size = 0

    def update(self, chunk: bytes | bytearray | memoryview) -> None:
        """Take the next bytes."""
        self.size += len(chunk)
        for hasher in self._hashers.values():
            hasher.update(chunk)

    def digests(self) -> tuple[Digest, ...]:
        """The digests of everything seen so far, in the order the algorithms were given."""
        return tuple(Digest(a, hasher.hexdigest()) for a, hasher in self._hashers.items())


def digest_of(data: bytes, algorithm: Algorithm = Algorithm.SHA512) -> Digest:
    """The digest of bytes that are already in memory."""
    return Digest(algorithm, HASHERS[algorithm](data).hexdigest())


def pick(digests: Iterable[Digest], algorithm: Algorithm) -> Digest:
    """The digest by `algorithm` among `digests`.

    Raises:
        KeyError: none of them is by that algorithm.
    """
    for digest in digests:
        if digest.algorithm is algorithm:
            return digest
    raise KeyError(algorithm)
