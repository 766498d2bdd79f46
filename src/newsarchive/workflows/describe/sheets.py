"""Sheets of descriptions: tables that people fill in with a spreadsheet program, checked whole.

Headings in any order and case, and the empty rows and columns that spreadsheets leave at the end,
are forgiven. What cannot be understood is named by its row and column, each in a line of its own.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from newsarchive.durable import TooLargeError, display, read_small
from newsarchive.errors import ProblemsError, RefusedError, why
from newsarchive.formats.sheets import FORMULA_ERRORS, Row, Sheet, column_letters, read_sheets
from newsarchive.model.asked import Description
from newsarchive.model.gaps import GAPS
from newsarchive.model.supplied import FIELDS, Value, find_field, merge, plain
from newsarchive.reports.safe import cell, visible
from newsarchive.workflows.describe.run import Gap

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods")
"""How the name of a sheet ends; what it really is, its content says."""

_MAX_BYTES = 64 << 20
_MANY = "|"
_OWN_COLUMNS = ("bag", "title", "file", "begins", "note")
_GAP_COLUMNS = tuple(GAPS[gap].field for gap in ("source", "agency", "date"))
_NOTHING = "-"


def gap_sheet(gaps: Iterable[Gap]) -> Iterator[str]:
    """The lines of a sheet to fill in: one row a bag, an empty cell where something lacks.

    Where nothing lacks stands a hyphen, so that nobody looks for it.
    """
    yield _row(("bag", "title", "file", "begins", *_GAP_COLUMNS, "note"))
    for gap in gaps:
        empty = ("" if column in gap.fields else _NOTHING for column in _GAP_COLUMNS)
        known = (visible(cell(text)) for text in (gap.title, gap.file, gap.begins))
        yield _row((gap.bag, *known, *empty, ""))


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def read_sheet(path: Path, defaults: Sequence[Value] = ()) -> tuple[Description, ...]:
    """What a sheet says of bags; rows in which nothing is filled in are left out.

    `defaults` are said of every row that names a bag and has nothing of its own for that field.

    Raises:
        RefusedError: it cannot be read or understood. Every problem is named, with its row and
            column; nothing of the sheet is to be entered then.
    """
    name = display(path.name)
    sheet = _chosen(read_sheets(_bytes(path), name), name)
    heads = tuple(text.strip() for text in sheet.rows[0].cells)
    top = f"{sheet.unit} {sheet.rows[0].number}"
    problems = [f"{top}, {problem}" for problem in _heading_problems(heads)]
    if not problems:
        reading = _Reading(name, sheet.unit, heads, tuple(defaults), problems)
        found = tuple(d for row in sheet.rows[1:] for d in reading.descriptions(row))
    if problems:
        raise ProblemsError(name, tuple(problems), hint="Nothing was entered.")
    return found


def _bytes(path: Path) -> bytes:
    name = display(path)
    try:
        return read_small(path, _MAX_BYTES, follow=True)
    except FileNotFoundError as error:
        raise RefusedError(f"{name} is not there") from error
    except TooLargeError as error:
        raise RefusedError(f"{name} is too large for a sheet") from error
    except OSError as error:
        raise RefusedError(f"cannot read {name}: {why(error)}") from error


def _chosen(sheets: Sequence[Sheet], name: str) -> Sheet:
    """The table that is meant: the only one, or the only one of a workbook that names bags."""
    if not sheets:
        raise RefusedError(f"{name} is empty; a sheet begins with a row of headings")
    named = [s for s in sheets if "bag" in {plain(text) for text in s.rows[0].cells}]
    if len(named) > 1:
        titles = ", ".join(visible(sheet.title) for sheet in named)
        raise RefusedError(f"{name} has several sheets with a column bag ({titles}); keep one")
    return named[0] if named else sheets[0]


def _heading_problems(headings: Sequence[str]) -> Iterator[str]:
    if "bag" not in {plain(h) for h in headings}:
        yield "there is no column bag"
    for index, heading in enumerate(headings):
        if heading and plain(heading) not in _OWN_COLUMNS:
            try:
                find_field(heading)
            except ValueError as error:
                yield f"column {column_letters(index)}: {error}"
    seen = [_meant(h) for h in headings if h]
    for heading in sorted({h for h in seen if seen.count(h) > 1}):
        yield f"the column {heading} stands twice"


def _meant(heading: str) -> str:
    """What a heading stands for: `Title` is a column of its own here, and no headline."""
    if plain(heading) in _OWN_COLUMNS:
        return plain(heading)
    try:
        return find_field(heading).name
    except ValueError:
        return plain(heading)


class _Reading:
    """The reading of one sheet, which collects what cannot be understood in `problems`."""

    def __init__(
        self,
        sheet: str,
        unit: str,
        headings: tuple[str, ...],
        defaults: tuple[Value, ...],
        problems: list[str],
    ) -> None:
        self._sheet, self._unit, self._headings = sheet, unit, headings
        self._defaults, self._problems = defaults, problems

    def descriptions(self, row: Row) -> Iterator[Description]:
        """What one row says: one description, or none."""
        texts = tuple(_unescaped(text.strip()) for text in row.cells)
        place = f"{self._unit} {row.number}"
        if not any(texts):
            return
        if any(texts[len(self._headings) :]):
            self._problems.append(f"{place}: there are more cells than headings")
            return
        own = {plain(h): text for h, text in zip(self._headings, texts, strict=False) if h}
        name = f"{self._sheet}#{row.number}"
        values = tuple(self._values(texts, name, place, own.get("note") or None))
        asked = {_meant(h) for h, text in zip(self._headings, texts, strict=False) if text}
        more = tuple(v for v in self._defaults if v.field.name not in asked)
        if not values and not (more and own.get("bag")):
            return
        if not own.get("bag"):
            self._problems.append(f"{place}: no bag is named")
            return
        yield Description(name, own["bag"], merge(more, values))

    def _values(
        self, texts: tuple[str, ...], name: str, place: str, note: str | None
    ) -> Iterator[Value]:
        for index, (heading, text) in enumerate(zip(self._headings, texts, strict=False)):
            if text in {"", _NOTHING} or plain(heading) in {*_OWN_COLUMNS, ""}:
                continue
            field = find_field(heading)
            parts = text.split(_MANY) if FIELDS[field.name].many else [text]
            try:
                if text in FORMULA_ERRORS:
                    raise ValueError(f"{field.name}: {text} is an error of the spreadsheet")  # noqa: TRY301
                yield Value.parse(field.name, parts, basis=f"sheet:{name}", note=note)
            except ValueError as error:
                self._problems.append(f"{place}, column {column_letters(index)}: {error}")


def _unescaped(text: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula (see reports.safe.cell)."""
    return text[1:] if text.startswith("'") and cell(text[1:]) == text else text
