"""What a search asks for and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

UNKNOWN = "unknown"


class Facet(StrEnum):
    """By what articles can be told apart: its name is that of the option, too."""

    SOURCE = "source"
    AGENCY = "agency"
    PERSON = "person"
    PLACE = "place"
    SUBJECT = "subject"
    LANGUAGE = "language"
    COLLECTION = "collection"
    YEAR = "year"
    STATUS = "date-status"
    MEDIA = "media"
    COMPLETE = "complete"
    DISPUTED = "disputed"
    VERDICT = "verdict"


class Sort(StrEnum):
    """In what order hits are told. Those without a date come last where it is by date."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Shown(StrEnum):
    """How much of an article may be shown to whoever asks."""

    ALL = "all"
    NO_TEXT = "no-text"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles are meant: those for which all of this holds.

    `values` has for a facet the values of which one must fit, "" for those of which none is known;
    case and accents make no difference. `begin` and `end` are the first and last day: the whole of
    an article's date lies between them, or with `possible` some day of it. `undated` asks for those
    without a date. Of each article its current version is meant, or with `versions` each.
    """

    values: Mapping[Facet, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    begin: date | None = None
    end: date | None = None
    possible: bool = False
    undated: bool = False
    versions: bool = False

    @property
    def by_date(self) -> bool:
        """Whether a year or a range of dates is asked for, so that those without one are out."""
        return self.ranged or Facet.YEAR in self.values

    @property
    def ranged(self) -> bool:
        """Whether a range of dates is asked for."""
        return self.begin is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class Paging:
    """Which of the hits are told, in what order; `each` does not group those of the same text."""

    sort: Sort | None = None
    limit: int = 20
    offset: int = 0
    each: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of an article. `text` is the path of its text in the bag."""

    bag: str
    bag_id: str
    title: str
    headline: str | None = None
    date: str | None = None
    date_kind: str = UNKNOWN
    sources: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    language: str | None = None
    gaps: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    `snippet` is a piece of its text as it is printed, None where that may not be shown or cannot be
    read; `duplicates` counts the others that were found and have the same text. One that is not
    the `current` version of its article says which is, in `superseded_by`, if that may be told.
    `closed` is why its source lets it be given to nobody, "" where it does not.
    """

    card: Card
    snippet: str | None
    duplicates: int = 0
    shown: Shown = Shown.ALL
    current: bool = True
    superseded_by: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the articles that were found have a value; None stands for those without one."""

    value: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    `total` counts the articles that were found, whatever page is told and whether they are grouped;
    `undated` those that fit but for the range of dates, since they have none; `withheld` the hits
    of this page that are not shown, `withheld_why` with reasons that the source gives; `earlier`
    counts superseded versions that fit and are in none of these numbers; `next` is the offset of
    the next page, None for none. `behind` counts what came since the index was written and is not
    in the answer, `why` says why. `unread` counts the articles whose records could not be read when
    they were indexed. `notes` are for people.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[Count, ...]]
    undated: int
    offset: int
    next: int | None
    withheld: int = 0
    withheld_why: tuple[str, ...] = ()
    earlier: int = 0
    behind: int = 0
    why: str = ""
    failed: bool = False
    unread: int = 0
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0; 3 if the disk, or bags that cannot be reached, kept the index from being complete."""
        return 3 if self.failed else 0
