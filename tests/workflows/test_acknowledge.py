"""Acknowledging: what leaves the list, what stays on it, and what comes back."""

from datetime import date
from itertools import pairwise

import pytest

from newsarchive.errors import NotFoundError, UsageError
from newsarchive.model.attention import OpenFinding
from support.archives import Place
from support.life import audit, flip, of_audits, open_findings, status, take_in

TEXT = "data/article.txt"
TODAY = date(2026, 11, 22)


@pytest.fixture
def damage(place: Place) -> OpenFinding:
    """The one open finding of an archive with one damaged bag."""
    (bag,) = take_in(place, "a")
    flip(place.root / bag.path / TEXT)
    audit(place)
    (found,) = open_findings(place)
    return found


def acknowledge(place: Place, finding: str, until: date | None = None) -> OpenFinding:
    with place.open() as archive:
        return archive.acknowledge(finding, "known", until=until)


def entries(place: Place) -> int:
    return len((place.root / "ledger/entries.jsonl").read_bytes().splitlines())


def test_it_leaves_the_list_and_is_listed_as_acknowledged(
    place: Place, damage: OpenFinding
) -> None:
    acknowledge(place, damage.id[:5])

    found = status(place)

    assert (of_audits(found), [f.id for f in found.acknowledged]) == ((), [damage.id])
    assert found.exit_code == 0


def test_it_stays_in_every_audit_report(place: Place, damage: OpenFinding) -> None:
    acknowledge(place, damage.id)

    run = audit(place)

    assert damage.id in (place.root / "audits" / run / "part-1.jsonl").read_text()
    assert open_findings(place) == ()


def test_later_damage_to_the_same_file_is_shown_again(place: Place, damage: OpenFinding) -> None:
    acknowledge(place, damage.id)
    with place.open() as archive:
        (accession,) = archive.holdings.catalog.accessions()
    (place.root / accession.path / TEXT).write_bytes(b"something else")

    audit(place)

    (found,) = open_findings(place)
    assert found.finding.path == TEXT
    assert found.id != damage.id


def test_it_holds_until_its_day_is_over(place: Place, damage: OpenFinding) -> None:
    acknowledge(place, damage.id, date(2026, 11, 24))

    place.clock.move(days=2)
    last_day = open_findings(place)
    place.clock.move(days=1)

    assert last_day == ()
    assert [f.id for f in open_findings(place)] == [damage.id]


def test_a_newer_one_takes_the_place_of_an_older(place: Place, damage: OpenFinding) -> None:
    acknowledge(place, damage.id, TODAY)
    acknowledge(place, damage.id)

    place.clock.move(days=100)

    assert open_findings(place) == ()


def test_saying_it_twice_writes_once(place: Place, damage: OpenFinding) -> None:
    acknowledge(place, damage.id)
    before = entries(place)

    acknowledge(place, damage.id)

    assert entries(place) == before


@pytest.mark.parametrize("finding", ["", "no such finding", "g" * 16, "0" * 17])
def test_what_is_not_open_cannot_be_acknowledged(
    place: Place, damage: OpenFinding, finding: str
) -> None:
    before = entries(place)

    with pytest.raises(NotFoundError) as caught:
        acknowledge(place, finding)

    assert damage.id
    assert "newsarchive status" in caught.value.hint
    assert entries(place) == before


def test_an_ambiguous_beginning_is_not_guessed(place: Place) -> None:
    bags = take_in(place, *(f"story {n}" for n in range(17)))  # 17 ids, 16 first characters
    for bag in bags:
        flip(place.root / bag.path / TEXT)
    audit(place)
    ids = sorted(f.id for f in open_findings(place))
    twin = next(one[0] for one, other in pairwise(ids) if one[0] == other[0])

    with pytest.raises(NotFoundError, match="more than one"):
        acknowledge(place, twin)


def test_a_day_that_is_over_is_refused(place: Place, damage: OpenFinding) -> None:
    with pytest.raises(UsageError, match="is over"):
        acknowledge(place, damage.id, date(2026, 11, 21))


def test_without_a_reason_it_is_refused(place: Place, damage: OpenFinding) -> None:
    with place.open() as archive, pytest.raises(UsageError, match="reason"):
        archive.acknowledge(damage.id, " \n")
