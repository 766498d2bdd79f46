"""Web archives: which pages are articles, how they were fetched, and what was passed over."""

import gzip
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats import HEAD_BYTES, Item, Part, choose_unpacker
from newsarchive.formats.warc.http import BodyError, answer, body
from newsarchive.formats.warc.pages import says_article
from newsarchive.formats.warc.unpacker import WarcContents
from newsarchive.model.asked import PageChoice
from support.samples import samples
from support.warcs import PAGE, URL, digest, http, packed, record

DATA = PAGE.encode()


def opened(data: bytes) -> WarcContents:
    unpacker = choose_unpacker(data[:HEAD_BYTES], "crawl.warc.gz")
    assert unpacker is not None
    assert unpacker.name == "warc/1"
    contents = unpacker.open(BytesIO(data), "crawl.warc.gz")
    assert isinstance(contents, WarcContents)
    return contents


def pages(contents: WarcContents) -> list[tuple[str, bytes]]:
    found = []
    for item in contents.items():
        assert isinstance(item, Item)
        assert isinstance(item.main, Part)
        found.append((item.label, b"".join(contents.pieces(item.main))))
    return found


def chunked(data: bytes) -> bytes:
    half = len(data) // 2
    parts = (data[:half], data[half:], b"")
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def brotli(data: bytes) -> bytes:
    library = pytest.importorskip("brotli", reason="the extra warc is not installed")
    compressed: bytes = library.compress(data)
    return compressed


def zstd(data: bytes) -> bytes:
    library = pytest.importorskip("zstandard", reason="the extra warc is not installed")
    compressed: bytes = library.ZstdCompressor().compress(data)
    return compressed


ANSWERS = {
    "plain": lambda: http(DATA),
    "chunked": lambda: http(chunked(DATA), more="Transfer-Encoding: chunked\r\n"),
    "gzip": lambda: http(gzip.compress(DATA), more="Content-Encoding: gzip\r\n"),
    "deflate": lambda: http(zlib.compress(DATA), more="Content-Encoding: deflate\r\n"),
    "raw deflate": lambda: http(
        zlib.compress(DATA, wbits=-15), more="Content-Encoding: deflate\r\n"
    ),
    "chunked and gzip": lambda: http(
        chunked(gzip.compress(DATA)),
        more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
    ),
    "brotli": lambda: http(brotli(DATA), more="Content-Encoding: br\r\n"),
    "zstd": lambda: http(zstd(DATA), more="Content-Encoding: zstd\r\n"),
    "said to be chunked": lambda: http(DATA, more="Transfer-Encoding: chunked\r\n"),
    "said to be gzip": lambda: http(DATA, more="Content-Encoding: gzip\r\n"),
    "said to be brotli": lambda: http(DATA, more="Content-Encoding: br\r\n"),
    "of another length than it says": lambda: http(DATA, more="Content-Length: 5\r\n"),
    "without a media type": lambda: http(DATA, ""),
}


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "compressed"])
@pytest.mark.parametrize("make", ANSWERS.values(), ids=ANSWERS)
def test_a_page_is_what_a_browser_had(make: Any, *, pack: bool) -> None:
    one = record(make())

    assert pages(opened(packed(one) if pack else one)) == [(URL, DATA)]


def test_how_it_was_fetched_goes_with_it() -> None:
    more = f"WARC-Payload-Digest: {digest(DATA)}\r\n"
    data = packed(record(b"", kind="warcinfo"), record(http(DATA), more=more, number=2))

    (item,) = opened(data).items()

    assert isinstance(item, Item)
    assert item.fetched is not None
    assert (item.fetched.url, item.fetched.status) == (URL, 200)
    assert (item.fetched.time, item.fetched.record_id) == (
        "2018-05-06T07:08:09Z",
        "<urn:uuid:0000-2>",
    )
    assert item.fetched.offset == len(packed(record(b"", kind="warcinfo")))
    assert item.fetched.digest == digest(DATA)
    assert item.charset == "utf-8"


PICTURE = b"\x89PNG\r\n\x1a\nnot much of one"
IMAGES = {
    "by its address": [record(http(PICTURE, "image/png"), "https://post.example/img/bridge.png")],
    "with another scheme": [
        record(http(PICTURE, "image/png"), "http://post.example/img/bridge.png")
    ],
    "by a redirect": [
        record(
            http(b"", status=302, more="Location: /cdn/b.png\r\n"),
            "https://post.example/img/bridge.png",
        ),
        record(http(PICTURE, "image/png"), "https://post.example/cdn/b.png"),
    ],
    "by a revisit": [
        record(
            http(PICTURE, "image/png"),
            "https://post.example/other.png",
            more=f"WARC-Payload-Digest: {digest(PICTURE)}\r\n",
        ),
        record(
            b"",
            "https://post.example/img/bridge.png",
            "revisit",
            more=f"WARC-Payload-Digest: {digest(PICTURE)}\r\n",
        ),
    ],
    "as a resource": [record(PICTURE, "https://post.example/img/bridge.png", "resource")],
}


