"""What a person decided about a bag: kinds, values and reasons. The bag itself never changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class DecisionKind(StrEnum):
    """What is decided. The newest decision of a kind is the one that stands."""

    COLLECTION = "collection"
    ACCESS = "access"
    EMBARGO = "embargo"
    IDENTIFIER = "identifier"
    RESTRICTION = "restriction"


class Access(StrEnum):
    """Who may read an article."""

    OPEN = "open"
    REGISTERED = "registered"
    ONSITE = "onsite"
    METADATA_ONLY = "metadata-only"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why it is decided."""

    LEGAL_REQUEST = "legal-request"
    COURT_ORDER = "court-order"
    PRIVACY = "privacy"
    RIGHTS_HOLDER = "rights-holder"
    DONOR_AGREEMENT = "donor-agreement"
    EMBARGO_ENDED = "embargo-ended"
    ERROR = "error"
    CURATION = "curation"
    OTHER = "other"

    @property
    def meaning(self) -> str:
        """The code in plain words."""
        return _MEANINGS[self]


_MEANINGS: Mapping[Reason, str] = {
    Reason.LEGAL_REQUEST: "somebody asked for it with reference to a law, as for the right to be"
    " forgotten",
    Reason.COURT_ORDER: "a court ordered it",
    Reason.PRIVACY: "to protect a person who is named or shown",
    Reason.RIGHTS_HOLDER: "whoever holds the rights asked for it, or agreed to it",
    Reason.DONOR_AGREEMENT: "it was agreed with whoever gave the article to the archive",
    Reason.EMBARGO_ENDED: "the time before which it might not be published is over",
    Reason.ERROR: "to correct a mistake of ours",
    Reason.CURATION: "to arrange the holdings: the archive's own choice",
    Reason.OTHER: "something else; --note says what",
}

RESTRICTED = "restricted"
LIFTED = "lifted"

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one bag. `by` is a role or staff id, never a login.

    `value` is a collection's name, an access level, a URI, `lifted` or `restricted`; `note` says
    more, "" for nothing. `seq` and `time` are those of the ledger entry.
    """

    bag: str
    kind: DecisionKind
    value: str
    reason: Reason
    by: str
    note: str = ""
    seq: int = -1
    time: str = ""

    def __post_init__(self) -> None:
        if fault := _fault(self.kind, self.value):
            raise ValueError(fault)
        if self.reason is Reason.OTHER and not self.note:
            raise ValueError("the reason `other` needs a note that says which")

    def says_as(self, other: "Decision") -> bool:
        """Whether both decide the same about the same bag for the same reason."""
        mine = (self.bag, self.kind, self.value, self.reason, self.note)
        return mine == (other.bag, other.kind, other.value, other.reason, other.note)

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "bag": self.bag,
            "kind": self.kind.value,
            "value": self.value,
            "reason": self.reason.value,
            "note": self.note,
            "by": self.by,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Decision":
        """The decision in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(
            bag=fields["bag"],
            kind=DecisionKind(fields["kind"]),
            value=fields["value"],
            reason=Reason(fields["reason"]),
            by=fields["by"],
            note=fields["note"],
            seq=seq,
            time=time,
        )


def _fault(kind: DecisionKind, value: str) -> str:
    """What is wrong with a value; "" for nothing."""
    match kind:
        case DecisionKind.COLLECTION:
            return "" if is_line(value) else "the name of a collection is one line of text"
        case DecisionKind.ACCESS:
            known = ", ".join(Access)
            return "" if value in set(Access) else f"{value!r} is no access level: {known}"
        case DecisionKind.IDENTIFIER:
            good = _URI.fullmatch(value)
            return "" if good else f"{value!r} is no URI such as https://doi.org/10.5555/12345678"
        case DecisionKind.EMBARGO:
            return "" if value == LIFTED else f"an embargo can be lifted, and not {value!r}"
        case DecisionKind.RESTRICTION:
            return (
                ""
                if value in {RESTRICTED, LIFTED}
                else f"a bag can be restricted, or its restriction lifted, and not {value!r}"
            )


def is_line(text: str) -> bool:
    """Whether `text` is one line that says something, without blanks at its ends."""
    return bool(text) and text == text.strip() and text.isprintable()
