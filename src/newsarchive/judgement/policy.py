"""Which bags an audit is to look at, in what order, and how far a budget goes. Pure.

The caller brings the bags, the clock and the budget; nothing here reads or waits. A million bags
are planned in seconds: they travel as numbers, and what is kept of each fits into a few of them.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsarchive.model.auditing import Budget, Chance
from newsarchive.model.policy import DAY, Policy

if TYPE_CHECKING:
    from fractions import Fraction

# A check that is dated after now is not believed; a clock that was set a little alarms nobody.
CLOCK_SLACK = DAY
# What looking at a bag costs besides its bytes, in bytes: opening and listing it.
_OVERHEAD = 1 << 18
_RANKS = (ABSENT, NEW, NEAR_DAMAGE, ROUTINE) = range(4)
_TIME_BITS = 44
_INDEX_BITS = 40
_ZERO = 1 << (_TIME_BITS - 1)  # so that times before 1970 sort before those after


class Candidate(NamedTuple):  # not a dataclass: there may be a million of them
    """One bag, as far as planning goes.

    `number` is the number of its accession in the ledger; times are in Unix seconds: `taken_in`,
    and `looked`, when an audit last looked at it, None for never; `settled` says that it was found
    intact then.
    """

    number: int
    bytes: int
    taken_in: int
    looked: int | None
    settled: bool
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Bags in the order in which they are to be looked at; the first `due` of them now.

    Three lists of the same length: the numbers of their accessions, their bytes, and until when
    (Unix seconds) each is to be looked at if the archive keeps what it promises. `rate` is how
    many bytes a run has to manage so that no bag is late, with what opening them costs.
    """

    numbers: Sequence[int]
    sizes: Sequence[int]
    deadlines: Sequence[int]
    due: int
    rate: int


