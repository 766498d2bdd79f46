"""Web archives of ours, made record by record."""

import base64
import gzip
import hashlib

PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Bridge opens - The Post</title>"
    '<meta property="og:type" content="article"><meta property="og:site_name" content="The Post">'
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
    '"headline":"Bridge opens","datePublished":"2017-04-13T10:00:00+02:00",'
    '"author":{"@type":"Person","name":"Ann Lund"},"publisher":{"name":"The Post"}}</script>'
    "</head><body><article><h1>Bridge opens</h1>"
    "<p>The bridge over the river at Tolm opened on Thursday after two years of work, and the first"
    " tram crossed it at noon, with the mayor at the wheel and a band behind.</p>"
    "<figure><img src='/img/bridge.png' alt='A bridge' width='640' height='480'>"
    "<figcaption>The bridge at Tolm.</figcaption></figure>"
    "<p>Trams will run every ten minutes from Monday, the town said, and tickets cost what they"
    " cost before, since the county pays for half of it until the end of next year.</p>"
    "</article></body></html>"
)
URL = "https://post.example/2017/bridge.html"


def http(
    body: bytes, media_type: str = "text/html; charset=utf-8", status: int = 200, more: str = ""
) -> bytes:
    """The answer of a server."""
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {media_type}\r\n{more}\r\n"
    return head.encode() + body


def digest(body: bytes) -> str:
    """A payload digest as crawlers write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def record(
    block: bytes,
    url: str = URL,
    kind: str = "response",
    *,
    number: int = 1,
    date: str = "2018-05-06T07:08:09Z",
    more: str = "",
    version: str = "1.0",
    length: int | None = None,
) -> bytes:
    """One record, not compressed."""
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
        f"WARC-Date: {date}\r\nWARC-Target-URI: {url}\r\n{more}"
        f"Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Records, each compressed by itself."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
