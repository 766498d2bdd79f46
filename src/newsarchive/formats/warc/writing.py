"""Records put into a new WARC file, each as it is, and the one that says what the file is.

ISO 28500:2017 (WARC 1.1): `warcinfo` in section 6.2, compression a record at a time in annex D.
"""

import uuid
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256

_LEVEL = 6
_GZIP = 16 + zlib.MAX_WBITS


def compressed(record: Iterable[bytes]) -> Iterator[bytes]:
    """A record as a gzip member of its own."""
    pack = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for piece in record:
        if data := pack.compress(piece):
            yield data
    yield pack.flush()


def warcinfo(name: str, date: str, fields: Iterable[tuple[str, str]]) -> bytes:
    """The record that stands first in the file `name`: `fields` of application/warc-fields.

    `date` is RFC 3339 in UTC; values are put on one line.
    """
    lines = "".join(f"{label}: {' '.join(value.split())}\r\n" for label, value in fields)
    block = lines.encode()
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}\n{date}\n{lines}")
    shown = "".join(c for c in name if c.isprintable())
    head = (
        "WARC/1.1\r\nWARC-Type: warcinfo\r\n"
        f"WARC-Record-ID: <urn:uuid:{identifier}>\r\nWARC-Date: {date}\r\n"
        f"WARC-Filename: {shown}\r\nWARC-Block-Digest: sha256:{sha256(block).hexdigest()}\r\n"
        "Content-Type: application/warc-fields\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
