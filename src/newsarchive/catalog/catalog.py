"""The catalog: a SQLite index over what the ledger says.

It holds nothing that cannot be computed again. Who fills it and from where is decided elsewhere
(holdings/follow.py); here is only what it can hold and answer.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.entries import Entries
from newsarchive.catalog.figures import Figures
from newsarchive.catalog.findings import Findings
from newsarchive.catalog.items import Items
from newsarchive.catalog.memory import Memory
from newsarchive.catalog.numbers import ByNumber
from newsarchive.catalog.rows import accession_in, row_of
from newsarchive.catalog.runs import Runs
from newsarchive.catalog.tombstones import Tombstones
from newsarchive.catalog.versions import Versions
from newsarchive.model.entries import seen_as
from newsarchive.model.finding import Verdict, finding_document, read_finding
from newsarchive.model.holding import Accession, BagKind, Standing
from newsarchive.model.run import Run
from newsarchive.model.subject import MAIN

MOST_FOUND = 50
"""How many bags `Catalog.find` gives whose names or ids begin alike."""

_PAGE = 512
_LARGE_PAGE = 10_000  # of rows that are short


# Bags of the collection ?1, NULL for all, but those that one of the audits ?2 could verify.
_CHOSEN = (
    "(?1 IS NULL OR collection = ?1) AND (?2 = '[]' OR NOT EXISTS ("
    " SELECT 1 FROM checked WHERE checked.bag = bag.seq AND verdict != 'unverified'"
    " AND run IN (SELECT seq FROM run WHERE run.run IN (SELECT value FROM json_each(?2)))))"
)


class Catalog:
    """An open catalog. One process's view; only one that is only read is shared between threads.

    What is more than bags and how they stand has a part of its own: `runs`, `findings`, `entries`,
    `figures`, `tombstones`, `versions`, `items`, `memory`, `by_number`.

    Raises, from every method:
        CatalogDamagedError: the file is not what it should be.
        StoreError: it cannot be read or written.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open the catalog at `path`, made if it is not there; None for one in memory.

        `read_only`: what is there is read as it is, by many threads at once, and nothing is made.
        """
        self.path = path
        self._file = Connection(path, read_only=read_only)
        self.runs = Runs(self._file)
        self.entries = Entries(self._file)
        self.findings = Findings(self._file, self.entries)
        self.figures = Figures(self._file)
        self.tombstones = Tombstones(self._file, self.entries)
        self.versions = Versions(self._file)
        self.items = Items(self._file)
        self.memory = Memory(self._file, self.findings)
        self.by_number = ByNumber(self._file)

    def __reduce__(self) -> tuple[type["Catalog"], tuple[Path]]:
        """Pickled, it is its path: another process opens the same catalog for itself."""
        if self.path is None:
            raise TypeError("a catalog in memory is of one process only")
        return Catalog, (self.path,)

    def stay(self) -> None:
        """Open the file anew if a new catalog was put in its place (rebuild)."""
        self._file.stay()

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def alone(self) -> AbstractContextManager[None]:
        """Let no other process read or write the file inside the `with` block; waits for them."""
        return self._file.alone()

    def writing(self) -> AbstractContextManager[None]:
        """A transaction: everything in the `with` block, or nothing."""
        return self._file.writing()

    def within(self, gone_by: Callable[[], bool]) -> AbstractContextManager[None]:
        """Break off what this thread asks inside the `with` block once `gone_by` says so.

        A statement that is broken off raises StoreError.
        """
        return self._file.within(gone_by)

    def compact(self) -> None:
        """Write the file anew without what was deleted. Needs that no transaction is open."""
        self._file.compact()

    def clear(self) -> None:
        """Forget everything, to be filled again."""
        for table in self._file.tables():
            if table not in {"meta", "memory", "guard"}:
                self._file.db.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
        self._file.db.execute("DELETE FROM meta WHERE key = 'mark'")

    # Filling

    def add_accession(self, accession: Accession) -> bool:
        """A bag was taken in. False, and nothing is added, if its id, name or place is taken."""
        if self.tombstones.of(accession.bag):
            return False
        base = self.with_seal(accession.amends) if accession.amends else None
        collection = self.collection(base.bag) if base else ""
        row = (*row_of(accession), collection, accession.text or "", 1, 0)
        if not self._file.add("bag", row):
            return False
        self.versions.touch(accession.article)
        self._file.db.executemany(
            "INSERT INTO original VALUES (?, ?, ?)",
            [(sha512, accession.bag, n) for n, sha512 in enumerate(accession.originals)],
        )
        self.add_place(accession.bag, accession.origin)
        if accession.kind is BagKind.DELIVERY:
            return True  # its articles have sources
        of = base.bag if base else accession.bag
        self._file.db.execute("DELETE FROM source WHERE bag = ?", (of,))
        self._file.db.executemany(
            "INSERT OR IGNORE INTO source VALUES (?, ?)", [(of, s) for s in accession.sources]
        )
        return True

    def set_collection(self, bag: str, collection: str) -> None:
        """The bag belongs to a collection from now on, and so do its amendments."""
        self._file.db.execute(
            "UPDATE bag SET collection = ?1 WHERE id = ?2"
            " OR amends = (SELECT seal FROM bag WHERE id = ?2)",
            (collection, bag),
        )

    def add_place(self, bag: str, origin: str) -> None:
        """The bag's article was seen at `origin`, a place or the digest of one (`seen_as`)."""
        self._file.db.execute("INSERT OR IGNORE INTO place VALUES (?, ?)", (bag, origin))

    def add_run(self, run: Run) -> bool:
        """An audit was entered in the ledger. False, and nothing is added, if it is on record."""
        if not self.runs.add(run):
            return False
        self.findings.clear_others(run)
        return True

    def set_standings(self, standings: Sequence[Standing]) -> None:
        """These bags were checked, each once in a store. A bag that is not known is left alone."""
        self._file.db.executemany(
            "INSERT INTO standing SELECT id, ?, ?, ?, ?, ?, ? FROM bag WHERE id = ?"
            " ON CONFLICT (bag, store) DO UPDATE SET verdict = excluded.verdict,"
            " checked = excluded.checked, run = excluded.run, findings = excluded.findings,"
            " verified = coalesce(excluded.verified, verified)",
            [
                (
                    s.store,
                    s.verdict.value,
                    s.checked,
                    s.run,
                    json.dumps([finding_document(f, s.key) for f in s.findings], sort_keys=True)
                    if s.findings
                    else "[]",
                    None if s.verdict is Verdict.UNVERIFIED else s.checked,
                    s.bag,
                )
                for s in standings
            ],
        )
        self.runs.add_checks(standings)
        self.findings.add_checks(standings)

    # Asking

    def accession(self, bag: str) -> Accession | None:
        """The accession of the bag with this id."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT accession, seq, accessioned FROM bag WHERE id = ?", (bag,)
            ).fetchone()
        return None if row is None else accession_in(row)

    def accessions(
        self, collection: str | None = None, *, but: Collection[str] = ()
    ) -> Iterator[Accession]:
        """Every accession, of one collection or of all, ordered by path.

        `but` those that one of these audits looked at and could verify. Read in pages: a cursor
        left open for the hours of an audit would lock out every writer.
        """
        last, chosen = "", json.dumps(list(but))
        while True:
            with self._file.guard():
                rows = self._file.db.execute(
                    "SELECT accession, seq, accessioned, path FROM bag"  # noqa: S608  # ours
                    f" WHERE {_CHOSEN} AND path > ?3 ORDER BY path LIMIT ?4",
                    (collection, chosen, last, _PAGE),
                ).fetchall()
            if not rows:
                return
            last = rows[-1][3]
            yield from (accession_in(row[:3]) for row in rows)

    def select(
        self,
        *,
        kind: BagKind | None = None,
        source: str | None = None,
        collection: str | None = None,
        current_at: int | None = None,
    ) -> Iterator[Accession]:
        """The accessions of such bags, ordered by path; None for any. Read in pages.

        With a `source`, the articles from it, by their newest amendments; "" for those of which
        none is known. With `current_at`, those that were there when the entry of this number was
        the last, and of each article the version only that was the current one then.
        """
        last = ""
        while True:
            with self._file.guard():
                rows = self._file.db.execute(
                    "SELECT accession, seq, accessioned, path FROM bag WHERE path > ?1"
                    " AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR collection = ?3)"
                    " AND (?4 IS NULL OR id IN (SELECT bag FROM source WHERE name = ?4)"
                    " OR (?4 = '' AND kind = 'article' AND id NOT IN (SELECT bag FROM source)))"
                    " AND (?6 IS NULL OR (seq <= ?6 AND NOT EXISTS (SELECT 1 FROM bag AS later"
                    " WHERE later.article = bag.article AND bag.article != ''"
                    " AND later.kind = 'article' AND bag.kind = 'article'"
                    " AND later.position > bag.position AND later.seq <= ?6)))"
                    " ORDER BY path LIMIT ?5",
                    (last, kind, collection, source, _PAGE, current_at),
                ).fetchall()
            if not rows:
                return
            last = rows[-1][3]
            yield from (accession_in(row[:3]) for row in rows)

    def is_taken(self, accession: Accession) -> bool:
        """Whether an earlier accession has the id, the name or the place of this one."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT 1 FROM bag WHERE seq < ?1 AND (id = ?2 OR name = ?3 OR path = ?4)",
                (accession.seq, accession.bag, accession.name, accession.path),
            ).fetchone()
        return row is not None

    def measure(
        self, collection: str | None = None, *, but: Collection[str] = ()
    ) -> tuple[int, int]:
        """How many bags `accessions` would give, and their bytes."""
        with self._file.guard():
            count, size = self._file.db.execute(
                f"SELECT count(*), coalesce(sum(bytes), 0) FROM bag WHERE {_CHOSEN}",  # noqa: S608
                (collection, json.dumps(list(but))),
            ).fetchone()
        return count, size

    def find(self, reference: str, limit: int = MOST_FOUND) -> tuple[Accession, ...]:
        """The bags with this name, path, URN or id; else those whose name or id begins so."""
        columns = "SELECT accession, seq, accessioned FROM bag"
        with self._file.guard():
            rows = self._file.db.execute(
                f"{columns} WHERE name = ?1 OR id = ?1 OR urn = ?1 OR path = ?1", (reference,)
            ).fetchall()
            if not rows and reference:
                rows = self._file.db.execute(
                    f"{columns} WHERE substr(name, 1, length(?1)) = ?1"
                    " OR substr(id, 1, length(?1)) = ?1 ORDER BY name LIMIT ?2",
                    (reference, limit),
                ).fetchall()
        return tuple(accession_in(row) for row in rows)

    def of_article(self, article: str) -> tuple[Accession, ...]:
        """The bags of one article, in the order in which they came; no amendments."""
        return self._some("article = ? AND kind = 'article'", article)

    def with_originals(
        self, originals: tuple[str, ...], kind: BagKind = BagKind.ARTICLE
    ) -> tuple[Accession, ...]:
        """The bags of exactly these originals (SHA-512, in order), in the order they came."""
        found = self._some(
            "id IN (SELECT bag FROM original WHERE sha512 = ? AND position = 0)", originals[0]
        )
        return tuple(a for a in found if a.originals == originals and a.kind is kind)

    def with_seal(self, seal: str) -> Accession | None:
        """The bag with this seal."""
        found = self._some("seal = ?", seal)
        return found[0] if found else None

    def amendments(self, seal: str) -> tuple[Accession, ...]:
        """The amendments of the bag with this seal, in the order in which they came."""
        return self._some("amends = ?", seal)

    def delivered_in(self, bag: str) -> tuple[Accession, ...]:
        """The bags of the articles that came in the delivery with this id."""
        return self._some("delivery = ?", bag)

    def _some(self, condition: str, value: str) -> tuple[Accession, ...]:
        columns = "SELECT accession, seq, accessioned FROM bag"
        query = f"{columns} WHERE {condition} ORDER BY seq"  # the conditions are our own
        with self._file.guard():
            rows = self._file.db.execute(query, (value,)).fetchall()
        return tuple(accession_in(row) for row in rows)

    def held(self, digests: Collection[str], but: Collection[str]) -> frozenset[str]:
        """Those of these SHA-512 that a bag has as an original or a medium, `but` these bags."""
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT sha512 FROM original WHERE sha512 IN (SELECT value FROM json_each(?1))"
                " AND bag NOT IN (SELECT value FROM json_each(?2))"
                " UNION SELECT json_extract(medium.value, '$[0]')"
                " FROM bag, json_each(bag.accession, '$.media') AS medium"
                " WHERE json_extract(medium.value, '$[0]') IN (SELECT value FROM json_each(?1))"
                " AND bag.id NOT IN (SELECT value FROM json_each(?2))",
                (json.dumps(sorted(digests)), json.dumps(sorted(but))),
            ).fetchall()
        return frozenset(row[0] for row in rows)

    def known(self, paths: Collection[str]) -> set[str]:
        """Those of `paths` at which a bag should lie."""
        with self._file.guard():
            return {
                row[0]
                for row in self._file.db.execute(
                    "SELECT path FROM bag WHERE path IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(paths)),),
                )
            }

    def collection(self, bag: str) -> str:
        """The collection of the bag, "" for none."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT collection FROM bag WHERE id = ?", (bag,)
            ).fetchone()
        return "" if row is None else str(row[0])

    def seen_at(self, bag: str, origin: str) -> bool:
        """Whether the bag's article was seen at `origin` before."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT 1 FROM place WHERE bag = ? AND origin IN (?, ?)",
                (bag, origin, seen_as(bag, origin)),
            ).fetchone()
        return row is not None

    def standing(self, bag: str, store: str = MAIN) -> Standing | None:
        """How the bag in a store stands; None if it was never checked there."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT bag, verdict, checked, run, findings FROM standing"
                " WHERE bag = ? AND store = ?",
                (bag, store),
            ).fetchone()
        if row is None:
            return None
        findings = tuple(read_finding(f) for f in json.loads(row[4]))
        return Standing(row[0], Verdict(row[1]), row[2], row[3], findings, store)

    def count(self) -> tuple[int, int]:
        """How many bags there are, and their bytes."""
        with self._file.guard():
            bags, size = self._file.db.execute(
                "SELECT count(*), coalesce(sum(bytes), 0) FROM bag"
            ).fetchone()
        return bags, size

    def kinds(self) -> dict[BagKind, int]:
        """How many bags there are of each kind."""
        with self._file.guard():
            rows = self._file.db.execute("SELECT kind, count(*) FROM bag GROUP BY kind").fetchall()
        found = dict(rows)  # one that somebody else wrote there is none of ours
        return {kind: found.get(kind.value, 0) for kind in BagKind}

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with self._file.guard():
            return {
                table: self._file.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in self._file.tables()
            }

    def dump(self) -> Iterator[str]:
        """Every row of every table as one line, in a fixed order: two equal catalogs dump alike.

        Without `memory` and `guard`, which follow from no ledger.
        """
        with self._file.guard():
            for table, width in self._file.tables().items():
                if table not in {"memory", "guard"}:
                    order = ", ".join(str(n + 1) for n in range(width))
                    rows = self._file.db.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
                    yield from (f"{table} {json.dumps(row)}" for row in rows)
