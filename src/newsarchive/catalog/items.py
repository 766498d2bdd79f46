"""When what is told of an article changed last, of every one that is or was here: table `item`.

What harvesters and crawlers ask by (OAI-PMH 2.0, section 2.5: an item is there for good, and its
datestamp is that of its last change, be it that it is told no more). An item is a bag of an
article, with its amendments. An embargo ends without an entry, so its end counts from then on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from newsarchive.catalog.connection import Connection
from newsarchive.model.item import Item, Place


@dataclass(frozen=True, slots=True)
class Window:
    """Which items are meant: those that changed from `since` to `until`, both included.

    Times as in `Item`; `now` is when it is asked: an embargo that ends later changes nothing yet.
    With a `collection`, those of it.
    """

    since: str
    until: str
    now: str
    collection: str | None = None


# Those of which an embargo that is over is the last change, and the others. Each of the two is
# read in the order of an index, and no further than to the end of a page.
_OPENED = "opens != '' AND opens <= :now"
_PARTS = (
    ("changed", "item", f"NOT ({_OPENED})"),
    ("opens", "item INDEXED BY item_opens", _OPENED),
)
_TOUCH = (
    "UPDATE item SET changed = ?1, opens = CASE WHEN opens > ?1 THEN opens ELSE '' END"
    " WHERE changed < ?1"
)
_LAST = f"CASE WHEN {_OPENED} THEN opens ELSE changed END"


class Items:
    """The items. Methods that fill it need an open transaction.

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection) -> None:
        self._file = file

    # Filling

    def add(self, number: int, bag: str, time: str) -> None:
        """The bag of an article came in at this time."""
        self._file.db.execute(
            "INSERT OR IGNORE INTO item VALUES (?, ?, ?, '', '')", (number, bag, time)
        )

    def touch(self, bags: Iterable[str], time: str) -> None:
        """What is told of these changed at this time. What is no item is left alone."""
        self._file.db.executemany(
            f"{_TOUCH} AND bag = ?2",
            [(time, bag) for bag in bags],
        )

    def touch_versions(self, article: str, time: str) -> None:
        """So did all versions of the article with this id."""
        if article:
            self._file.db.execute(
                f"{_TOUCH} AND bag IN (SELECT id FROM bag WHERE article = ?2)",  # noqa: S608  # ours
                (time, article),
            )

    def set_opens(self, bag: str, opens: str) -> None:
        """When its embargo ends, "" for never; an end before its last change changes nothing."""
        self._file.db.execute(
            "UPDATE item SET opens = CASE WHEN ?1 > changed THEN ?1 ELSE '' END WHERE bag = ?2",
            (opens, bag),
        )

    def set_collection(self, bag: str, collection: str) -> None:
        """The item belongs to a collection from now on."""
        self._file.db.execute("UPDATE item SET collection = ? WHERE bag = ?", (collection, bag))

    # Asking

    def page(self, window: Window, after: Place, most: int) -> tuple[Item, ...]:
        """The first `most` of those that are meant, behind a place in their order."""
        parts = " UNION ALL ".join(
            f"SELECT * FROM (SELECT seq, bag, {at} AS at, collection FROM {table}"  # noqa: S608  # ours
            f" WHERE {_within(window, at)} AND ({at}, seq) > (:at, :seq) AND {which}"
            f" ORDER BY {at}, seq LIMIT :most)"
            for at, table, which in _PARTS
        )
        values = _values(window) | {"at": after[0], "seq": after[1], "most": most}
        values["since"] = max(window.since, after[0])  # where an index is entered
        with self._file.guard():
            rows = self._file.db.execute(
                f"SELECT * FROM ({parts}) ORDER BY at, seq LIMIT :most",  # noqa: S608  # as above
                values,
            ).fetchall()
        return tuple(Item(*row) for row in rows)

    def count(self, window: Window) -> int:
        """How many are meant."""
        # By what is in an index; of those that an embargo moved there are few.
        opened = f"item INDEXED BY item_opens WHERE {_OPENED} AND"
        first, last = _within(window, "changed"), _within(window, "opens")
        counts = (
            f"(SELECT count(*) FROM item WHERE {first})"  # noqa: S608  # ours
            f" - (SELECT count(*) FROM {opened} {first}) + (SELECT count(*) FROM {opened} {last})"
        )
        with self._file.guard():
            row = self._file.db.execute(f"SELECT {counts}", _values(window)).fetchone()
        return int(row[0])

    def of(self, reference: str, now: str) -> Item | None:
        """The item with this id of a bag, or this URN of one; None if there is none."""
        with self._file.guard():
            row = self._file.db.execute(
                f"SELECT seq, bag, {_LAST}, collection FROM item WHERE bag IN (:of"  # noqa: S608
                ", (SELECT id FROM bag WHERE urn = :of)"
                ", (SELECT id FROM tombstone WHERE urn = :of))",
                {"of": reference, "now": now},
            ).fetchone()
        return None if row is None else Item(*row)

    def ends(self, now: str) -> tuple[str, str] | None:
        """The first and the last of all changes; None where nothing is."""
        with self._file.guard():
            first, last, opened = self._file.db.execute(
                "SELECT (SELECT min(changed) FROM item), (SELECT max(changed) FROM item),"
                " (SELECT max(opens) FROM item WHERE opens != '' AND opens <= ?)",
                (now,),
            ).fetchone()
        return None if first is None else (first, max(last, opened or ""))

    def collections(self, after: str, most: int) -> tuple[str, ...]:
        """The names of the collections that have items, in their order, behind this name."""
        return tuple(islice(self._names(after), most))

    def _names(self, after: str) -> Iterator[str]:
        """From one to the next: each is one step in an index."""
        while True:
            with self._file.guard():
                (name,) = self._file.db.execute(
                    "SELECT min(collection) FROM item WHERE collection > ?", (after,)
                ).fetchone()
            if name is None:
                return
            yield name
            after = name

    def blocks(self, size: int, now: str) -> tuple[tuple[int, str], ...]:
        """The numbers of accessions in blocks of a size: each that has an article, and its change.

        Only current versions that are not destroyed count. The whole table is read for it.
        """
        with self._file.guard():
            rows = self._file.db.execute(
                f"SELECT item.seq / :size, max({_LAST})"  # noqa: S608  # ours
                " FROM item JOIN bag ON bag.id = item.bag"
                " WHERE superseded = 0 GROUP BY 1 ORDER BY 1",
                {"size": size, "now": now},
            ).fetchall()
        return tuple(rows)

    def block(self, number: int, size: int, now: str) -> tuple[Item, ...]:
        """The current versions of one block, in the order of their numbers."""
        with self._file.guard():
            rows = self._file.db.execute(
                f"SELECT item.seq, item.bag, {_LAST}, item.collection"  # noqa: S608  # ours
                " FROM item JOIN bag ON bag.id = item.bag"
                " WHERE superseded = 0 AND item.seq >= :first AND item.seq < :end"
                " ORDER BY item.seq",
                {"first": number * size, "end": (number + 1) * size, "now": now},
            ).fetchall()
        return tuple(Item(*row) for row in rows)


def _within(window: Window, at: str) -> str:
    of = "" if window.collection is None else " AND collection = :collection"
    return f"{at} >= :since AND {at} <= :until{of}"


def _values(window: Window) -> dict[str, str | int | None]:
    return {
        "since": window.since,
        "until": window.until,
        "now": window.now,
        "collection": window.collection,
    }
