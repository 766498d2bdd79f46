"""Bags that are destroyed, or are about to be: tables `tombstone` and `refused`."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.entries import Entries
from newsarchive.ledger.kinds import type_of
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.withdrawal import Withdrawal, placeholder

_AT_LEAST = 6  # characters of an id, of which a tombstone is found


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One bag that is destroyed by the withdrawal of the bag `withdrawn`, which may be itself.

    `accession` is that of the bag while something of it may be left; None from then on.
    """

    bag: str
    seal: str
    kind: BagKind
    seq: int
    withdrawn: str
    accession: Accession | None = None


class Tombstones:
    """What is known of destroyed bags. Methods that fill it need an open transaction.

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection, entries: Entries) -> None:
        self._file = file
        self._entries = entries

    # Filling

    def bury(self, step: Withdrawal) -> None:
        """These bags are to be destroyed for certain: nothing shows or checks them any more."""
        for bag in step.bags:
            self._bury(bag, step.bag)
        self._file.db.executemany(
            "INSERT OR IGNORE INTO refused VALUES (?, ?)", [(d, step.bag) for d in step.refused]
        )

    def _bury(self, bag: str, withdrawn: str) -> None:
        db = self._file.db
        db.execute(
            "INSERT OR IGNORE INTO tombstone SELECT id, urn, seal, kind, seq, accessioned,"
            " ?, 0, name, accession FROM bag WHERE id = ?",
            (withdrawn, bag),
        )
        db.execute(
            "DELETE FROM checked WHERE bag = (SELECT seq FROM bag WHERE id = ?)",
            (bag,),
        )
        for table in ("original", "place", "source", "standing"):
            db.execute(f"DELETE FROM {table} WHERE bag = ?", (bag,))  # noqa: S608  # our own names
        db.execute("DELETE FROM told WHERE bag = ? AND type != ?", (bag, type_of(Withdrawal)))
        (name,) = db.execute("SELECT name FROM bag WHERE id = ?", (bag,)).fetchone() or ("",)
        db.execute("DELETE FROM finding WHERE bag = ?", (bag,))
        if name:
            self._forget_name(name, placeholder(bag))
        db.execute("DELETE FROM bag WHERE id = ?", (bag,))

    def _forget_name(self, name: str, stands_for: str) -> None:
        """What was found elsewhere and names the bag: of places nothing stays, else no name."""
        db = self._file.db
        db.execute("DELETE FROM finding WHERE about = 'place' AND instr(bag, ?1) > 0", (name,))
        for table, column in (("finding", "document"), ("standing", "findings")):
            db.execute(
                f"UPDATE {table} SET {column} = replace({column}, ?1, ?2)"  # noqa: S608  # as above
                f" WHERE instr({column}, ?1) > 0",
                (name, stands_for),
            )

    def blank(self, withdrawn: str) -> None:
        """Nothing is left of the bags of this withdrawal: their names and places are forgotten."""
        self._file.db.execute(
            "UPDATE tombstone SET name = '', accession = '' WHERE withdrawn = ?", (withdrawn,)
        )

    def close(self, withdrawn: str) -> None:
        """That nothing is left of them stands in the ledger, too."""
        self.blank(withdrawn)
        self._file.db.execute("UPDATE tombstone SET gone = 1 WHERE withdrawn = ?", (withdrawn,))

    # Asking

    def pending(self) -> tuple[str, ...]:
        """The ids of the bags whose destruction is certain and not known to be done."""
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT withdrawn FROM tombstone WHERE gone = 0"
                " GROUP BY withdrawn ORDER BY min(seq)"
            ).fetchall()
        return tuple(row[0] for row in rows)

    def of(self, bag: str) -> Tombstone | None:
        """The tombstone of the bag with this id."""
        return next(self._some("id = ?1", bag), None)

    def of_withdrawal(self, withdrawn: str) -> tuple[Tombstone, ...]:
        """The bags of one withdrawal, in the order in which they came."""
        return tuple(self._some("withdrawn = ?1", withdrawn))

    def find(self, reference: str) -> Tombstone | None:
        """The one whose id, URN or seal this is, or whose id begins so or stands at its end.

        While something of it is left, also the one with this name.
        """
        exact = "id = ?1 OR urn = ?1 OR seal = ?1 OR (gone = 0 AND name = ?1)"
        if found := next(self._some(exact, reference), None):
            return found
        named = "gone = 0 AND substr(name, 1, length(?1)) = ?1"
        if reference and (found := next(self._some(named, reference), None)):
            return found
        short = reference.rpartition("/")[2].rpartition("-")[2]
        if len(short) < _AT_LEAST:
            return None
        return next(self._some("substr(id, 1, length(?1)) = ?1", short), None)

    def at(self, path: str, seal: str) -> Tombstone | None:
        """The one that was the bag at `path`, by 12 of its id in that, or by its seal."""
        short = path.rpartition("-")[2]
        if len(short) == 12:  # noqa: PLR2004  # as names of bags have
            return next(self._some("substr(id, 1, 12) = ?1", short), None)
        return next(self._some("seal = ?1", seal), None)

    def refusing(self, digests: Collection[str]) -> str:
        """The id of the withdrawn bag by which one of these SHA-512 is refused; "" for none."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT bag FROM refused WHERE sha512 IN (SELECT value FROM json_each(?))"
                " ORDER BY bag LIMIT 1",
                (json.dumps(sorted(digests)),),
            ).fetchone()
        return "" if row is None else str(row[0])

    def refuses(self) -> bool:
        """Whether anything is refused at all."""
        with self._file.guard():
            return self._file.db.execute("SELECT 1 FROM refused LIMIT 1").fetchone() is not None

    def numbers(self) -> dict[int, str]:
        """The ids of those bags by the numbers of their accessions."""
        with self._file.guard():
            return dict(self._file.db.execute("SELECT seq, id FROM tombstone").fetchall())

    def count(self) -> int:
        """How many bags are destroyed, or are about to be."""
        with self._file.guard():
            return int(self._file.db.execute("SELECT count(*) FROM tombstone").fetchone()[0])

    def _some(self, condition: str, value: str) -> Iterator[Tombstone]:
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT id, seal, kind, seq, accessioned, withdrawn, accession FROM tombstone"  # noqa: S608
                f" WHERE {condition} ORDER BY seq",
                (value,),
            ).fetchall()
        for bag, seal, kind, seq, time, withdrawn, text in rows:
            accession = Accession.read(json.loads(text), seq, time) if text else None
            yield Tombstone(bag, seal, BagKind(kind), seq, withdrawn, accession)
