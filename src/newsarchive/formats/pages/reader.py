"""Saved web pages to Article: pages as they are, and pages that came with their files in one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.kinds import is_web_bundle, recognise
from newsarchive.formats.text.encodings import known, official
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

if TYPE_CHECKING:  # what it takes to read a page is imported where one is read
    from newsarchive.formats.pages.saved import Saved

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
        data = _data(file, capture, self.max_bytes)
        charset = capture.charset or _fitting(capture.declared, data)
        article = _article(self.name, capture, data, charset)
        return article if capture.charset or not charset else replace(article, encoding=None)

    def carried(self, file: BinaryIO, places: Sequence[str]) -> Mapping[str, bytes]:
        """The pictures that the page has in itself as data: URLs, those of `places`."""
        from newsarchive.formats.pages import decoding, parsing  # noqa: PLC0415

        file.seek(0)
        inlined = parsing.Inlined(decoding.decode(file.read(self.max_bytes)).text)
        found = {place: inlined.bytes_at(place) for place in places}
        return {place: data for place, data in found.items() if data is not None}


class BundleReader:
    """Reads a web page that was saved with its files in one (MHTML)."""

    name = "mhtml/1"
    label = "web pages in one file (MHTML)"
    media_type = "multipart/related"
    max_bytes = 50 * 1024 * 1024

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins such a file."""
        return is_web_bundle(head)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`.

        Raises:
            RefusedError: it is too large, no article, or the extra for it is not installed.
        """
        from newsarchive.formats.pages import mhtml  # noqa: PLC0415

        bundle = mhtml.read_bundle(_data(file, capture, self.max_bytes))
        if bundle is None or not bundle.page.strip():
            raise RefusedError(f"{capture.name} has no web page in it", hint=_NOT_STORED)
        charset = capture.charset or _fitting(bundle.charset, bundle.page)
        article = _article(self.name, capture, bundle.page, charset, bundle.saved, bundle.places)
        return article if capture.charset else replace(article, encoding=None)

    def carried(self, file: BinaryIO, places: Sequence[str]) -> Mapping[str, bytes]:
        """The files that came with the page, and what it has in itself, those of `places`."""
        from newsarchive.formats.pages import decoding, mhtml, parsing  # noqa: PLC0415

        file.seek(0)
        data = file.read(self.max_bytes)
        found = mhtml.part_at(data, tuple(places))
        if any(place not in found for place in places) and (bundle := mhtml.read_bundle(data)):
            inlined = parsing.Inlined(decoding.decode(bundle.page).text)
            inner = {place: inlined.bytes_at(place) for place in places}
            found |= {place: data for place, data in inner.items() if data is not None}
        return found


def _data(file: BinaryIO, capture: Capture, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise RefusedError(
            f"{capture.name} is larger than {most // 1024**2} MiB, too large for one page",
            hint=_NOT_STORED,
        )
    return data


def _fitting(charset: str, page: bytes) -> str:
    """The codec that a header names, where the page is in it; "" where it is not."""
    codec = known(charset) if charset else None
    if codec is None:
        return ""
    try:
        page.decode(codec)
    except UnicodeDecodeError:
        return ""
    return codec


def _article(
    name: str,
    capture: Capture,
    data: bytes,
    charset: str,
    saved: "Saved | None" = None,
    places: Mapping[str, str] | None = None,
) -> Article:
    # Here, since a process that reads no page needs none of it.
    from newsarchive.formats.pages import body, decoding, parsing  # noqa: PLC0415
    from newsarchive.formats.pages.making import PageMaking  # noqa: PLC0415
    from newsarchive.formats.pages.reading import PageReading  # noqa: PLC0415
    from newsarchive.formats.pages.saved import read_saved  # noqa: PLC0415

    body.require()
    try:
        decoded = decoding.decode(data, charset)
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"{capture.name} is not in {official(charset)}: byte {error.start} is none of its"
            " characters",
            hint="Nothing was stored for it. Without --encoding newsarchive looks for one that"
            " fits.",
        ) from error
    inlined = parsing.Inlined(decoded.text)
    try:
        root = parsing.parse(inlined.text)
    except parsing.PageError as error:
        raise RefusedError(f"{capture.name} is not read: {error}", hint=_NOT_STORED) from error
    if saved is None and capture.url:
        from newsarchive.formats.pages.saved import Saved  # noqa: PLC0415

        saved = Saved(capture.url, basis="warc:target-uri")
    page = PageReading(root, capture, saved or read_saved(decoded.text))
    article = PageMaking(name, page, decoded.findings, places or {}).article()
    return replace(article, encoding=decoded.encoding)
