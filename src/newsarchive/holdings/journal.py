"""The journal of the group being committed, and how an open one is rolled forward.

A group of bags gets its places and its ledger entries as one. What is to be done is on disk, in
`staging/journal.json`, before the first rename. Whoever next takes the write lock and finds a
journal finishes what it says. There is no other recovery.

Somebody else may have put a file there, so nothing in it is believed before it is checked: that it
has the shape of ours, that it moves bags from a run's folder in staging to places for bags, and
that what it moves has the seals that its accessions name. One of which any of this does not hold
is set aside in quarantine/, and nothing that it names is touched.
"""

import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from newsarchive import canonical
from newsarchive.bag.tree import OpenFile
from newsarchive.digests import Algorithm, Digest, MultiHasher
from newsarchive.durable import (
    NotAFileError,
    TooLargeError,
    fsync_directory,
    read_small,
    reading,
    remove_tree,
    replace,
    store_error,
)
from newsarchive.errors import StoreError
from newsarchive.ledger import Entry, Head, Ledger, NewEntry, written
from newsarchive.ledger.entries import chain
from newsarchive.ledger.kinds import understand
from newsarchive.ledger.names import Names, shown
from newsarchive.model.clock import timestamp
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Loss
from newsarchive.model.holding import Accession
from newsarchive.model.layout import is_bag_place
from newsarchive.model.observation import TAG_MANIFEST
from newsarchive.store import Store

NAME = "journal.json"

Note = Callable[[str], object]
"""Hears, in a sentence for people, of what was found and dealt with on the way."""

