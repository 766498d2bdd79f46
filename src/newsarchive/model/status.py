"""How the whole archive stands: what `status` and `rebuild` show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from newsarchive.model.attention import OpenFinding, Tally, Weight
from newsarchive.model.history import Run


@dataclass(frozen=True, slots=True)
class Dated:
    """A bag, by its name, and a time (RFC 3339)."""

    bag: str
    time: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many articles lack provenance, and how many of them lack each part of it."""

    bags: int
    source: int = 0
    date: int = 0
    agency: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many bags were verified within the last `every_days` days, of how many.

    `overdue` were neither verified nor taken in within that time; `never` were not verified since
    they were taken in; `oldest` is the bag whose last verification is the longest ago.
    """

    every_days: int
    checked: int
    of: int
    overdue: int
    never: int
    oldest: Dated | None

    @property
    def permille(self) -> int:
        """How many of a thousand bags were verified in time, rounded down: 1,000 means all."""
        return 1000 * self.checked // self.of if self.of else 1000


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
    counts all; `trouble` says why the store cannot be
    relied on, "" if it can; `months` counts articles by month, `sources` by the source that is
    stated or supplied, "" where none is known. `watch` is about missed audits; `running` names an
    audit that runs now, `running_done` of how many bags it has been told.
    """

    now: str
    bags: int
    bytes: int
    coverage: Coverage
    last_audit: Run | None
    open: tuple[OpenFinding, ...]
    tally: Tally
    acknowledged: tuple[OpenFinding, ...]
    gaps: Gaps
    months: Mapping[str, int]
    trouble: str = ""
    sources: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    watch: Watch = Watch(0)
    running: str = ""
    running_done: int = 0

    @property
    def exit_code(self) -> int:
        """The exit status: 1, 3 or 5, the first that applies (ARCHITECTURE section 8)."""
        if self.tally.findings[Weight.DAMAGE]:
            return 1
        if self.trouble or self.tally.findings[Weight.UNSEEN]:
            return 3
        return 5 if self.coverage.overdue or self.watch.missed else 0


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the new catalog holds, and how it was made.

    `same` tells whether it says the same as the one that it takes the place of; `lost_reports` are
    the audits whose report is not there any more: of these only the damage is known.
    """

    entries: int
    bags: int
    audits: int
    checks: int
    open_findings: int
    lost_reports: tuple[str, ...]
    same: bool