@pytest.mark.parametrize("records", IMAGES.values(), ids=IMAGES)
def test_a_file_is_found_by_the_address_it_was_fetched_from(records: list[bytes]) -> None:
    contents = opened(packed(record(http(DATA)), *records))

    part = contents.part("https://post.example/img/bridge.png")

    assert part is not None
    assert b"".join(contents.pieces(part)) == PICTURE


@pytest.mark.parametrize(
    "url",
    ["https://post.example/none.png", "https://[", "bridge.png", "", "https://post.example/l"],
)
def test_what_was_not_fetched_is_not_there(url: str) -> None:
    loop = record(http(b"", status=302, more="Location: /l\r\n"), "https://post.example/l")

    assert opened(packed(record(http(DATA)), loop)).part(url) is None


OTHERS = {
    "a request": (record(b"GET / HTTP/1.1\r\n\r\n", kind="request"), "(request)"),
    "a page that is gone": (record(http(DATA, status=404)), "(answered with 404)"),
    "a redirect": (
        record(http(b"", status=301, more="Location: https://x.example/\r\n")),
        "(leads elsewhere: 301)",
    ),
    "a style": (record(http(b"p{}", "text/css")), "(text/css)"),
    "a front page": (
        record(http(b"<html><a href='/1'>One</a><p>Short</p></html>")),
        "(no article by what it says)",
    ),
    "a revisit": (
        record(b"", kind="revisit"),
        "(unchanged since a capture that is not in the archive)",
    ),
    "a second capture of the same": (record(http(DATA)), "(unchanged since record 1)"),
}


