"""Plain text to Article: nothing is guessed, and every fact says where it stands in the bytes."""

from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.kinds import recognise
from newsarchive.formats.text.encodings import official
from newsarchive.formats.text.lines import Text
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

_NOT_STORED = "Nothing was stored for it."


class TextReader:
    """Reads a plain text file: the text, its captions, and what is printed of its provenance."""

    name = "text/1"
    label = "plain text"
    media_type = "text/plain"
    # A book of 700 pages has 1.5 MB. What a text needs in memory goes by its lines: 1 KB each.
    max_bytes = 4 * 1024 * 1024
    max_lines = 50_000

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` can begin a plain text: neither empty, nor binary, nor marked up."""
        return bool(head) and not recognise(head)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`.

        Raises:
            RefusedError: it is empty, too large or too long, binary, marked up, or broken UTF-16.
        """
        text = self.text(capture, file.read(self.max_bytes + 1))
        # Its patterns take 60 ms to compile, and a process that reads no text needs none of them.
        from newsarchive.formats.text.reading import TextReading  # noqa: PLC0415

        return TextReading(self.name, capture, text).article()

    def text(self, capture: Capture, data: bytes) -> Text:
        """The text in `data`, the bytes of `capture`.

        Raises:
            RefusedError: as `read`.
        """
        name = capture.name
        if len(data) > self.max_bytes:
            raise RefusedError(
                f"{name} is larger than {self.max_bytes // 1024**2} MiB, too large for one article",
                hint=f"{_NOT_STORED} --as-is keeps it without reading it.",
            )
        if max(data.count(b"\n"), data.count(b"\r")) > self.max_lines:
            raise RefusedError(
                f"{name} has more than {self.max_lines:,} lines, too many for one article",
                hint=f"{_NOT_STORED} --as-is keeps it without reading it.",
            )
        if what := recognise(data):
            raise RefusedError(
                f"{name} is {what}, which this version does not read yet", hint=_NOT_STORED
            )
        try:
            text = Text(data, capture.charset)
        except UnicodeDecodeError as error:
            if capture.charset:
                raise RefusedError(
                    f"{name} is not in {official(capture.charset)}: byte {error.start} is none of"
                    " its characters",
                    hint=f"{_NOT_STORED} Without --encoding newsarchive looks for one that fits.",
                ) from error
            raise RefusedError(
                f"{name} is marked as UTF-16 and is not: byte {error.start + 2} is wrong",
                hint=f"{_NOT_STORED} Save the file as UTF-8 and take it in again.",
            ) from error
        if not text.content.strip():
            what = "holds nothing but blank space" if text.content else "is empty"
            raise RefusedError(f"{name} {what}", hint=_NOT_STORED)
        return text
