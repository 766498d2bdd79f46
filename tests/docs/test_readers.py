"""The lines on docs/research.md by which other programs read a corpus do read it.

Those programs are large, and no other test needs them: the extra `readers` has them.
"""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.cli import Cli
from support.project import ROOT

PAGE = (ROOT / "docs/research.md").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^```py\n(import (\w+)\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
READERS = {reader: lines for lines, reader in LINES.items()}


def test_three_readers_are_shown() -> None:
    assert set(READERS) == {"pandas", "duckdb", "polars"}


@pytest.mark.parametrize("reader", READERS)
def test_a_corpus_is_read_by_the_lines_on_the_page(
    cli: Cli, archive: Path, tmp_path: Path, reader: str
) -> None:
    if find_spec(reader) is None:
        pytest.skip(f"needs {reader}, of the extra `readers`")
    cli("ingest", "-a", archive, ROOT / "examples/wendle-bridge.txt")
    assert cli("export", "-a", archive, "--into", "courier", "--format", "parquet").code == 0

    done = subprocess.run(
        [sys.executable, "-c", READERS[reader]],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "2026-03-04" in done.stdout
    assert "The old bridge at Wendle" in done.stdout


CSV_AND_LINES = {
    "pandas": "print(pandas.read_csv('c/articles.csv').text[0] =="
    " pandas.read_json('j/articles.jsonl', lines=True).text[0])",
    "duckdb": "print(duckdb.sql('''SELECT count(*) = 1 AND min(c.date_latest) = DATE '2026-03-04'"
    " FROM 'c/articles.csv' c JOIN 'j/articles.jsonl' j USING (bag, text)''').fetchall()[0][0])",
    "polars": "print(polars.read_csv('c/articles.csv')['text'][0] =="
    " polars.read_ndjson('j/articles.jsonl')['text'][0])",
}


@pytest.mark.parametrize("reader", CSV_AND_LINES)
@pytest.mark.parametrize("bom", [[], ["--bom"]], ids=["plain", "bom"])
def test_csv_and_json_lines_are_read_alike(
    cli: Cli, archive: Path, tmp_path: Path, reader: str, bom: list[str]
) -> None:
    if find_spec(reader) is None:
        pytest.skip(f"needs {reader}, of the extra `readers`")
    cli("ingest", "-a", archive, ROOT / "examples/wendle-bridge.txt")
    cli("export", "-a", archive, "--into", "c", "--format", "csv", *bom)
    cli("export", "-a", archive, "--into", "j")

    done = subprocess.run(
        [sys.executable, "-c", f"import {reader}\n{CSV_AND_LINES[reader]}"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.stdout, done.stderr) == ("True\n", "")
