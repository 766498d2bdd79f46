"""The members of a JSON object of a wire, each as the type that is wanted. Pure.

What is of another type is no value: it is left out, and `wrong` says so. Names are compared without
regard to case, since versions of ninjs differ in it (`versioncreated`, `versionCreated`).
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsarchive.formats.wires.values import language, moment, said, words
from newsarchive.model.article import NOT_STATED, not_stated
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_TYPES = {dict: "an object", list: "a list", bool: "a truth value", str: "a text"}
_MOST_NAMED = 10
_LONGEST_NAME = 60
_LONGEST_TOKEN = 64
_NO_TOKEN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a member, and where it stands: `ninjs:headline`."""

    text: str
    basis: str


@dataclass
class Fields:
    """One object. `basis` is where it stands: `ninjs:`, `ninjs:associations.mainpic.`."""

    members: Mapping[str, Any]
    basis: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._known: dict[str, tuple[str, Any]] = {}
        for name, value in self.members.items():
            if value is not None:
                self._known.setdefault(name.casefold(), (name, value))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The names of members that say something: in lower case, and as printed."""
        return iter([(lower, printed) for lower, (printed, _) in self._known.items()])

    @property
    def where(self) -> str:
        """Where the object stands, for a statement."""
        return self.basis.rstrip(".:")

    def has(self, name: str) -> bool:
        """Whether there is such a member, and it is not null."""
        return name in self._known

    def value(self, name: str) -> Any:
        """The member as it is; None where there is none."""
        return self._known[name][1] if name in self._known else None

    def place(self, name: str) -> str:
        """Where a member stands, for a statement."""
        return self.basis + shown(self._known[name][0] if name in self._known else name)

    def text(self, *names: str) -> Said | None:
        """The first of these members that is a text and not blank."""
        for name in names:
            value = self.value(name)
            if isinstance(value, str):
                if value.strip():
                    return Said(value, self.place(name))
            elif value is not None:
                self.leave(name, value, "a text")
        return None

    def word(self, *names: str) -> Said | None:
        """The same where a number is as good as a text: a version, an urgency."""
        for name in names:
            value = self.value(name)
            if (number := as_number(value)) is not None:
                return Said(number, self.place(name))
            if value is not None and (found := self.text(name)):
                return found
        return None

    def stated(self, *names: str) -> Statement[str]:
        """The same as a statement on one line."""
        return stated(self.text(*names))

    def moment(self, *names: str) -> Statement[Edtf]:
        """The date that the first of these members says."""
        found = self.text(*names)
        return moment(found.text, found.basis) if found else Statement.unknown(NOT_STATED)

    def language(self, name: str) -> Statement[str]:
        """The language tag in a member."""
        found = self.text(name)
        return language(found.text, found.basis) if found else not_stated()

    def size(self, *names: str) -> int | None:
        """A whole number above nothing, such as a width in pixels."""
        for name in names:
            value = self.value(name)
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if isinstance(value, str) and value.strip().isdecimal() and value.isascii():
                value = int(value.strip()[:18])
            if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 53:
                return value
        return None

    def inner(self, name: str) -> "Fields | None":
        """A member that is an object."""
        value = self.value(name)
        if isinstance(value, dict):
            return Fields(value, f"{self.place(name)}.", self.wrong)
        if value is not None:
            self.leave(name, value, "an object")
        return None

    def each(self, *names: str, key: str = "name") -> Iterator["Fields"]:
        """The objects of lists. A text in their place is an object with that text as its `key`."""
        for name in names:
            value = self.value(name)
            if isinstance(value, str | dict):
                value = [value]
            if value is not None and not isinstance(value, list):
                self.leave(name, value, "a list")
                continue
            for item in value or ():
                if isinstance(item, str) and item.strip():
                    yield Fields({key: item}, f"{self.place(name)}.", self.wrong)
                elif isinstance(item, dict):
                    yield Fields(item, f"{self.place(name)}.", self.wrong)
                elif item is not None and not isinstance(item, str):
                    self.leave(name, item, "an object")

    def keyed(self, name: str) -> Iterator[tuple[str, "Fields"]]:
        """The objects of a list with their `name`, or those of an object with their keys."""
        value = self.value(name)
        if isinstance(value, dict):
            named = [
                (key, item, f"{self.place(name)}.{shown(key)}.") for key, item in value.items()
            ]
        elif isinstance(value, list):
            named = [("", item, f"{self.place(name)}[{n}].") for n, item in enumerate(value)]
        else:
            if value is not None:
                self.leave(name, value, "an object or a list")
            return
        for key, item, place in named:
            if isinstance(item, dict):
                fields = Fields(item, place, self.wrong)
                given = fields.text("name") if not key else None
                yield (given.text if given else key), fields
            elif item is not None:
                self.wrong.append(f"{place.rstrip('.')} is {_type(item)}, and not an object")

    def leave(self, name: str, value: object, wanted: str) -> None:
        """Say that a member is of another type than is wanted."""
        self.wrong.append(f"{self.place(name)} is {_type(value)}, and not {wanted}")


def stated(found: Said | None) -> Statement[str]:
    """What a member says, on one line; unknown where there is none."""
    return said(found.text, found.basis) if found else not_stated()


def maybe(statement: Statement[str]) -> Statement[str] | None:
    """A statement of a fact that is left out where nobody says anything of it."""
    return statement if statement.known else None


def maybe_date(statement: Statement[Edtf]) -> Statement[Edtf] | None:
    """The same of a date; one that cannot be read says so."""
    return None if statement.reason == NOT_STATED else statement


def joined(found: Sequence[Said], between: str) -> Statement[str]:
    """Several texts as one fact, each once."""
    texts = list(dict.fromkeys(words(one.text) for one in found))
    return said(between.join(texts), found[0].basis) if found else not_stated()


def as_number(value: object) -> str | None:
    """A number as it is written; None for anything else, and for what is beyond all numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value)


def token(text: str | None) -> str | None:
    """A role as the record has such words: `http://cv.iptc.org/.../about` is `about`."""
    last = re.split(r"[/:#]", words(text).rstrip("/:#"))[-1]
    plain = _NO_TOKEN.sub("-", last.casefold()).strip("-").lstrip("0123456789-")
    return plain[:_LONGEST_TOKEN].rstrip("-") or None


def shown(name: str) -> str:
    """A name of a member as messages have it."""
    plain = words(name) or "?"
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[:_LONGEST_NAME]}..."


def finding_of(wrong: Sequence[str]) -> tuple[Finding, ...]:
    """That members were of other types than is wanted, if any were."""
    if not wrong:
        return ()
    told = list(dict.fromkeys(wrong))
    more = f"; and {len(told) - _MOST_NAMED:,} more" if len(told) > _MOST_NAMED else ""
    detail = f"left out: {'; '.join(told[:_MOST_NAMED])}{more}"
    return (Finding(Code.TX_02, Kind.TEXT, Level.WARNING, "", detail),)


def _type(value: object) -> str:
    return _TYPES.get(type(value), "a number")
