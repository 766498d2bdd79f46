"""What came of each input and each run: the results that workflows return and reports show."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsarchive.model.access import Allowed, Gives
from newsarchive.model.decision import Access, Decision
from newsarchive.model.finding import Finding, Level
from newsarchive.model.holding import Accession, Standing


class ItemStatus(StrEnum):
    """What came of one article at ingest."""

    STORED = "stored"
    PRESENT = "present"
    REFUSED = "refused"
    FAILED = "failed"
    PLANNED = "planned"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class ItemOf:
    """Which item of a container: its position, counted from 1, and what the container calls it."""

    position: int
    label: str


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What came of one article. Fields that do not apply are None.

    `input` is the source as it was named, `item` which of its items it is, if it holds several, and
    `delivery` the id of the bag that keeps such a source; `folder` is the one that was named and in
    which the source was found, "" if it was named itself; `path` is relative to the archive;
    `amends` is the name of the bag that an amendment amends; `gaps` are what the provenance lacks,
    of `source`, `date`, `agency`; `message` and `hint` say why it was refused or failed and what to
    do, and `details` are lines below them; `no_room` says that nothing more can be stored.
    """

    input: str
    status: ItemStatus
    bag: str | None = None
    bag_id: str | None = None
    article_id: str | None = None
    path: str | None = None
    seal: str | None = None
    amends: str | None = None
    gaps: tuple[str, ...] | None = None
    findings: tuple[Finding, ...] = ()
    message: str | None = None
    hint: str | None = None
    no_room: bool = False
    item: ItemOf | None = None
    delivery: str | None = None
    details: tuple[str, ...] = ()
    folder: str = ""

    @classmethod
    def not_attempted(
        cls, name: str, item: ItemOf | None = None, folder: str = ""
    ) -> "ItemOutcome":
        """The outcome of what comes after the last room was taken."""
        return cls(
            name,
            ItemStatus.FAILED,
            message="not attempted: there is no room left",
            hint="Make room, and run the same command again.",
            no_room=True,
            item=item,
            folder=folder,
        )

    @property
    def called(self) -> str:
        """The source for people, with the item of it that this is: `batch.zip: news/a.txt`."""
        return f"{self.input}: {self.item.label}" if self.item else self.input

    @property
    def complete(self) -> bool | None:
        """Whether the provenance is complete; None where no article was read."""
        return None if self.gaps is None else not self.gaps


@dataclass(frozen=True, slots=True)
class Unmoved:
    """A file that was taken in and stays where it was, and why; `failed`: it should have gone."""

    name: str
    reason: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """What the records of one web archive are: their numbers add up to `total`.

    `input` is how it was named. `articles` are items, whatever became of them, and `media` files of
    those; `broken` are records that cannot be read or do not have the digests that they state.
    `reasons` say how many were `passed` over for each, most first; `unread` names the broken ones
    that are no items, with why.
    """

    input: str
    total: int
    articles: int
    media: int
    passed: int
    broken: int
    reasons: tuple[tuple[str, int], ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What came of one ingest: items in the order of the inputs, when (RFC 3339) and by whom.

    `passed` are the names of what nobody means: what systems leave in folders, empty folders.
    `moved` counts the files that went to the folder that was named for them, `unmoved` are those
    that were taken in and stay; `notes` are what else is to be said of the run; `records` account
    for those of each web archive.
    """

    items: tuple[ItemOutcome, ...]
    began: str
    seconds: float
    by: str = ""
    passed: tuple[str, ...] = ()
    moved: int = 0
    unmoved: tuple[Unmoved, ...] = ()
    notes: tuple[str, ...] = ()
    records: tuple[Records, ...] = ()

    def count(self, status: ItemStatus) -> int:
        """How many items have this status."""
        return sum(item.status is status for item in self.items)

    @property
    def out_of_space(self) -> bool:
        """Whether the run ended because there was no room left."""
        return any(item.no_room for item in self.items)

    @property
    def exit_code(self) -> int:
        """The exit status (docs/architecture.md)."""
        if self.out_of_space:
            return 3
        bad = any(f.level is Level.ERROR for item in self.items for f in item.findings)
        if bad or self.count(ItemStatus.REFUSED):
            return 1
        stuck = any(one.failed for one in self.unmoved)
        return 3 if self.count(ItemStatus.FAILED) or stuck else 0


@dataclass(frozen=True, slots=True)
class Words:
    """An article as it is read: its headline and byline, "" where none is known, and its text."""

    bag: Accession
    headline: str
    byline: str
    text: str


@dataclass(frozen=True, slots=True)
class BagView:
    """All that the archive can tell of one bag. `record` is the current one, None if unreadable.

    `articles` are those that came in it, if it is a delivery; `decisions` are those about it,
    oldest first. `access` is its level now, `given` how much of it is in here; `hidden` counts
    articles of which who asks may not even know. `versions` are those of its article in their
    order; `current` tells whether no later one is here, and `superseded_by` which is the current
    one, None where that may not be known. `same_text` are the first bags of other articles with the
    same text, of `same_text_count`.
    """

    accession: Accession
    standing: Standing | None
    record: Mapping[str, Any] | None
    versions: tuple[Accession, ...]
    amendments: tuple[Accession, ...] = ()
    problem: str = ""
    articles: tuple[Accession, ...] = ()
    decisions: tuple[Decision, ...] = ()
    access: Allowed = Allowed(Access.OPEN)
    given: Gives = Gives.ALL
    hidden: int = 0
    current: bool = True
    superseded_by: Accession | None = None
    same_text: tuple[Accession, ...] = ()
    same_text_count: int = 0

    @property
    def exit_code(self) -> int:
        """The exit status: 1 if there is no record to show."""
        return 1 if self.problem else 0
