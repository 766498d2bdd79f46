"""The archive: the wiring of its parts, and the verbs as methods."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
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
from newsarchive.workflows import audit, create, describe, ingest, look
from newsarchive.workflows.follow import open_catalog
from newsarchive.workflows.holdings import Holdings
from newsarchive.workflows.sources import Details, requests

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
                staff=settings.staff,
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

    def ingest(
        self,
        sources: Iterable[Path],
        tell: ingest.Tell,
        details: Details | None = None,
        manner: ingest.Manner | None = None,
    ) -> IngestReport:
        """Take in `sources`, files and folders: see `workflows.ingest`."""
        return ingest.ingest(
            self.holdings,
            requests(sources, details or Details()),
            manner or ingest.Manner(self.holdings.staff),
            tell,
        )

    def gaps(self) -> Iterator[describe.Gap]:
        """The bags whose provenance is incomplete: see `workflows.describe`."""
        return describe.gaps(self.holdings)

    def describe(
        self, descriptions: Sequence[describe.Description], tell: describe.Tell, by: str | None
    ) -> IngestReport:
        """Supply what is known of bags: see `workflows.describe`."""
        return describe.describe(self.holdings, descriptions, by or self.holdings.staff, tell)

    def audit(self, tell: audit.Tell) -> AuditReport:
        """Check every bag: see `workflows.audit`."""
        return audit.audit(self.holdings, tell)

    def look(self, reference: str) -> BagView:
        """All that is known of one bag: see `workflows.look`."""
        return look.look(self.holdings, reference)
