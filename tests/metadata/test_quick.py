"""The quick yes never says yes where jsonschema says no, and knows when it does not know."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.metadata.quick import UnknownSchemaError, compiled
from newsarchive.metadata.schemas import RECORD_SCHEMA, _is_valid
from support.records import full_document

SCHEMAS: dict[str, dict[str, Any]] = {
    "type": {"type": ["string", "null"]},
    "integer": {"type": "integer", "minimum": 1},
    "const": {"const": True},
    "enum": {"enum": [1, "a", None]},
    "string": {"type": "string", "minLength": 1, "maxLength": 2, "pattern": "^[a-z]+$"},
    "object": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "integer"}, "b": True, "c": False},
        "additionalProperties": {"type": "null"},
        "dependentRequired": {"b": ["a", "d"]},
    },
    "list": {"type": "array", "prefixItems": [{"type": "null"}], "items": {"minItems": 1}},
    "either": {"anyOf": [{"type": "null"}, {"minLength": 1}], "not": {"const": "a"}},
    "if": {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"type": "null"}},
    "itself": {
        "$ref": "#/$defs/tree",
        "$defs": {"tree": {"items": {"$ref": "#/$defs/tree"}, "type": ["array", "null"]}},
    },
}
VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 2, -1, 1.5, "", "a", "b", "ab", "a\n", "abc", "1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=list(SCHEMAS))
@given(value=VALUES)
def test_it_agrees_with_jsonschema(schema: dict[str, Any], value: object) -> None:
    # In Python a `$` also matches before a final LF; JSON Schema means the end.
    end = {"pattern": "^[a-z]+\\Z"} if "pattern" in schema else {}
    judge = jsonschema.Draft202012Validator({**schema, **end})

    assert compiled(schema, {})(value) == judge.is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"uniqueItems": True},
        {"properties": {"a": {"patternProperties": {}}}},
        {"format": "uri"},
        {"$ref": "https://example.org/other"},
        {"type": "number"},
        {"const": [1]},
        {"items": [1]},
    ],
)
def test_what_it_does_not_know_it_does_not_judge(schema: dict[str, Any]) -> None:
    with pytest.raises(UnknownSchemaError):
        compiled(schema, {})


def test_the_schema_of_records_is_known_to_it() -> None:
    assert _is_valid(RECORD_SCHEMA)(full_document())


def test_it_does_not_say_yes_to_a_record_with_a_member_too_many() -> None:
    assert not _is_valid(RECORD_SCHEMA)({**full_document(), "surprise": 1})
