"""Every type of ledger entry: its name, and the value that its fields are written from and read to.

A type that this version does not know is no fault: a newer program wrote it, and it stays.
"""

from collections.abc import Mapping

from newsarchive.ledger.entries import Entry, NewEntry
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Founding, Loss, Prune, Sighting
from newsarchive.model.holding import Accession
from newsarchive.model.run import Run

Known = (
    Founding
    | Accession
    | Sighting
    | Run
    | Damage
    | Decision
    | Acknowledgement
    | Prune
    | Loss
    | Adoption
)
"""What an entry of the ledger says."""

TYPES: Mapping[str, type[Known]] = {
    "init": Founding,
    "accession": Accession,
    "sighting": Sighting,
    "audit": Run,
    "damage": Damage,
    "decision": Decision,
    "acknowledgement": Acknowledgement,
    "prune": Prune,
    "loss": Loss,
    "adoption": Adoption,
}
_NAMES: Mapping[type[Known], str] = {kind: name for name, kind in TYPES.items()}


def type_of(kind: type[Known]) -> str:
    """What the entries that say such a thing are called in the ledger."""
    return _NAMES[kind]


def read(entry: Entry) -> Known | None:
    """What an entry says; None for one of a type that this version does not know.

    Raises:
        ValueError: a field is missing or is not what it should be; says which.
    """
    kind = TYPES.get(entry.type)
    if kind is None:
        return None
    try:
        return kind.read(entry.fields, entry.seq, entry.time)
    except KeyError as error:
        raise ValueError(f"its {entry.type} has no {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"its {entry.type} is none: {error}") from error


def written(value: Known) -> NewEntry:
    """A value as an entry that is not in the ledger yet."""
    return NewEntry(type_of(type(value)), value.fields())
