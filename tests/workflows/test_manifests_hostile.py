"""Sheets that somebody made to do harm: one clear line for each, and nothing is left."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from newsarchive.formats.manifests.tables import MOST
from newsarchive.model.outcome import IngestReport
from support.archives import Place, article, bags

GOOD = b"text,source\nIt rained on the quay.,Post\n"
BOOK = {
    "text": ("text", "source"),
    "row": ("It rained on the quay.", "Post"),
}


def ingest(place: Place, name: str, data: bytes, **options: Any) -> IngestReport:
    path = place.sources / name
    path.write_bytes(data)
    with place.open() as archive:
        return archive.ingest([path], workers=1, **options)


def workbook(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A workbook of one article, with its parts changed."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in BOOK.values():
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def entities(parts: dict[str, bytes]) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    parts[SHEET] = bomb + parts[SHEET]


def far_row(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(b'<row r="2"', b'<row r="99999999999"')


def cut(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET][:-40]


def huge_texts(parts: dict[str, bytes]) -> None:
    parts["xl/sharedStrings.xml"] = b"<sst>" + b" " * (129 << 20) + b"</sst>"


def no_sheet(parts: dict[str, bytes]) -> None:
    del parts[SHEET]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (entities, "document type"),
        (far_row, "rows"),
        (cut, "is damaged"),
        (huge_texts, "too large"),
        (no_sheet, "is empty"),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)
def test_a_workbook_that_is_hostile_or_broken_is_one_refusal(
    place: Place, change: Callable[[dict[str, bytes]], object], words: str
) -> None:
    report = ingest(place, "a.xlsx", workbook(change))

    assert [i.status.value for i in report.items] == ["refused"]
    assert words in (report.items[0].message or "")
    assert bags(place.root) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD + b'"' + b"x" * (MOST + 10), "characters"),
        (GOOD + b"x" * (MOST + 10), "characters"),
        (GOOD + b'"\n' + b"x\n" * MOST, "characters"),
        (GOOD + b"\n" + b"," * 5000, "more than 1000 columns"),
        (GOOD + b"\xff\xff\xff", "line 3"),
        (b"\xff\xfe" + GOOD.decode().encode("utf-16-le") + b"\x00\xd8", "not UTF-16"),
    ],
    ids=[
        *("a quotation mark that is never closed", "a line without an end", "a row without an end"),
        *("columns without an end", "no text", "half a letter"),
    ],
)
def test_a_table_without_an_end_is_one_refusal(place: Place, data: bytes, words: str) -> None:
    report = ingest(place, "a.csv", data)

    assert [i.status.value for i in report.items] == ["refused"]
    assert words in (report.items[0].message or "")
    assert len(report.items[0].message or "") < 500
    assert bags(place.root) == []


def test_a_line_of_json_without_an_end_costs_itself_only(place: Place) -> None:
    line = b'{"text": "It rained on the quay.", "source": "Post"}\n'
    endless = b'{"text": "' + b"x" * (3 * MOST) + b'", "source": "Post"}\n'

    report = ingest(place, "a.jsonl", line + endless + line.replace(b"quay", b"lock"))

    assert [i.status.value for i in report.items] == ["stored", "refused", "stored"]
    assert "has more than" in (report.items[1].message or "")


def test_a_text_larger_than_any_is_one_refused_row(place: Place) -> None:
    row = b"x " * (MOST // 2 - 20)

    report = ingest(place, "a.csv", GOOD + row + b",Post\n")

    assert [i.status.value for i in report.items] == ["stored", "stored"]


def test_what_a_sheet_names_in_a_row_is_shown_as_one_line(place: Place) -> None:
    name = "\x1b[31m" + "x\u202e" * 50

    report = ingest(place, "a.csv", f"file,source\n{name},Post\n".encode())

    message = report.items[0].message or ""
    assert message.isprintable()


def test_a_sheet_that_changes_into_a_link_names_nothing_elsewhere(place: Place) -> None:
    secret = place.sources.parent / "secret.txt"
    secret.write_text(article("secret"), encoding="utf-8")
    os.link(secret, place.sources / "rain.txt")  # a hard link is a file like any other
    (place.sources / "p").symlink_to(secret.parent)

    report = ingest(place, "a.csv", b"file,source\np/secret.txt,Post\nrain.txt,Post\n")

    assert [i.status.value for i in report.items] == ["refused", "stored"]


def test_many_rows_with_mistakes_are_as_many_lines(place: Place) -> None:
    rows = b"".join(b"none%d.txt,Post\n" % n for n in range(500))

    report = ingest(place, "a.csv", b"file,source\n" + rows)

    assert [i.status.value for i in report.items] == ["refused"] * 500
    assert bags(place.root) == []


def test_a_sheet_that_names_itself_holds_no_article(place: Place) -> None:
    report = ingest(place, "a.csv", b"file,source\na.csv,Post\nb.csv,Post\n")

    assert [i.status.value for i in report.items] == ["refused", "refused"]


def test_a_device_a_pipe_and_a_socket_are_no_texts(place: Place) -> None:
    os.mkfifo(place.sources / "pipe")

    report = ingest(place, "a.csv", b"file,source\npipe,Post\n")

    assert "a pipe" in (report.items[0].message or "")


def test_a_sheet_in_a_zip_cannot_reach_out_of_it(place: Place) -> None:
    (place.sources / "rain.txt").write_text(article("rain"), encoding="utf-8")
    path = Path(place.sources / "a.zip")
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("in/a.csv", "file,source\n../b.txt,Post\n/etc/passwd,Post\nrain.txt,Post\n")
        packed.writestr("b.txt", article("b"))

    with place.open() as archive:
        report = archive.ingest([path], workers=1)

    assert [i.status.value for i in report.items] == ["refused", "refused", "refused", "stored"]
