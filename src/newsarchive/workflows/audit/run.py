"""The fixity audit: bags are read and held against manifests and seal, and told one by one.

What is found is written to `audits/<run>/` as it goes, and entered in the ledger at the end. A bag
is only read: nothing in it, nor its times, is changed.
"""

import contextlib
import os
from array import array
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from newsarchive.bag.pacing import Pace
from newsarchive.bag.readers import Readers
from newsarchive.errors import LedgerError, NewsArchiveError, StoreError
from newsarchive.holdings.opened import OpenArchive, finish_withdrawals
from newsarchive.holdings.witness import believed, compare, noticed
from newsarchive.judgement.fixity import judge
from newsarchive.judgement.policy import Forecast
from newsarchive.judgement.tally import Tally
from newsarchive.judgement.workers import sharing
from newsarchive.ledger import Entry, Head
from newsarchive.model.auditing import (
    AuditOptions,
    AuditReport,
    End,
    Reach,
    RunState,
    Start,
)
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.holding import Accession
from newsarchive.model.observation import Observation
from newsarchive.model.subject import StoredBag, WholeCatalog
from newsarchive.model.verdict import BagVerdict
from newsarchive.parallel.sharing import Results, by_processes, by_threads, cores
from newsarchive.parallel.stopping import Stop, StoppedError
from newsarchive.workflows.audit.earlier import of_ledger, suspicious
from newsarchive.workflows.audit.plan import Plan, carried_over, outlook, plan
from newsarchive.workflows.audit.record import (
    RunFile,
    close_unfinished,
    unfinished,
)
from newsarchive.workflows.audit.surroundings import Surroundings, moved, strangers, survey
from newsarchive.workflows.audit.worker import (
    Examining,
    ExaminingTogether,
    Task,
    chunks,
    lost,
    unreachable,
)

__all__ = ["Lines", "Listener", "Preview", "Stop", "Tell", "audit", "preview"]

