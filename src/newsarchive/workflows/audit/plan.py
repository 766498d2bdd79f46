"""What an audit will look at: the order that was given becomes a list of bags, in their order."""

import random
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsarchive.audits.files import PART, believable
from newsarchive.audits.run import whole_lines
from newsarchive.errors import NotFoundError, UsageError
from newsarchive.holdings.find import find
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.policy import (
    Candidate,
    Forecast,
    Queue,
    chances,
    forecast,
    queue,
    sample_size,
    within,
)
from newsarchive.judgement.runs import taken_up
from newsarchive.model.auditing import AuditOptions, Budget, Reach, Scope, Start
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Verdict
from newsarchive.model.holding import Accession
from newsarchive.model.measure import parse_percent
from newsarchive.model.run import Run
from newsarchive.model.verdict import BagVerdict
from newsarchive.workflows.audit.surroundings import Surroundings

_NEAR, _MOST_DAMAGED = 16, 1000
_SPEED = 200_000_000  # bytes a second, as long as no run of this archive has shown another
_SPEED_RUNS = 10
_MOST_CHAINED = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """The bags of one run: in numbers, and as accessions in their order, whenever they are asked.

    `start` is what the run is about to do; `within` of its bags go into the budget of bytes.
    `chain` are the interrupted runs that it goes on with, oldest first; `queue` is what the policy
    says of the whole archive, where it was asked.
    """

    start: Start
    within: int
    accessions: Callable[[], Iterator[Accession]]
    chain: tuple[Run, ...] = ()
    queue: Queue | None = None


def plan(holdings: OpenArchive, order: AuditOptions, around: Surroundings, start: Start) -> Plan:
    """What a run is to look at now; `start` is what is known of it before that.

    Raises:
        NotFoundError: there is no such bag or collection.
        UsageError: the share of a sample is none.
    """
    catalog = holdings.catalog
    of, _ = catalog.count()
    start = replace(start, scope=order.scope, budget=order.budget or Budget(), of=of)
    match order.scope.reach:
        case Reach.BAG:
            bag = find(holdings, order.scope.value)
            chosen = (bag, *catalog.amendments(str(bag.seal)))
            start = replace(start, scope=Scope(Reach.BAG, bag.bag))
            return _of(start, [a.seq for a in chosen], [a.bytes for a in chosen], holdings)
        case Reach.SAMPLE:
            return _sample(holdings, order, start)
        case Reach.DUE:
            policy = holdings.policy
            budget = order.budget or Budget(policy.max_seconds, policy.max_bytes)
            start = replace(start, budget=budget)
            todo = _queue(holdings, around.absent)
            numbers, sizes = todo.numbers[: todo.due], todo.sizes[: todo.due]
            return replace(_of(start, numbers, sizes, holdings), queue=todo)
        case _:
            return _all(holdings, order, start)


def _all(holdings: OpenArchive, order: AuditOptions, start: Start) -> Plan:
    catalog, scope = holdings.catalog, start.scope
    collection = scope.value if scope.reach is Reach.COLLECTION else None
    chain = () if order.fresh else _interrupted(holdings, scope)
    but = tuple(run.run for run in chain)
    if start.budget != Budget():
        # A part of the archive for each run: then not by path, but what waits longest.
        todo = _queue(holdings, ())
        wanted = {a.seq for a in catalog.accessions(collection, but=but)}
        both = zip(todo.numbers, todo.sizes, strict=True)
        chosen = [(n, size) for n, size in both if n in wanted]
        numbers, sizes = [n for n, _ in chosen], [size for _, size in chosen]
        made = _of(start, numbers, sizes, holdings)
    else:
        planned, total = catalog.measure(collection, but=but)

        def accessions() -> Iterator[Accession]:
            return catalog.accessions(collection, but=but)

        made = Plan(replace(start, planned=planned, total=total), planned, accessions)
    carried = sum(1 for _ in carried_over(holdings, chain))
    if collection is not None and not made.start.planned and not carried:
        raise NotFoundError(
            f"there is no bag in a collection {collection!r}",
            hint="newsarchive decide --list shows the collections.",
        )
    start = replace(
        made.start,
        planned=made.start.planned + carried,
        carried=carried,
        continues=chain[-1].run if chain else "",
    )
    return replace(made, start=start, chain=chain)


