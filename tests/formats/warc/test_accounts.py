"""No record is lost: each is an item, a broken one, or passed over with the reason."""

import gzip
from io import BytesIO
from typing import Any

import pytest

from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats import Item, Stray
from newsarchive.formats.warc.unpacker import WarcContents
from support.samples import samples
from support.warcs import PAGE, URL, digest, http, packed, record

warcio = pytest.importorskip("warcio.archiveiterator", reason="the extra test is not installed")

DATA = PAGE.encode()
OTHER = DATA.replace(b"ten minutes", b"five minutes")
FALSE = f"WARC-Payload-Digest: {digest(b'x')}\r\n"
CRAWL = [
    record(b"software: x\r\n", "", "warcinfo"),
    record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    record(http(DATA), number=2),
    record(http(DATA), number=3),
    record(http(OTHER), number=4, more=FALSE),
    record(http(b"\x89PNG\r\n\x1a\n", "image/png"), "https://post.example/a.png", number=5),
    record(http(b"p{}", "text/css"), "https://post.example/a.css", number=6, more=FALSE),
    record(http(b"", status=302, more="Location: /b\r\n"), "https://post.example/c", number=7),
    record(http(b"gone", status=404), "https://post.example/d", number=8),
    record(b"", "https://post.example/e.png", "revisit", number=9),
    record(b"", URL, "revisit", number=10, more="WARC-Refers-To: <urn:uuid:0000-2>\r\n"),
    record(b"a: b\r\n", URL, "metadata", number=11),
    record(b"x", URL, "conversion", number=12),
    record(b"x", URL, "of-tomorrow", number=13),
    record(http(b"\x1f\x8b\x08" + b"x" * 40, more="Content-Encoding: gzip\r\n"), number=14),
    record(b"no answer of HTTP", "https://post.example/f", number=15),
    record(http(b"x", more="X: " + "y" * 70_000 + "\r\n"), "https://post.example/g", number=16),
    record(http(DATA), "https://post.example/with\ttab", number=17),
]
CRAWLS: dict[str, bytes] = {
    "plain": b"".join(CRAWL),
    "compressed a record at a time": packed(*CRAWL),
    "compressed as a whole": gzip.compress(b"".join(CRAWL)),
    "of version 1.1": b"".join(CRAWL).replace(b"WARC/1.0", b"WARC/1.1"),
    "one page": packed(CRAWL[2]),
    "no page": packed(*CRAWL[:2]),
}


def opened(data: bytes) -> WarcContents:
    return WarcContents(BytesIO(data), "crawl.warc.gz")


def sum_of(contents: WarcContents) -> tuple[int, int, int]:
    """How many records are items, strays among them; and how many are passed over, and broken."""
    items = 0
    try:
        for _ in contents.items():
            items += 1
    except (SourceError, RefusedError):
        pass
    others = list(contents.accounted())
    keys = [one.key for one in others if one.key]
    assert len(set(keys)) == len(keys)
    broken = sum(one.broken for one in others)
    return items, len(others) - broken, broken


def by_warcio(data: bytes) -> int:
    """How many records another reader finds."""
    return sum(1 for _ in warcio.ArchiveIterator(BytesIO(data)))


@pytest.mark.parametrize("data", CRAWLS.values(), ids=CRAWLS)
def test_the_sum_is_the_number_of_records(data: bytes) -> None:
    contents = opened(data)

    assert sum(sum_of(contents)) == contents.total


@pytest.mark.parametrize("name", ["plain", "compressed a record at a time", "one page", "no page"])
def test_another_reader_counts_as_many(name: str) -> None:
    assert opened(CRAWLS[name]).total == by_warcio(CRAWLS[name])


def test_each_kind_of_record_is_counted_as_what_it_is() -> None:
    assert sum_of(opened(CRAWLS["plain"])) == (3, 13, 2)


CUTS: dict[str, Any] = {
    "in the block of a page": lambda d: d[: d.index(b"five minutes")],
    "in the headers of a record": lambda d: d[: d.rindex(b"WARC-Record-ID")],
    "by other bytes": lambda d: d + b"what is this",
    "at a length that is none": lambda d: (
        d[: d.rindex(b"Content-Length")] + b"Content-Length: x\r\n\r\n"
    ),
    "in its first line": lambda d: d[: d.index(b"WARC/1.0", 9) + 5],
}


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "compressed"])
@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_what_is_cut_off_is_a_broken_record(cut: Any, *, pack: bool) -> None:
    data = cut(b"".join(CRAWL))
    if pack:
        data = gzip.compress(data)
    contents = opened(data)

    items, passed, broken = sum_of(contents)

    assert items + passed + broken == contents.total
    assert broken
    with pytest.raises(SourceError):
        list(contents.items())


@pytest.mark.parametrize("left", range(10, 400, 35))
def test_wherever_a_compressed_one_is_cut_the_sum_holds(left: int) -> None:
    data = packed(*CRAWL[:6])
    contents = opened(data[:-left])

    assert sum(sum_of(contents)) == contents.total


def test_a_page_that_is_cut_off_is_no_article() -> None:
    contents = opened(record(http(OTHER)) + record(http(DATA))[:-200])

    found: list[Item | Stray] = []
    with pytest.raises(SourceError, match="cut off in the midst of record 2"):
        found.extend(contents.items())

    assert [one.name for one in contents.accounted()] == [f"{URL} (cut off, or damaged)"]


@pytest.mark.samples
@pytest.mark.parametrize(
    "name", ["example.warc.gz", "example-digest.warc", "example-resource.warc.gz"]
)
def test_every_record_of_a_real_one_is_counted(name: str) -> None:
    data = samples("warc", name).read_bytes()
    contents = opened(data)

    assert sum(sum_of(contents)) == contents.total
    assert contents.total == by_warcio(data)


def test_items_of_an_account_are_articles() -> None:
    contents = opened(CRAWLS["one page"])

    assert all(isinstance(item, Item) for item in contents.items())
    assert list(contents.accounted()) == []
