"""What a record says that its bytes are: WARC-Block-Digest and WARC-Payload-Digest.

WARC 1.1, sections 5.8 and 5.9, leaves the algorithm and its notation to whoever writes: SHA-1 in
base32 is usual, others write SHA-256 or MD5, and hexadecimal digits. Pure.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

BLOCK, PAYLOAD = "warc-block-digest", "warc-payload-digest"
_PRINTED = {BLOCK: "WARC-Block-Digest", PAYLOAD: "WARC-Payload-Digest"}
_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
_MOST_PRINTED = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """A digest that a record states under the name `header`; `value` None where it can be none."""

    header: str
    algorithm: str
    value: bytes | None
    printed: str

    @property
    def lie(self) -> str:
        """What is said of it where it is not that of the bytes."""
        return f"its {_PRINTED[self.header]} ({self.printed}) is not that of its bytes"


def claim(headers: Mapping[str, str], header: str) -> Claim | None:
    """What a record states under this name; None for nothing, or by an unknown algorithm."""
    name, colon, value = headers.get(header, "").partition(":")
    algorithm = name.strip().lower().replace("-", "")
    if not colon or algorithm not in _ALGORITHMS:
        return None
    printed = f"{name.strip()}:{value.strip()}"[:_MOST_PRINTED]
    return Claim(header, algorithm, _value(value.strip(), _size(algorithm)), printed)


def key(printed: str) -> str:
    """A digest in one notation, to look it up by; as it is printed where it is none of ours."""
    found = claim({BLOCK: printed}, BLOCK)
    if found is None or found.value is None:
        return printed
    return f"{found.algorithm}:{found.value.hex()}"


@dataclass(slots=True)
class Sums:
    """Digests of a block that goes by, and of the payload in it, held against what is stated."""

    claims: tuple[Claim, ...]
    start: int  # of the payload, in the block
    _at: int = 0
    _hashers: list["hashlib._Hash"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._hashers = [hashlib.new(c.algorithm, usedforsecurity=False) for c in self.claims]

    def update(self, data: bytes | bytearray) -> None:
        """The next bytes of the block."""
        view = memoryview(data)
        for made, hasher in zip(self.claims, self._hashers, strict=True):
            before = max(0, self.start - self._at) if made.header == PAYLOAD else 0
            hasher.update(view[before:])
        self._at += len(data)

    def lies(self) -> tuple[Claim, ...]:
        """Those that are not the digests of what went by."""
        return tuple(
            made
            for made, hasher in zip(self.claims, self._hashers, strict=True)
            if made.value != hasher.digest()
        )


def holds(made: Claim, data: bytes) -> bool:
    """Whether it is the digest of these bytes."""
    return hashlib.new(made.algorithm, data, usedforsecurity=False).digest() == made.value


def _size(algorithm: str) -> int:
    return hashlib.new(algorithm, usedforsecurity=False).digest_size


def _value(printed: str, size: int) -> bytes | None:
    """The digest of `size` bytes in hexadecimal digits, base32 or base64, padded or not."""
    bare = printed.rstrip("=")
    try:
        if len(bare) == size * 2:
            return bytes.fromhex(bare)
        if len(bare) == -(-size * 8 // 5):
            return base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
        if len(bare) == -(-size * 4 // 3):
            return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_")
    except (ValueError, binascii.Error):
        return None
    return None
