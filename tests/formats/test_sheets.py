"""Sheets as spreadsheet programs save them: each form gives the same rows."""

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats.sheets import column_letters, read_sheets

ROWS = (("bag", "source", "date"), ("rain", "Kölner Bote", "2017-04-13"), ("снег", "北京日报", ""))


def separated(mark: str, encoding: str, end: str = "\r\n", top: str = "") -> bytes:
    text = top + "".join(mark.join(row) + end for row in ROWS)
    return text.encode(encoding)


def workbook(*titles: str, change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in titles or ("Gaps",):
        made = book.create_sheet(title)
        for row in ROWS:
            made.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        separated(",", "utf-8"),
        separated(",", "utf-8-sig", "\n"),
        separated(";", "utf-8-sig"),
        separated("\t", "utf-8"),
        separated("\t", "utf-16"),
        b"\xfe\xff" + separated(";", "utf-16-be"),
        separated(";", "utf-8-sig", top="sep=;\r\n"),
        workbook(),
    ],
    ids=[
        *("commas", "a mark and LF", "semicolons", "tabs", "Excel's Unicode text", "big-endian"),
        *("Excel's sep line", "workbook"),
    ],
)
def test_every_form_in_which_a_sheet_is_saved_gives_the_same_rows(data: bytes) -> None:
    (sheet,) = read_sheets(data, "a.csv")

    cells = [(*row.cells, "")[:3] for row in sheet.rows]
    assert cells == [*ROWS]
    first = 2 if data.startswith(b"\xef\xbb\xbfsep") else 1
    assert [row.number for row in sheet.rows] == [first, first + 1, first + 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2017, "2017"),
        (2017.0, "2017"),
        (2.5, "2.5"),
        (date(2017, 4, 13), "2017-04-13 00:00:00"),
        (datetime(2017, 4, 13, 9, 30), "2017-04-13 09:30:00"),  # noqa: DTZ001  Excel has no zones
        (True, "TRUE"),
        ("a\nb", "a\nb"),
    ],
)
def test_a_cell_of_a_workbook_is_what_it_shows(value: object, text: str) -> None:
    def enter(book: openpyxl.Workbook) -> None:
        book["Gaps"]["C3"] = value

    (sheet,) = read_sheets(workbook(change=enter), "a.xlsx")

    assert sheet.rows[2].cells[2] == text


def test_the_rows_of_a_workbook_keep_their_numbers_and_its_empty_ones_are_left_out() -> None:
    def enter(book: openpyxl.Workbook) -> None:
        book["Gaps"]["A9"] = "hail"
        book.create_sheet("Nothing")

    (sheet,) = read_sheets(workbook(change=enter), "a.xlsx")

    assert [row.number for row in sheet.rows] == [1, 2, 3, 9]


def test_each_sheet_of_a_workbook_has_its_name() -> None:
    assert [s.title for s in read_sheets(workbook("One", "Two"), "a.xlsx")] == ["One", "Two"]


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as file:
        members = {n: file.read(n) for n in file.namelist()}
    return packed({n: change(d) if n == name else d for n, d in members.items()})


ENTITY = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
PART = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel"),
        (
            lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "OpenDocument",
        ),
        (lambda: packed({"a.txt": b"x"}), "a zip file, and no sheet"),
        (lambda: workbook()[:500], "damaged"),
        (lambda: changed("xl/workbook.xml", lambda _: b"<no"), "damaged"),
        (lambda: changed(PART, lambda d: d[: len(d) // 2]), "damaged"),
        (lambda: changed(PART, lambda d: ENTITY + d), "document type"),
        (lambda: changed(PART, lambda d: b" " * 3_000_000 + ENTITY + d), "document type"),
        (lambda: changed(PART, lambda _: ENTITY.decode().encode("utf-16")), "document type"),
        (
            lambda: changed(PART, lambda d: d.replace(b'r="C2"', b'r="XFD2"')),
            "more than 1000 columns",
        ),
        (lambda: packed({"xl/workbook.xml": b"", "xl/a.bin": bytes(257 << 20)}), "too large"),
        (lambda: "bag,source\nrain,Kölner\n".encode("latin-1"), "not UTF-8"),
        (lambda: "bag,source\nrain,x\n".encode("utf-16-le"), "characters that no text has"),
        (lambda: b'bag\n"a', "line 2"),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_line(make: Callable[[], bytes], words: str) -> None:
    data = make()

    with pytest.raises(RefusedError, match=words) as caught:
        read_sheets(data, "a.xlsx")

    assert "\n" not in caught.value.message


def test_a_workbook_that_says_of_itself_that_it_is_huge_is_read_for_what_it_holds() -> None:
    data = changed(PART, lambda d: d.replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"'))

    (sheet,) = read_sheets(data, "a.xlsx")

    assert len(sheet.rows) == len(ROWS)


def test_without_openpyxl_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(RefusedError, match="needs openpyxl") as caught:
        read_sheets(workbook(), "a.xlsx")

    assert "newsarchive[sheets]" in caught.value.hint


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_a_column_is_named_as_spreadsheets_name_it(index: int, letters: str) -> None:
    assert column_letters(index) == letters
