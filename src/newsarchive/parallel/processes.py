"""Work shared out among processes of this machine: see `sharing`.

Workers are spawned, never forked: a forked child would inherit locks that nobody releases. They
end with their parent, however it ends. A worker that dies takes nothing else with it: its chunk is
done again item by item, each in a process of its own, and what kills that one too is given up.
"""

import contextlib
import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_GARBAGE = 20_000  # objects that are made before a worker looks for circular ones: a few MB
# Chunks for each worker that are given out before the first result is asked for: as many as it does
# while the parent is busy with the results of others, and with putting them on disk.
_AHEAD = 10

_Chunk = Sequence[Item]


class Processes(Generic[Item, Result]):
    """Spawned processes that do `work` on chunks. Used in a `with` block.

    `work` takes a chunk and gives one result for each of its items. Each process gets a pickled
    copy of it when it starts; items and results are pickled too. `lost` gives the result for an
    item whose process died of it.
    """

    def __init__(
        self,
        count: int,
        work: Callable[[_Chunk[Item]], Sequence[Result]],
        lost: Callable[[Item], Result],
    ) -> None:
        self._count = count
        self._work = work
        self._lost = lost
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(now=kind is not None)

    def results(self, chunks: Iterable[_Chunk[Item]]) -> Iterator[Result]:
        """The results of all items, in order. Only a few chunks are taken ahead of need."""
        waiting: deque[tuple[_Chunk[Item], Future[Sequence[Result]]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk)))
            if len(waiting) >= self._count * _AHEAD:
                yield from self._first(waiting)
        while waiting:
            yield from self._first(waiting)

    def _first(
        self, waiting: "deque[tuple[_Chunk[Item], Future[Sequence[Result]]]]"
    ) -> Sequence[Result]:
        """The results of the chunk that is first in line."""
        chunk, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # Who of them died cannot be told, and all that was given out is lost. The first chunk
            # is done with care, the others as before: so every death costs one chunk its speed.
            self._end(now=True)
            done = [self._alone(item) for item in chunk]
            for number, (later, _) in enumerate(waiting):
                waiting[number] = (later, self._submit(later))
            return done

    def _submit(self, chunk: _Chunk[Item]) -> "Future[Sequence[Result]]":
        if self._pool is None:
            self._pool = _spawn(self._count, self._work)
        try:
            with _undisturbed():
                return self._pool.submit(_do, chunk)
        except BrokenProcessPool as error:
            broken: Future[Sequence[Result]] = Future()
            broken.set_exception(error)
            return broken

    def _alone(self, item: Item) -> Result:
        with _spawn(1, self._work) as pool:
            try:
                with _undisturbed():
                    future = pool.submit(_do, [item])
                done: Sequence[Result] = future.result()
                return done[0]
            except BrokenProcessPool:
                return self._lost(item)

    def _end(self, *, now: bool) -> None:
        """Let the workers go; `now`: in the middle of what they do."""
        if self._pool is None:
            return
        if now:
            for child in multiprocessing.active_children():
                child.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


def _spawn(count: int, work: Callable[[Any], Any]) -> ProcessPoolExecutor:
    # Not max_tasks_per_child: with Python 3.11 a pool of such workers stops for ever.
    return ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(work,),
    )


_work: Callable[[Any], Any] | None = None  # of this process, if it is a worker


def _do(chunk: _Chunk[Any]) -> Any:
    """In a worker: its work on one chunk."""
    assert _work is not None  # noqa: S101  # _begin was first
    return _work(chunk)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back signals while processes are started: one half told what to do would complain.

    A new process begins with them held back, so that Ctrl-C cannot come before it is ready for it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_HELD_BACK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _begin(work: Callable[[Any], Any]) -> None:
    """In a new worker: Ctrl-C is for the parent to hear, and the parent's end is the worker's."""
    global _work  # noqa: PLW0603  # the one thing that a process of a pool can keep between calls
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
    # What is imported stays, and what an item leaves behind is seldom circular: by default a
    # twelfth of the time goes into looking for it.
    gc.freeze()
    gc.set_threshold(_GARBAGE, 20, 20)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A killed parent cannot say goodbye, and the pool's queue would be waited at for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        with contextlib.suppress(OSError):
            multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
