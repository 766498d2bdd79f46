"""What an audit is asked to do, and what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypedDict

from newsarchive.errors import UsageError
from newsarchive.model.chronicle import Coverage
from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.holding import BagKind
from newsarchive.model.subject import MAIN
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


class RunState(StrEnum):
    """How a run ended: everything that was planned was looked at, or not."""

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Start:
    """What a run is about to do. It `began` when (RFC 3339).

    `planned` is how many bags are to be looked at, of the `of` that the ledger knows, and `total`
    the bytes of those that are to be read; `carried` of them were looked at by earlier runs that
    were interrupted, the last of which this run `continues`. `read` is `direct` where files are
    read past the cache; `chances` are those of a sample. `store` is what is looked at, `ledger`
    where the ledger ended, and `kinds` how many bags of each kind there are; None where nobody
    knows.
    """

    run: str
    began: str
    scope: Scope = Scope()
    planned: int = 0
    total: int = 0
    of: int = 0
    continues: str = ""
    carried: int = 0
    budget: Budget = Budget()
    read: str = "cached"
    chances: tuple[Chance, ...] = ()
    store: str = MAIN
    ledger: Mapping[str, Any] | None = None
    kinds: Mapping[BagKind, int] | None = None

    def document(self) -> dict[str, Any]:
        """Its part of a report."""
        return {
            "run": self.run,
            "began": self.began,
            "store": self.store,
            "ledger": self.ledger,
            "scope": {"reach": self.scope.reach.value, "value": self.scope.value},
            "read": self.read,
            "planned": self.planned,
            "of": self.of,
            "kinds": None if self.kinds is None else _by_kind(self.kinds),
            "continues": self.continues or None,
            "carried": self.carried,
            "budget": {"seconds": self.budget.seconds, "bytes": self.budget.bytes},
            "sample": None
            if self.scope.reach is not Reach.SAMPLE
            else {
                "share": self.scope.value,
                "chances": [{"damaged": c.damaged, "permille": c.permille} for c in self.chances],
            },
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any], total: int = 0) -> "Start":
        """What a document says of it; `total` is in no report.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        scope, budget = document["scope"], document["budget"]
        sample = document.get("sample") or {"chances": ()}
        kinds = document.get("kinds")
        return cls(
            run=document["run"],
            began=document["began"],
            scope=Scope(Reach(scope["reach"]), scope["value"]),
            planned=document["planned"],
            total=total,
            of=document["of"],
            continues=document["continues"] or "",
            carried=document["carried"],
            budget=Budget(budget["seconds"], budget["bytes"]),
            read=document["read"],
            chances=tuple(Chance(c["damaged"], c["permille"]) for c in sample["chances"]),
            store=document.get("store", MAIN),
            ledger=document.get("ledger"),
            kinds=None if kinds is None else {kind: kinds[kind.value] for kind in BagKind},
        )


def _by_kind(counts: Mapping[BagKind, int]) -> dict[str, int]:
    return {kind.value: counts.get(kind, 0) for kind in BagKind}


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found, in all. Each bag was told of while it ran.

    `counts` are the bags that were looked at, by verdict; `files` and `bytes` what was read.
    `unknown` counts what lies in the store and not in the ledger. `problems` are bags that are not
    intact, in the order in which they were checked, at most `MOST_PROBLEMS` of each verdict.

    `acknowledged` are the ids of those findings in `problems` that a person has acknowledged;
    `new_trouble` counts the bags and things that are damaged, missing or unknown with an error that
    nobody has acknowledged, `new_unseen` the bags that could not be verified for such a one.
    """

    counts: Mapping[Verdict, int]
    unknown: int = 0
    problems: tuple[BagVerdict, ...] = ()
    files: int = 0
    bytes: int = 0
    acknowledged: frozenset[str] = frozenset()
    new_trouble: int = 0
    new_unseen: int = 0

    @property
    def bags(self) -> int:
        """How many bags were looked at."""
        return sum(self.counts.values())

    def document(self) -> dict[str, Any]:
        """Its numbers, as a report has them."""
        return {
            "bags": self.bags,
            **{verdict.value: self.counts.get(verdict, 0) for verdict in Verdict},
            "unknown": self.unknown,
            "files": self.files,
            "bytes": self.bytes,
            "new_trouble": self.new_trouble,
            "new_unseen": self.new_unseen,
        }

    def details(self) -> dict[str, Any]:
        """What else a report has of it: what was found of each bag, and what of it is known."""
        amiss = sum(not b.is_of_archive for b in self.problems)
        left_out = self.bags - self.counts.get(Verdict.INTACT, 0) + self.unknown - amiss
        return {
            "acknowledged": sorted(self.acknowledged),
            "problems": [b.document() for b in self.problems],
            "problems_left_out": max(left_out, 0),
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Found":
        """What a report, its details included, says of it.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        return cls(
            counts=Counter({verdict: document[verdict.value] for verdict in Verdict}),
            unknown=document["unknown"],
            problems=tuple(map(BagVerdict.parse, document["problems"])),
            files=document["files"],
            bytes=document["bytes"],
            acknowledged=frozenset(document["acknowledged"]),
            new_trouble=document["new_trouble"],
            new_unseen=document["new_unseen"],
        )


