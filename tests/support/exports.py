"""Records to export: the one with everything in it, and what statements make of it."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from support.records import WHEN, full_document, small_record

UNKNOWN = {"status": "unknown", "reason": "UNKNOWN-REASON"}
NONE = {"status": "none", "by": "NONE-BY", "when": WHEN}
UNNAMED = {"status": "stated", "value": None, "raw": "UNNAMED", "named": False, "basis": "BASIS"}
ABSENT: dict[str, dict[str, Any]] = {"unknown": UNKNOWN, "none": NONE, "unnamed": UNNAMED}

STATEMENTS = (
    "version",
    "digitalSourceType",
    "lead",
    "by",
    "pubStatus",
    "embargoedUntil",
    "language.declared",
    "rights.copyrightNotice",
    "rights.copyrightHolder",
    "rights.usageTerms",
    *(
        f"provenance.{name}"
        for name in (
            "sourceLine",
            "sources",
            "agencies",
            "publisher",
            "datePublished",
            "dateIssued",
            "dateModified",
            "dateline",
            "url",
            "captured",
        )
    ),
)
MEDIUM_STATEMENTS = ("caption", "creditLine", "altText", "by", "rights")


def stated(value: str, **more: Any) -> dict[str, Any]:
    return {"status": "stated", "value": value, "basis": "BASIS", **more}


def supplied(value: str) -> dict[str, Any]:
    return {"status": "supplied", "value": value, "by": "SUPPLIED-BY", "when": WHEN}


def disputed(value: str, other: str) -> dict[str, Any]:
    return stated(value, candidates=[supplied(other)])


def record(**places: Any) -> dict[str, Any]:
    """The full record with other members; `provenance__url` stands for `provenance.url`."""
    document = full_document()
    for place, member in places.items():
        *above, last = place.split("__")
        owner = document
        for step in above:
            owner = owner[step]
        owner[last] = member
    return document


def every(statement: dict[str, Any]) -> dict[str, Any]:
    """The full record with `statement` for every statement in it."""
    places: dict[str, Any] = {p.replace(".", "__"): copy.deepcopy(statement) for p in STATEMENTS}
    for name in ("provenance__sources", "provenance__agencies"):
        places[name] = [places[name]]
    document = record(**places)
    for medium in document["media"]:
        medium.update(dict.fromkeys(MEDIUM_STATEMENTS, statement))
    return document


def small() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(small_record())
    return document


def texts(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
