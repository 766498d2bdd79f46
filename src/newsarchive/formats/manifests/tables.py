"""The rows of a sheet with where they stand in its bytes: row by row, whatever its size."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from newsarchive import canonical
from newsarchive.errors import RefusedError
from newsarchive.formats.base import Made, Slice
from newsarchive.formats.manifests.columns import is_article
from newsarchive.formats.sheets import SAVE_AS, Row, Table

MARKS: Mapping[bytes, str] = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
"""The mark that a file begins with, and the encoding of the rest."""

MOST = 4 << 20
"""Characters of a row, and bytes of a line: as many as a text may have that is read."""

_MOST_COLUMNS = 1000
_MOST_BLANK = 1000  # rows above the headings


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as spreadsheet programs show it, its cells, and where it stands.

    `line` is the line of the file that it begins in, 0 where there are none.
    """

    number: int
    cells: tuple[str, ...]
    place: Slice | Made
    line: int = 0


def marked(head: bytes) -> tuple[int, str]:
    """How long the mark at the beginning is, and the encoding of the rest."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return len(mark), encoding
    return 0, "utf-8"


def separator_of(line: str) -> tuple[str, bool]:
    """What parts the cells by a sheet's first line; whether that line says just this (`sep=;`)."""
    said = line.rstrip("\r\n").strip('"').casefold()
    if said.startswith("sep=") and len(said) == len("sep=") + 1:
        return said[-1], True
    return max(",;\t", key=line.count), False


def separated(file: BinaryIO, name: str) -> Iterator[TableRow]:
    """The rows of a text table, the blank ones too.

    Raises:
        RefusedError: from there on it cannot be understood.
        OSError: it cannot be read.
    """
    file.seek(0)
    skip, encoding = marked(file.read(3))
    file.seek(skip)
    lines = _Lines(file, encoding, skip, name)
    first = lines.first()
    separator, is_said = separator_of(first)
    if not is_said:
        lines.again(first)
    csv.field_size_limit(max(csv.field_size_limit(), MOST))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        start, line = lines.row_begins()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            what = str(error)
            if "unexpected end" in what:
                what = "a quotation mark is opened and never closed"
            raise RefusedError(f"{name}, line {line}: {what}") from error
        if cells is None:
            return
        number += 1
        if len(cells) > _MOST_COLUMNS:
            raise RefusedError(f"{name}, line {line}: there are more than {_MOST_COLUMNS} columns")
        yield TableRow(number, tuple(cells), lines.place(start), line)


class _Lines:
    """The lines of a text, one by one, with how many bytes were given out."""

    def __init__(self, file: BinaryIO, encoding: str, begin: int, name: str) -> None:
        buffered = io.BufferedReader(_Kept(file))
        self._text = io.TextIOWrapper(buffered, encoding, newline="")
        self._file = file
        self._encoding = encoding
        self._name = name
        self._waiting = ""
        self._offset = begin  # of what comes next
        self._ended = begin  # without the end of the line
        self._line = 0
        self._row = 0  # characters of the row so far
        self._raw: list[str] = []  # of the row so far, where its bytes are not kept

    def first(self) -> str:
        """The first line, "" where there is none."""
        return next(self, "")

    def again(self, line: str) -> None:
        """Give a line that was given out once more."""
        self._waiting = line
        self._offset -= len(line.encode(self._encoding))
        self._line -= 1 if line else 0

    def row_begins(self) -> tuple[int, int]:
        """The offset and the number of the line that comes next."""
        self._row, self._raw = 0, []
        return self._offset, self._line + 1

    def place(self, start: int) -> Slice | Made:
        """Where the row is that began at `start`, without the end of its last line.

        Of another encoding it is made: alone, nobody could tell in which it is.
        """
        if self._encoding == "utf-8":
            return Slice(start, self._ended)
        return Made("".join(self._raw).rstrip("\r\n").encode())

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line, self._waiting = self._waiting or self._read(), ""
        if not line:
            raise StopIteration
        self._line += 1
        self._row += len(line)
        if self._row > MOST:
            raise RefusedError(
                f"{self._name}, line {self._line}: a row has more than {MOST:,} characters; is a"
                " quotation mark not closed?"
            )
        bare = line.rstrip("\r\n")
        self._ended = self._offset + len(bare.encode(self._encoding))
        self._offset += len(line.encode(self._encoding))
        if self._encoding != "utf-8":
            self._raw.append(line)
        return line

    def _read(self) -> str:
        try:
            return self._text.readline(MOST + 1)
        except UnicodeDecodeError as error:
            what = "UTF-8" if self._encoding == "utf-8" else "UTF-16"
            place = f", line {_bad_line(self._file)}," if self._encoding == "utf-8" else ""
            raise RefusedError(f"{self._name}{place} is not {what} text", hint=SAVE_AS) from error


def _bad_line(file: BinaryIO) -> int:
    """The number of the first line that is not UTF-8: a decoder that reads ahead cannot tell."""
    file.seek(0)
    number = 1
    while line := file.readline(MOST):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
        number += line.endswith(b"\n")
    return number


class _Kept(io.RawIOBase):
    """A file that stays open when whoever reads it is done."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def worksheet(tables: Sequence[Table], name: str) -> Iterator[TableRow]:
    """The rows of that table of a workbook which is a manifest; of the first one, if none is.

    Raises:
        RefusedError: it is damaged; or several of its tables are manifests.
    """
    found = [n for n, (_, rows) in enumerate(tables) if is_article(_headings(rows()))]
    if len(found) > 1:
        titles = ", ".join(tables[n][0] for n in found)
        raise RefusedError(f"{name} has several sheets of articles ({titles}); keep one")
    headings: tuple[str, ...] = ()
    for row in tables[found[0] if found else 0][1]() if tables else ():
        headings = headings or (row.cells if any(map(str.strip, row.cells)) else ())
        yield TableRow(row.number, row.cells, Made(_document(headings, row, name)))


def _headings(rows: Iterator[Row]) -> tuple[str, ...]:
    for row in rows:
        if any(map(str.strip, row.cells)) or row.number >= _MOST_BLANK:
            return row.cells
    return ()


def _document(headings: tuple[str, ...], row: Row, name: str) -> bytes:
    """A row as canonical JSON, by its headings as they are written."""
    said = {h: c for h, c in zip(headings, row.cells, strict=False) if h.strip() and c}
    try:
        return canonical.dumps(said)
    except ValueError as error:
        raise RefusedError(
            f"{name}, row {row.number}: a cell holds a character that no text has"
        ) from error
