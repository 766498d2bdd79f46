"""Searches know what came in: the index of words follows the archive beside the readers."""

import threading
from dataclasses import dataclass, field

from newsarchive.archive import Archive
from newsarchive.errors import NewsArchiveError, StoreError
from newsarchive.holdings.searched import follow, lag
from newsarchive.web.journal import log

_FEW = 200  # changes that a reader waits for
_WAIT_SECONDS = 5.0
_AGAIN_SECONDS = 60.0  # after it could not be done


class _StoppedError(StoreError):
    """The portal ends."""


@dataclass(slots=True)
class Follower:
    """Brings the index up to date in a thread of its own. The archive is only read for it."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _failed_at: float | None = None

    def look(self, archive: Archive, *, wait: bool = True) -> None:
        """See whether something came in; if it is little, wait until it can be found."""
        behind = lag(archive.holdings)
        if behind == 0:
            return
        thread = self._running(archive)
        if wait and thread is not None and (behind is None or behind <= _FEW):
            thread.join(_WAIT_SECONDS)

    def stop(self) -> None:
        """Let go of what is not done."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_WAIT_SECONDS)

    def _running(self, archive: Archive) -> threading.Thread | None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return self._thread
            now = archive.holdings.clock.monotonic()
            if self._failed_at is not None and now - self._failed_at < _AGAIN_SECONDS:
                return None
            self._thread = threading.Thread(target=self._follow, args=(archive,), daemon=True)
            self._thread.start()
            return self._thread

    def _follow(self, archive: Archive) -> None:
        try:
            follow(archive.holdings, self._go_on)
        except _StoppedError:
            return
        except NewsArchiveError as error:
            self._failed_at = archive.holdings.clock.monotonic()
            log(f"searches do not find what came in last: {error}")
        else:
            self._failed_at = None
        finally:
            archive.holdings.catalog.close()  # for this thread, which ends

    def _go_on(self, _done: int, _of: int) -> None:
        if self._stop.is_set():
            raise _StoppedError("the portal ends")
