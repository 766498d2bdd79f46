"""Going through a web archive, next to warcio's plain iteration; the memory of taking one in.

    warc.py             records a second of 100 MB, compressed and plain; memory at 100 MB and 2 GB
    warc.py 0.5 5       memory at other sizes, in GB; needs five times as much room on disk

Ours holds each record against its digests, tells pages from other files and reads of each page
whether it is an article; the other is `for record in ArchiveIterator(file)`, which does none of
that and is asked for no digest. Time is that of the processor, and both take turns. Memory is the
largest process of an ingest; less than 300 MB are aimed at, whatever the size (docs/formats.md).
"""

import base64
import gzip
import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from _measure import COMMAND, heading, peak_megabytes, rested, run, timed
from warcio.archiveiterator import ArchiveIterator

from newsarchive.formats.warc.unpacker import WarcContents

ROUNDS = 5
MB = 1_000_000
_PARAGRAPH = (
    "<p>The bridge over the river at Tolm was closed for day {n} of the flood, the county said, and"
    " nobody knows when trams will cross it again, since the gauge shows four metres still.</p>"
)
_HEAD = (
    '<!DOCTYPE html><html lang="en"><head><title>Day {n} of the flood</title><meta'
    ' property="og:type" content="article"><link rel="stylesheet" href="/a.css"></head><body>'
    '<article><h1>Day {n} of the flood</h1><img src="/img/{n}.jpg" alt="The bridge">'
)
# What a crawl has, of each 100 MB: pages, pictures of theirs, files of style, films. In bytes.
_PAGES, _STYLES, _STYLE, _PICTURE, _FILM = 20, 1000, 5_000, 1_000_000, 10_000_000


def record(number: int, url: str, media_type: str, body: bytes) -> Iterator[bytes]:
    """One `response` with its digests, piece by piece."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode()

    def printed(*parts: bytes) -> str:
        hasher = hashlib.sha1(usedforsecurity=False)
        for part in parts:
            hasher.update(part)
        return "sha1:" + base64.b32encode(hasher.digest()).decode()

    yield (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Date: 2018-05-06T07:08:09Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Payload-Digest: {printed(body)}\r\nWARC-Block-Digest: {printed(answer, body)}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer) + len(body)}\r\n\r\n"
    ).encode()
    yield answer
    yield body
    yield b"\r\n\r\n"


def crawl(size: int) -> Iterator[bytes]:
    """The records of a crawl of about `size` bytes, each as one piece; no two are alike."""
    chance = random.Random(size)  # noqa: S311  # the same crawl each time
    host, number = "https://post.example", 0
    for _ in range(max(1, size // (100 * MB))):
        todo = [("text/html", 0)] * _PAGES + [("text/css", _STYLE)] * _STYLES
        todo += [("video/mp4", _FILM)] * 7
        for media_type, length in todo:
            number += 1
            url = f"{host}/{number}.{media_type.rpartition('/')[2]}"
            if media_type == "text/html":
                page = _HEAD.format(n=number) + "".join(
                    _PARAGRAPH.format(n=f"{number}, part {n}") for n in range(30)
                )
                yield b"".join(record(number, url, media_type, f"{page}</article>".encode()))
                image = b"\xff\xd8\xff\xe0" + chance.randbytes(_PICTURE)
                yield b"".join(record(number, f"{host}/img/{number}.jpg", "image/jpeg", image))
            else:
                yield b"".join(record(number, url, media_type, chance.randbytes(length)))


def written(path: Path, size: int, *, pack: bool) -> Path:
    """A WARC file of a crawl."""
    with path.open("wb") as file:
        for one in crawl(size):
            file.write(gzip.compress(one, 1, mtime=0) if pack else one)
    return path


def ours(path: Path) -> int:
    """Go through all records; how many there are."""
    with path.open("rb") as file:
        contents = WarcContents(file, path.name)
        assert not contents.found.lies  # noqa: S101  # else what was timed has failed
        return contents.total


def theirs(path: Path) -> int:
    """The same by warcio."""
    with path.open("rb") as file:
        return sum(1 for _ in ArchiveIterator(file))


def rate(count: Callable[[Path], int], path: Path) -> float:
    """Records in a second of the processor."""
    start = time.process_time()
    return count(path) / (time.process_time() - start)


def memory(folder: Path, size: int) -> None:
    """Take a crawl in, and print the largest process and how long it took."""
    source = written(folder / "crawl.warc", size, pack=False)
    rested(source)
    archive = folder / "archive"
    run(COMMAND, "init", "--archive", archive)
    seconds = timed(lambda: run(COMMAND, "ingest", "--quiet", "--archive", archive, source))
    there = source.stat().st_size / MB
    print(f"  {there:,.0f} MB taken in: {seconds:.0f} s, largest process {peak_megabytes():.0f} MB")


def main() -> None:
    """Print the records in a second of both for each round, their ratio, and the memory."""
    sizes = [round(float(one) * 1000 * MB) for one in sys.argv[1:] or ("0.1", "2")]
    with tempfile.TemporaryDirectory() as name:
        for pack in (True, False):
            path = written(Path(name) / "crawl.warc.gz", 100 * MB, pack=pack)
            assert ours(path) == theirs(path)  # noqa: S101  # warm, and both see all of it
            kind = "compressed" if pack else "plain"
            heading(f"going through {path.stat().st_size / MB:.0f} MB, {kind}")
            ratios = []
            for _ in range(ROUNDS):
                one, other = rate(ours, path), rate(theirs, path)
                ratios.append(one / other)
                print(f"  ours {one:8,.0f} records a second, warcio {other:8,.0f}", flush=True)
            print(f"to warcio's plain iteration: {statistics.median(ratios):.2f}")
    heading("memory")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            memory(Path(name), size)


if __name__ == "__main__":
    main()
