"""What came in a web archive is given back as records, which another reader reads."""

import gzip
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsarchive.errors import (
    DamagedBagError,
    NewsArchiveError,
    PolicyError,
    RefusedError,
    StoreError,
    UsageError,
)
from newsarchive.model.access import Reader
from newsarchive.model.holding import BagKind
from newsarchive.workflows.access import Asking
from support.archives import Place, make_place
from support.cli import Cli
from support.warcs import PAGE, URL, digest, http, packed, record

pytest.importorskip("trafilatura", reason="the extra html is not installed")
iterator = pytest.importorskip("warcio.archiveiterator", reason="the extra test is not installed")


def picture(colour: str = "gray") -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "PNG")
    return out.getvalue()


STYLED = PAGE.replace("</head>", '<link rel="stylesheet" href="/a.css"></head>')
LATER = STYLED.replace("ten minutes", "five minutes")
FERRY = PAGE.replace("bridge", "ferry").replace("Bridge", "Ferry")
IMAGE = "https://post.example/img/bridge.png"
FERRY_URL = "https://post.example/2017/ferry.html"


def concurrent(number: int) -> str:
    return f"WARC-Concurrent-To: <urn:uuid:0000-{number}>\r\n"


def stated(data: bytes) -> str:
    return f"WARC-Payload-Digest: {digest(data)}\r\n"


INFO = record(b"software: crawler/1\r\n", "", "warcinfo", number=1)
ANSWER = record(http(STYLED.encode()), number=2, more=stated(STYLED.encode()), version="1.1")
ASKED = record(b"GET / HTTP/1.1\r\n\r\n", kind="request", number=3, more=concurrent(2))
NOTED = record(b"outlink: x\r\n", kind="metadata", number=4, more=concurrent(2))
MOVED = record(http(b"", status=302, more="Location: /cdn/b.png\r\n"), IMAGE, number=5)
SHOWN = record(http(picture(), "image/png"), "https://post.example/cdn/b.png", number=6)
STYLE = record(http(b"p{}", "text/css"), "https://post.example/a.css", number=7)
OTHER = record(http(FERRY.encode()), FERRY_URL, number=8)
OTHERS = record(b"GET / HTTP/1.1\r\n\r\n", FERRY_URL, "request", number=9, more=concurrent(8))
CRAWL = (INFO, ANSWER, ASKED, NOTED, OTHER, OTHERS, MOVED, SHOWN, STYLE)
WANTED = (INFO, ANSWER, ASKED, NOTED, MOVED, SHOWN, STYLE)


def wacz() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/a.warc.gz", packed(*CRAWL[:6]))
        file.writestr("archive/b.warc.gz", packed(*CRAWL[6:]))
        file.writestr("datapackage.json", '{"resources": []}')
    return out.getvalue()


FILES = {
    "a plain one": ("crawl.warc", b"".join(CRAWL)),
    "a compressed one": ("crawl.warc.gz", packed(*CRAWL)),
    "compressed as a whole": ("crawl.warc.gz", gzip.compress(b"".join(CRAWL))),
    "a WACZ of two": ("crawl.wacz", wacz()),
    "one that is cut off behind it": ("crawl.warc.gz", packed(*CRAWL, OTHER)[:-30]),
}


def taken_in(place: Place, name: str, data: bytes) -> dict[str, str]:
    """The bags of a file, by what it calls them."""
    path = place.sources / name
    path.write_bytes(data)
    with place.open() as archive:
        items = archive.ingest(path).items
    return {i.item.label: i.bag for i in items if i.item is not None and i.bag is not None}