_VERSION = 2
# A group is at most 64 articles and their deliveries, of which each entry takes some kilobytes.
_MOST = 32 << 20
_STAGED = re.compile(r"staging/[0-9a-f]{16}/bag-[0-9]{1,10}-[0-9]{4,10}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_HEX = re.compile(r"[0-9a-f]{64}")
_MOST_SIZE = 1 << 53  # the largest whole number that JSON can say for certain
_CHUNK = 1 << 20


class ForeignJournalError(StoreError):
    """What lies at the journal's place is none of ours."""


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
            entries.append(NewEntry("accession", shown(move.accession)))
            if move.decision:
                entries.append(NewEntry("decision", move.decision))
        return tuple(entries)


def open_journal(root: Path, moves: Sequence[Move], mark: Head, now: datetime) -> Journal:
    """Write down, on disk, what is about to be done.

    Raises:
        StoreError: the disk refused, or the group is too large for one; nothing was begun.
    """
    journal = Journal(tuple(moves), mark, timestamp(now))
    document = {
        "v": _VERSION,
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
    text = canonical.dumps(document) + b"\n"
    if len(text) > _MOST:
        raise StoreError(f"cannot write the journal {path}: it would have {len(text):,} bytes")
    try:
        replace(path, text)
    except OSError as error:
        raise store_error("write the journal", path, error) from error
    return journal


def read_journal(root: Path) -> Journal | None:
    """The open journal, as far as it can be told from itself; None where there is none.

    Raises:
        ForeignJournalError: it is none of ours.
        StoreError: it cannot be read.
    """
    path = root / "staging" / NAME
    try:
        return _parse(canonical.loads(read_small(path, _MOST)))
    except FileNotFoundError:
        return None
    except (NotAFileError, TooLargeError) as error:
        raise _foreign(path, str(error.strerror)) from error
    except OSError as error:
        raise store_error("read the journal", path, error) from error
    except ValueError as error:
        raise _foreign(path, str(error)) from error


def _foreign(path: Path, reason: str) -> ForeignJournalError:
    return ForeignJournalError(
        f"{path} is no journal of this archive: {reason}",
        hint="The next ingest moves it to quarantine/. Look at it there, then run newsarchive"
        " audit.",
    )


def _parse(document: Any) -> Journal:
    """The journal in a document, every part of which is what ours have.

    Raises:
        ValueError: it is not; says where.
    """
    if not isinstance(document, dict) or document.keys() != {"v", "mark", "time", "moves"}:
        raise ValueError("it does not have the parts of one")
    if type(document["v"]) is not int or document["v"] != _VERSION:
        raise ValueError(f"its version is not {_VERSION}")
    if not _is_time(document["time"]):
        raise ValueError("its time is none")
    found = document["moves"]
    if not isinstance(found, list):
        raise ValueError("its moves are no list")
    moves = tuple(_move(move, document["time"]) for move in found)
    for of in (
        [move.staged for move in moves],
        [move.path for move in moves],
        [move.accession["bag"] for move in moves],
    ):
        if len(set(of)) < len(of):
            raise ValueError("it moves one bag twice")
    journal = Journal(moves, _mark(document["mark"]), document["time"])
    chain(journal.mark, journal.entries(), datetime.fromisoformat(journal.time))  # can be entered
    return journal


def _mark(document: Any) -> Head:
    if not isinstance(document, dict) or document.keys() != Head().document().keys():
        raise ValueError("its mark does not have the parts of one")
    seq, size = document["seq"], document["size"]
    if type(seq) is not int or not -1 <= seq <= _MOST_SIZE:
        raise ValueError("the number in its mark is none")
    if type(size) is not int or not 0 <= size <= _MOST_SIZE:
        raise ValueError("the size in its mark is none")
    if not _is(_HEX, document["line_sha256"]):
        raise ValueError("the digest in its mark is none")
    if document["time"] != "" and not _is_time(document["time"]):
        raise ValueError("the time in its mark is none")
    return Head.parse(document)


def _move(document: Any, time: str) -> Move:
    if not isinstance(document, dict) or document.keys() != set(Move.__slots__):
        raise ValueError("a move does not have the parts of one")
    staged, path = document["staged"], document["path"]
    if not _is(_STAGED, staged):
        raise ValueError("a move is not from the folder of a run in staging/")
    if not isinstance(path, str) or not is_bag_place(path):
        raise ValueError("a move is not to a place for bags")
    accession = _said("accession", document["accession"], time)
    if not isinstance(accession, Accession) or accession.path != path:
        raise ValueError("an accession is not of the bag that is moved")
    if not _is(_HEX, accession.bag) or accession.name != path.rpartition("/")[2]:
        raise ValueError("an accession does not name a bag")
    if document["decision"] is not None:
        decision = _said("decision", document["decision"], time)
        if not isinstance(decision, Decision) or decision.bag != accession.bag:
            raise ValueError("a decision is not about the bag that is moved")
    return Move(**document)


def _said(kind: str, fields: Any, time: str) -> object:
    if not isinstance(fields, dict):
        raise ValueError(f"what should be fields of the {kind} is none")
    understood = understand(Entry(0, time, kind, fields))
    if understood.faults:
        raise ValueError(f"its {kind}: {'; '.join(understood.faults)}")
    return understood.said


def _is_time(text: Any) -> bool:
    """Whether it is a time as `timestamp` writes them, of a day that there is."""
    try:
        return _is(_TIME, text) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _is(pattern: re.Pattern[str], text: Any) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None


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


def roll_forward(root: Path, store: Store, ledger: Ledger, note: Note = str) -> None:
    """Finish what a crash left open: a group's renames and entries, and a torn end of the ledger.

    The write lock is held. With nothing open it changes nothing. A journal that is not ours is set
    aside, and `note` hears where it is.

    Raises:
        StoreError, LedgerError: it cannot be finished; everything is as it was or further on.
    """
    try:
        journal = read_journal(root)
        if journal is not None:
            _check_moves(root, store, journal)
    except ForeignJournalError as error:
        _set_aside(root, error, note)
        journal = None
    if journal is None:
        ledger.cut_torn_tail(root / "quarantine")
        return
    arrived = tuple(move for move in journal.moves if _arrive(root, store, move))
    store.settle(tuple(move.path for move in arrived))
    enter_group(ledger, Journal(arrived, journal.mark, journal.time), root / "quarantine")
    close_journal(root)
    drop_staged(root, journal)


def _set_aside(root: Path, error: ForeignJournalError, note: Note) -> None:
    """Move what is no journal of ours out of the way, and never over something else.

    Raises:
        StoreError: the disk refused.
    """
    path = root / "staging" / NAME
    number = 1
    while os.path.lexists(kept := root / "quarantine" / f"journal-{number}.json"):
        number += 1
    try:
        os.rename(path, kept)
        fsync_directory(kept.parent)
        fsync_directory(path.parent)
    except OSError as refused:
        raise store_error("move away", path, refused) from refused
    note(f"{error.message}; nothing that it names was touched, and it lies at {kept} now")


def _check_moves(root: Path, store: Store, journal: Journal) -> None:
    """See that every bag that the journal moves is the one that its accession names.

    Raises:
        ForeignJournalError: one is another, or lies behind a link, or none is there at all.
        StoreError: nobody can tell.
    """
    path, seen = root / "staging" / NAME, 0
    for move in journal.moves:
        wanted = Digest.parse(move.accession["seal"])
        if _is_there(root, move.staged, path):
            seen += 1
            if _seal(partial(reading, root / move.staged / TAG_MANIFEST)) != wanted:
                raise _foreign(path, f"{move.staged} is not the bag that it says")
        if store.holds(move.path):
            seen += 1
            if _seal(partial(store.tree(move.path).open, TAG_MANIFEST)) != wanted:
                raise _foreign(path, f"{move.path} is not the bag that it says")
    if journal.moves and not seen:
        raise _foreign(path, "nothing that it moves is there")


def _is_there(root: Path, staged: str, journal: Path) -> bool:
    """Whether there is a folder at `staged`, and none on the way is a link.

    Raises:
        ForeignJournalError: something else lies on the way.
        StoreError: nobody can tell.
    """
    place = root
    for part in staged.split("/"):
        place /= part
        try:
            mode = os.lstat(place).st_mode
        except FileNotFoundError:
            return False
        except OSError as error:
            raise store_error("look at", place, error) from error
        if not stat.S_ISDIR(mode):
            raise _foreign(journal, f"{place} is no folder")
    return True


def _seal(opened: Callable[[], BinaryIO | OpenFile]) -> Digest | None:
    """The seal of the bag whose tag manifest is opened; None if it has none.

    Raises:
        StoreError: it cannot be read.
    """
    hasher = MultiHasher([Algorithm.SHA512])
    try:
        with opened() as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
    except (FileNotFoundError, NotADirectoryError, NotAFileError):
        return None
    except OSError as error:
        raise store_error("read", TAG_MANIFEST, error) from error
    return hasher.digests()[0]


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
    try:
        journal = read_journal(root)
    except ForeignJournalError:
        return  # it could not be moved away, and says nothing of this archive
    if journal is not None and ledger.holds(journal.mark):
        ledger.write_again(journal.mark)


def _arrive(root: Path, store: Store, move: Move) -> bool:
    """Whether the bag has its place now. It has none if it was never wholly on disk."""
    staged = root / move.staged
    if os.path.lexists(staged) and not store.holds(move.path):
        store.publish(staged, move.path)
    return store.holds(move.path)


def enter_group(ledger: Ledger, journal: Journal, quarantine: Path) -> None:
    """Write the group's entries, unless they stand there with others behind them.

    What they do not say themselves is on disk before.

    Raises:
        StoreError, LedgerError: they cannot be written.
    """
    now = datetime.fromisoformat(journal.time)
    Names(ledger.path).keep([move.accession for move in journal.moves])
    entries = journal.entries()
    if not ledger.holds(journal.mark):
        mark = journal.mark
        loss = Loss("the journal of an ingest", mark.seq, mark.line_sha256, mark.time)
        entries = (written(loss), *entries)
    ledger.append_at(journal.mark, entries, now, quarantine)
