"""The portal's only log: a line on standard error for whoever runs it."""

import sys

from newsarchive.reports.safe import visible


def log(line: str) -> None:
    """Write a line; whatever is in it, it is one."""
    print(f"newsarchive: {visible(line)}", file=sys.stderr, flush=True)  # noqa: T201  # its only log
