"""An open archive, as the workflows see it: its parts, its clock, and the way to write to it."""

import contextlib
import os
import stat
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsarchive.audits.files import planned_after, run_names
from newsarchive.catalog import Catalog
from newsarchive.digests import Algorithm
from newsarchive.durable import Lock, kind_of, must_be_no_link
from newsarchive.errors import LockedError, StoreError
from newsarchive.holdings.follow import Witness, catch_up, loss_of
from newsarchive.holdings.journal import leave_open, roll_forward
from newsarchive.ledger import Head, Ledger, written
from newsarchive.model.access import AccessPolicy
from newsarchive.model.clock import Clock, timestamp
from newsarchive.model.entries import Loss
from newsarchive.model.institution import Institution
from newsarchive.model.layout import CATALOG, FOLDERS
from newsarchive.model.policy import Policy, Telling
from newsarchive.model.receiving import Receiving
from newsarchive.model.subject import MAIN, WholeLedger, describe
from newsarchive.store import Store

if TYPE_CHECKING:
    from newsarchive.model.supplied import Value

CONFIG = "archive.toml"
"""The file that makes a folder an archive."""

_WAIT_SECONDS = 600.0
_NEWEST_RUNS = 3  # whose plans are asked where the ledger ended


class Kept:
    """What is kept open as long as the archive is, such as its search index; nobody inherits it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.parts: dict[str, Any] = {}

    def __reduce__(self) -> tuple[type["Kept"], tuple[()]]:
        """Pickled, it is empty: another process opens what it needs."""
        return Kept, ()

    def close(self) -> None:
        """Let go of all that can be closed."""
        for part in self.parts.values():
            if close := getattr(part, "close", None):
                close()
        self.parts.clear()


@dataclass(frozen=True, slots=True)
class OpenArchive:
    """An open archive. `agent` names the program and its version, for records and entries.

    `staff_by` is who decides where nobody is named, `policy` what is promised about fixity checks,
    `telling` who is told of them, `access` who may read what, `persons` how many have to agree
    before a bag is destroyed, `defaults` what is said of the articles of a collection that say
    nothing themselves, `receiving` how files are received (archive.toml). One that is `read_only`
    is never written to. `notices` grows by what was found and dealt with on the way, in sentences
    for people.
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
    access: AccessPolicy = AccessPolicy()
    persons: int = 1
    read_only: bool = False
    store_name: str = MAIN
    defaults: Mapping[str, "tuple[Value, ...]"] = field(default_factory=dict)
    receiving: Receiving = Receiving()
    notices: list[str] = field(default_factory=list, compare=False)
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)

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
    def witness(self) -> Witness:
        """What the catalog is computed from."""
        return Witness(self.archive_id, self.ledger, self.audits)

    @property
    def audit_lock(self) -> Lock:
        """The lock that lets one audit run at a time.

        Raises:
            StoreError: a folder of the archive is a link to another place.
        """
        self._must_be_in_place()
        return Lock(self.staging / "audit.lock", what="running an audit")

    @contextlib.contextmanager
    def writing(self, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
        """Hold the write lock. What a crash left open is finished first, and the catalog follows.

        Raises:
            LockedError: somebody else wrote all the time.
            StoreError, LedgerError: what was left open cannot be finished.
        """
        with self._write_lock(wait_seconds):
            self._see_unchanged()
            roll_forward(self.root, self.store, self.ledger, self.notices.append)
            self.catch_up()
            self._enter_losses()
            self._finish_withdrawals()
            yield
            self._remember()

    @contextlib.contextmanager
    def recording(self, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
        """As `writing`, for entries alone: no bag is moved inside the `with` block.

        An audit may run where `bags/` cannot be written. What a crash of an ingest left open stays
        open there, for the next who can finish it, and the entry is made all the same.

        Raises:
            LockedError: somebody else wrote all the time.
            StoreError, LedgerError: the ledger cannot be written.
        """
        with self._write_lock(wait_seconds):
            self._see_unchanged()
            try:
                roll_forward(self.root, self.store, self.ledger, self.notices.append)
            except StoreError:
                leave_open(self.root, self.ledger)
            self.catch_up()
            self._enter_losses()
            self._finish_withdrawals()
            yield
            self._remember()

    def must_be_writable(self) -> None:
        """Asked before anything is written, be it to staging.

        Raises:
            StoreError: it was opened to be read only, or one of its folders is a link to another
                place: nobody knows whose files are there.
        """
        if self.read_only:
            raise StoreError(
                f"the archive {self.root} was opened to be read only",
                hint="Open it without read_only to change it.",
            )
        self._must_be_in_place()

    def _must_be_in_place(self) -> None:
        for name in FOLDERS:
            must_be_no_link(self.root / name)

    @contextlib.contextmanager
    def _write_lock(self, wait_seconds: float) -> Iterator[None]:
        self.must_be_writable()
        lock = Lock(self.staging / "write.lock", what="writing to this archive")
        with lock.held(wait_seconds):
            yield

    def losses(self) -> tuple[Loss, ...]:
        """What remembers entries that the ledger does not have, and is not entered in it.

        The catalog remembers how far it read; the newest audits, where the ledger ended when they
        began.
        """
        found = {(loss.entry, loss.line_sha256): loss for loss in self.catalog.memory.pending()}
        for name in run_names(self.audits)[-_NEWEST_RUNS:]:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                mark = Head.parse(planned_after(self.audits / name) or {})
                if not self.ledger.holds(mark):
                    loss = loss_of(f"the audit {name}", mark, timestamp(self.clock.now()))
                    found.setdefault((loss.entry, loss.line_sha256), loss)
        key = describe(WholeLedger()).key
        entered = {finding.id(key) for finding in self.catalog.findings.losses()}
        return tuple(loss for loss in found.values() if loss.finding().id(key) not in entered)

    def note_losses(self) -> None:
        """Let the catalog know of them, so that they are open findings; a reader may ask for it."""
        with contextlib.suppress(StoreError):
            losses = () if self.read_only else self.losses()
            if losses and losses != self.catalog.memory.pending():
                with self.catalog.writing():
                    for loss in losses:
                        self.catalog.findings.add_loss(loss)
                    self.catalog.memory.set_pending(losses)

    def _enter_losses(self) -> None:
        """Let the ledger itself say what it lost, so that nobody forgets it."""
        losses = self.losses()
        if losses:
            self.ledger.append([written(loss) for loss in losses], self.clock.now())
        if losses or self.catalog.memory.pending():
            with self.catalog.writing():
                self.catalog.memory.set_pending(())
            self.catch_up()

    def _finish_withdrawals(self) -> None:
        """Go on with the destruction of bags that a crash left open.

        That it cannot be finished keeps nobody from writing: the next writer tries again. While an
        audit runs it waits: that would put into its lists what is to go.
        """
        if not self.catalog.tombstones.pending():
            return
        from newsarchive.holdings.destroy import finish  # noqa: PLC0415  # it is seldom asked for

        try:
            with self.audit_lock.held(0):
                finish(self)
        except LockedError:
            return
        except StoreError as error:
            self.notices.append(f"the destruction of a bag is not finished: {error.message}")

    def _see_unchanged(self) -> None:
        """No line may have been changed since this archive was last written to.

        A file whose size and times are what they were then is believed; else its chain is walked.

        Raises:
            LedgerError: a line was changed. Nothing is appended behind it.
        """
        state = self.ledger.state()
        if self.catalog.path is not None and state != self.catalog.memory.ledger_state():
            self.ledger.verify()
            self.catalog.memory.set_ledger_state(state)

    def _remember(self) -> None:
        if self.catalog.path is not None:
            with contextlib.suppress(StoreError):
                if (state := self.ledger.state()) != self.catalog.memory.ledger_state():
                    self.catalog.memory.set_ledger_state(state)

    def catch_up(self) -> None:
        """Let the catalog read what the ledger says since it was last asked."""
        if self.read_only:
            return  # whoever writes lets it
        catch_up(self.catalog, self.witness)


def finish_withdrawals(holdings: OpenArchive) -> None:
    """Go on with the destruction of bags that a crash left open, if there is any.

    The audit lock is held, so that nobody else does.

    Raises:
        LockedError, StoreError, LedgerError: it cannot be finished now.
    """
    if holdings.catalog.tombstones.pending():
        from newsarchive.holdings.destroy import finish  # noqa: PLC0415  # it is seldom asked for

        with holdings.recording():
            finish(holdings)


def see_catalog_is_a_file(root: Path) -> None:
    """See that the catalog, if it is there, is a file: SQLite opens whatever has its name.

    Raises:
        StoreError: something else lies there.
    """
    for name in (CATALOG, f"{CATALOG}-journal", f"{CATALOG}-wal", f"{CATALOG}-shm"):
        path = root / name
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            continue  # whoever opens it says so
        if not stat.S_ISREG(mode):
            raise StoreError(
                f"{path} is {kind_of(mode)}, and a file was expected",
                hint="Move it away: the next command makes the catalog anew.",
            )
