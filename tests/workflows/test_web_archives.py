"""Web archives become bags: one for each article, with its pictures and how it was fetched."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsarchive.model.asked import PageChoice
from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags
from support.warcs import PAGE, URL, http, packed, record

pytest.importorskip("trafilatura", reason="the extra html is not installed")


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
