"""The published schema itself: valid, closed, described, and never again changed."""

import hashlib
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
import referencing

from newsarchive import canonical
from newsarchive.errors import NotFoundError
from newsarchive.metadata import problems, schema_bytes
from newsarchive.metadata.schemas import json_path
from newsarchive.model.dates import Edtf
from support.records import full_document
from support.schemas import conditional, parts

SCHEMAS: dict[str, dict[str, Any]] = {
    name: canonical.loads(schema_bytes(name))
    for name in ("article-1", "article-1.1", "article-1.2", "delivery-1", "delivery-1.1")
}
SCHEMA = SCHEMAS["article-1.2"]
EVERY = [(name, place, node) for name, schema in SCHEMAS.items() for place, node in parts(schema)]


def _id(name: str, place: tuple[str | int, ...]) -> str:
    return f"{name} {json_path(place)}"


PROPERTIES = {
    _id(schema, (*place, name)): described
    for schema, place, node in EVERY
    if place and place[-1] == "properties" and not conditional(place)
    for name, described in node.items()
}
OBJECTS = {
    _id(schema, place): node
    for schema, place, node in EVERY
    if "object" in (node.get("type") or ()) and place[-1:] != ("properties",)
}
PATTERNS = {
    _id(schema, place): node
    for schema, place, node in EVERY
    if isinstance(node.get("pattern"), str)
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_valid_against_its_metaschema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_has_its_name_and_version(name: str) -> None:
    assert SCHEMAS[name]["$id"] == f"urn:newsarchive:schema:{name}"
    assert SCHEMAS[name]["properties"]["schemaVersion"]["const"] == name.partition("-")[2]


def test_what_an_early_record_says_a_later_one_says_alike() -> None:
    early = {**full_document(), "schemaVersion": "1.1"}
    del early["body"]["source"]

    assert problems(early, "article-1.1") == ()


@pytest.mark.parametrize("described", PROPERTIES.values(), ids=PROPERTIES)
def test_every_property_is_described(described: dict[str, Any]) -> None:
    assert described["description"].endswith(".")


@pytest.mark.parametrize("node", OBJECTS.values(), ids=OBJECTS)
def test_every_object_is_closed(node: dict[str, Any]) -> None:
    assert node["additionalProperties"] is False


@pytest.mark.parametrize("node", PATTERNS.values(), ids=PATTERNS)
def test_every_pattern_is_whole_limited_and_has_words_for_people(node: dict[str, Any]) -> None:
    assert node["pattern"].startswith("^")
    assert node["pattern"].endswith("$")
    assert node["maxLength"] >= 1
    assert node["title"]


@pytest.mark.parametrize("node", PATTERNS.values(), ids=PATTERNS)
def test_every_pattern_keeps_to_what_all_validators_know(node: dict[str, Any]) -> None:
    # JSON Schema core, section 6.4: classes, quantifiers, groups, alternatives, anchors.
    assert not [
        special for special in ("(?", "\\d", "\\w", "\\s", "\\b") if special in node["pattern"]
    ]


def test_every_name_of_the_first_schema_is_required_and_later_ones_may_be_left_out() -> None:
    first = SCHEMAS["article-1"]

    assert first["required"] == list(first["properties"])
    assert SCHEMA["required"] == first["required"]


def test_a_member_that_may_be_null_is_required() -> None:
    nullable = {
        json_path((*place[:-1], name))
        for place, node in parts(SCHEMA)
        if place and place[-1] == "properties" and not conditional(place)
        for name, described in node.items()
        if "null" in described.get("type", ())
        and name not in parent(place[:-1]).get("required", ())
    }

    # In a statement null means that nobody is named, and the rules of statements say when.
    assert nullable == {'$["$defs"].textStatement.value', '$["$defs"].dateStatement.value'}


def parent(place: tuple[str | int, ...]) -> dict[str, Any]:
    node: Any = SCHEMA
    for step in place:
        node = node[step]
    return dict(node)


def test_every_reference_leads_somewhere() -> None:
    references = {node["$ref"] for _, node in parts(SCHEMA) if isinstance(node.get("$ref"), str)}

    assert {f"#/$defs/{name}" for name in SCHEMA["$defs"]} == references


def test_the_pattern_of_dates_allows_what_the_calendar_has() -> None:
    bare = jsonschema.Draft202012Validator(
        SCHEMA["$defs"]["dateStatement"]["properties"]["value"], registry=referencing.Registry()
    )
    years = [f"{m:02d}-{d:02d}" for m in range(26) for d in (0, 1, 28, 29, 30, 31, 32)]

    for text in [f"2016-{day}" for day in years] + [f"2016-{m:02d}" for m in range(27)]:
        if bare.is_valid(text) != readable(text):
            assert text in {
                "2016-02-30",
                "2016-02-31",
                "2016-04-31",
                "2016-06-31",
                "2016-09-31",
                "2016-11-31",
            }


def readable(text: str) -> bool:
    try:
        Edtf.parse(text)
    except ValueError:
        return False
    return True


def test_a_schema_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFoundError, match="no schema called article-9"):
        problems(full_document(), "article-9")


PUBLISHED = {
    "article-1": "85429adb6911db939176ce861ad4987771ea85deb94fb5d1f428cff4812cba47",
    "article-1.1": "65288289701519d5531e9c2a1fc05478e6aec1f290b1ce518cb9a58b9baa8ff8",
}


@pytest.mark.parametrize(("name", "digest"), PUBLISHED.items(), ids=PUBLISHED)
def test_a_published_schema_has_not_changed(name: str, digest: str) -> None:
    # If this fails, do not correct the digest: put the change into a new schema, article-1.3.
    assert hashlib.sha256(schema_bytes(name)).hexdigest() == digest


def test_the_schema_library_is_imported_only_when_a_document_is_checked() -> None:
    code = "import sys, newsarchive.metadata; sys.exit('jsonschema' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0
