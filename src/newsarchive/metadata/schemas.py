"""JSON Schemas: where they lie, and what is wrong with a document in words that people understand.

jsonschema is imported when the first document is checked, since the command line must start fast.
A validator is built once per process; no schema is ever fetched from a network.
"""

import contextlib
import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from newsarchive import canonical
from newsarchive.errors import NotFoundError
from newsarchive.model.dates import Edtf
from newsarchive.published import published

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError

RECORD_SCHEMAS: Mapping[str, str] = {"1": "article-1", "1.1": "article-1.1", "1.2": "article-1.2"}
"""The schemas of records by the `schemaVersion` that names them, oldest first."""
RECORD_SCHEMA = "article-1.2"
"""The schema of the records that this version writes."""
AUDIT_REPORT_SCHEMA = "audit-report-1.1"
"""The schema of the reports that this version writes."""
AUDIT_REPORT_SCHEMAS = ("audit-report-1", AUDIT_REPORT_SCHEMA)
"""The schemas of reports, oldest first."""
DELIVERY_SCHEMAS: Mapping[str, str] = {"1": "delivery-1", "1.1": "delivery-1.1"}
"""The schemas of the records of deliveries by the `schemaVersion` that names them, oldest first."""
DELIVERY_SCHEMA = "delivery-1.1"
"""The schema of the records of deliveries that this version writes."""
CURRENT_SCHEMAS = (
    *RECORD_SCHEMAS.values(),
    *AUDIT_REPORT_SCHEMAS,
    *DELIVERY_SCHEMAS.values(),
)
"""What an archive keeps in its own schemas/: every version that a document in it may name."""

Place = tuple[str | int, ...]

_SUFFIX = ".schema.json"
_SHOWN = 60

_TYPES = {
    "object": "a set of named values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_KINDS: Mapping[type, str] = {
    dict: "a set of named values",
    list: "a list",
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
# Where several rules fail for one value, the first of these says it best.
_CLEAREST_FIRST = ("type", "minLength", "format", "pattern", "maxLength")


def schema_bytes(name: str) -> bytes:
    """The schema called `name` (`article-1`), as published.

    Raises:
        NotFoundError: there is no schema of that name.
    """
    if (found := published(f"{name}{_SUFFIX}")) is not None:
        return found
    raise NotFoundError(
        f"there is no schema called {name}",
        hint="If it comes from a newer newsarchive, install that version.",
    )


def is_valid(document: object, schema: str) -> bool:
    """Whether `document` fits the schema called `schema`; what is not JSON's own types does not.

    Raises:
        NotFoundError: there is no schema of that name.
    """
    try:
        return _is_valid(schema)(document)
    except ValueError:
        return False


def problems(document: object, schema: str) -> tuple[str, ...]:
    """Everything that is wrong with `document` by the schema called `schema`, sorted by place.

    Each is a JSON path and a sentence: `$.provenance.sources[0].reason: is missing`. Empty if the
    document is valid.

    Raises:
        NotFoundError: there is no schema of that name.
    """
    if _is_valid(schema)(document):
        return ()
    by_place: dict[Place, list[_Fault]] = {}
    for error in _validator(schema).iter_errors(document):
        fault = _Fault.of(error)
        by_place.setdefault(fault.place, []).append(fault)
    lines = {
        (_order(place), f"{json_path(place)}: {sentence}")
        for faults in by_place.values()
        for fault in _clearest(faults)
        for place, sentence in _sentences(fault, document)
    }
    return tuple(line for _, line in sorted(lines))


def report_problems(document: object) -> tuple[str, ...]:
    """Everything that is wrong with the report of an audit, by its own schema; see `problems`.

    One that names none that is known is held against the newest.
    """
    named = document.get("schema") if isinstance(document, dict) else None
    return problems(document, named if named in AUDIT_REPORT_SCHEMAS else AUDIT_REPORT_SCHEMA)


def json_path(place: Place) -> str:
    """A place in a document as people write it: `$.media[2].caption`."""
    return "$" + "".join(
        f"[{step}]"
        if isinstance(step, int)
        else f".{step}"
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", step)
        else f"[{json.dumps(step)}]"
        for step in place
    )


@functools.cache
def _is_valid(name: str) -> "Callable[[object], bool]":
    """Whether a document is valid by the schema called `name`: yes or no, and quickly.

    jsonschema takes 15 ms for a record that is right, this one. What is wrong, and where, in words
    that we can turn into plain ones, only jsonschema says.
    """
    import jsonschema_rs  # noqa: PLC0415

    return jsonschema_rs.Draft202012Validator(
        canonical.loads(schema_bytes(name)),
        formats={"date-time": _is_time, "edtf": _fits_edtf},
        validate_formats=True,
    ).is_valid


def _is_time(text: str) -> bool:
    from rfc3339_validator import validate_rfc3339  # noqa: PLC0415  # what jsonschema asks, too

    return bool(validate_rfc3339(text.upper()))


def _fits_edtf(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return _is_edtf(text)
    return False


@functools.cache
def _validator(name: str) -> "Draft202012Validator":
    import jsonschema  # noqa: PLC0415  # slow to import, see above
    import referencing  # noqa: PLC0415

    checked: type[Draft202012Validator] = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator, {"pattern": _check_pattern}
    )
    return checked(
        canonical.loads(schema_bytes(name)),
        registry=referencing.Registry(),  # explicit and empty: a bare validator would fetch a $ref
        format_checker=_formats(jsonschema.FormatChecker),
    )


def _formats(checker: "type[FormatChecker]") -> "FormatChecker":
    formats = checker(formats=["date-time"])
    formats.checks("edtf", raises=ValueError)(_is_edtf)
    return formats


def _is_edtf(value: object) -> bool:
    if isinstance(value, str):
        Edtf.parse(value)
    return True


def _check_pattern(
    _validator: object, pattern: str, instance: object, _schema: object
) -> "Iterator[ValidationError]":
    """`pattern` as ECMA 262 reads it: there `$` is the end, in Python also before a final LF."""
    from jsonschema import ValidationError  # noqa: PLC0415

    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))


