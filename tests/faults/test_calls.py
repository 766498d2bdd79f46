"""A command broken at each of its system calls: what is left is allowed, and a second run heals.

What is allowed is written in support/states.py. `make test` takes a sample of the calls, `make
test-heavy` all of them.
"""

import pytest

from support.breaking import SCENARIOS, Breaking, error_trials, sample
from support.faults import SIGNALS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_call_that_fails_does_no_harm(breaking: Breaking, scenario: str) -> None:
    trials = sample(error_trials(breaking.points(scenario)), scenario, "error")

    assert [b for nth, error in trials for b in breaking.trial(scenario, nth, error)] == []


@pytest.mark.heavy
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_call_that_fails_does_harm(breaking: Breaking, scenario: str) -> None:
    trials = error_trials(breaking.points(scenario))

    assert [b for nth, error in trials for b in breaking.trial(scenario, nth, error)] == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_disk_that_is_gone_from_some_call_on_does_no_harm(
    breaking: Breaking, scenario: str
) -> None:
    points = range(1, len(breaking.points(scenario)) + 1)
    trials = sample(((n, "EROFS") for n in points), scenario, "gone")

    assert [
        b for nth, error in trials for b in breaking.trial(scenario, nth, error, lasting=True)
    ] == []


@pytest.mark.heavy
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_disk_that_is_gone_from_any_call_on_does_no_harm(
    breaking: Breaking, scenario: str
) -> None:
    trials = range(1, len(breaking.points(scenario)) + 1)

    assert [b for nth in trials for b in breaking.trial(scenario, nth, "EROFS", lasting=True)] == []


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_signal_at_some_call_does_no_harm(breaking: Breaking, scenario: str, signal: str) -> None:
    points = range(1, len(breaking.points(scenario)) + 1)
    trials = sample(((n, signal) for n in points), scenario, signal)

    assert [b for nth, _ in trials for b in breaking.trial(scenario, nth, signal)] == []


@pytest.mark.heavy
@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_signal_at_any_call_does_no_harm(breaking: Breaking, scenario: str, signal: str) -> None:
    trials = range(1, len(breaking.points(scenario)) + 1)

    assert [b for nth in trials for b in breaking.trial(scenario, nth, signal)] == []