Tell = Callable[[BagVerdict], object]
Lines = Callable[[], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a run while it goes on.

    `verdict` hears of each bag as soon as it is certain, `begins` what is about to be done, and
    `keeps` at the end of the report, and can ask for every line of the run before they are let go.
    `reads` hears of bytes as they are read, from any thread, where bags are so large that somebody
    may wait for a word.
    """

    verdict: Tell = lambda _: None
    begins: Callable[[Start], None] = lambda _: None
    reads: Callable[[int], None] = lambda _: None
    keeps: Callable[[AuditReport, Lines], None] = lambda _report, _lines: None


def audit(
    holdings: OpenArchive,
    listener: Listener | None = None,
    order: AuditOptions | None = None,
    stop: Stop | None = None,
) -> AuditReport:
    """Check bags as `order` says, by default all of them; in the order of paths if it is all.

    What killed runs left is entered in the ledger first. The reading is shared out among processes;
    with one worker everything happens in this one. What could not be recorded is said in the
    report, and the audit goes on without. When `stop` is asked, what is in hand is finished, and
    the rest is `not_reached`.

    Raises:
        LockedError: another audit runs.
        LedgerError, StoreError: it cannot be known what should be there.
        NotFoundError, UsageError: the order names what is not there.
    """
    listener, order, stop = listener or Listener(), order or AuditOptions(), stop or Stop()
    with contextlib.ExitStack() as stack:
        _lock(holdings, order, stack)
        differences = compare(holdings.catalog, _ledger(holdings, order.expected), holdings.witness)
        of_catalog = tuple(noticed(holdings, differences))
        holdings = believed(holdings, differences)
        careful = bool(unfinished(holdings))
        if order.record:
            with contextlib.suppress(NewsArchiveError, OSError):
                finish_withdrawals(holdings)
            with contextlib.suppress(NewsArchiveError, OSError):
                close_unfinished(holdings)  # else the next one that can write does
        return _Run(holdings, order, listener, stop, of_catalog, careful=careful).run()


def _ledger(
    holdings: OpenArchive, expected: tuple[int, str] | None
) -> Iterator[tuple[Entry, Head]]:
    """The whole chain, not only what the catalog had not read.

    Raises:
        LedgerError: it is no chain, or does not have the line that somebody outside has kept.
    """
    found = ""
    for entry, head in holdings.ledger.entries():
        if expected is not None and head.seq == expected[0]:
            found = head.line_sha256
        yield entry, head
    if expected is not None and found != expected[1]:
        there = f"{expected[0]}:{found}" if found else f"no entry {expected[0]}"
        raise LedgerError(
            f"{expected[0]}:{expected[1]} was kept of another ledger than this: it has {there}",
            hint="It was cut, put back from an older copy, or went on elsewhere. Change nothing,"
            " and compare it with a copy from another place.",
        )


def _lock(holdings: OpenArchive, order: AuditOptions, stack: contextlib.ExitStack) -> None:
    """One audit at a time; one that leaves no trace also runs where there is no lock to hold."""
    if order.record:
        holdings.must_be_writable()
    elif holdings.read_only:
        return
    try:
        stack.enter_context(holdings.audit_lock.held(order.wait_seconds))
    except StoreError:
        if order.record:
            raise


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do now: its plan, the beginning of its bags, and what to expect.

    `within` of its bags go into the budget of bytes.
    """

    plan: Start
    within: int
    first: tuple[Accession, ...]
    forecast: Forecast | None = None


def preview(holdings: OpenArchive, order: AuditOptions, most: int) -> Preview:
    """What a run would look at, without looking; at most `most` of its bags by name.

    The store is not listed for it: what is not there any more shows when the run comes to it.
    """
    made, expected, accessions = outlook(holdings, order, Surroundings())
    first = tuple(a for a, _ in zip(accessions, range(most), strict=False))
    return Preview(made.start, made.within, first, expected)


@dataclass(slots=True)
class _Hand:
    """What was given out and not come back; whether a budget is used up; what was verified."""

    given: deque[Accession] = field(default_factory=deque)
    used_up: str = ""
    verified: "array[int]" = field(default_factory=lambda: array("q"))


class _Run:
    """One run, from its plan to its entry in the ledger."""

    def __init__(
        self,
        holdings: OpenArchive,
        order: AuditOptions,
        listener: Listener,
        stop: Stop,
        of_catalog: tuple[Finding, ...],
        *,
        careful: bool,
    ) -> None:
        self.of_catalog = of_catalog
        self.careful = careful  # a run before was killed, perhaps by what it read
        self.holdings = holdings
        self.order = order
        self.listener = listener
        self.stop = stop
        self.began = holdings.clock.now()
        self.start = holdings.clock.monotonic()
        self.trouble = holdings.store.trouble()
        self.hand = _Hand()
        self.told: list[str] = []  # what was looked at to its end besides bags
        self.moved: set[str] = set()  # where bags lie that are missing at their places

    def run(self) -> AuditReport:
        holdings, order = self.holdings, self.order
        around = Surroundings()
        if order.scope.is_whole and not self.trouble:
            around = survey(holdings, absent=order.scope.reach is Reach.DUE)
        made = plan(holdings, order, around, self._start())
        # After the plan: no bag of it is younger than what the report says of the ledger.
        ledger, kinds = holdings.ledger.head().document(), holdings.catalog.kinds()
        start = replace(made.start, ledger=ledger, kinds=kinds)
        known = {
            a.finding
            for a in holdings.catalog.entries.acknowledgements().values()
            if a.holds(self.began)
        }
        tally = Tally(frozenset(known))
        with contextlib.closing(RunFile(holdings, start, on_purpose=not order.record)) as record:
            self.listener.begins(start)
            for verdict in carried_over(holdings, made.chain):
                self._tell(verdict, tally)
            tally.files = tally.bytes = 0  # those were read by other runs
            for verdict in self._verdicts(made, around):
                record.add(verdict)
                self._tell(verdict, tally)
            report = record.finish(self._report(start, made, tally))
            if self.of_catalog and not report.unrecorded:
                with contextlib.suppress(StoreError):
                    holdings.catalog.memory.set_noticed(())  # it is told now, and on record
            self.listener.keeps(report, record.lines)
            return report

    def _tell(self, verdict: BagVerdict, tally: Tally) -> None:
        tally.add(verdict)
        self.listener.verdict(verdict)

    def _start(self) -> Start:
        began = self.began
        return Start(
            run=began.strftime("%Y-%m-%dT%H%M%SZ-") + os.urandom(3).hex(),
            began=timestamp(began),
            read="direct" if self.order.direct else "cached",
            store=self.holdings.store_name,
        )

    def _report(self, start: Start, made: Plan, tally: Tally) -> AuditReport:
        found = tally.found()
        within = made.within + start.carried
        interrupted = bool(self.stop.asked) and found.bags < within
        used_up = self.hand.used_up or ("bytes" if within < start.planned else "")
        state = RunState.INTERRUPTED if interrupted else RunState.COMPLETE
        end = self._end(state, "" if interrupted else used_up)
        return AuditReport(start, found, end, on_purpose=not self.order.record)

    def _end(self, state: RunState, used_up: str) -> End:
        holdings, now = self.holdings, self.holdings.clock.now()
        return End(
            ended=timestamp(now),
            milliseconds=round((holdings.clock.monotonic() - self.start) * 1000),
            state=state,
            stopped=self.stop.asked if state is RunState.INTERRUPTED else "",
            used_up=used_up,
            trouble=self.trouble or holdings.store.trouble(),
            told=tuple(self.told),
            coverage=holdings.catalog.figures.coverage(
                holdings.policy,
                int(now.timestamp()),
                timestamp(now),
                self.hand.verified,
                holdings.store_name,
            ),
        )

    def _verdicts(self, made: Plan, around: Surroundings) -> Iterator[BagVerdict]:
        """Each bag, and then what is wrong with the archive around them."""
        for accession, seen in self._until_stopped(made):
            yield self._judged(accession, seen, around)
        if around.looked and not self.holdings.store.trouble():
            yield from strangers(self.holdings, around, self.moved)
            if not around.problem:
                self.told.append("store")
        now = timestamp(self.holdings.clock.now())
        yield from of_ledger(self.holdings, now)
        if self.of_catalog:
            yield BagVerdict(WholeCatalog(), Verdict.UNVERIFIED, self.of_catalog, checked=now)
        whole = made.start.scope.reach is Reach.ALL
        yield from suspicious(self.holdings, now, parts=whole)
        if whole:
            self.told.append("reports")

    def _until_stopped(self, made: Plan) -> Iterator[tuple[Accession, Observation]]:
        """What is seen of each bag, as long as nobody asks for the end."""
        with contextlib.closing(self._seen(made)) as all_seen, contextlib.suppress(StoppedError):
            while True:
                with self.stop.breakable():
                    seen = next(all_seen, None)
                if seen is None:
                    return
                yield seen

    def _judged(self, accession: Accession, seen: Observation, around: Surroundings) -> BagVerdict:
        judgement = judge(seen, accession.seal, self._owner)
        findings = judgement.findings
        if judgement.verdict is Verdict.MISSING and (found := moved(around, accession)):
            findings = (found,)
            self.moved.add(found.found)
        if judgement.verdict is not Verdict.UNVERIFIED:
            self.hand.verified.append(accession.seq)
        return BagVerdict(
            StoredBag(accession.bag, accession.name, accession.path, self.holdings.store_name),
            judgement.verdict,
            findings,
            files=seen.files,
            bytes=seen.bytes,
            checked=timestamp(self.holdings.clock.now()),
        )

    def _owner(self, seal: str) -> str | None:
        owner = self.holdings.catalog.with_seal(seal)
        return None if owner is None else owner.name

    def _seen(self, made: Plan) -> Generator[tuple[Accession, Observation]]:
        """Every bag of the plan with what is seen of it, as far as the budget of time goes."""
        if self.trouble:
            for accession in made.accessions():
                yield accession, unreachable(self.trouble)
            return
        count, threads = sharing(
            made.within,
            made.start.total,
            self.order.workers,
            cores(),
            careful=self.careful,
        )
        # One by one in this process: then each verdict is told before the next bag is read.
        tasks = self._tasks(made)
        shared = chunks(tasks) if count > 1 else ((task,) for task in tasks)
        with self._looking(count, threads=threads) as seen_of:
            for seen in seen_of(shared):
                yield self.hand.given.popleft(), seen

    @contextlib.contextmanager
    def _looking(self, count: int, *, threads: bool) -> Iterator[Results[Task, Observation]]:
        """So many threads look at the bags, or so many processes."""
        store, direct, rate = self.holdings.store, self.order.direct, self.order.rate
        if threads:
            pace = Pace(rate, self.listener.reads)
            with Readers(count) as readers:
                together = ExaminingTogether(store, readers, pace, direct)
                with by_threads(count, together, pace.leave) as seen_of:
                    yield seen_of
            return
        looking = Examining(store, direct, rate and max(rate // count, 1))
        with by_processes(count, looking, lost) as seen_of:
            yield seen_of

    def _tasks(self, made: Plan) -> Iterator[Task]:
        limit = made.start.budget.seconds
        for number, accession in enumerate(made.accessions()):
            if self.stop.asked:
                return
            spent = self.holdings.clock.monotonic() - self.start
            if limit is not None and number and spent >= limit:
                self.hand.used_up = "time"
                return
            self.hand.given.append(accession)
            yield Task(accession.path, accession.bytes, accession.seal)
