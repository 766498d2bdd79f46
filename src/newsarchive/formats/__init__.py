"""Sources: bytes to `Article`. This file holds the only registry of formats."""

from newsarchive.errors import RefusedError
from newsarchive.formats.base import Reader
from newsarchive.formats.kinds import recognise
from newsarchive.formats.text.reader import TextReader

__all__ = ["HEAD_BYTES", "READERS", "Reader", "choose"]

HEAD_BYTES = 64 * 1024

READERS: tuple[Reader, ...] = (TextReader(),)


def choose(head: bytes, name: str) -> Reader:
    """The reader for a document that begins with `head`, its first 64 KiB, named `name`.

    Raises:
        RefusedError: no reader takes it; the message says what it is.
    """
    for reader in READERS:
        if reader.accepts(head, name):
            return reader
    hint = f"Nothing was stored for it. Formats read: {', '.join(r.label for r in READERS)}."
    if not head:
        raise RefusedError(f"{name} is empty", hint=hint)
    what = recognise(head) or "of a format"
    raise RefusedError(f"{name} is {what}, which this version does not read yet", hint=hint)
