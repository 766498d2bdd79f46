"""What every test may use: the command as a process, a fresh archive, hypothesis profiles."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from newsarchive.archive import Archive
from support.cli import COMMAND, Cli, clean_environment
from support.forks import Forks

# A shell starts what it puts into the background with these ignored, and so would every command
# that a test starts and interrupts.
for _number in (signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(
            _number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL
        )

# A test run says the same thing twice: no chance, and no deadline on a busy machine. To look for
# what these examples miss: HYPOTHESIS_PROFILE=explore make test
# Nor is it asked how fast examples are made: that, too, depends on what else the machine does.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore",
    deadline=None,
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: many tests wait for a process that they watch."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Neighbours stay together, so that what a module makes for all its tests is made once."""
    from xdist.scheduler import (  # type: ignore[import-untyped]  # noqa: PLC0415  # if it is there
        WorkStealingScheduling,
    )

    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """The process that has the command loaded; a test that is given it does not wait for that."""
    folder = tmp_path_factory.mktemp("forks")
    with Forks(folder, COMMAND, clean_environment(folder)) as running:
        yield running


@pytest.fixture
def cli(tmp_path: Path, forks: Forks) -> Cli:
    """Run `newsarchive` in a process of its own, in `tmp_path`."""
    home = tmp_path / "home"
    home.mkdir()
    return Cli(tmp_path, clean_environment(home), forks)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive that was just made, in `tmp_path`; in this process, which is ten times as fast."""
    path = tmp_path / "archive"
    Archive.create(path)
    return path
