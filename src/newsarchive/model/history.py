"""What happened to one bag, from its accession until now, and to the versions of its article."""

from dataclasses import dataclass

from newsarchive.model.attention import Acknowledgement
from newsarchive.model.chronicle import Check
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Sighting, Use
from newsarchive.model.holding import Accession
from newsarchive.model.version import Placed
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
class VersionTold:
    """A version of an article as its history tells it.

    `status` is what its source says of publishing it, "" where it says nothing; `sightings` counts
    how often it came again from elsewhere; of one that is `dark`, no name is told.
    """

    placed: Placed
    status: str = ""
    sightings: int = 0
    dark: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened to one bag, in the order of the ledger.

    `versions` are those of its article in their order, itself among them. Where the article was
    asked for and not this bag, `of_article` has the history of each of them that may be told.
    """

    accession: Accession
    happenings: tuple[Happening, ...]
    versions: tuple[VersionTold, ...] = ()
    of_article: tuple["History", ...] = ()