def by_warcio(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """Type, address and content of each record, and that the digests hold, as another sees them."""
    with path.open("rb") as file:
        for found in iterator.ArchiveIterator(file, check_digests="raise"):
            headers = found.rec_headers
            content = found.content_stream().read()
            yield headers["WARC-Type"], headers.get("WARC-Target-URI") or "", content


def records_of(data: bytes) -> list[bytes]:
    """The records in a file, each with the empty lines behind it."""
    raw = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    starts = [n for n in range(len(raw)) if raw.startswith((b"WARC/1.0\r\n", b"WARC/1.1\r\n"), n)]
    return [raw[a:b] for a, b in zip(starts, [*starts[1:], len(raw)], strict=True)]


@pytest.mark.parametrize("dest", ["out.warc", "out.warc.gz"])
@pytest.mark.parametrize(("name", "data"), FILES.values(), ids=FILES)
def test_a_page_is_given_with_all_that_belongs_to_it(
    place: Place, tmp_path: Path, name: str, data: bytes, dest: str
) -> None:
    bag = taken_in(place, name, data)[URL]
    with place.open() as archive:
        given = archive.get_records(bag, tmp_path / dest)

    first, *others = records_of((tmp_path / dest).read_bytes())
    assert others == list(WANTED)
    assert first.startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    assert (given.records, given.pages[0].missing, given.refused) == (len(WANTED) + 1, 0, ())


@pytest.mark.parametrize("dest", ["out.warc", "out.warc.gz"])
def test_another_reader_finds_the_page_and_its_picture(
    place: Place, tmp_path: Path, dest: str
) -> None:
    bag = taken_in(place, "crawl.warc.gz", packed(*CRAWL))[URL]
    with place.open() as archive:
        archive.get_records(bag, tmp_path / dest)

    found = list(by_warcio(tmp_path / dest))

    assert [kind for kind, _, _ in found[:2]] == ["warcinfo", "warcinfo"]
    assert ("response", URL, STYLED.encode()) in found
    assert ("response", "https://post.example/cdn/b.png", picture()) in found
    assert bag.encode() in found[0][2]


def test_what_an_earlier_delivery_has_goes_with_it(place: Place, tmp_path: Path) -> None:
    first = packed(
        record(http(picture("red"), "image/png"), IMAGE, number=21, more=stated(picture("red"))),
        OTHER,
    )
    again = record(b"", IMAGE, "revisit", number=23, more=stated(picture("red")))
    taken_in(place, "first.warc.gz", first)
    bag = taken_in(place, "second.warc.gz", packed(INFO, ANSWER, again))[URL]
    with place.open() as archive:
        archive.get_records(bag, tmp_path / "out.warc.gz")

    kinds = [(kind, url) for kind, url, _ in by_warcio(tmp_path / "out.warc.gz")][1:]
    assert kinds == [("warcinfo", ""), ("response", URL), ("revisit", IMAGE), ("response", IMAGE)]


def test_several_articles_share_what_they_have_in_common(place: Place, tmp_path: Path) -> None:
    bags = taken_in(place, "crawl.warc.gz", packed(*CRAWL))
    with place.open() as archive:
        given = archive.get_records(bags.values(), tmp_path / "out.warc")

    _, *others = records_of((tmp_path / "out.warc").read_bytes())
    assert others == list(CRAWL)
    assert sorted(page.accession.name for page in given.pages) == sorted(bags.values())


def test_what_did_not_come_in_one_is_refused_and_the_others_are_given(
    place: Place, tmp_path: Path
) -> None:
    bag = taken_in(place, "crawl.warc.gz", packed(*CRAWL))[URL]
    with place.open() as archive:
        (text,) = archive.ingest(place.source("rain.txt")).items
        (delivery,) = archive.holdings.catalog.select(kind=BagKind.DELIVERY)
        given = archive.get_records([text.bag or "", delivery.name, bag], tmp_path / "out.warc")

    assert [one.reason for one in given.refused] == [
        "it did not come in a web archive",
        "it is a delivery, and no article",
    ]
    assert (len(given.pages), given.exit_code) == (1, 1)


def test_where_there_is_nothing_to_give_there_is_no_file(place: Place, tmp_path: Path) -> None:
    with place.open() as archive:
        (text,) = archive.ingest(place.source("rain.txt")).items
        with pytest.raises(RefusedError, match="nothing of this came in a web archive"):
            archive.get_records(text.bag or "", tmp_path / "out.warc")

    assert not (tmp_path / "out.warc").exists()


def test_access_rules_are_those_of_get(place: Place, tmp_path: Path) -> None:
    bags = taken_in(place, "crawl.warc.gz", packed(*CRAWL))
    anyone = Asking(Reader.ANYONE, "get")
    with place.open() as archive:
        archive.decide(bags[URL], access="closed", reason="curation")
        with pytest.raises(PolicyError):
            archive.get_records(bags.values(), tmp_path / "out.warc", anyone)
        archive.get_records(bags[FERRY_URL], tmp_path / "ferry.warc", anyone)

    assert not (tmp_path / "out.warc").exists()
    assert URL.encode() not in (tmp_path / "ferry.warc").read_bytes()


def test_a_delivery_that_is_damaged_gives_nothing(place: Place, tmp_path: Path) -> None:
    bag = taken_in(place, "crawl.warc", b"".join(CRAWL))[URL]
    (original,) = place.root.glob("bags/deliveries/*/*/data/original/crawl.warc")
    original.chmod(0o644)
    original.write_bytes(original.read_bytes().replace(b"crawler/1", b"crawler/2"))

    with place.open() as archive, pytest.raises(DamagedBagError):
        archive.get_records(bag, tmp_path / "out.warc")

    assert list(tmp_path.glob("out*")) == []


BAD: dict[str, tuple[str, type[NewsArchiveError]]] = {
    "no name of a WARC file": ("out.zip", UsageError),
    "in no folder": ("none/out.warc", StoreError),
    "where something lies": ("there.warc", StoreError),
}


@pytest.mark.parametrize(("dest", "error"), BAD.values(), ids=BAD)
def test_a_bad_place_is_refused(
    place: Place, tmp_path: Path, dest: str, error: type[NewsArchiveError]
) -> None:
    (tmp_path / "there.warc").write_bytes(b"mine")
    bag = taken_in(place, "crawl.warc.gz", packed(*CRAWL))[URL]

    with place.open() as archive, pytest.raises(error) as caught:
        archive.get_records(bag, tmp_path / dest)

    assert "\n" not in caught.value.message
    assert (tmp_path / "there.warc").read_bytes() == b"mine"


def test_the_command_says_what_it_gave(cli: Cli, tmp_path: Path) -> None:
    place = make_place(tmp_path)
    bag = taken_in(place, "crawl.warc.gz", packed(*CRAWL))[URL]
    with place.open() as archive:
        (item,) = archive.ingest(place.source("rain.txt")).items
    text = item.bag or ""

    told = cli("get", "-a", place.root, bag, "--warc", "one.warc.gz")
    both = cli("get", "-a", place.root, bag, text, "--warc", "two.warc", "--json")
    none = cli("get", "-a", place.root, text, "--warc", "three.warc")
    wrong = cli("get", "-a", place.root, bag, "--warc", "four.warc", "--delivery")

    assert (told.code, both.code, none.code, wrong.code) == (0, 1, 1, 2)
    assert told.stdout.startswith(
        "one.warc.gz holds 8 records of 1 article, as they were received."
    )
    document = json.loads(both.stdout)
    assert document["refused"] == [{"input": text, "reason": "it did not come in a web archive"}]
    assert none.stderr.count("\n") <= 2
    assert not (tmp_path / "three.warc").exists()
