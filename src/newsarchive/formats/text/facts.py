"""The facts of one text as they are found: each once, with how it is known and where it stands."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, TypeVar

from newsarchive.formats.text.fields import Field
from newsarchive.formats.text.lines import Stretch, Text
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.words import is_unnamed
from newsarchive.metadata import agencies
from newsarchive.model.article import Contributor, Headline, Medium, SegmentKind
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Resolution, Span, Statement

QUOTE = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_DISPUTABLE = frozenset({"date_published", "date_modified", "url", "language"})

# What Reuters puts before a headline that it sends again: UPDATE 2-Ferry halted
_UPDATED = re.compile(r"(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|RECAST)(?: \d{1,2})?-(?=\S)")

T = TypeVar("T")


class _Where(TypedDict):
    raw: str
    basis: str
    span: Span


class Facts:
    """What was found in a text so far; `quoted` if a mail quotes it whole, with marks."""

    def __init__(self, text: Text, parts: tuple[Part, ...]) -> None:
        self.text = text
        self.parts = parts
        self.quoted = any(
            part.kind is SegmentKind.QUOTED and not part.stretch.text.strip("> \t\r\n")
            for part in parts
        )
        self.headlines: list[Headline] = []
        self.people: list[Contributor] = []
        self.media: list[Medium] = []
        self.sources: list[Statement[str]] = []
        self.agencies: list[Statement[str]] = []
        self.facts: dict[str, Statement[str]] = {}
        self.dates: dict[str, Statement[Edtf]] = {}
        self.printed: dict[str, Statement[str]] = {}
        self.findings: list[Finding] = []

    def _where(self, stretch: Stretch, basis: str) -> _Where:
        return {"raw": stretch.text, "basis": basis, "span": self.text.span(stretch)}

    def _stated(self, stretch: Stretch, basis: str) -> Statement[str]:
        return Statement.stated(one_line(stretch.text), **self._where(stretch, basis))

    def _state(self, name: str, stretch: Stretch, basis: str) -> None:
        self._keep(self.facts, name, self._stated(stretch, basis))

    def _headline(self, stretch: Stretch, basis: str) -> None:
        role = "sub" if self.headlines else "main"
        span = self.text.span(stretch)
        if mark := _UPDATED.match(stretch.text):
            stretch = stretch.part(mark.end(), len(stretch.text))
        printed = one_line(QUOTE.sub("\n", stretch.text) if self.quoted else stretch.text)
        self.headlines.append(Headline(printed, role, basis, span))

    def _people(self, names: Iterable[Stretch], basis: str, rel: str = "author") -> None:
        for name in names:
            self._person(one_line(name.text), name, basis, rel)

    def _person(self, name: str, where: Stretch, basis: str, rel: str) -> None:
        """A person, once; of a name that is printed with the surname first, as it is said."""
        if all((old.name.casefold(), old.rel) != (name.casefold(), rel) for old in self.people):
            self.people.append(Contributor(name, rel, basis, self.text.span(where)))

    def _agencies(self, names: Iterable[Stretch], basis: str) -> None:
        for name in names:
            where = self._where(name, basis)
            if is_unnamed(name.text):
                self.agencies.append(Statement.unnamed(**where))
            elif match := agencies.named(name.text):
                self._agency(match, name, basis)
            else:
                add(self.agencies, Statement.stated(one_line(name.text), **where))

    def _recognise(self, line: Stretch, basis: str) -> None:
        for match in agencies.recognise(line.text):
            self._agency(match, line, basis)

    def _agency(self, match: agencies.Match, within: Stretch, basis: str) -> None:
        """An agency of the table, once: stated by its own name, derived by another."""
        known = {agencies.canonical_name(s.value) for s in self.agencies if s.value}
        if match.agency.name not in known:
            span = self.text.span(within.part(match.start, match.end))
            self.agencies.append(match.statement(basis=basis, span=span))

    def _keep(self, facts: dict[str, Statement[T]], name: str, new: Statement[T]) -> None:
        """The first printed stands; dates, addresses and languages that differ are disputed."""
        old = facts.get(name)
        if old is None or not old.known:
            facts[name] = new
        elif old.value != new.value:
            first = None if name in _DISPUTABLE else Resolution(rule="text:first-printed")
            facts[name] = replace(old, candidates=(*old.candidates, new), resolution=first)

    def _unreadable(self, field: Field, reason: str) -> None:
        self._warn(Code.TX_02, f"the line {field.line.text!r} gives no value: {reason}")

    def _warn(self, code: Code, detail: str, kind: Kind = Kind.TEXT) -> None:
        self.findings.append(Finding(code, kind, Level.WARNING, "", detail))


def add(statements: list[Statement[str]], new: Statement[str]) -> None:
    """Keep `new`, unless the same name is there."""
    if all(old.value != new.value for old in statements):
        statements.append(new)


def one_line(text: str) -> str:
    """A text of more lines on one."""
    return " ".join(text.split())
