"""An open archive, as the workflows see it: its parts, its clock, and the way to write to it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsarchive.catalog import Catalog
from newsarchive.digests import Algorithm
from newsarchive.durable import Lock
from newsarchive.errors import StoreError
from newsarchive.holdings.follow import catch_up
from newsarchive.holdings.journal import leave_open, roll_forward
from newsarchive.ledger import Ledger
from newsarchive.model.clock import Clock
from newsarchive.model.institution import Institution
from newsarchive.model.policy import Policy, Telling
from newsarchive.store import Store

CONFIG = "archive.toml"
"""The file that makes a folder an archive."""

_WAIT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class OpenArchive:
    """An open archive. `agent` names the program and its version, for records and entries.

    `staff_by` is who decides where nobody is named, `policy` what is promised about fixity checks,
    `telling` who is told of them (archive.toml).
    """

    root: Path
    archive_id: str
    store: Store
    ledger: Ledger
    catalog: Catalog
    clock: Clock
    institution: Institution
    algorithms: tuple[Algorithm, ...]
    agent: str
    staff_by: str
    policy: Policy = Policy()
    telling: Telling = Telling()

    @property
    def staging(self) -> Path:
        """Where unfinished work lies."""
        return self.root / "staging"

    @property
    def quarantine(self) -> Path:
        """Where damaged pieces are kept as evidence."""
        return self.root / "quarantine"

    @property
    def audits(self) -> Path:
        """Where the reports of audits lie."""
        return self.root / "audits"

    @property
    def audit_lock(self) -> Lock:
        """The lock that lets one audit run at a time."""
        return Lock(self.staging / "audit.lock", what="running an audit")

    @contextlib.contextmanager
    def writing(self, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
        """Hold the write lock. What a crash left open is finished first, and the catalog follows.

        Raises:
            LockedError: somebody else wrote all the time.
            StoreError, LedgerError: what was left open cannot be finished.
        """
        lock = Lock(self.staging / "write.lock", what="writing to this archive")
        with lock.held(wait_seconds):
            roll_forward(self.root, self.store, self.ledger)
            self.catch_up()
            yield

    @contextlib.contextmanager
    def recording(self, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
        """As `writing`, for entries alone: no bag is moved inside the `with` block.

        An audit may run where `bags/` cannot be written. What a crash of an ingest left open stays
        open there, for the next who can finish it, and the entry is made all the same.

        Raises:
            LockedError: somebody else wrote all the time.
            StoreError, LedgerError: the ledger cannot be written.
        """
        with Lock(self.staging / "write.lock", what="writing to this archive").held(wait_seconds):
            try:
                roll_forward(self.root, self.store, self.ledger)
            except StoreError:
                leave_open(self.root, self.ledger)
            self.catch_up()
            yield

    def catch_up(self) -> None:
        """Let the catalog read what the ledger says since it was last asked."""
        catch_up(self.catalog, self.ledger, self.audits)
