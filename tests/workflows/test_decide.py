"""Decisions: what is recorded, what stands, and what cannot be decided."""

import json

import pytest

from newsarchive.errors import NotFoundError, UsageError
from newsarchive.holdings.decided import current
from newsarchive.model.decision import LIFTED, Access, Decision, DecisionKind, Reason
from support.archives import Place, bags, snapshot
from support.life import take_in

CLOSED = (DecisionKind.ACCESS, "closed")
OPEN = (DecisionKind.ACCESS, "open")
WENDLE = (DecisionKind.COLLECTION, "Wendle")


def decide(
    place: Place, *wanted: tuple[DecisionKind, str], note: str = "", by: str = ""
) -> tuple[Decision, ...]:
    with place.open() as archive:
        return archive.decide("rain", wanted, Reason.CURATION, note=note, by=by)


def decisions(place: Place) -> list[tuple[str, str]]:
    with place.open() as archive:
        return [(d.kind.value, d.value) for d, _ in archive.decisions()]


def test_several_are_recorded_at_once(place: Place) -> None:
    take_in(place, "a")

    new = decide(place, WENDLE, CLOSED, note="as agreed", by="staff-7")

    assert [(d.kind, d.value) for d in new] == [WENDLE, CLOSED]
    line = json.loads((place.root / "ledger/entries.jsonl").read_bytes().splitlines()[-1])
    assert {k: line[k] for k in ("type", "kind", "value", "reason", "note", "by")} == {
        "type": "decision",
        "kind": "access",
        "value": "closed",
        "reason": "curation",
        "note": "as agreed",
        "by": "staff-7",
    }


def test_the_newest_of_a_kind_stands_and_all_are_kept(place: Place) -> None:
    take_in(place, "a")
    for wanted in (OPEN, CLOSED, OPEN):
        decide(place, wanted)

    with place.open() as archive:
        made = [d for d, _ in archive.decisions("rain")]

    assert [d.value for d in made] == ["open", "closed", "open"]
    assert current(made)[DecisionKind.ACCESS].value == "open"


def test_what_stands_already_is_not_recorded_again(place: Place) -> None:
    take_in(place, "a")
    decide(place, CLOSED)

    assert decide(place, CLOSED, WENDLE) != ()
    assert decide(place, CLOSED, WENDLE) == ()
    assert decisions(place) == [CLOSED, WENDLE]


def test_an_embargo_that_is_set_again_is_lifted_again(place: Place) -> None:
    take_in(place, "a")
    levels = []
    for until in ("2099-01-01", "2099-02-02"):
        with place.open() as archive:
            archive.describe("rain", embargoed_until=until, by="staff-7")
            levels.append(archive.access("rain").level)
        place.clock.move(minutes=1)
        decide(place, (DecisionKind.EMBARGO, LIFTED))
        with place.open() as archive:
            levels.append(archive.access("rain").level)
        place.clock.move(minutes=1)

    assert levels == [Access.CLOSED, Access.OPEN] * 2


def test_the_bag_stays_as_it_is(place: Place) -> None:
    take_in(place, "a")
    (bag,) = bags(place.root)
    before = snapshot(bag)

    decide(place, CLOSED)

    assert snapshot(bag) == before


def test_who_decides_comes_from_the_settings(place: Place) -> None:
    take_in(place, "a")
    settings = place.root / "archive.toml"
    settings.write_text(settings.read_text().replace('by = "archivist"', 'by = "desk 4"'))

    (made,) = decide(place, CLOSED)

    assert made.by == "desk 4"


@pytest.mark.parametrize(
    "wanted",
    [
        (DecisionKind.ACCESS, "secret"),
        (DecisionKind.COLLECTION, ""),
        (DecisionKind.COLLECTION, "two\nlines"),
        (DecisionKind.IDENTIFIER, "10.5555/12345678"),
        (DecisionKind.IDENTIFIER, "https://doi.org/a b"),
        (DecisionKind.EMBARGO, "set"),
        (DecisionKind.RESTRICTION, ""),
    ],
    ids=lambda wanted: f"{wanted[0]} {wanted[1]!r}",
)
def test_a_value_that_is_none_is_refused_and_nothing_is_recorded(
    place: Place, wanted: tuple[DecisionKind, str]
) -> None:
    take_in(place, "a")

    with pytest.raises(UsageError):
        decide(place, CLOSED, wanted)

    assert decisions(place) == []


def test_the_reason_other_needs_a_note(place: Place) -> None:
    take_in(place, "a")

    with place.open() as archive, pytest.raises(UsageError, match="note"):
        archive.decide("rain", [CLOSED], Reason.OTHER)


def test_a_bag_that_is_not_there_cannot_be_decided_about(place: Place) -> None:
    with pytest.raises(NotFoundError):
        decide(place, CLOSED)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_explained(reason: Reason) -> None:
    assert reason.meaning