def _sample(holdings: OpenArchive, order: AuditOptions, start: Start) -> Plan:
    try:
        share = parse_percent(order.scope.value)
    except ValueError as error:
        raise UsageError(f"--sample: {error}") from error
    numbers = array("q", (number for number, _ in holdings.catalog.by_number.paths()))
    count = sample_size(share, start.of)
    chance = order.chance or random.SystemRandom()
    chosen = sorted(chance.sample(range(len(numbers)), count))
    picked = array("q", (numbers[n] for n in chosen))
    sizes = [a.bytes for a in holdings.catalog.by_number.accessions(picked)]
    scope = Scope(Reach.SAMPLE, order.scope.value.strip().rstrip("%").strip())
    made = _of(replace(start, scope=scope), picked, sizes, holdings)
    likely = chances(made.within, start.of)
    return replace(made, start=replace(made.start, chances=likely))


def _of(
    start: Start,
    numbers: Sequence[int],
    sizes: Sequence[int],
    holdings: OpenArchive,
) -> Plan:
    count = within(sizes, start.budget.bytes)

    def accessions() -> Iterator[Accession]:
        return holdings.catalog.by_number.accessions(numbers[:count])

    start = replace(start, planned=len(numbers), total=sum(sizes[:count]))
    return Plan(start, count, accessions)


def _queue(holdings: OpenArchive, absent: Collection[int]) -> Queue:
    catalog, store = holdings.catalog, holdings.store_name
    known = catalog.by_number.candidates(store)
    candidates = (
        Candidate(number, size, taken_in, looked, bool(settled), collection)
        for number, size, taken_in, looked, settled, collection in known
    )
    near = catalog.figures.near_damage(_NEAR, _MOST_DAMAGED, store)
    now = int(holdings.clock.now().timestamp())
    return queue(candidates, holdings.policy, now, absent=absent, near_damage=near)


def outlook(
    holdings: OpenArchive, order: AuditOptions, around: Surroundings
) -> tuple[Plan, Forecast | None, Iterator[Accession]]:
    """What a run would look at now, what is to be expected of those to come, and its bags."""
    moment = holdings.clock.now()
    made = plan(holdings, order, around, Start("", timestamp(moment)))
    expected = None
    if made.queue is not None:
        now = int(moment.timestamp())
        expected = forecast(made.queue, holdings.policy, now, made.start.budget, speed(holdings))
    return made, expected, made.accessions()


def speed(holdings: OpenArchive) -> int:
    """How many bytes a second the last runs read, those that read something."""
    runs = holdings.catalog.runs.newest(_SPEED_RUNS)
    read = [(run.bytes, run.milliseconds) for run in runs if run.bytes and run.milliseconds]
    spent = sum(milliseconds for _, milliseconds in read)
    return max(sum(octets for octets, _ in read) * 1000 // spent, 1) if spent else _SPEED


# Taking up what was interrupted


def _interrupted(holdings: OpenArchive, scope: Scope) -> tuple[Run, ...]:
    """The runs that one of this scope goes on with, oldest first."""
    return taken_up(
        holdings.catalog.runs.newest(_MOST_CHAINED),
        scope,
        holdings.clock.now(),
        lambda run: bool(believable(holdings.audits / run.run, run.report)),
        holdings.store_name,
    )


def carried_over(holdings: OpenArchive, chain: Iterable[Run]) -> Iterator[BagVerdict]:
    """What the runs that this one goes on with found of bags that need not be looked at again."""
    for run in chain:
        for verdict, _ in whole_lines(holdings.audits / run.run / PART):
            if verdict and verdict.bag_id is not None and verdict.verdict is not Verdict.UNVERIFIED:
                yield verdict
