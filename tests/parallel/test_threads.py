"""Threads of this process: as many as there are, and none takes a signal from the main thread."""

import os
import subprocess
import sys
import threading

import pytest

from newsarchive.parallel.threads import keeping_threads, some_threads, start_threads
from support.patience import PATIENCE_SECONDS
from support.project import ROOT

# In a process of its own: pytest's workers have threads that take any signal.
HELD_BACK = """
import contextlib, os, pathlib, signal, sys, threading, time

def hold_back(thread):
    status = pathlib.Path(f"/proc/self/task/{thread.native_id}/status").read_text()
    return int(status.split("SigBlk:")[1].split()[0], 16) >> (signal.SIGUSR2 - 1) & 1

@contextlib.contextmanager
def progress():
    from newsarchive.clock import SystemClock
    from newsarchive.cli.progress import Progress
    with Progress("bag", 3, SystemClock(), silent=False):
        while threading.active_count() < 2:
            time.sleep(0.001)
        yield

def threads():
    from newsarchive.parallel.threads import start_threads
    return start_threads(3)

heard = []
signal.signal(signal.SIGUSR2, lambda number, _: heard.append(number))
with {"progress": progress, "threads": threads}[sys.argv[1]]():
    assert all(map(hold_back, threading.enumerate()[1:]))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
    os.kill(os.getpid(), signal.SIGUSR2)
    time.sleep(0.1)
    held_back = not heard
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR2})
    deadline = time.monotonic() + float(sys.argv[2])
    while not heard and time.monotonic() < deadline:
        time.sleep(0.001)
print(held_back, len(heard))
"""


@pytest.mark.parametrize("others", ["progress", "threads"])
def test_a_signal_that_the_main_thread_holds_back_stays_held_back(others: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELD_BACK, others, str(PATIENCE_SECONDS)],
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        timeout=2 * PATIENCE_SECONDS,
    )

    assert (done.stdout, done.stderr) == (b"True 1\n", b"")


def test_all_threads_are_there_from_the_beginning() -> None:
    before = threading.active_count()
    pool = start_threads(5)
    assert pool is not None
    with pool:
        assert threading.active_count() == before + 5


def test_threads_stay_as_long_as_they_are_kept() -> None:
    before = threading.active_count()
    with keeping_threads():
        with some_threads(5) as first:
            assert threading.active_count() == before + 5
        with some_threads(3) as second:
            assert second is first
            assert threading.active_count() == before + 5
    with some_threads(3) as third:
        assert third is not first
        assert threading.active_count() == before + 3
    assert threading.active_count() == before
