"""Ingest: requests become bags, one bag an article, each in the archive whole or not at all.

Articles are prepared, by many processes where that helps, and committed here in groups, in the
order in which they were asked for.
"""

import contextlib
import itertools
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from newsarchive.errors import NewsArchiveError, StoreError
from newsarchive.holdings.commit import commit, note_sighting
from newsarchive.holdings.find import base_of, withdrawal_of
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.staging import Staging, staging_folder, sweep
from newsarchive.model.asked import IngestOptions
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.holding import Accession
from newsarchive.model.outcome import IngestReport, ItemOutcome, ItemStatus
from newsarchive.model.receiving import Gift
from newsarchive.parallel.sharing import by_processes, cores
from newsarchive.parallel.threads import keeping_threads
from newsarchive.workflows.ingest.checksums import Checksums
from newsarchive.workflows.ingest.deliveries import Deliveries
from newsarchive.workflows.ingest.files import files_of
from newsarchive.workflows.ingest.growing import Settling
from newsarchive.workflows.ingest.moving import Moving, must_be_folder
from newsarchive.workflows.ingest.prepare import (
    Failed,
    Prepared,
    Preparer,
    admission_of,
    failure,
)
from newsarchive.workflows.ingest.requested import Found, Request, Unusable, octets
from newsarchive.workflows.ingest.retry import Items
from newsarchive.workflows.ingest.syncing import Group, Syncing
from newsarchive.workflows.ingest.worker import Preparing, chunks, lost

__all__ = ["Tell", "ingest"]

Tell = Callable[[ItemOutcome], object]

_NO_GIFT = Gift()
_TRIES = 5
_FEW, _LITTLE = 24, 50_000_000  # articles, bytes: taken in before other processes had started
_GROUP_ARTICLES, _GROUP_BYTES, _GROUP_SECONDS = 64, 64 << 20, 2.0
_SYNC_THREADS = 32
_MOST_ALIKE = 3  # bags that are named


def ingest(
    holdings: OpenArchive,
    requests: Iterable[Found],
    manner: IngestOptions,
    tell: Tell = lambda _: None,
    *,
    workers: int | None = None,
    again: Mapping[str, Items] | None = None,
    checksums: Checksums | None = None,
) -> IngestReport:
    """Take in what was asked for, in order. `tell` hears each outcome as soon as it is certain.

    A request that is refused or fails is an outcome, and the next one goes on; when there is no
    room left, the rest is not attempted. The work is shared out among `workers` processes; None
    for as many as there are cores, and for none but this one where there are few articles. Of the
    containers called as in `again` only those items are taken in. What came has to have the
    `checksums` of its sender.

    Raises:
        StoreError, LedgerError, LockedError: nothing at all can be taken in.
    """
    began, start = holdings.clock.now(), holdings.clock.monotonic()
    items = []
    moving = None
    if manner.move_to:
        must_be_folder(Path(manner.move_to), holdings.root)
    if manner.move_to and not manner.dry_run:
        moving = Moving(Path(manner.move_to), holdings.root)
    holdings.must_be_writable()
    if trouble := holdings.store.trouble():
        raise StoreError(trouble, hint="Nothing was taken in.")
    with _staging(holdings, manner) as staging:
        deliveries = Deliveries(holdings, staging, again, manner.gift, manner.pages)
        settling = Settling(holdings.clock, holdings.receiving.settle_seconds)
        preparer = Preparer(holdings, staging, manner, settling, checksums)
        run = _Run(preparer, 1 if workers == 1 else _SYNC_THREADS, deliveries)
        run.moving = deliveries.moving = moving
        with run.deliveries, keeping_threads():
            for outcome in run.outcomes(requests, workers):
                items.append(outcome)
                tell(outcome)
    seconds = holdings.clock.monotonic() - start
    passed = tuple(deliveries.accounts.names())
    notes: tuple[str, ...] = ()
    if not manner.dry_run:
        notes = (*deliveries.notes, *_not_said_again(items, manner.gift))
    report = IngestReport(
        tuple(items),
        timestamp(began),
        seconds,
        manner.by,
        passed,
        notes=notes,
        records=tuple(deliveries.accounts.records()),
    )
    if moving is None:
        return report
    moving.act()
    return replace(report, moved=moving.moved, unmoved=tuple(moving.unmoved))


def _not_said_again(items: Sequence[ItemOutcome], gift: Gift) -> Iterator[str]:
    """What is said of articles that are in the archive already, and has no place in their bags."""
    count = sum(i.status is ItemStatus.PRESENT and i.item is None for i in items)
    if count and gift != _NO_GIFT:
        yield (
            f"{count:,} {'was' if count == 1 else 'were'} in the archive before: depositor and"
            " agreement are not recorded anew."
        )