@pytest.mark.parametrize(("other", "why"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_article_is_passed_over_with_the_reason(other: bytes, why: str) -> None:
    contents = opened(packed(record(http(DATA)), other))

    assert len(pages(contents)) == 1
    assert [name[name.index("(") :] for name in contents.passed] == [why]


def test_every_record_is_accounted_for() -> None:
    data = packed(record(http(DATA)), *(other for other, _ in OTHERS.values()))
    contents = opened(data)

    assert len(list(contents.items())) + len(contents.passed) == 1 + len(OTHERS)


FRONT = b"<html><p>Short</p></html>"
CHOICES = {
    "articles": (PageChoice(), [URL]),
    "every page": (PageChoice(every=True), [URL, "https://post.example/front"]),
    "a pattern": (PageChoice(pattern="/2018/"), []),
    "every page that matches": (PageChoice(True, "front$"), ["https://post.example/front"]),
}


@pytest.mark.parametrize(("choice", "expected"), CHOICES.values(), ids=CHOICES)
def test_which_pages_are_meant_can_be_said(choice: PageChoice, expected: list[str]) -> None:
    contents = opened(packed(record(http(DATA)), record(http(FRONT), "https://post.example/front")))
    contents.choose(choice)
    try:
        found = [item.label for item in contents.items()]
    except RefusedError:
        found = []

    assert found == expected
    assert len(found) + len(contents.passed) == 2


@pytest.mark.parametrize("claimed", ["", f"WARC-Payload-Digest: {digest(DATA)}\r\n"])
def test_two_captures_that_differ_are_two_articles_whatever_their_digests_claim(
    claimed: str,
) -> None:
    later = DATA.replace(b"ten minutes", b"five minutes")
    both = packed(record(http(DATA), more=claimed), record(http(later), more=claimed))

    assert len(pages(opened(both))) == 2


CUT = {
    "in a block": (lambda d: d[:-40], "cut off in the midst of record 2"),
    "in the headers": (lambda d: d[: d.rindex(b"Content-Length")], "cut off in the headers"),
    "by other bytes": (lambda d: d + b"what is this", "no WARC header begins there"),
}


@pytest.mark.parametrize(("harm", "why"), CUT.values(), ids=CUT)
def test_what_is_whole_is_given_and_then_the_damage_is_said(harm: Any, why: str) -> None:
    items = opened(harm(record(http(DATA)) + record(http(b"x", "text/css")))).items()

    assert next(items).label == URL
    with pytest.raises(SourceError, match=why):
        next(items)


def test_a_compressed_one_that_is_cut_gives_what_is_whole() -> None:
    data = packed(record(http(DATA)), record(http(DATA.replace(b"ten", b"two"))))
    items = opened(data[:-30]).items()

    assert next(items).label == URL
    with pytest.raises(SourceError):
        list(items)


# Headers and records as different crawlers write them; each has one page, and a picture beside it.
CRAWLERS = {
    "wget: addresses in brackets, its log as resources": (
        record(b"", "", "warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", f"<{URL}>", "request"),
        record(http(DATA, more="Transfer-Encoding: chunked\r\n"), f"<{URL}>"),
        record(http(PICTURE, "image/png"), "<https://post.example/img/bridge.png>"),
        record(b"manifest", "<metadata://gnu.org/software/wget/warc/MANIFEST.txt>", "metadata"),
        record(b"log", "<metadata://gnu.org/software/wget/warc/wget.log>", "resource"),
    ),
    "Heritrix: DNS as answers, metadata with each": (
        record(b"20180506\n", "dns:post.example").replace(b"application/http", b"text/dns"),
        record(http(DATA), more="WARC-IP-Address: 192.0.2.7\r\n"),
        record(
            b"outlink: x\r\n", kind="metadata", more="WARC-Concurrent-To: <urn:uuid:0000-1>\r\n"
        ),
        record(http(PICTURE, "image/png"), "https://post.example/img/bridge.png"),
    ),
    "Browsertrix: texts and views as resources, folded and small headers": (
        record(http(gzip.compress(DATA), more="content-encoding: gzip\r\n"), version="1.1").replace(
            b"WARC-Type", b"warc-type"
        ),
        record(http(PICTURE, "image/png"), "https://post.example/img/bridge.png", version="1.1"),
        record(b"Bridge opens", f"urn:text:{URL}", "resource", version="1.1").replace(
            b"application/http; msgtype=response", b"text/plain"
        ),
        record(PICTURE, f"urn:view:{URL}", "resource", version="1.1").replace(
            b"application/http; msgtype=response", b"image/png"
        ),
        record(b"{}", f"urn:pageinfo:{URL}", "resource", version="1.1").replace(
            b"application/http; msgtype=response", b"application/json"
        ),
    ),
    "line ends of LF alone": (
        record(http(DATA).replace(b"\r\n", b"\n", 2), length=len(http(DATA)) - 2).replace(
            b"\r\n", b"\n"
        ),
        record(http(PICTURE, "image/png"), "https://post.example/img/bridge.png"),
    ),
}


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "compressed"])
@pytest.mark.parametrize("records", CRAWLERS.values(), ids=CRAWLERS)
def test_web_archives_of_different_crawlers_are_read(
    records: tuple[bytes, ...], *, pack: bool
) -> None:
    contents = opened(packed(*records) if pack else b"".join(records))

    assert [(label, DATA in body) for label, body in pages(contents)] == [(URL, True)]
    assert contents.part("https://post.example/img/bridge.png") is not None
    others = list(contents.accounted())
    assert 1 + len(others) == contents.total == len(records)
    assert not any(one.broken for one in others)


def test_a_file_of_common_crawl_news_has_pages_and_no_pictures() -> None:
    answers = [
        record(http(DATA.replace(b"Tolm", b"Tolm %d" % n)), f"{URL}?{n}", number=n)
        for n in range(20)
    ]
    contents = opened(packed(record(b"", "", "warcinfo"), *answers))

    assert len(pages(contents)) == 20
    assert contents.part("https://post.example/img/bridge.png") is None


def test_one_that_was_compressed_as_a_whole_is_read_too() -> None:
    css = record(http(b"p{}", "text/css"))

    assert len(pages(opened(gzip.compress(css + record(http(DATA)) + css)))) == 1


