"""Sheets: tables that people fill in with a spreadsheet program, read forgivingly, checked whole.

A byte order mark, semicolons or tabs for commas, the case of the headings, and the empty rows that
spreadsheets leave at the end are all forgiven. What cannot be understood is named by its line.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsarchive.durable import TooLargeError, display, read_small
from newsarchive.errors import RefusedError, why
from newsarchive.model.asked import Description
from newsarchive.model.gaps import GAPS
from newsarchive.model.supplied import FIELDS, Value, find_field, plain
from newsarchive.reports.safe import cell, visible
from newsarchive.workflows.describe.run import Gap

_MAX_BYTES = 64 << 20
_MANY = "|"
_OWN_COLUMNS = ("bag", "title", "note")
_GAP_COLUMNS = tuple(GAPS[gap].field for gap in ("source", "agency", "date"))


def gap_sheet(gaps: Iterable[Gap]) -> Iterator[str]:
    """The lines of a sheet to fill in: one row a bag, an empty cell where something lacks.

    Where nothing lacks stands a hyphen, so that nobody looks for it.
    """
    yield _row(("bag", "title", *_GAP_COLUMNS, "note"))
    for gap in gaps:
        empty = ("" if column in gap.fields else "-" for column in _GAP_COLUMNS)
        yield _row((gap.bag, visible(cell(gap.title)), *empty, ""))


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def read_sheet(path: Path) -> tuple[Description, ...]:
    """What a sheet says of bags; rows in which nothing is filled in are left out.

    Raises:
        RefusedError: it cannot be read or understood. Every problem is named, with its line.
    """
    name = display(path.name)
    rows = list(_rows(path))
    if not rows:
        raise RefusedError(f"{name} is empty; a sheet begins with a row of headings")
    headings = [heading.strip() for heading in rows[0][1]]
    problems = list(_heading_problems(headings))
    if problems:
        raise RefusedError(f"{name}, line 1: {'; '.join(problems)}")
    found = []
    for number, cells in rows[1:]:
        if any(cell.strip() for cell in cells):
            found += list(_description(name, number, headings, cells, problems))
    if problems:
        raise RefusedError(f"{name}: {'; '.join(problems)}", hint="Nothing was entered.")
    return tuple(found)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with the numbers of the lines that they begin in."""
    name = display(path)
    try:
        text = read_small(path, _MAX_BYTES, follow=True).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise RefusedError(f"{name} is not there") from error
    except TooLargeError as error:
        raise RefusedError(f"{name} is too large for a sheet") from error
    except OSError as error:
        raise RefusedError(f"cannot read {name}: {why(error)}") from error
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"{name} is not UTF-8 text", hint="Save it as CSV UTF-8 in your spreadsheet program."
        ) from error
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise RefusedError(f"{name}, line {before + 1}: {error}") from error


def _heading_problems(headings: list[str]) -> Iterator[str]:
    if "bag" not in {plain(h) for h in headings}:
        yield "there is no column bag"
    for heading in headings:
        if heading and plain(heading) not in _OWN_COLUMNS:
            try:
                find_field(heading)
            except ValueError as error:
                yield str(error)
    seen = [plain(h) for h in headings if h]
    for heading in sorted({h for h in seen if seen.count(h) > 1}):
        yield f"the column {heading} stands twice"


def _description(
    sheet: str, number: int, headings: list[str], cells: list[str], problems: list[str]
) -> Iterator[Description]:
    if len(cells) > len(headings) and any(c.strip() for c in cells[len(headings) :]):
        problems.append(f"line {number}: there are more cells than headings")
        return
    row = {plain(h): c.strip() for h, c in zip(headings, cells, strict=False) if h}
    name = f"{sheet}#{number}"
    values = []
    for heading, text in zip(headings, cells, strict=False):
        if not text.strip() or text.strip() == "-" or plain(heading) in {*_OWN_COLUMNS, ""}:
            continue
        field = find_field(heading)
        texts = text.split(_MANY) if FIELDS[field.name].many else [text]
        try:
            note = row.get("note") or None
            values.append(Value.parse(field.name, texts, basis=f"sheet:{name}", note=note))
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    if not values:
        return
    if not row.get("bag"):
        problems.append(f"line {number}: no bag is named")
        return
    yield Description(name, row["bag"], tuple(values))
