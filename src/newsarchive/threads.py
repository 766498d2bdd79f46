"""Threads of this process, for what lets go of the interpreter's lock: hash, read, sync."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


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
