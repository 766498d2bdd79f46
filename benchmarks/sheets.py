"""Taking in a sheet of articles, and how much memory one of many rows needs.

    sheets.py [ROWS]        default 5,000; a dry run of ten times as many for the memory

The text of each row stands in the sheet: 2 KB in six paragraphs. The same rows come as CSV, as JSON
lines, and as one text file each, which is what they are compared with. The limit for the largest
process is 150 MB, whatever the number of rows.
"""

import csv
import itertools
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _measure import COMMAND, heading, peak_megabytes, run

HEAD = ("id", "headline", "text", "source", "agency", "date", "byline", "keywords")
MANY = 10
_PARAGRAPHS = 6


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """So many rows, the same each time and no two alike."""
    chance = random.Random(count)  # noqa: S311  # the same articles each time
    for number in range(count):
        text = "\n\n".join(
            f"On day {number} at {chance.randrange(10**6)} boats stayed at quay {n}, the ferry did"
            " not run, and the gauge at the lock showed four metres, the most since it was built."
            " Nobody at the harbour office could remember a week like this one, the clerk said."
            for n in range(_PARAGRAPHS)
        )
        headline = f"Rain falls on the harbour for day {number}"
        known = ("Tolm Post", "none", "2017-04-13", "By Ana Quay", "rain | quay")
        yield (f"urn:x:{number}", headline, text, *known)


def sheet(path: Path, count: int) -> Path:
    """A CSV of so many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(itertools.chain([HEAD], rows(count)))
    return path


def lines(path: Path, count: int) -> Path:
    """The same as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(HEAD, row, strict=True))) + "\n" for row in rows(count))
    return path


def texts(folder: Path, count: int) -> Path:
    """The same as one text each."""
    folder.mkdir()
    for number, row in enumerate(rows(count)):
        (folder / f"{number:06d}.txt").write_text(f"{row[1]}\n\n{row[2]}\n", encoding="utf-8")
    return folder


def main() -> None:
    """Print the rate of each form, and the memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(name).resolve()
        heading(f"a sheet of {count:,} rows")
        sources = {
            "text files": texts(root / "in", count),
            "CSV": sheet(root / "a.csv", count),
            "JSON lines": lines(root / "a.jsonl", count),
        }
        for form, source in sources.items():
            archive = root / form.replace(" ", "-")
            run(COMMAND, "init", "-a", archive)
            rate = count / run(COMMAND, "ingest", "-a", archive, "--quiet", source)
            print(f"  {form}: {rate:.0f} a second, on disk", flush=True)
        print(f"largest process so far: {peak_megabytes():.0f} MB; at most 150")
        many = sheet(root / "many.csv", MANY * count)
        archive = root / "CSV"
        rate = MANY * count / run(COMMAND, "ingest", "-a", archive, "--quiet", "--dry-run", many)
        print(f"  dry run of {MANY * count:,} rows by one process: {rate:.0f} a second")
        print(f"largest process: {peak_megabytes():.0f} MB; at most 150")


if __name__ == "__main__":
    main()
