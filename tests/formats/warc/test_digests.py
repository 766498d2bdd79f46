"""The digests that records state are held against their bytes, whatever their notation."""

import base64
import hashlib
import zlib
from io import BytesIO
from typing import Any

import pytest

from newsarchive.formats import Item, Part
from newsarchive.formats.warc.unpacker import WarcContents
from support.warcs import PAGE, URL, digest, http, record

DATA = PAGE.encode()
RAW = {name: hashlib.new(name, DATA).digest() for name in ("md5", "sha1", "sha256", "sha512")}
TRUE = {
    "SHA-1 in base32": digest(DATA),
    "in small letters": digest(DATA).lower(),
    "SHA-1 in hexadecimal": f"sha1:{RAW['sha1'].hex()}",
    "SHA-256 in hexadecimal": f"sha256:{RAW['sha256'].hex()}",
    "with a hyphen": f"SHA-256:{RAW['sha256'].hex().upper()}",
    "SHA-256 in base32": f"sha256:{base64.b32encode(RAW['sha256']).decode()}",
    "SHA-256 without padding": f"sha256:{base64.b32encode(RAW['sha256']).decode().rstrip('=')}",
    "SHA-256 in base64": f"sha256:{base64.b64encode(RAW['sha256']).decode()}",
    "MD5 in hexadecimal": f"md5:{RAW['md5'].hex()}",
    "SHA-512": f"sha512:{RAW['sha512'].hex()}",
    "an algorithm that nobody here knows": "xxh3:99aa06d3014798d8",
    "no digest at all": "",
    "nothing but a word": "unknown",
}
FALSE = {
    "SHA-1 of something else": digest(b"x"),
    "SHA-256 of something else": f"sha256:{hashlib.sha256(b'x').hexdigest()}",
    "MD5 of something else": f"md5:{hashlib.md5(b'x', usedforsecurity=False).hexdigest()}",
    "too short to be one": "sha1:AAAA",
    "of letters that no digest has": "sha1:" + "!" * 32,
}


def item(data: bytes) -> tuple[WarcContents, Item]:
    contents = WarcContents(BytesIO(data), "crawl.warc")
    (found,) = contents.items()
    assert isinstance(found, Item)
    return contents, found


def remark(data: bytes) -> str:
    _, found = item(data)
    assert isinstance(found.main, Part)
    return found.main.remark


@pytest.mark.parametrize("stated", TRUE.values(), ids=TRUE)
def test_a_digest_that_holds_is_no_finding(stated: str) -> None:
    more = f"WARC-Payload-Digest: {stated}\r\n" if stated else ""

    assert remark(record(http(DATA), more=more)) == ""


@pytest.mark.parametrize("stated", FALSE.values(), ids=FALSE)
@pytest.mark.parametrize("name", ["WARC-Payload-Digest", "WARC-Block-Digest"])
def test_a_digest_that_lies_is_said_and_stops_nothing(name: str, stated: str) -> None:
    said = remark(record(http(DATA), more=f"{name}: {stated}\r\n"))

    assert f"its {name} (" in said
    assert said.endswith("is not that of its bytes")


def test_the_block_is_the_headers_and_the_payload_is_not() -> None:
    block = http(DATA)
    more = f"WARC-Block-Digest: {digest(block)}\r\nWARC-Payload-Digest: {digest(DATA)}\r\n"

    assert remark(record(block, more=more)) == ""


def chunked(data: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:9], data[9:], b""))


CHUNKED = "Transfer-Encoding: chunked\r\n"
DEFLATED = "Content-Encoding: deflate\r\n"
PACKED = zlib.compress(DATA)
CODED = {
    "of chunks as they came": (chunked(DATA), CHUNKED, chunked(DATA)),
    "of what the chunks make": (chunked(DATA), CHUNKED, DATA),
    "of a compressed body": (PACKED, DEFLATED, PACKED),
    "of what it unpacks to": (PACKED, DEFLATED, DATA),
    "of joined chunks, still compressed": (chunked(PACKED), CHUNKED + DEFLATED, PACKED),
}


@pytest.mark.parametrize(("body", "more", "of"), CODED.values(), ids=CODED)
def test_crawlers_take_the_digest_before_or_after_unpacking(
    body: bytes, more: str, of: bytes
) -> None:
    stated = f"WARC-Payload-Digest: {digest(of)}\r\n"

    assert remark(record(http(body, more=more), more=stated)) == ""


def test_the_digest_of_a_revisit_is_that_of_another_record() -> None:
    again = record(
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        kind="revisit",
        more=f"WARC-Payload-Digest: {digest(b'what was there')}\r\n",
    )
    contents, _ = item(record(http(DATA)) + again)

    assert [one.broken for one in contents.accounted()] == [False]


PICTURE = b"\x89PNG\r\n\x1a\nnot much of one"
LYING: dict[str, Any] = {
    "a picture": record(
        http(PICTURE, "image/png"),
        "https://post.example/img/bridge.png",
        more=f"WARC-Payload-Digest: {digest(b'x')}\r\n",
    ),
    "a resource": record(
        PICTURE,
        "https://post.example/img/bridge.png",
        "resource",
        more=f"WARC-Block-Digest: {digest(b'x')}\r\n",
    ),
}


@pytest.mark.parametrize("lying", LYING.values(), ids=LYING)
def test_a_file_whose_digest_lies_is_there_and_says_so(lying: bytes) -> None:
    contents, _ = item(record(http(DATA)) + lying)
    part = contents.part("https://post.example/img/bridge.png")

    assert part is not None
    assert "is not that of its bytes" in part.remark
    assert b"".join(contents.pieces(part)) == PICTURE
    assert [one.broken for one in contents.accounted()] == [True]


def test_no_revisit_is_resolved_by_a_digest_that_lies() -> None:
    stated = f"WARC-Payload-Digest: {digest(b'x')}\r\n"
    lying = record(http(PICTURE, "image/png"), "https://post.example/a.png", more=stated)
    again = record(b"", "https://post.example/b.png", "revisit", number=2, more=stated)
    contents, _ = item(record(http(DATA), URL) + lying + again)

    assert contents.part("https://post.example/b.png") is None
    assert len(contents.refers()) == 1
