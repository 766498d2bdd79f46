"""Threads of this process, for what lets go of the interpreter's lock: hash, read, sync."""

import contextlib
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


_kept: "list[tuple[int, ThreadPoolExecutor]] | None" = None  # how many, they; None: none stay


@contextlib.contextmanager
def keeping_threads() -> Iterator[None]:
    """Inside the `with` block the threads of `some_threads` stay, for who asks next."""
    global _kept  # noqa: PLW0603  # the one thing that is kept between calls
    if _kept is not None:
        yield
        return
    _kept = []
    try:
        yield
    finally:
        kept, _kept = _kept, None
        for _, threads in kept:
            threads.shutdown(cancel_futures=True)


@contextlib.contextmanager
def some_threads(most: int) -> "Iterator[ThreadPoolExecutor | None]":
    """As many threads as the system gives, at most `most`; None if it gives none.

    To start 32 takes as long as 32 syncs of files do: see `keeping_threads`. Whoever gives them
    work waits for it.
    """
    if _kept is None:
        with start_threads(most) or contextlib.nullcontext() as threads:
            yield threads
        return
    found = next((threads for count, threads in _kept if count >= most), None)
    if found is None and (found := start_threads(most)) is not None:
        _kept.append((most, found))
    yield found


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
