"""What became of the bags since they were taken in: checks, findings, and what people said.

A part of the catalog, on its connection: everything here follows from the ledger and the reports
that it names, and `rebuild` computes it again.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TypeVar

from newsarchive.ledger.kinds import TYPES, type_of
from newsarchive.model.attention import Acknowledgement, FindingCounts, OpenFinding, Weight, weight
from newsarchive.model.chronicle import Check, Coverage, Dated, Gaps
from newsarchive.model.clock import timestamp
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Loss, Sighting
from newsarchive.model.finding import Finding, Kind, Level, Verdict, finding_document, read_finding
from newsarchive.model.history import Told
from newsarchive.model.holding import Standing
from newsarchive.model.layout import month_of
from newsarchive.model.policy import DAY, Policy
from newsarchive.model.run import Run
from newsarchive.model.subject import (
    MAIN,
    About,
    AuditFolder,
    Description,
    StoredBag,
    Subject,
    WholeLedger,
    describe,
)

# Each bag, and when it was verified last in the store ?5; ?4 is when those were that are not on
# record yet.
_VERIFIED = (
    "SELECT bag.name, bag.accessioned, bag.collection,"
    " CASE WHEN just.seq IS NULL THEN standing.verified ELSE ?4 END AS at"
    " FROM bag LEFT JOIN standing ON standing.bag = bag.id AND standing.store = ?5"
    " LEFT JOIN just ON just.seq = bag.seq"
)
_NAMES = "SELECT value FROM json_each(?3)"


def _groups(policy: Policy) -> Iterator[tuple[str, str, int]]:
    """Bags by how many days may pass between two checks: a condition, its names, the days."""
    yield f"collection NOT IN ({_NAMES})", json.dumps(sorted(policy.collections)), policy.every_days
    for name, days in sorted(policy.collections.items()):
        yield f"collection IN ({_NAMES})", json.dumps([name]), days


def _at(moment: int) -> str:
    """A Unix time as the catalog has times, RFC 3339. Times that no year has are its ends."""
    earliest, latest = -30_610_224_000, 253_402_300_799  # years 1000 and 9999
    return timestamp(datetime.fromtimestamp(min(max(moment, earliest), latest), UTC))


TABLES = ("run", "checked", "finding", "told", "loss")

ACCESSION = "accession"
AUDIT = "audit"
OF_LEDGER = "ledger"

Guard = Callable[[], AbstractContextManager[None]]
Tellable = TypeVar("Tellable", Sighting, Damage, Decision, Acknowledgement, Adoption)


class Chronicle:
    """The catalog's view of time. Methods that fill it need an open transaction of the catalog.

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, connection: Callable[[], sqlite3.Connection], guard: Guard) -> None:
        self._connection = connection
        self._guard = guard

    @property
    def _db(self) -> sqlite3.Connection:
        return self._connection()

    # Filling

    def set_accession_findings(
        self, bag: str, findings: Iterable[Mapping[str, str]], since: str
    ) -> None:
        """What was found at accession, as finding documents; it takes the place of what was."""
        documents = list(findings)
        about = Description(About.BAG, "", "", "", bag, bag)  # wherever it lies
        self._forget(about, ACCESSION, documents)
        self._add(about, ACCESSION, documents, since)

    def add_run(self, run: Run) -> None:
        """An audit was entered in the ledger."""
        entry = json.dumps(run.fields(), sort_keys=True)
        self._db.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, 0)", (run.seq, run.run, run.time, entry)
        )
        # What is no bag of the ledger is told anew by each audit that looked at such things.
        looked_at = {
            About.PLACE: "store" in run.told,
            About.STORE: "store" in run.told,
            About.AUDIT: "reports" in run.told,
        }
        self._db.execute(
            "DELETE FROM finding WHERE origin = ?1 AND store IN (?2, '')"
            " AND about IN (SELECT value FROM json_each(?3))",
            (AUDIT, run.store, json.dumps([a.value for a, looked in looked_at.items() if looked])),
        )

    def add_checks(self, standings: Sequence[Standing]) -> None:
        """Bags were checked in a run that was added. A bag that is not known is left alone.

        What could not be verified is added to what was found before: not to see damage is not to
        see it mended.
        """
        db = self._db
        db.executemany(
            "INSERT OR IGNORE INTO checked SELECT bag.seq, ?, run.seq, ?, ? FROM bag, run"
            " WHERE bag.id = ? AND run.run = ?",
            [(s.store, s.checked, s.verdict.value, s.bag, s.run) for s in standings],
        )
        # Nearly all are intact, and nothing is found any more: those in one step.
        clean = [s for s in standings if s.verdict is not Verdict.UNVERIFIED and not s.findings]
        db.executemany(
            "DELETE FROM finding WHERE bag = ?1 AND store = ?2 AND origin = ?3"
            " AND EXISTS (SELECT 1 FROM bag WHERE id = ?1)",
            [(s.bag, s.store, AUDIT) for s in clean],
        )
        for standing in standings:
            if standing.findings:
                self._add_findings(standing)

    def _add_findings(self, standing: Standing) -> None:
        known = self._db.execute("SELECT 1 FROM bag WHERE id = ?", (standing.bag,)).fetchone()
        if not known:
            return
        about = describe(StoredBag(standing.bag, "", "", standing.store))
        documents = [finding_document(f, about.key) for f in standing.findings]
        if standing.verdict is not Verdict.UNVERIFIED:
            self._forget(about, AUDIT, documents)
        self._add(about, AUDIT, documents, standing.checked)

    def add_other(self, subject: Subject, findings: Iterable[Finding], since: str) -> None:
        """Something is wrong with what is no bag of the ledger."""
        if isinstance(subject, WholeLedger):
            return  # the ledger tells of itself
        about = describe(subject)
        self._add(about, AUDIT, [finding_document(f, about.key) for f in findings], since)

    def add_loss(self, loss: Loss) -> None:
        """Something remembers an entry that the ledger does not have: open until acknowledged."""
        if loss.seq >= 0:
            fields = json.dumps(loss.fields(), sort_keys=True)
            self._db.execute("INSERT INTO loss VALUES (?, ?)", (loss.seq, fields))
        about = describe(WholeLedger())
        self._add(about, OF_LEDGER, [finding_document(loss.finding(), about.key)], loss.time)

    def losses(self) -> tuple[Finding, ...]:
        """What the ledger itself says that it lost, as findings, each once."""
        with self._guard():
            rows = self._db.execute("SELECT fields FROM loss ORDER BY seq").fetchall()
        found = (Loss.read(json.loads(row[0]), 0, "").finding() for row in rows)
        key = describe(WholeLedger()).key
        return tuple({finding.id(key): finding for finding in found}.values())

    def _forget(self, about: Description, origin: str, kept: Iterable[Mapping[str, str]]) -> None:
        """What is not found any more is not open any more; what is keeps the day it was found."""
        self._db.execute(
            "DELETE FROM finding WHERE bag = ? AND store = ? AND origin = ?"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (about.bag, about.store, origin, json.dumps([document["id"] for document in kept])),
        )

    def _add(
        self, about: Description, origin: str, documents: Iterable[Mapping[str, str]], since: str
    ) -> None:
        self._db.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id, origin) DO UPDATE SET weight = excluded.weight,"
            " document = excluded.document",
            [
                (
                    d["id"],
                    origin,
                    about.about.value,
                    about.store,
                    about.bag or about.path,
                    d["code"],
                    weight(Level(d["level"]), Kind(d["kind"])),
                    since,
                    json.dumps(d, sort_keys=True),
                )
                for d in documents
                if d["level"] != Level.NOTE
            ],
        )

    def add_told(self, told: Told) -> None:
        """The ledger tells something else of a bag: a sighting, a decision, ..."""
        fields = json.dumps(told.fields(), sort_keys=True)
        self._db.execute(
            "INSERT INTO told VALUES (?, ?, ?, ?, ?)",
            (told.seq, told.bag, type_of(type(told)), told.time, fields),
        )

    # Asking

    def was_checked(self, bag: str, run: str, store: str = MAIN) -> bool:
        """Whether the run looked at the bag in a store, as far as is known."""
        with self._guard():
            row = self._db.execute(
                "SELECT 1 FROM checked WHERE bag = (SELECT seq FROM bag WHERE id = ?)"
                " AND run = (SELECT seq FROM run WHERE run = ?) AND store = ?",
                (bag, run, store),
            ).fetchone()
        return row is not None

    def checks(self, bag: str) -> tuple[Check, ...]:
        """Every check of the bag in any store, in the order of the ledger."""
        with self._guard():
            rows = self._db.execute(
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

    def told(self, kind: type[Tellable], *, bag: str = "") -> Iterator[Tellable]:
        """What the ledger tells of this kind, in its order; with `bag`, of this bag only."""
        return (one for one in self.all_told(kind, bag=bag) if isinstance(one, kind))

    def all_told(self, *kinds: type[Told], bag: str = "") -> Iterator[Told]:
        """What the ledger tells, of these kinds (all without one), in its order.

        With `bag`, of this bag only.
        """
        with self._guard():
            rows = self._db.execute(
                "SELECT seq, time, type, fields FROM told"
                " WHERE (?1 = '' OR bag = ?1)"
                " AND (?2 = '[]' OR type IN (SELECT value FROM json_each(?2))) ORDER BY seq",
                (bag, json.dumps([type_of(kind) for kind in kinds])),
            ).fetchall()
        for seq, time, name, text in rows:
            value = TYPES[name].read(json.loads(text), seq, time)
            assert isinstance(value, Told)  # noqa: S101  # add_told takes nothing else
            yield value

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
                " finding.since, finding.document, finding.about, finding.store"
                " FROM finding LEFT JOIN bag ON bag.id = finding.bag"
                " WHERE substr(finding.id, 1, length(?1)) = ?1"
                " AND (?2 OR finding.id IN (SELECT value FROM json_each(?3)))"
                " AND finding.id NOT IN (SELECT value FROM json_each(?4))"
                " ORDER BY weight, finding.code, finding.bag, finding.store, finding.id,"
                " finding.origin LIMIT ?5",
                (beginning, only is None, chosen, json.dumps(sorted(but)), most),
            ).fetchall()
        acknowledged = self.acknowledgements()
        found = []
        for bag, name, origin, since, text, about, store in rows:
            document = json.loads(text)
            found.append(
                OpenFinding(
                    document["id"],
                    bag,
                    name,
                    origin,
                    since,
                    read_finding(document),
                    acknowledged.get(document["id"]),
                    About(about),
                    store,
                )
            )
        return tuple(found)

    def acknowledgements(self) -> dict[str, Acknowledgement]:
        """The newest acknowledgement of each finding that ever had one, by the finding's id."""
        return {given.finding: given for given in self.told(Acknowledgement)}

    def tally(self, but: Collection[str] = ()) -> FindingCounts:
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
        return FindingCounts(
            {w: sum(n for at, n, _ in weights if at == w) for w in Weight},
            {w: sum(n for at, _, n in weights if at == w) for w in Weight},
            dict(codes),
        )

    def last_run(self) -> Run | None:
        """The newest audit on record."""
        found = self.newest_runs(1)
        return found[0] if found else None

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

    def run(self, name: str) -> Run | None:
        """The audit of this name, if it is on record."""
        found = self._runs("WHERE run = ?", name)
        return found[0] if found else None

    def newest_runs(self, most: int = -1) -> tuple[Run, ...]:
        """The newest audits on record, at most `most`, oldest first."""
        return self._runs("ORDER BY seq DESC LIMIT ?", most)[::-1]

    def _runs(self, where: str, value: str | int) -> tuple[Run, ...]:
        with self._guard():
            rows = self._db.execute(
                f"SELECT seq, time, entry FROM run {where}",  # noqa: S608  # our own words
                (value,),
            ).fetchall()
        return tuple(Run.read(json.loads(entry), seq, time) for seq, time, entry in rows)

    def coverage(
        self,
        policy: Policy,
        now: int,
        verified_at: str = "",
        verified: Sequence[int] = (),
        store: str = MAIN,
    ) -> Coverage:
        """How many bags in a store were verified within their days; a check after `now` is not.

        `verified` are the numbers of bags that were verified at `verified_at`, and are not on
        record yet.
        """
        db = self._db
        with self._guard():
            db.execute("PRAGMA temp_store = MEMORY")
            db.execute("DROP TABLE IF EXISTS temp.just")
            db.execute("CREATE TEMP TABLE just (seq INTEGER PRIMARY KEY) WITHOUT ROWID")
            db.executemany("INSERT OR IGNORE INTO just VALUES (?)", ((n,) for n in verified))
        until = _at(now + DAY)
        checked = overdue = never = 0
        for condition, names, days in _groups(policy):
            with self._guard():
                row = db.execute(
                    "SELECT coalesce(sum(at BETWEEN ?1 AND ?2), 0),"  # noqa: S608
                    " coalesce(sum(coalesce(at, accessioned) NOT BETWEEN ?1 AND ?2), 0),"
                    f" coalesce(sum(at IS NULL), 0) FROM ({_VERIFIED}) WHERE {condition}",
                    (_at(now - days * DAY), until, names, verified_at, store),
                ).fetchone()
            checked, overdue, never = checked + row[0], overdue + row[1], never + row[2]
        with self._guard():
            of = db.execute("SELECT count(*) FROM bag").fetchone()[0]
            oldest = db.execute(
                f"SELECT name, at FROM ({_VERIFIED.replace('?4', '?1').replace('?5', '?2')})"  # noqa: S608
                " WHERE at IS NOT NULL ORDER BY at, name LIMIT 1",
                (verified_at, store),
            ).fetchone()
        found = None if oldest is None else Dated(*oldest)
        return Coverage(policy.every_days, checked, of, overdue, never, found)

    def calendar(self, store: str = MAIN) -> dict[str, int]:
        """How many bags in a store were last verified on each day (`2026-11-22`), "" for never."""
        with self._guard():
            rows = self._db.execute(
                "SELECT coalesce(substr(verified, 1, 10), '') AS day, count(*)"
                " FROM bag LEFT JOIN standing ON standing.bag = bag.id AND standing.store = ?"
                " GROUP BY day ORDER BY day",
                (store,),
            ).fetchall()
        return dict(rows)

    def near_damage(self, reach: int, most: int, store: str = MAIN) -> frozenset[int]:
        """The numbers of bags near damaged ones in a store that nobody has looked at since.

        Near are the `reach` bags before and behind by path and by accession; of at most `most`
        damaged bags.
        """
        with self._guard():
            damaged = self._db.execute(
                "SELECT bag.seq, bag.path, min(since) FROM finding JOIN bag ON bag.id = finding.bag"
                " WHERE weight = ? AND origin = ? AND store = ? GROUP BY bag.seq LIMIT ?",
                (Weight.DAMAGE, AUDIT, store, most),
            ).fetchall()
            near: set[int] = set()
            for number, path, since in damaged:
                for column, value in (("seq", number), ("path", path)):
                    for compare, order in (("<", "DESC"), (">", "ASC")):
                        rows = self._db.execute(
                            f"SELECT seq FROM (SELECT seq, id FROM bag WHERE {column} {compare} ?"  # noqa: S608
                            f" ORDER BY {column} {order} LIMIT ?) AS near"
                            " JOIN standing ON standing.bag = near.id"
                            " WHERE standing.store = ? AND checked < ?",
                            (value, reach, store, since),
                        ).fetchall()
                        near.update(row[0] for row in rows)
        return frozenset(near)

    def dispensable(self, before: str) -> tuple[Run, ...]:
        """The audits before this time whose reports hold nothing that history needs.

        For any bag an audit is needed if it was its first or its last check, if it did not find the
        bag intact, or if the check before or after it did not; or if something was found that the
        ledger does not know.
        """
        with self._guard():
            rows = self._db.execute(
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

    def forget_checks(self, runs: Iterable[str]) -> None:
        """The reports of these audits were removed on purpose: their single checks are gone."""
        names = json.dumps(list(runs))
        self._db.execute(
            "DELETE FROM checked WHERE run IN (SELECT seq FROM run WHERE run IN"
            " (SELECT value FROM json_each(?)))",
            (names,),
        )
        self._db.execute(
            "UPDATE run SET pruned = 1 WHERE run IN (SELECT value FROM json_each(?))", (names,)
        )

    def pruned(self) -> frozenset[str]:
        """The audits whose reports were removed on purpose."""
        with self._guard():
            rows = self._db.execute("SELECT run FROM run WHERE pruned").fetchall()
        return frozenset(row[0] for row in rows)

    def gaps(self) -> Gaps:
        """How many articles lack provenance by their newest amendment, and what they lack."""
        with self._guard():
            (bags,) = self._db.execute(
                "SELECT count(*) FROM bag AS base"
                " WHERE kind = 'article' AND NOT coalesce("
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
                "SELECT dated, count(*) FROM bag WHERE kind = 'article' GROUP BY dated"
            ).fetchall()
        found: Counter[str] = Counter()
        for dated, count in rows:
            found[month_of(dated)] += count
        return dict(sorted(found.items()))
