"""What the catalog can tell of audits and checks so far, and of how much is covered by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.subject import MAIN


@dataclass(frozen=True, slots=True)
class Check:
    """A fixity check; `seq` is the number of its audit's ledger entry, `findings` its errors.

    `after` is the time of the last good look at the bag, if this check is the first that found it
    not to be what it was: between the two it was altered.
    """

    seq: int
    run: str
    time: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    after: str = ""
    store: str = MAIN


@dataclass(frozen=True, slots=True)
class Dated:
    """A bag, by its name, and a time (RFC 3339)."""

    bag: str
    time: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many articles lack provenance, and how many of them lack each part of it."""

    bags: int
    source: int = 0
    date: int = 0
    agency: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many bags were verified within the last `every_days` days, of how many.

    `overdue` were neither verified nor taken in within that time; `never` were not verified since
    they were taken in; `oldest` is the bag whose last verification is the longest ago.
    """

    every_days: int
    checked: int
    of: int
    overdue: int
    never: int
    oldest: Dated | None

    @property
    def permille(self) -> int:
        """How many of a thousand bags were verified in time, rounded down: 1,000 means all."""
        return 1000 * self.checked // self.of if self.of else 1000

    def document(self) -> dict[str, Any]:
        """As reports and `--json` have it."""
        oldest = self.oldest
        return {
            "every_days": self.every_days,
            "checked": self.checked,
            "of": self.of,
            "overdue": self.overdue,
            "never": self.never,
            "permille": self.permille,
            "oldest": None if oldest is None else {"bag": oldest.bag, "checked": oldest.time},
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Coverage":
        """The coverage in such a document.

        Raises:
            KeyError, TypeError: it is none.
        """
        oldest = document["oldest"]
        return cls(
            document["every_days"],
            document["checked"],
            document["of"],
            document["overdue"],
            document["never"],
            None if oldest is None else Dated(oldest["bag"], oldest["checked"]),
        )
