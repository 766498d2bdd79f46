"""The files and folders in a zip or tar, as what is grouped into articles (`grouping`)."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from newsarchive.bag.members import Member
from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats.base import Part
from newsarchive.formats.beginnings import Beginning, ByBeginning
from newsarchive.formats.documents.pdf import PdfReader, is_scan
from newsarchive.formats.grouped import Group, NotGrouped

Inside = dict[str, "Inside | None"]
"""What lies in a folder of a container by name: a folder, or None for a file."""


class Holder(Protocol):
    """The container that they lie in."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    def judged(self, name: str) -> Beginning:
        """What the member called so is."""
        ...

    def part(self, name: str) -> Part | None:
        """The member called so."""
        ...

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of a member."""
        ...


def inside_of(names: Iterable[str]) -> Inside:
    """The folders that the names of members make; where a file is in the way, none."""
    top: Inside = {}
    for name in names:
        *folders, last = name.split("/")
        here = top
        for folder in folders:
            inside = here.setdefault(folder, {})
            if inside is None:
                break  # a file of that name was there before: what lies "in" it has no place
            here = inside
        else:
            here.setdefault(last, None)
    return top


def place_of(
    found: Group["PackedFolder"] | NotGrouped["PackedFolder"], members: Mapping[str, Member]
) -> int:
    """Where in the container something lies; a folder, where the first of its files does."""
    entry = found.entry if isinstance(found, NotGrouped) else found.text
    if entry.path in members:
        return members[entry.path].place
    below = f"{entry.path}/" if entry.path else ""
    return min((m.place for name, m in members.items() if name.startswith(below)), default=0)


class PackedFolder(ByBeginning):
    """A file or folder in the container. Implements `grouping.Entry`."""

    def __init__(self, contents: Holder, path: str, inside: Inside | None) -> None:
        self._contents = contents
        self._inside = inside
        self.path = path
        self.name = path.rpartition("/")[2] or contents.name
        self.shown = f"{contents.name}: {path}" if path else contents.name

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self._inside is not None

    @cached_property
    def is_scan(self) -> bool:
        """Whether it is a PDF without a text."""
        if self.part.size > PdfReader.max_bytes:
            return False
        try:
            return is_scan(b"".join(self._contents.pieces(self.part)))
        except SourceError:
            return False

    @property
    def beginning(self) -> Beginning:
        """What it is by its first bytes."""
        return self._contents.judged(self.path)

    @property
    def part(self) -> Part:
        """The file as a part."""
        part = self._contents.part(self.path)
        assert part is not None  # noqa: S101  # it was made of the members
        return part

    @property
    def foreign(self) -> RefusedError | None:
        """Nothing in a container is: what is no file is no member."""
        return None

    @property
    def is_container(self) -> bool:
        """None in a container is opened."""
        return False

    @property
    def is_list(self) -> bool:
        """Nor does one say what lies beside it."""
        return False

    def entries(self) -> "Iterator[PackedFolder]":
        """What lies in the folder."""
        for name, inside in (self._inside or {}).items():
            yield PackedFolder(self._contents, f"{self.path}/{name}" if self.path else name, inside)
