"""Threads of this process, for what lets go of the interpreter's lock: hash, read, sync."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


@contextlib.contextmanager
def without_signals() -> Iterator[None]:
    """A thread that is started in the `with` block gets no signals, from its first moment on.

    They are for the main thread, also while that holds them back: else the system would give them
    to another one, and Python's handler would run in the midst of what was not to be disturbed.
    What comes meanwhile is heard at the end of the block.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_kept: "tuple[int, int, ThreadPoolExecutor] | None" = None  # of which process, how many, they


def kept_threads(most: int) -> "ThreadPoolExecutor | None":
    """As `start_threads`, but they stay, for who asks next: starting 32 takes as long as 32 syncs.

    Whoever gives them work waits for it; nobody shuts them down.
    """
    global _kept  # noqa: PLW0603  # the one thing that is kept between calls
    if _kept is not None and _kept[0] == os.getpid() and _kept[1] >= most:
        return _kept[2]
    threads = start_threads(most)
    if threads is not None:
        _kept = (os.getpid(), most, threads)
    return threads


def start_threads(most: int) -> "ThreadPoolExecutor | None":
    """As many threads as the system gives, at most `most`; None if it gives none.

    All are started at once: nobody is told later, in the middle of the work, that there are no
    more. With None the caller does the work itself.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # small runs need none

    count = most
    while count:
        pool = ThreadPoolExecutor(count)
        all_there = threading.Event()
        try:
            with without_signals():
                for _ in range(count):
                    pool.submit(all_there.wait)  # else the first would be used again
        except RuntimeError:  # the system's limit of threads, or of memory
            count //= 2
        else:
            return pool
        finally:
            all_there.set()
        pool.shutdown()
    return None
