"""How the whole archive stands: what `status` and `rebuild` show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from newsarchive.model.attention import FindingCounts, OpenFinding, Weight
from newsarchive.model.chronicle import Coverage, Gaps
from newsarchive.model.holding import BagKind
from newsarchive.model.run import Run
from newsarchive.model.withdrawal import WithdrawnCounts


@dataclass(frozen=True, slots=True)
class Watch:
    """Whether scheduled audits come as they should.

    `last` is when the last one was entered in the ledger, "" where none ever was: then none is
    expected. `run_every` is how many seconds should lie between two; `missed` is how many should
    have come since the last and did not.
    """

    run_every: int
    last: str = ""
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """How the archive stands at `now` (RFC 3339). `bytes` counts whole bags.

    `open` are the findings that need a person, worst first, at most a thousand of them, and `tally`
    counts all; `trouble` says why the store cannot be relied on, "" if it can; `months` counts
    articles by month, `sources` by the source that is stated or supplied, "" where none is known;
    `kinds` counts bags of each kind. `watch` is about missed audits; `running` names an audit that
    runs now, `running_done` of how many bags it has been told.
    """

    now: str
    bags: int
    bytes: int
    coverage: Coverage
    last_audit: Run | None
    open: tuple[OpenFinding, ...]
    tally: FindingCounts
    acknowledged: tuple[OpenFinding, ...]
    gaps: Gaps
    months: Mapping[str, int]
    trouble: str = ""
    sources: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    watch: Watch = Watch(0)
    running: str = ""
    running_done: int = 0
    kinds: Mapping[BagKind, int] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: WithdrawnCounts = field(default_factory=WithdrawnCounts)

    @property
    def exit_code(self) -> int:
        """The exit status: 1, 3 or 5, the first that applies (docs/architecture.md)."""
        if self.tally.findings[Weight.DAMAGE]:
            return 1
        if self.trouble or self.tally.findings[Weight.UNSEEN]:
            return 3
        return 5 if self.coverage.overdue or self.watch.missed else 0


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the new catalog holds, and how it was made.

    `same` tells whether it says the same as the one that it takes the place of; `lost_reports` are
    the audits whose report is not there any more: of these only the damage is known. `indexed`
    counts the articles in the new search index, None where none was made; `index_trouble` says what
    kept it from being made, "" for nothing.
    """

    entries: int
    bags: int
    audits: int
    checks: int
    open_findings: int
    lost_reports: tuple[str, ...]
    same: bool
    indexed: int | None = None
    index_trouble: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a report is shown with: the archive, and its audits so far.

    `calendar` says how many bags were last verified on which day (`2026-11-22`), "" for never;
    `runs` are the audits on record, oldest first, this one the last, at most a few hundred;
    `acknowledged` are the findings that are open and acknowledged; `titles` those of articles with
    problems, by bag id, as far as they could be read.
    """

    archive_id: str
    institution: str
    every_days: int
    bags: int
    bytes: int
    calendar: Mapping[str, int]
    runs: tuple[Run, ...]
    acknowledged: tuple[OpenFinding, ...]
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
