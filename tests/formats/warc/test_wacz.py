"""Packed web archives: their WARC files are read, and held against what is said of them."""

import gzip
import hashlib
import json
import re
import zipfile
from io import BytesIO

import pytest

from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats import HEAD_BYTES, Contents, Counting, Item, Part, choose_unpacker
from support.samples import samples
from support.warcs import PAGE, URL, http, packed, record

DATA = PAGE.encode()
PICTURE = b"\x89PNG\r\n\x1a\nnot much of one"
ONE = packed(record(http(DATA)))
TWO = packed(record(http(PICTURE, "image/png"), "https://post.example/img/bridge.png"))


def wacz(files: dict[str, bytes], *, kind: int = zipfile.ZIP_STORED, false: bool = False) -> bytes:
    resources = [
        {"path": path, "hash": f"sha256:{hashlib.sha256(b'x' if false else data).hexdigest()}"}
        for path, data in files.items()
    ]
    out = BytesIO()
    with zipfile.ZipFile(out, "w", kind) as file:
        for path, data in files.items():
            file.writestr(path, data)
        file.writestr("datapackage.json", json.dumps({"resources": resources}))
    return out.getvalue()


def opened(data: bytes, name: str = "crawl.wacz") -> Contents:
    unpacker = choose_unpacker(data[:HEAD_BYTES], name)
    assert unpacker is not None
    assert unpacker.name == "wacz/1"
    return unpacker.open(BytesIO(data), name)


FILES = {"archive/a.warc.gz": ONE, "archive/b.warc.gz": TWO, "pages/pages.jsonl": b"{}"}


@pytest.mark.parametrize(
    "kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"]
)
def test_pages_and_the_pictures_of_another_file_are_found(kind: int) -> None:
    contents = opened(wacz(FILES, kind=kind))

    (item,) = contents.items()
    picture = contents.part("https://post.example/img/bridge.png")

    assert isinstance(item, Item)
    assert isinstance(item.main, Part)
    assert (item.label, b"".join(contents.pieces(item.main))) == (URL, DATA)
    assert picture is not None
    assert b"".join(contents.pieces(picture)) == PICTURE


def test_it_is_known_by_its_members_and_not_by_its_name() -> None:
    assert list(opened(wacz(FILES), "crawl.zip").items())


def test_a_file_that_is_not_what_is_said_of_it_is_told_after_what_is_whole() -> None:
    items = opened(wacz(FILES, false=True)).items()

    assert next(items).label == URL
    with pytest.raises(SourceError, match=r"is not what datapackage\.json says"):
        next(items)


BOTH = ONE + packed(record(http(PICTURE, "image/png"), "https://post.example/img/bridge.png"))


def index(url: str, offset: int, name: str = "a.warc.gz") -> bytes:
    said = json.dumps({"url": url, "offset": str(offset), "filename": name})
    return f"example,post)/ 20180506070809 {said}\n".encode()


INDEXES = {
    "right": (index(URL, 0) + index("https://post.example/img/bridge.png", len(ONE)), ""),
    "of another place": (index(URL, 7), "says of 1 records that they lie where they do not"),
    "of another record": (
        index("https://post.example/x", 0),
        "the first is https://post.example/x",
    ),
    "of a file that is not there": (index(URL, 7, "other.warc.gz"), ""),
    "of other lines": (b"!meta 0 {}\n\xff\n\n", ""),
}


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "compressed"])
@pytest.mark.parametrize(("lines", "said"), INDEXES.values(), ids=INDEXES)
def test_an_index_is_held_against_the_records(lines: bytes, said: str, *, pack: bool) -> None:
    name = "indexes/index.cdx.gz" if pack else "indexes/index.cdx"
    files = {"archive/a.warc.gz": BOTH, name: gzip.compress(lines) if pack else lines}
    items = opened(wacz(files)).items()

    assert next(items).label == URL
    if said:
        with pytest.raises(SourceError, match=re.escape(said)):
            next(items)
    else:
        assert list(items) == []


@pytest.mark.parametrize("false", [False, True], ids=["true", "false"])
def test_the_digest_of_the_package_is_held_against_it(*, false: bool) -> None:
    out = BytesIO(wacz(FILES))
    with zipfile.ZipFile(out) as file:
        package = file.read("datapackage.json")
    said = hashlib.sha256(b"x" if false else package).hexdigest()
    with zipfile.ZipFile(out, "a") as file:
        document = {"path": "datapackage.json", "hash": f"sha256:{said}"}
        file.writestr("datapackage-digest.json", json.dumps(document))
    items = opened(out.getvalue()).items()

    assert next(items).label == URL
    if false:
        with pytest.raises(SourceError, match=r"not what datapackage-digest\.json says"):
            next(items)
    else:
        assert list(items) == []


def test_a_revisit_is_resolved_in_another_file() -> None:
    again = record(
        b"", "https://post.example/b.png", "revisit", more="WARC-Refers-To: <urn:uuid:0000-8>\r\n"
    )
    there = record(http(PICTURE, "image/png"), "https://post.example/a.png", number=8)
    contents = opened(
        wacz({"archive/a.warc.gz": ONE + packed(again), "archive/b.warc.gz": packed(there)})
    )
    part = contents.part("https://post.example/b.png")

    assert part is not None
    assert b"".join(contents.pieces(part)) == PICTURE


def test_its_records_are_accounted_for() -> None:
    contents = opened(wacz(FILES))
    assert isinstance(contents, Counting)

    items = list(contents.items())

    assert len(items) + len(list(contents.accounted())) == contents.total == 2


def test_a_damaged_file_takes_nothing_from_the_others() -> None:
    data = wacz({"archive/a.warc.gz": TWO[:-20], "archive/b.warc.gz": ONE})
    items = opened(data).items()

    assert next(items).label == URL
    with pytest.raises(SourceError):
        next(items)


NONE = {
    "no web archive in it": wacz({"pages/pages.jsonl": b"{}"}),
    "no zip": b"PK\x03\x04datapackage.json",
    "no article": wacz({"archive/b.warc.gz": TWO}),
}


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_what_is_none_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        list(opened(data).items())

    assert "\n" not in refused.value.message


def test_two_packages_in_one_are_refused() -> None:
    out = BytesIO(wacz(FILES))
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("datapackage.json", "{}")

    with pytest.raises(RefusedError, match="two files called"):
        opened(out.getvalue())


@pytest.mark.samples
def test_a_real_one_is_gone_through() -> None:
    contents = opened(samples("warc", "valid_example_1.wacz").read_bytes())
    try:
        found = len(list(contents.items()))
    except RefusedError:
        found = 0

    assert found + len(contents.passed) >= 1
