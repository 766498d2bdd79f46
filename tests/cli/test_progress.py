"""Progress: silent where nobody asked, one line a minute without a terminal, numbers that hold."""

import pytest

from newsarchive.cli.progress import Progress
from support.archives import HandClock


class Stopwatch(HandClock):
    """A clock whose seconds are set by hand."""

    def monotonic(self) -> float:
        return self.ticks


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


def test_without_a_total_no_time_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    run(None, 0.5)

    assert capsys.readouterr().err.splitlines()[0] == "newsarchive: 120 bags, 120.0 KB; 2 a second"
