"""A statement: one fact about an article, with where it came from or why it is not known.

The rule of the house is that nothing is invented. A fact is printed in the source (`stated`),
follows from what is printed by a named rule (`derived`), was given by a person or a manifest
(`supplied`), is asserted to be absent (`none`), or is `unknown`, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Status(StrEnum):
    """How a fact is known."""

    STATED = "stated"
    DERIVED = "derived"
    SUPPLIED = "supplied"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original, in bytes, half-open: `data[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Resolution:
    """Why one of several candidates stands: a rule of the program, or a person's decision."""

    rule: str | None = None
    by: str | None = None
    when: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if bool(self.rule) == bool(self.by):
            raise ValueError("a resolution is by a rule, or by a person: one of the two")
        if self.by is not None and not (self.when and self.reason):
            raise ValueError("a person's resolution says when and why")


@dataclass(frozen=True, slots=True)
class Statement(Generic[T]):
    """One fact, its status, and what it rests on.

    Make one with `stated`, `derived`, `supplied`, `none` or `unknown`. `raw` is the text as printed
    and `span` where it stands. `named` is False for what is stated without a name ("agencies").
    `candidates` keeps what else was found; with candidates and no `resolution` it is disputed.
    """

    status: Status
    value: T | None = None
    raw: str | None = None
    named: bool = True
    basis: str | None = None
    span: Span | None = None
    reason: str | None = None
    by: str | None = None
    when: str | None = None
    note: str | None = None
    candidates: "tuple[Statement[T], ...]" = ()
    resolution: Resolution | None = None

    def __post_init__(self) -> None:
        fault = _fault(self)
        if fault:
            raise ValueError(f"a statement that is {self.status} {fault}")

    @classmethod
    def stated(
        cls,
        value: T,
        *,
        raw: str | None = None,
        basis: str,
        span: Span | None = None,
    ) -> Self:
        """What the source says in so many words, or in a field of its own."""
        return cls(Status.STATED, value, raw=raw, basis=basis, span=span)

    @classmethod
    def unnamed(cls, raw: str, *, basis: str, span: Span | None = None) -> Self:
        """What the source mentions without a name, such as "agencies"."""
        return cls(Status.STATED, None, raw=raw, named=False, basis=basis, span=span)

    @classmethod
    def derived(
        cls, value: T, *, basis: str, raw: str | None = None, span: Span | None = None
    ) -> Self:
        """What follows from the source by the rule that `basis` names."""
        return cls(Status.DERIVED, value, raw=raw, basis=basis, span=span)

    @classmethod
    def supplied(
        cls, value: T, *, by: str, when: str, basis: str | None = None, note: str | None = None
    ) -> Self:
        """What a person or a manifest says of the article; `when` is an RFC 3339 time."""
        return cls(Status.SUPPLIED, value, by=by, when=when, basis=basis, note=note)

    @classmethod
    def none(
        cls, *, by: str | None = None, when: str | None = None, basis: str | None = None
    ) -> Self:
        """The fact is asserted to be absent: a staff story has no agency."""
        return cls(Status.NONE, by=by, when=when, basis=basis)

    @classmethod
    def unknown(cls, reason: str) -> Self:
        """Nobody has said, and why that is."""
        return cls(Status.UNKNOWN, reason=reason)

    @property
    def known(self) -> bool:
        """Whether anything is said at all. `none` and an unnamed agency are known."""
        return self.status is not Status.UNKNOWN

    @property
    def disputed(self) -> bool:
        """Whether other values were found and nobody has decided between them."""
        return bool(self.candidates) and self.resolution is None


# What a statement may hold besides status, candidates and resolution; more would contradict it.
_FACT = frozenset({"value", "raw", "basis", "span", "note"})
_MEMBERS: Mapping[Status, frozenset[str]] = {
    Status.STATED: _FACT,
    Status.DERIVED: _FACT,
    Status.SUPPLIED: frozenset({"value", "raw", "by", "when", "basis", "note"}),
    Status.NONE: frozenset({"raw", "by", "when", "basis", "span", "note"}),
    Status.UNKNOWN: frozenset({"reason", "note"}),
}
_EVERY_MEMBER = ("value", "raw", "basis", "span", "reason", "by", "when", "note")


def _fault(s: Statement[T]) -> str:
    """What is wrong with a statement, to follow "a statement that is <status>"; "" if nothing."""
    for member in _EVERY_MEMBER:
        if getattr(s, member) is not None and member not in _MEMBERS[s.status]:
            return f"has no {member}"
    if "" in {s.basis, s.reason, s.by, s.when} or s.value == "":
        return "leaves out what it does not say: it holds no empty text"
    if s.resolution is not None and not s.candidates:
        return "resolves nothing without candidates"
    return _fault_of_name(s) or _lack(s)


def _fault_of_name(s: Statement[T]) -> str:
    if s.named:
        return ""
    if s.status not in {Status.STATED, Status.DERIVED}:
        return "cannot be of something without a name"
    nobody = s.value is None and s.raw is not None
    return "" if nobody else "names nobody: it has no value, and the text as printed"


def _lack(s: Statement[T]) -> str:
    match s.status:
        case Status.UNKNOWN:
            return "" if s.reason else "needs a reason"
        case Status.NONE:
            said = (s.by and s.when) or s.basis
            return "" if said else "says by whom and when, or what it rests on"
        case Status.SUPPLIED:
            whole = s.value is not None and s.by and s.when
            return "" if whole else "needs a value, by whom and when"
        case Status.STATED | Status.DERIVED:
            whole = (s.value is not None or not s.named) and s.basis
            return "" if whole else "needs a value, and what it rests on"
