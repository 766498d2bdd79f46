"""The PRONOM identifier of a file: by Siegfried where it is installed, else by a small table.

What is not recognised for certain has none. Names of files are not asked: what a file is, its
content says.
"""

import functools
from pathlib import Path
from typing import Protocol

from newsarchive.formats.pronom.siegfried import Siegfried
from newsarchive.formats.pronom.table import Table
from newsarchive.model.format import Identifier


class Identifies(Protocol):
    """Recognises formats."""

    @property
    def identifier(self) -> Identifier:
        """What it is, for PREMIS."""
        ...

    def puid(self, path: Path) -> str | None:
        """The PRONOM identifier of the file at `path` (`fmt/43`), None where it is not certain.

        Raises:
            OSError: it cannot be read.
        """
        ...


@functools.cache
def identifying() -> Identifies:
    """What recognises formats here."""
    return Siegfried.installed() or Table()


def puid_of(path: Path) -> str | None:
    """The PRONOM identifier of the file at `path`; see `Identifies.puid`."""
    return identifying().puid(path)


def identifier() -> Identifier:
    """What recognises formats here, for PREMIS."""
    return identifying().identifier
