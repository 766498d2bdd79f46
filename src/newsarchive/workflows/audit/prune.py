"""Removing reports of audits that history does not need, on purpose and on record.

What the ledger says of an audit stays: when it was, what it found in numbers, and the digest of its
report. Only the lists of single checks go, and only where the checks before and after say the same.
"""

import contextlib
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from newsarchive.audits.files import RUN, remove_run
from newsarchive.holdings.decided import staff
from newsarchive.holdings.opened import OpenArchive
from newsarchive.ledger import written
from newsarchive.model.clock import timestamp
from newsarchive.model.entries import Prune
from newsarchive.model.run import Run


@dataclass(frozen=True, slots=True)
class Pruned:
    """Which audits' reports can go or went, their bytes, and how many audits keep theirs."""

    runs: tuple[Run, ...]
    bytes: int
    kept: int
    done: bool


def prune(holdings: OpenArchive, older_than_days: int, *, act: bool, by: str = "") -> Pruned:
    """The reports that are older and not needed; with `act` they are removed.

    Kept is every run that holds, for any bag, its first or last check, one that did not find it
    intact, or the check before or after such a one. The ledger is written first: a run that is
    interrupted here is finished by the next.

    Raises:
        LockedError: an audit runs, or somebody else writes.
        StoreError, LedgerError: it could not be entered in the ledger; nothing was removed.
    """
    before = timestamp(holdings.clock.now() - timedelta(days=older_than_days))
    catalog = holdings.catalog
    if not act:
        return _result(holdings, _dispensable(holdings, before), done=False)
    with holdings.audit_lock.held(0), holdings.writing():
        runs = _dispensable(holdings, before)
        result = _result(holdings, runs, done=True)
        if runs:
            entry = Prune(
                tuple(run.run for run in runs),
                tuple(run.report for run in runs),
                before,
                staff(holdings, by),
            )
            holdings.ledger.append([written(entry)], holdings.clock.now())
            holdings.catch_up()
        for run in catalog.runs.pruned():  # also those of a prune that was interrupted
            if RUN.fullmatch(run):  # a name that leads elsewhere is none of ours
                remove_run(holdings.audits / run)
        return result


def _dispensable(holdings: OpenArchive, before: str) -> tuple[Run, ...]:
    catalog = holdings.catalog
    gone = catalog.runs.pruned()
    return tuple(run for run in catalog.runs.dispensable(before) if run.run not in gone)


def _result(holdings: OpenArchive, runs: tuple[Run, ...], *, done: bool) -> Pruned:
    size = sum(_size(holdings.audits / run.run) for run in runs)
    catalog = holdings.catalog
    kept = len(catalog.runs.names()) - len(catalog.runs.pruned()) - len(runs)
    return Pruned(runs, size, kept, done)


def _size(folder: Path) -> int:
    total = 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        total = sum(e.stat(follow_symlinks=False).st_size for e in entries)
    return total
