"""The record of one audit: a folder that grows while it runs, and its entry in the ledger.

    audits/<run>/plan.json      what it was to do, before it began
                 part-1.jsonl   one line for each bag, as it is looked at
                 report.json    what came of it; its digest is in the ledger

A run that was killed has no report. Whoever audits next writes it from the lines that are there, as
that of an interrupted run: nothing that was seen is lost, and a damage that was found is alarmed.
Where the report is there and only the ledger does not know it, it is entered as it is.
"""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from newsarchive import canonical
from newsarchive.audits.documents import bag_line
from newsarchive.audits.files import PART, REPORT, remove_run, run_names
from newsarchive.audits.run import (
    read_start,
    whole_lines,
    write_plan,
    write_report,
    written_report,
)
from newsarchive.digests import Algorithm, MultiHasher, digest_of
from newsarchive.durable import (
    FOLDER_MODE,
    create,
    free_name,
    fsync_directory,
    must_be_no_link,
    open_regular,
    reading,
    store_error,
    write_all,
)
from newsarchive.errors import NewsArchiveError, StoreError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.tally import Tally
from newsarchive.ledger import written
from newsarchive.model.auditing import AuditReport, End, RunState, Start
from newsarchive.model.entries import Damage
from newsarchive.model.finding import Level, Verdict
from newsarchive.model.run import Run
from newsarchive.model.subject import describe
from newsarchive.model.verdict import BagVerdict

_CHUNK = 64  # bags between two fsyncs of the lines
_IN_MEMORY = 16 << 20  # bytes of lines that cannot be put on record, before they go to a file
_KILLED = "killed"


class RunFile:
    """The record of a run, as it grows. What goes wrong here never ends the audit.

    Lines that cannot be written to the archive are kept aside, so that a report can still be given;
    with `on_purpose` nothing is written to it at all.
    """

    def __init__(self, holdings: OpenArchive, start: Start, *, on_purpose: bool) -> None:
        self.start = start
        self._holdings = holdings
        self._folder = holdings.audits / start.run
        self._fd = -1
        self._lines = 0
        self._hash = MultiHasher([Algorithm.SHA512])
        self._damage: list[Damage] = []
        self._aside: IO[bytes] | None = None
        self._written = 0  # bytes of the part that belong to whole lines
        self.trouble = "--no-record was asked for" if on_purpose else ""
        if on_purpose:
            return
        try:
            must_be_no_link(holdings.audits)
            self._folder.mkdir(FOLDER_MODE)
            write_plan(self._folder, start)
            self._fd = create(self._folder / PART)
        except OSError as error:
            self._fail(store_error("write the report", self._folder, error))

    def _fail(self, error: NewsArchiveError) -> None:
        self.trouble = self.trouble or error.message

    def add(self, verdict: BagVerdict) -> None:
        """One more was looked at."""
        line = bag_line(verdict)
        if verdict.verdict in {Verdict.DAMAGED, Verdict.MISSING}:
            self._damage.append(damage(self.start.run, verdict))
        if not self.trouble:
            try:
                write_all(self._fd, line)
                self._lines += 1
                self._written += len(line)
                self._hash.update(line)
                if self._lines % _CHUNK == 0:
                    os.fsync(self._fd)
            except OSError as error:
                self._fail(store_error("write the report", self._folder, error))
            else:
                return
        self._put_aside(line)

    def _put_aside(self, line: bytes) -> None:
        if self._aside is None:
            import tempfile  # noqa: PLC0415  # slow to import, and nearly never needed

            self._aside = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        with contextlib.suppress(OSError):  # no room for a temporary file either
            self._aside.write(line)

    def finish(self, report: AuditReport) -> AuditReport:
        """Close the report and enter it in the ledger; what could not be recorded is said."""
        (part,) = self._hash.digests()
        report = replace(report, parts=(str(part),))
        try:
            if self.trouble:
                raise StoreError(self.trouble)
            try:
                os.fsync(self._fd)
            except OSError as error:
                raise store_error("write the report", self._folder, error) from error
            text = write_report(self._folder, report)
            enter_run(self._holdings, report, text, self._damage)
        except NewsArchiveError as error:
            self._fail(error)
        with contextlib.suppress(NewsArchiveError):
            report = replace(report, head=self._holdings.ledger.head().witness)
        return replace(report, unrecorded=self.trouble) if self.trouble else report

    def lines(self) -> Iterator[Mapping[str, Any]]:
        """Every line of this run, as a document."""
        if self._written:
            with contextlib.suppress(OSError), reading(self._folder / PART) as file:
                left = self._written
                for line in file:
                    left -= len(line)
                    if left < 0:
                        break
                    yield canonical.loads(line)
        if self._aside is not None:
            self._aside.seek(0)
            for line in self._aside:
                with contextlib.suppress(ValueError):
                    yield canonical.loads(line)

    def close(self) -> None:
        """Let go of what is open."""
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                os.close(self._fd)
            self._fd = -1
        if self._aside is not None:
            self._aside.close()


