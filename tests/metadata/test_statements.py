"""A statement goes into a record and comes back as it was, and the model and the schema agree."""

from typing import Any

import jsonschema
import pytest
import referencing
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import canonical
from newsarchive.metadata import schema_bytes
from newsarchive.metadata.statements import date_from_json, text_from_json, to_json
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement, Status
from support.statements import dates, spans, statements, words


@given(statements(words))
def test_a_text_statement_comes_back_as_it_was(statement: Statement[str]) -> None:
    assert text_from_json(to_json(statement)) == statement


@given(statements(dates))
def test_a_date_statement_comes_back_as_it_was(statement: Statement[Edtf]) -> None:
    assert date_from_json(to_json(statement)) == statement


def test_a_note_that_is_empty_is_kept() -> None:
    statement: Statement[str] = Statement(Status.UNKNOWN, reason="torn off", note="")

    assert text_from_json(to_json(statement)) == statement


def accepts(kind: str, document: dict[str, Any]) -> bool:
    """Whether the schema takes `document` for a statement of that kind."""
    return VALIDATORS[kind].is_valid(document)


DEFINITIONS = canonical.loads(schema_bytes("article-1"))["$defs"]
VALIDATORS = {
    kind: jsonschema.Draft202012Validator(
        {"$ref": f"#/$defs/{kind}", "$defs": DEFINITIONS}, registry=referencing.Registry()
    )
    for kind in ("textStatement", "dateStatement")
}


@given(statements(words))
def test_the_schema_accepts_every_text_statement_there_can_be(statement: Statement[str]) -> None:
    assert accepts("textStatement", to_json(statement))


@given(statements(dates))
def test_the_schema_accepts_every_date_statement_there_can_be(statement: Statement[Edtf]) -> None:
    assert accepts("dateStatement", to_json(statement))


members = st.fixed_dictionaries(
    {"status": st.sampled_from(list(Status))},
    optional={
        "value": st.sampled_from(["", "x"]),
        "raw": st.just("x"),
        "named": st.just(False),
        "basis": st.sampled_from(["", "x"]),
        "span": spans,
        "reason": st.sampled_from(["", "x"]),
        "by": st.sampled_from(["", "x"]),
        "when": st.just("2026-11-22T10:00:00Z"),
        "note": st.just("x"),
        "candidates": st.just((Statement.unknown("x"),)),
    },
)


@given(members)
def test_the_model_accepts_a_statement_just_if_the_schema_does(
    given_members: dict[str, Any],
) -> None:
    document: dict[str, Any] = {**given_members, "status": given_members["status"].value}
    if "span" in document:
        document["span"] = [document["span"].start, document["span"].end]
    if "candidates" in document:
        document["candidates"] = [{"status": "unknown", "reason": "x"}]
    if "named" in document:
        document.setdefault("value", None)

    assert can_be_made(given_members) == accepts("textStatement", document)


def can_be_made(given_members: dict[str, Any]) -> bool:
    try:
        Statement(**given_members)
    except ValueError:
        return False
    return True


def test_what_is_not_set_is_left_out() -> None:
    assert to_json(Statement.unknown("nobody said")) == {
        "status": "unknown",
        "reason": "nobody said",
    }


def test_what_is_unnamed_has_a_value_of_null() -> None:
    assert to_json(Statement.unnamed("agencies", basis="text:last-block")) == {
        "status": "stated",
        "value": None,
        "raw": "agencies",
        "named": False,
        "basis": "text:last-block",
    }


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a date such as"):
        date_from_json({"status": "stated", "value": "soon", "basis": "x"})
