"""A capture: bytes as they were received, from where, and when."""

from dataclasses import dataclass
from datetime import datetime

from newsarchive.digests import Algorithm, Digest, pick


@dataclass(frozen=True, slots=True)
class Capture:
    """One document or medium as it came in.

    `name` is its file name as received, without folders; `origin` the absolute path or the URL it
    came from; `size` in bytes; `digests` by every algorithm asked for, SHA-256 and SHA-512 always;
    `received` in UTC; `spool` the path where its bytes wait, unchanged, until they are in a bag;
    `media_type` what they are, where that was recognised; `charset` the encoding that a person says
    a text is in, "" where nobody does. `url` is the address that it was fetched from and `declared`
    the encoding that the server said it is in, where whoever fetched it kept them; `pronom` is its
    format in the registry PRONOM (`fmt/43`), None where nobody recognised it.
    """

    name: str
    origin: str
    size: int
    digests: tuple[Digest, ...]
    received: datetime
    spool: str
    media_type: str | None = None
    charset: str = ""
    url: str = ""
    declared: str = ""
    pronom: str | None = None

    def digest(self, algorithm: Algorithm) -> Digest:
        """The digest by `algorithm`.

        Raises:
            KeyError: it was not asked for when the bytes were read.
        """
        return pick(self.digests, algorithm)
