"""The archive: the wiring of its parts, and the verbs as methods."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsarchive import __version__, config
from newsarchive.digests import Algorithm
from newsarchive.errors import NewsArchiveError, NotFoundError
from newsarchive.holdings.follow import open_catalog, read_catalog
from newsarchive.holdings.opened import CONFIG, OpenArchive
from newsarchive.ledger import Ledger
from newsarchive.model.clock import Clock
from newsarchive.model.institution import Institution
from newsarchive.model.layout import AUDITS, CATALOG, LEDGER
from newsarchive.model.policy import Telling
from newsarchive.store import open_store

if TYPE_CHECKING:
    from newsarchive.model.attention import OpenFinding
    from newsarchive.model.auditing import AuditReport
    from newsarchive.model.decision import Decision, DecisionKind, Reason
    from newsarchive.model.health import Diagnosis
    from newsarchive.model.history import History
    from newsarchive.model.holding import Accession
    from newsarchive.model.outcome import BagView, IngestReport
    from newsarchive.model.run import Run
    from newsarchive.model.schedule import Job
    from newsarchive.model.status import Overview, Rebuilt, Status
    from newsarchive.workflows.audit.prune import Pruned
    from newsarchive.workflows.audit.run import AuditOptions, Listener, Preview, Stop, Tell
    from newsarchive.workflows.describe.run import Description, Gap
    from newsarchive.workflows.describe.run import Tell as TellDescribed
    from newsarchive.workflows.export import Exported
    from newsarchive.workflows.ingest.run import IngestOptions
    from newsarchive.workflows.ingest.run import Tell as TellIngested
    from newsarchive.workflows.ingest.sources import Details

# Every verb imports its own workflow when it is called: a run needs one of them, and all together
# take longer to import than a small audit takes.

AGENT = f"newsarchive {__version__}"


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive. Use it in a `with` block, or `close` it."""

    holdings: OpenArchive

    @classmethod
    def create(cls, root: Path, institution: Institution, clock: Clock) -> None:
        """Make a new archive at `root`.

        Raises:
            StoreError: something else lies there, or the disk refused.
        """
        from newsarchive.metadata import (
            CURRENT_SCHEMAS,
            schema_bytes,
        )
        from newsarchive.workflows import create

        settings = config.Config(uuid.uuid4().urn, institution, (Algorithm.SHA512,))
        foundation = create.Foundation(
            archive_id=settings.archive_id,
            store_id=uuid.uuid4().urn,
            config=config.render(settings),
            readme=create.readme(),
            schemas=tuple((f"{name}.schema.json", schema_bytes(name)) for name in CURRENT_SCHEMAS),
            agent=AGENT,
        )
        create.create(root, foundation, clock)

    @classmethod
    def open(cls, root: Path, clock: Clock, *, read_only: bool = False) -> Self:
        """The archive at `root`.

        With `read_only` nothing on disk is changed and no lock taken that a writer waits for: what
        the catalog knows is read as it is, by many threads if need be, and what others take in is
        seen as they enter it. Verbs that write are refused then.

        Raises:
            NotFoundError: there is none.
            ConfigError: its settings cannot be used, or it is newer than this program.
            LedgerError, StoreError: its ledger is damaged or cannot be read.
        """
        settings = config.load(root / CONFIG)
        ledger = Ledger(root / LEDGER)
        opening = read_catalog if read_only else open_catalog
        catalog = opening(root / CATALOG, ledger, root / AUDITS)
        return cls(
            OpenArchive(
                root=root,
                archive_id=settings.archive_id,
                store=open_store(root, archive_id=settings.archive_id),
                ledger=ledger,
                catalog=catalog,
                clock=clock,
                institution=settings.institution,
                algorithms=settings.algorithms,
                agent=AGENT,
                staff_by=settings.staff_by,
                policy=settings.policy,
                telling=settings.telling,
                read_only=read_only,
            )
        )

    @classmethod
    def telling(cls, root: Path) -> tuple[Telling | None, str]:
        """Who is told of scheduled audits of the archive at `root`, and its id.

        None, and "", where its settings cannot be read: what is wrong is for `open` to say.
        """
        try:
            settings = config.load(root / CONFIG)
        except NewsArchiveError:
            return None, ""
        return settings.telling, settings.archive_id

    def close(self) -> None:
        """Let go of its files."""
        self.holdings.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ingest(
        self,
        sources: Iterable[Path],
        tell: "TellIngested",
        details: "Details | None" = None,
        manner: "IngestOptions | None" = None,
        *,
        workers: int | None = None,
    ) -> "IngestReport":
        """Take in `sources`, files and folders: see `workflows.ingest`."""
        from newsarchive.workflows.ingest import run as ingest
        from newsarchive.workflows.ingest.sources import Details, requests

        return ingest.ingest(
            self.holdings,
            requests(sources, details or Details(), whole=bool(manner and manner.whole)),
            manner or ingest.IngestOptions(self.holdings.staff_by),
            tell,
            workers=workers,
        )

    def gaps(self) -> "Iterator[Gap]":
        """The bags whose provenance is incomplete: see `workflows.describe`."""
        from newsarchive.workflows.describe import run as describe

        return describe.gaps(self.holdings)

    def describe(
        self, descriptions: "Sequence[Description]", tell: "TellDescribed", by: str | None
    ) -> "IngestReport":
        """Supply what is known of bags: see `workflows.describe`."""
        from newsarchive.workflows.describe import run as describe

        return describe.describe(self.holdings, descriptions, by or self.holdings.staff_by, tell)

    def audit(
        self,
        tell: "Tell | Listener" = lambda _: None,
        order: "AuditOptions | None" = None,
        stop: "Stop | None" = None,
        *,
        workers: int | None = None,
    ) -> "AuditReport":
        """Check bags, by default all of them: see `workflows.audit`."""
        from newsarchive.workflows.audit.run import AuditOptions, Listener, audit

        listener = tell if isinstance(tell, Listener) else Listener(tell)
        order = order or AuditOptions(workers=workers)
        return audit(self.holdings, listener, order, stop)

    def preview(self, order: "AuditOptions", most: int = 20) -> "Preview":
        """What an audit would look at now, without looking: see `workflows.audit`."""
        from newsarchive.workflows.audit.run import preview

        return preview(self.holdings, order, most)

    def overview(self) -> "Overview":
        """What the report of an audit is shown with: see `workflows.status`."""
        from newsarchive.workflows import status

        return status.overview(self.holdings)

    def audits(self) -> "tuple[Run, ...]":
        """Every audit on record, oldest first."""
        return self.holdings.catalog.chronicle.newest_runs()

    def prune_audits(self, older_than_days: int, *, act: bool, by: str = "") -> "Pruned":
        """Remove reports of audits that history does not need: see `workflows.prune`."""
        from newsarchive.workflows.audit import prune

        return prune.prune(self.holdings, older_than_days, act=act, by=by)

    def count(self) -> int:
        """How many bags the archive holds."""
        return self.holdings.catalog.count()[0]

    def show(self, reference: str) -> "BagView":
        """All that is known of one bag: see `workflows.show`."""
        from newsarchive.workflows import show

        return show.show(self.holdings, reference)

    def status(self) -> "Status":
        """How the archive stands: see `workflows.status`."""
        from newsarchive.workflows import status

        return status.status(self.holdings)

    def history(self, reference: str) -> "History":
        """Everything that happened to one bag: see `workflows.history`."""
        from newsarchive.workflows import history

        return history.history(self.holdings, reference)

    def history_premis(self, reference: str) -> bytes:
        """The same as one PREMIS document: see `workflows.history`."""
        from newsarchive.workflows import history

        return history.history_premis(self.holdings, reference)

    def acknowledge(
        self, finding: str, reason: str, *, until: date | None = None, by: str = ""
    ) -> "OpenFinding":
        """Take a finding off the list of what needs a person: see `workflows.acknowledge`."""
        from newsarchive.workflows import acknowledge

        return acknowledge.acknowledge(self.holdings, finding, reason, until=until, by=by)

    def adopt(self, reference: str, reason: str, *, by: str = "") -> "Accession":
        """Enter a bag that the ledger does not know any more: see `workflows.adopt`."""
        from newsarchive.workflows import adopt

        return adopt.adopt(self.holdings, reference, reason, by=by)

    def decide(
        self,
        reference: str,
        wanted: "Sequence[tuple[DecisionKind, str]]",
        reason: "Reason",
        *,
        note: str = "",
        by: str = "",
    ) -> "tuple[Decision, ...]":
        """Enter decisions about one bag: see `workflows.decide`."""
        from newsarchive.workflows import decide

        return decide.decide(self.holdings, reference, wanted, reason, note=note, by=by)

    def decisions(self, reference: str = "") -> "tuple[tuple[Decision, str], ...]":
        """Every decision on record, of one bag or of all, each with the name of its bag."""
        from newsarchive.workflows import decide

        return decide.decisions(self.holdings, reference)

    def rebuild(self) -> "Rebuilt":
        """Make the catalog anew: see `workflows.rebuild`. Open the archive again after it."""
        from newsarchive.workflows import rebuild

        return rebuild.rebuild(self.holdings)

    def export(self, reference: str, form: str) -> "Exported":
        """A bag's record in another form: see `workflows.export`."""
        from newsarchive.workflows import export

        return export.export(self.holdings, reference, form)

    @classmethod
    def plan_schedule(
        cls,
        root: Path,
        program: str,
        *,
        at: tuple[int, int],
        name: str = "",
        user: str = "",
        personal: bool = False,
    ) -> "Job":
        """The scheduled audit of the archive at `root`: see `workflows.schedule`."""
        from newsarchive.workflows.audit import schedule

        settings = config.load(root / CONFIG)
        return schedule.plan(
            root,
            settings.policy,
            settings.telling,
            program,
            hour=at[0],
            minute=at[1],
            name=name,
            user=user,
            personal=personal,
        )

    @classmethod
    def examine(cls, root: Path, clock: Clock, *, named: bool) -> "Diagnosis":
        """Check the machine, and the archive at `root`: see `workflows.doctor`.

        That there is none is a problem only where somebody `named` it.
        """
        from newsarchive.model.health import Diagnosis, Examination, Health
        from newsarchive.workflows import doctor

        checks = list(doctor.machine(clock))
        try:
            settings = config.load(root / CONFIG)
        except NotFoundError as error:
            health = Health.PROBLEM if named else Health.NOTE
            checks.append(Examination("archive", health, error.message, error.hint))
            return Diagnosis("", tuple(checks))
        except NewsArchiveError as error:
            advice = error.hint or "see that the file can be read"
            checks.append(Examination("archive.toml", Health.PROBLEM, error.message, advice))
            return Diagnosis(str(root), (*checks, *doctor.folders(root)))
        checks.append(Examination("archive", Health.OK, f"{root}, {settings.archive_id}"))
        store = open_store(root, archive_id=settings.archive_id)
        ledger = Ledger(root / LEDGER)
        checks += doctor.folders(root)
        checks += doctor.contents(root, store, ledger, clock)
        checks.append(doctor.witness(settings.telling))
        return Diagnosis(str(root), tuple(checks))
