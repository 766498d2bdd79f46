"""What the portal's JSON looks like: JSON Schema 2020-12, as OpenAPI 3.1 has it. Pure."""

from collections.abc import Mapping
from typing import Any

from newsarchive.model.access import Gives
from newsarchive.model.decision import Access
from newsarchive.model.finding import Verdict
from newsarchive.model.found import Facet
from newsarchive.model.holding import BagKind

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_MAYBE: Schema = {"type": ["string", "null"]}
_BAG_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_NAME: Schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,199}$"}
_SEAL: Schema = {"type": "string", "pattern": "^sha512:[0-9a-f]{128}$"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_LINK: Schema = {"type": "string", "format": "uri-reference"}


def _object(**members: Schema) -> Schema:
    """An object with all of these members; later versions may add others."""
    return {"type": "object", "required": list(members), "properties": members}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "null"}]}


def of(name: str) -> Schema:
    """A reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: Mapping[str, Schema] = {
    "Error": _object(status={"type": "integer"}, error=TEXT, details=_list(TEXT)),
    "Index": _object(
        articles=COUNT,
        years=_list(_object(year=TEXT, articles=COUNT)),
        without_year=COUNT,
        values={"type": "object", "additionalProperties": _list(of("Value"))},
        kept=TEXT,
        remarks=_list(TEXT),
    ),
    "Value": _object(value=_MAYBE, articles=COUNT, link=_LINK),
    "Values": _object(kind=TEXT, values=_list(of("Value"))),
    "Results": _object(
        question=TEXT,
        self=_LINK,
        next_page=_or_null(_LINK),
        total=COUNT,
        offset=COUNT,
        next=_or_null(COUNT),
        undated=COUNT,
        withheld=COUNT,
        withheld_why=_list(TEXT),
        earlier_versions=COUNT,
        unread=COUNT,
        behind=COUNT,
        why=_MAYBE,
        notes=_list(TEXT),
        hits=_list(of("Hit")),
        facets={
            "type": "object",
            "propertyNames": {"enum": [facet.value for facet in Facet]},
            "additionalProperties": _list(_object(value=_MAYBE, count=COUNT)),
        },
    ),
    "Hit": _object(
        bag=_NAME,
        bag_id=_BAG_ID,
        title=TEXT,
        headline=_MAYBE,
        date=_MAYBE,
        date_kind=_MAYBE,
        source=_MAYBE,
        sources=_list(TEXT),
        agencies=_list(TEXT),
        language=_MAYBE,
        gaps=_list(TEXT),
        snippet=_MAYBE,
        duplicates=COUNT,
        current=_FLAG,
        superseded_by=_or_null(_NAME),
        closed=_MAYBE,
        link=_LINK,
    ),
    "Version": _object(
        bag=_NAME,
        bag_id=_BAG_ID,
        path=TEXT,
        seal=_SEAL,
        accessioned=_TIME,
        version=_MAYBE,
        versioned=_MAYBE,
    ),
    "Finding": {"type": "object", "additionalProperties": TEXT},
    "Bag": _object(
        bag=_NAME,
        bag_id=_BAG_ID,
        urn=TEXT,
        kind={"enum": [kind.value for kind in BagKind]},
        delivery=_or_null(_BAG_ID),
        article_id=TEXT,
        path=TEXT,
        seal=_SEAL,
        accessioned=_TIME,
        files=COUNT,
        bytes=COUNT,
        provenance_complete=_FLAG,
        access=_object(level={"enum": [level.value for level in Access]}, why=_MAYBE, until=_MAYBE),
        given={"enum": [given.value for given in Gives]},
        record={
            "type": ["object", "null"],
            "description": "The record; the schema that its schemaVersion names describes it.",
        },
        problem=_MAYBE,
        standing=_or_null(
            _object(
                verdict={"enum": [verdict.value for verdict in Verdict]},
                checked=_TIME,
                run=TEXT,
                findings=_list(of("Finding")),
            )
        ),
        versions=_list(of("Version")),
        current=_FLAG,
        superseded_by=_or_null(_NAME),
        same_text=_object(count=COUNT, bags=_list(of("Version"))),
        amendments=_list(of("Version")),
        articles=_list(of("Version")),
        decisions=_list({"type": "object"}),
    ),
    "Files": _object(
        bag=_NAME,
        bag_id=_BAG_ID,
        bags=_list(
            _object(
                bag=_NAME,
                bag_id=_BAG_ID,
                seal=_SEAL,
                amends=_or_null(_BAG_ID),
                files=_list(_object(path=TEXT, digest=TEXT, link=_LINK)),
            )
        ),
    ),
    "Compared": _object(
        bag=_NAME,
        bag_id=_BAG_ID,
        article_id=TEXT,
        version=_MAYBE,
        versioned=_MAYBE,
        accessioned=_TIME,
    ),
    "Difference": _object(
        first=of("Compared"),
        second=of("Compared"),
        same=_FLAG,
        words=_or_null(
            _object(
                same=_FLAG,
                taken_out=COUNT,
                put_in=COUNT,
                paragraphs=_list(
                    _list(
                        {
                            "type": "object",
                            "required": ["in", "text"],
                            "properties": {"in": TEXT, "text": TEXT},
                        }
                    )
                ),
            )
        ),
        fields=_list(_object(field=TEXT, first=_MAYBE, second=_MAYBE)),
        images=_object(taken_out=_list(TEXT), put_in=_list(TEXT)),
    ),
    "Citations": _list({"type": "object"}),
    "LinkedData": {"type": "object", "required": ["@context", "@type"]},
}
"""The schemas of all answers, by name."""
