"""The order of the versions of an article, and what a word of the source does to all of them."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.judgement.versions import (
    order_of,
    placed,
    status_word,
    taken_back,
    version_number,
)
from newsarchive.model.statement import Statement
from newsarchive.model.version import Brief, Stated, Version
from support.entries import ACCESSION

MORNING, EVENING = "2026-11-22T08:00:00Z", "2026-11-22T20:00:00Z"


@dataclass(frozen=True)
class Case:
    """Versions as (time, number), in the order in which they come, and the order they are in."""

    come: tuple[tuple[str, str], ...]
    order: tuple[int, ...]


CASES = {
    "by their times": Case((("2026-11-23", "1"), ("2026-11-22", "2")), (1, 0)),
    "by numbers where the times are equal": Case(((MORNING, "2"), (MORNING, "1")), (1, 0)),
    "by numbers where one states no time": Case(
        ((MORNING, "1"), ("", "3"), (EVENING, "2")), (0, 2, 1)
    ),
    "by numbers that have two digits": Case((("", "10"), ("", "9")), (1, 0)),
    "by numbers that have parts": Case((("", "1.10"), ("", "1.9"), ("", "v1")), (2, 1, 0)),
    "by arrival where nothing is said": Case((("", ""), ("", "")), (0, 1)),
    "by arrival where a version is no number": Case((("", "final"), ("", "draft")), (0, 1)),
    "by arrival where time and number are equal": Case(((MORNING, "1"), (MORNING, "1")), (0, 1)),
    "one that says nothing stays where it came": Case(
        ((MORNING, ""), ("", ""), (EVENING, "")), (0, 1, 2)
    ),
    "in the zones that are stated": Case(
        (("2026-11-22T09:00:00+01:00", ""), ("2026-11-22T08:30:00+02:00", "")), (1, 0)
    ),
    "a day and a time on it, by numbers": Case(((EVENING, "1"), ("2026-11-22", "2")), (0, 1)),
    "a day and a time on it, without numbers": Case(((EVENING, ""), ("2026-11-22", "")), (0, 1)),
    "a day does not disturb the times on it": Case(
        ((EVENING, "1"), ("2026-11-22", "3"), (MORNING, "2")), (2, 0, 1)
    ),
    "a year and a day after it": Case((("2027-01-01", ""), ("2026", "")), (1, 0)),
    "a time that this program does not know": Case((("next week", "2"), (MORNING, "1")), (1, 0)),
    "a leap second": Case((("2016-12-31T23:59:60Z", ""), ("2016-12-31T23:59:58Z", "")), (1, 0)),
    "fractions of a second": Case(
        (("2026-11-22T08:00:00.5Z", ""), ("2026-11-22T08:00:00.25Z", "")), (1, 0)
    ),
    "a number before all others": Case(((MORNING, "2"), (EVENING, "3"), ("", "1")), (2, 0, 1)),
    "open intervals": Case((("2026/..", "2"), ("../2025", "1")), (1, 0)),
}


def stated(come: tuple[tuple[str, str], ...]) -> list[Stated]:
    return [Stated(time, number, seq) for seq, (time, number) in enumerate(come, 1)]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_versions_are_in_order(case: Case) -> None:
    assert order_of(stated(case.come)) == case.order


def test_no_version_is_none() -> None:
    assert order_of([]) == ()


TIMES = st.datetimes().map(lambda t: f"{t.isoformat(timespec='seconds')}Z")
NUMBERS = st.integers(0, 99).map(str)
NUMBERED = st.lists(st.tuples(st.just("") | TIMES, NUMBERS), max_size=6, unique_by=lambda v: v[1])
DATED = st.lists(st.tuples(TIMES, st.just("") | NUMBERS), max_size=6, unique_by=lambda v: v[0])
VAGUE = st.lists(
    st.tuples(st.sampled_from(("", "2026", "2026-11", "2026-11-22", MORNING, EVENING)), NUMBERS),
    max_size=6,
    unique_by=lambda v: v[1],
)


@given(st.data(), NUMBERED | DATED | VAGUE)
def test_whatever_order_they_come_in_the_order_is_the_same(
    data: st.DataObject, versions: list[tuple[str, str]]
) -> None:
    come = data.draw(st.permutations(versions))

    order = [come[n] for n in order_of(stated(tuple(come)))]

    assert order == [versions[n] for n in order_of(stated(tuple(versions)))]


@given(st.lists(st.tuples(st.just("") | TIMES | st.text(max_size=5), st.text(max_size=3))))
def test_each_is_in_the_order_once(versions: list[tuple[str, str]]) -> None:
    assert sorted(order_of(stated(tuple(versions)))) == list(range(len(versions)))


@given(DATED)
def test_times_decide_before_numbers(versions: list[tuple[str, str]]) -> None:
    order = [versions[n][0] for n in order_of(stated(tuple(versions)))]

    assert order == sorted(order)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", (2,)),
        ("v2", (2,)),
        (" 2 ", (2,)),
        ("2.0", (2,)),
        ("1.10.0", (1, 10)),
        ("0", (0,)),
        ("007", (7,)),
        ("", None),
        ("2a", None),
        ("-1", None),
        ("٢", None),
        ("9" * 5000, None),
    ],
)
def test_a_version_is_a_number_or_none(text: str, number: tuple[int, ...] | None) -> None:
    assert version_number(text) == number


def held(seq: int, **changes: object) -> Brief:
    accession = replace(ACCESSION, bag=f"{seq:064x}", seq=seq, **changes)  # type: ignore[arg-type]
    return Brief.of(accession)


def version(seq: int, status: str | None, *amended: str | None) -> Version:
    base = held(seq, version=str(seq), versioned="", pub_status=status)
    later = (
        held(seq * 100 + n, version=str(seq), versioned=None, pub_status=word)
        for n, word in enumerate(amended, 1)
    )
    return Version(base, tuple(later))


@pytest.mark.parametrize(
    ("versions", "closed_by"),
    [
        ([version(1, "usable"), version(2, "canceled")], (2, 2)),
        ([version(1, "usable"), version(2, "withheld"), version(3, "usable")], None),
        ([version(1, "canceled"), version(2, "")], (1, 1)),
        ([version(1, "canceled"), version(2, "embargoed")], (1, 1)),
        ([version(1, "usable"), version(2, "embargoed")], None),
        ([version(1, ""), version(2, "")], None),
        ([version(1, "usable"), version(2, "usable", "canceled")], (2, 201)),
        ([version(1, "usable"), version(2, "usable", "canceled", "canceled")], (2, 201)),
        ([version(1, "usable"), version(2, "canceled", "canceled")], (2, 2)),
        ([version(1, "usable"), version(2, "canceled", "usable")], None),
        ([version(1, "usable"), version(2, None, None)], (2, 2)),
        ([], None),
    ],
)
def test_the_newest_word_of_the_source_decides_about_all(
    versions: list[Version], closed_by: tuple[int, int] | None
) -> None:
    found = taken_back(versions, unsaid=lambda _: "killed")

    assert (found and (int(found.bag, 16), found.seq)) == closed_by


def test_each_version_knows_its_neighbours_and_whether_it_came_late() -> None:
    third, first, second, other = (
        Version(held(seq, version=number, versioned="", pub_status=""))
        for seq, number in enumerate(("3", "1", "2", "2"), 1)
    )

    found = placed((third, first, second, other))

    assert [(p.version.seq, p.position, p.late, p.current) for p in found] == [
        (2, 1, True, False),
        (3, 2, True, False),
        (4, 3, True, False),
        (1, 4, False, True),
    ]
    assert [p.replaces for p in found] == ["", first.bag, second.bag, other.bag]
    assert [p.replaced_by for p in found] == [second.bag, other.bag, third.bag, ""]
    assert [p.alternates for p in found] == [(), (other.bag,), (second.bag,), ()]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (
            Statement.supplied("Canceled", by="a", when="2026-11-22T12:00:00Z", basis="x"),
            "canceled",
        ),
        (Statement.stated("stat:withheld", basis="x"), "withheld"),
        (Statement.stated("usable", basis="x"), "usable"),
        (Statement.stated("template", basis="x"), ""),
        (Statement[str].unknown("not stated"), ""),
        (
            replace(
                Statement.stated("usable", basis="x"),
                candidates=(Statement.stated("canceled", basis="y"),),
            ),
            "canceled",
        ),
    ],
)
def test_a_status_is_a_word_of_ours_or_none(said: Statement[str], word: str) -> None:
    assert status_word(said) == word
