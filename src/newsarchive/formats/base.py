"""What a format is: a Reader turns one capture into one article, an Unpacker one into many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, runtime_checkable

from newsarchive.errors import RefusedError
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

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in `file`, the bytes of `capture` from their beginning; it can be sought in.

        Raises:
            RefusedError: it is no article: empty, binary, or not of this kind after all.
            OSError: it cannot be read.
        """
        ...


@runtime_checkable
class Carrier(Protocol):
    """A reader of documents that have files in themselves, such as a page with inlined pictures."""

    def carried(self, file: BinaryIO, places: Sequence[str]) -> Mapping[str, bytes]:
        """The files at the places that media of the article have as `inside`, those that are there.

        `file` is the whole document, at any position.

        Raises:
            OSError: it cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a container that can be read by itself: a member, a record, a slice.

    `name` is what the container calls it, with `/` between folders; `size` in bytes, as the
    container says. `place` says to its own unpacker where it is; it can be pickled.
    """

    name: str
    size: int
    place: object


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a container, as far as the container tells.

    `position` counts the items from 1 in the order of the container, `label` is what people know it
    by. `main` is the document; `sidecar` says what is known of it; `images` go with it by where
    they lie, named there as `basis`; `others` are kept with it and are no originals.
    """

    position: int
    label: str
    main: Part
    sidecar: Part | None = None
    images: tuple[Part, ...] = ()
    others: tuple[Part, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """Something in a container, called `label`, that is no article and belongs to none; and why."""

    position: int
    label: str
    error: RefusedError


class Contents(Protocol):
    """A container that is open. What it gave stays valid for another one opened on equal bytes.

    Raises, from everything that reads:
        SourceError: the container is damaged from there on, or cannot be read.
    """

    @property
    def passed(self) -> tuple[str, ...]:
        """The names of what `items` passed over, since nobody means it; known once it began."""
        ...

    def items(self) -> Iterator[Item | Stray]:
        """What is in it, in its order; nothing is unpacked to disk.

        Raises:
            RefusedError: it is not of this kind after all, or holds more than can be meant.
        """
        ...

    def part(self, name: str) -> Part | None:
        """The part called `name`, if there is one that can be read."""
        ...

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of a part, from any place of the container, without what lies before it."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Unpacker(Protocol):
    """Opens one kind of container, which holds many articles."""

    @property
    def name(self) -> str:
        """The unpacker and the version of its rules: `packed/1`."""
        ...

    @property
    def label(self) -> str:
        """What it opens, for people: `zip and tar files`."""
        ...

    def kind(self, head: bytes) -> str:
        """What such a container is called in records, by its beginning: `zip`."""
        ...

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether a file that begins with `head` (at most 64 KiB) may be of this kind."""
        ...

    def open(self, file: BinaryIO, name: str) -> Contents:
        """The container in `file`, which is called `name`; its `close` closes the file, too.

        Raises:
            RefusedError, SourceError: it is none, or cannot be read.
        """
        ...
