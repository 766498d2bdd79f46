"""What an export takes from a record, and the list of what it had to leave out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# The months 21 to 24 are seasons, in EDTF only.
_PLAIN_DATE = re.compile(
    r"\d{4}(-[01]\d(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?)?)?", re.ASCII
)
_WEB = re.compile(r"(?i:https?|urn|tag):")


@dataclass(frozen=True, slots=True)
class Export:
    """A record in another's words. `left_out` are places in the record, each with the reason."""

    document: Mapping[str, Any]
    left_out: tuple[str, ...]


class RecordReading:
    """One record being read for an export. It keeps what is left out."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.left_out: list[str] = []

    def leave(self, place: str, why: str) -> None:
        """Say that what stands at `place` of the record is not in the export, and why."""
        self.left_out.append(f"{place}: {why}")

    def value(self, place: str, statement: Mapping[str, Any] | None = None) -> str | None:
        """The value of a statement, by default the one at `place`; None if there is none.

        A disputed value stands, and what else was found is left out.
        """
        if statement is None:
            statement = self.optional(place)
        value = statement.get("value")
        if value is None:
            if statement.get("named") is False:
                self.leave(place, f"is mentioned without a name: {statement['raw']}")
            return None
        others = [str(c["value"]) for c in statement.get("candidates", ()) if c.get("value")]
        if others and "resolution" not in statement:
            self.leave(place, f"is disputed; {value} stands, also found: {'; '.join(others)}")
        return str(value)

    def values(self, place: str) -> list[str]:
        """The values of a list of statements, each once."""
        found = [
            self.value(f"{place}[{n}]", statement) for n, statement in enumerate(self.at(place))
        ]
        return list(dict.fromkeys(v for v in found if v is not None))

    def plain_date(self, place: str) -> str | None:
        """A date that is certain and in plain ISO 8601; any other is left out."""
        value = self.value(place)
        if value is None or _PLAIN_DATE.fullmatch(value):
            return value
        self.leave(place, f"{value} is not a plain ISO date")
        return None

    def at(self, place: str) -> Any:
        """What stands at `place`: `provenance.sources`."""
        member: Any = self.document
        for step in place.split("."):
            member = member[step]
        return member

    def optional(self, place: str) -> Mapping[str, Any]:
        """The statement at `place`, which a record need not have."""
        member: Any = self.document
        for step in place.split("."):
            member = member.get(step, {})
        return dict(member)

    def people(self, rel: str) -> list[str]:
        """The names of the contributors who are `rel` (`author`) to the article."""
        return [person["name"] for person in self.at("people") if person["rel"] == rel]

    def headlines(self) -> Iterator[tuple[str, str]]:
        """The headlines, each with its role."""
        for headline in self.at("headlines"):
            yield headline["role"], headline["value"]

    def export(self, document: Mapping[str, Any]) -> Export:
        """`document` without members that are not set, and what was left out."""
        return Export(set_members(document), tuple(self.left_out))


def set_members(members: Mapping[str, Any]) -> dict[str, Any]:
    """Only the members that say something."""
    return {name: member for name, member in members.items() if member not in (None, "", [], {})}


def is_uri(text: str) -> bool:
    """Whether `text` is a URI by RFC 3986: an address with other letters than ASCII is none."""
    # Slow to import, and without types.
    from rfc3986_validator import validate_rfc3986  # type: ignore[import-untyped]  # noqa: PLC0415

    return bool(validate_rfc3986(text, rule="URI"))


def is_link(text: str) -> bool:
    """Whether `text` is a URI that means the same everywhere; `medtop:17000000` is not."""
    return bool(_WEB.match(text)) and is_uri(text)


def first(values: Iterable[str]) -> str | None:
    """The first of `values`; None if there is none."""
    return next(iter(values), None)
