"""The forms of a corpus say the same, and each is what the programs that read it expect."""

import csv
import dataclasses
import io
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newsarchive.corpus import (
    COLUMNS,
    ArticleInCorpus,
    Described,
    Value,
    row_of,
    schema,
    writer_for,
)
from newsarchive.errors import UsageError
from newsarchive.metadata import record_of
from newsarchive.model.corpus import CorpusFile, CorpusForm
from support.entries import ACCESSION
from support.exports import UNNAMED, record, small, stated

DESCRIBED = Described("urn:uuid:1", "7:ab")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1"]


def article(number: int = 0, text: str | None = "Rain.\n", **places: Any) -> ArticleInCorpus:
    accession = dataclasses.replace(
        ACCESSION, name=f"rain-{number}", path=f"bags/2017/04/13/rain-{number}", bag=f"{number:064}"
    )
    document = record(**places) if places else small()
    return ArticleInCorpus(accession, None, "", record_of(document), text)


def write(
    form: CorpusForm, folder: Path, articles: Sequence[ArticleInCorpus], *, bom: bool = False
) -> tuple[CorpusFile, list[CorpusFile]]:
    summed: list[CorpusFile] = []
    folder.mkdir(exist_ok=True)
    writer = writer_for(form, folder, DESCRIBED, summed.append, bom=bom)
    try:
        for one in articles:
            writer.add(one)
        return writer.finish(), summed
    finally:
        writer.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


ARTICLES = [
    article(1, provenance__agencies=[stated("AFP; Paris"), UNNAMED]),
    article(2, None),
    article(3, "“Wet”,\r\nsaid a man.\n", provenance__datePublished=stated("2017-04-13?")),
]


def plain(value: Value) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


WANTED = [{name: plain(value) for name, value in row_of(one).items()} for one in ARTICLES]


def test_json_lines_hold_every_value(tmp_path: Path) -> None:
    table, _ = write(CorpusForm.JSONL, tmp_path, ARTICLES)

    text = (tmp_path / table.name).read_text("utf-8")
    assert [json.loads(line) for line in text.split("\n")[:-1]] == WANTED


def test_parquet_holds_every_value(tmp_path: Path) -> None:
    table, _ = write(CorpusForm.PARQUET, tmp_path, ARTICLES)

    rows = pq.read_table(tmp_path / table.name).to_pylist()
    assert [{name: plain(value) for name, value in row.items()} for row in rows] == WANTED


def test_parquet_says_what_its_columns_mean_and_what_it_was_made_from(tmp_path: Path) -> None:
    table, _ = write(CorpusForm.PARQUET, tmp_path, ARTICLES)

    found = pq.read_schema(tmp_path / table.name)
    assert found.metadata[b"newsarchive.position"] == b"7:ab"
    assert [found.field(c.name).metadata[b"description"].decode() for c in COLUMNS] == [
        c.meaning for c in COLUMNS
    ]


def test_csv_holds_every_value_as_text(tmp_path: Path) -> None:
    table, _ = write(CorpusForm.CSV, tmp_path, ARTICLES)

    first, second, third = rows_of(tmp_path / table.name)
    assert first["agencies"] == "AFP\\; Paris; "
    assert first["agencies_status"] == "stated; stated"
    assert (second["text"], second["date"], second["date_disputed"]) == ("", "", "false")
    assert third["text"] == "“Wet”,\r\nsaid a man.\n"
    assert (third["date"], third["date_earliest"]) == ("2017-04-13?", "2017-04-13")
    assert third["taken_in"] == "2026-11-22T12:00:00Z"


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("form", [CorpusForm.CSV, CorpusForm.TEXTS, CorpusForm.DC])
def test_no_cell_is_taken_for_a_formula(tmp_path: Path, form: CorpusForm, formula: str) -> None:
    one = article(
        1,
        formula,
        displayTitle=formula,
        headlines=[{"value": formula, "role": "main", "basis": formula}],
        provenance__sources=[stated(formula)],
        provenance__url=stated(formula),
        keywords=[{"name": formula, "basis": "x"}],
    )

    table, _ = write(form, tmp_path, [one])

    [row] = rows_of(tmp_path / table.name)
    assert [
        cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ] == []
    assert row["title"] == f"'{formula}"


