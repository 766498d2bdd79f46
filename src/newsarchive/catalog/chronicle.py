"""What became of the bags since they were taken in: checks, findings, and what people said.

A part of the catalog, on its connection: everything here follows from the ledger and the reports
that it names, and `rebuild` computes it again.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from newsarchive.model.attention import Acknowledgement, OpenFinding, Tally, Weight, weight
from newsarchive.model.finding import Finding, Kind, Level, Verdict, finding_document, read_finding
from newsarchive.model.history import Check, Run, Told
from newsarchive.model.holding import Standing
from newsarchive.model.status import Dated, Gaps

TABLES = ("run", "checked", "finding", "told")

ACCESSION = "accession"
AUDIT = "audit"

Guard = Callable[[], AbstractContextManager[None]]


class Chronicle:
    """The catalog's view of time. Methods that fill it need an open transaction of the catalog.

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, db: sqlite3.Connection, guard: Guard) -> None:
        self._db = db
        self._guard = guard

    # Filling

    def set_accession_findings(
        self, bag: str, findings: Iterable[Mapping[str, str]], since: str
    ) -> None:
        """What was found at accession, as finding documents; it takes the place of what was."""
        documents = list(findings)
        self._forget(bag, ACCESSION, documents)
        self._add(bag, ACCESSION, documents, since)

    def add_run(self, seq: int, run: str, time: str, fields: Mapping[str, Any]) -> None:
        """An audit was entered in the ledger as entry `seq`."""
        entry = json.dumps(dict(fields), sort_keys=True)
        self._db.execute("INSERT INTO run VALUES (?, ?, ?, ?)", (seq, run, time, entry))
        # What lies there unknown to the ledger is told anew by each audit.
        self._db.execute(
            "DELETE FROM finding WHERE origin = ? AND bag NOT IN (SELECT id FROM bag)", (AUDIT,)
        )

    def add_check(self, standing: Standing) -> None:
        """A bag was checked in a run that was added. A bag that is not known is left alone.

        What could not be verified is added to what was found before: not to see damage is not to
        see it mended.
        """
        db = self._db
        documents = [finding_document(f, standing.bag) for f in standing.findings]
        db.execute(
            "INSERT OR IGNORE INTO checked SELECT bag.seq, run.seq, ?, ? FROM bag, run"
            " WHERE bag.id = ? AND run.run = ?",
            (standing.checked, standing.verdict.value, standing.bag, standing.run),
        )
        known = db.execute("SELECT 1 FROM bag WHERE id = ?", (standing.bag,)).fetchone()
        if not known:
            return
        if standing.verdict is not Verdict.UNVERIFIED:
            self._forget(standing.bag, AUDIT, documents)
        self._add(standing.bag, AUDIT, documents, standing.checked)

    def add_unknown(self, path: str, findings: Iterable[Finding], since: str) -> None:
        """Something lies at `path` in the store, and the ledger does not know it."""
        self._add(path, AUDIT, [finding_document(f, path) for f in findings], since)

    def _forget(self, bag: str, origin: str, kept: Iterable[Mapping[str, str]]) -> None:
        """What is not found any more is not open any more; what is keeps the day it was found."""
        self._db.execute(
            "DELETE FROM finding WHERE bag = ? AND origin = ?"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (bag, origin, json.dumps([document["id"] for document in kept])),
        )

    def _add(
        self, bag: str, origin: str, documents: Iterable[Mapping[str, str]], since: str
    ) -> None:
        self._db.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id, origin) DO UPDATE SET weight = excluded.weight,"
            " document = excluded.document",
            [
                (
                    d["id"],
                    origin,
                    bag,
                    d["code"],
                    weight(Level(d["level"]), Kind(d["kind"])),
                    since,
                    json.dumps(d, sort_keys=True),
                )
                for d in documents
                if d["level"] != Level.NOTE
            ],
        )

    def add_told(self, seq: int, time: str, kind: str, fields: Mapping[str, Any]) -> None:
        """The ledger's entry `seq` tells something else of a bag: a sighting, a decision, ..."""
        self._db.execute(
            "INSERT INTO told VALUES (?, ?, ?, ?, ?)",
            (seq, fields["bag"], kind, time, json.dumps(dict(fields), sort_keys=True)),
        )

    # Asking

    def was_checked(self, bag: str, run: str) -> bool:
        """Whether the run looked at the bag, as far as is known."""
        with self._guard():
            row = self._db.execute(
                "SELECT 1 FROM checked WHERE bag = (SELECT seq FROM bag WHERE id = ?)"
                " AND run = (SELECT seq FROM run WHERE run = ?)",
                (bag, run),
            ).fetchone()
        return row is not None

    def checks(self, bag: str) -> tuple[Check, ...]:
        """Every check of the bag, in the order of the ledger."""
        with self._guard():
            rows = self._db.execute(
                "SELECT run.seq, run.run, checked.checked, checked.verdict"
                " FROM checked JOIN run ON run.seq = checked.run"
                " WHERE checked.bag = (SELECT seq FROM bag WHERE id = ?) ORDER BY run.seq",
                (bag,),
            ).fetchall()
        return tuple(Check(seq, run, time, Verdict(verdict)) for seq, run, time, verdict in rows)

    def told(self, *kinds: str, bag: str = "") -> Iterator[Told]:
        """What the ledger tells, of these kinds (all without one), in its order.

        With `bag`, of this bag only.
        """
        with self._guard():
            rows = self._db.execute(
                "SELECT seq, time, type, bag, fields FROM told"
                " WHERE (?1 = '' OR bag = ?1)"
                " AND (?2 = '[]' OR type IN (SELECT value FROM json_each(?2))) ORDER BY seq",
                (bag, json.dumps(kinds)),
            ).fetchall()
        return (Told(seq, time, kind, of, json.loads(text)) for seq, time, kind, of, text in rows)

    def findings(
        self,
        beginning: str = "",
        *,
        only: Collection[str] | None = None,
        but: Collection[str] = (),
        most: int = -1,
    ) -> tuple[OpenFinding, ...]:
        """The open findings whose id begins so, worst first, then by code and bag; at most `most`.

        `only` those with these ids; `but` those. Each has its newest acknowledgement, whether or
        not that still holds.
        """
        chosen = "[]" if only is None else json.dumps(sorted(only))
        with self._guard():
            rows = self._db.execute(
                "SELECT finding.bag, coalesce(bag.name, finding.bag), finding.origin,"
                " finding.since, finding.document"
                " FROM finding LEFT JOIN bag ON bag.id = finding.bag"
                " WHERE substr(finding.id, 1, length(?1)) = ?1"
                " AND (?2 OR finding.id IN (SELECT value FROM json_each(?3)))"
                " AND finding.id NOT IN (SELECT value FROM json_each(?4))"
                " ORDER BY weight, finding.code, finding.bag, finding.id, finding.origin LIMIT ?5",
                (beginning, only is None, chosen, json.dumps(sorted(but)), most),
            ).fetchall()
        acknowledged = self.acknowledgements()
        found = []
        for bag, name, origin, since, text in rows:
            document = json.loads(text)
            number = document["id"]
            known = acknowledged.get(number)
            found.append(
                OpenFinding(number, bag, name, origin, since, read_finding(document), known)
            )
        return tuple(found)

    def acknowledgements(self) -> dict[str, Acknowledgement]:
        """The newest acknowledgement of each finding that ever had one, by the finding's id."""
        return {
            told.fields["finding"]: Acknowledgement.read(told.fields, told.time)
            for told in self.told("acknowledgement")
        }

    def tally(self, but: Collection[str] = ()) -> Tally:
        """How many open findings there are, `but` those with these ids."""
        left_out = (json.dumps(sorted(but)),)
        where = "WHERE id NOT IN (SELECT value FROM json_each(?))"
        with self._guard():
            weights = self._db.execute(
                f"SELECT weight, count(*), count(DISTINCT bag) FROM finding {where}"  # noqa: S608
                " GROUP BY weight",
                left_out,
            ).fetchall()
            codes = self._db.execute(
                f"SELECT code, count(*) FROM finding {where} GROUP BY code ORDER BY code",  # noqa: S608
                left_out,
            ).fetchall()
        return Tally(
            {w: sum(n for at, n, _ in weights if at == w) for w in Weight},
            {w: sum(n for at, _, n in weights if at == w) for w in Weight},
            dict(codes),
        )

    def last_run(self) -> Run | None:
        """The newest audit on record."""
        with self._guard():
            row = self._db.execute(
                "SELECT seq, run, time, entry FROM run ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        return None if row is None else Run(row[0], row[1], row[2], json.loads(row[3]))

    def runs(self) -> tuple[str, ...]:
        """The names of all audits on record, in the order of the ledger."""
        with self._guard():
            return tuple(row[0] for row in self._db.execute("SELECT run FROM run ORDER BY seq"))

    def count(self) -> dict[str, int]:
        """How many rows each table of the catalog holds that tells of time, and of bags."""
        with self._guard():
            return {
                table: self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("bag", *TABLES)
            }

    def verified(self, since: str, until: str) -> int:
        """How many bags were last verified between these times; `unverified` is no verification."""
        with self._guard():
            row = self._db.execute(
                "SELECT count(*) FROM standing WHERE verified BETWEEN ? AND ?", (since, until)
            ).fetchone()
        return int(row[0])

    def never_verified(self) -> int:
        """How many bags no audit has verified yet."""
        with self._guard():
            row = self._db.execute(
                "SELECT count(*) FROM bag LEFT JOIN standing ON standing.bag = bag.id"
                " WHERE verified IS NULL"
            ).fetchone()
        return int(row[0])

    def oldest_verified(self) -> Dated | None:
        """The bag whose last verification is the oldest, and when that was."""
        with self._guard():
            row = self._db.execute(
                "SELECT bag.name, verified FROM standing JOIN bag ON standing.bag = bag.id"
                " WHERE verified IS NOT NULL ORDER BY verified, bag.name LIMIT 1"
            ).fetchone()
        return None if row is None else Dated(row[0], row[1])

    def due(self, since: str, until: str) -> int:
        """How many bags were neither verified nor taken in between these times."""
        with self._guard():
            row = self._db.execute(
                "SELECT count(*) FROM bag LEFT JOIN standing ON standing.bag = bag.id"
                " WHERE coalesce(verified, accessioned) NOT BETWEEN ? AND ?",
                (since, until),
            ).fetchone()
        return int(row[0])

    def gaps(self) -> Gaps:
        """How many articles lack provenance by their newest amendment, and what they lack."""
        with self._guard():
            (bags,) = self._db.execute(
                "SELECT count(*) FROM bag AS base"
                " WHERE amends IS NULL AND NOT coalesce("
                "  (SELECT complete FROM bag WHERE amends = base.seal ORDER BY seq DESC LIMIT 1),"
                "  base.complete)"
            ).fetchone()
            lacking = dict(
                self._db.execute(
                    "SELECT code, count(DISTINCT bag) FROM finding WHERE origin = ? GROUP BY code",
                    (ACCESSION,),
                ).fetchall()
            )
        return Gaps(bags, *(lacking.get(code, 0) for code in ("PV-01", "PV-02", "PV-03")))

    def months(self) -> dict[str, int]:
        """How many bags there are of each month, `2017-04`, `2017-XX` or `undated`."""
        with self._guard():
            rows = self._db.execute(
                "SELECT CASE WHEN path LIKE 'bags/undated/%' THEN 'undated'"
                " ELSE substr(path, 6, 4) || '-' || substr(path, 11, 2) END AS month, count(*)"
                " FROM bag WHERE amends IS NULL"
                " GROUP BY month ORDER BY month"
            ).fetchall()
        return dict(rows)
