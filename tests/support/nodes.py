"""Things on a disk that are no files, made where a test wants them."""

import os
import stat
from pathlib import Path


def make_socket(path: Path) -> None:
    """A socket that nobody listens at.

    As a node of its own: `bind` refuses a path of more than 107 bytes, and where a test's folder
    lies is not the test's to choose.
    """
    os.mknod(path, stat.S_IFSOCK | 0o600)
