"""Which bags are due, in what order, and how far a budget goes: the rules, without an archive."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.judgement.policy import (
    Candidate,
    Queue,
    chances,
    forecast,
    queue,
    sample_size,
    within,
)
from newsarchive.model.auditing import Budget
from newsarchive.model.policy import DAY, Policy

NOW = 1_800_000_000
POLICY = Policy(every_days=90)
KB = 1000


def bag(
    number: int,
    *,
    looked: float | None = None,
    taken_in: float = 200,
    size: int = KB,
    settled: bool = True,
    collection: str = "",
) -> Candidate:
    """A bag that was taken in, and looked at last, so many days ago."""
    when = None if looked is None else NOW - round(looked * DAY)
    return Candidate(number, size, NOW - round(taken_in * DAY), when, settled, collection)


def due(todo: Queue) -> list[int]:
    return list(todo.numbers[: todo.due])


bags_ = st.lists(
    st.builds(
        bag,
        number=st.just(0),
        looked=st.none() | st.floats(-400, 400),
        taken_in=st.floats(0, 4000),
        size=st.integers(0, 10**12),
        settled=st.booleans(),
        collection=st.sampled_from(["", "wire"]),
    ),
    max_size=60,
).map(lambda found: [b._replace(number=n) for n, b in enumerate(found)])


@given(bags_)
def test_every_bag_is_in_the_queue_once(found: list[Candidate]) -> None:
    todo = queue(found, POLICY, NOW)

    assert sorted(todo.numbers) == list(range(len(found)))
    assert [found[n].bytes for n in todo.numbers] == list(todo.sizes)


@given(bags_)
def test_bags_that_nobody_looked_at_come_before_all_others(found: list[Candidate]) -> None:
    todo = queue(found, POLICY, NOW)

    never = [found[n].looked is None for n in todo.numbers]
    assert never == sorted(never, reverse=True)


@given(bags_)
def test_whatever_would_be_late_before_the_next_run_is_due(found: list[Candidate]) -> None:
    todo = queue(found, POLICY, NOW)

    late = {b.number for b in found if b.looked is not None and b.looked + 90 * DAY <= NOW + DAY}
    assert late <= set(due(todo))


def test_of_those_looked_at_the_oldest_comes_first() -> None:
    todo = queue([bag(0, looked=91), bag(1, looked=300), bag(2, looked=120)], POLICY, NOW)

    assert due(todo) == [1, 2, 0]


def test_nothing_is_due_when_everything_was_just_looked_at() -> None:
    todo = queue([bag(n, looked=n / 100) for n in range(100)], POLICY, NOW)

    assert due(todo) == []


def test_a_check_that_is_dated_after_now_does_not_count() -> None:
    todo = queue([bag(0, looked=1), bag(1, looked=-365)], POLICY, NOW)

    assert due(todo) == [1]


def test_a_clock_that_was_set_back_an_hour_alarms_nobody() -> None:
    assert due(queue([bag(0, looked=-1 / 24)], POLICY, NOW)) == []


def test_what_was_not_found_intact_is_due_every_time() -> None:
    todo = queue([bag(0, looked=1), bag(1, looked=1, settled=False)], POLICY, NOW)

    assert due(todo) == [1]


def test_what_stays_damaged_does_not_keep_others_waiting() -> None:
    """Bags that are damaged for good would else use up every night's budget."""
    found = [bag(n, looked=1, settled=False) for n in range(100)]

    todo = queue([*found, bag(100, looked=89.5)], POLICY, NOW)

    assert todo.numbers[0] == 100


def test_what_lies_near_damage_is_due_early() -> None:
    found = [bag(n, looked=10) for n in range(5)]

    assert due(queue(found, POLICY, NOW, near_damage={2, 4})) == [2, 4]


def test_what_a_listing_did_not_show_is_looked_at_first() -> None:
    found = [bag(0), bag(1, looked=200), bag(2, looked=1)]

    assert due(queue(found, POLICY, NOW, absent={2})) == [2, 0, 1]


def test_a_collection_may_have_days_of_its_own() -> None:
    policy = replace(POLICY, collections={"wire": 7})
    found = [bag(0, looked=8), bag(1, looked=8, collection="wire")]

    assert due(queue(found, policy, NOW)) == [1]


@given(st.lists(st.integers(0, 100), max_size=50), st.integers(1, 1000))
def test_a_budget_takes_a_prefix_of_the_queue(sizes: list[int], budget: int) -> None:
    count = within(sizes, budget)

    assert sum(sizes[:count]) <= budget or count == 1
    assert count == len(sizes) or sum(sizes[: count + 1]) > budget


def test_a_bag_larger_than_the_budget_has_its_turn() -> None:
    assert within([1000, 1], 10) == 1


def test_without_a_budget_all_are_taken() -> None:
    assert within([5, 5, 5], None) == 3


# Nights, one after the other


