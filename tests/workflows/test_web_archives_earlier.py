"""Web archives that refer to earlier ones or whose digests lie, and the accounts of them."""

import json
from io import BytesIO

import pytest
from PIL import Image

from newsarchive.model.finding import Code
from newsarchive.model.outcome import IngestReport, ItemStatus, Records
from support.archives import Place
from support.warcs import PAGE, URL, digest, http, packed, record

pytest.importorskip("trafilatura", reason="the extra html is not installed")

IMAGE = "https://post.example/img/bridge.png"
LATER = PAGE.replace("ten minutes", "five minutes")


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(out, "PNG")
    return out.getvalue()


STATED = f"WARC-Payload-Digest: {digest(picture())}\r\n"
FIRST = packed(
    record(http(PAGE.encode())),
    record(http(picture(), "image/png"), IMAGE, number=3, more=STATED),
)
SECOND = packed(
    record(http(LATER.encode()), number=4, date="2019-01-01T00:00:00Z"),
    record(b"", IMAGE, "revisit", number=5, more=STATED),
    record(b"", URL, "revisit", number=6, more="WARC-Refers-To: <urn:uuid:0000-1>\r\n"),
    record(b"", "https://post.example/x", "revisit", number=7),
)


def put(place: Place, name: str, data: bytes) -> IngestReport:
    path = place.sources / name
    path.write_bytes(data)
    with place.open() as archive:
        return archive.ingest(path)


def media_of(place: Place, bag: str | None) -> list[tuple[str, int | None]]:
    with place.open() as archive:
        shown = archive.show(bag or "").record
    assert shown is not None
    return [(medium["status"], medium.get("width")) for medium in shown["media"]]


def test_a_picture_that_is_unchanged_is_taken_from_the_earlier_delivery(place: Place) -> None:
    put(place, "first.warc.gz", FIRST)
    later, again = put(place, "second.warc.gz", SECOND).items

    assert (later.status, again.status) == (ItemStatus.STORED, ItemStatus.PRESENT)
    assert media_of(place, later.bag) == [("present", 640)]
    with place.open() as archive:
        assert archive.audit().exit_code == 0


def test_a_page_that_is_unchanged_is_a_sighting_of_the_bag_that_is_there(place: Place) -> None:
    (first,) = put(place, "first.warc.gz", FIRST).items
    _, again = put(place, "second.warc.gz", SECOND).items

    assert again.bag == first.bag
    ledger = (place.root / "ledger/entries.jsonl").read_text()
    seen = [e for e in map(json.loads, ledger.splitlines()) if e["type"] == "sighting"]
    assert [entry["bag"] for entry in seen] == [first.bag_id]


def test_without_the_earlier_delivery_it_is_counted_why(place: Place) -> None:
    done = put(place, "second.warc.gz", SECOND)

    (account,) = done.records
    assert account.reasons == (("unchanged since a capture that is not in the archive", 3),)
    assert media_of(place, done.items[0].bag) == [("missing", None)]


def test_the_accounts_of_both_add_up(place: Place) -> None:
    first, second = put(place, "first.warc.gz", FIRST), put(place, "second.warc.gz", SECOND)

    assert [(r.total, r.articles, r.media, r.passed, r.broken) for r in first.records] == [
        (2, 1, 1, 0, 0)
    ]
    assert [(r.total, r.articles, r.media, r.passed, r.broken) for r in second.records] == [
        (4, 2, 1, 1, 0)
    ]
    assert first.passed == ()


def test_a_digest_that_lies_is_a_finding_of_the_article(place: Place) -> None:
    lying = f"WARC-Payload-Digest: {digest(b'x')}\r\n"
    done = put(
        place,
        "crawl.warc.gz",
        packed(
            record(http(PAGE.encode()), more=lying),
            record(http(picture(), "image/png"), IMAGE, number=3, more=lying),
            record(http(b"p{}", "text/css"), "https://post.example/a.css", more=lying),
        ),
    )
    (item,) = done.items

    said = [f.detail for f in item.findings if f.code is Code.WA_01]
    assert item.status is ItemStatus.STORED
    assert [text.partition(":")[0] for text in said] == [
        "the record of bridge.html",
        "the record of bridge.png",
    ]
    assert media_of(place, item.bag) == [("present", 640)]
    (account,) = done.records
    assert (account.articles, account.media, account.broken) == (1, 1, 1)
    assert account.unread[0].startswith("https://post.example/a.css (text/css; its WARC-Payload")
    assert done.exit_code == 0


def test_a_delivery_that_is_damaged_resolves_nothing_and_stops_nothing(place: Place) -> None:
    put(place, "first.warc.gz", FIRST)
    (original,) = place.root.glob("bags/deliveries/*/*/data/original/first.warc.gz")
    original.chmod(0o644)
    original.write_bytes(b"x" + original.read_bytes()[1:])

    done = put(place, "second.warc.gz", SECOND)

    assert done.items[0].status is ItemStatus.STORED
    assert any("first-warc" in note for note in done.notes)


def sum_of(of: Records) -> int:
    return of.articles + of.media + of.passed + of.broken


CUT = {"not at all": 0, "a little": 20, "by a record and more": 1200}


@pytest.mark.parametrize("cut", CUT.values(), ids=CUT)
@pytest.mark.parametrize("workers", [1, 2])
def test_the_sum_in_the_report_is_the_number_of_records(
    place: Place, cut: int, workers: int
) -> None:
    pages = [
        record(http(PAGE.replace("Tolm", f"Tolm {n}").encode()), f"{URL}?{n}", number=n)
        for n in range(30)
    ]
    others = [
        record(http(picture(), "image/png"), IMAGE, number=40),
        record(http(b"p{}", "text/css"), "https://post.example/a.css", number=41),
        record(http(b"gone", status=404), "https://post.example/b", number=42),
        record(b"", "https://post.example/c", "revisit", number=43),
        record(http(b"\x1f\x8b\x08x", more="Content-Encoding: gzip\r\n"), number=44),
        *pages[:3],
    ]
    data = packed(*others, *pages)
    path = place.sources / "crawl.warc.gz"
    path.write_bytes(data[: len(data) - cut])
    with place.open() as archive:
        done = archive.ingest(path, workers=workers)

    (account,) = done.records
    assert sum_of(account) == account.total
    assert account.media == 1
    assert (account.total == len(others) + len(pages)) is (cut < 1200)
