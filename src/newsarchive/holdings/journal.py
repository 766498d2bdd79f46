"""The journal of the group being committed, and how an open one is rolled forward.

A group of bags gets its places and its ledger entries as one. What is to be done is on disk, in
`staging/journal.json`, before the first rename. Whoever next takes the write lock and finds a
journal finishes what it says. There is no other recovery.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.durable import fsync_directory, remove_tree, replace, store_error
from newsarchive.errors import StoreError
from newsarchive.ledger import Head, Ledger, NewEntry, written
from newsarchive.model.clock import timestamp
from newsarchive.model.entries import Loss
from newsarchive.store import Store

NAME = "journal.json"


@dataclass(frozen=True, slots=True)
class Move:
    """One bag on its way: from `staged`, both relative to the archive, to `path`.

    `accession` are the fields of its ledger entry; `decision` those of a decision about it that
    was made at the same time, such as its collection.
    """

    staged: str
    path: str
    accession: Mapping[str, Any]
    decision: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """A group: its bags, where the ledger ended before it, and the time of its entries."""

    moves: tuple[Move, ...]
    mark: Head
    time: str

    def entries(self) -> tuple[NewEntry, ...]:
        """The ledger entries of the group."""
        entries = []
        for move in self.moves:
            entries.append(NewEntry("accession", move.accession))
            if move.decision:
                entries.append(NewEntry("decision", move.decision))
        return tuple(entries)


def open_journal(root: Path, moves: Sequence[Move], mark: Head, now: datetime) -> Journal:
    """Write down, on disk, what is about to be done.

    Raises:
        StoreError: the disk refused; nothing was begun.
    """
    journal = Journal(tuple(moves), mark, timestamp(now))
    document = {
        "v": 2,
        "mark": mark.document(),
        "time": journal.time,
        "moves": [
            {
                "staged": m.staged,
                "path": m.path,
                "accession": dict(m.accession),
                "decision": dict(m.decision) if m.decision else None,
            }
            for m in journal.moves
        ],
    }
    path = root / "staging" / NAME
    try:
        replace(path, canonical.dumps(document) + b"\n")
    except OSError as error:
        raise store_error("write the journal", path, error) from error
    return journal


def read_journal(root: Path) -> Journal | None:
    """The open journal; None where there is none.

    Raises:
        StoreError: it cannot be read or understood.
    """
    path = root / "staging" / NAME
    try:
        document = canonical.loads(path.read_bytes())
        moves = tuple(Move(**move) for move in document["moves"])
        return Journal(moves, Head.parse(document["mark"]), document["time"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise store_error("read the journal", path, error) from error
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(
            f"the journal {path} is damaged: {error}",
            hint="It is only ever replaced as a whole, so the disk is at fault. Keep a copy of it,"
            " move it away and run newsarchive audit.",
        ) from error


def close_journal(root: Path) -> None:
    """The group is done: its journal goes.

    Raises:
        StoreError: the disk refused; the group is done all the same, and will be found to be.
    """
    path = root / "staging" / NAME
    try:
        path.unlink(missing_ok=True)
        fsync_directory(path.parent)
    except OSError as error:
        raise store_error("close the journal", path, error) from error


def roll_forward(root: Path, store: Store, ledger: Ledger) -> None:
    """Finish what a crash left open: a group's renames and entries, and a torn end of the ledger.

    The write lock is held. With nothing open it changes nothing.

    Raises:
        StoreError, LedgerError: it cannot be finished; everything is as it was or further on.
    """
    journal = read_journal(root)
    if journal is None:
        ledger.cut_torn_tail(root / "quarantine")
        return
    arrived = tuple(move for move in journal.moves if _arrive(root, store, move))
    store.settle(tuple(move.path for move in arrived))
    enter_group(ledger, Journal(arrived, journal.mark, journal.time), root / "quarantine")
    close_journal(root)
    drop_staged(root, journal)


def drop_staged(root: Path, journal: Journal) -> None:
    """Remove what a store left of the staged bags of a group. Its journal is closed."""
    for move in journal.moves:
        staged = root / move.staged
        if os.path.lexists(staged):
            remove_tree(staged)


def leave_open(root: Path, ledger: Ledger) -> None:
    """Make the ledger whole without finishing the open group. The write lock is held.

    Those of its entries that stand there already are written again, since after an fsync that
    failed seeing them proves nothing. What is missing of it comes behind whatever follows.

    Raises:
        StoreError, LedgerError: the ledger cannot be written.
    """
    ledger.cut_torn_tail(root / "quarantine")
    journal = read_journal(root)
    if journal is not None:
        ledger.write_again(journal.mark)


def _arrive(root: Path, store: Store, move: Move) -> bool:
    """Whether the bag has its place now. It has none if it was never wholly on disk."""
    staged = root / move.staged
    if os.path.lexists(staged) and not store.holds(move.path):
        store.publish(staged, move.path)
    return store.holds(move.path)


def enter_group(ledger: Ledger, journal: Journal, quarantine: Path) -> None:
    """Write the group's entries, unless they stand there with others behind them.

    Raises:
        StoreError, LedgerError: they cannot be written.
    """
    now = datetime.fromisoformat(journal.time)
    entries = journal.entries()
    if not ledger.holds(journal.mark):
        mark = journal.mark
        loss = Loss("the journal of an ingest", mark.seq, mark.line_sha256, mark.time)
        entries = (written(loss), *entries)
    ledger.append_at(journal.mark, entries, now, quarantine)
