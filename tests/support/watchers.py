"""A watcher on this machine, for tests that ping it: it remembers what it was told."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Heard:
    """One request."""

    method: str
    path: str
    body: str


@dataclass
class Watcher:
    """Answers each request with the next of `answers` (status, Location), the last one for ever."""

    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, "")])
    heard: list[Heard] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def answer(self) -> tuple[int, str]:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextlib.contextmanager
def watcher(*answers: tuple[int, str]) -> Iterator[Watcher]:
    """A watcher that listens inside a `with` block."""
    one = Watcher(list(answers) or [(200, "")])

    class Handler(BaseHTTPRequestHandler):
        def _hear(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            one.heard.append(Heard(self.command, self.path, body))
            code, location = one.answer()
            self.send_response(code)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = _hear  # noqa: N815  # http.server looks for these names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer((HOST, 0), Handler) as server:
        one.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield one
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def silent() -> Iterator[str]:
    """The address of a host that takes a connection and never answers."""
    with socket.create_server((HOST, 0)) as server:
        yield f"http://{HOST}:{server.getsockname()[1]}/x"


def nobody() -> str:
    """An address of this machine where nobody listens."""
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    return f"http://{HOST}:{port}/x"
