"""Files beside a container: what its items name is found in its folder, and nowhere else."""

import re
import unicodedata
from difflib import get_close_matches

from newsarchive.durable import display
from newsarchive.errors import RefusedError
from newsarchive.formats import Beside
from newsarchive.workflows.ingest.below import (
    Below,
    is_file,
    lies_there,
    link_on_the_way,
    linked,
    names_in,
    no_file,
)

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_ELSEWHERE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
_MOST_NAMES = 2000  # in a folder; among more of them looking for a similar one takes long
_MOST_SUGGESTED = 20  # who mistook more names meant another folder
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


class Neighbours:
    """The files in the folder of a container that is called `name`."""

    def __init__(self, folder: Below, name: str) -> None:
        self._folder = folder
        self._name = name
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}  # in the folders looked into
        self._suggested = 0

    def find(self, named: Beside) -> Below:
        """The file that is meant. It is there, and no link leads to it that is not followed.

        Raises:
            RefusedError: it is not.
        """
        parts = parts_of(named)
        place = Below(self._folder.root, (*self._folder.parts, *parts), self._folder.follow)
        if is_file(place):
            return place
        if link := link_on_the_way(place):
            raise linked(clipped(named.name), link)
        if lies_there(place):
            raise RefusedError(f"{clipped(named.name)} is {no_file(place)}; a file was wanted")
        *above, last = parts
        names = self._names_in(tuple(above))
        # Some systems take marks off their letters in names of files, and put them back in sheets.
        same = [n for n in names if _composed(n) == _composed(last)]
        if len(same) == 1 and is_file(meant := place.parent.of(same[0])):
            return meant
        raise RefusedError(
            f"{clipped(named.name)} is not beside {self._name}{self._suggestion(last, names)}"
        )

    def _names_in(self, above: tuple[str, ...]) -> tuple[str, ...]:
        if above not in self._names:
            folder = Below(self._folder.root, (*self._folder.parts, *above), self._folder.follow)
            try:
                self._names[above] = tuple(sorted(names_in(folder)))
            except RefusedError:
                self._names[above] = ()
        return self._names[above]

    def _suggestion(self, name: str, names: tuple[str, ...]) -> str:
        if len(names) > _MOST_NAMES or self._suggested >= _MOST_SUGGESTED:
            return ""
        self._suggested += 1
        by_case = {n.casefold(): n for n in names}
        close = get_close_matches(name.casefold(), by_case, n=1)
        return f"; did you mean {clipped(display(by_case[close[0]]))}?" if close else ""


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def clipped(name: str) -> str:
    """A name from outside as it can be shown: printable, and not too long."""
    shown = name if name.isprintable() else ascii(name)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."
