"""Exports of a large archive: articles a second in each form, and the memory that it needs.

    corpus.py [BAGS]            default 20,000

The bags are one bag under many names, as in scale.py. Each form is compared with the same rows
written by the library alone: pyarrow, csv, json, and a copy of the folder. The memory of an export
must stay flat, below 200 MB; it is that of the process with all that it has of its own.
"""

import csv
import itertools
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from _measure import COMMAND, heading, timed
from scale import make_archive, measured

FORMS = ("jsonl", "csv", "parquet", "texts", "dc")
_AT_ONCE = 2_000


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a corpus in JSON Lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def by_json(source: Path, target: Path) -> None:
    """The rows by json alone."""
    with target.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows(source))


def by_csv(source: Path, target: Path) -> None:
    """The rows by csv alone."""
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row.values() for row in rows(source))


def by_pyarrow(source: Path, target: Path) -> None:
    """The rows by pyarrow alone, in groups of the same size."""
    found = rows(source)
    parts = iter(lambda: list(itertools.islice(found, _AT_ONCE)), [])
    first = pa.Table.from_pylist(next(parts))
    with pq.ParquetWriter(target, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for part in parts:
            writer.write_table(pa.Table.from_pylist(part, schema=first.schema))


def main() -> None:
    """Print each form, and what the library alone needs."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        folder = Path(name).resolve()
        root = folder / "archive"
        make_archive(root, folder / "in", count)
        heading(f"export of {count:,} articles")
        alone = {
            "jsonl": lambda: by_json(folder / "out-jsonl/articles.jsonl", folder / "alone"),
            "csv": lambda: by_csv(folder / "out-jsonl/articles.jsonl", folder / "alone"),
            "parquet": lambda: by_pyarrow(folder / "out-jsonl/articles.jsonl", folder / "alone"),
        }
        for form in FORMS:
            target = folder / f"out-{form}"
            seconds, megabytes = measured(
                COMMAND, "export", "-a", root, "--into", target, "--format", form
            )
            work = alone.get(form, lambda target=target: shutil.copytree(target, folder / "copy"))
            library = timed(work)
            size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
            print(
                f"  {form:8} {seconds:6.1f} s, {count / seconds:,.0f} articles a second,"
                f" {megabytes:.0f} MB of memory, {size:.0f} MB on disk;"
                f" {seconds / library:.1f} times the library alone",
                flush=True,
            )
            if form != "jsonl":
                shutil.rmtree(target)
            shutil.rmtree(folder / "copy", ignore_errors=True)


if __name__ == "__main__":
    main()
