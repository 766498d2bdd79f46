"""The readers of JSON wires: what they take, and how much. They load the rest when used."""

from dataclasses import dataclass
from typing import BinaryIO

from newsarchive.formats.wires import outline
from newsarchive.formats.wires.loading import MAX_BYTES, load
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture


@dataclass(frozen=True)
class NinjsReader:
    """Reads one item of ninjs, or of Superdesk."""

    name: str = "ninjs/1"
    label: str = "ninjs"
    media_type: str = "application/json"
    max_bytes: int = MAX_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins an object with the names of ninjs or Superdesk."""
        return outline.kind_of(head) is outline.WireKind.NINJS

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The item in `file`.

        Raises:
            RefusedError: it is too large, no JSON, or its text cannot be read.
        """
        document = load(capture, file, "ninjs item")
        from newsarchive.formats.wires.ninjs import read_item  # noqa: PLC0415  # with lxml

        return read_item(document, capture, self.name)


@dataclass(frozen=True)
class DigitalWiresReader:
    """Reads one entry of dpa's digital wires."""

    name: str = "digitalwires/1"
    label: str = "dpa's digital wires"
    media_type: str = "application/json"
    max_bytes: int = MAX_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins an object that says so in `format`."""
        return outline.kind_of(head) is outline.WireKind.DIGITALWIRES

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The entry in `file`.

        Raises:
            RefusedError: it is too large, no JSON, or its text cannot be read.
        """
        document = load(capture, file, "entry of digital wires")
        from newsarchive.formats.wires.digitalwires import read_entry  # noqa: PLC0415  # with lxml

        return read_entry(document, capture, self.name)
