"""The words that pages are read by, in many languages: words.json beside this file.

A list has expressions, one for a word or a phrase (of walls, errors, corrections, credits,
bylines), or plain words: of classes (`class-...`), of meta elements (`meta-...`), of folders.
"""

import json
from functools import cache
from importlib import resources


@cache
def _table() -> dict[str, list[str]]:
    file = resources.files("newsarchive.formats.pages").joinpath("words.json")
    found: dict[str, list[str]] = json.loads(file.read_bytes())
    return found


def any_of(*names: str) -> str:
    """An expression for any of the words in these lists, as a group; the longest first."""
    found = [word for name in names for word in _table()[name]]
    return f"(?:{'|'.join(sorted(dict.fromkeys(found), key=len, reverse=True))})"


def listed(name: str) -> tuple[str, ...]:
    """The words in a list of plain words."""
    return tuple(_table()[name])
