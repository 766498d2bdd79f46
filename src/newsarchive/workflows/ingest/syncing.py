"""Putting the bags of a group on disk, while the group before it is committed."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from newsarchive.durable import fsync_trees, store_error
from newsarchive.parallel.threads import start_threads
from newsarchive.workflows.ingest.prepare import Failed, Prepared

Group = Sequence[Prepared | Failed]


class Syncing:
    """Puts groups on disk, by so many `threads`; `staging` is named where that fails."""

    def __init__(self, staging: Path, threads: int) -> None:
        self._staging = staging
        self._threads = threads
        # By the id of a group, which is kept with it: so no other can have the same.
        self._begun: dict[int, tuple[Group, Future[None]]] = {}

    def ahead(self, groups: Iterable[tuple[Group, bool]]) -> Iterator[Group]:
        """The groups, in order, each of which is begun to be put on disk before the last is given.

        A group with True is given at once: what came late is not to wait for what comes later.
        """
        begun = start_threads(1) if self._threads > 1 else None
        before: Group | None = None
        try:
            for group, late in groups:
                if begun is not None:
                    self._begun[id(group)] = group, begun.submit(self._sync, group)
                if before is not None:
                    yield before
                    self._begun.pop(id(before), None)
                before = group
                if late or begun is None:
                    yield before
                    self._begun.pop(id(before), None)
                    before = None
            if before is not None:
                yield before
        finally:
            if begun is not None:
                begun.shutdown(cancel_futures=True)

    def on_disk(self, group: Group) -> None:
        """Return when every file and folder of the bags of a group is on disk.

        Raises:
            StoreError: the disk refused.
        """
        begun = self._begun.pop(id(group), None)
        try:
            if begun is None:
                self._sync(group)
            else:
                begun[1].result()
        except OSError as error:
            raise store_error("put on disk", self._staging, error) from error

    def _sync(self, group: Group) -> None:
        staged = (item.staged for item in group if isinstance(item, Prepared))
        fsync_trees([s.folder for s in staged if s is not None], threads=self._threads)