class Nights:
    """A small archive whose bags are looked at every night, as far as a budget goes."""

    def __init__(self, policy: Policy, budget: int | None = None) -> None:
        self.policy = policy
        self.budget = budget
        self.now = NOW
        self.bags: list[Candidate] = []
        self.oldest: list[float] = []  # days, each night before its run
        self.read: list[int] = []

    def take_in(self, count: int, size: int = KB) -> None:
        first = len(self.bags)
        self.bags += [
            Candidate(first + n, size, self.now, None, settled=False) for n in range(count)
        ]

    def night(self) -> None:
        ages = [self.now - (b.taken_in if b.looked is None else b.looked) for b in self.bags]
        self.oldest.append(max(ages, default=0) / DAY)
        todo = queue(self.bags, self.policy, self.now)
        count = within(todo.sizes[: todo.due], self.budget)
        for number in todo.numbers[:count]:
            self.bags[number] = self.bags[number]._replace(looked=self.now, settled=True)
        self.read.append(sum(todo.sizes[:count]))
        self.now += DAY


@pytest.mark.parametrize("days", [7, 30, 90])
@pytest.mark.parametrize("budget", [None, 60 * KB], ids=["no budget", "a budget that is enough"])
def test_a_growing_archive_is_looked_at_within_its_days_for_a_year(
    days: int, budget: int | None
) -> None:
    nights = Nights(Policy(every_days=days), budget)
    chance = Random(1)  # noqa: S311  # the same year each time
    nights.take_in(20)

    for _ in range(365):
        nights.take_in(chance.randrange(2), chance.choice([KB, 2 * KB, 10]))
        nights.night()

    assert max(nights.oldest) <= days


def test_bags_that_came_on_one_day_are_not_all_due_on_one_day() -> None:
    nights = Nights(POLICY)
    nights.take_in(900)
    nights.night()

    for _ in range(364):
        nights.night()

    assert max(nights.oldest) <= 90
    assert max(nights.read[1:]) <= 900 * KB / 20


def test_a_large_bag_and_small_ones_all_have_their_turn_within_a_small_budget() -> None:
    nights = Nights(Policy(every_days=30), budget=100 * KB)
    nights.take_in(1, size=5000 * KB)
    nights.take_in(200, size=10 * KB)

    for _ in range(180):
        nights.night()

    assert max(nights.oldest) <= 30


@pytest.mark.parametrize("jump", [-365, 3650], ids=["back a year", "forward ten"])
def test_a_clock_that_jumps_skips_no_bag(jump: int) -> None:
    nights = Nights(Policy(every_days=30))
    nights.take_in(50)
    for _ in range(40):
        nights.night()

    nights.now += jump * DAY
    for _ in range(31):
        nights.night()

    assert all(nights.now - 32 * DAY <= (b.looked or 0) <= nights.now for b in nights.bags)


# What is to be expected


def test_a_budget_that_is_enough_makes_no_bag_late() -> None:
    todo = queue([bag(n, looked=45) for n in range(100)], POLICY, NOW)

    expected = forecast(todo, POLICY, NOW, Budget(bytes=10 * KB), 1)

    assert (expected.late, expected.runs) == (0, 45)
    assert expected.all_by == NOW + 44 * DAY


def test_what_was_never_looked_at_has_its_turn_within_so_many_runs() -> None:
    todo = queue([bag(n, taken_in=n) for n in range(100)], POLICY, NOW)

    expected = forecast(todo, POLICY, NOW, Budget(bytes=20 * KB), 1)

    assert (expected.late, expected.runs, expected.bags) == (0, 5, 20)


def test_a_budget_that_is_too_small_says_how_many_are_late_and_what_would_do() -> None:
    todo = queue([bag(n, looked=85, size=10**9) for n in range(100)], POLICY, NOW)

    expected = forecast(todo, POLICY, NOW, Budget(bytes=10**9), 1)

    assert expected.late > 90
    assert 20 * 10**9 <= expected.enough <= 21 * 10**9


def test_a_budget_of_time_is_counted_by_the_speed_of_earlier_runs() -> None:
    todo = queue([bag(n, size=100) for n in range(100)], POLICY, NOW)

    expected = forecast(todo, POLICY, NOW, Budget(seconds=10), speed=100)

    assert (expected.bags, expected.runs) == (10, 10)


def test_an_empty_archive_expects_nothing() -> None:
    expected = forecast(queue([], POLICY, NOW), POLICY, NOW, Budget(), 1)

    assert (expected.bags, expected.runs, expected.late) == (0, 0, 0)


# Samples


@given(st.integers(1, 1000), st.integers(0, 5000))
def test_a_sample_is_never_empty_and_never_more_than_there_is(permille: int, of: int) -> None:
    size = sample_size(Fraction(permille, 1000), of)

    assert min(of, 1) <= size <= of
    assert size >= of * permille / 1000


def test_the_chance_of_a_sample_is_one_less_the_chance_that_it_misses_all() -> None:
    said: Sequence[tuple[int, int]] = [(c.damaged, c.permille) for c in chances(50, 1000)]

    assert said == [(1, 50), (10, 401), (100, 994), (1000, 1000)]
