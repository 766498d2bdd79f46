"""`newsarchive serve` as a process, and what it answers."""

import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.cli import COMMAND, clean_environment
from support.patience import PATIENCE_SECONDS


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
