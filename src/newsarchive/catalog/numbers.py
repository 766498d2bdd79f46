"""Bags by the numbers of their accessions, for whoever goes through all of them. Read in pages."""

import json
from collections.abc import Iterator, Sequence

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.rows import COLUMNS, Row, accession_in
from newsarchive.model.holding import Accession
from newsarchive.model.subject import MAIN

_PAGE = 512
_LARGE_PAGE = 10_000  # of rows that are short
_SEQ = COLUMNS.split(", ").index("seq")

_CHANGES = (
    "SELECT seq, seq AS about FROM bag WHERE seq > ?1 UNION ALL"
    " SELECT told.seq, bag.seq FROM told JOIN bag ON bag.id = told.bag WHERE told.seq > ?1"
    " AND told.type = 'decision' AND json_extract(told.fields, '$.kind') = 'collection'"
)


class ByNumber:
    """The bags in the order in which they came in.

    Raises, from every method: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection) -> None:
        self._file = file

    def rows(self) -> Iterator[tuple[int, Row]]:
        """What is on record of every bag, ordered by number, as `row_of`."""
        last = -1
        while True:
            with self._file.guard():
                rows = self._file.db.execute(
                    f"SELECT {COLUMNS} FROM bag WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
                    (last, _PAGE),
                ).fetchall()
            if not rows:
                return
            last = rows[-1][_SEQ]
            yield from ((row[_SEQ], row) for row in rows)

    def accessions(self, numbers: Sequence[int]) -> Iterator[Accession]:
        """The accessions with these numbers, in this order; read in pages."""
        for start in range(0, len(numbers), _PAGE):
            page = list(numbers[start : start + _PAGE])
            with self._file.guard():
                rows = self._file.db.execute(
                    "SELECT accession, seq, accessioned FROM bag"
                    " WHERE seq IN (SELECT value FROM json_each(?))",
                    (json.dumps(page),),
                ).fetchall()
            found = {row[1]: row for row in rows}
            yield from (accession_in(found[number]) for number in page if number in found)

    def paths(self) -> Iterator[tuple[int, str]]:
        """The number and the path of every accession, ordered by number; read in pages."""
        last = -1
        while True:
            with self._file.guard():
                rows = self._file.db.execute(
                    "SELECT seq, path FROM bag WHERE seq > ? ORDER BY seq LIMIT ?",
                    (last, _LARGE_PAGE),
                ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield from rows

    def changes(self, after: int, most: int = _LARGE_PAGE) -> tuple[tuple[int, int], ...]:
        """What came behind the entry `after` and is of interest to whoever reads bags, in order.

        The numbers of accessions and of decisions on a collection, each with that of the bag that
        it is about; the first `most` of them.
        """
        with self._file.guard():
            rows = self._file.db.execute(
                f"{_CHANGES} ORDER BY 1 LIMIT ?2", (after, most)
            ).fetchall()
        return tuple(rows)

    def count_changes(self, after: int) -> int:
        """How many of these there are."""
        with self._file.guard():
            (count,) = self._file.db.execute(
                f"SELECT count(*) FROM ({_CHANGES})",  # noqa: S608  # ours
                (after,),
            ).fetchone()
        return int(count)

    def candidates(
        self, store: str = MAIN
    ) -> Iterator[tuple[int, int, int, int | None, bool, str]]:
        """What planning knows of every bag in a store (`judgement.Candidate`); read in pages."""
        last = -1
        while True:
            with self._file.guard():
                rows = self._file.db.execute(
                    "SELECT bag.seq, bag.bytes, CAST(strftime('%s', accessioned) AS INTEGER),"
                    " CAST(strftime('%s', standing.checked) AS INTEGER),"
                    " coalesce(standing.verdict = 'intact', 0), collection"
                    " FROM bag LEFT JOIN standing"
                    " ON standing.bag = bag.id AND standing.store = ?"
                    " WHERE bag.seq > ? ORDER BY bag.seq LIMIT ?",
                    (store, last, _LARGE_PAGE),
                ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield from rows
