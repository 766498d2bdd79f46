"""What a format is: a Reader turns one capture into one article, an Unpacker one into many."""

from typing import Protocol

from newsarchive.model.article import Article
from newsarchive.model.capture import Capture


class Reader(Protocol):
    """Reads one kind of document into an `Article`.

    It promises: it opens nothing, guesses no date, and states of every fact where it came from.
    The same bytes give the same article, but for the capture.
    """

    @property
    def name(self) -> str:
        """The reader and the version of its rules, for the record: `text/1`."""
        ...

    @property
    def label(self) -> str:
        """What it reads, for people: `plain text`."""
        ...

    @property
    def media_type(self) -> str:
        """The media type of what it reads: `text/plain`."""
        ...

    @property
    def max_bytes(self) -> int:
        """The largest document that it reads, in bytes; larger ones are refused."""
        ...

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether a document that begins with `head` (at most 64 KiB) is of this kind.

        Content decides; the file name `name` only where content cannot.
        """
        ...

    def read(self, capture: Capture, data: bytes) -> Article:
        """The article in `data`, the bytes of `capture`.

        Raises:
            RefusedError: it is no article: empty, binary, or not of this kind after all.
        """
        ...
