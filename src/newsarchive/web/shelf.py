"""The archive that the portal shows: open to be read only, and opened anew when it was replaced."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from newsarchive.archive import Archive
from newsarchive.errors import StoreError
from newsarchive.holdings.opened import CONFIG
from newsarchive.model.clock import Clock, timestamp
from newsarchive.model.layout import CATALOG
from newsarchive.web.following import Follower
from newsarchive.workflows.access import Asking

T = TypeVar("T")
State = tuple[tuple[int, int], tuple[int, int, int]]


@dataclass(slots=True)
class Shelf:
    """The archive at `root`, for whoever is `asking`. Many threads may ask it at once.

    With `staff` there are pages about the archive itself, for those who keep it. `base_url` is the
    address at which readers find it, with its last slash: what has to be said whole begins so.
    What others enter in the catalog is seen as they enter it. A catalog or settings that were
    replaced are opened anew; whoever is still reading the one before goes on with it.
    """

    root: Path
    asking: Asking
    staff: bool = False
    base_url: str = ""
    clock: Clock | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: tuple[State, Archive] | None = None
    _before: Archive | None = None
    _made: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _making: dict[str, threading.Lock] = field(default_factory=dict)
    _follower: Follower = field(default_factory=Follower)

    def archive(self) -> Archive:
        """It as it is now.

        Raises:
            NewsArchiveError: as `Archive.open`; or its catalog cannot be read.
        """
        with self._lock:
            now = self._state()
            if self._held is not None and self._held[0] == now:
                return self._held[1]
            archive = Archive.open(self.root, self.clock, read_only=True)
            if archive.holdings.catalog.path is None:
                raise StoreError(
                    f"the catalog of {self.root} cannot be read as it is",
                    hint="Run newsarchive status: it makes it anew.",
                )
            if self._before is not None:
                self._before.close()
            self._before = self._held[1] if self._held else None
            self._held = (now, archive)
            return archive

    def searchable(self, *, wait: bool = True) -> Archive:
        """It as it is now, to be searched: what came in since can be found, or soon will be."""
        archive = self.archive()
        self._follower.look(archive, wait=wait)
        return archive

    def remembered(self, name: str, make: Callable[[Archive], T]) -> T:
        """What `make` gives of the archive, made again when its ledger went on or a minute passed.

        For what asks the whole catalog: one reader at a time has it made, and whoever comes
        meanwhile is given what was made before, or waits if there is none.
        """
        archive = self.archive()
        holdings = archive.holdings
        minute = timestamp(holdings.clock.now())[:16]
        key = f"{minute} {sorted(holdings.catalog.memory.mark().items())}"
        making = self._making.setdefault(name, threading.Lock())
        kept = self._made.get(name)
        if (kept is None or kept[0] != key) and making.acquire(blocking=kept is None):
            try:
                kept = self._made.get(name)  # who was here before may have made it
                if kept is None or kept[0] != key:
                    kept = self._made[name] = (key, make(archive))
            finally:
                making.release()
        assert kept is not None  # noqa: S101  # else it was waited for
        return cast("T", kept[1])

    def close(self) -> None:
        """Let go of it."""
        self._follower.stop()
        with self._lock:
            for archive in (self._before, self._held[1] if self._held else None):
                if archive is not None:
                    archive.close()
            self._held = self._before = None

    def _state(self) -> State:
        """What changes when another catalog or other settings take the place of these."""
        try:
            catalog, settings = os.stat(self.root / CATALOG), os.stat(self.root / CONFIG)
        except OSError:
            return (0, 0), (0, 0, 0)
        return (
            (catalog.st_dev, catalog.st_ino),
            (settings.st_ino, settings.st_mtime_ns, settings.st_size),
        )
