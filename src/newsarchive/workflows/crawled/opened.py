"""Web archives that are in the archive: their files anew, and the captures that they list.

Whatever is read of them is held against their seals.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from newsarchive import formats
from newsarchive.bag.copying import pieces
from newsarchive.bag.verified import NotAsListedError, VerifiedTree
from newsarchive.durable import create, store_error, write_all
from newsarchive.errors import InvalidRecordError, SourceError, StoreError, why
from newsarchive.formats.warc.captures import Capture, read_line
from newsarchive.formats.warc.unpacker import WarcContents, WarcUnpacker
from newsarchive.formats.warc.wacz import WaczContents, WaczUnpacker
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import read_delivery
from newsarchive.model.holding import Accession
from newsarchive.packaging.places import CAPTURES, DELIVERY
from newsarchive.workflows.verified import verified

_CHUNK = 1 << 20
_MOST_LINE = 1 << 20
_MOST_RECORD = 1 << 20
WebArchive = WarcContents | WaczContents


@contextlib.contextmanager
def opened_web_archive(
    holdings: OpenArchive, delivery: Accession, copy: Path
) -> Iterator[WebArchive]:
    """The web archive that a delivery keeps, opened from its `copy`, which is made and removed.

    Raises:
        DamagedBagError: it is not what was taken in.
        StoreError, SourceError: it cannot be read, or not be copied.
        RefusedError: it is no web archive.
    """
    try:
        with verified(holdings, delivery) as tree:
            name = _copied(tree, delivery, copy)
        with open(copy, "rb") as file:
            head = file.read(formats.HEAD_BYTES)
        unpacker = WarcUnpacker() if WarcUnpacker().accepts(head, name) else WaczUnpacker()
        contents = unpacker.open(open(copy, "rb"), name)  # noqa: SIM115  # `close` closes it
        try:
            yield contents
        finally:
            contents.close()
    except OSError as error:
        raise store_error("read", copy, error) from error
    finally:
        with contextlib.suppress(OSError):
            copy.unlink()


def _copied(tree: VerifiedTree, delivery: Accession, copy: Path) -> str:
    """Copy the file of a delivery; what it is called."""
    try:
        data = tree.take(DELIVERY, _MOST_RECORD)
    except OSError as error:
        raise SourceError(f"cannot read {delivery.name}/{DELIVERY}: {why(error)}") from error
    try:
        record = read_delivery(data or b"")
    except InvalidRecordError as error:
        raise StoreError(f"{delivery.name} has no record that can be read") from error
    out = create(copy)
    try:
        for _, piece in pieces(tree, str(record["path"])):
            write_all(out, piece)
    finally:
        os.close(out)
    return str(record["name"])


def captures_in(holdings: OpenArchive, delivery: Accession) -> Iterator[tuple[Capture, str]]:
    """What a delivery says that it captured, and in which of its files; nothing of another kind.

    Raises:
        DamagedBagError, StoreError, SourceError: it is not what was taken in, or cannot be read.
    """
    tree = holdings.store.tree(delivery.path)
    try:
        tree.open(CAPTURES).__exit__(None, None, None)
    except OSError:
        return  # no web archive, most likely: others are not asked for their seals
    finally:
        tree.close()
    with verified(holdings, delivery) as listed:
        rest = b""
        for _, piece in pieces(listed, CAPTURES):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                if (found := read_line(line)) is not None:
                    yield found
            if len(rest) > _MOST_LINE:
                raise NotAsListedError(CAPTURES, "it has a line that is longer than any")
