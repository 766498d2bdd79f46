"""Threads of this process: as many as there are, and none takes a signal from the main thread."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from newsarchive.cli.progress import Progress
from newsarchive.threads import start_threads
from support.archives import HandClock


@contextlib.contextmanager
def progress() -> Iterator[None]:
    with Progress("bag", 3, HandClock(), silent=False):
        _until(lambda: threading.active_count() > 1)
        time.sleep(0.05)  # it is there; now it comes to its first word
        yield


@contextlib.contextmanager
def threads() -> Iterator[None]:
    pool = start_threads(3)
    assert pool is not None
    with pool:
        yield


def _until(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not there() and time.monotonic() < deadline:
        time.sleep(0.001)


@pytest.mark.parametrize("others", [progress, threads])
def test_a_signal_that_the_main_thread_holds_back_stays_held_back(
    others: Callable[[], contextlib.AbstractContextManager[None]],
) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGUSR2, lambda number, _: heard.append(number))
    try:
        with others():
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
            os.kill(os.getpid(), signal.SIGUSR2)
            time.sleep(0.05)
            held_back = list(heard)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR2})
            _until(lambda: bool(heard))
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR2})
        signal.signal(signal.SIGUSR2, before)

    assert (held_back, heard) == ([], [signal.SIGUSR2])


def test_all_threads_are_there_from_the_beginning() -> None:
    before = threading.active_count()
    pool = start_threads(5)
    assert pool is not None
    with pool:
        assert threading.active_count() == before + 5
