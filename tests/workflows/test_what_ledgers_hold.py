"""What stands in the ledger, what stands beside it, and what happens when that is not there."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from newsarchive.ledger.names import hidden, shown
from newsarchive.model.decision import Reason
from newsarchive.model.finding import Code, Verdict
from newsarchive.model.layout import CATALOG, LEDGER
from support.archives import Place
from support.entries import ACCESSION
from support.life import dump, take_in

SALTED: dict[str, Any] = {**ACCESSION.fields(), "salt": "00" * 16}


def entries(place: Place) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (place.root / LEDGER).read_bytes().splitlines()]


def names(place: Place) -> list[Path]:
    return sorted((place.root / "ledger/names").rglob("*.json"))


def test_no_accession_holds_a_headline_a_source_or_a_path_of_a_machine(place: Place) -> None:
    (bag,) = take_in(place, "a")
    with place.open() as archive:
        archive.describe(bag.bag, source="Wendle Courier", note="by the masthead")
        archive.ingest(place.source("elsewhere/a", (place.sources / "a").read_text()))

    ledger = (place.root / LEDGER).read_text().casefold()

    assert [e["type"] for e in entries(place)] == ["init", "accession", "accession", "sighting"]
    for told in ("rain", "harbour", "gazette", "wendle", "masthead", str(place.sources).casefold()):
        assert told not in ledger


def test_the_catalog_knows_it_all_the_same_and_again_when_it_is_made_anew(place: Place) -> None:
    (bag,) = take_in(place, "a")
    before = dump(place)

    (place.root / CATALOG).unlink()

    assert dump(place) == before
    assert bag.name.startswith("rain-fell-on-the-harbour")
    assert bag.origin == str(place.sources / "a")


def test_the_digest_is_of_the_file_and_of_all_that_is_in_it(place: Place) -> None:
    take_in(place, "a")
    (beside,) = names(place)
    said = json.loads(beside.read_bytes())
    entry = entries(place)[1]
    frame = {"seq", "time", "type", "prev"}

    told = {k: v for k, v in entry.items() if k not in {*frame, "place", "names"}} | said
    told["path"] = f"{entry['place']}/{said['name']}"

    assert shown(told) == {k: v for k, v in entry.items() if k not in frame}
    assert hidden(told) == beside.read_bytes()


def test_another_salt_is_another_digest() -> None:
    assert shown(SALTED)["names"] != shown({**SALTED, "salt": "11" * 16})["names"]


def test_what_has_no_salt_stands_in_the_ledger_as_in_early_archives() -> None:
    assert shown(ACCESSION.fields()) == ACCESSION.fields()


@pytest.mark.parametrize("how", ["gone", "changed", "no JSON", "another's"])
def test_names_that_are_not_what_they_were_are_told_and_the_bag_is_found(
    place: Place, how: str
) -> None:
    (bag, other) = take_in(place, "a", "b")
    beside = place.root / f"ledger/names/{bag.bag[:2]}/{bag.bag}.json"
    theirs = place.root / f"ledger/names/{other.bag[:2]}/{other.bag}.json"
    match how:
        case "gone":
            beside.unlink()
        case "changed":
            beside.write_bytes(beside.read_bytes().replace(b"Harbour", b"Harbuor"))
        case "no JSON":
            beside.write_bytes(b"\0")
        case _:
            shutil.copy(theirs, beside)
    (place.root / CATALOG).unlink()

    with place.open() as archive:
        report = archive.audit()
        again = archive.rebuild()

    assert report.found.counts == {Verdict.INTACT: 2}
    assert [f.code for f in report.findings] == [Code.AR_06]
    assert f"ledger/names/{bag.bag[:2]}/{bag.bag}.json" in report.findings[0].detail
    assert report.exit_code == 3
    assert again.same


def test_a_name_that_the_catalog_has_otherwise_is_noticed(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    with contextlib.closing(sqlite3.connect(place.root / CATALOG)) as db:
        db.execute("UPDATE guard SET open = 1")
        db.execute("UPDATE bag SET article = 'urn:x:other' WHERE id = ?", [bag.bag])
        db.execute("UPDATE guard SET open = 0")
        db.commit()

    with place.open() as archive:
        report = archive.audit()
        assert [f.code for f in report.findings] == [Code.AR_07]
        assert archive.holdings.catalog.accession(bag.bag) == bag


def test_of_a_destroyed_bag_nothing_is_left_beside_the_ledger_and_that_is_no_fault(
    place: Place,
) -> None:
    (bag, other) = take_in(place, "a", "b")
    with place.open() as archive:
        archive.withdraw(bag.bag, Reason.PRIVACY, "letter 114", destroy=True)
    (place.root / CATALOG).unlink()

    with place.open() as archive:
        assert archive.audit().exit_code == 0

    assert [path.stem for path in names(place)] == [other.bag]


def test_a_journal_of_an_earlier_version_is_finished_as_that_would_have(place: Place) -> None:
    (bag,) = take_in(place, "a")
    fields = {k: v for k, v in bag.fields().items() if k != "salt"}

    assert shown(fields)["name"] == bag.name
