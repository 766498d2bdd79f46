"""The audits on record, and every check of every bag: tables `run` and `checked`."""

import json
from collections.abc import Iterable, Sequence

from newsarchive.catalog.connection import Connection
from newsarchive.model.chronicle import Check
from newsarchive.model.finding import Verdict
from newsarchive.model.holding import Standing
from newsarchive.model.run import Run
from newsarchive.model.subject import MAIN, About, AuditFolder, describe


class Runs:
    """The audits on record. Methods that fill it need an open transaction of the catalog.

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection) -> None:
        self._file = file

    # Filling

    def add(self, run: Run) -> bool:
        """An audit was entered in the ledger. False, and nothing is added, if it is on record."""
        entry = json.dumps(run.fields(), sort_keys=True)
        return self._file.add("run", (run.seq, run.run, run.time, entry, 0))

    def add_checks(self, standings: Sequence[Standing]) -> None:
        """Bags were checked in a run that was added. A bag that is not known is left alone."""
        self._file.db.executemany(
            "INSERT OR IGNORE INTO checked SELECT bag.seq, ?, run.seq, ?, ? FROM bag, run"
            " WHERE bag.id = ? AND run.run = ?",
            [(s.store, s.checked, s.verdict.value, s.bag, s.run) for s in standings],
        )

    def forget_checks(self, runs: Iterable[str]) -> None:
        """The reports of these audits were removed on purpose: their single checks are gone."""
        names = json.dumps(list(runs))
        self._file.db.execute(
            "DELETE FROM checked WHERE run IN (SELECT seq FROM run WHERE run IN"
            " (SELECT value FROM json_each(?)))",
            (names,),
        )
        self._file.db.execute(
            "UPDATE run SET pruned = 1 WHERE run IN (SELECT value FROM json_each(?))", (names,)
        )

    def set_report(self, run: str, report: str) -> None:
        """What the report of an audit has to be now: a destroyed bag was taken out of it."""
        self._file.db.execute(
            "UPDATE run SET entry = json_set(entry, '$.report', ?) WHERE run = ?", (report, run)
        )

    # Asking

    def was_checked(self, bag: str, run: str, store: str = MAIN) -> bool:
        """Whether the run looked at the bag in a store, as far as is known."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT 1 FROM checked WHERE bag = (SELECT seq FROM bag WHERE id = ?)"
                " AND run = (SELECT seq FROM run WHERE run = ?) AND store = ?",
                (bag, run, store),
            ).fetchone()
        return row is not None

    def checks(self, bag: str) -> tuple[Check, ...]:
        """Every check of the bag in any store, in the order of the ledger."""
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT run.seq, run.run, checked.checked, checked.verdict, checked.store"
                " FROM checked JOIN run ON run.seq = checked.run"
                " WHERE checked.bag = (SELECT seq FROM bag WHERE id = ?)"
                " ORDER BY run.seq, checked.store",
                (bag,),
            ).fetchall()
        return tuple(
            Check(seq, run, time, Verdict(verdict), store=store)
            for seq, run, time, verdict, store in rows
        )

    def last(self) -> Run | None:
        """The newest audit on record."""
        found = self.newest(1)
        return found[0] if found else None

    def names(self) -> tuple[str, ...]:
        """The names of all audits on record, in the order of the ledger."""
        with self._file.guard():
            return tuple(
                row[0] for row in self._file.db.execute("SELECT run FROM run ORDER BY seq")
            )

    def newest(self, most: int = -1) -> tuple[Run, ...]:
        """The newest audits on record, at most `most`, oldest first."""
        return self._some("ORDER BY seq DESC LIMIT ?", most)[::-1]

    def _some(self, where: str, value: str | int) -> tuple[Run, ...]:
        with self._file.guard():
            rows = self._file.db.execute(
                f"SELECT seq, time, entry FROM run {where}",  # noqa: S608  # our own words
                (value,),
            ).fetchall()
        return tuple(Run.read(json.loads(entry), seq, time) for seq, time, entry in rows)

    def dispensable(self, before: str) -> tuple[Run, ...]:
        """The audits before this time whose reports hold nothing that history needs.

        For any bag an audit is needed if it was its first or its last check, if it did not find the
        bag intact, or if the check before or after it did not; or if something was found that the
        ledger does not know.
        """
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT seq, time, entry FROM run WHERE time <= ?1"
                # One whose report is not believed, or is not there, is evidence, and not for us.
                " AND ?2 || run NOT IN (SELECT bag FROM finding WHERE about = ?3)"
                " AND (seq IN (SELECT run FROM checked) OR json_extract(entry, '$.bags') = 0)"
                " AND seq NOT IN ("
                " SELECT run FROM (SELECT run, verdict,"
                "  lag(verdict) OVER checks AS before, lead(verdict) OVER checks AS after"
                "  FROM checked WINDOW checks AS (PARTITION BY bag, store ORDER BY run))"
                " WHERE verdict != 'intact' OR before IS NOT 'intact' OR after IS NOT 'intact')"
                " ORDER BY seq",
                (before, describe(AuditFolder("")).path, About.AUDIT.value),
            ).fetchall()
        found = (Run.read(json.loads(entry), seq, time) for seq, time, entry in rows)
        return tuple(run for run in found if not run.unknown and not run.findings)

    def pruned(self) -> frozenset[str]:
        """The audits whose reports were removed on purpose."""
        with self._file.guard():
            rows = self._file.db.execute("SELECT run FROM run WHERE pruned").fetchall()
        return frozenset(row[0] for row in rows)