@contextlib.contextmanager
def _staging(holdings: OpenArchive, manner: IngestOptions) -> Iterator[Staging]:
    if manner.dry_run:
        with tempfile.TemporaryDirectory(prefix="newsarchive-") as folder:
            yield Staging(Path(folder), Path(folder))
        return
    with staging_folder(holdings.root) as staging:
        with holdings.writing():
            sweep(holdings.root)
        yield staging


class _Run:
    """One run: prepares and commits, group after group."""

    def __init__(self, preparer: Preparer, threads: int, deliveries: Deliveries) -> None:
        self.holdings = preparer.holdings
        self.staging = preparer.staging
        self.preparer = preparer
        self.syncing = Syncing(self.staging.folder, threads)
        self.full = False  # no room is left
        self.deliveries = deliveries
        self.moving: Moving | None = None

    def outcomes(self, requests: Iterable[Found], workers: int | None) -> Iterator[ItemOutcome]:
        """What came of each request, in order; of a container, of each of its items."""
        waiting = self.deliveries.opened(requests, as_is=self.preparer.manner.as_is)
        first = list(itertools.islice(waiting, _FEW))
        much = len(first) == _FEW or sum(map(octets, first)) >= _LITTLE
        count = workers or (cores() if much and len(first) > 1 else 1)
        if self.preparer.manner.dry_run or self.holdings.catalog.path is None:
            count = 1
        given: deque[Request | Unusable] = deque()  # out, and no outcome yet

        def asked() -> Iterator[Request | Unusable]:
            for request in itertools.chain(first, waiting):
                given.append(request)
                yield request

        todo = asked()
        with by_processes(count, Preparing(self.preparer), lost) as prepared_of:
            groups = self._groups(prepared_of(chunks(todo, 1 if count == 1 else None)))
            for group in self.syncing.ahead(groups):
                for outcome in self._settle(group):
                    request = given.popleft()
                    self.deliveries.done_with(request)
                    self._hear(request, outcome)
                    yield outcome
                if self.full:
                    break
        for request in (*given, *todo):
            outcome = ItemOutcome.not_attempted(request.name, request.item, request.asked.folder)
            self._hear(request, outcome)
            yield outcome

    def _hear(self, request: Request | Unusable, outcome: ItemOutcome) -> None:
        """Let it be known what came of the files of a request, if they are to be moved."""
        if self.moving is not None:
            files = files_of(request) if isinstance(request, Request) else ()
            self.moving.hear(outcome, files)

    def _groups(self, results: Iterable[Prepared | Failed]) -> Iterator[tuple[Group, bool]]:
        """Handfuls to be committed as one: not too many, not too large, not too late.

        Each with whether it was late.
        """
        group: list[Prepared | Failed] = []
        size, began = 0, 0.0
        for result in results:
            began = began if group else self.holdings.clock.monotonic()
            group.append(result)
            if isinstance(result, Prepared) and result.staged is not None:
                size += result.staged.accession.bytes
            late = self.holdings.clock.monotonic() - began >= _GROUP_SECONDS
            if late or len(group) >= _GROUP_ARTICLES or size >= _GROUP_BYTES:
                yield group, late
                group, size = [], 0
        if group:
            yield group, True

    def _settle(self, group: Group) -> Iterator[ItemOutcome]:
        """Commit what can be committed together, and then, in order, say what came of each."""
        stored = self._commit(group)
        for item in group:
            if isinstance(item, Prepared):
                self.deliveries.accounts.used(item.media)
                if self.moving is not None:
                    self.moving.read(item.request.name, item.read)
            if isinstance(item, Prepared) and id(item) in stored:
                yield self._stored(item)
            elif self.full:
                yield _not_attempted(item)
            elif isinstance(item, Failed):
                yield self._failed(item)
            else:
                yield self._one(item)

    def _commit(self, items: Group) -> set[int]:
        """The ids of those items that are in the archive now. Of the others none is."""
        prepared = (item for item in items if isinstance(item, Prepared))
        group = [item for item in prepared if item.staged is not None]
        if not group:
            return set()
        try:
            with self.deliveries.staged(item.request for item in group) as kept_in:
                self.syncing.on_disk(items)
                with self.holdings.writing():
                    ready = self._still_as_decided(group)
                    if ready:
                        bags = [item.staged for item in ready if item.staged is not None]
                        commit(self.holdings, self.staging, [*kept_in(bags), *bags])
        except NewsArchiveError:
            ready = []  # each is tried by itself, and says by itself what is wrong
        for item in group:
            if item.staged is not None:
                self.staging.drop(item.staged.folder)
        return {id(item) for item in ready}

    def _still_as_decided(self, group: Sequence[Prepared]) -> list[Prepared]:
        """Those whose decision holds, asked under the lock, and that no other of them touches."""
        ready: list[Prepared] = []
        taken: set[str] = set()
        for item in group:
            if (
                not taken & item.claim.keys
                and admission_of(self.holdings, item.claim) == item.decision
            ):
                ready.append(item)
            taken |= item.claim.keys
        return ready

    def _one(self, item: Prepared) -> ItemOutcome:
        """What came of an article that was not committed with the others."""
        try:
            if item.planned is not None:
                return item.planned
            if item.staged is None:
                return self._present(item)
            return self._alone(item.request)
        except NewsArchiveError as error:
            return self._failed(failure(item.request, error))

    def _alone(self, request: Request) -> ItemOutcome:
        """Take in one article from its beginning, in a group of its own."""
        for _ in range(_TRIES):
            item = self.preparer.prepare(request, sync=True)
            if item.staged is None:
                return self._present(item)
            try:
                with (
                    self.deliveries.staged([request]) as kept_in,
                    self.holdings.writing(),
                ):
                    # Asked again under the lock: another process may have been faster.
                    if admission_of(self.holdings, item.claim) == item.decision:
                        bags = [item.staged]
                        commit(self.holdings, self.staging, [*kept_in(bags), *bags])
                        return self._stored(item)
            finally:
                self.staging.drop(item.staged.folder)
        raise StoreError("other processes keep changing what is known of this article; try again")

    def _present(self, item: Prepared) -> ItemOutcome:
        """It is in the archive already. Whether its bag is there is looked at, not assumed."""
        assert item.decision.base is not None  # noqa: S101  # what PRESENT means
        known = base_of(self.holdings, item.decision.base)
        if not self.preparer.manner.dry_run:
            note_sighting(self.holdings, known.bag, item.claim.origin)
        extra = item.decision.findings
        if not self.holdings.store.holds(known.path):
            extra = (*extra, _gone(known))
        gaps = item.claim.gaps if not known.complete else ()
        return _outcome(item.request, ItemStatus.PRESENT, known, gaps, extra)

    def _stored(self, item: Prepared) -> ItemOutcome:
        """It is in the archive now. What others know by its text is asked when all are there."""
        assert item.staged is not None  # noqa: S101  # it was committed
        accession = item.staged.accession
        alike, count = self.holdings.catalog.versions.with_text_of(accession, _MOST_ALIKE)
        gaps = () if accession.complete else item.claim.gaps
        findings = item.staged.findings
        if count:
            named = [a.name for a in alike if withdrawal_of(self.holdings, a.bag) is None]
            findings = (*findings, _alike(named, count))
        outcome = _outcome(item.request, ItemStatus.STORED, accession, gaps, findings)
        base = item.decision.base
        return replace(outcome, amends=base.name if base else None)

    def _failed(self, item: Failed) -> ItemOutcome:
        if not item.full:
            return item.outcome
        self.full = True
        return replace(item.outcome, no_room=True)