HOSTILE = {
    "an endless header": b"WARC/1.0\r\nWARC-Type: " + b"x" * (10 << 20),
    "no length": b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
    "a length that is none": b"WARC/1.0\r\nContent-Length: 1e9\r\n\r\n",
    "many headers": b"WARC/1.0\r\n" + b"A: b\r\n" * 300_000,
    "longer than it is": record(http(DATA), length=10**12),
    "one endless record": record(http(DATA), length=999_999_999_999_999)[:-4] + b"x" * 3_000_000,
    "one endless line": b"WARC/1.0\r\n" + b"x" * (10 << 20),
    "a header of 10 MB in many lines": b"WARC/1.0\r\nA:\r\n" + b" folded\r\n" * 1_200_000,
    "line ends without end": record(http(DATA)) + b"\r\n" * 100_000 + record(http(DATA)),
    "a bomb": gzip.compress(
        record(b"", length=80_000_000)[:-4] + b"\0" * 80_000_000, compresslevel=6
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_archives_end_in_one_line(data: bytes) -> None:
    with pytest.raises((SourceError, RefusedError)) as caught:
        list(opened(data).items())

    assert "\n" not in caught.value.message


LINE_ENDS = {
    "a tab": "https://post.example/a\tb",
    "CR": "https://post.example/a\rb",
    "CR and LF, and a header of its own": "https://post.example/a\r\nX-Other: b",
    "a line separator": "https://post.example/a\u2028b",
    "an escape": "https://post.example/\x1b[2Jb",
    "coded": "https://post.example/a%0D%0Ab",
    "in brackets": "<https://post.example/a\rb>",
}


@pytest.mark.parametrize("url", LINE_ENDS.values(), ids=LINE_ENDS)
@pytest.mark.parametrize("kind", ["response", "revisit", "request"])
def test_no_address_brings_a_line_end_with_it(url: str, kind: str) -> None:
    contents = opened(record(http(DATA), url, kind) + record(http(DATA)))

    labels = [item.label for item in contents.items() if isinstance(item, Item)]
    names = [one.name for one in contents.accounted()]

    assert all(text.isprintable() for text in (*labels, *names))
    assert len(labels) + len(names) == 2


@pytest.mark.parametrize("url", LINE_ENDS.values(), ids=LINE_ENDS)
def test_no_redirect_leads_over_a_line_end(url: str) -> None:
    moved = http(b"", status=302, more=f"Location: {url}\r\n")
    contents = opened(record(http(DATA)) + record(moved, "https://post.example/c"))

    assert contents.part("https://post.example/c") is None


def test_a_page_that_is_larger_than_any_is_passed_over() -> None:
    contents = opened(record(http(b"<html>" + b"x" * (51 << 20))) + record(http(DATA)))

    assert len(pages(contents)) == 1
    assert contents.passed == (f"{URL} (larger than 50 MiB)",)


def test_an_answer_with_headers_without_end_is_broken() -> None:
    endless = record(http(DATA, more="X: y\r\n" * 1_300_000))
    contents = opened(record(http(DATA)) + endless)

    assert len(pages(contents)) == 1
    assert [(one.name, one.broken) for one in contents.accounted()] == [
        (f"{URL} (an answer with more than 64 KiB of headers)", True)
    ]


BODIES = {
    "a bomb": http(gzip.compress(b"\0" * 10_000_000), more="Content-Encoding: gzip\r\n"),
    "too large": http(b"x" * 2_000_000),
    "damaged": http(b"\x1f\x8b\x08" + b"x" * 40, more="Content-Encoding: gzip\r\n"),
}


@pytest.mark.parametrize("block", BODIES.values(), ids=BODIES)
def test_a_body_has_a_limit(block: bytes) -> None:
    found = answer(block)

    assert found is not None
    with pytest.raises(BodyError):
        body(found, 1_000_000)


ARTICLES = {
    "linked data": ('<script>{"@type": "NewsArticle"}</script>', True),
    "linked data with types": ('{"@type":["ReportageNewsArticle","X"]}', True),
    "a live blog": ('{"@type":"LiveBlogPosting"}', True),
    "Open Graph": ('<meta property="og:type" content="article">', True),
    "Open Graph the other way round": ('<meta content="article" property="og:type">', True),
    "a time of publication": ('<meta property="article:published_time" content="x">', True),
    "microdata": ('<div itemtype="https://schema.org/NewsArticle">', True),
    "text": (("<p>" + "word " * 40 + "</p>") * 3, True),
    "links": (("<p><a href=x>" + "word " * 40 + "</a></p>") * 9, False),
    "a web site": ('{"@type":"WebSite"}', False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_known_by_what_it_says(text: str, *, expected: bool) -> None:
    assert says_article(text) is expected


@pytest.mark.samples
@pytest.mark.parametrize(
    "name",
    [
        "example.warc.gz",
        "example-digest.warc",
        "example-resource.warc.gz",
        "pywacz-example-resource.warc.gz",
    ],
)
def test_real_archives_are_gone_through(name: str) -> None:
    path: Path = samples("warc", name)
    contents = opened(path.read_bytes())
    count = path.read_bytes().count(b"WARC/1.") if path.suffix == ".warc" else 0
    try:
        found = len(list(contents.items()))
    except RefusedError:
        found = 0

    assert found + len(contents.passed) >= max(count, 1)
