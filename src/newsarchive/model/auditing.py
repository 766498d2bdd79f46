"""What an audit is asked to do, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypedDict

from newsarchive.errors import UsageError
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


class Draws(Protocol):
    """What draws samples, such as `random.Random`."""

    def sample(self, population: Sequence[int], k: int, /) -> list[int]:
        """So many of them, each at most once."""
        ...


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What an audit is asked to do.

    `scope` has as its value what the caller wrote: a bag's name, a collection, a share (`5%`).
    `budget` None is that of archive.toml where only what is due is looked at, and none elsewhere;
    `direct` reads past the page cache; `rate` is how many bytes a second may be read at the most;
    `record` False leaves no trace in the archive; `fresh` does not take up an interrupted run;
    `wait_seconds` is how long to wait for another audit; `expected` is an entry that the ledger
    must have, by number and digest of its line; `chance` draws samples, None for the system's.
    """

    scope: Scope = Scope()
    budget: Budget | None = None
    workers: int | None = None
    direct: bool = False
    rate: int | None = None
    record: bool = True
    fresh: bool = False
    wait_seconds: float = 0.0
    expected: tuple[int, str] | None = None
    chance: Draws | None = None


class Named(Protocol):
    """A bag, as callers have it."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


class AuditKeywords(TypedDict, total=False):
    """What an audit is asked to do, word by word: see `AuditOptions`.

    Which bags: `scope` (`all` or `due`), or one of `bag`, `collection` and `sample` (`5%`).
    `max_seconds` and `max_bytes` are its budget.
    """

    scope: Scope | str
    bag: str | Named
    collection: str
    sample: str
    max_seconds: int | None
    max_bytes: int | None
    workers: int | None
    direct: bool
    rate: int | None
    record: bool
    fresh: bool
    wait_seconds: float
    expected: tuple[int, str] | None


def audit_options(options: AuditOptions | None, asked: AuditKeywords) -> AuditOptions:
    """The options, with what is asked for by keywords in their place.

    Raises:
        UsageError: the keywords contradict each other, or there is no such scope.
        TypeError: there is no such keyword.
    """
    given: dict[str, Any] = dict(asked)
    scopes = []
    if (scope := given.pop("scope", None)) is not None:
        scopes.append(scope if isinstance(scope, Scope) else _scope(scope))
    scopes += [
        Scope(reach, value if isinstance(value, str) else value.id)
        for reach in (Reach.BAG, Reach.COLLECTION, Reach.SAMPLE)
        if (value := given.pop(reach.value, None))
    ]
    if len(scopes) > 1:
        raise UsageError("an audit looks at one of: a scope, a bag, a collection, a sample")
    budget = Budget(given.pop("max_seconds", None), given.pop("max_bytes", None))
    if scopes:
        given["scope"] = scopes[0]
    if budget != Budget():
        given["budget"] = budget
    return replace(options or AuditOptions(), **given)


def _scope(name: str) -> Scope:
    if name not in {Reach.ALL, Reach.DUE}:
        raise UsageError(f"the scope of an audit is all or due, and not {name!r}")
    return Scope(Reach(name))


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
