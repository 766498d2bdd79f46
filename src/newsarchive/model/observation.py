"""What a checker saw in one bag: facts for a judge, not yet a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsarchive.digests import Digest
from newsarchive.model.finding import Finding

TAG_MANIFEST = "tagmanifest-sha512.txt"
"""The file of a bag whose digest is its seal: through it every byte of the bag is known."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at one bag.

    `present` is False when there is no bag folder at all, and None when nobody could tell (the
    place cannot be reached). `findings` are everything that the bag breaks by its own lists, each
    naming in `by` the list that reported it. `seal` is the SHA-512 of tagmanifest-sha512.txt as it
    lies there now; None when it is absent or unreadable. `files` and `bytes` count what was read
    to its end. `version` is what bagit.txt declares. `sizes` are the bytes of those files whose
    digests are wrong.
    """

    present: bool | None
    findings: tuple[Finding, ...] = ()
    seal: Digest | None = None
    files: int = 0
    bytes: int = 0
    version: str | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)
