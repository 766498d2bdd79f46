"""Work shared out on this machine, its results in the order of the work.

By processes where Python itself has much to do, by threads where nearly all is reading and hashing,
which let go of the interpreter's lock: a thread begins at once, a process after 0.3 s.
"""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from newsarchive.parallel.threads import start_threads

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

Work = Callable[[Sequence[Item]], Sequence[Result]]
"""Takes a chunk and gives one result for each of its items."""
Results = Callable[[Iterable[Sequence[Item]]], Iterator[Result]]
"""Chunks to the results of all items, in order. Only a few chunks are taken ahead of need."""


def cores() -> int:
    """How many processes or threads of this program may be at work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def by_processes(
    count: int, work: Work[Item, Result], lost: Callable[[Item], Result]
) -> Iterator[Results[Item, Result]]:
    """So many processes do `work`; with one it is done in this very process and thread.

    Each process gets a pickled copy of `work` when it starts; items and results are pickled too.
    `lost` gives the result for an item whose process died of it.
    """
    if count == 1:
        yield partial(_here, work)
        return
    # Imported when there is a use for it: it takes as long as the check of a few bags.
    from newsarchive.parallel.processes import Processes  # noqa: PLC0415

    with Processes(count, work, lost) as processes:
        yield processes.results


@contextlib.contextmanager
def by_threads(
    count: int, work: Work[Item, Result], leave: Callable[[], None]
) -> Iterator[Results[Item, Result]]:
    """So many threads do `work`; fewer where the system gives no more.

    `leave` is called when the results are not wanted any more, and makes `work` end soon.
    """
    threads = start_threads(count) if count > 1 else None
    if threads is None:
        yield partial(_here, work)
        return
    try:
        yield partial(_shared_among, threads, 2 * count, work)
    except BaseException:
        leave()
        raise
    finally:
        threads.shutdown(cancel_futures=True)


def _here(work: Work[Item, Result], chunks: Iterable[Sequence[Item]]) -> Iterator[Result]:
    for chunk in chunks:
        yield from work(chunk)


def _shared_among(
    threads: "ThreadPoolExecutor",
    ahead: int,
    work: Work[Item, Result],
    chunks: Iterable[Sequence[Item]],
) -> Iterator[Result]:
    waiting: deque[Future[Sequence[Result]]] = deque()
    for chunk in chunks:
        waiting.append(threads.submit(work, chunk))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()
