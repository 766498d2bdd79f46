"""Statements to JSON and back. What is not set is left out (schemas/article-1.schema.json)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Resolution, Span, Statement, Status

T = TypeVar("T", str, Edtf)
_UNKNOWN = Status.UNKNOWN.value
_BARE = 2  # members: that it is unknown, and why


@lru_cache(maxsize=256)  # as are two of three, for a few reasons; and nobody can change one
def _unknown(reason: str) -> Statement[Any]:
    return Statement.unknown(reason)


def to_json(statement: Statement[T]) -> dict[str, Any]:
    """A statement as the record has it: its members in the order of the schema."""
    if statement.status is Status.UNKNOWN and statement.note is None and not statement.candidates:
        # As are two of three: it holds its reason and nothing else.
        return {"status": "unknown", "reason": statement.reason}
    value = None if statement.value is None else str(statement.value)
    document: dict[str, Any] = {"status": statement.status.value}
    if value is not None or not statement.named:
        document["value"] = value
    members: Mapping[str, Any] = {
        "raw": statement.raw,
        "named": None if statement.named else False,
        "basis": statement.basis,
        "span": span_to_json(statement.span),
        "reason": statement.reason,
        "by": statement.by,
        "when": statement.when,
        "note": statement.note,
        "candidates": [to_json(c) for c in statement.candidates] or None,
        "resolution": _resolution_to_json(statement.resolution),
    }
    return document | {name: member for name, member in members.items() if member is not None}


def text_from_json(document: Mapping[str, Any]) -> Statement[str]:
    """The statement of a text.

    Raises:
        ValueError: it contradicts itself.
    """
    return _from_json(document, str)


def date_from_json(document: Mapping[str, Any]) -> Statement[Edtf]:
    """The statement of a date.

    Raises:
        ValueError: it contradicts itself, or its value is no date.
    """
    return _from_json(document, Edtf.parse)


def span_to_json(span: Span | None) -> list[int] | None:
    """A span as `[start, end]`."""
    return None if span is None else [span.start, span.end]


def _from_json(document: Mapping[str, Any], read: Callable[[str], T]) -> Statement[T]:
    if document["status"] == _UNKNOWN and len(document) == _BARE and "reason" in document:
        return _unknown(document["reason"])
    value, span = document.get("value"), document.get("span")
    resolution = document.get("resolution")
    return Statement(
        Status(document["status"]),
        None if value is None else read(value),
        raw=document.get("raw"),
        named=document.get("named", True),
        basis=document.get("basis"),
        span=None if span is None else Span(*span),
        reason=document.get("reason"),
        by=document.get("by"),
        when=document.get("when"),
        note=document.get("note"),
        candidates=tuple(_from_json(c, read) for c in document.get("candidates", ())),
        resolution=None if resolution is None else Resolution(**resolution),
    )


def _resolution_to_json(resolution: Resolution | None) -> dict[str, str] | None:
    if resolution is None:
        return None
    members = {
        "rule": resolution.rule,
        "by": resolution.by,
        "when": resolution.when,
        "reason": resolution.reason,
    }
    return {name: member for name, member in members.items() if member is not None}
