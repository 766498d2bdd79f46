"""A manifest as a container: each row is an article, its text in the sheet or in a file beside it.

The whole sheet is looked through before the first article is given: what is wrong with the sheet as
a whole, such as a column that nobody knows, refuses it. What is wrong in a row refuses that row.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from newsarchive.errors import ProblemsError, RefusedError, SourceError, why
from newsarchive.formats.base import (
    NOT_STORED,
    Beside,
    Item,
    Made,
    NoListError,
    Part,
    Row,
    Slice,
    Stray,
    pieces_of,
)
from newsarchive.formats.manifests import rows
from newsarchive.formats.manifests.columns import KNOWN, Column, column_of, header, is_article
from newsarchive.formats.manifests.detection import Form, form_of
from newsarchive.formats.manifests.jsonlines import JsonRow, json_lines
from newsarchive.formats.manifests.tables import TableRow, marked, separated, worksheet
from newsarchive.formats.sheets import Table, column_letters, workbook
from newsarchive.model.supplied import plain

_HEAD_BYTES = 64 * 1024
_MOST_UNKNOWN = 200  # names in JSON lines that nobody knows
_MEDIA_TYPES = {
    Form.SEPARATED: "text/csv",
    Form.BOOK: "application/json",
    Form.JSON_LINES: "application/json",
}


class ManifestUnpacker:
    """Opens sheets (CSV, xlsx) and JSON lines in which each row is an article."""

    name = "manifest/1"
    label = "sheets of articles (CSV, xlsx, JSON lines)"
    names_others = True

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # whatever it is written in
        """A sheet."""
        return "sheet"

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether its headings are those of articles; or it is called a sheet, and is a table."""
        return form_of(head, name) is not None

    def open(self, file: BinaryIO, name: str) -> "ManifestContents":
        """The manifest in `file`; it is read when its items are asked for."""
        return ManifestContents(file, name)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row that is not blank: what people call it, its number, its cells, where it stands.

    `problem` is why it cannot be read, "" where it can.
    """

    label: str
    number: int
    cells: tuple[rows.Cell, ...]
    place: Slice | Made
    problem: str = ""


class ManifestContents:
    """A manifest that is open."""

    passed: tuple[str, ...] = ()

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._shown = name
        self._name = name.rpartition("/")[2]

    def close(self) -> None:
        """Close its file."""
        self._file.close()

    def part(self, name: str) -> Part | None:  # noqa: ARG002
        """Nothing in it has a name."""
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of a row."""
        return pieces_of(self._file, part, self._shown)

    def beside(self) -> Iterator[Beside]:
        """The files that its rows name.

        Raises:
            RefusedError: it cannot be understood as a whole.
            SourceError: it cannot be read.
        """
        form = self._form()
        for entry in self._entries(form):
            yield from map(Beside, rows.names(entry.cells))

    def items(self) -> Iterator[Item | Stray]:
        """The articles, row by row; a row that cannot be understood is a stray.

        Raises:
            RefusedError: the sheet as a whole cannot be understood; all mistakes are named.
            SourceError: it cannot be read.
        """
        form = self._form()
        files: Counter[str] = Counter()
        empty = True
        for entry in self._entries(form):
            empty = False
            if name := _plain_file(entry):
                files[name] += 1
        if empty:
            raise RefusedError(
                f"{self._shown} has headings, and no article below them", hint=NOT_STORED
            )
        twice = {name for name, count in files.items() if count > 1}
        del files
        for position, entry in enumerate(self._entries(form), 1):
            try:
                yield self._item(form, position, entry, twice)
            except ValueError as error:
                told = RefusedError(_one_line(str(error)), hint=NOT_STORED)
                yield Stray(position, entry.label, told)

    def _item(self, form: Form, position: int, entry: _Entry, twice: set[str]) -> Item:
        if entry.problem:
            raise ValueError(entry.problem)
        said = rows.read(entry.cells, f"manifest:{self._name}#{entry.number}")
        if said.file is not None:
            if _plain_file(entry) in twice:
                raise ValueError(f"{said.file.name} is the file of more than one row")
            return Item(position, entry.label, said.file, told=said.told)
        place = entry.place
        size = len(place.data) if isinstance(place, Made) else place.end - place.start
        media_type = _MEDIA_TYPES[form]
        ending = "csv" if form is Form.SEPARATED else "json"
        part = Part(f"row-{entry.number}.{ending}", size, place)
        row = Row(said.text, media_type, said.headline)
        return Item(position, entry.label, part, told=said.told, row=row)

    def _form(self) -> Form:
        try:
            self._file.seek(0)
            form = form_of(self._file.read(_HEAD_BYTES), self._name)
        except OSError as error:
            raise SourceError(f"cannot read {self._shown}: {why(error)}") from error
        if form is None:
            raise NoListError(f"{self._shown} is no sheet of articles", hint=NOT_STORED)
        return form

    def _entries(self, form: Form) -> Iterator[_Entry]:
        """The rows that are not blank, each time from the first on."""
        try:
            if form is Form.JSON_LINES:
                yield from self._of_json()
            elif form is Form.BOOK:
                yield from self._of_table(worksheet(self._tables, self._shown), "row")
            else:
                yield from self._of_table(separated(self._file, self._shown), "line")
        except OSError as error:
            raise SourceError(f"cannot read {self._shown}: {why(error)}") from error

    # Tables

    @cached_property
    def _tables(self) -> tuple[Table, ...]:
        """The tables of a workbook: opening one takes long, and its texts much room."""
        return workbook(self._file, self._shown)

    def _of_table(self, table: Iterator[TableRow], unit: str) -> Iterator[_Entry]:
        columns: tuple[Column | None, ...] | None = None
        headings: tuple[str, ...] = ()
        for row in table:
            if not any(map(str.strip, row.cells)):
                continue
            if columns is None:
                headings = row.cells
                columns = self._header(row, unit)
                continue
            yield _table_entry(row, columns, headings)
        if columns is None:
            raise NoListError(f"{self._shown} is empty", hint=NOT_STORED)

    def _header(self, row: TableRow, unit: str) -> tuple[Column | None, ...]:
        columns, problems = header(row.cells)
        if "bag" in {plain(cell) for cell in row.cells}:
            raise NoListError(
                f"{self._shown} describes bags, and is no sheet of articles",
                hint=f"newsarchive describe {self._name} enters what it says.",
            )
        if not is_article(row.cells):
            found = ", ".join(c.strip()[:40] for c in row.cells[:8] if c.strip())
            raise NoListError(
                f"{self._shown} is a sheet, and not one of articles: its columns are {found}",
                hint="Wanted is a column text or file, and others such as headline, source, date."
                f" {NOT_STORED}",
            )
        if problems:
            top = f"{unit} {row.line or row.number}"
            raise ProblemsError(
                self._shown,
                tuple(f"{top}, {problem}" for problem in problems),
                hint=f"{NOT_STORED} Columns: {KNOWN}.",
            )
        return columns

    # JSON lines

    def _of_json(self) -> Iterator[_Entry]:
        self._file.seek(0)
        if marked(self._file.read(3))[1] != "utf-8":
            raise RefusedError(f"{self._shown} is UTF-16, and JSON lines are UTF-8")
        known: dict[str, Column] = {}
        unknown: dict[str, str] = {}
        for row in json_lines(self._file):
            yield _json_entry(row, known, unknown)
        if unknown:
            raise ProblemsError(
                self._shown, tuple(unknown.values()), hint=f"{NOT_STORED} Names: {KNOWN}."
            )


