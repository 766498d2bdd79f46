"""The history of a bag: everything in order, and between which checks it was altered."""

from pathlib import Path

from newsarchive.metadata.premis import write_premis
from newsarchive.metadata.premis.history import history_premis
from newsarchive.metadata.premis.read import read_premis
from newsarchive.model.chronicle import Check
from newsarchive.model.decision import DecisionKind, Reason
from newsarchive.model.entries import Sighting
from newsarchive.model.event import EventType, Outcome
from newsarchive.model.finding import Verdict
from newsarchive.model.history import Acknowledged, Amended, Decided, History, TakenIn
from newsarchive.packaging.history import events
from support.archives import Place, article
from support.life import audit, enter, flip, mount, open_findings, take_in, unmount
from support.premis import small_package

TEXT = "data/article.txt"


def history(place: Place) -> History:
    with place.open() as archive:
        (accession, *_) = archive.holdings.catalog.accessions()
        return archive.history(accession.bag)


def checks(place: Place) -> list[Check]:
    return [h for h in history(place).happenings if isinstance(h, Check)]


def damaged(place: Place) -> Path:
    """A bag that was intact on the first day and is damaged on the second; its text."""
    (bag,) = take_in(place, "a")
    place.clock.move(days=1)
    audit(place)
    text = place.root / bag.path / TEXT
    flip(text)
    place.clock.move(days=1)
    audit(place)
    return text


def test_it_tells_everything_in_order(place: Place) -> None:
    damaged(place)
    with place.open() as archive:
        archive.ingest([place.source("elsewhere/b", article("a"))], lambda _: None)
        archive.acknowledge(open_findings(place)[0].id, "known")
        archive.decide("rain", [(DecisionKind.ACCESS, "closed")], Reason.ERROR)

    told = history(place).happenings

    assert [type(h) for h in told] == [TakenIn, Check, Check, Sighting, Acknowledged, Decided]
    assert [h.seq for h in told] == sorted(h.seq for h in told)


def test_a_bag_is_altered_between_the_last_good_check_and_the_first_bad(place: Place) -> None:
    damaged(place)

    good, bad = checks(place)

    assert (good.verdict, good.after) == (Verdict.INTACT, "")
    assert (bad.verdict, bad.after) == (Verdict.DAMAGED, good.time)
    assert [f.path for f in bad.findings] == [TEXT]


def test_before_the_first_check_the_accession_is_what_was_good(place: Place) -> None:
    (bag,) = take_in(place, "a")
    flip(place.root / bag.path / TEXT)
    place.clock.move(days=3)
    audit(place)

    (check,) = checks(place)

    assert check.after == bag.time


def test_what_stays_damaged_was_altered_once(place: Place) -> None:
    damaged(place)
    audit(place)

    assert [bool(c.after) for c in checks(place)] == [False, True, False]


def test_a_check_that_could_not_verify_says_nothing_of_when(place: Place) -> None:
    (bag,) = take_in(place, "a")
    audit(place)
    (good,) = checks(place)
    away = unmount(place)
    place.clock.move(days=1)
    audit(place)
    mount(place, away)
    flip(place.root / bag.path / TEXT)
    place.clock.move(days=1)
    audit(place)

    assert [c.verdict for c in checks(place)] == [
        Verdict.INTACT,
        Verdict.UNVERIFIED,
        Verdict.DAMAGED,
    ]
    assert checks(place)[-1].after == good.time


def test_a_bag_that_was_mended_and_damaged_again_was_altered_twice(place: Place) -> None:
    text = damaged(place)
    for _ in range(2):
        flip(text)
        place.clock.move(days=1)
        audit(place)

    assert [bool(c.after) for c in checks(place)] == [False, True, False, True]


def test_an_amendment_is_told_of_its_base(place: Place) -> None:
    (bag,) = take_in(place, "a")
    enter(
        place,
        "accession",
        {
            **bag.fields(),
            "bag": "6" * 64,
            "name": "zz-amendment",
            "path": "bags/undated/66/zz-amendment",
            "seal": "sha512:" + "6" * 128,
            "amends": str(bag.seal),
        },
    )
    with place.open() as archive:
        told = archive.history(bag.bag).happenings

    assert [h.accession.name for h in told if isinstance(h, Amended)] == ["zz-amendment"]


def test_checks_and_accession_are_events_of_premis(place: Place) -> None:
    damaged(place)
    own = write_premis(small_package())

    later = events(history(place), "urn:uuid:1", "Town Library", "newsarchive 1.0")
    told = read_premis(history_premis(own, later)).events[-4:]

    assert [(e.type, e.outcome) for e in told] == [
        (EventType.VALIDATION, Outcome.SUCCESS),
        (EventType.ACCESSION, Outcome.SUCCESS),
        (EventType.FIXITY_CHECK, Outcome.SUCCESS),
        (EventType.FIXITY_CHECK, Outcome.FAIL),
    ]
    assert any(TEXT in note for note in told[-1].notes)
