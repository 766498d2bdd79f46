"""One entry of a feed to Article: what it says of itself, and what its feed says of all.

(RSS 2.0; RSS 1.0 with its modules; RFC 4287; Media RSS 1.5.1; WordPress eXtended RSS 1.0 to 1.2)
"""

import re
from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.feeds.article import article_of
from newsarchive.model.article import (
    Article,
)
from newsarchive.model.capture import Capture

_ROOT = re.compile(rb"\A\s*<\?xml[^>]*\?>\s*<(?:\w+:)?(item|entry)\b")
_MAX_BYTES = 32 << 20


class EntryReader:
    """Reads one entry of a feed, as its unpacker gives it."""

    name = "feed-entry/1"
    label = ""  # nobody brings one by itself
    media_type = "application/xml"
    max_bytes = _MAX_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether its root is an entry."""
        return _ROOT.match(head) is not None

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in an entry.

        Raises:
            RefusedError: it has neither a title nor a text.
        """
        from newsarchive.metadata.xml import parse_xml  # noqa: PLC0415  # lxml is slow to import

        data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise RefusedError(f"{capture.name} is larger than {_MAX_BYTES >> 20} MiB")
        try:
            root = parse_xml(data)
        except ValueError as error:
            raise RefusedError(f"{capture.name} is no entry that can be read: {error}") from error
        from newsarchive.formats.feeds.facts import facts_of  # noqa: PLC0415  # the same

        return article_of(self.name, capture, facts_of(root))
