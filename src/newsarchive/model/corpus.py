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
    that can be in no other. `query` are words that the article has, and `also` what else the index
    of words is asked (`model.wanted.FilterKeywords`), by name. What amendments say counts. Of each
    article its current version is meant, or with `versions` each.
    """

    source: str | None = None
    agency: str | None = None
    year: int | None = None
    collection: str | None = None
    incomplete: bool = False
    undated: bool = False
    versions: bool = False
    query: str = ""
    also: tuple[tuple[str, tuple[str, ...] | str | bool], ...] = ()

    @classmethod
    def of(cls, asked: Mapping[str, Any], query: str = "") -> "Wanted":
        """What the options of a command ask for, by name; None and no value at all ask nothing."""
        own = {name: asked[name] for name in cls.__slots__ if name in asked}
        also = {
            name: tuple(value) if isinstance(value, tuple | list) else value
            for name, value in asked.items()
            if name not in own and value is not None and value != () and value is not False
        }
        also |= {n: False for n in ("media", "complete", "disputed") if asked.get(n) is False}
        if set(also) == {"possible"}:
            also = {}  # it says how to read dates, and none are asked for
        return cls(**own, query=query, also=tuple(sorted(also.items())))

    @property
    def of_records(self) -> bool:
        """Whether records have to be read to answer it; else the catalog knows."""
        return self.agency is not None or self.year is not None or self.undated

    def document(self) -> dict[str, str | int | bool | list[str]]:
        """What is asked for, by the names of the options; empty for every article."""
        named = {
            "source": self.source,
            "agency": self.agency,
            "year": self.year,
            "collection": self.collection,
        }
        found: dict[str, str | int | bool | list[str]] = {
            name: value for name, value in named.items() if value is not None
        }
        flags = {
            "incomplete": self.incomplete,
            "undated": self.undated,
            "versions": self.versions,
        }
        found |= {name: True for name, value in flags.items() if value}
        found |= {"query": self.query} if self.query else {}
        return found | {n: list(v) if isinstance(v, tuple) else v for n, v in self.also}

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
            texts = value if isinstance(value, list) else ()
            if type(value) is not kind or not all(isinstance(text, str) for text in texts):
                raise ValueError(f"{name} cannot be {value!r}")
        return cls.of(
            {name: value for name, value in document.items() if name != "query"},
            document.get("query", ""),
        )

    def words(self) -> Iterator[str]:
        """The same for people, one condition each."""
        for name, value in self.document().items():
            if isinstance(value, list):
                yield f"{name}: {' or '.join(v or 'none known' for v in value)}"
            elif isinstance(value, bool):
                said = "every version of each article" if name == "versions" else name
                yield said if value else f"no {name}"
            else:
                yield f"{name}: {value}" if value != "" else f"{name}: none known"


_KINDS: Mapping[str, type] = {
    "source": str,
    "agency": str,
    "collection": str,
    "year": int,
    "incomplete": bool,
    "undated": bool,
    "versions": bool,
    "query": str,
    "person": list,
    "place": list,
    "subject": list,
    "language": list,
    "date_status": list,
    "verdict": list,
    "begin": str,
    "end": str,
    "possible": bool,
    "media": bool,
    "complete": bool,
    "disputed": bool,
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
class Released:
    """What of an article goes out, at this moment and to whoever asks.

    `withheld` says why nothing does, `without_text` why its text does not; both are "" for one that
    goes out whole. Where the text does not, `told` is the record, as a document, as far as it
    may be told; None if that is all of it.
    """

    withheld: str = ""
    without_text: str = ""
    told: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus: its name in the folder, its bytes, its SHA-512 in hex."""

    name: str
    bytes: int
    sha512: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that was given out, whole and on disk.

    `articles` are in it; `without_text` counts those of them whose text was not given out, and
    `left_out` those that were not given out at all, by reason; `unread` those that could not be
    read, of which nobody can say all that was asked. `table` is the file with a
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
    without_text: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
