"""Sheets of articles: a row is an article, its text in the sheet or in a file beside it."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from newsarchive.model.asked import IngestOptions
from newsarchive.model.finding import Verdict
from newsarchive.model.outcome import IngestReport
from newsarchive.reports import text as texts
from support.archives import Place, article, bags

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
RAIN = "It rained on the quay all day, the office said.\n\nNobody came to the harbour."
SNOW = "Снег лежал на набережной весь день.\n\nПаромы не ходили."

Table = Sequence[Sequence[str]]

TABLE: Table = (
    ("identifier", "headline", "text", "source", "agency", "datePublished", "keywords"),
    ("urn:x:1", "Rain; and more", RAIN, "Kölner Bote", "none", "2017-04-13", "rain | quay"),
    ("urn:x:2", 'Snow, "heavy"', SNOW, "北京日报", "Reuters | AP", "2017-04?", '["snow", "a | b"]'),
)


def separated(
    mark: str, encoding: str, end: str = "\r\n", top: str = "", rows: Table = TABLE
) -> bytes:
    out = io.StringIO()
    if end == "\r":  # else it does not quote what holds LF
        csv.writer(out, csv.excel, delimiter=mark, lineterminator=end, quoting=1).writerows(rows)
    else:
        csv.writer(out, delimiter=mark, lineterminator=end).writerows(rows)
    return (top + out.getvalue()).encode(encoding)


def workbook(rows: Table = TABLE, change: Callable[[Any], object] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Articles"
    for row in rows:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def json_lines(rows: Table = TABLE, end: str = "\n") -> bytes:
    heads, *others = rows
    documents: list[dict[str, Any]] = [dict(zip(heads, row, strict=True)) for row in others]
    for document in documents:
        is_rain = document["keywords"] == "rain | quay"
        document["keywords"] = ["rain", "quay"] if is_rain else ["snow", "a | b"]
        document["agency"] = document["agency"].split(" | ")
    return "".join(json.dumps(d, ensure_ascii=False) + end for d in documents).encode()


def ingest(place: Place, source: Path, *, workers: int = 1, **options: Any) -> IngestReport:
    with place.open() as archive:
        return archive.ingest([source], workers=workers, **options)


def put(place: Place, name: str, data: bytes | str) -> Path:
    path = place.sources / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def record(place: Place, report: IngestReport, number: int = 0) -> dict[str, Any]:
    path = place.root / str(report.items[number].path) / "data/metadata/article.json"
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def said(report: IngestReport) -> list[tuple[str, str, str]]:
    return [(i.item.label if i.item else "", i.status.value, i.message or "") for i in report.items]


def statuses(report: IngestReport) -> list[str]:
    return [i.status.value for i in report.items]


FORMS: Mapping[str, tuple[str, bytes]] = {
    "commas": ("a.csv", separated(",", "utf-8", "\n")),
    "Google Sheets": ("a.csv", separated(",", "utf-8")),
    "Excel, CSV UTF-8": ("a.csv", separated(",", "utf-8-sig")),
    "Excel in German": ("a.csv", separated(";", "utf-8-sig")),
    "LibreOffice with tabs": ("a.tsv", separated("\t", "utf-8", "\n")),
    "Excel, Unicode text": ("a.txt", separated("\t", "utf-16")),
    "UTF-16, big-endian": ("a.csv", b"\xfe\xff" + separated(";", "utf-16-be")),
    "Excel's sep line": ("a.csv", separated(";", "utf-8-sig", top="sep=;\r\n")),
    "a name that says nothing": ("a.dat", separated(",", "utf-8")),
    "old Mac line ends": ("a.csv", separated(",", "utf-8", "\r")),
    "workbook": ("a.xlsx", workbook()),
    "workbook without a name": ("a", workbook()),
    "JSON lines": ("a.jsonl", json_lines()),
    "JSON lines of Windows": ("a.json", b"\xef\xbb\xbf" + json_lines(end="\r\n")),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_in_which_a_sheet_is_saved_gives_the_same_articles(
    place: Place, form: str
) -> None:
    name, data = FORMS[form]

    report = ingest(place, put(place, name, data))

    assert statuses(report) == ["stored", "stored"]
    one, two = record(place, report), record(place, report, 1)
    assert (one["identifier"], two["identifier"]) == ("urn:x:1", "urn:x:2")
    assert [h["value"] for h in one["headlines"]] == ["Rain; and more"]
    assert [h["value"] for h in two["headlines"]] == ['Snow, "heavy"']
    assert one["provenance"]["agencies"][0]["status"] == "none"
    assert [a["value"] for a in two["provenance"]["agencies"]] == ["Reuters", "AP"]
    assert two["provenance"]["sources"][0]["value"] == "北京日报"
    assert two["provenance"]["datePublished"]["value"] == "2017-04?"
    assert [k["name"] for k in one["keywords"]] == ["rain", "quay"]
    assert [k["name"] for k in two["keywords"]] == ["snow", "a | b"]
    bag = place.root / str(report.items[1].path)
    assert (bag / "data/article.txt").read_text(encoding="utf-8") == f"{SNOW}\n"


@pytest.mark.parametrize("form", FORMS)
def test_the_sheet_is_kept_once_and_each_article_cites_it(place: Place, form: str) -> None:
    name, data = FORMS[form]

    report = ingest(place, put(place, name, data))
    again = ingest(place, place.sources / name)

    [delivery] = (place.root / "bags/deliveries").glob("*/*")
    assert next((delivery / "data/original").iterdir()).read_bytes() == data
    assert [record(place, report, n)["delivery"]["position"] for n in (0, 1)] == [1, 2]
    assert record(place, report)["delivery"]["kind"] == "sheet"
    assert statuses(again) == ["present", "present"]
    assert len(bags(place.root)) == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", separated(";", "utf-8-sig", top="sep=;\r\n")),
        ("a.jsonl", json_lines()),
        ("a.jsonl", b"\xef\xbb\xbf" + json_lines(end="\r\n")),
    ],
    ids=["CSV", "JSON lines", "JSON lines with a mark"],
)
def test_the_original_is_the_row_as_it_stands_in_the_sheet(
    place: Place, name: str, data: bytes
) -> None:
    report = ingest(place, put(place, name, data))

    for number in (0, 1):
        found = record(place, report, number)
        bag = place.root / str(report.items[number].path)
        row = (bag / found["originals"][0]["path"]).read_bytes()
        start = found["delivery"]["offset"]
        assert data[start : start + len(row)] == row
        assert data[start + len(row) :].startswith((b"\r\n", b"\n"))
        assert RAIN[:20].encode() in row or SNOW[:20].encode() in row


def test_the_original_of_a_row_of_a_workbook_is_canonical_json(place: Place) -> None:
    report = ingest(place, put(place, "a.xlsx", workbook()))

    found = record(place, report)["originals"][0]
    bag = place.root / str(report.items[0].path)
    row = (bag / found["path"]).read_bytes()
    assert json.loads(row) == dict(zip(TABLE[0], TABLE[1], strict=True))
    assert found["mediaType"] == "application/json"


def test_values_are_supplied_and_name_the_sheet_and_the_row(place: Place) -> None:
    report = ingest(place, put(place, "batch.csv", separated(",", "utf-8")))

    source = record(place, report)["provenance"]["sources"][0]
    assert (source["status"], source["basis"]) == ("supplied", "manifest:batch.csv#2")
    assert "batch.csv#2" in record(place, report)["headlines"][0]["basis"]


def test_nothing_says_where_it_stands_in_a_row(place: Place) -> None:
    report = ingest(place, put(place, "batch.csv", separated(",", "utf-8")))

    assert '"span"' not in json.dumps(record(place, report))


FILES = (
    "file,source,image1_file,image1_caption,image1 Credit,Image2 file,images\r\n"
    "texts/rain.txt,Tolm Post,p/1.png,The quay,A. Quay,p\\2.png,\r\n"
    './snow.txt,Tolm Post,,,,,"[{""file"": ""p/1.png"", ""creditLine"": ""B. Bell""}]"\r\n'
    "sun.txt,Tolm Post,,,,,p/1.png | p/2.png\r\n"
)


def with_files(place: Place, folder: str = "in") -> Path:
    for topic, name in (("rain", "texts/rain.txt"), ("snow", "snow.txt"), ("sun", "sun.txt")):
        put(place, f"{folder}/{name}", article(topic))
    put(place, f"{folder}/p/1.png", PNG)
    put(place, f"{folder}/p/2.png", PNG + b"2")
    return put(place, f"{folder}/batch.csv", FILES)


def pictures(found: Mapping[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [
        (m["path"].rpartition("/")[2], m["caption"].get("value"), m["creditLine"].get("value"))
        for m in found["media"]
        if m.get("path")
    ]


def test_texts_and_images_lie_beside_the_sheet(place: Place) -> None:
    report = ingest(place, with_files(place))

    assert statuses(report) == ["stored"] * 3
    assert [pictures(record(place, report, n)) for n in range(3)] == [
        [("001-1.png", "The quay", "A. Quay"), ("002-2.png", None, None)],
        [("001-1.png", None, "B. Bell")],
        [("001-1.png", None, None), ("002-2.png", None, None)],
    ]
    kept = place.root / str(report.items[0].path) / "data/original/rain.txt"
    assert kept.read_text(encoding="utf-8") == article("rain")
    assert record(place, report)["originals"][0]["mediaType"] == "text/plain"
    assert record(place, report)["delivery"]["label"] == "row 2"


def test_a_folder_with_a_sheet_is_taken_in_by_the_sheet(place: Place) -> None:
    with_files(place)
    put(place, "in/other.txt", article("other"))

    report = ingest(place, place.sources / "in")

    assert sorted(statuses(report)) == ["stored"] * 4
    assert len(bags(place.root)) == 5
    passed = sorted(Path(p).name for p in report.passed)
    assert passed == sorted(
        f"{n} (named in batch.csv)" for n in ("rain.txt", "snow.txt", "sun.txt", "1.png", "2.png")
    )
    assert "(named in batch.csv)" in "\n".join(texts.ingest_summary(report))


def test_what_lies_beside_a_sheet_that_is_wrong_waits(place: Place) -> None:
    sheet = with_files(place)
    sheet.write_text(FILES.replace("source", "sorce"), encoding="utf-8")

    report = ingest(place, place.sources / "in")

    assert statuses(report) == ["refused"]
    assert "did you mean source" in said(report)[0][2]
    assert all("until batch.csv is right" in p for p in report.passed)
    assert bags(place.root) == []


@pytest.mark.parametrize("name", ["prices.csv", "prices.xlsx"])
def test_a_table_of_something_else_keeps_nobody_waiting(place: Place, name: str) -> None:
    rows = (("item", "price"), ("bread", "2.50"), ("milk", "1.20"))
    put(
        place,
        f"in/{name}",
        workbook(rows) if name.endswith("x") else separated(",", "utf-8", rows=rows),
    )
    put(place, "in/rain.txt", article("rain"))
    put(place, "in/snow.txt", article("snow"))

    report = ingest(place, place.sources / "in")

    assert sorted(statuses(report)) == ["refused", "stored", "stored"]
    [message] = [m for _, status, m in said(report) if status == "refused"]
    assert "its columns are item, price" in message


def test_a_table_goes_with_the_one_article_of_its_folder(place: Place) -> None:
    rows = (("item", "price"), ("bread", "2.50"), ("milk", "1.20"))
    put(place, "in/prices.xlsx", workbook(rows))
    put(place, "in/rain.txt", article("rain"))
    put(place, "in/quay.png", PNG)

    report = ingest(place, place.sources / "in")

    assert statuses(report) == ["stored"]
    bag = place.root / str(report.items[0].path)
    assert (bag / "data/supplied/prices.xlsx").exists()


def test_a_folder_of_nothing_but_a_sheet_is_that_sheet(place: Place) -> None:
    put(place, "in/batch.csv", separated(",", "utf-8"))

    assert statuses(ingest(place, place.sources / "in")) == ["stored", "stored"]


def test_a_folder_of_nothing_but_zips_is_those_zips(place: Place) -> None:
    (place.sources / "in").mkdir()
    with zipfile.ZipFile(place.sources / "in/a.zip", "w") as packed:
        packed.writestr("rain.txt", article("rain"))

    assert statuses(ingest(place, place.sources / "in")) == ["stored"]


def zipped(place: Place, name: str = "batch.zip", above: str = "") -> Path:
    sheet = with_files(place)
    path = place.sources / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(sheet.parent.rglob("*")):
            if file.is_file():
                packed.writestr(above + str(file.relative_to(sheet.parent)), file.read_bytes())
    return path


@pytest.mark.parametrize("above", ["", "delivery/"])
def test_a_sheet_in_a_zip_decides_what_is_in_it(place: Place, above: str) -> None:
    report = ingest(place, zipped(place, above=above))

    assert statuses(report) == ["stored"] * 3
    assert [label for label, _, _ in said(report)] == [
        f"{above}batch.csv: row {n}" for n in (2, 3, 4)
    ]
    assert pictures(record(place, report))[0] == ("001-1.png", "The quay", "A. Quay")
    assert record(place, report)["delivery"]["kind"] == "zip"
    assert len(report.passed) == 5
    assert len(bags(place.root)) == 4
    assert statuses(ingest(place, place.sources / "batch.zip")) == ["present"] * 3


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx"])
def test_rows_of_a_sheet_in_a_zip_are_articles(place: Place, name: str) -> None:
    data = dict(FORMS.values())[name]
    path = place.sources / "batch.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
        packed.writestr("other.txt", article("other"))

    report = ingest(place, path, workers=2)

    assert [(status, m) for _, status, m in said(report)] == [("stored", "")] * 3
    assert record(place, report)["identifier"] == "urn:x:1"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("source", "sorce", "did you mean source"),
        ("./snow.txt", "snw.txt", "did you mean snow.txt?"),
        ("./snow.txt", "../snow.txt", "lies outside"),
    ],
)
def test_what_is_wrong_with_a_sheet_in_a_zip_is_said(
    place: Place, old: str, new: str, words: str
) -> None:
    zipped(place)
    path = place.sources / "other.zip"
    with (
        zipfile.ZipFile(place.sources / "batch.zip") as before,
        zipfile.ZipFile(path, "w") as packed,
    ):
        for name in before.namelist():
            data = before.read(name)
            if name == "batch.csv":
                data = data.replace(old.encode(), new.encode())
            packed.writestr(name, data)

    report = ingest(place, path)

    refused = [m for _, status, m in said(report) if status == "refused"]
    assert any(words in message for message in refused)


# What is wrong, in a row and with the whole


HEAD = "file,text,headline,source,date,image1_file,keywords\n"
BAD_ROWS = {
    "neither": (",,Rain,Post,,,", "neither a text nor a file"),
    "both": ("rain.txt,It rained.,Rain,Post,,,", "a text and a file"),
    "no file": ("none.txt,,Rain,Post,,,", "none.txt is not beside batch.csv"),
    "a misspelt file": ("rian.txt,,Rain,Post,,,", "did you mean rain.txt?"),
    "a file outside": ("../rain.txt,,Rain,Post,,,", "lies outside"),
    "an absolute file": ("/etc/passwd,,Rain,Post,,,", "lies outside"),
    "an address": ("https://x.example/a.txt,,Rain,Post,,,", "is an address"),
    "a link": ("link.txt,,Rain,Post,,,", "is a link"),
    "a folder": ("folder,,Rain,Post,,,", "is a folder"),
    "an image that is missing": (",It rained.,Rain,Post,,none.png,", "none.png is not beside"),
    "an image outside": (",It rained.,Rain,Post,,../p.png,", "lies outside"),
    "a date": (",It rained.,Rain,Post,31.31.2017,,", "column E (date): date-published"),
    "a date that can be two": (",It rained.,Rain,Post,03/04/2017,,", "can be"),
    "two things": (",It rained.,Rain,#REF!,x,,", "column D"),
    "a formula error": (",It rained.,Rain,#REF!,,,", "is an error of the spreadsheet"),
    "none and more": (",It rained.,Rain,none|Post,,,", "none and something else"),
    "a cell without a heading": (",It rained.,Rain,Post,,,,x", "column H has no heading"),
    "a web page": (",<p>It rained.</p>,Rain,Post,,,", "a web page"),
    "no letters": (",\x01\x02\x03\x04,Rain,Post,,,", "binary data"),
    "broken JSON": (',It rained.,Rain,Post,,,"[""a"", "', "begins as JSON"),
    "a control character": (",It rained.,Ra\x07in,Post,,,", "no text"),
    "an empty file": ("empty.txt,,Rain,Post,,,", "is empty"),
    "a picture as a text": ("quay.png,,Rain,Post,,,", "an image (PNG)"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_mistake_in_a_row_costs_that_row_only(place: Place, case: str) -> None:
    row, words = BAD_ROWS[case]
    put(place, "rain.txt", article("rain"))
    put(place, "empty.txt", b"")
    put(place, "quay.png", PNG)
    (place.sources / "link.txt").symlink_to("rain.txt")
    (place.sources / "folder").mkdir()
    rows = f"{HEAD},It shone.,Sun,Post,,,\n{row}\n,It snowed.,Snow,Post,,,\n"

    report = ingest(place, put(place, "batch.csv", rows))

    assert [(label, status) for label, status, _ in said(report)] == [
        ("row 2", "stored"),
        ("row 3", "refused"),
        ("row 4", "stored"),
    ]
    assert words in said(report)[1][2]
    assert "\n" not in said(report)[1][2]
    assert len(said(report)[1][2]) < 1000


def test_all_mistakes_of_a_row_are_named_at_once(place: Place) -> None:
    rows = f"{HEAD},It rained.,Rain,#REF!,x,,\n"

    report = ingest(place, put(place, "batch.csv", rows))

    assert "column D (source): #REF!" in said(report)[0][2]
    assert "column E (date): date-published: 'x'" in said(report)[0][2]


def test_a_file_that_two_rows_name_is_of_neither(place: Place) -> None:
    put(place, "rain.txt", article("rain"))
    rows = "file,source\nrain.txt,Post\n./rain.txt,Bote\n"

    report = ingest(place, put(place, "batch.csv", rows))

    assert statuses(report) == ["refused", "refused"]
    assert "rain.txt is the file of more than one row" in said(report)[0][2]


BAD_SHEETS = {
    "an unknown column": (b"text,headlin,source\nIt rained.,Rain,Post\n", "did you mean headline?"),
    "another's name for it": (b"text,headline,tags\nRain,x,y\n", "did you mean keywords?"),
    "a column twice": (b"text,title,headline\nIt rained.,x,y\n", "headline stands twice"),
    "a caption of nothing": (b"text,source,image1_caption\nIt rained.,x,y\n", "no image1_file"),
    "no rows": (b"text,headline\n,\n", "no article below"),
    "bytes of another encoding": (
        "text,source\nIt rained.,K\u00f6ln\n".encode("latin-1"),
        "line 2",
    ),
    "a quotation mark too few": (b'text,source\n"It rained.,Post\n,\n', "never closed"),
    "a quotation mark inside": (b'text,source\n"It" rained.,Post\n', "expected after"),
    "no column of texts": (b"headline,source,date\nRain,Post,2017\nSun,Post,2018\n", "Wanted is"),
    "descriptions of bags": (b"bag,file,title,source\nrain,x,y,z\nsnow,x,y,z\n", "describes bags"),
    "too many columns": (b"text,source" + b"," * 2000 + b"\nIt rained.,Post\n", "columns"),
}


@pytest.mark.parametrize("case", BAD_SHEETS)
def test_a_sheet_that_is_wrong_as_a_whole_is_refused_before_anything_is_written(
    place: Place, case: str
) -> None:
    data, words = BAD_SHEETS[case]

    report = ingest(place, put(place, "batch.csv", data))

    assert statuses(report) == ["refused"]
    assert words in " ".join((said(report)[0][2], report.items[0].hint or ""))
    assert bags(place.root) == []


def test_mistakes_of_the_headings_are_named_by_column_and_are_not_endless(place: Place) -> None:
    heads = ",".join(["text", "source", *(f"nonsense{n}" for n in range(30))])

    report = ingest(place, put(place, "batch.csv", f"{heads}\nIt rained.,Post\n"))

    assert "has 30 mistakes" in said(report)[0][2]
    assert report.items[0].details[0].startswith("line 1, column C: 'nonsense0' is no column")
    assert len(report.items[0].details) == 21
    assert report.items[0].details[-1] == "and 10 more"
    assert len(texts.item(report.items[0]).splitlines()) == 22


BAD_LINES = {
    "no JSON": (b'{"text": "It rained."', "not JSON at column"),
    "a name twice": (b'{"text": "a", "text": "b", "source": "x"}', "'text' stands twice"),
    "a field twice": (b'{"text": "a", "title": "b", "headline": "x"}', "headline is said twice"),
    "NaN": (b'{"text": "It rained.", "version": NaN}', "NaN is not JSON"),
    "a lone surrogate": (b'{"text": "It rained \\ud800.", "source": "x"}', "lone surrogate"),
    "U+0000": (b'{"text": "It rained \\u0000.", "source": "x"}', "U+0000"),
    "too deep": (b'{"text": ' + b"[" * 500 + b"]" * 500 + b"}", "nested deeper"),
    "very deep": (b'{"text": ' + b"[" * 90000 + b"]" * 90000 + b"}", "nested deeper"),
    "no object": (b"[1]", "no object"),
    "a text": (b'"text"', "no object"),
    "another encoding": (b'{"text": "K\xf6ln", "source": "x"}', "not UTF-8 at byte"),
    "a number as a text": (b'{"text": 7, "source": "x"}', "text must be a text"),
    "a list as a text": (b'{"text": ["a"], "source": "x"}', "text must be a text"),
    "an object as a date": (b'{"text": "a", "date": {"year": 7}}', "a value and a note"),
    "truth": (b'{"text": "a", "source": true}', "must be a text"),
    "half a number": (b'{"text": "a", "version": 1.5}', "must be a text"),
    "an image without a file": (b'{"text": "a", "images": [{}]}', "says no file"),
    "an image of a number": (b'{"text": "a", "images": [7]}', "an image is a file"),
    "images of a number": (b'{"text": "a", "images": 7}', "a list of images"),
    "a stranger in an image": (b'{"text": "a", "images": [{"file": "a", "x": "y"}]}', "'x' is not"),
    "nothing": (b"{}", "neither a text nor a file"),
    "a caption that is no text": (
        b'{"text": "a", "images": [{"file": "p.png", "caption": "a\\u0007"}]}',
        "no text",
    ),
    "a note that is no text": (b'{"text": "a", "note": "a\\u0007"}', "no text"),
    "a note of its own that is none": (
        b'{"text": "a", "source": {"value": "P", "note": "a\\u0007"}}',
        "no text",
    ),
    "an id with a line end": (b'{"text": "a", "id": "a\\nb"}', "no id"),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_line_that_is_wrong_costs_that_line_only(place: Place, case: str) -> None:
    line, words = BAD_LINES[case]
    good = b'{"text": "It shone.", "source": "Post"}\n{"text": "It snowed.", "source": "Post"}\n'

    report = ingest(place, put(place, "batch.jsonl", good + line + b"\n"))

    assert statuses(report) == ["stored", "stored", "refused"]
    assert said(report)[2][0] == "line 3"
    assert words in said(report)[2][2]
    assert len(said(report)[2][2]) < 1000


def test_a_name_that_nobody_knows_refuses_all_lines(place: Place) -> None:
    lines = b'{"text": "It shone.", "source": "Post"}\n{"text": "It snowed.", "sorce": "Post"}\n'

    report = ingest(place, put(place, "batch.jsonl", lines))

    assert statuses(report) == ["refused"]
    assert "line 2: 'sorce' is no column; did you mean source?" in said(report)[0][2]
    assert bags(place.root) == []


def test_a_json_line_may_say_a_note_and_numbers(place: Place) -> None:
    line = {
        "text": RAIN,
        "id": 4711,
        "version": 3,
        "source": {"value": "Post", "note": "by its typeface"},
        "agency": ["Reuters", "AP"],
        "byline": None,
    }

    report = ingest(place, put(place, "batch.jsonl", json.dumps(line) + "\n"))

    found = record(place, report)
    assert found["identifier"] == "4711"
    assert found["version"]["value"] == "3"
    assert found["provenance"]["sources"][0]["note"] == "by its typeface"
    assert len(found["provenance"]["agencies"]) == 2


# The headline and the text


@pytest.mark.parametrize(
    ("headline", "text", "headlines", "first"),
    [
        ("Rain", RAIN, ["Rain"], "It rained on the quay"),
        ("Rain", f"Rain\n\n{RAIN}", ["Rain"], "It rained on the quay"),
        ("RAIN ", f"Rain\n\n{RAIN}", ["Rain", "RAIN"], "It rained on the quay"),
        ("Rain", f"Port Bell\n\n{RAIN}", ["Rain"], "Port Bell"),
        ("Rain", f"The wettest day for years\n\n{RAIN}", ["Rain"], "The wettest day for years"),
        ("Rain falls.", RAIN, ["Rain falls."], "It rained on the quay"),
        ("x" * 400, f"Port Bell\n\n{RAIN}", ["x" * 400], "Port Bell"),
        ("", f"Rain on the quay\n\n{RAIN}", ["Rain on the quay"], "It rained on the quay"),
        ("none", f"Port Bell\n\n{RAIN}", [], "Port Bell"),
        ("Rain", "It rained.", ["Rain"], "It rained."),
        ("Rain", "A word", ["Rain"], "A word"),
    ],
)
def test_the_headline_is_the_one_of_the_column(
    place: Place, headline: str, text: str, headlines: list[str], first: str
) -> None:
    rows = (("headline", "text", "source"), (headline, text, "Post"))

    report = ingest(place, put(place, "batch.csv", separated(",", "utf-8", rows=rows)))

    found = record(place, report)
    bag = place.root / str(report.items[0].path)
    assert [h["value"] for h in found["headlines"]] == headlines
    assert (bag / "data/article.txt").read_text(encoding="utf-8").startswith(first)


def test_no_word_of_a_text_in_a_column_is_lost_to_its_headline(place: Place) -> None:
    text = f"Port Bell\n\nThe wettest day\n\n{RAIN}"
    rows = (("headline", "text", "source"), ("Rain", text, "Post"))

    report = ingest(place, put(place, "batch.csv", separated(",", "utf-8", rows=rows)))

    bag = place.root / str(report.items[0].path)
    assert (bag / "data/article.txt").read_text(encoding="utf-8") == f"{text}\n"


def test_a_headline_is_not_the_subject_of_a_mail_in_the_text(place: Place) -> None:
    mail = f"From: Ann Quay\nTo: Desk\nSubject: For tomorrow\n\n{RAIN}"
    rows = (("headline", "text", "source"), ("Rain", mail, "Post"))

    report = ingest(place, put(place, "batch.csv", separated(",", "utf-8", rows=rows)))

    assert [h["value"] for h in record(place, report)["headlines"]] == ["Rain"]


@pytest.mark.parametrize(("characters", "codes"), [(32_766, []), (32_767, ["TX-07"])])
def test_a_text_that_fills_a_cell_may_be_cut_off(
    place: Place, characters: int, codes: list[str]
) -> None:
    text = (f"{RAIN}\n\n" * 1000)[: characters - 1] + "."
    rows = (("headline", "text", "source"), ("Rain", text, "Post"))

    report = ingest(place, put(place, "batch.csv", separated(",", "utf-8", rows=rows)))

    found = [f["code"] for f in record(place, report)["findings"]]
    assert [code for code in found if code == "TX-07"] == codes


# What is forgiven


def test_empty_rows_and_columns_and_the_case_of_headings_are_forgiven(place: Place) -> None:
    rows = (
        ("", "", "", "", ""),
        (" HEADLINE ", "Text", "date published", "", ""),
        ("Rain", RAIN, "13.04.2017", "", ""),
        ("", "", "", "", ""),
        ("Sun", "It shone.", "", "", ""),
        *[("", "", "", "", "")] * 500,
    )

    report = ingest(place, put(place, "batch.csv", separated(";", "utf-8-sig", rows=rows)))

    assert [(label, s) for label, s, _ in said(report)] == [
        ("row 3", "stored"),
        ("row 5 (line 7)", "stored"),
    ]
    assert record(place, report)["provenance"]["datePublished"]["value"] == "2017-04-13"


def test_a_workbook_is_read_in_the_table_that_has_articles(place: Place) -> None:
    def change(book: Any) -> None:
        notes = book.create_sheet("Notes", 0)
        notes.append(["Please", "fill in"])

    report = ingest(place, put(place, "batch.xlsx", workbook(change=change)))

    assert statuses(report) == ["stored", "stored"]


def test_a_workbook_with_two_tables_of_articles_is_not_guessed_at(place: Place) -> None:
    def change(book: Any) -> None:
        other = book.create_sheet("More")
        for row in TABLE:
            other.append(row)

    report = ingest(place, put(place, "batch.xlsx", workbook(change=change)))

    assert "several sheets of articles (Articles, More)" in said(report)[0][2]


@pytest.mark.parametrize("name", ["batch.csv", "batch.jsonl", "batch.xlsx"])
def test_a_sheet_can_be_kept_as_one_document(place: Place, name: str) -> None:
    data = {"csv": separated(",", "utf-8"), "jsonl": json_lines(), "xlsx": workbook()}

    report = ingest(
        place,
        put(place, name, data[name.rpartition(".")[2]]),
        options=IngestOptions("x", as_is=True, whole=True),
    )

    assert [(label, status) for label, status, _ in said(report)] == [("", "stored")]


def test_a_text_that_mentions_columns_is_a_text(place: Place) -> None:
    story = "Text, file and headline\n\nThe clerk wrote text, file and headline on the board.\n"

    report = ingest(place, put(place, "story.txt", story))

    assert said(report) == [("", "stored", "")]


def test_many_processes_take_in_the_same_rows_as_one(place: Place) -> None:
    rows = (
        ("headline", "text", "source"),
        *((f"Rain {n}", f"It rained for {n} days.", "Post") for n in range(40)),
    )

    report = ingest(place, put(place, "a.csv", separated(",", "utf-8", rows=rows)), workers=2)

    assert statuses(report) == ["stored"] * 40
    assert [label for label, _, _ in said(report)] == [f"row {n + 2}" for n in range(40)]
    with place.open() as archive:
        assert archive.audit().found.counts[Verdict.INTACT] == 41


def test_versions_of_an_article_follow_one_another(place: Place) -> None:
    rows = (
        ("id", "version", "text", "source"),
        ("urn:x:1", "1", "It rained.", "Post"),
        ("urn:x:1", "2", "It rained all day.", "Post"),
        ("urn:x:1", "2", "It rained all night.", "Post"),
    )

    report = ingest(place, put(place, "a.csv", separated(",", "utf-8", rows=rows)))

    rels = [[r["rel"] for r in record(place, report, n)["relations"]] for n in range(3)]
    assert rels == [[], ["replaces"], ["alternate"]]


def test_a_row_adds_what_it_says_to_a_text_that_is_here(place: Place) -> None:
    text = put(place, "rain.txt", article("rain"))
    ingest(place, text)

    report = ingest(place, put(place, "a.csv", "file,publisher\nrain.txt,Tolm Post\n"))

    assert report.items[0].amends is not None


# What was withdrawn


def destroyed(place: Place, bag: str | None) -> None:
    assert bag is not None
    with place.open() as archive:
        archive.withdraw(bag, "court-order", "12 O 26/26", destroy=True, with_delivery=True)


def test_a_sheet_with_a_row_that_was_destroyed_is_not_kept_again(place: Place) -> None:
    sheet = put(place, "batch.csv", separated(",", "utf-8"))
    destroyed(place, ingest(place, sheet).items[0].bag_id)

    report = ingest(place, sheet)

    assert statuses(report) == ["refused"]
    assert "was in the archive" in said(report)[0][2]


def test_a_row_whose_file_was_destroyed_is_refused_and_the_others_go_on(place: Place) -> None:
    sheet = with_files(place)
    destroyed(place, ingest(place, sheet).items[1].bag_id)
    sheet.write_text(FILES.replace("Tolm Post", "Port Bell"), encoding="utf-8")

    report = ingest(place, sheet)

    assert [s == "refused" for s in statuses(report)] == [False, True, False]
    assert "was in the archive" in said(report)[1][2]
