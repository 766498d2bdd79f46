"""Files that others may still be writing: what is young is looked at twice before it is read."""

import os
from collections.abc import Iterable

from newsarchive.durable import display
from newsarchive.errors import UnfinishedError
from newsarchive.formats.grouping import LEFT
from newsarchive.model.clock import Clock
from newsarchive.workflows.ingest.below import Named, status_of


class Settling:
    """Tells what has come to rest: nothing of it changed for so many `seconds`, 0 asks nothing.

    A run waits once, as long as it takes for what lies there when it begins; what comes while it
    runs is left for the next.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._patience = seconds

    def unrest(self, files: Iterable[Named]) -> UnfinishedError | None:
        """Why what consists of `files` is left for the next run; None if it need not be.

        What cannot be looked at is at rest: whoever reads it says what is wrong with it.
        """
        if not self._seconds:
            return None
        seen = {file: _seen(file) for file in files}
        young = self._young(seen.values())
        if not young:
            return None
        wait = min(young, self._patience)
        if wait:
            self._patience -= wait
            self._clock.wait(wait)
        for file, before in seen.items():
            if _seen(file) != before:
                return UnfinishedError(f"{display(file)} is still being written", hint=LEFT)
        if self._young(seen.values()):
            newest = max(seen, key=lambda file: seen[file] or (0, 0))
            return UnfinishedError(f"{display(newest)} was only just written", hint=LEFT)
        return None

    def _young(self, seen: Iterable[tuple[int, int] | None]) -> float:
        """The seconds until the youngest has come to rest, 0 if all have.

        A time that lies far ahead is that of another clock, and says nothing.
        """
        now = self._clock.now().timestamp()
        ages = (now - state[0] / 1e9 for state in seen if state is not None)
        return max((self._seconds - age for age in ages if abs(age) < self._seconds), default=0)


def _seen(file: Named) -> tuple[int, int] | None:
    """When a file was changed, in nanoseconds, and its size; None for what cannot be looked at."""
    try:
        status: os.stat_result = status_of(file)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