@dataclass(frozen=True, slots=True)
class End:
    """How a run ended, and when (RFC 3339), `milliseconds` after it began by a clock nobody sets.

    `stopped` says what ended an interrupted run; `used_up` which budget ended a complete one
    (`time` or `bytes`), "" for none. `trouble` says why the store could not be relied on, "" if all
    is well. `told` names what was looked at to its end besides bags: `store`, for what the ledger
    does not know, and `reports`, of earlier audits. `coverage` is that of the archive afterwards.
    """

    ended: str
    milliseconds: int
    state: RunState = RunState.COMPLETE
    stopped: str = ""
    used_up: str = ""
    trouble: str = ""
    told: tuple[str, ...] = ()
    coverage: Coverage | None = None

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.milliseconds / 1000

    def document(self) -> dict[str, Any]:
        """Its part of a report."""
        return {
            "ended": self.ended,
            "milliseconds": self.milliseconds,
            "state": self.state.value,
            "stopped": self.stopped or None,
            "used_up": self.used_up or None,
            "trouble": self.trouble or None,
            "told": list(self.told),
            "coverage": None if self.coverage is None else self.coverage.document(),
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "End":
        """What a report says of it; those of early versions do not say what was `told`.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        coverage = document["coverage"]
        return cls(
            ended=document["ended"],
            milliseconds=document["milliseconds"],
            state=RunState(document["state"]),
            stopped=document["stopped"] or "",
            used_up=document["used_up"] or "",
            trouble=document["trouble"] or "",
            told=tuple(document.get("told", ())),
            coverage=None if coverage is None else Coverage.parse(coverage),
        )


@dataclass(frozen=True, slots=True)
class AuditReport:
    """One audit: what it was to do, what it found, and how it ended.

    `parts` are the digests of the lists of verdicts beside the report. `unrecorded` says why the
    ledger does not have this audit, "" if it has; `on_purpose`: that was asked for. `head` is where
    the ledger ended after this audit was entered, `17:9f86...`: kept outside, it shows later
    whether anything was taken away; "" where nobody knows.
    """

    start: Start
    found: Found
    end: End
    parts: tuple[str, ...] = ()
    unrecorded: str = ""
    on_purpose: bool = False
    head: str = ""

    @property
    def bags(self) -> int:
        """How many bags were looked at."""
        return self.found.bags

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Those bags by verdict."""
        return self.found.counts

    @property
    def problems(self) -> tuple[BagVerdict, ...]:
        """What was not as it should be."""
        return self.found.problems

    @property
    def scope(self) -> Scope:
        """Which bags were to be looked at."""
        return self.start.scope

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those about the archive as a whole, and none of its bags: the reports of its audits."""
        whole = (b for b in self.found.problems if b.is_of_archive)
        return tuple(finding for about in whole for finding in about.findings)

    @property
    def not_reached(self) -> int:
        """How many bags were to be looked at and were not."""
        return max(self.start.planned - self.bags, 0)

    @property
    def exit_code(self) -> int:
        """The exit status (docs/architecture.md).

        Damage that a person has acknowledged is told and does not alarm again: so one lost file
        does not hide the next.
        """
        if self.found.new_trouble:
            return 1
        interrupted = self.end.state is RunState.INTERRUPTED
        if self.found.new_unseen or self.end.trouble or interrupted:
            return 3
        return 3 if self.unrecorded and not self.on_purpose else 0


MOST_PROBLEMS = 1000
"""How many bags of each verdict a report names; the lists of verdicts beside it name all."""
