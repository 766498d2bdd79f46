"""A corpus: articles that were asked for, given out for research, and what came of that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class CorpusForm(StrEnum):
    """What the articles of a corpus are written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    TEXTS = "texts"
    DC = "dc"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are asked for: those for which all that is said here holds.

    `source` and `agency` are names, "" for those of which none is known; `year` is that of a date
    that can be in no other. What amendments say counts.
    """

    source: str | None = None
    agency: str | None = None
    year: int | None = None
    collection: str | None = None
    incomplete: bool = False
    undated: bool = False

    @property
    def of_records(self) -> bool:
        """Whether records have to be read to answer it; else the catalog knows."""
        return self.agency is not None or self.year is not None or self.undated

    def document(self) -> dict[str, str | int | bool]:
        """What is asked for, by the names of the options; empty for every article."""
        named = {
            "source": self.source,
            "agency": self.agency,
            "year": self.year,
            "collection": self.collection,
        }
        found: dict[str, str | int | bool] = {
            name: value for name, value in named.items() if value is not None
        }
        flags = {"incomplete": self.incomplete, "undated": self.undated}
        return found | {name: True for name, value in flags.items() if value}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Wanted":
        """What `document` gave.

        Raises:
            ValueError: it asks for something else, or for a name that is none.
        """
        for name, value in document.items():
            kind = _KINDS.get(name)
            if kind is None:
                raise ValueError(f"{name!r} is nothing that can be asked for")
            if type(value) is not kind:
                raise ValueError(f"{name} cannot be {value!r}")
        return cls(**document)

    def words(self) -> Iterator[str]:
        """The same for people, one condition each."""
        for name, value in self.document().items():
            if value is True:
                yield name
            else:
                yield f"{name}: {value}" if value != "" else f"{name}: none known"


_KINDS: Mapping[str, type] = {
    "source": str,
    "agency": str,
    "collection": str,
    "year": int,
    "incomplete": bool,
    "undated": bool,
}


@dataclass(frozen=True, slots=True)
class Position:
    """How far a ledger had come: the number of its last entry, that line's SHA-256, its time.

    Everything that the archive says of its bags follows from the ledger up to there.
    """

    seq: int
    line_sha256: str
    time: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.line_sha256}"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus: its name in the folder, its bytes, its SHA-512 in hex."""

    name: str
    bytes: int
    sha512: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that was given out, whole and on disk.

    `articles` are in it; `left_out` counts those that were not given out, by reason; `unread` those
    that could not be read, of which nobody can say all that was asked. `table` is the file with a
    row for each article; `files` counts all files in the folder, and `bytes` theirs.
    """

    place: str
    form: CorpusForm
    archive: str
    position: Position
    made: str
    wanted: Wanted
    articles: int
    table: CorpusFile
    files: int
    bytes: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
