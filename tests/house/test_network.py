"""Tests cannot reach the network, so none of them can depend on it."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

ELSEWHERE = "192.0.2.1"  # RFC 5737: an address for documents, which nobody has


@pytest.mark.filterwarnings("ignore:A test tried to use:UserWarning")
def test_a_connection_to_elsewhere_is_refused() -> None:
    with socket.socket() as connection, pytest.raises(SocketConnectBlockedError):
        connection.connect((ELSEWHERE, 80))


def test_a_connection_to_this_machine_is_possible() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
