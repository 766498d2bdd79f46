"""What happened to one bag, from its accession until now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.model.attention import Acknowledgement
from newsarchive.model.decision import Decision
from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.holding import Accession


@dataclass(frozen=True, slots=True)
class Run:
    """An audit on record: its ledger entry's number, its name, time and fields."""

    seq: int
    run: str
    time: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the ledger that tells something of a bag."""

    seq: int
    time: str
    type: str
    bag: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The bag was taken in, from `accession.origin`."""

    accession: Accession

    @property
    def seq(self) -> int:
        """The number of its ledger entry."""
        return self.accession.seq

    @property
    def time(self) -> str:
        """When, RFC 3339."""
        return self.accession.time


@dataclass(frozen=True, slots=True)
class Amended:
    """Another bag was taken in that completes or corrects the record of this one."""

    accession: Accession

    @property
    def seq(self) -> int:
        """The number of its ledger entry."""
        return self.accession.seq

    @property
    def time(self) -> str:
        """When, RFC 3339."""
        return self.accession.time


@dataclass(frozen=True, slots=True)
class Sighting:
    """The article came again, from another place."""

    seq: int
    time: str
    origin: str


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


@dataclass(frozen=True, slots=True)
class Decided:
    """A person decided something about the bag."""

    decision: Decision

    @property
    def seq(self) -> int:
        """The number of its ledger entry."""
        return self.decision.seq

    @property
    def time(self) -> str:
        """When, RFC 3339."""
        return self.decision.time


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A person acknowledged a finding."""

    seq: int
    acknowledgement: Acknowledgement

    @property
    def time(self) -> str:
        """When, RFC 3339."""
        return self.acknowledgement.time


Happening = TakenIn | Amended | Sighting | Check | Decided | Acknowledged


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened to one bag, in the order of the ledger."""

    accession: Accession
    happenings: tuple[Happening, ...]
