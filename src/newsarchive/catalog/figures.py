"""Figures over all bags: how they are covered, what they lack, which are near damage."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.findings import ACCESSION, AUDIT
from newsarchive.model.attention import Weight
from newsarchive.model.chronicle import Coverage, Dated, Gaps
from newsarchive.model.clock import timestamp
from newsarchive.model.gaps import GAPS
from newsarchive.model.layout import month_of
from newsarchive.model.policy import DAY, Policy
from newsarchive.model.subject import MAIN

# Each bag, and when it was verified last in the store ?5; ?4 is when those were that are not on
# record yet.
_VERIFIED = (
    "SELECT bag.name, bag.accessioned, bag.collection,"
    " CASE WHEN just.seq IS NULL THEN standing.verified ELSE ?4 END AS at"
    " FROM bag LEFT JOIN standing ON standing.bag = bag.id AND standing.store = ?5"
    " LEFT JOIN just ON just.seq = bag.seq"
)
_NAMES = "SELECT value FROM json_each(?3)"


_VERDICT = "coalesce(standing.verdict, '')"
_STANDINGS = (
    "FROM bag LEFT JOIN standing ON standing.bag = bag.id AND standing.store = ?1"
    " WHERE bag.kind = 'article'"
)


def _groups(policy: Policy) -> Iterator[tuple[str, str, int]]:
    """Bags by how many days may pass between two checks: a condition, its names, the days."""
    yield f"collection NOT IN ({_NAMES})", json.dumps(sorted(policy.collections)), policy.every_days
    for name, days in sorted(policy.collections.items()):
        yield f"collection IN ({_NAMES})", json.dumps([name]), days


def _at(moment: int) -> str:
    """A Unix time as the catalog has times, RFC 3339. Times that no year has are its ends."""
    earliest, latest = -30_610_224_000, 253_402_300_799  # years 1000 and 9999
    return timestamp(datetime.fromtimestamp(min(max(moment, earliest), latest), UTC))


class Figures:
    """What can be counted. It only asks.

    Raises, from every method: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection) -> None:
        self._file = file

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
        db = self._file.db
        with self._file.guard():
            db.execute("PRAGMA temp_store = MEMORY")
            db.execute("DROP TABLE IF EXISTS temp.just")
            db.execute("CREATE TEMP TABLE just (seq INTEGER PRIMARY KEY) WITHOUT ROWID")
            db.executemany("INSERT OR IGNORE INTO just VALUES (?)", ((n,) for n in verified))
        until = _at(now + DAY)
        checked = overdue = never = 0
        for condition, names, days in _groups(policy):
            with self._file.guard():
                row = db.execute(
                    "SELECT coalesce(sum(at BETWEEN ?1 AND ?2), 0),"  # noqa: S608
                    " coalesce(sum(coalesce(at, accessioned) NOT BETWEEN ?1 AND ?2), 0),"
                    f" coalesce(sum(at IS NULL), 0) FROM ({_VERIFIED}) WHERE {condition}",
                    (_at(now - days * DAY), until, names, verified_at, store),
                ).fetchone()
            checked, overdue, never = checked + row[0], overdue + row[1], never + row[2]
        with self._file.guard():
            of = db.execute("SELECT count(*) FROM bag").fetchone()[0]
            oldest = db.execute(
                f"SELECT name, at FROM ({_VERIFIED.replace('?4', '?1').replace('?5', '?2')})"  # noqa: S608
                " WHERE at IS NOT NULL ORDER BY at, name LIMIT 1",
                (verified_at, store),
            ).fetchone()
        found = None if oldest is None else Dated(*oldest)
        return Coverage(policy.every_days, checked, of, overdue, never, found)

    def verdicts(self, store: str = MAIN) -> tuple[str, dict[str, tuple[int, ...]]]:
        """The verdict on most bags in a store, "" for never checked, and who has another.

        Those are the numbers of the articles, by their verdicts.
        """
        with self._file.guard():
            db = self._file.db
            # What is all the same is seen in the small table: a join reads every row of `bag`.
            query = "SELECT verdict, count(*) FROM standing WHERE store = ? GROUP BY verdict"
            counts = dict(db.execute(query, (store,)).fetchall())
            (bags,) = db.execute("SELECT count(*) FROM bag").fetchone()
            if never := bags - sum(counts.values()):
                counts[""] = never
            most = max(counts, key=lambda v: (counts[v], v), default="")
            rows = []
            if len(counts) > 1:
                rows = db.execute(
                    f"SELECT {_VERDICT}, bag.seq {_STANDINGS} AND {_VERDICT} != ?2"
                    " ORDER BY bag.seq",
                    (store, most),
                ).fetchall()
        found: dict[str, list[int]] = {}
        for verdict, number in rows:
            found.setdefault(verdict, []).append(number)
        return most, {verdict: tuple(numbers) for verdict, numbers in found.items()}

    def calendar(self, store: str = MAIN) -> dict[str, int]:
        """How many bags in a store were last verified on each day (`2026-11-22`), "" for never."""
        with self._file.guard():
            rows = self._file.db.execute(
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
        with self._file.guard():
            damaged = self._file.db.execute(
                "SELECT bag.seq, bag.path, min(since) FROM finding JOIN bag ON bag.id = finding.bag"
                " WHERE weight = ? AND origin = ? AND store = ? GROUP BY bag.seq LIMIT ?",
                (Weight.DAMAGE, AUDIT, store, most),
            ).fetchall()
            near: set[int] = set()
            for number, path, since in damaged:
                for column, value in (("seq", number), ("path", path)):
                    for compare, order in (("<", "DESC"), (">", "ASC")):
                        rows = self._file.db.execute(
                            f"SELECT seq FROM (SELECT seq, id FROM bag WHERE {column} {compare} ?"  # noqa: S608
                            f" ORDER BY {column} {order} LIMIT ?) AS near"
                            " JOIN standing ON standing.bag = near.id"
                            " WHERE standing.store = ? AND checked < ?",
                            (value, reach, store, since),
                        ).fetchall()
                        near.update(row[0] for row in rows)
        return frozenset(near)

    def gaps(self) -> Gaps:
        """How many articles lack provenance by their newest amendment, and what they lack."""
        with self._file.guard():
            (bags,) = self._file.db.execute(
                "SELECT count(*) FROM bag AS base"
                " WHERE kind = 'article' AND NOT coalesce("
                "  (SELECT complete FROM bag WHERE amends = base.seal ORDER BY seq DESC LIMIT 1),"
                "  base.complete)"
            ).fetchone()
            lacking = dict(
                self._file.db.execute(
                    "SELECT code, count(DISTINCT bag) FROM finding WHERE origin = ? GROUP BY code",
                    (ACCESSION,),
                ).fetchall()
            )
        return Gaps(bags, **{name: lacking.get(gap.code, 0) for name, gap in GAPS.items()})

    def months(self) -> dict[str, int]:
        """How many bags there are of each month, `2017-04`, `2017-XX` or `undated`."""
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT dated, count(*) FROM bag WHERE kind = 'article' GROUP BY dated"
            ).fetchall()
        found: Counter[str] = Counter()
        for dated, count in rows:
            found[month_of(dated)] += count
        return dict(sorted(found.items()))

    def sources(self) -> dict[str, int]:
        """How many articles are from each source, "" for those whose source is not known."""
        with self._file.guard():
            known = self._file.db.execute(
                "SELECT name, count(*) FROM source GROUP BY name ORDER BY count(*) DESC, name"
            ).fetchall()
            (unknown,) = self._file.db.execute(
                "SELECT count(*) FROM bag WHERE kind = 'article'"
                " AND id NOT IN (SELECT bag FROM source)"
            ).fetchone()
        return dict(known) | ({"": unknown} if unknown else {})
