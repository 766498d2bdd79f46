"""Progress: silent where nobody asked, one line a minute without a terminal, numbers that hold."""

import time

import pytest

from newsarchive.cli import progress as module
from newsarchive.cli.progress import Progress
from support.archives import HandClock
from support.patience import PATIENCE_SECONDS


class Stopwatch(HandClock):
    """A clock whose seconds are set by hand."""

    def monotonic(self) -> float:
        return self.ticks


@pytest.fixture(autouse=True)
def _nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test does makes it speak."""
    monkeypatch.setattr(module, "_TICK_SECONDS", PATIENCE_SECONDS)


def run(total: int | None, seconds: float, *, silent: bool = False) -> None:
    """Half of 600 bags, 1 KB each, `seconds` apart."""
    clock = Stopwatch()
    with Progress("bag", total, clock, silent=silent) as progress:
        for _ in range(300):
            clock.ticks += seconds
            progress.advance(1000)


def test_without_a_terminal_there_is_one_line_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    run(600, 0.5)

    err = capsys.readouterr().err.splitlines()
    assert err == [
        "newsarchive: 120 of 600 bags, 120.0 KB; 2 a second, about 4 min left",
        "newsarchive: 240 of 600 bags, 240.0 KB; 2 a second, about 3 min left",
    ]


def test_nothing_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    run(600, 1)

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("seconds", "silent"), [(0.1, False), (10, True)])
def test_what_is_short_or_silent_says_nothing(
    capsys: pytest.CaptureFixture[str], seconds: float, silent: bool
) -> None:
    run(600, seconds, silent=silent)

    assert capsys.readouterr().err == ""


def test_where_it_is_known_how_much_is_to_be_read_the_bytes_count(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Stopwatch()
    with Progress("bag", None, clock, silent=False) as progress:
        progress.plan(5, 4_000_000_000, before=1)
        for octets in (1_000_000_000, 500_000_000):
            clock.ticks += 30
            progress.read(octets)
        progress.advance(1_000_000_000)
        clock.ticks += 60
        progress.advance(3_000_000_000)

    assert capsys.readouterr().err.splitlines() == [
        "newsarchive: 2 of 5 bags, 1.5 GB of 4.0 GB; 25.0 MB a second, about 2 min left",
        "newsarchive: 3 of 5 bags, 4.0 GB of 4.0 GB; 33.3 MB a second, about 0 s left",
    ]


def test_what_was_done_before_tells_nothing_of_the_pace(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Stopwatch()
    with Progress("bag", None, clock, silent=False) as progress:
        progress.plan(1000, 0, before=880)
        clock.ticks += 60
        progress.advance()

    assert capsys.readouterr().err == (
        "newsarchive: 881 of 1,000 bags; 0 a second, about 1 h 59 min left\n"
    )


def test_a_word_comes_while_one_thing_takes_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TICK_SECONDS", 0.01)
    clock = Stopwatch()
    deadline = time.monotonic() + PATIENCE_SECONDS
    with Progress("article", 1, clock, silent=False):
        clock.ticks += 61
        while not (err := capsys.readouterr().err) and time.monotonic() < deadline:
            time.sleep(0.01)

    assert err == "newsarchive: 0 of 1 article; 61 s so far\n"


def test_without_a_total_no_time_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    run(None, 0.5)

    assert capsys.readouterr().err.splitlines()[0] == "newsarchive: 120 bags, 120.0 KB; 2 a second"