@dataclass(frozen=True, slots=True)
class _Fault:
    """One rule of the schema that the document breaks."""

    place: Place
    rule: str
    wanted: Any
    value: Any
    schema: Mapping[str, Any]
    cause: str

    @classmethod
    def of(cls, error: "ValidationError") -> Self:
        schema = error.schema if isinstance(error.schema, dict) else {}
        place = tuple(error.absolute_path)
        rule, wanted = str(error.validator), error.validator_value
        return cls(place, rule, wanted, error.instance, schema, str(error.cause or ""))


def _order(place: Place) -> tuple[tuple[int, int, str], ...]:
    """Sorts places: by name, and in a list by number."""
    return tuple((step, 0, "") if isinstance(step, int) else (0, 1, step) for step in place)


def _clearest(faults: list[_Fault]) -> list[_Fault]:
    """Of several rules that one value breaks, the one that says it best; other faults all."""
    ranked = [f for f in faults if f.rule in _CLEAREST_FIRST]
    ranked.sort(key=lambda f: _CLEAREST_FIRST.index(f.rule))
    return ranked[:1] + [f for f in faults if f.rule not in _CLEAREST_FIRST]


def _sentences(fault: _Fault, document: object) -> Iterator[tuple[Place, str]]:
    """The places and sentences for one fault: one for each name that is missing or too many."""
    place = fault.place
    match fault.rule:
        case "not":  # used as `{"not": {}}` only: jsonschema gives `false` no place
            yield place, _out_of_place(place, document)
        case "required" | "dependentRequired":
            yield from (((*place, name), "is missing") for name in _missing(fault))
        case "additionalProperties":
            for name in fault.value:
                if name not in fault.schema["properties"]:
                    yield (*place, name), "has no place here; the name may be misspelt"
        case rule if rule in _WORDS:
            yield place, _WORDS[rule](fault)
        case _:
            raise NotImplementedError(f"no words for the rule {fault.rule}: {fault.wanted}")


def _missing(fault: _Fault) -> Iterator[str]:
    given = fault.value
    needed = fault.wanted
    if fault.rule == "dependentRequired":
        needed = [name for member, names in needed.items() if member in given for name in names]
    return (name for name in needed if name not in given)


def _out_of_place(place: Place, document: Any) -> str:
    """For a member that its neighbours forbid, such as the `value` of what is unknown."""
    owner = document
    for step in place[:-1]:
        owner = owner[step]
    if isinstance(owner, dict) and isinstance(owner.get("status"), str):
        return f"has no place where the status is {_shown(owner['status'])}"
    return "has no place beside what else is given"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _type_words(fault: _Fault) -> str:
    names = [fault.wanted] if isinstance(fault.wanted, str) else fault.wanted
    expected = " or ".join(_TYPES[name] for name in names)
    return f"should be {expected}, and is {_KINDS[type(fault.value)]}"


def _text_words(fault: _Fault) -> str:
    return f"{_shown(fault.value)} is not {fault.schema['title']}"


def _enum_words(fault: _Fault) -> str:
    allowed = ", ".join(_shown(v) for v in fault.wanted)
    return f"is {_shown(fault.value)}, and should be one of {allowed}"


def _any_words(fault: _Fault) -> str:
    ways = (" and ".join(f"`{n}`" for n in option["required"]) for option in fault.wanted)
    return f"needs {' or else '.join(ways)}"


_WORDS: Mapping[str, Callable[[_Fault], str]] = {
    "type": _type_words,
    "enum": _enum_words,
    "const": lambda f: f"is {_shown(f.value)}, and should be {_shown(f.wanted)}",
    "pattern": _text_words,
    "format": lambda f: f.cause or _text_words(f),
    "maxLength": lambda f: f"is longer than {f.wanted} characters",
    "minLength": lambda _: "is empty",
    "minItems": lambda f: f"has {len(f.value)} entries, and should have at least {f.wanted}",
    "items": lambda f: (
        f"has {len(f.value)} entries, and should have {len(f.schema['prefixItems'])}"
    ),
    "minimum": lambda f: f"is {f.value}, and should be at least {f.wanted}",
    "maximum": lambda f: f"is {f.value}, and should be at most {f.wanted}",
    "uniqueItems": lambda _: "has an entry twice",
    "anyOf": _any_words,
}
