"""What came of making a bag of a folder."""

from dataclasses import dataclass

from newsarchive.digests import Digest


@dataclass(frozen=True, slots=True)
class Bagged:
    """A bag that was made of a folder: where it lies, its seal, its payload, and what to know.

    `files` and `bytes` count the payload; `warnings` are sentences for people.
    """

    bag: str
    seal: Digest
    files: int
    bytes: int
    warnings: tuple[str, ...] = ()
