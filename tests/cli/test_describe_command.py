"""`newsarchive describe` as people use it: a sheet goes out, is filled in, and comes back."""

import csv
from pathlib import Path

import openpyxl
import pytest

from support.archives import article
from support.cli import Cli


@pytest.fixture
def gaps(cli: Cli, tmp_path: Path) -> Path:
    """The sheet of gaps of an archive of two articles without a date, in the current folder."""
    for name in ("rain", "snow"):
        (tmp_path / f"{name}.txt").write_text(article(name), encoding="utf-8")
    cli("init", cwd=tmp_path)
    cli("ingest", "rain.txt", "snow.txt", cwd=tmp_path)
    sheet = tmp_path / "gaps.csv"
    sheet.write_text(cli("describe", "--gaps", cwd=tmp_path).stdout, encoding="utf-8")
    return sheet


def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sheet_of_gaps_opens_in_excel_and_helps_to_know_the_article(gaps: Path) -> None:
    assert gaps.read_bytes().startswith(b"\xef\xbb\xbfbag,title,file,begins,")
    assert sorted(row["file"] for row in rows(gaps)) == ["rain.txt", "snow.txt"]


def test_a_workbook_of_excel_completes_what_lacked(cli: Cli, gaps: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Date published", "BAG", None])
    for row in rows(gaps):
        book.active.append(["13.04.2017", row["bag"]])
    book.save(gaps.with_name("filled.xlsx"))

    given = ("--agency", "none", "--source", "Tolm Post")
    done = cli("describe", "filled.xlsx", *given, cwd=gaps.parent)

    assert (done.code, done.stderr) == (0, "2 articles: 2 stored.\n")
    assert cli("describe", "--gaps", "--json", cwd=gaps.parent).stdout == ""


def test_mistakes_come_a_line_each_and_nothing_is_entered(cli: Cli, gaps: Path) -> None:
    first, second = (row["bag"] for row in rows(gaps))
    text = f"bag;date\n{first};03/04/2017\n{second};13.04.17\nnone;never\n"
    gaps.write_text(text, encoding="utf-16")

    done = cli("describe", "gaps.csv", cwd=gaps.parent)

    assert done.code == 1
    said = done.stderr.splitlines()
    assert said[0] == "newsarchive: gaps.csv has 3 mistakes. Nothing was entered."
    assert [line.split(":")[0] for line in said[1:]] == [
        f"  line {number}, column B" for number in (2, 3, 4)
    ]
    assert "2017-03-04 or 2017-04-03" in said[1]


def test_bags_that_are_not_there_are_each_named_in_a_line(cli: Cli, gaps: Path) -> None:
    gaps.write_text("bag,date\nhail,2017\nwind,2018\n", encoding="utf-8")

    done = cli("describe", "gaps.csv", cwd=gaps.parent)

    assert done.code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()[1:]] == [
        "  gaps.csv#2",
        "  gaps.csv#3",
    ]
