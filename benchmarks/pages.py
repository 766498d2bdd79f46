"""Reading saved pages, next to trafilatura alone: milliseconds a page, in turns.

    pages.py [FOLDER]       a folder of pages; default: the pages of the tests, made longer

Ours reads the fields, the place of the article, its media, dates and authors, and has trafilatura
find the text; the other is `trafilatura.extract`, which gives the text alone. At most 1.4 times as
much time is aimed at (docs/formats.md). Time is that of the processor, not of the clock.
"""

import logging
import statistics
import sys
import time
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import trafilatura
from _measure import heading

from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import RefusedError
from newsarchive.formats.pages.reader import PageReader
from newsarchive.model.capture import Capture

ROUNDS = 5
TESTS = Path(__file__).parents[1] / "tests/formats/pages/good"
# Pages of newspapers have some hundred links, and much that is not of the article.
_AROUND = "".join(
    f'<li class="menu-item nav-{n}"><a href="/section/{n}/index.html?from=menu" '
    f'data-track="nav:{n}"><span class="icon"></span>Section number {n}</a></li>'
    for n in range(400)
)


def pages(folder: Path | None) -> list[bytes]:
    """The pages to read."""
    if folder is not None:
        return [path.read_bytes() for path in sorted(folder.glob("*.htm*"))]
    found = [path.read_bytes() for path in sorted(TESTS.glob("*.html"))]
    around = f'<nav class="menu"><ul>{_AROUND}</ul></nav><script>{"x();" * 20_000}</script>'
    return [data.replace(b"</body>", around.encode() + b"</body>") for data in found]


@cache  # its checksums are made before anybody reads it
def _captured(data: bytes) -> Capture:
    digests = (digest_of(data, Algorithm.SHA512), digest_of(data, Algorithm.SHA256))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Capture("page.html", "/page.html", len(data), digests, now, "/page.html")


def ours(data: bytes) -> bool:
    """Read a page; whether it is an article."""
    capture = _captured(data)
    try:
        PageReader().read(capture, BytesIO(data))
    except RefusedError:
        return False
    return True


def theirs(data: bytes) -> bool:
    """Find the text of a page; whether there is one."""
    return bool(trafilatura.extract(data, include_comments=False, include_images=False))


def main() -> None:
    """Print the milliseconds of both for each round, and their ratio."""
    logging.disable(logging.CRITICAL)
    found = pages(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    found = [data for data in found if ours(data) and theirs(data)]  # warm, and of articles only
    size = sum(map(len, found)) // max(len(found), 1) // 1000
    heading(f"reading {len(found)} pages of {size:,} KB each")
    ratios = []
    for _ in range(ROUNDS):
        times = []
        for read in (ours, theirs):
            start = time.process_time()
            done = [read(data) for data in found]
            times.append((time.process_time() - start) * 1000 / len(found))
            assert all(done)  # noqa: S101  # else what was timed has failed
        ratios.append(times[0] / times[1])
        print(f"  ours {times[0]:6.1f} ms a page, trafilatura {times[1]:6.1f}", flush=True)
    print(f"to trafilatura alone: {statistics.median(ratios):.2f}; at most 1.4")


if __name__ == "__main__":
    main()
