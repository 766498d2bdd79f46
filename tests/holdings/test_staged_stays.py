"""A staged bag stays until its journal is closed, also where the store copies and does not move."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.errors import StoreError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.asked import IngestOptions
from newsarchive.model.outcome import ItemStatus
from newsarchive.store import MemoryStore
from newsarchive.workflows.ingest.requested import Request
from newsarchive.workflows.ingest.run import ingest
from support.archives import Place, make_place

LOCKS = {"audit.lock", "write.lock"}


class Fickle(MemoryStore):
    """A store that refuses what is in `refuses`."""

    def __init__(self, *refuses: str) -> None:
        super().__init__()
        self.refuses = set(refuses)
        self.calls = 0

    def publish(self, staged: Path, path: str) -> None:
        self.calls += 1
        if "second" in self.refuses and self.calls == 2:
            raise StoreError("the connection was lost")
        super().publish(staged, path)

    def settle(self, paths: Iterable[str]) -> None:
        if "settle" in self.refuses:
            raise StoreError("the connection was lost")
        super().settle(paths)

    def retract(self, path: str, staged: Path) -> None:
        if "retract" in self.refuses:
            raise StoreError("the connection was lost")
        super().retract(path, staged)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def take_in(archive: Archive, store: Fickle, place: Place) -> tuple[OpenArchive, set[ItemStatus]]:
    holdings = replace(archive.holdings, store=store)
    sources = [Request(place.source(name)) for name in ("a.txt", "b.txt")]
    report = ingest(holdings, sources, IngestOptions(by="archivist"))
    return holdings, {item.status for item in report.items}


def left(place: Place) -> set[str]:
    return {p.name for p in (place.root / "staging").iterdir()} - LOCKS


def test_what_a_store_left_is_dropped_when_the_group_is_done(place: Place) -> None:
    with place.open() as archive:
        _, came = take_in(archive, Fickle(), place)

    assert came == {ItemStatus.STORED}
    assert left(place) == set()


def test_a_group_of_which_one_bag_is_refused_is_retracted_and_tried_again(place: Place) -> None:
    store = Fickle("second")

    with place.open() as archive:
        holdings, came = take_in(archive, store, place)
        known = {a.path for a in holdings.catalog.accessions()}

    assert came == {ItemStatus.STORED}
    assert store.calls == 4
    assert set(store.walk()) == known
    assert left(place) == set()


def test_an_open_journal_keeps_what_is_staged_until_somebody_finishes_it(place: Place) -> None:
    store = Fickle("settle", "retract")

    with place.open() as archive:
        holdings, came = take_in(archive, store, place)
        open_then = left(place)
        staged = list((place.root / "staging").glob("*/bag-*/bagit.txt"))
        store.refuses.clear()
        with holdings.writing():
            known = {a.path for a in holdings.catalog.accessions()}

    assert ItemStatus.STORED not in came
    assert "journal.json" in open_then
    assert staged
    assert known == set(store.walk())
    assert known
    assert not list((place.root / "staging").glob("*/bag-*"))
    assert "journal.json" not in left(place)
