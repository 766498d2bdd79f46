"""The names by which a container calls files that lie beside it: where they lead. Pure."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from newsarchive.errors import RefusedError
from newsarchive.formats.base import Beside

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_ELSEWHERE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
_LONGEST_SHOWN = 200


def parts_of(named: Beside) -> tuple[str, ...]:
    """The names on the way to a file, from the folder of its container on; `\\` parts them, too.

    Raises:
        RefusedError: it lies outside of that folder, or can be no name.
    """
    name = named.name
    shown = clipped(name)
    if _ADDRESS.match(name):
        raise RefusedError(f"{shown} is an address; a file beside it was wanted")
    parts = tuple(part for part in re.split(r"[/\\]", name) if part not in {"", "."})
    if _ELSEWHERE.match(name) or ".." in parts:
        raise RefusedError(f"{shown} lies outside of its folder")
    if not parts or "\0" in name:
        raise RefusedError(f"{shown!r} is no name of a file")
    return parts


def similar(name: str, names: Iterable[str]) -> str:
    """What is to be added to the message that there is no `name`: "" or `; did you mean ...?`."""
    by_case = {n.casefold(): n for n in names}
    close = get_close_matches(name[:_LONGEST_SHOWN].casefold(), by_case, n=1)
    return f"; did you mean {clipped(by_case[close[0]])}?" if close else ""


def clipped(name: str) -> str:
    """A name from outside as it can be shown: printable, and not too long."""
    shown = name if name.isprintable() else ascii(name)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."
