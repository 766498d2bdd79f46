"""Whether an item is valid by the schema of ninjs 3.1, offline; it is a sample."""

import json
from functools import cache
from typing import Any

import jsonschema
import referencing

from support.samples import samples


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(samples("schemas", "ninjs-schema_3.1.json").read_bytes())
    places = json.loads(samples("schemas", "GeoJSON-schema.json").read_bytes())
    resource = referencing.Resource.from_contents(places)
    registry = referencing.Registry().with_resource(places["$id"], resource)
    formats = jsonschema.FormatChecker(formats=["date-time", "uri"])
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=formats)


def faults(item: Any) -> list[str]:
    """What is wrong with an item, each with its place."""
    return [f"{e.json_path}: {e.message}" for e in validator().iter_errors(item)]
