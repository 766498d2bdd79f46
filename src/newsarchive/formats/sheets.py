"""Sheets: the rows of a table as Excel, LibreOffice and other spreadsheet programs save it.

Read forgivingly: commas, semicolons or tabs; UTF-8 with or without its mark, UTF-16 with it; the
line `sep=;` that Excel understands. Workbooks of Excel (.xlsx) are read where openpyxl is
installed (the extra `sheets`). What a file is, its content says, and not its name.
"""

import csv
import io
import itertools
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO

from newsarchive.errors import RefusedError

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # the compound files of Microsoft: .xls, or .xlsx with a password
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MOST_COLUMNS = 1000
_MOST_ROWS = 1 << 20  # those of Excel
_MOST_UNPACKED = 256 << 20  # bytes of all parts of a workbook
_MOST_TEXTS = 128 << 20  # bytes of the part that is in memory as a whole
_CHUNK = 1 << 20
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError),
    *(AttributeError, SyntaxError, ArithmeticError, RuntimeError),
)
"""What openpyxl and zipfile raise for a workbook that is damaged or none at all."""
SAVE_AS = "Save it as CSV UTF-8, or as an Excel workbook (.xlsx)."
"""What to do with a sheet that cannot be read."""

FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
"""What a spreadsheet shows in place of a value that it could not work out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet program shows it (a line of CSV), and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `title` is its name in a workbook; `unit` is what its rows are counted in."""

    title: str
    rows: tuple[Row, ...]
    unit: str


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a file, those without a single cell left out; `name` is for messages.

    Raises:
        RefusedError: it is no sheet that can be read; the message says what it is.
    """
    if data.startswith(_OLD_EXCEL):
        raise RefusedError(
            f"{name} is a sheet of an old Excel (.xls), or has a password", hint=SAVE_AS
        )
    sheets = _workbook(data, name) if data.startswith(_ZIP) else (_separated(data, name),)
    return tuple(s for s in sheets if any(any(row.cells) for row in s.rows))


def column_letters(index: int) -> str:
    """The name that spreadsheet programs give the column `index` (from 0): A, B, ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _separated(data: bytes, name: str) -> Sheet:
    encoding = next((e for mark, e in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(f"{name} is not UTF-8 text", hint=SAVE_AS) from error
    if "\0" in text:
        raise RefusedError(f"{name} holds characters that no text has", hint=SAVE_AS)
    return Sheet("", tuple(_lines(text, name)), "line")


def _lines(text: str, name: str) -> Iterator[Row]:
    heading, _, rest = text.partition("\n")
    before = 0
    said = heading.rstrip("\r").strip('"').casefold()
    if said.startswith("sep=") and len(said) == len("sep=") + 1:
        separator, text, before = said[-1], rest, 1
    else:
        separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first = before
    try:
        for cells in reader:
            yield Row(before + 1, tuple(cells))
            before = first + reader.line_num
    except csv.Error as error:
        raise RefusedError(f"{name}, line {before + 1}: {error}") from error


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    tables = workbook(io.BytesIO(data), name)
    return tuple(
        Sheet(title, tuple(r for r in rows() if any(r.cells)), "row") for title, rows in tables
    )


Table = tuple[str, Callable[[], Iterator[Row]]]
"""A table of a workbook: its name, and what gives its rows from the first on."""


def workbook(file: BinaryIO, name: str) -> tuple[Table, ...]:
    """The tables of a workbook of Excel.

    `name` is for messages. Rows come one by one, the blank ones too; but the texts of all cells are
    in memory at once. The file stays open.

    Raises:
        RefusedError: it is damaged, or none; or openpyxl is not installed.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            _must_be_harmless(packed, name)
    except _BROKEN as error:
        raise RefusedError(f"{name} is damaged, or no workbook", hint=SAVE_AS) from error
    try:
        import openpyxl  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise RefusedError(
            f"{name} is an Excel workbook, and reading one needs openpyxl",
            hint="pip install 'newsarchive[sheets]', or save it as CSV UTF-8.",
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are no cells
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except _BROKEN as error:
        raise RefusedError(f"{name} is damaged, or no workbook", hint=SAVE_AS) from error
    return tuple((str(s.title), partial(_worksheet, s, name)) for s in book.worksheets)


def _must_be_harmless(packed: zipfile.ZipFile, name: str) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise RefusedError(f"{name} is a document of OpenDocument", hint=SAVE_AS)
    if "xl/workbook.xml" not in names:
        raise RefusedError(f"{name} is a zip file, and no sheet", hint=SAVE_AS)
    texts = sum(p.file_size for p in parts if p.filename.lower() == "xl/sharedstrings.xml")
    if texts > _MOST_TEXTS:
        raise RefusedError(f"{name} is too large for a workbook", hint="Save it as CSV UTF-8.")
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise RefusedError(f"{name} is too large for a sheet when it is unpacked")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with packed.open(part) as file:
                if _declares(iter(lambda: file.read(_CHUNK), b"")):
                    raise RefusedError(f"{name} has a document type, which no workbook has")


def _declares(chunks: Iterable[bytes]) -> bool:
    """Whether XML has a document type, in which it could define entities."""
    before = b""
    for chunk in chunks:
        seen = (before + chunk).replace(b"\0", b"")  # of UTF-16
        if b"<!DOCTYPE" in seen:
            return True
        before = chunk[-20:]
    return False


def _worksheet(sheet: Any, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what it says of its size may be untrue
    rows = sheet.iter_rows(values_only=True)
    for number in itertools.count(1):
        try:
            with warnings.catch_warnings():  # not around the loop: whoever takes a row warns, too
                warnings.simplefilter("ignore")
                cells = next(rows, None)
        except _BROKEN as error:
            raise RefusedError(f"{name} is damaged, or no workbook", hint=SAVE_AS) from error
        if cells is None:
            return
        if len(cells) > _MOST_COLUMNS:
            raise RefusedError(f"{name}, row {number}: there are more than {_MOST_COLUMNS} columns")
        if number > _MOST_ROWS:  # a row may claim any number, and all before it are made
            raise RefusedError(f"{name} has more than {_MOST_ROWS:,} rows")
        yield Row(number, tuple(_text(value) for value in cells))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
