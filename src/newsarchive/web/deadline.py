"""Work that nothing can break off, such as a search, and for which nobody waits for ever.

Whoever waited too long is told so. The work goes on in its thread and keeps its place meanwhile,
so that there is never more of it at once than there are places.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable

import anyio
from anyio import to_thread
from starlette.responses import Response


class Places:
    """So many places for work, for each of which a reader waits so long, for a place included."""

    def __init__(self, most: int, seconds: float) -> None:
        self.seconds = seconds
        self._free = asyncio.Semaphore(most)

    async def answer(self, work: Callable[[], Response]) -> Response | None:
        """What `work` gives, done in a thread; None if that is not known in time."""
        with anyio.move_on_after(self.seconds):
            await self._free.acquire()
            place = _Place(self._free)
            try:
                return await to_thread.run_sync(place.doing, work, abandon_on_cancel=True)
            finally:
                if not place.begun:
                    place.leave()
        return None


class _Place:
    """A place that is taken, until it is left once."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self.begun = False
        self._free = free
        self._loop = asyncio.get_running_loop()
        self._left = threading.Lock()

    def doing(self, work: Callable[[], Response]) -> Response:
        self.begun = True
        try:
            return work()
        finally:
            with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
                self._loop.call_soon_threadsafe(self.leave)

    def leave(self) -> None:
        if self._left.acquire(blocking=False):
            self._free.release()
