"""A statement says how a fact is known, and cannot contradict itself."""

from typing import Any

import pytest
from hypothesis import given

from newsarchive.model.statement import Resolution, Span, Statement, Status
from support.statements import statements, words

WHEN = "2026-11-22T10:00:00Z"


@pytest.mark.parametrize(
    ("statement", "known"),
    [
        (Statement.stated("A", basis="text:x"), True),
        (Statement[str].unnamed("agencies", basis="text:x"), True),
        (Statement.derived("A", basis="rule:x"), True),
        (Statement.supplied("A", by="archivist", when=WHEN), True),
        (Statement[str].none(basis="text:staff"), True),
        (Statement[str].none(by="archivist", when=WHEN), True),
        (Statement[str].unknown("not stated"), False),
    ],
    ids=["stated", "unnamed", "derived", "supplied", "none", "none by a person", "unknown"],
)
def test_all_but_unknown_is_known(statement: Statement[str], *, known: bool) -> None:
    assert statement.known == known


CONTRADICTIONS: dict[str, tuple[Status, dict[str, Any], str]] = {
    "stated nothing": (Status.STATED, {"basis": "x"}, "needs a value"),
    "stated on nothing": (Status.STATED, {"value": "A"}, "what it rests on"),
    "stated empty": (Status.STATED, {"value": "", "basis": "x"}, "no empty text"),
    "stated on an empty basis": (Status.STATED, {"value": "A", "basis": ""}, "no empty text"),
    "stated by": (Status.STATED, {"value": "A", "basis": "x", "by": "me"}, "has no by"),
    "stated when": (Status.STATED, {"value": "A", "basis": "x", "when": WHEN}, "has no when"),
    "stated with reason": (Status.STATED, {"value": "A", "basis": "x", "reason": "y"}, "no reason"),
    "unnamed with value": (
        Status.STATED,
        {"value": "A", "raw": "a", "named": False, "basis": "x"},
        "names nobody",
    ),
    "unnamed unprinted": (Status.STATED, {"named": False, "basis": "x"}, "names nobody"),
    "unnamed on nothing": (Status.STATED, {"named": False, "raw": "a"}, "what it rests on"),
    "unnamed unknown": (Status.UNKNOWN, {"named": False, "reason": "x"}, "without a name"),
    "derived on nothing": (Status.DERIVED, {"value": "A"}, "what it rests on"),
    "supplied nothing": (Status.SUPPLIED, {"by": "me", "when": WHEN}, "needs a value"),
    "supplied by nobody": (Status.SUPPLIED, {"value": "A", "when": WHEN}, "by whom and when"),
    "supplied never": (Status.SUPPLIED, {"value": "A", "by": "me"}, "by whom and when"),
    "supplied with a span": (
        Status.SUPPLIED,
        {"value": "A", "by": "me", "when": WHEN, "span": Span(0, 1)},
        "has no span",
    ),
    "none with a value": (Status.NONE, {"value": "A", "basis": "x"}, "has no value"),
    "none by nobody": (Status.NONE, {}, "by whom and when, or what it rests on"),
    "none never": (Status.NONE, {"by": "me"}, "by whom and when, or what it rests on"),
    "unknown for no reason": (Status.UNKNOWN, {}, "needs a reason"),
    "unknown with a value": (Status.UNKNOWN, {"reason": "x", "value": "A"}, "has no value"),
    "unknown with text": (Status.UNKNOWN, {"reason": "x", "raw": "A"}, "has no raw"),
    "unknown with a place": (Status.UNKNOWN, {"reason": "x", "span": Span(0, 1)}, "has no span"),
    "resolved without candidates": (
        Status.STATED,
        {"value": "A", "basis": "x", "resolution": Resolution(rule="y")},
        "resolves nothing without candidates",
    ),
}


@pytest.mark.parametrize(("status", "members", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_refused(status: Status, members: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^a statement that is {status} .*{said}"):
        Statement(status, **members)


def test_candidates_without_resolution_are_a_dispute() -> None:
    other = Statement.derived("B", basis="rule:b")

    assert Statement(Status.STATED, "A", basis="x", candidates=(other,)).disputed


@given(statements(words))
def test_a_dispute_is_candidates_and_no_resolution(statement: Statement[str]) -> None:
    assert statement.disputed == (statement.candidates != () and statement.resolution is None)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"rule": ""},
        {"rule": "x", "by": "me", "when": WHEN, "reason": "y"},
        {"by": "me"},
        {"by": "me", "when": WHEN},
        {"by": "me", "reason": "y"},
    ],
)
def test_a_resolution_is_by_a_rule_or_wholly_by_a_person(members: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="resolution"):
        Resolution(**members)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_what_is_no_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    ("inner", "held"),
    [(Span(2, 5), True), (Span(3, 4), True), (Span(1, 3), False), (Span(4, 6), False)],
)
def test_a_span_holds_what_lies_wholly_inside(inner: Span, *, held: bool) -> None:
    assert Span(2, 5).holds(inner) == held
