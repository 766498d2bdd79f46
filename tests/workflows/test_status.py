"""Status: what is covered, what is overdue, what is open, and that nothing hides anything."""

import pytest

from newsarchive.model.asked import Description
from newsarchive.model.attention import Weight
from newsarchive.model.finding import Code, Kind
from newsarchive.model.supplied import Value
from newsarchive.reports import status as report
from support.archives import Place
from support.life import (
    audit,
    enter,
    flip,
    gap,
    mount,
    of_audits,
    open_findings,
    status,
    take_in,
    unmount,
)

TEXT = "data/article.txt"


def test_a_new_archive_is_well(place: Place) -> None:
    found = status(place)

    assert (found.bags, found.bytes, found.exit_code) == (0, 0, 0)
    assert found.coverage.oldest is None


def test_articles_are_counted_and_bags_beside_them(place: Place) -> None:
    name = take_in(place, "a", "b")[0].name
    bag = Description(name, name, (Value.parse("date", ["2017"], basis="option"),))
    with place.open() as archive:
        archive.describe([bag], lambda _: None, "librarian")

    found = status(place)

    assert "2 articles, 1 amendment in 3 bags" in "\n".join(report.lines(found))
    assert report.document(found)["bags_by_kind"] == {"article": 2, "amendment": 1, "delivery": 0}


def test_what_was_just_taken_in_is_neither_checked_nor_overdue(place: Place) -> None:
    take_in(place, "a", "b")

    coverage = status(place).coverage

    assert (coverage.checked, coverage.of, coverage.never, coverage.overdue) == (0, 2, 2, 0)


def test_an_audit_covers_every_bag(place: Place) -> None:
    take_in(place, "a", "b")
    run = audit(place)

    found = status(place)

    assert (found.coverage.checked, found.coverage.never) == (2, 0)
    assert found.last_audit is not None
    assert found.last_audit.run == run
    assert found.exit_code == 0


@pytest.mark.parametrize(("days", "overdue"), [(89, 0), (91, 1)], ids=["in time", "too late"])
@pytest.mark.parametrize("audited", [True, False], ids=["audited", "taken in"])
def test_a_bag_is_overdue_when_it_was_not_verified_for_too_long(
    place: Place, days: int, overdue: int, *, audited: bool
) -> None:
    take_in(place, "a")
    if audited:
        audit(place)

    place.clock.move(days=days)

    assert status(place).coverage.overdue == overdue
    assert status(place).exit_code == (5 if overdue else 0)


def test_the_settings_say_how_often(place: Place) -> None:
    take_in(place, "a")
    settings = place.root / "archive.toml"
    settings.write_text(settings.read_text().replace("every-days = 90", "every-days = 7"))

    place.clock.move(days=8)

    assert status(place).coverage.overdue == 1


def test_a_check_of_the_future_does_not_count(place: Place) -> None:
    place.clock.move(days=400)
    take_in(place, "a")
    audit(place)

    place.clock.move(days=-400)

    coverage = status(place).coverage
    assert (coverage.checked, coverage.overdue) == (0, 1)


def test_damage_is_open_and_weighs_most(place: Place) -> None:
    (bag,) = take_in(place, "a")
    flip(place.root / bag.path / TEXT)
    audit(place)
    place.clock.move(days=365)

    found = status(place)

    assert [(f.name, f.finding.path, f.finding.kind) for f in of_audits(found)] == [
        (bag.name, TEXT, Kind.CHANGED)
    ]
    assert found.exit_code == 1


def test_a_bag_that_is_gone_is_open(place: Place) -> None:
    (bag,) = take_in(place, "a")
    (place.root / bag.path).rename(place.sources / "away")
    audit(place)

    assert [f.finding.kind for f in open_findings(place)] == [Kind.MISSING]


def test_what_the_ledger_does_not_know_is_open_until_it_is_gone(place: Place) -> None:
    take_in(place, "a")
    stray = place.root / "bags/undated/ab/some-bag"
    stray.mkdir(parents=True)
    audit(place)
    before = open_findings(place)

    stray.rmdir()
    audit(place)

    assert [(f.name, f.finding.kind) for f in before] == [
        ("bags/undated/ab/some-bag", Kind.UNKNOWN_BAG)
    ]
    assert open_findings(place) == ()


def test_a_mended_bag_is_not_open_any_more(place: Place) -> None:
    (bag,) = take_in(place, "a")
    text = place.root / bag.path / TEXT
    flip(text)
    audit(place)
    flip(text)

    audit(place)

    assert open_findings(place) == ()


