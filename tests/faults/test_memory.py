"""No process needs more than 150 MB, however large what is taken in.

Where the extra `language` is installed, the model by which languages are recognised is 50 MB more.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from newsarchive.formats.text.reader import TextReader
from support.cli import COMMAND
from support.warcs import PAGE, URL, http, record

LIMIT_MEGABYTES = 150 if find_spec("py3langid") is None else 200
# A process of its own asks: what a child is said to have needed counts what it was forked from.
_MEASURED = """\
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
_HEAD = "Rain fell\n\nBy Ana Writer\n\n"
LINES = {
    "short paragraphs": "ab\n\n" * (TextReader.max_lines // 2 - 9),
    "long paragraphs": ("y" * 165 + "\n\n") * (TextReader.max_lines // 2 - 9),
    "lines of one paragraph": ("x" * 80 + "\n") * (TextReader.max_lines - 9),
    "captions": ("Photo: " + "y" * 150 + "\n\n") * (TextReader.max_lines // 2 - 9),
    "one line": "word " * (TextReader.max_bytes // 5 - 9),
}


def ingest(folder: Path, source: Path, *options: str) -> tuple[int, int]:
    """Take `source` in: the exit status, and the megabytes of the largest process."""
    archive = folder / "archive"
    subprocess.run([COMMAND, "init", "-a", archive], check=True, capture_output=True)
    command: list[str | Path] = [COMMAND, "ingest", "-a", archive, *options, source]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], check=True, capture_output=True, text=True
    )
    code, megabytes = done.stdout.split()
    return int(code), int(megabytes)


@pytest.mark.parametrize(
    "size", [200 << 20, pytest.param(5 << 30, marks=pytest.mark.heavy)], ids=["200 MB", "5 GB"]
)
def test_an_original_of_any_size_is_kept(tmp_path: Path, size: int) -> None:
    source = tmp_path / "large.bin"
    source.touch()
    os.truncate(source, size)

    code, megabytes = ingest(tmp_path, source, "--as-is")

    assert code == 0
    assert megabytes < LIMIT_MEGABYTES


@pytest.mark.parametrize(
    "rows", [1000, pytest.param(50_000, marks=pytest.mark.heavy)], ids=["1,000", "50,000"]
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_sheet_of_any_number_of_rows_is_taken_in(tmp_path: Path, rows: int, form: str) -> None:
    text = "It rained on the quay, and the ferry lay there." * 40
    source = tmp_path / f"large.{form}"
    with source.open("w", encoding="utf-8") as file:
        if form == "csv":
            file.write("id,text,source\n")
        for number in range(rows):
            document = {"id": f"urn:x:{number}", "text": text, "source": "Post"}
            line = (
                json.dumps(document)
                if form == "jsonl"
                else ",".join((document["id"], f'"{text}"', "Post"))
            )
            file.write(f"{line}\n")

    code, megabytes = ingest(tmp_path, source, "--dry-run", "--quiet")

    assert code == 0
    assert megabytes < LIMIT_MEGABYTES


@pytest.mark.parametrize("kind", LINES)
def test_the_largest_text_of_any_kind_is_read(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "large.txt"
    source.write_text(_HEAD + LINES[kind], encoding="utf-8")

    code, megabytes = ingest(tmp_path, source)

    assert code == 0
    assert megabytes < LIMIT_MEGABYTES


WEB_MEGABYTES = 300


@pytest.mark.skipif(find_spec("trafilatura") is None, reason="the extra html is not installed")
@pytest.mark.parametrize(
    "size", [200 << 20, pytest.param(5 << 30, marks=pytest.mark.heavy)], ids=["200 MB", "5 GB"]
)
@pytest.mark.parametrize("media_type", ["video/mp4", "text/html", "image/jpeg"])
def test_a_record_of_any_size_in_a_web_archive_is_passed_over(
    tmp_path: Path, size: int, media_type: str
) -> None:
    source = tmp_path / "crawl.warc"
    head = http(b"", media_type)
    large = record(head, f"{URL}.large", number=2, length=len(head) + size)
    with source.open("wb") as file:
        file.write(record(http(PAGE.encode())) + large.removesuffix(b"\r\n\r\n"))
        file.truncate(file.tell() + size)
        file.seek(0, os.SEEK_END)
        file.write(b"\r\n\r\n" + record(http(b"p{}", "text/css"), f"{URL}.css", number=3))

    code, megabytes = ingest(tmp_path, source, "--quiet", "--workers=1")

    assert code == 0
    assert megabytes < WEB_MEGABYTES
