"""Withdrawals: a bag is taken out of use for everybody, or destroyed with every copy of it.

What the ledger says of one names nobody and quotes nothing: ids, seals, codes, and a reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsarchive.model.decision import Reason, is_line


class Act(StrEnum):
    """What is done to a bag: the first four by people, the last by whoever finishes it."""

    DARK = "dark"
    LIFT = "lift"
    DESTROY = "destroy"
    APPROVE = "approve"
    DESTROYED = "destroyed"


class Grade(StrEnum):
    """How far a bag is withdrawn: shown to nobody, or destroyed."""

    DARK = "dark"
    DESTROYED = "destroyed"


REASONS = (
    Reason.COURT_ORDER,
    Reason.LEGAL_REQUEST,
    Reason.PRIVACY,
    Reason.RIGHTS_HOLDER,
    Reason.DONOR_AGREEMENT,
    Reason.ERROR,
    Reason.OTHER,
)
"""Why a bag may be withdrawn: a closed list, a part of the reasons of decisions."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One step of a withdrawal, as the ledger has it.

    `authority` is a reference, such as the number of a case, and never a name; `by` a role or staff
    id; `seal` that of the bag. `persons` is how many have to agree to a destruction, whoever asks
    for it among them. `also` are the ids of the other bags that go with it, `refused` the SHA-512
    of what is not taken in again. `reports` are audits and the digests that their reports have once
    nothing of the bags is left in them: they stand in the entry that makes a destruction certain.
    `beside` are the ids of the bags of other versions of the articles that go: what is told of
    those may change with it, and once it is done nobody can say which they were.
    """

    bag: str
    seal: str
    act: Act
    reason: Reason
    authority: str
    by: str
    persons: int = 1
    also: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()
    seq: int = -1
    time: str = ""

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            known = ", ".join(REASONS)
            raise ValueError(f"{self.reason.value!r} is no reason to withdraw a bag: {known}")
        if not is_line(self.authority):
            raise ValueError("the authority is one line of text, such as the number of a case")

    @property
    def bags(self) -> tuple[str, ...]:
        """The ids of all bags that it is about, the one that was named first."""
        return (self.bag, *self.also)

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "bag": self.bag,
            "seal": self.seal,
            "act": self.act.value,
            "reason": self.reason.value,
            "authority": self.authority,
            "by": self.by,
            "persons": self.persons,
            "also": list(self.also),
            "refused": list(self.refused),
            "reports": [list(r) for r in self.reports],
        } | ({"beside": list(self.beside)} if self.beside else {})

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Withdrawal":
        """The step in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(
            bag=fields["bag"],
            seal=fields["seal"],
            act=Act(fields["act"]),
            reason=Reason(fields["reason"]),
            authority=fields["authority"],
            by=fields["by"],
            persons=fields["persons"],
            also=tuple(fields["also"]),
            refused=tuple(fields["refused"]),
            reports=tuple((run, digest) for run, digest in fields["reports"]),
            beside=tuple(fields.get("beside", ())),  # not in the entries of early archives
            seq=seq,
            time=time,
        )


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a bag is withdrawn, and all that may be said of it: no name, no title, no text.

    `bag` is the bag of the withdrawal, `time` when the step was entered that stands; `agreed` are
    those who asked for its destruction or approved it, of `persons` that have to. `destroy` is the
    newest step of these, which says what all goes with it; None for a bag that is dark. `certain`:
    enough have agreed. `gone`: nothing of it is left.
    """

    bag: str
    seal: str
    reason: Reason
    authority: str
    time: str
    agreed: tuple[str, ...] = ()
    persons: int = 0
    destroy: Withdrawal | None = None
    gone: bool = False

    @property
    def certain(self) -> bool:
        """Whether it is destroyed or to be destroyed at once, and cannot be lifted any more."""
        return self.destroy is not None and len(self.agreed) >= self.persons

    @property
    def grade(self) -> Grade:
        """How far it is withdrawn; one whose destruction waits for somebody to agree is dark."""
        return Grade.DESTROYED if self.certain else Grade.DARK

    @property
    def said(self) -> str:
        """In words: `it was destroyed on 2026-11-27: court-order (case 12/26)`."""
        what = "was destroyed" if self.certain else "is withdrawn since"
        when = f"on {self.time[:10]}" if self.certain else self.time[:10]
        return f"it {what} {when}: {self.reason} ({self.authority})"

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "bag_id": self.bag,
            "seal": self.seal,
            "grade": self.grade.value,
            "time": self.time,
            "reason": self.reason.value,
            "authority": self.authority,
            "waits_for_approval": self.destroy is not None and not self.certain,
            "agreed": list(self.agreed),
            "persons": self.persons,
            "gone": self.gone,
        }


@dataclass(frozen=True, slots=True)
class WithdrawnCounts:
    """How many bags are withdrawn: `dark` ones stay and are audited, of `destroyed` none is left.

    Amendments and deliveries count where they go with a bag.
    """

    dark: int = 0
    destroyed: int = 0

    @property
    def text(self) -> str:
        """In words, "" for none: `1 bag was destroyed by a withdrawal, 2 are dark`."""
        parts = []
        if self.destroyed:
            bags = "1 bag was" if self.destroyed == 1 else f"{self.destroyed:,} bags were"
            parts.append(f"{bags} destroyed")
        if self.dark:
            parts.append(f"{self.dark:,} {'is' if self.dark == 1 else 'are'} dark")
        return f"withdrawn: {', '.join(parts)}" if parts else ""

    def document(self) -> dict[str, int]:
        """As JSON."""
        return {"dark": self.dark, "destroyed": self.destroyed}


def placeholder(bag: str) -> str:
    """What stands for the name of a destroyed bag: `withdrawn-` and 12 of its id."""
    return f"withdrawn-{bag[:12]}"
