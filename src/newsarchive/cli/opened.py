"""The archive that a command works on, and what was found and dealt with on the way in it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from newsarchive.archive import Archive
from newsarchive.model.clock import Clock


@contextlib.contextmanager
def opened_archive(root: Path, clock: Clock | None = None) -> Iterator[Archive]:
    """The archive at `root`, open. Its notices go to standard error at the end, each a line.

    Raises:
        NewsArchiveError: as `Archive.open`.
    """
    with Archive.open(root, clock) as opened:
        try:
            yield opened
        finally:
            for notice in opened.notices:
                click.echo(f"newsarchive: {notice}.", err=True)
