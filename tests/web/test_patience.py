"""Who is slow on purpose gives his place to others."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from support.patience import PATIENCE_SECONDS

uvicorn = pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from newsarchive.web import patience  # noqa: E402  # an extra

BODY = b"x" * (64 << 20)  # more than sockets hold


async def answering(scope: object, receive: object, send: object) -> None:  # noqa: ARG001
    """An application that sends a large answer, piece by piece."""
    await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
    for start in range(0, len(BODY), 1 << 20):
        piece = BODY[start : start + (1 << 20)]
        await send({"type": "http.response.body", "body": piece, "more_body": True})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """The application behind a patient protocol, in a thread: its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(
                answering, http=patience.Patient, lifespan="off", ws="none", log_level="error"
            )
        )
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True
        )
        thread.start()
        try:
            yield listening.getsockname()
        finally:
            server.should_exit = server.force_exit = True
            thread.join(PATIENCE_SECONDS)


def ended(peer: socket.socket) -> bool:
    """Whether the other side closes the connection, however long that takes."""
    peer.settimeout(PATIENCE_SECONDS)
    try:
        while peer.recv(1 << 20):
            pass
    except ConnectionError:
        return True
    return True


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_request_that_does_not_come_to_its_end_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(patience, "REQUEST_SECONDS", 0.0)

    with serving() as address, socket.create_connection(address) as peer:
        peer.sendall(begun)

        assert ended(peer)


def test_a_reader_who_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.0)
    cut = threading.Event()
    lost = patience.Patient.connection_lost

    def told(self: patience.Patient, exc: Exception | None) -> None:
        lost(self, exc)
        cut.set()

    monkeypatch.setattr(patience.Patient, "connection_lost", told)

    with serving() as address, socket.create_connection(address) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        assert cut.wait(PATIENCE_SECONDS)


def test_a_reader_who_takes_his_time_gets_all_of_it() -> None:
    with serving() as address, socket.create_connection(address) as peer:
        peer.settimeout(PATIENCE_SECONDS)
        peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = b"".join(iter(lambda: peer.recv(1 << 20), b""))

    assert got.count(b"x") >= len(BODY)
