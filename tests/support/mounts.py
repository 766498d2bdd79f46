"""Mounts for tests that need root: what is read-only, what is too small, images to be cut."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """See `folder` read-only inside the `with` block, by a bind mount over itself."""
    need_root()
    _mount("--bind", folder, folder)
    try:
        _mount("-o", "remount,ro,bind", folder)
        yield
    finally:
        _unmount(folder)


@contextlib.contextmanager
def small(folder: Path, options: str) -> Iterator[None]:
    """A tmpfs with `options` (`size=64k`, `nr_inodes=20`) on `folder`, inside the `with` block."""
    need_root()
    _mount("-t", "tmpfs", "-o", options, "tmpfs", folder)
    try:
        yield
    finally:
        _unmount(folder)


def enlarge(folder: Path) -> None:
    """Give the tmpfs on `folder` all the room it may want."""
    _mount("-o", "remount,size=64m,nr_inodes=100000", folder)


def make_ext4(image: Path, mebibytes: int) -> None:
    """A new ext4 file system in the file `image`."""
    need_root()
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("this machine has no mkfs.ext4")
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)  # noqa: S607


@contextlib.contextmanager
def image(file: Path, folder: Path) -> Iterator[None]:
    """The file system in the image `file` on `folder`, inside the `with` block."""
    need_root()
    _mount("-o", "loop", file, folder)
    try:
        yield
    finally:
        _unmount(folder)


def cut(file: Path, target: Path) -> None:
    """Copy an image as it is now: what its block device holds, as after a power cut.

    What only the page cache of the mounted file system holds is not in it.
    """
    subprocess.run(["cp", "--sparse=always", file, target], check=True)  # noqa: S607


def need_root() -> None:
    """Skip the test where nothing can be mounted."""
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")


def _unmount(folder: Path) -> None:
    """Unmount, with patience: what was killed in it may need a moment to be gone."""
    for _ in range(100):
        if not subprocess.run(["umount", folder], check=False, capture_output=True).returncode:  # noqa: S607
            return
        time.sleep(0.05)
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