def queue(
    candidates: Iterable[Candidate],
    policy: Policy,
    now: int,
    *,
    absent: Collection[int] = frozenset(),
    near_damage: Collection[int] = frozenset(),
) -> Queue:
    """What is due at `now`, and what comes after it.

    First what a listing of the store did not show (`absent`, accession numbers); then bags that no
    audit looked at yet, in the order in which they came; then those near a damaged one
    (`near_damage`); then all others, by their deadlines. A bag is due

    - if it is of the first three sorts, or was not found intact when it was looked at last, so that
      a repair or a disk that came back is noticed;
    - if it would be late before the next run but one, or its last check is dated after `now`: a
      clock that went back skips nothing;
    - if more than half of its days are over and its turn has come: a run takes as much as it must
      so that no later one has too much (bags that were taken in on one day are due on one day).
    """
    numbers, sizes, deadlines = array("q"), array("q"), array("q")
    too_early = bytearray()
    keys: list[int] = []
    horizon = now + policy.run_every * 3 // 2
    due = 0
    for bag in candidates:
        days = policy.days(bag.collection) * DAY
        rank, deadline = _place(bag, days, now, absent, near_damage)
        pressing = rank != ROUTINE or deadline <= horizon or not bag.settled
        due += pressing
        too_early.append(deadline - now > days // 2)
        rank = rank if pressing else len(_RANKS)
        keys.append(_key(rank, bag.taken_in if rank == NEW else deadline, len(numbers)))
        numbers.append(bag.number)
        sizes.append(bag.bytes)
        deadlines.append(deadline)
    keys.sort()
    order = array("q", (_index(key) for key in keys))
    keys = sorted(_key(0, deadline, n) for n, deadline in enumerate(deadlines))
    rate = _rate(((deadlines[_index(k)], sizes[_index(k)]) for k in keys), policy, now)
    del keys
    taken = sum(sizes[n] for n in order[:due]) + due * _OVERHEAD
    while due < len(order) and not too_early[order[due]] and taken < rate:
        taken += sizes[order[due]] + _OVERHEAD
        due += 1
    return Queue(
        array("q", (numbers[n] for n in order)),
        array("q", (sizes[n] for n in order)),
        array("q", (deadlines[n] for n in order)),
        due,
        rate,
    )


def _key(rank: int, at: int, index: int) -> int:
    """A number that sorts as (rank, at, index) does, at a quarter of the memory."""
    return ((rank << _TIME_BITS | at + _ZERO) << _INDEX_BITS) | index


def _index(key: int) -> int:
    return key & (1 << _INDEX_BITS) - 1


def _place(
    bag: Candidate,
    days: int,
    now: int,
    absent: Collection[int],
    near_damage: Collection[int],
) -> tuple[int, int]:
    """The rank of a bag, and its deadline."""
    looked = bag.looked
    if looked is not None and looked > now + CLOCK_SLACK:
        looked = 0  # nobody knows when that was
    deadline = (bag.taken_in if looked is None else looked) + days
    if looked == 0:
        deadline = now
    if bag.number in absent:
        return ABSENT, deadline
    if looked is None:
        return NEW, min(deadline, now + days)
    if bag.number in near_damage:
        return NEAR_DAMAGE, deadline
    return ROUTINE, deadline


def _rate(by_deadline: Iterable[tuple[int, int]], policy: Policy, now: int) -> int:
    """The least that every run has to manage so that no bag is late: work by time, at its worst."""
    total, rate = 0, 0
    for deadline, size in by_deadline:
        total += size + _OVERHEAD
        runs = max((deadline - now) // policy.run_every, 1)
        rate = max(rate, -(-total // runs))
    return rate


def within(sizes: Sequence[int], budget: int | None) -> int:
    """How many of the bags whose bytes are `sizes`, from the first on, go into a budget of bytes.

    A bag that is larger than the whole budget has its turn when it comes first.
    """
    if budget is None:
        return len(sizes)
    total = 0
    for count, size in enumerate(sizes):
        total += size
        if total > budget:
            return max(count, 1)
    return len(sizes)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected of the runs to come.

    `bags` and `bytes` are what the next run will look at; `runs` is how many it takes until every
    bag was looked at from now on, the last of them at `all_by` (Unix seconds), with `run_every`
    seconds between two; `late` is how many bags will be looked at after their deadline. `enough` is
    how many bytes a run must manage so that none is.
    """

    bags: int
    bytes: int
    runs: int
    all_by: int
    late: int
    enough: int
    run_every: int


def forecast(planned: Queue, policy: Policy, now: int, budget: Budget, speed: int) -> Forecast:
    """What the runs to come will look at, with `budget` for each; `speed` in bytes a second."""
    capacity = _capacity(budget, speed)
    first = within(planned.sizes[: planned.due], capacity)
    if not planned.numbers:
        return Forecast(0, 0, 0, now, 0, 0, policy.run_every)
    late, due_by, last = _nights(planned, policy, now, capacity)
    if not late:
        # Then nobody looks earlier than need be: what is not due waits for the last run in time.
        waiting = planned.deadlines[planned.due :]
        runs = ((deadline - now) // policy.run_every - 1 for deadline in waiting)
        last = max(due_by, now + max(runs, default=0) * policy.run_every)
    return Forecast(
        bags=first,
        bytes=sum(planned.sizes[:first]),
        runs=(last - now) // policy.run_every + 1,
        all_by=last,
        late=late,
        enough=planned.rate,
        run_every=policy.run_every,
    )


def _nights(planned: Queue, policy: Policy, now: int, capacity: int | None) -> tuple[int, int, int]:
    """If each run takes all it can: how many are late, when what is due is done, when all is."""
    if capacity is None:
        return sum(deadline < now for deadline in planned.deadlines[: planned.due]), now, now
    when, room, late, due_by = now, capacity, 0, now
    for n, (size, deadline) in enumerate(zip(planned.sizes, planned.deadlines, strict=True)):
        if size > room and n:
            when, room = when + policy.run_every, capacity
        room -= size
        late += when > max(deadline, now)
        due_by = when if n < planned.due else due_by
    return late, due_by, when


def _capacity(budget: Budget, speed: int) -> int | None:
    bounds = [] if budget.bytes is None else [budget.bytes]
    if budget.seconds is not None and speed > 0:
        bounds.append(budget.seconds * speed)
    return min(bounds) if bounds else None


def sample_size(share: "Fraction", bags: int) -> int:
    """How many of `bags` bags are a sample of `share`: at least one, if there are any."""
    return min(bags, -(-share.numerator * bags // share.denominator))


def chances(looked_at: int, bags: int) -> tuple[Chance, ...]:
    """How likely a random sample shows damage of some extents: 1 - (1 - q) ** n.

    `q` is the part of all `bags` that was looked at, `n` how many of them are damaged.
    """
    if not bags:
        return ()
    missed = (bags - looked_at) / bags
    extents = [n for n in (1, 10, 100, 1000) if n <= bags]
    return tuple(Chance(n, int((1 - missed**n) * 1000)) for n in extents)
