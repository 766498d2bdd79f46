"""systemd's own opinion of unit files, where it is installed; it need not run."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from newsarchive.model.schedule import ScheduleFile


def need_systemd() -> None:
    """Skip the test where there is no systemd-analyze."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("this machine has no systemd-analyze")


def verify(files: Iterable[ScheduleFile], folder: Path) -> str:
    """What `systemd-analyze verify` says of the files; "" if nothing."""
    paths = _write(files, folder)
    done = _analyze("verify", "--man=no", *paths)
    said = done.stdout + done.stderr
    return said or ("" if done.returncode == 0 else f"exit status {done.returncode}")


def understood(files: Iterable[ScheduleFile], folder: Path) -> str:
    """How systemd understands the files: every setting with its value, in its own words."""
    paths = _write(files, folder)
    return _analyze("verify", "--man=no", *paths, level="debug").stdout


def next_times(calendar: str, count: int) -> list[str]:
    """The next times of an OnCalendar= expression, in UTC; none if it is no such expression."""
    done = _analyze(
        "calendar", f"--iterations={count}", "--base-time=2026-11-25 00:00:00", calendar
    )
    lines = [line.strip() for line in done.stdout.splitlines()]
    starts = ("Next elapse: ", "Iter. #", "Iteration #")  # the last in newer releases
    return [line.partition(": ")[2] for line in lines if line.startswith(starts)]


def _write(files: Iterable[ScheduleFile], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in files:
        path = folder / file.name
        path.write_text(file.text, encoding="utf-8")
        paths.append(path)
    return paths


def _analyze(*arguments: str | Path, level: str = "info") -> subprocess.CompletedProcess[str]:
    need_systemd()
    return subprocess.run(
        ["systemd-analyze", *arguments],  # noqa: S607 - wherever it is
        env={**os.environ, "SYSTEMD_LOG_LEVEL": level, "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
