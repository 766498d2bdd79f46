"""What a verdict is about is a value: it names its store, and ids of findings depend on it."""

import hashlib
import json
from typing import Any

import pytest

from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.subject import (
    MAIN,
    About,
    AuditFolder,
    Place,
    StoredBag,
    Subject,
    WholeLedger,
    WholeStore,
    describe,
    document,
    parse,
)

BAG = "ab" * 32
RUN = "2026-11-22T010004Z-4d1c09"
WHERE = "bags/2026/03/04/rain-42f4b594c1d0"
SUBJECTS: dict[str, Subject] = {
    "a bag": StoredBag(BAG, "rain-42f4b594c1d0", WHERE),
    "a bag in a copy": StoredBag(BAG, "rain-42f4b594c1d0", WHERE, "copy"),
    "an unknown bag": Place("bags/2026/03/04/hail-0f0f0f0f0f0f"),
    "a stray": Place("bags/2026/notes.txt"),
    "a stray in a copy": Place("bags/2026/notes.txt", "copy"),
    "a stray that looks like a report": Place(f"audits/{RUN}", "copy"),
    "the store": WholeStore(),
    "a copy": WholeStore("copy"),
    "an audit": AuditFolder(RUN),
    "the ledger": WholeLedger(),
}
# What documents said before they named their subject, and what that was.
EARLY: dict[str, tuple[dict[str, Any], Subject]] = {
    "a bag": ({"bag": "rain", "bag_id": BAG, "path": WHERE}, StoredBag(BAG, "rain", WHERE)),
    "an unknown bag": ({"bag": "rain", "bag_id": None, "path": WHERE}, Place(WHERE)),
    "a stray": ({"bag": "bags/x", "bag_id": None, "path": "bags/x"}, Place("bags/x")),
    "the store": ({"bag": "bags", "bag_id": None, "path": "bags"}, WholeStore()),
    "an audit": (
        {"bag": f"audits/{RUN}", "bag_id": None, "path": f"audits/{RUN}"},
        AuditFolder(RUN),
    ),
}
FOUND = Finding(Code.RX_10, Kind.CHANGED, Level.ERROR, "data/a", "new", "sha512:1", "sha512:2")


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_subject_reads_back_from_its_document(subject: Subject) -> None:
    assert parse(document(subject)) == subject


@pytest.mark.parametrize(("early", "subject"), EARLY.values(), ids=EARLY)
def test_a_document_that_names_no_store_is_about_the_main_one(
    early: dict[str, Any], subject: Subject
) -> None:
    assert parse(early) == subject


def test_no_two_subjects_share_the_id_of_a_finding() -> None:
    ids = {FOUND.id(describe(subject).key) for subject in SUBJECTS.values()}

    assert len(ids) == len(SUBJECTS)


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        pytest.param(StoredBag(BAG, "rain", WHERE), BAG, id="a bag"),
        pytest.param(Place(WHERE), WHERE, id="a place"),
        pytest.param(WholeStore(MAIN), "bags", id="the store"),
        pytest.param(AuditFolder(RUN), f"audits/{RUN}", id="an audit"),
    ],
)
def test_ids_that_were_acknowledged_before_stores_had_names_hold(
    subject: Subject, key: str
) -> None:
    parts = [key, "RX-10", "data/a", "sha512:1", "sha512:2"]
    then = hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()[:16]

    assert FOUND.id(describe(subject).key) == then


def test_only_another_store_is_named_to_people() -> None:
    bag, copy = StoredBag(BAG, "rain", WHERE), StoredBag(BAG, "rain", WHERE, "copy")

    assert describe(bag).text == "rain"
    assert describe(copy).text == "rain (in copy)"


def test_a_kind_that_a_later_program_wrote_is_no_subject() -> None:
    later = {**document(WholeLedger()), "about": "moon"}

    with pytest.raises(ValueError, match="moon"):
        parse(later)


def test_what_is_no_bag_has_no_bag_id() -> None:
    ids = {describe(s).about: document(s)["bag_id"] for s in SUBJECTS.values()}

    assert {about for about, bag in ids.items() if bag is not None} == {About.BAG}
