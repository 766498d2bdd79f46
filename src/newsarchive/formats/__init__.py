"""Sources: bytes to `Article`. This file holds the only registries of formats."""

from newsarchive.errors import RefusedError
from newsarchive.formats.base import Carrier, Contents, Item, Part, Reader, Stray, Unpacker
from newsarchive.formats.kinds import recognise
from newsarchive.formats.packed import PackedUnpacker
from newsarchive.formats.pages.reader import BundleReader, PageReader
from newsarchive.formats.text.reader import TextReader

__all__ = [
    "HEAD_BYTES",
    "READERS",
    "UNPACKERS",
    "Carrier",
    "Contents",
    "Item",
    "Part",
    "Reader",
    "Stray",
    "Unpacker",
    "choose",
    "choose_unpacker",
    "refusal",
]

HEAD_BYTES = 64 * 1024


def refusal(head: bytes, name: str) -> RefusedError | None:
    """Why a document with this beginning and name is no article; None where a reader takes it."""
    try:
        choose(head, name)
    except RefusedError as error:
        return error.with_traceback(None)  # in whose frames the head would stay in memory
    return None


READERS: tuple[Reader, ...] = (TextReader(), PageReader(), BundleReader())
UNPACKERS: tuple[Unpacker, ...] = (PackedUnpacker(refusal, HEAD_BYTES),)


def choose(head: bytes, name: str) -> Reader:
    """The reader for a document that begins with `head`, its first 64 KiB, named `name`.

    Raises:
        RefusedError: no reader takes it; the message says what it is.
    """
    for reader in READERS:
        if reader.accepts(head, name):
            return reader
    read = ", ".join([*(r.label for r in READERS), *(u.label for u in UNPACKERS)])
    hint = f"Nothing was stored for it. Formats read: {read}."
    if not head:
        raise RefusedError(f"{name} is empty", hint=hint)
    what = recognise(head) or "of a format"
    raise RefusedError(f"{name} is {what}, which this version does not read yet", hint=hint)


def choose_unpacker(head: bytes, name: str) -> Unpacker | None:
    """The unpacker for a container that begins with `head`; None where it is none that is known."""
    return next((u for u in UNPACKERS if u.accepts(head, name)), None)