_LONGEST_MESSAGE = 2000


def _one_line(message: str) -> str:
    """A message in which names from outside stand, as one line that can be shown."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message)
    return shown if len(shown) <= _LONGEST_MESSAGE else f"{shown[:_LONGEST_MESSAGE]}..."


def _plain_file(entry: _Entry) -> str:
    """The file of a row, alike for all ways in which it can be written."""
    name = rows.file_of(entry.cells).replace("\\", "/")
    return "/".join(part for part in name.split("/") if part not in {"", "."})


def _table_entry(
    row: TableRow, columns: tuple[Column | None, ...], headings: tuple[str, ...]
) -> _Entry:
    label = f"row {row.number}"
    if row.line and row.line != row.number:
        label += f" (line {row.line})"
    cells = []
    problem = ""
    for index, text in enumerate(row.cells):
        if not text.strip():
            continue
        column = columns[index] if index < len(columns) else None
        place = f"column {column_letters(index)}"
        if column is None:
            problem = f"{place} has no heading, and something in this row"
        else:
            shown = headings[index].strip()[:40]
            cells.append(rows.Cell(column, text, f"{place} ({shown})"))
    return _Entry(label, row.number, tuple(cells), row.place, problem)


def _json_entry(row: JsonRow, known: dict[str, Column], unknown: dict[str, str]) -> _Entry:
    label = f"line {row.number}"
    cells: list[rows.Cell] = []
    names: Counter[str] = Counter()
    for key, given in row.document.items():
        if key not in known and key not in unknown and len(unknown) < _MOST_UNKNOWN:
            try:
                known[key] = column_of(key)
            except ValueError as error:
                unknown[key] = f"{label}: {error}"
        if key in known and given is not None:
            names[known[key].name] += 1
            cells.append(rows.Cell(known[key], given, key[:40], is_json=True))
    twice = [name for name, count in names.items() if count > 1]
    problem = row.problem or (f"{twice[0]} is said twice" if twice else "")
    return _Entry(label, row.number, tuple(cells), row.place, problem)
