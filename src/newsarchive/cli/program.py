"""Where the program is that runs now, for files that have others start it."""

import os
import shutil
import sys

from newsarchive.errors import NotFoundError


def program() -> str:
    """The absolute path of the `newsarchive` that runs now.

    Raises:
        NotFoundError: it is not found on this machine.
    """
    beside = os.path.join(os.path.dirname(sys.executable), "newsarchive")
    for candidate in (sys.argv[0], beside, "newsarchive"):
        found = shutil.which(candidate)
        if found and not found.endswith(".py"):
            return os.path.abspath(found)
    raise NotFoundError(
        "the program newsarchive is not found on this machine",
        hint="Install it, then run the same command again.",
    )