def enter_run(
    holdings: OpenArchive, report: AuditReport, text: bytes, damages: Iterable[Damage]
) -> None:
    """Enter a run and what it found damaged in the ledger; the catalog follows if it can.

    Raises:
        StoreError, LedgerError, LockedError: it could not be entered.
    """
    with holdings.recording():
        if report.start.run in holdings.catalog.runs.names():
            return  # somebody else, who found it unfinished, was faster
        run = Run.of(report, str(digest_of(text)))
        entries = [written(run), *map(written, damages)]
        holdings.ledger.append(entries, holdings.clock.now())
        with contextlib.suppress(StoreError):
            holdings.catch_up()  # the ledger has it; the catalog can come later


def damage(run: str, verdict: BagVerdict) -> Damage:
    """The ledger's word on a bag found damaged."""
    errors = tuple(f for f in verdict.findings if f.level is Level.ERROR)
    about = describe(verdict.about)
    return Damage(run, about.bag, verdict.verdict, errors, store=about.store)


# Runs that did not come to their end


def unfinished(holdings: OpenArchive) -> tuple[Path, ...]:
    """The folders of runs that the ledger does not know, oldest first: killed, or running now."""
    known = set(holdings.catalog.runs.names())
    names = run_names(holdings.audits)
    return tuple(holdings.audits / name for name in names if name not in known)


def close_unfinished(holdings: OpenArchive) -> None:
    """Enter killed runs in the ledger, with what they had seen. The audit lock is held.

    Raises:
        StoreError, LedgerError, LockedError: that cannot be done now; it can be tried again.
    """
    problem: StoreError | None = None
    for folder in unfinished(holdings):
        try:
            _close(holdings, folder)
        except StoreError as error:  # what is wrong with one keeps no other open
            problem = problem or error
    if problem is not None:
        raise problem


def _close(holdings: OpenArchive, folder: Path) -> None:
    part = folder / PART
    tally, damages = Tally(frozenset()), []
    hasher = MultiHasher([Algorithm.SHA512])
    ended = ""
    for verdict, line in whole_lines(part):
        hasher.update(line)
        if verdict is None:
            continue
        tally.add(verdict)
        ended = max(ended, verdict.checked)
        if verdict.verdict in {Verdict.DAMAGED, Verdict.MISSING}:
            damages.append(damage(folder.name, verdict))
    (digest,) = hasher.digests()
    if (written := written_report(folder, str(digest))) is not None:
        enter_run(holdings, *written, damages)
        return
    if not hasher.size:
        _set_aside(holdings, folder)
        remove_run(folder)  # it had not looked at anything
        return
    _cut(part, hasher.size)
    _set_aside(holdings, folder)
    start = read_start(folder)
    ended = max(ended, start.began)
    report = AuditReport(
        replace(start, planned=max(start.planned - start.carried, 0), carried=0),
        tally.found(),
        End(ended, _milliseconds(start.began, ended), RunState.INTERRUPTED, _KILLED),
        parts=(str(digest),),
    )
    enter_run(holdings, report, write_report(folder, report), damages)


def _set_aside(holdings: OpenArchive, folder: Path) -> None:
    """Keep a report that is none, torn or changed, as evidence: another is written in its place."""
    torn, kept = folder / REPORT, free_name(holdings.quarantine, f"{folder.name}-report", ".json")
    try:
        status = os.lstat(torn)
        if stat.S_ISREG(status.st_mode) and not status.st_size:
            torn.unlink()
        else:
            os.rename(torn, kept)
            fsync_directory(kept.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise store_error("move", torn, error) from error


def _cut(part: Path, size: int) -> None:
    """Leave out the line that was being written when the run was killed."""
    try:
        fd = open_regular(part, os.O_WRONLY)
        try:
            os.ftruncate(fd, size)
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise store_error("write the report", part, error) from error


def _milliseconds(began: str, ended: str) -> int:
    span = datetime.fromisoformat(ended) - datetime.fromisoformat(began)
    return max(span // timedelta(milliseconds=1), 0)
