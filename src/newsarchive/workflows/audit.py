"""The fixity audit: every bag of the ledger is read, every bag of the store is in the ledger.

What it finds is told bag by bag, written to `audits/<run>/` as it goes, and entered in the ledger
at the end. A bag is only read: nothing in it, nor its times, is changed.
"""

import contextlib
import json
import os
import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from newsarchive import canonical
from newsarchive.digests import Algorithm, MultiHasher, digest_of
from newsarchive.durable import fsync_directory, store_error, write_all, write_new
from newsarchive.errors import NewsArchiveError, StoreError
from newsarchive.judgement import Judgement, judge
from newsarchive.ledger import Draft
from newsarchive.model.auditing import AuditReport
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import (
    Code,
    Finding,
    Kind,
    Level,
    Verdict,
    finding_document,
)
from newsarchive.model.holding import Accession
from newsarchive.model.observation import Observation
from newsarchive.model.outcome import BagVerdict
from newsarchive.reports.documents import audit_summary, bag_verdict
from newsarchive.store import Stray
from newsarchive.workflows.audit_worker import Looking, Task, chunks, lost, unreachable
from newsarchive.workflows.holdings import Holdings
from newsarchive.workflows.journal import read_journal
from newsarchive.workflows.sharing import Workers, cores

Tell = Callable[[BagVerdict], None]

_CHUNK = 64  # bags between two fsyncs of the report
_LARGE_BAGS, _LARGE_BYTES = 400, 200_000_000  # each about half a second of reading


def audit(
    holdings: Holdings, tell: Tell = lambda _: None, *, workers: int | None = None
) -> AuditReport:
    """Check every bag, in the order of paths; `tell` hears each verdict as soon as it is certain.

    The reading is shared out among `workers` processes; None for as many as there are cores, and
    for none but this one where the archive is too small to wait for others. What could not be
    recorded is said in the report, and the audit goes on without.

    Raises:
        LockedError: another audit runs.
        LedgerError, StoreError: it cannot be known what should be there.
    """
    began, start = holdings.clock.now(), holdings.clock.monotonic()
    run = began.strftime("%Y-%m-%dT%H%M%SZ-") + secrets.token_hex(3)
    with holdings.audit_lock.held(0):
        trouble = holdings.store.trouble()
        for _ in holdings.ledger.entries():
            pass  # the whole chain, not only what the catalog had not read
        tally, paper = _Tally(), _Paper(holdings, run)
        for verdict in _verdicts(holdings, trouble, workers):
            tally.add(verdict)
            paper.add(verdict, timestamp(holdings.clock.now()))
            tell(verdict)
        report = AuditReport(
            run=run,
            counts=tally.counts,
            unknown=tally.unknown,
            problems=tuple(tally.problems),
            files=tally.files,
            bytes=tally.bytes,
            began=timestamp(began),
            ended=timestamp(holdings.clock.now()),
            seconds=holdings.clock.monotonic() - start,
            trouble=trouble or holdings.store.trouble(),
            planned=sum(tally.counts.values()),
            of=sum(tally.counts.values()),
            new_trouble=tally.unknown
            + tally.counts[Verdict.DAMAGED]
            + tally.counts[Verdict.MISSING],
        )
        return paper.finish(report)


@dataclass(slots=True)
class _Tally:
    counts: Counter[Verdict] = field(default_factory=Counter)
    problems: list[BagVerdict] = field(default_factory=list)
    unknown: int = 0
    files: int = 0
    bytes: int = 0

    def add(self, verdict: BagVerdict) -> None:
        if verdict.bag_id is None:
            self.unknown += 1
        else:
            self.counts[verdict.verdict] += 1
        if verdict.verdict is not Verdict.INTACT:
            self.problems.append(verdict)
        self.files += verdict.files
        self.bytes += verdict.bytes


def _verdicts(holdings: Holdings, trouble: str, workers: int | None) -> Iterator[BagVerdict]:
    owners = holdings.catalog.owners()
    for accession, seen in _seen(holdings, trouble, workers):
        yield _verdict(accession, seen, judge(seen, accession.seal, owners))
    if not holdings.store.trouble():
        yield from _unknown(holdings)


def _seen(
    holdings: Holdings, trouble: str, workers: int | None
) -> Iterator[tuple[Accession, Observation]]:
    """Every accession with what is seen of its bag, in the order of paths."""
    if trouble:
        yield from ((a, unreachable(trouble)) for a in holdings.catalog.accessions())
        return
    given: deque[Accession] = deque()  # out, and no result yet

    def tasks() -> Iterator[Task]:
        for accession in holdings.catalog.accessions():
            given.append(accession)
            yield Task(accession.path, accession.bytes)

    count = workers or (cores() if _is_large(holdings) else 1)
    # One by one in this process: then each verdict is told before the next bag is read.
    shared = chunks(tasks()) if count > 1 else ((task,) for task in tasks())
    with Workers(count, Looking(holdings.store), lost) as pool:
        for seen in pool.results(shared):
            yield given.popleft(), seen


