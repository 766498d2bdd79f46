"""The readers of NewsML and NITF: what they take, and how much. They load the rest when used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.base import NOT_STORED
from newsarchive.formats.roots import is_nar, is_newsml_1, root_name
from newsarchive.formats.wires import outline, scanning
from newsarchive.formats.wires.scanning import Brief
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

_KEEPS = f"{NOT_STORED} --as-is keeps it without reading it."
_MOST_BYTES = 8 * 1024 * 1024


def brief_of(head: bytes) -> Brief | None:
    """What a wire says of itself in its beginning; None for all else. Of JSON it is its files."""
    if is_nar(head) or is_newsml_1(head) or root_name(head)[1] == "nitf":
        return scanning.brief_of(head)
    if outline.kind_of(head) is not None:
        return Brief("json", files=outline.files_in(head))
    return None


Read = Callable[[str, Capture, bytes], Article]


@dataclass(frozen=True)
class NewsMLReader:
    """Reads a NewsML-G2 newsItem, and a newsMessage that holds one article."""

    name: str = "newsml/1"
    label: str = "NewsML-G2"
    media_type: str = "application/vnd.iptc.g2.newsitem+xml"
    max_bytes: int = _MOST_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins with an item or a message of the News Architecture."""
        return is_nar(head)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`.

        Raises:
            RefusedError: it is no XML that can be read, holds no article, or several.
        """
        # lxml takes 30 ms to load, and who takes in a text needs none of it.
        from newsarchive.formats.wires.newsml_document import read_document  # noqa: PLC0415

        return _read(self, read_document, capture, file)


@dataclass(frozen=True)
class NewsML1Reader:
    """Reads a NewsML 1 document that holds one item, and an item of one."""

    name: str = "newsml1/1"
    label: str = "NewsML 1"
    media_type: str = "text/vnd.iptc.newsml"
    max_bytes: int = _MOST_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins as a document or an item of NewsML 1."""
        return is_newsml_1(head)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`.

        Raises:
            RefusedError: it is no XML that can be read, holds no item, or several.
        """
        from newsarchive.formats.wires.newsml1_document import read_document  # noqa: PLC0415  # lxml

        return _read(self, read_document, capture, file)


@dataclass(frozen=True)
class NitfReader:
    """Reads an NITF document."""

    name: str = "nitf/1"
    label: str = "NITF"
    media_type: str = "application/nitf+xml"
    max_bytes: int = _MOST_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether `head` begins with the root of an NITF document, of any namespace."""
        return root_name(head)[1] == "nitf"

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`.

        Raises:
            RefusedError: it is no XML that can be read, or no NITF after all.
        """
        from newsarchive.formats.wires.nitf_document import read_document  # noqa: PLC0415  # lxml

        return _read(self, read_document, capture, file)


def _read(
    reader: NewsMLReader | NewsML1Reader | NitfReader, read: Read, capture: Capture, file: BinaryIO
) -> Article:
    name = capture.name
    data = file.read(reader.max_bytes + 1)
    if len(data) > reader.max_bytes:
        raise RefusedError(
            f"{name} is larger than {reader.max_bytes // 1024**2} MiB, too large for one article",
            hint=_KEEPS,
        )
    try:
        return read(reader.name, capture, data)
    except ValueError as error:
        raise RefusedError(
            f"{name} is no {reader.label} that can be read: {error}", hint=_KEEPS
        ) from error
