"""How something came to be taken in: found in which folder, and what its sender said of it."""

from dataclasses import dataclass

from newsarchive.digests import Digest
from newsarchive.workflows.ingest.below import Named

BAG_FOLDER = "bag-folder"
"""The unpacker of a folder that is a bag: it is kept, and opened, as a tar of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How something came to be taken in.

    `folder` is the one that was named and in which it was found, "" if it was named itself.
    `loose`: nobody named it, and what is still being written may be left for the next run. `sums`
    are the checksums that the sender gave of its files.
    """

    folder: str = ""
    loose: bool = False
    sums: tuple[tuple[Named, tuple[Digest, ...]], ...] = ()

    def said_of(self, file: object) -> tuple[Digest, ...]:
        """What the sender gave of a file."""
        return next((digests for named, digests in self.sums if named == file), ())