def _is_large(holdings: Holdings) -> bool:
    """Whether reading it all takes longer than starting other processes does."""
    bags, size = holdings.catalog.count()
    return bags >= _LARGE_BAGS or size >= _LARGE_BYTES


def _verdict(accession: Accession, seen: Observation, judgement: Judgement) -> BagVerdict:
    return BagVerdict(
        accession.name,
        accession.bag,
        accession.path,
        judgement.verdict,
        judgement.findings,
        files=seen.files,
        bytes=seen.bytes,
    )


def _unknown(holdings: Holdings) -> Iterator[BagVerdict]:
    """What lies in the store without an accession. A bag that is being committed is none of it."""
    found: list[str | Stray] = []
    try:
        found.extend(holdings.store.walk())
    except StoreError as error:
        detail = Finding(Code.IO_01, Kind.UNREADABLE, Level.ERROR, "", error.message)
        yield BagVerdict("bags", None, "bags", Verdict.UNVERIFIED, (detail,))
    holdings.follow()
    known = holdings.catalog.paths()
    journal = read_journal(holdings.root)
    known |= {move.path for move in journal.moves} if journal else set()
    for item in found:
        if isinstance(item, Stray):
            finding = Finding(Code.AR_04, Kind.UNTRACKED, Level.ERROR, "", item.detail)
            yield BagVerdict(item.path, None, item.path, Verdict.UNVERIFIED, (finding,))
        elif item not in known:
            finding = Finding(
                Code.AR_02,
                Kind.UNKNOWN_BAG,
                Level.ERROR,
                "",
                "this bag lies in the store, and the ledger knows nothing of it",
            )
            name = item.rpartition("/")[2]
            yield BagVerdict(name, None, item, Verdict.UNVERIFIED, (finding,))


class _Paper:
    """The report of a run, on disk as it grows. What goes wrong here never ends the audit."""

    def __init__(self, holdings: Holdings, run: str) -> None:
        self._holdings = holdings
        self._folder = holdings.audits / run
        self._run = run
        self._fd = -1
        self._lines = 0
        self._hash = MultiHasher([Algorithm.SHA512])
        self._damage: list[Draft] = []
        self.trouble = ""
        try:
            self._folder.mkdir()
            part = self._folder / "part-1.jsonl"
            self._fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        except OSError as error:
            self._fail(store_error("write the report", self._folder, error))

    def _fail(self, error: NewsArchiveError) -> None:
        self.trouble = self.trouble or error.message

    def add(self, verdict: BagVerdict, checked: str) -> None:
        line = _line({**bag_verdict(verdict), "checked": checked}, verdict.verdict)
        if verdict.verdict in {Verdict.DAMAGED, Verdict.MISSING}:
            self._damage.append(_damage(self._run, verdict))
        if self.trouble:
            return
        self._hash.update(line)
        try:
            write_all(self._fd, line)
            self._lines += 1
            if self._lines % _CHUNK == 0:
                os.fsync(self._fd)
        except OSError as error:
            self._fail(store_error("write the report", self._folder, error))

    def finish(self, report: AuditReport) -> AuditReport:
        """Close the report and enter it in the ledger; what could not be recorded is said."""
        (part,) = self._hash.digests()
        summary = canonical.dumps({"v": 1, **audit_summary(report), "parts": [str(part)]})
        try:
            self._close(summary + b"\n")
            fields = {
                "run": report.run,
                "report": str(digest_of(summary + b"\n")),
                "read": report.read,
                "bags": report.bags,
                "unknown": report.unknown,
                **{verdict.value: report.counts[verdict] for verdict in Verdict},
            }
            with self._holdings.writing():
                drafts = [Draft("audit", fields), *self._damage]
                self._holdings.ledger.append(drafts, self._holdings.clock.now())
                with contextlib.suppress(StoreError):
                    self._holdings.follow()  # the ledger has it; the catalog can come later
        except NewsArchiveError as error:
            self._fail(error)
        return replace(report, unrecorded=self.trouble) if self.trouble else report

    def _close(self, summary: bytes) -> None:
        if self.trouble:
            raise StoreError(self.trouble)
        try:
            os.fsync(self._fd)
            os.close(self._fd)
            write_new(self._folder / "report.json", summary)
            fsync_directory(self._folder)
            fsync_directory(self._folder.parent)
        except OSError as error:
            raise store_error("write the report", self._folder, error) from error


def _line(document: dict[str, Any], verdict: Verdict) -> bytes:
    """One line of the report. Of an intact bag it holds nothing that JSON could say in two ways."""
    if verdict is Verdict.INTACT:  # twice as fast, and nearly all are
        return json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    return canonical.dumps(document) + b"\n"


def _damage(run: str, verdict: BagVerdict) -> Draft:
    """The ledger's word on a bag found damaged: it holds also if the report should be lost."""
    errors = [f for f in verdict.findings if f.level is Level.ERROR]
    return Draft(
        "damage",
        {
            "run": run,
            "bag": verdict.bag_id or "",
            "verdict": verdict.verdict.value,
            "findings": [finding_document(f, verdict.bag_id or "") for f in errors],
        },
    )
