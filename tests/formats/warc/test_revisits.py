"""Records that say that nothing has changed: what they mean is found, here or in earlier files."""

from io import BytesIO

import pytest

from newsarchive.formats import Item, Part
from newsarchive.formats.warc.captures import read_line
from newsarchive.formats.warc.unpacker import WarcContents
from support.warcs import PAGE, URL, digest, http, packed, record

DATA = PAGE.encode()
PICTURE = b"\x89PNG\r\n\x1a\nnot much of one"
IMAGE = "https://post.example/img/bridge.png"
STATED = f"WARC-Payload-Digest: {digest(PICTURE)}\r\n"
ORIGINAL = record(http(PICTURE, "image/png"), "https://post.example/old.png", number=7, more=STATED)
MEANT = {
    "by its id": "WARC-Refers-To: <urn:uuid:0000-7>\r\n",
    "by address and date": (
        "WARC-Refers-To-Target-URI: https://post.example/old.png\r\n"
        "WARC-Refers-To-Date: 2018-05-06T07:08:09Z\r\n"
    ),
    "by the digest": STATED,
    "by the digest in another notation": f"WARC-Payload-Digest: {digest(PICTURE).lower()}\r\n",
}
NOT_MEANT = {
    "another id": "WARC-Refers-To: <urn:uuid:0000-8>\r\n",
    "another date": (
        "WARC-Refers-To-Target-URI: https://post.example/old.png\r\n"
        "WARC-Refers-To-Date: 2019-05-06T07:08:09Z\r\n"
    ),
    "another digest": f"WARC-Payload-Digest: {digest(b'x')}\r\n",
    "nothing": "",
}


def opened(*records: bytes) -> WarcContents:
    return WarcContents(BytesIO(packed(*records)), "crawl.warc.gz")


def again(more: str, url: str = IMAGE) -> bytes:
    return record(b"", url, "revisit", number=9, date="2019-02-03T04:05:06Z", more=more)


def body(contents: WarcContents, url: str) -> bytes | None:
    part = contents.part(url)
    return None if part is None else b"".join(contents.pieces(part))


@pytest.mark.parametrize("more", MEANT.values(), ids=MEANT)
@pytest.mark.parametrize("first", [True, False], ids=["before it", "behind it"])
def test_what_is_meant_is_found_in_the_same_file(more: str, *, first: bool) -> None:
    both = (ORIGINAL, again(more)) if first else (again(more), ORIGINAL)
    contents = opened(*both)

    assert body(contents, IMAGE) == PICTURE
    assert contents.refers() == ()


@pytest.mark.parametrize("more", MEANT.values(), ids=MEANT)
def test_what_is_meant_is_found_in_an_earlier_file(more: str) -> None:
    contents = opened(record(http(DATA)), again(more))
    contents.with_earlier(BytesIO(packed(ORIGINAL)))

    assert body(contents, IMAGE) == PICTURE
    assert len(contents.refers()) == 1


@pytest.mark.parametrize("more", NOT_MEANT.values(), ids=NOT_MEANT)
def test_what_is_not_there_is_passed_over_with_the_reason(more: str) -> None:
    contents = opened(record(http(DATA)), ORIGINAL, again(more))
    contents.with_earlier(BytesIO(packed(ORIGINAL)))

    assert body(contents, IMAGE) is None
    whys = [one.why for one in contents.accounted()]
    assert whys == ["image/png", "unchanged since a capture that is not in the archive"]


def test_a_page_that_is_unchanged_since_an_earlier_file_is_the_same_document() -> None:
    contents = opened(again("WARC-Refers-To: <urn:uuid:0000-1>\r\n", URL))
    contents.with_earlier(BytesIO(packed(record(http(DATA)))))

    (item,) = contents.items()

    assert isinstance(item, Item)
    assert isinstance(item.main, Part)
    assert b"".join(contents.pieces(item.main)) == DATA
    assert item.fetched is not None
    assert (item.fetched.time, item.fetched.record_id) == (
        "2019-02-03T04:05:06Z",
        "<urn:uuid:0000-9>",
    )
    assert list(contents.accounted()) == []


def test_a_page_that_is_unchanged_twice_is_given_once() -> None:
    more = "WARC-Refers-To: <urn:uuid:0000-1>\r\n"
    contents = opened(again(more, URL), again(more, URL))
    contents.with_earlier(BytesIO(packed(record(http(DATA)))))

    assert len(list(contents.items())) == 1
    assert [one.name for one in contents.accounted()] == [f"{URL} (unchanged since record 1)"]


def test_the_list_of_captures_says_where_each_lies() -> None:
    contents = opened(record(http(DATA)), ORIGINAL, again(STATED))

    found = [read_line(line) for line in contents.captures("archive/a.warc.gz")]

    assert all(one is not None and one[1] == "archive/a.warc.gz" for one in found)
    places = [one[0].place for one in found if one is not None]
    assert [place.number for place in places] == [1, 2]
    assert b"".join(contents.raw(places[1])) == ORIGINAL


LINES = [b"", b"{}\n", b"[1]\n", b"no JSON\n", b'{"url": 1}\n', b"null\n", b"\xff\n"]


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_none_of_a_list_of_captures_says_nothing(line: bytes) -> None:
    assert read_line(line) is None
