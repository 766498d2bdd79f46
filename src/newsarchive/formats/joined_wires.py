"""The wires among files that lie together, joined by what they say of each other."""

from collections.abc import Mapping
from typing import Generic

from newsarchive.formats.grouped import E
from newsarchive.formats.wires.gathering import gather
from newsarchive.model.unfinished import finished_name


class JoinedWires(Generic[E]):
    """The wires among texts: which of them go with which, and which files they name.

    Those that are still being written are joined as far as they say what they are.
    """

    def __init__(self, texts: list[E], unfinished: Mapping[str, E]) -> None:
        known = {e.name for e in texts}
        self._coming = {finished_name(name): name for name in unfinished}
        more = [
            e for n, e in unfinished.items() if finished_name(n) not in known and not e.is_folder
        ]
        wires = [(e, e.brief) for e in (*texts, *more)]
        briefs = [(e, brief) for e, brief in wires if brief is not None]
        articles = gather([brief for _, brief in briefs])
        self._companions = {
            briefs[one.main][0].name: tuple(briefs[n][0] for n in one.companions)
            for one in articles
        }
        others = {e.name for found in self._companions.values() for e in found}
        self._others = others - set(self._companions)
        self._files = {e.name: brief.files for e, brief in briefs}
        self._named = {name for files in self._files.values() for name in files}

    def has(self, entry: E) -> bool:
        """Whether it goes with a wire: as its companion, or as an image that it names."""
        if entry.name in self._others:
            return True
        return entry.name in self._named and not entry.is_folder and entry.is_image

    def of(self, text: E) -> tuple[E, ...]:
        """The companions of a text."""
        return self._companions.get(text.name, ())

    def part(self, text: E) -> str:
        """The unfinished file that a wire waits for, "" for none."""
        companions = [e.name for e in self.of(text)]
        unfinished = set(self._coming.values())
        if part := next((name for name in companions if name in unfinished), ""):
            return part
        files = (f for name in (text.name, *companions) for f in self._files.get(name, ()))
        return next((self._coming[f] for f in (*companions, *files) if f in self._coming), "")
