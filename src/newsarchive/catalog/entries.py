"""What else the ledger tells of a bag, by people and by the program: table `told`."""

import json
from collections.abc import Iterator
from typing import TypeVar

from newsarchive.catalog.connection import Connection
from newsarchive.ledger.kinds import TYPES, type_of
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Sighting, Use
from newsarchive.model.history import Told
from newsarchive.model.withdrawal import Withdrawal

Tellable = TypeVar(
    "Tellable", Sighting, Damage, Decision, Acknowledgement, Adoption, Use, Withdrawal
)


class Entries:
    """Entries of the ledger about bags that are no accessions: sightings, decisions, ...

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection) -> None:
        self._file = file

    def add(self, told: Told) -> None:
        """The ledger tells something of a bag; needs an open transaction of the catalog."""
        fields = json.dumps(told.fields(), sort_keys=True)
        self._file.db.execute(
            "INSERT INTO told VALUES (?, ?, ?, ?, ?)",
            (told.seq, told.bag, type_of(type(told)), told.time, fields),
        )

    def of(self, kind: type[Tellable], *, bag: str = "") -> Iterator[Tellable]:
        """What the ledger tells of this kind, in its order; with `bag`, of this bag only."""
        return (one for one in self.all(kind, bag=bag) if isinstance(one, kind))

    def all(self, *kinds: type[Told], bag: str = "") -> Iterator[Told]:
        """What the ledger tells, of these kinds (all without one), in its order.

        With `bag`, of this bag only.
        """
        asked = ["bag = :bag"] if bag else []  # by what is asked for alone, an index finds it
        if kinds:
            asked.append("type IN (SELECT value FROM json_each(:types))")
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT seq, time, type, fields FROM told"  # noqa: S608  # our own conditions
                f" WHERE {' AND '.join(asked) or 'true'} ORDER BY seq",
                {"bag": bag, "types": json.dumps([type_of(kind) for kind in kinds])},
            ).fetchall()
        for seq, time, name, text in rows:
            value = TYPES[name].read(json.loads(text), seq, time)
            assert isinstance(value, Told)  # noqa: S101  # add takes nothing else
            yield value

    def acknowledgements(self) -> dict[str, Acknowledgement]:
        """The newest acknowledgement of each finding that ever had one, by the finding's id."""
        return {given.finding: given for given in self.of(Acknowledgement)}
