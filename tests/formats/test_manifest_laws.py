"""What holds of every sheet: what a spreadsheet program writes comes back, with its place."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.errors import RefusedError
from newsarchive.formats.base import Made, Slice, Stray
from newsarchive.formats.manifests.detection import form_of
from newsarchive.formats.manifests.jsonlines import json_lines
from newsarchive.formats.manifests.tables import separated
from newsarchive.formats.manifests.unpacker import ManifestUnpacker

HEAD = ("text", "headline", "source")
CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [*'",;\t\r\n\0', "", "\r\n", "=1", "\ufeff", "\u2028", "\x0b", "\x1c", "ਊ"]
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)
MARKS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def written(rows: list[list[str]], mark: str, encoding: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows([HEAD, *rows])
    return MARKS[encoding] + out.getvalue().encode(encoding)


@given(ROWS, st.sampled_from(",;\t"), st.sampled_from([*MARKS]))
@example([["\r", "\n", '"\r\n"']], ",", "utf-8")
def test_a_table_that_a_program_writes_comes_back(
    rows: list[list[str]], mark: str, encoding: str
) -> None:
    data = written(rows, mark, encoding)

    found = list(separated(io.BytesIO(data), "a.csv"))

    assert [row.cells for row in found] == [HEAD, *map(tuple, rows)]
    assert [row.number for row in found] == list(range(1, len(rows) + 2))


@given(ROWS, st.sampled_from(",;\t"), st.sampled_from([*MARKS]))
def test_the_bytes_of_a_row_alone_are_that_row(
    rows: list[list[str]], mark: str, encoding: str
) -> None:
    data = written(rows, mark, encoding)

    for row in separated(io.BytesIO(data), "a.csv"):
        if isinstance(row.place, Made):
            alone = row.place.data.decode()
        else:
            assert isinstance(row.place, Slice)
            alone = data[row.place.start : row.place.end].decode()
        [cells] = csv.reader(io.StringIO(alone, newline=""), delimiter=mark, strict=True)
        assert tuple(cells) == row.cells


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_rows_or_one_refusal(data: bytes) -> None:
    messages = []
    numbers = []
    try:
        numbers += [r.number for r in separated(io.BytesIO(b"text,source\n" + data), "a.csv")]
    except RefusedError as error:
        messages.append(error.message)

    assert numbers == list(range(1, len(numbers) + 1))
    assert all(m.startswith("a.csv") and "\n" not in m for m in messages)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CELLS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["text", "file", "images", "source", "date", "id", "note", "version"])


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=6), max_size=6))
def test_every_line_is_an_article_or_one_sentence(documents: list[dict[str, Any]]) -> None:
    lines = [{"text": "It rained.", "source": "Post"}, *documents]
    data = "".join(json.dumps(d) + "\n" for d in lines).encode()
    contents = ManifestUnpacker().open(io.BytesIO(data), "a.jsonl")

    found = list(contents.items())

    assert [item.position for item in found] == list(range(1, len(lines) + 1))
    messages = [item.error.message for item in found if isinstance(item, Stray)]
    assert [m for m in messages if "\n" in m or not m] == []
    assert all(isinstance(named.name, str) for named in contents.beside())


@given(st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b), max_size=8))
def test_lines_stand_where_they_are_said_to(lines: list[bytes]) -> None:
    data = b"\n".join(lines)

    for row in json_lines(io.BytesIO(data)):
        assert data[row.place.start : row.place.end] == lines[row.number - 1].rstrip(b"\r")


@pytest.mark.parametrize(
    ("head", "name", "form"),
    [
        (b"text,headline\nIt rained.,Rain\n", "a.csv", "separated"),
        (b"text,headline\nIt rained.,Rain\n", "a.txt", "separated"),
        (b"file;source\r\na.txt;Post\r\n", "a", "separated"),
        (b"textFile\tsource\na.txt\tPost\n", "a", "separated"),
        (b"text,headlin,source\nIt rained.,Rain,x\n", "a.txt", "separated"),
        (b"item,price\nbread,2\n", "a.csv", "separated"),
        (b"item,price\nbread,2\n", "a.txt", None),
        (b"text,headline\n", "a.txt", None),
        (b"Rain fell on the quay\n\nIt rained, the clerk said.\n", "a.csv", None),
        (b"Rain fell on the quay, she said\nand sang, it rained.\nNobody came.\n", "a.csv", None),
        (b"bag,file,title\nx,y,z\n", "a.txt", None),
        (b"", "a.csv", None),
        (b'{"text": "It rained.", "source": "Post"}\n', "a.json", "json-lines"),
        (b'{"source": "Post", "text": "' + b"x" * 70_000, "a.jsonl", "json-lines"),
        (b'{"file": "a.txt", "source": "Post"}', "a", "json-lines"),
        (b'{"uri": "x", "versioncreated": "2017"}\n', "a.json", None),
        (b'{"uri": "x", "body": {"text": 1}}\n', "a.json", None),
        (b'{"id": 7}\n{"id": 8}\n', "a.jsonl", "json-lines"),
        (b'{\n  "source": "Post"\n}\n', "a.json", None),
        (b'[{"text": "It rained.", "source": "Post"}]', "a.json", None),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "a.docx", None),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "a.bin", "book"),
    ],
)
def test_a_manifest_is_known_by_how_it_begins(head: bytes, name: str, form: str | None) -> None:
    assert form_of(head, name) == form
