"""What needs a person: findings that are open, and the acknowledgements that quiet them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from newsarchive.model.finding import NOT_SEEN, Finding, Kind, Level
from newsarchive.model.subject import MAIN, About

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A person's word that a finding is known and need not be shown as new.

    `until` is the last day on which it holds, None for ever; `by` a role or staff id; `seq` and
    `time` are those of the ledger entry.
    """

    finding: str
    bag: str
    reason: str
    until: date | None
    by: str
    seq: int = -1
    time: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it still holds."""
        return self.until is None or now.date() <= self.until

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "finding": self.finding,
            "bag": self.bag,
            "reason": self.reason,
            "until": None if self.until is None else self.until.isoformat(),
            "by": self.by,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Acknowledgement":
        """The acknowledgement in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        until = None if fields["until"] is None else parse_day(fields["until"])
        finding, bag, reason = fields["finding"], fields["bag"], fields["reason"]
        return cls(finding, bag, reason, until, fields["by"], seq, time)


def parse_day(text: str) -> date:
    """The day in `2027-01-31`.

    Raises:
        ValueError: it is none.
    """
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not a day such as 2027-01-31")
    return date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that is open: of an accession, or of the last check of a bag.

    It is `about` a bag in a store, or something else there: `bag` is the bag's id and `name` its
    name; of something that the ledger does not know both are its path. `store` is "" where it is of
    none. `origin` is `accession` or `audit`; `since` when it was found first.
    """

    id: str
    bag: str
    name: str
    origin: str
    since: str
    finding: Finding
    acknowledgement: Acknowledgement | None = None
    about: About = About.BAG
    store: str = MAIN

    @property
    def weight(self) -> "Weight":
        """How much it weighs."""
        return weight(self.finding.level, self.finding.kind)


class Weight(IntEnum):
    """How much an open finding weighs, worst first."""

    DAMAGE = 0  # something is damaged, missing or not ours: for certain
    UNSEEN = 1  # something could not be looked at
    WARNING = 2  # worth a look


def weight(level: Level, kind: Kind) -> Weight:
    """How much a finding of this level and kind weighs."""
    if level is not Level.ERROR:
        return Weight.WARNING
    return Weight.UNSEEN if kind in NOT_SEEN else Weight.DAMAGE


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many open findings there are, and on how many bags, by weight; and by code."""

    findings: Mapping[Weight, int]
    bags: Mapping[Weight, int]
    codes: Mapping[str, int]
