"""What happened to one bag, from its accession until now."""

from dataclasses import dataclass

from newsarchive.model.attention import Acknowledgement
from newsarchive.model.chronicle import Check
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Sighting, Use
from newsarchive.model.holding import Accession
from newsarchive.model.withdrawal import Withdrawal


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

    acknowledgement: Acknowledgement

    @property
    def seq(self) -> int:
        """The number of its ledger entry."""
        return self.acknowledgement.seq

    @property
    def time(self) -> str:
        """When, RFC 3339."""
        return self.acknowledgement.time


Told = Sighting | Damage | Decision | Acknowledgement | Adoption | Use | Withdrawal
"""What the ledger tells of a bag besides its accession and the audits that looked at it."""

Happening = (
    TakenIn | Amended | Sighting | Check | Decided | Acknowledged | Adoption | Use | Withdrawal
)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened to one bag, in the order of the ledger."""

    accession: Accession
    happenings: tuple[Happening, ...]
