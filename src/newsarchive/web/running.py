"""A server for the portal: it listens before it says so, and ends when it is told to."""

import errno
import socket
from collections.abc import Callable

import uvicorn

from newsarchive.errors import NewsArchiveError, why
from newsarchive.web.app import portal
from newsarchive.web.patience import Patient
from newsarchive.web.refusals import MOST_HEADERS
from newsarchive.web.shelf import Shelf

_KEEP_SECONDS, _END_SECONDS = 5, 5
_WAITING = 256  # connections that nobody has taken yet


def serve(shelf: Shelf, host: str, port: int, listening: Callable[[str], object]) -> None:
    """Answer at this address until a signal ends it; `listening` hears the address.

    Raises:
        NewsArchiveError: the archive cannot be opened, or nobody can listen there.
    """
    shelf.searchable(wait=False)
    with _listen(host, port) as socket_:
        config = uvicorn.Config(
            portal(shelf),
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_SECONDS,
            timeout_graceful_shutdown=_END_SECONDS,
            h11_max_incomplete_event_size=MOST_HEADERS,
            ws="none",
            http=Patient,  # which has the limit of requests at once
        )
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{socket_.getsockname()[1]}/"
        shelf.base_url = shelf.base_url or address
        listening(address)
        try:
            uvicorn.Server(config).run(sockets=[socket_])
        finally:
            shelf.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(_WAITING)
        except OSError:
            found.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise NewsArchiveError(
                f"port {port} of {host} is in use", hint="Name another: --port 8001."
            ) from error
        raise NewsArchiveError(f"cannot listen at {host}, port {port}: {why(error)}") from error
    return found
