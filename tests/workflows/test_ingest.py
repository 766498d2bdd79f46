"""Ingest: what goes in, what is there already, what is refused, and that nothing is lost."""

import json
import os
from pathlib import Path

import pytest

from newsarchive.errors import StoreError
from newsarchive.model.entries import seen_as
from newsarchive.model.finding import Kind
from newsarchive.model.outcome import IngestReport, ItemOutcome, ItemStatus
from support.archives import Place, article, bags, snapshot


def ingest(place: Place, *sources: Path) -> IngestReport:
    told: list[ItemOutcome] = []
    with place.open() as archive:
        report = archive.ingest(sources, told.append)
    assert tuple(told) == report.items
    return report


def statuses(report: IngestReport) -> list[str]:
    return [item.status.value for item in report.items]


def test_an_article_becomes_a_bag_that_holds_its_bytes(place: Place) -> None:
    source = place.source()

    report = ingest(place, source)

    (bag,) = bags(place.root)
    assert statuses(report) == ["stored"]
    assert (bag / "data/original/rain.txt").read_bytes() == source.read_bytes()
    assert report.items[0].path == bag.relative_to(place.root).as_posix()


def test_a_second_ingest_says_present_and_writes_nothing(place: Place) -> None:
    source = place.source()
    ingest(place, source)
    before = snapshot(place.root)

    report = ingest(place, source)

    # The folder for unfinished work was used and is empty again: only its time is new.
    after = snapshot(place.root)
    assert statuses(report) == ["present"]
    assert after.pop("staging")[0] == before.pop("staging")[0]
    assert after == before


def test_the_same_article_twice_in_one_run_is_stored_once(place: Place) -> None:
    source = place.source()

    assert statuses(ingest(place, source, source)) == ["stored", "present"]


def test_a_known_article_from_a_new_place_is_a_sighting(place: Place) -> None:
    ingest(place, place.source("rain.txt"))
    elsewhere = place.source("copy/of-rain.txt", article("rain.txt"))

    first, second = ingest(place, elsewhere), ingest(place, elsewhere)

    lines = (place.root / "ledger/entries.jsonl").read_bytes().splitlines()
    sightings = [e for e in map(json.loads, lines) if e["type"] == "sighting"]
    assert statuses(first) == statuses(second) == ["present"]
    assert [s["origin"] for s in sightings] == [seen_as(sightings[0]["bag"], str(elsewhere))]


def test_file_names_do_not_make_another_bag(place: Place) -> None:
    first = ingest(place, place.source("a.txt", article("x")))
    second = ingest(place, place.source("b.txt", article("x")))

    assert first.items[0].bag_id == second.items[0].bag_id


def test_one_bad_input_does_not_stop_the_batch(place: Place) -> None:
    empty = place.source("empty.txt", "")
    gone = place.sources / "gone.txt"

    folder = place.sources / "nothing-in-it"
    folder.mkdir()

    report = ingest(place, gone, place.source("a.txt"), empty, folder, place.source("b.txt"))

    assert statuses(report) == ["refused", "stored", "refused", "refused", "stored"]
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.txt", "is not there"),
        ("empty", "holds no article"),
        ("pipe", "is a pipe; a file was wanted"),
    ],
)
def test_what_is_no_file_is_refused_in_one_line(place: Place, name: str, words: str) -> None:
    os.mkfifo(place.sources / "pipe")
    (place.sources / "empty").mkdir()

    (item,) = ingest(place, place.sources / name).items

    assert item.status is ItemStatus.REFUSED
    assert item.message is not None
    assert words in item.message
    assert "\n" not in item.message


def test_a_file_that_cannot_be_read_has_failed_and_is_not_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = place.source()
    read = os.read

    def broken(fd: int, size: int) -> bytes:
        if os.readlink(f"/proc/self/fd/{fd}") == str(source):
            raise OSError(5, "Input/output error")
        return read(fd, size)

    monkeypatch.setattr("os.read", broken)
    report = ingest(place, source)

    assert statuses(report) == ["failed"]
    assert report.exit_code == 3


def test_a_source_that_grows_while_it_is_read_is_not_taken(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = place.source()
    read = os.read

    def grow(fd: int, size: int) -> bytes:
        data = read(fd, size)
        if data and os.readlink(f"/proc/self/fd/{fd}") == str(source):
            with source.open("a") as file:
                file.write("more")
        return data

    monkeypatch.setattr("os.read", grow)
    report = ingest(place, source)

    assert statuses(report) == ["failed"]
    assert "changed while it was read" in (report.items[0].message or "")
    assert bags(place.root) == []


def test_the_rest_is_not_attempted_when_there_is_no_room(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [place.source(f"{n}.txt") for n in range(3)]

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsarchive.durable.os.fsync", full)
    with place.open() as archive:
        report = archive.ingest(sources, lambda _: None)

    assert statuses(report) == ["failed", "failed", "failed"]
    assert "not attempted" in (report.items[2].message or "")
    assert report.exit_code == 3


def test_a_present_article_whose_bag_is_gone_is_said_to_be_gone(place: Place) -> None:
    source = place.source()
    ingest(place, source)
    (bag,) = bags(place.root)
    bag.rename(place.sources / "taken-away")

    report = ingest(place, source)

    assert [f.kind for f in report.items[0].findings if f.kind is Kind.MISSING]
    assert report.exit_code == 1


def test_without_the_stores_marker_nothing_is_taken_in(place: Place) -> None:
    (place.root / "bags/.store.json").unlink()

    with place.open() as archive, pytest.raises(StoreError, match="marker"):
        archive.ingest([place.source()], lambda _: None)


def test_nothing_stays_in_staging(place: Place) -> None:
    ingest(place, place.source(), place.source("empty.txt", ""))

    assert [p.name for p in (place.root / "staging").iterdir() if p.is_dir()] == []


def test_a_source_whose_name_is_no_utf8_is_taken_in(place: Place) -> None:
    raw = os.fsencode(place.sources) + b"/caf\xe9.txt"
    Path(os.fsdecode(raw)).write_text(article("x"))

    (item,) = ingest(place, Path(os.fsdecode(raw))).items

    assert item.status is ItemStatus.STORED
    assert item.input.endswith("caf\\xe9.txt")
