"""An ingest that is killed on its way."""

import signal
import subprocess
from pathlib import Path

from support.cli import COMMAND


def killed_after(archive: Path, source: Path, outcomes: int, workers: int) -> bool:
    """Take `source` in and kill that when so many outcomes were said; False if it had ended."""
    command: list[str | Path] = [
        COMMAND,
        "ingest",
        "-a",
        archive,
        "--json",
        f"--workers={workers}",
        source,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        for _, line in zip(range(outcomes), run.stdout, strict=False):
            if b'"summary"' in line:
                return False
        run.send_signal(signal.SIGKILL)
    return True
