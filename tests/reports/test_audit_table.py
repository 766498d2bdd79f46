"""The table of an audit: every finding in a row, and every reader reads it the same."""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.model.finding import Kind, Verdict
from newsarchive.model.subject import StoredBag
from newsarchive.model.verdict import BagVerdict
from newsarchive.reports.audit.table import COLUMNS, table
from support import audits

CHECKED = "2026-11-22T01:02:03Z"


def called(name: str) -> BagVerdict:
    return replace(audits.problem(), about=StoredBag(audits.bag_id("bag"), name, "bags/x"))


def line(verdict: BagVerdict) -> dict[str, Any]:
    return {**verdict.document(), "checked": CHECKED}


def read(*verdicts: BagVerdict) -> list[dict[str, str]]:
    rows = "".join(table(line(v) for v in verdicts))
    return list(csv.DictReader(rows.splitlines(keepends=True), strict=True))


def split(rows: Iterator[str]) -> list[list[str]]:
    return list(csv.reader(iter(rows), strict=True))


def test_a_bag_without_findings_has_a_row() -> None:
    (row,) = read(audits.problem("rain", Verdict.INTACT, []))

    assert row["bag"] == "rain"
    assert row["verdict"] == "intact"
    assert row["checked"] == CHECKED
    assert (row["files"], row["bytes"]) == ("9", "61000")
    assert row["finding"] == row["kind"] == row["expected"] == ""


def test_each_finding_has_a_row_with_its_bag() -> None:
    found = [audits.finding(), audits.finding(Kind.MISSING, "data/b.txt")]
    bag = audits.problem("rain", findings=found)

    rows = read(bag)

    assert [(r["bag"], r["file"], r["kind"]) for r in rows] == [
        ("rain", "data/article.txt", "changed"),
        ("rain", "data/b.txt", "missing"),
    ]
    assert rows[0]["path"] == bag.path
    assert rows[0]["bag_id"] == bag.bag_id
    assert rows[0]["finding"] == found[0].id(bag.bag_id or "")
    assert (rows[0]["expected"], rows[0]["found"]) == (found[0].expected, found[0].found)
    assert (rows[0]["code"], rows[0]["level"]) == ("RX-10", "error")


@pytest.mark.parametrize(
    ("named", "store"),
    [({}, "main"), ({"store": "copy"}, "copy"), ({"store": None}, "")],
    ids=["early", "named", "in none"],
)
def test_a_row_says_in_which_store_it_was_seen(named: dict[str, Any], store: str) -> None:
    told = line(audits.problem())
    del told["store"]

    (row,) = csv.DictReader(table([{**told, **named}]))

    assert row["store"] == store


def test_what_the_ledger_does_not_know_has_no_bag_id() -> None:
    (row,) = read(audits.problem(known=False))

    assert row["bag_id"] == ""


def test_the_columns_come_first_even_if_nothing_follows() -> None:
    assert list(table([])) == [",".join(COLUMNS) + "\n"]


def test_a_row_is_given_as_soon_as_its_line_is_known() -> None:
    endless = itertools.repeat(line(audits.problem("rain")))

    assert [r.split(",")[0] for r in itertools.islice(table(endless), 3)] == ["bag", "rain", "rain"]


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x","y")')
AWKWARD = ("a\nb", "a\r\nb", "a\rb", 'a"b', "a,b", "a;b", "\u2028", "caf\udce9")


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("column", ["bag", "path", "file", "detail", "expected", "found"])
def test_no_cell_is_a_formula(column: str, text: str) -> None:
    told = line(audits.problem())
    name = "path" if column == "file" else column
    (told if column in {"bag", "path"} else told["findings"][0])[name] = text

    (row,) = split(table([told]))[1:]

    assert row[COLUMNS.index(column)] == f"'{text}"


@pytest.mark.parametrize("text", AWKWARD)
def test_a_name_stays_in_its_cell(text: str) -> None:
    bag = replace(called(text), findings=(replace(audits.finding(), path=text),))

    ((*_, last),) = (split(table([line(bag)]))[1:],)

    expected = text.replace("\udce9", "\\xe9")
    assert (last[0], last[COLUMNS.index("file")]) == (expected, expected)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_what_is_written_reads_back(names: list[str]) -> None:
    bags = [called(name) for name in names]

    rows = split(table(map(line, bags)))

    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[0].removeprefix("'") for row in rows[1:]] == [n.removeprefix("'") for n in names]
    "".join(table(map(line, bags))).encode()
