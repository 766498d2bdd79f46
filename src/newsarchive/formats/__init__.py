"""Sources: bytes to `Article`. This file holds the only registry of formats."""

from newsarchive.errors import RefusedError
from newsarchive.formats.base import Reader
from newsarchive.formats.text import TextReader

__all__ = ["HEAD_BYTES", "READERS", "Reader", "choose"]

HEAD_BYTES = 64 * 1024

READERS: tuple[Reader, ...] = (TextReader(),)


def choose(head: bytes, name: str) -> Reader:
    """The reader for a document that begins with `head`, its first 64 KiB, named `name`.

    Raises:
        RefusedError: no reader takes it.
    """
    for reader in READERS:
        if reader.accepts(head, name):
            return reader
    known = ", ".join(reader.label for reader in READERS)
    what = "is empty" if not head else "is not an article in a format that newsarchive reads"
    raise RefusedError(f"{name} {what} ({known})", hint="Nothing was stored for it.")
