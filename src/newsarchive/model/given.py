"""What was given to somebody who takes bags home, and how each of them was found."""

from dataclasses import dataclass
from enum import StrEnum

from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.holding import Accession


class Container(StrEnum):
    """In what bags are given."""

    FOLDER = "folder"
    TAR = "tar"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class GivenBag:
    """One bag that was given, or should have been: how it was found when it was read.

    `folder` is where it lies in what was given, "" where that is the bag itself. `findings` are
    errors; there are none of a bag that is intact.
    """

    accession: Accession
    folder: str
    verdict: Verdict = Verdict.INTACT
    findings: tuple[Finding, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every byte of it is what was taken in."""
        return self.verdict is Verdict.INTACT


@dataclass(frozen=True, slots=True)
class GivenPage:
    """An article whose records were given, as `reference` named it; `missing` media have none."""

    reference: str
    accession: Accession
    missing: int = 0


@dataclass(frozen=True, slots=True)
class NotGiven:
    """What was asked for and has no records to be given, and why."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class GivenRecords:
    """What lies at `dest` now: a WARC file with so many `records`, those of these pages."""

    dest: str
    records: int
    pages: tuple[GivenPage, ...]
    refused: tuple[NotGiven, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """The exit status: 1 if something has no records."""
        return 1 if self.refused else 0


@dataclass(frozen=True, slots=True)
class Given:
    """What lies at `dest` now: bags, in a container."""

    dest: str
    container: Container
    bags: tuple[GivenBag, ...]

    @property
    def exit_code(self) -> int:
        """The exit status: 1 if what was given is not what was taken in."""
        return 0 if all(bag.whole for bag in self.bags) else 1