def test_what_is_found_again_keeps_the_day_it_was_found_first(place: Place) -> None:
    (bag,) = take_in(place, "a")
    flip(place.root / bag.path / TEXT)
    audit(place)
    (first,) = open_findings(place)

    place.clock.move(days=30)
    audit(place)

    (again,) = open_findings(place)
    assert (again.id, again.since) == (first.id, first.since)


def test_damage_stays_open_while_the_disk_is_away(place: Place) -> None:
    (bag,) = take_in(place, "a")
    flip(place.root / bag.path / TEXT)
    audit(place)
    away = unmount(place)
    place.clock.move(days=1)
    audit(place)
    found = status(place)

    mount(place, away)

    assert TEXT in {f.finding.path for f in of_audits(found)}
    assert found.exit_code == 1
    assert found.coverage.oldest is not None
    assert found.coverage.oldest.time == "2026-11-22T12:00:00Z"


def test_a_disk_that_is_away_is_no_damage(place: Place) -> None:
    take_in(place, "a", "b")
    unmount(place)
    audit(place)

    found = status(place)

    assert found.trouble
    assert found.tally.bags == {Weight.DAMAGE: 0, Weight.UNSEEN: 2, Weight.WARNING: 2}
    assert found.exit_code == 3


def test_damage_counts_also_where_the_report_of_the_audit_is_gone(place: Place) -> None:
    (bag,) = take_in(place, "a")
    flip(place.root / bag.path / TEXT)
    run = audit(place)
    (place.root / "audits" / run / "part-1.jsonl").unlink()
    (place.root / "catalog.sqlite").unlink()

    found = status(place)

    assert [f.finding.path for f in of_audits(found)] == [TEXT]
    assert found.exit_code == 1


def test_what_was_found_at_accession_is_open(place: Place) -> None:
    (bag,) = take_in(place, "a")

    found = status(place)

    assert [(f.name, f.origin, f.finding.code) for f in found.open] == [
        (bag.name, "accession", Code.PV_02)
    ]
    assert (found.gaps.bags, found.gaps.source, found.gaps.date, found.gaps.agency) == (1, 0, 1, 0)
    assert found.exit_code == 0


def amend(place: Place, base: str, seal: str, digit: str, *findings: dict[str, str]) -> None:
    """Enter an amendment of the bag with this seal."""
    with place.open() as archive:
        accession = archive.holdings.catalog.accession(base)
    assert accession is not None
    enter(
        place,
        "accession",
        {
            **accession.fields(),
            "bag": digit * 64,
            "name": f"amendment-{digit}",
            "path": f"bags/undated/{digit * 2}/amendment-{digit}",
            "seal": f"sha512:{digit * 128}",
            "findings": list(findings),
            "kind": "amendment",
            "amends": seal,
            "complete": not findings,
        },
    )


def test_an_amendment_takes_the_place_of_what_was_open(place: Place) -> None:
    (bag,) = take_in(place, "a")
    amend(place, bag.bag, str(bag.seal), "6", gap(Code.PV_01, bag.bag), gap(Code.PV_02, bag.bag))
    before = status(place)

    amend(place, bag.bag, str(bag.seal), "7", gap(Code.PV_02, bag.bag))
    between = status(place)
    amend(place, bag.bag, str(bag.seal), "8")

    after = status(place)
    assert [f.finding.code for f in before.open] == [Code.PV_01, Code.PV_02]
    assert [(f.name, f.finding.code) for f in between.open] == [(bag.name, Code.PV_02)]
    assert (between.gaps.bags, after.gaps.bags) == (1, 0)
    assert after.open == ()


def test_articles_are_counted_by_month_and_amendments_are_not(place: Place) -> None:
    dated = place.source("dated", "A headline\n\nText.\n\nPublished: 13 April 2017\nSource: X\n")
    with place.open() as archive:
        archive.ingest([dated], lambda _: None)
    (bag,) = take_in(place, "a")
    amend(place, bag.bag, str(bag.seal), "6")

    with place.open() as archive:
        assert sorted(a.dated for a in archive.holdings.catalog.accessions()) == [
            "",
            "",
            "2017-04-13",
        ]
    assert status(place).months == {"2017-04": 1, "undated": 1}


def test_the_text_of_a_bad_day_fits_a_screen(place: Place) -> None:
    for bag in take_in(place, *(f"story {n}" for n in range(20))):
        flip(place.root / bag.path / TEXT)
    audit(place)

    lines = list(report.lines(status(place)))

    assert lines[0] == "20 bags are damaged, missing or unknown."
    assert "  and 12 more errors; --json lists them." in lines
    assert len(lines) <= 24
