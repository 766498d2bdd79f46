"""Who asks for an article, what may be given of it, and what an archive's settings say of that."""

from dataclasses import dataclass
from enum import StrEnum

from newsarchive.model.decision import Access


class Reader(StrEnum):
    """In what capacity somebody asks, as far as the door that they stand at knows."""

    ANYONE = "anyone"
    REGISTERED = "registered"
    ONSITE = "onsite"
    STAFF = "staff"


class Gives(StrEnum):
    """How much of an article is given: all of it, its description without text, or nothing."""

    ALL = "all"
    METADATA = "metadata"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Allowed:
    """The access level of an article at a moment, and in words for anybody why it is this one.

    `until` is the end as the source or a person wrote it (EDTF), "" where no end is known. The
    level is not `known` where the record cannot be read; nothing may be given then.
    """

    level: Access
    why: str = ""
    until: str = ""
    known: bool = True

    @property
    def said(self) -> str:
        """It as a sentence without its end: `closed: under embargo until 2027-01-01`."""
        return f"{self.level}: {self.why}" if self.why else self.level.value


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """What archive.toml says: the level where nobody decided, and whose uses the ledger keeps."""

    default: Access = Access.OPEN
    recorded: frozenset[Reader] = frozenset()
