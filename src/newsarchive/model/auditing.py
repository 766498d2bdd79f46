"""What an audit is asked to do, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsarchive.model.chronicle import Coverage
from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.verdict import BagVerdict


class Reach(StrEnum):
    """Which bags an audit looks at."""

    ALL = "all"
    DUE = "due"
    BAG = "bag"
    COLLECTION = "collection"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which bags an audit looks at, and what for.

    `value` is the bag's id, the collection's name, or how many of a hundred bags are in the sample
    (`5`, `0.5`); "" where the reach needs none.
    """

    reach: Reach = Reach.ALL
    value: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the archive itself is looked at too: what lies there that should not."""
        return self.reach in {Reach.ALL, Reach.DUE}


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may use up; None for as much as it needs. A bag that is begun is finished."""

    seconds: int | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """If `damaged` bags were damaged: how likely, in a thousand, the sample holds one of them."""

    damaged: int
    permille: int


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run is to look at: `planned` bags of the `of` that the ledger knows.

    `within` of them go into the budget of bytes, and have `total` bytes; `carried` were looked at
    by the interrupted runs that this one goes on with, and are told again.
    """

    scope: Scope
    budget: Budget
    planned: int
    of: int
    total: int
    within: int
    carried: int = 0
    chances: tuple[Chance, ...] = ()


class RunState(StrEnum):
    """How a run ended: everything that was planned was looked at, or not."""

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What one audit found, in all. Each bag was told of while it ran.

    `planned` is how many bags were to be looked at, of the `of` that the ledger knows; `counts` are
    those that were, by verdict; `carried` of them were looked at by earlier runs that were
    interrupted, the last of which this run `continues`. `unknown` counts what lies in the store and
    not in the ledger. `problems` are bags that are not intact, in the order in which they were
    checked, at most `MOST_PROBLEMS` of each verdict.

    `began` and `ended` are RFC 3339 times, `seconds` by the monotonic clock. `stopped` says what
    ended an interrupted run; `used_up` which budget ended a complete one (`time` or `bytes`), ""
    for none. `trouble` says why the store could not be relied on, `unrecorded` why the ledger does
    not have this audit; "" if all is well. `read` is `direct` where files were read past the cache.
    `parts` are the digests of the lists of verdicts beside the report.

    `acknowledged` are the ids of those findings in `problems` that a person has acknowledged;
    `new_trouble` counts the bags and things that are damaged, missing or unknown with an error that
    nobody has acknowledged, `new_unseen` the bags that could not be verified for such a one.
    `on_purpose`: that it is not on record was asked for. `told` names what was looked at to its end
    besides bags: `store`, for what the ledger does not know, and `reports`, of earlier audits.
    `head` is where the ledger ended after this audit was entered, `17:9f86...`: kept outside, it
    shows later whether anything was taken away; "" where nobody knows.
    """

    run: str
    counts: Mapping[Verdict, int]
    unknown: int
    problems: tuple[BagVerdict, ...]
    files: int
    bytes: int
    began: str
    ended: str
    seconds: float
    trouble: str = ""
    unrecorded: str = ""
    read: str = "cached"
    scope: Scope = Scope()
    state: RunState = RunState.COMPLETE
    stopped: str = ""
    planned: int = 0
    of: int = 0
    continues: str = ""
    carried: int = 0
    budget: Budget = Budget()
    used_up: str = ""
    chances: tuple[Chance, ...] = ()
    acknowledged: frozenset[str] = frozenset()
    new_trouble: int = 0
    new_unseen: int = 0
    on_purpose: bool = False
    parts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    head: str = ""
    coverage: Coverage | None = None

    @property
    def bags(self) -> int:
        """How many bags were looked at."""
        return sum(self.counts.values())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those about the archive as a whole, and none of its bags: the reports of its audits."""
        whole = (b for b in self.problems if b.is_of_archive)
        return tuple(finding for about in whole for finding in about.findings)

    @property
    def not_reached(self) -> int:
        """How many bags were to be looked at and were not."""
        return max(self.planned - self.bags, 0)

    @property
    def exit_code(self) -> int:
        """The exit status (ARCHITECTURE section 8).

        Damage that a person has acknowledged is told and does not alarm again: so one lost file
        does not hide the next.
        """
        if self.new_trouble:
            return 1
        if self.new_unseen or self.trouble or self.state is RunState.INTERRUPTED:
            return 3
        return 3 if self.unrecorded and not self.on_purpose else 0


MOST_PROBLEMS = 1000
"""How many bags of each verdict a report names; the lists of verdicts beside it name all."""
