"""Mounts for tests that need root: a folder that is read-only for a while."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """See `folder` read-only inside the `with` block, by a bind mount over itself."""
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")
    _mount("--bind", folder, folder)
    try:
        _mount("-o", "remount,ro,bind", folder)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)  # noqa: S607


def _mount(*arguments: str | Path) -> None:
    done = subprocess.run(
        ["mount", *arguments],  # noqa: S607
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.skip(f"this machine does not let us mount: {done.stderr.strip()}")