def _listed(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _gone(known: Accession) -> Finding:
    return Finding(
        Code.RX_09,
        Kind.MISSING,
        Level.ERROR,
        "",
        f"the article was taken in on {known.time[:10]}, and its bag is not at {known.path} now;"
        " run newsarchive audit",
    )


def _not_attempted(item: Prepared | Failed) -> ItemOutcome:
    if isinstance(item, Failed):
        of = item.outcome
        return ItemOutcome.not_attempted(of.input, of.item, of.folder)
    request = item.request
    return ItemOutcome.not_attempted(request.name, request.item, request.asked.folder)


def _alike(names: Sequence[str], count: int) -> Finding:
    more = f"{count - len(names):,} more" if names else f"{count:,} other bags"
    every = [*names, more] if count > len(names) else names
    return Finding(
        Code.PV_08,
        Kind.PROVENANCE,
        Level.NOTE,
        "",
        f"the same text is here as {_listed(every)}",
        found=str(count),
    )


def _outcome(
    request: Request,
    status: ItemStatus,
    accession: Accession,
    gaps: tuple[str, ...],
    findings: tuple[Finding, ...],
) -> ItemOutcome:
    return ItemOutcome(
        request.name,
        status,
        item=request.item,
        folder=request.asked.folder,
        delivery=accession.delivery,
        bag=accession.name,
        bag_id=accession.bag,
        article_id=accession.article,
        path=accession.path,
        seal=str(accession.seal),
        gaps=gaps,
        findings=findings,
    )
