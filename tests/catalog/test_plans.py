"""What is asked for each article is found by an index, however many bags there are."""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

import newsarchive
from newsarchive.archive import Archive
from newsarchive.model.decision import DecisionKind, Reason
from support.archives import Place, article, make_place

_MANY = 12  # articles; what is asked as often is asked for each
# All rows of a table that grows with the archive; or those of one kind, which are nearly all. The
# index of pending tombstones holds no others.
_WIDE = re.compile(
    r"SCAN (?:bag|item|original|place|source|standing|checked|finding|told|tombstone|refused)\b"
    r"(?! USING INDEX tombstone_pending)"
    r"|USING (?:COVERING )?INDEX bag_kind \(kind=\?\)$"
)


class Listening(sqlite3.Connection):
    """A connection that keeps how often what was asked, and how SQLite went about it."""

    asked: ClassVar[Counter[str]] = Counter()
    plans: ClassVar[dict[str, list[str]]] = {}

    def hear(self, sql: str, parameters: Any, times: int = 1) -> None:
        if not sql.startswith(("PRAGMA", "BEGIN", "COMMIT", "CREATE", "DROP")):
            self.asked[sql] += times
            if sql not in self.plans:
                steps = super().execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
                self.plans[sql] = [step[3] for step in steps]

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        self.hear(sql, parameters)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        rows = list(parameters)
        if rows:
            self.hear(sql, rows[0], len(rows))
        return super().executemany(sql, rows)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Listening]]:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Listening))
    yield Listening
    Listening.asked.clear()
    Listening.plans.clear()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def sources(place: Place, folder: str = "texts") -> list[Path]:
    """Articles of which the half have one text under two ids."""
    return [
        place.source(f"{folder}/{n}.txt", f"{article(str(n // 2))}\nDate: 2004-05-{n + 1:02}\n")
        for n in range(_MANY)
    ]


def ingest(archive: Archive, place: Place) -> None:
    assert archive.ingest(sources(place), workers=1).exit_code == 0


def ingest_again(archive: Archive, place: Place) -> None:
    ingest(archive, place)
    assert archive.ingest(sources(place, "again"), workers=1).exit_code == 0


def audit(archive: Archive, place: Place) -> None:
    ingest(archive, place)
    assert archive.audit(workers=1).exit_code == 0


def describe(archive: Archive, place: Place) -> None:
    ingest(archive, place)
    for bag in list(archive.bags()):
        archive.describe(bag.name, source="Tolm Post", by="staff-7")


def decide(archive: Archive, place: Place) -> None:
    ingest(archive, place)
    for bag in list(archive.bags()):
        archive.decide(bag.name, [(DecisionKind.COLLECTION, "Tolm")], Reason.CURATION)


def find(archive: Archive, place: Place) -> None:
    ingest(archive, place)
    for number in range(_MANY):
        assert archive.search(f"office {number // 2}").total


def show(archive: Archive, place: Place) -> None:
    ingest(archive, place)
    for bag in list(archive.bags()):
        archive.access(bag)
        archive.history(bag.name)


@pytest.mark.parametrize("act", [ingest, ingest_again, audit, describe, decide, find, show])
def test_no_question_asked_for_each_article_looks_at_every_bag(
    act: Callable[[Archive, Place], None], place: Place, listening: type[Listening]
) -> None:
    with newsarchive.open(place.root) as archive:
        act(archive, place)

    often = [sql for sql, count in listening.asked.items() if count >= _MANY]
    assert often
    assert [
        (sql, step) for sql in often for step in listening.plans[sql] if _WIDE.search(step)
    ] == []
