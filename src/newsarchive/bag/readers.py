"""Threads that read the large files of bags, so that one bag is read by all cores."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsarchive.bag.reading import Reading
from newsarchive.parallel.threads import start_threads

if TYPE_CHECKING:
    from concurrent.futures import Future


class Readers:
    """Reads large files, one in each of `count` threads. Used in a `with` block.

    Several bags may be checked with the same readers at once. The trees have to allow that two of
    their files are read at the same time: those of folders do, those of archives do not.
    """

    def __init__(self, count: int) -> None:
        self._ahead = 2 * count
        self._pool = start_threads(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def through(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Each of `readings`, read to its end, in their order; a few are begun ahead of need.

        Closed before its end, it lets go of what is being read.
        """
        if self._pool is None:
            for reading in readings:
                yield reading.through()
            return
        begun: deque[Future[Reading]] = deque()
        over = threading.Event()
        try:
            for reading in readings:
                begun.append(self._pool.submit(_through, reading, over))
                if len(begun) >= self._ahead:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            # Who closes the tree must not have it read by others still.
            over.set()
            for future in begun:
                if not future.cancel():
                    future.exception()


def _through(reading: Reading, over: threading.Event) -> Reading:
    """In a thread: read to the end, or until it is `over`."""
    for _ in reading.chunks():
        if over.is_set():
            break
    return reading
