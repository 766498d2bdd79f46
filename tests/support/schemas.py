"""Schemas as trees, for claims about every part of one."""

from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]


def parts(node: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every object in the schema with its place."""
    if isinstance(node, dict):
        yield place, node
        for name, member in node.items():
            yield from parts(member, (*place, name))
    elif isinstance(node, list):
        for number, item in enumerate(node):
            yield from parts(item, (*place, number))


def conditional(place: Place) -> bool:
    """Whether a place is in a rule (if, then, else), which adds to what is described elsewhere."""
    return bool({"if", "then", "else"} & set(place))
