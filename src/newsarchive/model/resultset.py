"""A result set: which articles an archive gave to a question, at a position of its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from newsarchive.model.corpus import Position

KIND = "newsarchive result set"
VERSION = 2
EARLY_VERSION = 1
"""Of sets that had every version of each article in them, and not only the current one."""


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a result set: its bag, that bag's seal, and the amendment that was current.

    `path` is where the bag lies in the archive, which never changes; `amendment` is the seal of
    that amendment, "" for none. The seals say what every byte of the article was, and of what was
    known of it.
    """

    bag: str
    path: str
    seal: str
    amendment: str = ""

    @property
    def name(self) -> str:
        """The name of the bag."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class SavedSet:
    """What a saved result set says of itself: from which archive, as of where, what was asked.

    `asked_for` are the filters by name; a search adds its query. `ledger_bytes` is how long the
    ledger was at the position. `version` is that of its form.
    """

    archive: str
    position: Position
    ledger_bytes: int
    made: str
    asked_for: Mapping[str, Any] = field(default_factory=dict)
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Saved:
    """A result set that was saved: in which file, with how many articles; its SHA-512 in hex."""

    place: str
    sha512: str
    articles: int
    about: SavedSet
    unread: int = 0


class Change(StrEnum):
    """What became of an article of a result set since.

    It was `amended`, `superseded` by a later version, it is `gone` from the archive, or has
    `another seal`; it fits the question `no longer`, or it is `new`. Of one that could `not` be
    `read` nobody can say.
    """

    AMENDED = "amended"
    SUPERSEDED = "superseded"
    GONE = "gone"
    ANOTHER = "another seal"
    NO_LONGER = "no longer"
    NEW = "new"
    UNREAD = "not read"


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that is not as a result set has it: what became of it, and its bag."""

    change: Change
    bag: str
    name: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A result set beside what the same question gives now.

    `same` articles are as they were; `changed` counts the others by what became of them. `known`
    tells whether the ledger is one that once stood at the set's position.
    """

    saved: SavedSet
    position: Position
    articles: int
    same: int
    changed: Mapping[Change, int]
    known: bool
    unread: int = 0
