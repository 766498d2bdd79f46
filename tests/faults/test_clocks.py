"""A clock that jumps: nothing but the times in the entries depends on it."""

import json
from pathlib import Path

import pytest

from newsarchive.model.finding import Verdict
from support.archives import Place, bags, make_place

JUMPS = {"back": -400, "forward": 4000, "to before 1970": -22000}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def entries(place: Place) -> list[dict[str, object]]:
    lines = (place.root / "ledger/entries.jsonl").read_bytes().splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("days", JUMPS.values(), ids=list(JUMPS))
def test_a_clock_that_jumps_between_two_runs_loses_nothing(place: Place, days: int) -> None:
    with place.open() as archive:
        archive.ingest([place.source("a.txt")], lambda _: None)
    place.clock.move(days=days)
    with place.open() as archive:
        archive.ingest([place.source("b.txt"), place.source("a.txt")], lambda _: None)
        report = archive.audit(lambda _: None)

    assert (report.exit_code, report.found.counts) == (0, {Verdict.INTACT: 2})
    assert len(bags(place.root)) == 2


@pytest.mark.parametrize("days", JUMPS.values(), ids=list(JUMPS))
def test_the_order_of_entries_is_their_number_whatever_the_clock_said(
    place: Place, days: int
) -> None:
    with place.open() as archive:
        archive.ingest([place.source("a.txt")], lambda _: None)
        place.clock.move(days=days)
        archive.ingest([place.source("b.txt")], lambda _: None)

    assert [e["seq"] for e in entries(place)] == [0, 1, 2]
    assert ["clock" in e for e in entries(place)] == [False, False, days < 0]


def test_a_clock_that_jumps_in_the_middle_of_a_run_loses_nothing(place: Place) -> None:
    sources = [place.source(f"{n}.txt") for n in range(4)]
    jumps = iter([-3650, 7300, -1, 30])

    with place.open() as archive:
        taken = archive.ingest(sources, lambda _: place.clock.move(days=next(jumps)))
        report = archive.audit(lambda _: place.clock.move(days=-1))

    assert taken.exit_code == 0
    assert taken.seconds >= 0
    assert (report.exit_code, report.found.counts) == (0, {Verdict.INTACT: 4})