@pytest.mark.parametrize("bom", [True, False])
def test_a_csv_file_begins_with_a_bom_if_that_is_asked_for(tmp_path: Path, *, bom: bool) -> None:
    table, _ = write(CorpusForm.CSV, tmp_path, ARTICLES, bom=bom)

    assert (tmp_path / table.name).read_bytes().startswith(b"\xef\xbb\xbfbag" if bom else b"bag")


def test_a_text_is_a_file_named_by_its_bag(tmp_path: Path) -> None:
    table, summed = write(CorpusForm.TEXTS, tmp_path, ARTICLES)

    rows = rows_of(tmp_path / table.name)
    assert [row["file"] for row in rows] == [
        "texts/2017/04/13/rain-1.txt",
        "",
        "texts/2017/04/13/rain-3.txt",
    ]
    assert (tmp_path / rows[2]["file"]).read_bytes() == "“Wet”,\r\nsaid a man.\n".encode()
    assert [file.name for file in summed] == [row["file"] for row in rows if row["file"]]
    assert "text" not in rows[0]


def test_dublin_core_is_a_file_named_by_its_bag(tmp_path: Path) -> None:
    table, summed = write(CorpusForm.DC, tmp_path, ARTICLES)

    names = [row["file"] for row in rows_of(tmp_path / table.name)]
    assert (
        names
        == [f"records/2017/04/13/rain-{n}.xml" for n in (1, 2, 3)]
        == [file.name for file in summed]
    )
    assert b"<dc:title>" in (tmp_path / names[0]).read_bytes()


@pytest.mark.parametrize("form", CorpusForm)
def test_the_same_articles_give_the_same_bytes(tmp_path: Path, form: CorpusForm) -> None:
    first = write(form, tmp_path / "first", ARTICLES)
    second = write(form, tmp_path / "second", ARTICLES)

    assert first == second


@pytest.mark.parametrize("form", CorpusForm)
def test_no_articles_are_a_table_without_rows(tmp_path: Path, form: CorpusForm) -> None:
    table, summed = write(form, tmp_path, [])

    data = (tmp_path / table.name).read_bytes()
    assert summed == []
    assert len(data) == table.bytes
    if form is CorpusForm.PARQUET:
        assert pq.read_table(tmp_path / table.name).num_rows == 0
    else:
        assert data.count(b"\n") == (0 if form is CorpusForm.JSONL else 1)


def test_parquet_is_written_in_groups_of_rows(tmp_path: Path) -> None:
    articles = [article(n, "Rain. " * 600_000) for n in range(4)]

    table, _ = write(CorpusForm.PARQUET, tmp_path, articles)

    assert pq.ParquetFile(tmp_path / table.name).num_row_groups > 1


@pytest.mark.parametrize("form", CorpusForm)
def test_the_schema_has_a_field_for_every_column(tmp_path: Path, form: CorpusForm) -> None:
    writer = writer_for(form, tmp_path, DESCRIBED, lambda _: None)
    writer.close()

    fields = json.loads(schema(writer.columns, form))["fields"]

    assert [f["name"] for f in fields] == [c.name for c in writer.columns]
    assert [f for f in fields if not (f["type"] and f["description"] and f["rule"])] == []
    of_lists = {f["type"] for f in fields if f["name"] in {"sources", "sources_disputed"}}
    assert of_lists == ({"array"} if form in {CorpusForm.JSONL, CorpusForm.PARQUET} else {"list"})


def test_without_pyarrow_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match="needs pyarrow") as caught:
        writer_for(CorpusForm.PARQUET, tmp_path, DESCRIBED, lambda _: None)

    assert "newsarchive[corpus]" in caught.value.hint
