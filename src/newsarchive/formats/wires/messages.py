"""A NewsML message of several articles, G2 or 1: each a stretch of it, with its namespaces.

An item's bytes are those of the message from its start tag to its end tag. Into the start tag comes
what stands around it and holds in it: namespaces and `xml:lang`; before it an XML declaration with
the encoding of the message. So an item is a document of its own, and the same one in any message.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import NOT_STORED, Beside, Framed, Item, Part, Stray, pieces_of
from newsarchive.formats.roots import (
    MESSAGES,
    NEWS,
    OLD_ITEM,
    OTHER_ITEMS,
    is_nar,
    is_newsml_1,
    root_name,
)
from newsarchive.formats.wires.gathering import gather
from newsarchive.formats.wires.scanning import Scan, Spot, scan

_LARGEST_SOLE = 8 * 1024 * 1024  # what the reader of items reads
_LONGEST_TAG = 1 << 16
_NAME_END = re.compile(r"<[^\s/>]+")
_QUOTED = re.compile(r"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_LONGEST_NAME = 100
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class MessageUnpacker:
    """Opens a NewsML-G2 newsMessage, or a NewsML 1 document, of several articles."""

    name = "newsml-message/1"
    label = "NewsML messages"
    names_others = False

    def kind(self, head: bytes) -> str:
        """What such a container is called in records."""
        return "newsml-1" if is_newsml_1(head) else "newsml-g2"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it begins as a message, and is not whole in `head` with one article in it."""
        if root_name(head)[1] not in MESSAGES or not (is_nar(head) or is_newsml_1(head)):
            return False
        parts = [head]
        found = scan(lambda _: parts.pop() if parts else b"")
        return bool(found.problem) or not _is_sole(found)

    def open(self, file: BinaryIO, name: str) -> "MessageContents":
        """The message in `file`."""
        return MessageContents(file, name)


class MessageContents:
    """A message that is open."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._scanned: Scan | None = None
        self.passed: tuple[str, ...] = ()

    @property
    def sole(self) -> bool:
        """Whether it holds one article, and is so read as a document: its own original."""
        found = self._scan
        return not found.problem and self._size() <= _LARGEST_SOLE and _is_sole(found)

    def beside(self) -> Iterator[Beside]:
        """None: what a message names may be beside it, and may be not."""
        return iter(())

    def items(self) -> Iterator[Item | Stray]:
        """The articles, in the order of their main items, and what is no news.

        Raises:
            RefusedError: there is no item in it.
            SourceError: it is damaged; what is whole was given before.
        """
        found = self._scan
        if not found.spots:
            what = (
                f"is no XML that can be read: {found.problem}"
                if found.problem
                else "is a NewsML message that holds no item"
            )
            raise RefusedError(f"{self._name} {what}", hint=NOT_STORED)
        yield from self._items(found)
        if found.problem:
            raise SourceError(
                f"{self._name} is damaged: {found.problem}; what is in it behind that is not known",
                hint="What could be read was taken in. Get the file anew and take it in again.",
            )

    def _items(self, found: Scan) -> Iterator[Item | Stray]:
        articles = {one.main: one.companions for one in gather([s.brief for s in found.spots])}
        position = 0
        for place, spot in enumerate(found.spots):
            label = spot.brief.guid or f"{spot.brief.name} {place + 1}"
            if place in articles:
                position += 1
                companions = [found.spots[n] for n in articles[place]]
                parts = tuple(self._part(c, label_of(c, n)) for n, c in enumerate(companions, 1))
                yield Item(position, label, self._part(spot, label), companions=parts)
            elif spot.brief.name not in {*NEWS, OLD_ITEM}:
                position += 1
                what = OTHER_ITEMS.get(spot.brief.name, f"of the kind {spot.brief.name[:60]!r}")
                error = RefusedError(f"{label} is {what}, and no article")
                yield Stray(position, label, error)

    def part(self, name: str) -> Part | None:  # noqa: ARG002  # no item refers to a part by name
        """None: a message has no files in it."""
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of an item."""
        return pieces_of(self._file, part, self._name)

    def close(self) -> None:
        """Close its file."""
        self._file.close()

    @property
    def _scan(self) -> Scan:
        if self._scanned is None:
            try:
                self._file.seek(0)
                self._scanned = scan(self._file.read)
            except OSError as error:
                raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        return self._scanned

    def _size(self) -> int:
        return self._file.seek(0, 2)

    def _part(self, spot: Spot, label: str) -> Part:
        mark, codec = self._encoding
        start_tag = self._tag(spot.start, codec)
        end_tag = self._tag(spot.end, codec) if spot.end > spot.start else start_tag
        added = "".join(f" {name}={quoteattr(value)}" for name, value in spot.scope)
        added = added.encode("ascii", "xmlcharrefreplace").decode("ascii")
        name_end = match.end() if (match := _NAME_END.match(start_tag)) else len(start_tag)
        declared = self._scan.encoding or ("UTF-8" if codec == "latin-1" else "UTF-16")
        head = (
            f'<?xml version="1.0" encoding="{declared}"?>\n'
            f"{start_tag[:name_end]}{added}{start_tag[name_end:]}"
        )
        behind = spot.start + len(start_tag.encode(codec))
        end = spot.end + len(end_tag.encode(codec))
        frame = mark + head.encode(codec)
        place = Framed(spot.start, end, frame, behind)
        name = _UNSAFE.sub("-", label).strip("-.")[-_LONGEST_NAME:] or "item"
        return Part(f"{name}.xml", len(frame) + end - behind, place)

    @property
    def _encoding(self) -> tuple[bytes, str]:
        """The mark of the message's bytes, and the codec of its tags."""
        self._file.seek(0)
        begin = self._file.read(2)
        if begin in _WIDE:
            return begin, _WIDE[begin]
        if begin in {b"<\0", b"\0<"}:
            return b"", "utf-16-le" if begin == b"<\0" else "utf-16-be"
        # A byte for a letter that a tag does not need: its bytes are kept, whatever they mean.
        return b"", "latin-1"

    def _tag(self, place: int, codec: str) -> str:
        """The tag that begins at a byte, up to its end.

        Raises:
            SourceError: it has no end.
        """
        try:
            self._file.seek(place)
            text = self._file.read(_LONGEST_TAG).decode(codec, "ignore")
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        match = _QUOTED.match(text)
        if match is None:
            raise SourceError(f"{self._name}: a tag at byte {place:,} has no end that can be found")
        return match[0]


def label_of(spot: Spot, number: int) -> str:
    """What an item that goes with another is called."""
    return spot.brief.guid or f"companion-{number}"


def _is_sole(found: Scan) -> bool:
    articles = gather([spot.brief for spot in found.spots])
    return len(articles) == 1
