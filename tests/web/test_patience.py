"""Who is slow on purpose gives his place to others."""

import socket
import threading

import pytest

from support.patience import PATIENCE_SECONDS
from support.serving import LARGE, patient

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from newsarchive.web import patience  # an extra


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

    with patient() as address, socket.create_connection(address) as peer:
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

    with patient() as address, socket.create_connection(address) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        assert cut.wait(PATIENCE_SECONDS)


def test_a_reader_who_takes_his_time_gets_all_of_it() -> None:
    with patient() as address, socket.create_connection(address) as peer:
        peer.settimeout(PATIENCE_SECONDS)
        peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = b"".join(iter(lambda: peer.recv(1 << 20), b""))

    assert got.count(b"x") >= LARGE
