"""The pages among files that lie together, and the folders that a browser saved with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic

from newsarchive.errors import RefusedError
from newsarchive.formats.grouped import E, Entry, Grouped, PassedOver, is_passed_over
from newsarchive.formats.pages.folders import Named, owned, owners
from newsarchive.model.unfinished import finished_name, is_unfinished


class SavedPages(Generic[E]):
    """The pages among entries, and the folders that a browser saved with them."""

    def __init__(self, entries: list[E], unfinished: Mapping[str, E], *, growing: bool) -> None:
        names = owned(entries)
        self._own = {e.name: e for e in entries if e.name in names}
        self._waits: dict[str, str] = {}  # a page or a folder, and the unfinished file
        for folder in self._own.values() if growing else ():
            if part := _unfinished_in(folder):
                self._waits |= dict.fromkeys(owners(folder, entries), part)
        others = [e for e in entries if e.is_folder and e.name not in names]
        for name, entry in unfinished.items():
            page = _Coming(finished_name(name), frozenset() if entry.is_folder else entry.loads)
            among: list[Named] = [*others, page]
            self._waits |= dict.fromkeys(owned(among), name)

    def own(self, entry: E) -> bool:
        """Whether it is a folder of a page."""
        return entry.name in self._own

    def unmeant(self) -> Iterator[Grouped[E]]:
        """What in their folders is no picture."""
        for name in sorted(self._own):
            yield from _unmeant(self._own[name])

    def part(self, entry: E) -> str:
        """The unfinished file that a page, or a folder of one, waits for, "" for none."""
        return self._waits.get(entry.name, "")


@dataclass(frozen=True, slots=True)
class _Coming:
    """What a page that is still being written will be."""

    name: str
    loads: frozenset[str]
    is_folder: bool = False


def _unfinished_in(folder: Entry) -> str:
    """The name of what is still being written in a folder, at any depth, "" for nothing."""
    try:
        entries = [e for e in folder.entries() if not is_passed_over(e.name) and not e.foreign]
    except RefusedError:
        return ""
    if part := min((e.name for e in entries if is_unfinished(e.name)), default=""):
        return part
    return next((part for e in entries if e.is_folder and (part := _unfinished_in(e))), "")


def _unmeant(folder: E) -> Iterator[Grouped[E]]:
    """What a browser saved with a page and is no picture: scripts, styles, frames."""
    try:
        for entry in sorted(folder.entries(), key=lambda e: e.name):
            if entry.is_folder:
                yield from _unmeant(entry)
            elif entry.foreign is not None or not entry.is_image:
                yield PassedOver(entry)
    except RefusedError:
        yield PassedOver(folder)
