"""Web archives become bags: one for each article, with its pictures and how it was fetched."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from newsarchive.model.asked import PageChoice
from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags, make_place
from support.warcs import PAGE, URL, http, packed, record

pytest.importorskip("trafilatura", reason="the extra html is not installed")

IMAGE = "https://post.example/img/bridge.png"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(out, "PNG")
    return out.getvalue()


CRAWL = packed(
    record(b"software: x\r\n", "", "warcinfo"),
    record(http(PAGE.encode()), number=2),
    record(http(picture(), "image/png"), "https://post.example/img/bridge.png", number=3),
    record(http(b"p{}", "text/css"), "https://post.example/a.css", number=4),
)


def put(place: Place, name: str, data: bytes) -> Path:
    path = place.sources / name
    path.write_bytes(data)
    return path


def test_an_article_has_its_picture_and_how_it_was_fetched(place: Place) -> None:
    with place.open() as archive:
        (item,) = archive.ingest(put(place, "crawl.warc.gz", CRAWL)).items
        assert item.bag is not None, item.message
        record_ = archive.show(item.bag).record
        assert archive.audit().exit_code == 0

    assert record_ is not None
    assert record_["capture"]["url"] == URL
    assert record_["provenance"]["captured"]["value"] == "2018-05-06T07:08:09Z"
    assert record_["provenance"]["datePublished"]["value"] == "2017-04-13T10:00:00+02:00"
    (medium,) = record_["media"]
    assert (medium["status"], medium["width"]) == ("present", 640)
    assert medium["caption"]["value"] == "The bridge at Tolm."
    folder = next(f for f in bags(place.root) if f.name == item.bag)
    headers = (folder / record_["capture"]["headers"]).read_text("utf-8")
    assert "WARC-Target-URI" in headers
    assert "Content-Type: text/html" in headers
    assert (folder / record_["originals"][0]["path"]).read_bytes() == PAGE.encode()


def test_the_same_page_again_is_no_second_bag(place: Place) -> None:
    again = packed(record(http(PAGE.encode()), date="2019-01-01T00:00:00Z"))
    with place.open() as archive:
        archive.ingest(put(place, "crawl.warc.gz", CRAWL))
        (item,) = archive.ingest(put(place, "later.warc.gz", again)).items

    assert item.status is ItemStatus.PRESENT


def test_a_page_that_was_saved_by_hand_is_the_same_article(place: Place) -> None:
    with place.open() as archive:
        (one,) = archive.ingest(put(place, "crawl.warc.gz", CRAWL)).items
        (other,) = archive.ingest(put(place, "bridge.html", PAGE.encode())).items

    assert other.status is ItemStatus.PRESENT
    assert other.bag == one.bag


def test_what_was_passed_over_is_named_in_the_report(place: Place) -> None:
    with place.open() as archive:
        done = archive.ingest(put(place, "crawl.warc.gz", CRAWL))

    assert any("a.css (text/css)" in name for name in done.passed)


def test_one_that_is_cut_gives_what_is_whole(place: Place) -> None:
    with place.open() as archive:
        done = archive.ingest(put(place, "crawl.warc.gz", CRAWL[:-20]))

    assert [item.status for item in done.items] == [ItemStatus.STORED, ItemStatus.FAILED]


def test_every_page_is_an_article_where_that_is_asked_for(place: Place) -> None:
    page = PAGE.replace("NewsArticle", "WebPage").replace('content="article"', 'content="website"')
    data = packed(record(http(page.replace("<p>", "<div>").replace("</p>", "</div>").encode())))
    with place.open() as archive:
        without = archive.ingest(put(place, "crawl.warc.gz", data))
        every = archive.ingest(put(place, "crawl.warc.gz", data), pages=PageChoice(every=True))

    assert [item.status for item in without.items] == [ItemStatus.REFUSED]
    assert [item.status for item in every.items] == [ItemStatus.STORED]


CANONICAL = PAGE.replace("</head>", f'<link rel="canonical" href="{URL}"></head>')
WARC = packed(
    record(http(CANONICAL.encode())), record(http(picture(), "image/png"), IMAGE, number=3)
)


def wacz() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/crawl.warc.gz", WARC)
        file.writestr("datapackage.json", '{"resources": []}')
    return out.getvalue()


# What an article says that comes of how it was captured, and not of the page itself.
CAPTURE = {"capture", "delivery", "identifier", "bag", "received", "findings", "relations"}
# What it says of the file of a picture, which may not have come.
FILE = ("status", "path", "name", "size", "sha512", "mediaType", "pronom", "width", "height")
WAYS = {"by hand": ("bridge.html", CANONICAL.encode()), "in a WACZ": ("crawl.wacz", wacz())}


def record_by(root: Path, name: str, data: bytes) -> dict[str, Any]:
    place = make_place(root)
    with place.open() as archive:
        (item,) = archive.ingest(put(place, name, data)).items
        shown = archive.show(item.bag or "").record
    assert shown is not None
    shown = json.loads(json.dumps(shown))
    del shown["provenance"]["captured"]
    del shown["provenance"]["url"]  # of a page by hand nobody knows it
    for medium in shown["media"]:
        for fact in FILE:
            medium.pop(fact, None)
    return {name: value for name, value in shown.items() if name not in CAPTURE}


@pytest.mark.parametrize(("name", "data"), WAYS.values(), ids=WAYS)
def test_the_same_page_gives_the_same_record_but_for_its_capture(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()

    other = record_by(tmp_path / "other", name, data)

    assert other == record_by(tmp_path / "one", "crawl.warc.gz", WARC)
    assert other["headlines"][0]["value"] == "Bridge opens"


FEED = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Post</title><link>https://post.example/</link><description>News</description>
<item><title>Bridge opens</title><link>{URL}</link><guid>tag:post.example,2017:77</guid>
<pubDate>Thu, 13 Apr 2017 10:00:00 +0200</pubDate>
<content:encoded><![CDATA[<p>The bridge over the river at Tolm opened on Thursday.</p>
<p>Trams will run every ten minutes from Monday, the town said.</p>]]></content:encoded></item>
</channel></rss>"""
BOTH = {
    "the page first": ("bridge.html", CANONICAL, "feed.xml", FEED),
    "the feed first": ("feed.xml", FEED, "bridge.html", CANONICAL),
}


@pytest.mark.parametrize(("first", "one", "second", "other"), BOTH.values(), ids=BOTH)
def test_an_article_by_feed_and_by_page_is_one_article_in_two_bags(
    place: Place, first: str, one: str, second: str, other: str
) -> None:
    with place.open() as archive:
        (before,) = archive.ingest(put(place, first, one.encode())).items
        (after,) = archive.ingest(put(place, second, other.encode())).items
        shown = archive.show(after.bag or "").record

    assert (before.article_id, after.article_id) == (URL, URL)
    assert before.bag != after.bag
    assert shown is not None
    assert [(r["rel"], r["seal"]) for r in shown["relations"]] == [("alternate", before.seal)]


def test_a_later_capture_replaces_the_page_and_not_the_entry_of_a_feed(place: Place) -> None:
    later = CANONICAL.replace("ten minutes", "five minutes")
    with place.open() as archive:
        (page,) = archive.ingest(put(place, "bridge.html", CANONICAL.encode())).items
        (entry,) = archive.ingest(put(place, "feed.xml", FEED.encode())).items
        (last,) = archive.ingest(put(place, "later.html", later.encode())).items
        shown = archive.show(last.bag or "").record

    assert shown is not None
    assert [(r["rel"], r["seal"]) for r in shown["relations"]] == [
        ("replaces", page.seal),
        ("alternate", entry.seal),
    ]
