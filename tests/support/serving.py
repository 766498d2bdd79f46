"""`newsarchive serve` as a process, and what it answers; and its protocol alone, in a thread."""

import asyncio
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.cli import COMMAND, clean_environment
from support.patience import PATIENCE_SECONDS

LARGE = 64 << 20  # bytes, more than sockets hold


@contextmanager
def serving(root: Path, home: Path, *options: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A server over the archive at `root`: its address, and the process."""
    with subprocess.Popen(
        [COMMAND, "serve", "-a", root, "--port", "0", *options],
        env=clean_environment(home) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line.startswith("Reading at http://127.0.0.1:"), line or process.stderr
            yield line.split()[2], process
        finally:
            if process.poll() is None:
                process.kill()


def fetched(address: str) -> tuple[int, bytes]:
    """Status and body."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


async def _large(scope: object, receive: object, send: object) -> None:  # noqa: ARG001
    """An application that sends a large answer, piece by piece."""
    await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
    for start in range(0, LARGE, 1 << 20):
        piece = b"x" * min(LARGE - start, 1 << 20)
        await send({"type": "http.response.body", "body": piece, "more_body": True})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]


@contextmanager
def patient() -> Iterator[tuple[str, int]]:
    """A large answer behind the portal's protocol, in a thread: its address."""
    import uvicorn  # noqa: PLC0415  # an extra

    from newsarchive.web.patience import Patient  # noqa: PLC0415  # the same

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(_large, http=Patient, lifespan="off", ws="none", log_level="error")
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
