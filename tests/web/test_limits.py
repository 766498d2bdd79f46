"""What is too much of one request, or at once, is told as everything else is: with our headers."""

import contextlib
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.patience import PATIENCE_SECONDS
from support.portal import Made
from support.serving import LARGE, patient, serving

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from newsarchive.web import answers, patience  # an extra


def told(place: tuple[str, int], request: bytes) -> tuple[int, dict[str, str], str]:
    """The status, the headers and the text that come for these very bytes."""
    with socket.create_connection(place, PATIENCE_SECONDS) as peer:
        peer.sendall(request)
        got = b"".join(iter(lambda: peer.recv(1 << 16), b""))
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body.decode()


def asking(octets: int, end: bytes = b"\r\n\r\n") -> bytes:
    """A request of so many bytes."""
    begin = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: "
    return begin + b"x" * (octets - len(begin) - len(end)) + end


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (asking(32 << 10), 200),
        (asking((32 << 10) + 1), 431),
        (asking(200_000), 431),
        (asking(200_000, b""), 431),
        (b"\x16\x03\x01 this is no HTTP\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400),
    ],
    ids=["the most", "a byte more", "much more", "without end", "not HTTP", "no length"],
)
def test_a_request_that_is_too_long_or_none_is_told_so(
    made: Made, tmp_path: Path, request_: bytes, status: int
) -> None:
    with serving(made.root, tmp_path) as (address, _):
        place = urlsplit(address)
        found, headers, text = told(("127.0.0.1", place.port or 0), request_)

    assert found == status
    assert {name: headers.get(name) for name in answers.SAFE} == answers.SAFE
    assert headers["connection"] == "close"
    assert text.strip()


def test_who_comes_when_there_are_too_many_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(patience, "MOST_AT_ONCE", 1)  # the very connection that asks

    with patient() as place:
        found, headers, text = told(place, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

    assert (found, headers["retry-after"], headers["connection"]) == (503, "60", "close")
    assert {name: headers.get(name) for name in answers.SAFE} == answers.SAFE
    assert "Ask again in a minute" in text
    assert "too many" in capfd.readouterr().err


_POSTED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_body_that_is_none_is_told_so_before_anything_is_answered(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with patient() as place:
        found, headers, _ = told(place, _POSTED + b"no length\r\n")

    assert (found, headers["connection"]) == (400, "close")
    assert "Traceback" not in capfd.readouterr().err
    assert not any(record.exc_info for record in caplog.records)


def test_a_body_that_is_none_ends_an_answer_that_has_begun(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with patient() as place, socket.create_connection(place, PATIENCE_SECONDS) as peer:
        peer.sendall(_POSTED)
        got = len(peer.recv(1 << 16))
        peer.sendall(b"no length\r\n")
        with contextlib.suppress(ConnectionError):
            got += sum(map(len, iter(lambda: peer.recv(1 << 20), b"")))

    assert got < LARGE
    assert "Traceback" not in capfd.readouterr().err
    assert not any(record.exc_info for record in caplog.records)
