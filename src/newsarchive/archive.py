"""The archive: the wiring of its parts, and the verbs as methods."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive import __version__, config
from newsarchive.digests import Algorithm
from newsarchive.ledger import Ledger
from newsarchive.metadata import RECORD_SCHEMA, schema_bytes
from newsarchive.model.clock import Clock
from newsarchive.model.outcome import AuditReport, BagView, IngestReport
from newsarchive.packaging import Institution
from newsarchive.store import DirectoryStore
from newsarchive.workflows import audit, create, ingest, look
from newsarchive.workflows.follow import open_catalog
from newsarchive.workflows.holdings import Holdings

AGENT = f"newsarchive {__version__}"


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive. Use it in a `with` block, or `close` it."""

    holdings: Holdings

    @classmethod
    def create(cls, root: Path, institution: Institution, clock: Clock) -> None:
        """Make a new archive at `root`.

        Raises:
            StoreError: something else lies there, or the disk refused.
        """
        settings = config.Config(uuid.uuid4().urn, institution, (Algorithm.SHA512,))
        foundation = create.Foundation(
            archive_id=settings.archive_id,
            store_id=uuid.uuid4().urn,
            config=config.render(settings),
            readme=create.readme(),
            schemas=((f"{RECORD_SCHEMA}.schema.json", schema_bytes(RECORD_SCHEMA)),),
            agent=AGENT,
        )
        create.create(root, foundation, clock)

    @classmethod
    def open(cls, root: Path, clock: Clock) -> Self:
        """The archive at `root`.

        Raises:
            NotFoundError: there is none.
            ConfigError: its settings cannot be used, or it is newer than this program.
            LedgerError, StoreError: its ledger is damaged or cannot be read.
        """
        settings = config.load(root / create.CONFIG)
        ledger = Ledger(root / "ledger" / "entries.jsonl")
        catalog = open_catalog(root / "catalog.sqlite", ledger, root / "audits")
        return cls(
            Holdings(
                root=root,
                archive_id=settings.archive_id,
                store=DirectoryStore(root, archive_id=settings.archive_id),
                ledger=ledger,
                catalog=catalog,
                clock=clock,
                institution=settings.institution,
                algorithms=settings.algorithms,
                agent=AGENT,
            )
        )

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

    def ingest(self, sources: Iterable[Path], tell: ingest.Tell) -> IngestReport:
        """Take in `sources`: see `workflows.ingest`."""
        return ingest.ingest(self.holdings, sources, tell)

    def audit(self, tell: audit.Tell, *, workers: int | None = None) -> AuditReport:
        """Check every bag: see `workflows.audit`."""
        return audit.audit(self.holdings, tell, workers=workers)

    def count(self) -> int:
        """How many bags the archive holds."""
        return self.holdings.catalog.count()[0]

    def look(self, reference: str) -> BagView:
        """All that is known of one bag: see `workflows.look`."""
        return look.look(self.holdings, reference)
