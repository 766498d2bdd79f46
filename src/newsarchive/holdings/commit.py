"""Committing a group of staged bags: their places and their ledger entries, as one."""

import contextlib
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_value
from pathlib import Path
from typing import Any

from newsarchive.durable import fsync_directory, replace, store_error
from newsarchive.errors import StoreError
from newsarchive.holdings.journal import (
    Journal,
    Move,
    close_journal,
    drop_staged,
    enter_group,
    open_journal,
)
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.staging import Staging
from newsarchive.ledger import written
from newsarchive.metadata import CURRENT_SCHEMAS, schema_bytes
from newsarchive.model.entries import Sighting, seen_as
from newsarchive.model.finding import Finding
from newsarchive.model.holding import Accession


@dataclass(frozen=True, slots=True)
class Staged:
    """A bag that is wholly written and checked, and waits in staging at `folder`.

    `findings` are those of its record; `decision` is one about it that was made at the same time.
    """

    folder: Path
    accession: Accession
    findings: tuple[Finding, ...] = ()
    decision: Mapping[str, Any] | None = None


def commit(holdings: OpenArchive, staging: Staging, group: Sequence[Staged]) -> None:
    """Give the bags of `group` their places and enter them in the ledger.

    The write lock is held, and every bag of the group is new. When this returns, all of it is on
    disk. When it raises, either nothing of the group is in the archive, or its journal is open and
    the next writer finishes it.

    Raises:
        StoreError, LedgerError: the disk refused.
    """
    _publish_schemas(holdings.root / "schemas")
    moves = [
        Move(staging.relative(s.folder), s.accession.path, salted(s.accession), s.decision)
        for s in group
    ]
    try:
        fsync_directory(staging.folder)
        fsync_directory(holdings.staging)
    except OSError as error:
        raise store_error("put on disk", staging.folder, error) from error
    mark = holdings.ledger.head()
    journal = open_journal(holdings.root, moves, mark, holdings.clock.now())
    _publish(holdings, journal)
    enter_group(holdings.ledger, journal, holdings.quarantine)
    # From here on the group is in the archive, whatever happens.
    with contextlib.suppress(StoreError):
        close_journal(holdings.root)
        drop_staged(holdings.root, journal)
        holdings.catch_up()


def salted(accession: Accession) -> dict[str, Any]:
    """The fields of an accession that is to be entered, part of them beside the ledger."""
    return replace_value(accession, salt=secrets.token_hex(16)).fields()


def _publish_schemas(folder: Path) -> None:
    """Put into the archive what its records may name and an earlier version did not know.

    Nothing that is there is touched.
    """
    missing = [n for n in CURRENT_SCHEMAS if not os.path.lexists(folder / f"{n}.schema.json")]
    if not missing:
        return
    try:
        for name in missing:
            replace(folder / f"{name}.schema.json", schema_bytes(name))
    except OSError as error:
        raise store_error("write the schemas in", folder, error) from error


def _publish(holdings: OpenArchive, journal: Journal) -> None:
    """Give all bags their places; on a failure retract what was done, and the journal too."""
    done: list[Move] = []
    try:
        for move in journal.moves:
            holdings.store.publish(holdings.root / move.staged, move.path)
            done.append(move)
        holdings.store.settle(tuple(move.path for move in journal.moves))
    except StoreError:
        with contextlib.suppress(StoreError):
            for move in done:
                holdings.store.retract(move.path, holdings.root / move.staged)
            close_journal(holdings.root)
        raise


def note_sighting(holdings: OpenArchive, bag: str, origin: str) -> None:
    """Enter that a known article was seen at a new place. Known places change nothing.

    Raises:
        StoreError, LedgerError, LockedError: it could not be entered.
    """
    if holdings.catalog.seen_at(bag, origin):
        return
    with holdings.writing():
        if not holdings.catalog.seen_at(bag, origin):
            holdings.ledger.append(
                [written(Sighting(bag, seen_as(bag, origin)))], holdings.clock.now()
            )
            holdings.catch_up()
