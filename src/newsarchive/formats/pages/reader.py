"""Saved web pages to Article."""

from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.kinds import recognise
from newsarchive.formats.text.encodings import official
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

_NOT_STORED = "Nothing was stored for it. --as-is keeps it without reading it."


class PageReader:
    """Reads a saved web page: what its markup says, its text, and the media of its article."""

    name = "page/1"
    label = "saved web pages"
    media_type = "text/html"
    max_bytes = 50 * 1024 * 1024

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins a web page."""
        return recognise(head) == "a web page"

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`.

        Raises:
            RefusedError: it is too large, no article, or the extra for it is not installed.
        """
        # Here, since a process that reads no page needs none of it.
        from newsarchive.formats.pages import body, decoding, tree  # noqa: PLC0415
        from newsarchive.formats.pages.making import PageMaking  # noqa: PLC0415
        from newsarchive.formats.pages.reading import PageReading  # noqa: PLC0415
        from newsarchive.formats.pages.saved import read_saved  # noqa: PLC0415

        body.require()
        data = file.read(self.max_bytes + 1)
        try:
            decoded = decoding.decode(data, capture.charset)
        except UnicodeDecodeError as error:
            raise RefusedError(
                f"{capture.name} is not in {official(capture.charset)}: byte {error.start} is none"
                " of its characters",
                hint="Nothing was stored for it. Without --encoding newsarchive looks for one that"
                " fits.",
            ) from error
        inlined = tree.Inlined(decoded.text)
        try:
            root = tree.parse(inlined.text)
        except tree.PageError as error:
            raise RefusedError(f"{capture.name} is not read: {error}", hint=_NOT_STORED) from error
        page = PageReading(root, capture, read_saved(decoded.text))
        article = PageMaking(self.name, page, decoded.findings).article()
        from dataclasses import replace  # noqa: PLC0415

        return replace(article, encoding=decoded.encoding)
