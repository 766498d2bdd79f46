"""The places of marks on charts: nothing is lost, or outside, or upon another."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.reports.audit import charts as audit_charts
from newsarchive.reports.audit.charts import Ran, calendar, lengths, ran, runs
from support import audits

LAST = date(2026, 11, 22)
days = st.dates(date(2020, 1, 1), date(2031, 12, 31)).map(date.isoformat)
counts = st.dictionaries(days | st.just(""), st.integers(0, 10**7), max_size=30)


@given(counts, st.integers(1, 1000), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_every_bag_is_on_the_calendar_or_beside_it(
    given_counts: dict[str, int], every_days: int, last: date
) -> None:
    drawn = calendar(given_counts, every_days, last)

    beside = drawn.older + drawn.later + drawn.never
    assert drawn.shown + beside == sum(given_counts.values())
    assert sum(bags for _, bags in drawn.months) == drawn.shown


@given(counts, st.integers(1, 1000), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_days_follow_each_other_within_the_drawing(
    given_counts: dict[str, int], every_days: int, last: date
) -> None:
    drawn = calendar(given_counts, every_days, last)

    dates = [date.fromisoformat(d.day) for d in drawn.days]
    assert dates[-1] == last
    assert len(dates) == min(max(every_days, 90), 400)
    assert {b - a for a, b in pairwise(dates)} == {timedelta(days=1)}
    assert len({(d.x, d.y) for d in drawn.days}) == len(drawn.days)
    assert all(8 <= d.x <= drawn.width - 8 and 8 <= d.y <= drawn.height - 8 for d in drawn.days)
    assert all((d.side > 0) == (d.bags > 0) for d in drawn.days)
    assert [d.last for d in drawn.days] == [False] * (len(dates) - 1) + [True]


@pytest.mark.parametrize(
    ("day", "where"),
    [
        ("2026-08-24", "older"),
        ("2026-08-25", "shown"),
        ("2026-11-22", "shown"),
        ("2026-11-23", "later"),
        ("", "never"),
    ],
)
def test_the_calendar_has_edges(day: str, where: str) -> None:
    drawn = calendar({day: 7}, 90, LAST)

    found = {name for name in ("older", "shown", "later", "never") if getattr(drawn, name) == 7}
    assert found == {where}


def test_days_longer_ago_than_is_promised_are_marked() -> None:
    drawn = calendar({}, 30, LAST)

    assert drawn.past
    assert next(d.day for d in drawn.days if d.within) == "2026-10-23"
    assert not calendar({}, 90, LAST).past


@pytest.mark.parametrize(
    ("most", "texts"),
    [
        (0, []),
        (1, ["1"]),
        (3, ["1", "2", "3"]),
        (4, ["1", "2", "3", "4"]),
        (21, ["1 to 5", "6 to 10", "11 to 15", "16 to 21"]),
        (4000, ["1 to 1,000", "1,001 to 2,000", "2,001 to 3,000", "3,001 to 4,000"]),
    ],
)
def test_the_key_says_what_each_size_stands_for(most: int, texts: list[str]) -> None:
    drawn = calendar({"2026-11-22": most}, 90, LAST)

    assert [step.text for step in drawn.steps] == texts


@given(st.integers(1, 5000), st.data())
def test_a_day_is_drawn_as_the_key_says(most: int, data: st.DataObject) -> None:
    bags = data.draw(st.integers(1, most))

    drawn = calendar({"2026-11-22": most, "2026-11-21": bags}, 90, LAST)

    bounds = [s.text.replace(",", "").split(" to ") for s in drawn.steps]
    (side,) = [
        step.side
        for step, bound in zip(drawn.steps, bounds, strict=True)
        if int(bound[0]) <= bags <= int(bound[-1])
    ]
    assert side == drawn.days[-2].side


def told(**given_fields: Any) -> Ran:
    return ran(audits.run(1, **given_fields))


numbers = ("intact", "damaged", "missing", "unverified", "unknown", "bytes", "milliseconds")
fields = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(numbers, st.integers(0, 10**9)),
        "state": st.sampled_from(["complete", "interrupted"]),
        "scope": st.fixed_dictionaries({"reach": st.just("sample"), "value": st.text()}),
        "read": st.text(),
    },
)


@given(st.lists(fields, max_size=70))
def test_whatever_runs_tell_they_are_within_the_drawing(
    tellings: list[dict[str, Any]],
) -> None:
    drawn = runs([told(**f) for f in tellings])

    assert len(drawn.bars) == min(len(tellings), 60)
    assert drawn.left_out == max(len(tellings) - 60, 0)
    for bar in drawn.bars:
        top = bar.mark_y - 5 - 13 * (len(bar.marks) - 1) - 5
        assert top >= 0
        assert drawn.left <= bar.x
        assert bar.x + bar.width <= drawn.right
        assert all(abs(a.y - b.y - b.height) < 1e-6 for a, b in pairwise(bar.blocks))
        assert all(block.height >= 4 for block in bar.blocks)
    assert all(a.x + a.width < b.x for a, b in pairwise(drawn.bars))
    assert all(0 <= dot.y <= drawn.floor for dot in drawn.dots)
    assert all(a.x + 30 < b.x for a, b in pairwise(drawn.dates))
    assert all(label.x + 20 <= audit_charts.WIDTH for label in drawn.dates)


@given(st.integers(0, 10**9))
def test_an_axis_holds_the_most_there_is_and_counts_whole_bags(most: int) -> None:
    drawn = runs([told(intact=most)])

    numbers = [int(tick.text.replace(",", "")) for tick in drawn.bag_ticks]
    assert numbers[-1] >= most
    assert numbers == sorted(set(numbers))
    assert 2 <= len(numbers) <= 6


@pytest.mark.parametrize(
    ("octets", "milliseconds", "rate"),
    [
        (2 * 10**9, 1000, 2e9),
        (0, 1000, None),
        (10, 0, None),
    ],
)
def test_a_rate_is_known_where_bytes_and_time_are(
    octets: int, milliseconds: int, rate: float | None
) -> None:
    assert told(bytes=octets, milliseconds=milliseconds).rate == rate


def test_an_entry_tells_its_scope() -> None:
    scoped = told(scope={"reach": "sample", "value": "5"})

    assert (scoped.reach, scoped.value) == ("sample", "5")
    assert (told().reach, told().value) == ("all", "")


def test_the_longest_bar_fills_the_width_and_the_smallest_can_be_seen() -> None:
    long, short, none = lengths([("a", 1_000_000), ("b", 1), ("c", 0)])

    assert long.width == audit_charts.BAR_RIGHT - audit_charts.BAR_LEFT
    assert short.width >= 3
    assert none.width == 0
