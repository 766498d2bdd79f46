"""Which interrupted audits the next goes on with, and which scheduled ones were missed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from newsarchive.judgement.runs import taken_up
from newsarchive.judgement.watch import missed
from newsarchive.model.auditing import Reach, RunState, Scope
from newsarchive.model.clock import timestamp
from newsarchive.model.policy import Policy
from newsarchive.model.run import Run

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALL, DUE = Scope(), Scope(Reach.DUE)
DAY = 24 * 60 * 60


def run(name: str, hours: float = 1, **given: object) -> Run:
    """An audit that began so many hours ago and was ended by the system."""
    said: dict[str, object] = {
        "state": RunState.INTERRUPTED,
        "stopped": "SIGTERM",
        "began": timestamp(NOW - timedelta(hours=hours)),
    }
    return Run(name, **{**said, **given})  # type: ignore[arg-type]


DONE = run("done", 2, state=RunState.COMPLETE, stopped="")
CASES: dict[str, tuple[list[Run], list[str]]] = {
    "no audits": ([], []),
    "one that was ended": ([run("a")], ["a"]),
    "one that came to its end": ([DONE], []),
    "one that a person stopped": ([run("a", stopped="SIGINT")], []),
    "one behind which another came to its end": ([run("a", 3), DONE], []),
    "one of another scope": ([run("a", scope=DUE)], []),
    "another scope between": ([run("a", 3), run("b", 2, scope=DUE)], ["a"]),
    "one of another store": ([run("a", store="copy")], []),
    "a chain": ([run("a", 3), run("b", 2, continues="a")], ["a", "b"]),
    "two that do not go on with each other": ([run("a", 3), run("b", 2)], ["b"]),
    "one that is a week old": ([run("a", 24 * 8)], []),
    "one of the future": ([run("a", -1)], []),
    "one whose lists are gone": ([run("gone")], []),
    "a chain whose beginning is gone": ([run("gone", 3), run("b", 2, continues="gone")], ["b"]),
}


@pytest.mark.parametrize(("runs", "names"), CASES.values(), ids=CASES)
def test_which_audits_are_taken_up(runs: list[Run], names: list[str]) -> None:
    known: Callable[[Run], bool] = lambda r: r.run != "gone"  # noqa: E731

    assert [r.run for r in taken_up(runs, ALL, NOW, known)] == names


def scheduled(days: float, reach: Reach = Reach.DUE) -> Run:
    return run("x", days * 24, scope=Scope(reach), state=RunState.COMPLETE, stopped="")


WATCHED, UNWATCHED = Policy(run_every=DAY, watched=True), Policy(run_every=DAY, watched=False)
MISSED: dict[str, tuple[list[Run], Policy, int]] = {
    "none ever came": ([], UNWATCHED, 0),
    "one came last night": ([scheduled(1)], UNWATCHED, 0),
    "a little late is not missed": ([scheduled(1.4)], UNWATCHED, 0),
    "half a day late is": ([scheduled(1.5)], UNWATCHED, 1),
    "a week": ([scheduled(7)], UNWATCHED, 6),
    "only the last counts": ([scheduled(9), scheduled(1)], UNWATCHED, 0),
    "audits of all are no schedule": ([scheduled(9, Reach.ALL)], UNWATCHED, 0),
    "unless the settings say that it is watched": ([scheduled(9, Reach.ALL)], WATCHED, 8),
    "an audit of one bag is none": ([scheduled(9), scheduled(1, Reach.BAG)], UNWATCHED, 8),
    "one of the future": ([scheduled(-3)], UNWATCHED, 0),
}


@pytest.mark.parametrize(("runs", "policy", "count"), MISSED.values(), ids=MISSED)
def test_how_many_scheduled_audits_were_missed(runs: list[Run], policy: Policy, count: int) -> None:
    watch = missed(runs, policy, NOW)

    assert (watch.missed, watch.run_every) == (count, DAY)
