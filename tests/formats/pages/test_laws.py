"""What holds for every page, however it was cut up."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.errors import RefusedError
from newsarchive.model.statement import Status
from support.pages import read_bundle, read_page
from support.texts import RECEIVED

PAGES = [p.read_bytes() for p in sorted((Path(__file__).parent / "good").glob("*.html"))]
BITS = (b"<div>", b"</div>", b"<p>", b"<figure>", b'"', b"<!--", b"-->", b"{", b"}", b"\0", b"\xff")
cuts = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 200), st.sampled_from((b"", *BITS))), max_size=12
)


def cut(data: bytes, places: list[tuple[float, int, bytes]]) -> bytes:
    for share, length, bit in places:
        at = int(share * len(data))
        data = data[:at] + bit + data[at + length :]
    return data


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PAGES), cuts)
def test_a_page_that_is_cut_up_is_refused_or_says_nothing_that_cannot_be(
    data: bytes, places: list[tuple[float, int, bytes]]
) -> None:
    try:
        article = read_page(cut(data, places))
    except RefusedError:
        return  # that is one line, as test_bad.py has it
    published = article.provenance.date_published
    assert published.status is Status.UNKNOWN or published.basis
    latest = published.value.latest if published.value else None
    assert latest is None or (latest - RECEIVED.date()).days <= 1
    assert all(m.url is None or m.url.startswith(("http://", "https://")) for m in article.media)


@pytest.mark.parametrize(
    "parts",
    [
        b"",
        b"--x\r\nContent-Type: image/jpeg\r\n\r\nabc\r\n--x--\r\n",
        b"--x\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n" * 3000,
        b"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--x--",
    ],
    ids=["nothing", "no page", "nested without end", "damaged"],
)
def test_a_bundle_without_a_page_is_refused_in_one_line(parts: bytes) -> None:
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    )

    with pytest.raises(RefusedError, match=r"web page|read|without a text"):
        read_bundle(head + parts)
