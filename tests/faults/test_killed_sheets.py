"""A sheet of many rows whose ingest is killed again and again comes in whole, and once."""

import json
from pathlib import Path

import pytest

from support.archives import article
from support.cli import Cli
from support.killing import killed_after


def sheet(folder: Path, rows: int) -> Path:
    """A sheet of so many rows; of every third one the text is in a file."""
    lines = ["id,file,text,source"]
    for number in range(rows):
        if number % 3:
            lines.append(f'urn:x:{number},,"It rained for {number} days.\n\nThe ferry lay.",Post')
        else:
            name = f"{number}.txt"
            (folder / name).write_text(article(f"quay {number}"), encoding="utf-8")
            lines.append(f"urn:x:{number},{name},,Post")
    path = folder / "batch.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("rows", "step"),
    [(150, 70), pytest.param(1000, 60, marks=pytest.mark.heavy)],
    ids=["150 rows", "1,000 rows"],
)
def test_a_sheet_that_is_killed_over_and_over_is_there_once(
    tmp_path: Path, cli: Cli, rows: int, step: int, workers: int
) -> None:
    (tmp_path / "in").mkdir()
    source, archive = sheet(tmp_path / "in", rows), tmp_path / "archive"
    assert cli("init", "-a", archive).code == 0

    outcomes = 1
    while killed_after(archive, source, outcomes, workers):
        outcomes += step
    done = cli("ingest", "-a", archive, "--json", source)

    assert done.code == 0
    assert done.summary["items"] == rows
    ledger = (archive / "ledger/entries.jsonl").read_bytes()
    entries = [json.loads(line) for line in ledger.splitlines()]
    kinds = [e["kind"] for e in entries if e["type"] == "accession"]
    assert (kinds.count("delivery"), kinds.count("article")) == (1, rows)
    assert cli("audit", "-a", archive, "--quiet").code == 0
