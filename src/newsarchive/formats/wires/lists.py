"""Many items of ninjs or digital wires in one JSON file: an array, JSON Lines, a service's answer.

The file is not parsed: its brackets tell where each item begins and ends, and so the bytes of an
item are those of the file, and a broken one spoils no other.
"""

import mmap
import re
from collections.abc import Iterator
from typing import BinaryIO

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import NOT_STORED, Beside, Item, Part, Slice, Stray, pieces_of
from newsarchive.formats.wires import outline

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|[{}\[\]]', re.DOTALL)
_SCALAR = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s,\]{\["]++', re.DOTALL)
_SPACE = re.compile(rb"\s*+")
_HEAD_BYTES = 64 * 1024  # of an item, in which it says what it is
_IDS = ("uri", "guid", "urn")
_LONGEST_LABEL = 200
_Span = tuple[int, int]


class WireListUnpacker:
    """Opens JSON files of many items."""

    name = "wire-list/1"
    label = "JSON lists of them"
    names_others = False

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # there is one
        """What it is called in records."""
        return "list"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether the first item in it is one of ninjs or digital wires."""
        return outline.list_in(head) is not None

    def open(self, file: BinaryIO, name: str) -> "WireList":
        """The list in `file`.

        Raises:
            SourceError: it cannot be read.
        """
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            reason = why(error) if isinstance(error, OSError) else str(error)
            raise SourceError(f"cannot read {name}: {reason}") from error
        return WireList(file, data, name)


class WireList:
    """A JSON file of many items that is open."""

    passed: tuple[str, ...] = ()

    def __init__(self, file: BinaryIO, data: mmap.mmap, name: str) -> None:
        self._file = file
        self._data = data
        self._name = name

    def close(self) -> None:
        """Close its file."""
        self._data.close()
        self._file.close()

    def beside(self) -> Iterator[Beside]:
        """Nothing: its items name their pictures themselves."""
        return iter(())

    def part(self, name: str) -> Part | None:  # noqa: ARG002  # it holds items only
        """Nothing: an item is no file that others name."""
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of an item."""
        return pieces_of(self._file, part, self._name)

    def items(self) -> Iterator[Item | Stray]:
        """The items in their order.

        Raises:
            RefusedError: it is no such list after all.
            SourceError: it is cut off, or no JSON from some place on.
        """
        found = outline.list_in(self._data[:_HEAD_BYTES])
        if found is None:
            raise RefusedError(f"{self._name} is no list of items of ninjs or digital wires")
        spans = self._elements if found.form == "array" else self._lines
        for position, (start, end) in enumerate(spans(found.start), 1):
            yield self._item(position, start, end)

    def _item(self, position: int, start: int, end: int) -> Item | Stray:
        names = outline.outline(outline.decoded(self._data[start : min(end, start + _HEAD_BYTES)]))
        is_object = self._data[start : start + 1] == b"{"
        if not is_object or outline.kind_of_outline(names) is None:
            error = RefusedError(
                f"item {position} of {self._name} is none of ninjs or digital wires",
                hint=NOT_STORED,
            )
            return Stray(position, str(position), error)
        stem = self._name.rpartition("/")[2].rpartition(".")[0] or "item"
        part = Part(f"{stem}-{position:06d}.json", end - start, Slice(start, end))
        return Item(position, _label(names) or str(position), part)

    def _elements(self, start: int) -> Iterator[_Span]:
        """Where the elements of the array lie that begins behind `start`."""
        at, count = self._behind_space(start), 0
        while self._data[at : at + 1] != b"]":
            end = self._end(at)
            count += 1
            if end is None:
                raise SourceError(
                    f"{self._name} is cut off in item {count}",
                    hint="What is whole was taken in. Get the file anew and take it in again.",
                )
            yield at, end
            at = self._behind_space(end)
            sign = self._data[at : at + 1]
            if sign == b",":
                at = self._behind_space(at + 1)
            elif sign != b"]":
                what = "is cut off" if not sign else "is no JSON"
                raise SourceError(f"{self._name} {what} behind item {count}, at byte {at}")

    def _lines(self, start: int) -> Iterator[_Span]:
        """Where the lines lie that are not blank."""
        while start < len(self._data):
            end = self._data.find(b"\n", start)
            end = len(self._data) if end < 0 else end
            first = self._behind_space(start)
            if first < end:
                yield first, end - (self._data[end - 1 : end] == b"\r")
            start = end + 1

    def _behind_space(self, at: int) -> int:
        match = _SPACE.match(self._data, at)
        return match.end() if match else at

    def _end(self, start: int) -> int | None:
        """The byte behind the value that begins at `start`; None where it is cut off."""
        if self._data[start : start + 1] not in (b"{", b"["):
            match = _SCALAR.match(self._data, start)
            return match.end() if match else None
        depth = 0
        for token in _TOKEN.finditer(self._data, start):
            sign = self._data[token.start() : token.start() + 1]
            if sign in b"{[":
                depth += 1
            elif sign in b"}]":
                depth -= 1
                if depth == 0:
                    return token.end()
        return None


def _label(names: outline.Outline) -> str:
    """What people know an item by: its identifier."""
    for name in _IDS:
        value = names.get(name, "")
        if value.startswith('"') and (label := " ".join(value[1:].partition('"')[0].split())):
            return label[:_LONGEST_LABEL]
    return ""
