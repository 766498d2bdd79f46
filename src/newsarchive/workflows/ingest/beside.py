"""Files beside a container: what its items name is found in its folder, and nowhere else."""

import unicodedata

from newsarchive.durable import display
from newsarchive.errors import RefusedError, UnfinishedError
from newsarchive.formats import Beside
from newsarchive.formats.beside import clipped, parts_of, similar
from newsarchive.model.unfinished import finished_name
from newsarchive.workflows.ingest.below import (
    Below,
    is_file,
    lies_there,
    link_on_the_way,
    linked,
    names_in,
    no_file,
)

_MOST_NAMES = 2000  # in a folder; among more of them looking for a similar one takes long
_MOST_SUGGESTED = 20  # who mistook more names meant another folder


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
            UnfinishedError: it is still being written, says the name of one there.
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
        if part := next((n for n in names if n != last and finished_name(n) == last), ""):
            raise UnfinishedError(
                f"{clipped(named.name)} is still being written, as {display(part)}",
                hint="The next run takes it in when it is complete.",
            )
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
        return similar(display(name), [display(n) for n in names])


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
