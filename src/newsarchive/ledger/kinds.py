"""Every type of ledger entry: its name, and the value that its fields are written from and read to.

What stands in a ledger is read as hostile input (`understand`): see ledger/shapes.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from newsarchive.ledger.entries import Entry, NewEntry
from newsarchive.ledger.shapes import is_time, shaped
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Founding, Loss, Prune, Sighting, Use
from newsarchive.model.holding import Accession
from newsarchive.model.run import Run
from newsarchive.model.withdrawal import Withdrawal

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
    | Use
    | Withdrawal
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
    "use": Use,
    "withdrawal": Withdrawal,
}
_LONGEST_NAME = 60
_LONG_AGO = "1970-01-01T00:00:00Z"  # of an entry whose time is none: what it tells of is due
_NAMES: Mapping[type[Known], str] = {kind: name for name, kind in TYPES.items()}


def type_of(kind: type[Known]) -> str:
    """What the entries that say such a thing are called in the ledger."""
    return _NAMES[kind]


@dataclass(frozen=True, slots=True)
class Understood:
    """What an entry says, as far as it can be believed, and everything that is wrong with it.

    `said` is None where nothing of it can be used.
    """

    said: Known | None
    faults: tuple[str, ...] = ()


def understand(entry: Entry) -> Understood:
    """What an entry says. Nothing is raised: whoever can write to the ledger can write anything.

    An entry of a type that this version does not know is a fault, too: what a newer program meant
    by it nobody can say here.
    """
    kind = TYPES.get(entry.type)
    if kind is None:
        name = ascii(entry.type[:_LONGEST_NAME])
        return Understood(None, (f"nobody here knows entries of the type {name}",))
    found = shaped(entry.type, entry.fields)
    time, faults = entry.time, found.faults
    if not is_time(time):
        faults = (*faults, f"its time is none: {time[:_LONGEST_NAME]!a}")
        time = _LONG_AGO
    if found.fields is None:
        return Understood(None, faults)
    try:
        return Understood(kind.read(found.fields, entry.seq, time), faults)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return Understood(None, (*faults, f"its {entry.type}: {error}"))


def written(value: Known) -> NewEntry:
    """A value as an entry that is not in the ledger yet."""
    return NewEntry(type_of(type(value)), value.fields())
