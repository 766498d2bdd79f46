"""A folder on disk that is taken in: what lies in it, and what lists of articles in it name."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newsarchive import formats
from newsarchive.durable import display
from newsarchive.errors import NewsArchiveError, RefusedError
from newsarchive.formats.beginnings import Beginning, ByBeginning, beginning_of
from newsarchive.formats.beside import parts_of
from newsarchive.formats.documents.pdf import PdfReader, is_scan
from newsarchive.formats.grouped import is_passed_over
from newsarchive.model.unfinished import finished_name, is_unfinished
from newsarchive.workflows.ingest.below import (
    Below,
    Named,
    linked,
    mode_of,
    names_in,
    no_file,
    open_source,
)
from newsarchive.workflows.ingest.requested import Passed


class Lists:
    """The lists of articles in a folder, as they are come upon, and the files that they name.

    These files are no articles by themselves: each is one, or belongs to one, as its list says.
    """

    def __init__(self) -> None:
        self._named: dict[tuple[str, ...], str] = {}  # where a file lies, and the list's name
        self._passed: list[Passed] = []
        self._emptied: set[Below] = set()  # folders in which nothing else lies
        self._none: set[Below] = set()  # what could be a list by its name, and is none

    def is_list(self, entry: "Entry") -> bool:
        """Whether it says of articles where they are, as far as it was looked into."""
        return entry.path not in self._none

    def emptied(self, entry: "Entry") -> bool:
        """Whether a folder is empty only without what a list names."""
        return entry.path in self._emptied

    def named(self) -> Iterator[Passed]:
        """The files that were met since this was asked last, and that a list names."""
        yield from self._passed
        self._passed.clear()

    def without(self, entries: "list[Entry]") -> "list[Entry]":
        """What lies in one folder, without what a list names that lies there or above.

        What a list names that cannot be understood, or is still being written, nobody knows: all
        that lies beside it waits.
        """
        lists = [e for e in entries if not is_passed_over(e.name) and e.is_list]
        broken = [e for e in lists if not self._look(e) or (is_unfinished(e.name) and e.is_list)]
        kept = []
        for entry in entries:
            name = self._named.get(_composed(entry.path.parts))
            if name and not entry.is_folder:
                self._passed.append(Passed(f"{entry.shown} (named in {name})"))
            elif broken and not entry.is_container and not is_passed_over(entry.name):
                waits = f"{entry.shown} (until {broken[0].name} is right)"
                self._passed.append(Passed(waits))
            else:
                kept.append(entry)
        if entries and not kept:
            self._emptied.add(entries[0].path.parent)
        return kept

    def _look(self, entry: "Entry") -> bool:
        """Look into a list; False if it cannot be understood."""
        try:
            unpacker = next(u for u in formats.UNPACKERS if u.name == entry.unpacker)
            file = os.fdopen(open_source(entry.path, entry.shown), "rb")
            contents = unpacker.open(file, entry.shown)
            try:
                for named in contents.beside():
                    try:
                        parts = parts_of(named)
                    except RefusedError:
                        continue  # it lies elsewhere, or nowhere; its row says so
                    place = (*entry.path.parent.parts, *parts)
                    self._named.setdefault(_composed(place), entry.name)
            finally:
                contents.close()
        except formats.NoListError:
            self._none.add(entry.path)
        except NewsArchiveError:
            return False  # whoever takes it in says why
        return True


def _composed(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part) for part in parts)


@dataclass(frozen=True)
class Entry(ByBeginning):
    """A file or folder on disk. Implements `grouping.Entry`.

    `whole`: what holds several articles is not opened.
    """

    path: Below
    lists: Lists
    whole: bool = False

    @cached_property  # it is asked for fifty times
    def name(self) -> str:
        """Its name."""
        return self.path.name

    @cached_property
    def _mode(self) -> int:
        try:
            return mode_of(self.path)
        except (OSError, ValueError):
            return 0  # it is gone by now, or a link that leads nowhere

    @cached_property
    def foreign(self) -> RefusedError | None:
        """Why it is not looked at: it is a link, or no file at all."""
        if stat.S_ISREG(self._mode) or self.is_folder:
            return None
        if stat.S_ISLNK(self._mode):
            return linked(self.shown, self.name)
        if not self._mode:
            return RefusedError(f"{self.shown} is not there any more, or leads nowhere")
        return RefusedError(f"{self.shown} is {no_file(self.path)}; a file was wanted")

    @property
    def shown(self) -> str:
        """Its path, for people."""
        return display(self.path)

    @cached_property
    def is_folder(self) -> bool:
        """Whether it is one. A link to a folder is one only where links are followed."""
        return stat.S_ISDIR(self._mode)

    @cached_property
    def is_scan(self) -> bool:
        """Whether it is a PDF without a text."""
        data = head_of(self.path, PdfReader.max_bytes + 1)
        return len(data) <= PdfReader.max_bytes and is_scan(data)

    @property
    def unpacker(self) -> str:
        """The name of the unpacker that opens it, "" for none."""
        return self._judged.unpacker

    @property
    def is_container(self) -> bool:
        """Whether it is opened."""
        return stat.S_ISREG(self._mode) and bool(self.unpacker)

    @property
    def is_list(self) -> bool:
        """Whether it says which files beside it are articles."""
        return self.is_container and self._judged.names_others and self.lists.is_list(self)

    @cached_property
    def _judged(self) -> "_Judged":
        head = head_of(self.path)  # not kept: of many files they are many
        name = finished_name(self.path.name) or self.path.name
        seen = formats.seen(head, name)
        found = None if self.whole else seen.unpacker
        return _Judged(
            beginning_of(head, name, seen.refusal, is_item=seen.is_item),
            unpacker=found.name if found else "",
            names_others=bool(found and found.names_others),
        )

    @property
    def beginning(self) -> Beginning:
        """What it is by its first bytes."""
        return self._judged.beginning

    def entries(self) -> "Iterator[Entry]":
        """What lies in the folder, the named one also where it is a link."""
        found = [Entry(self.path.of(name), self.lists, self.whole) for name in names_in(self.path)]
        return iter(self.lists.without(found))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a file is by its beginning."""

    beginning: Beginning
    unpacker: str
    names_others: bool


def head_of(path: Named, size: int = formats.HEAD_BYTES) -> bytes:
    """The beginning of a file, b"" of one that cannot be read: whoever takes it in says why."""
    try:
        with os.fdopen(open_source(path, ""), "rb") as file:
            return file.read(size)
    except (OSError, NewsArchiveError):
        return b""
