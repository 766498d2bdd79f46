"""What an archive holds, member by member, and the limits within which one is read. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.bag.tree import NodeKind


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive is read before it is called too much.

    `members` and `octets` (of all members, unpacked) are counts; `ratio` is how many times larger
    than the archive its content may be, from `ratio_from` unpacked bytes on; `header` the bytes of
    an extended header; `window` the memory that a decompressor may ask for; `rewinds` how often a
    stream may be begun again.
    """

    members: int = 1_000_000
    octets: int = 1 << 42
    ratio: int = 200
    ratio_from: int = 1 << 28
    header: int = 1 << 20
    window: int = 1 << 28
    rewinds: int = 16


class LimitError(OSError):
    """Reading on would go beyond the limits: nobody can say what the archive holds."""


class Member(NamedTuple):
    """One member. `place` is where its header (zip) or its content (tar) begins, in bytes.

    `name` has lone surrogates for bytes that are no text. `link` is what a hard link names, None
    for any other member. The rest is of a zip only; `raw` are the bytes of the name.
    """

    name: str
    kind: NodeKind
    size: int
    place: int
    link: str | None = None
    packed: int = 0
    method: int = 0
    checksum: int = 0
    encrypted: bool = False
    raw: bytes = b""
