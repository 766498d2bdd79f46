"""What a format is: a Reader turns one capture into one article, an Unpacker one into many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, runtime_checkable

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.model.article import Article, Fetched
from newsarchive.model.asked import PageChoice
from newsarchive.model.capture import Capture
from newsarchive.model.supplied import Value

NOT_STORED = "Nothing was stored for it."
"""What follows the reason for which a source is refused."""

AS_IS = f"{NOT_STORED} --as-is keeps it without reading it."
"""The same, where it can be kept all the same."""


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
        """What it reads, for people: `plain text`; "" for what only comes out of containers."""
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
    container says. `place` says to its own unpacker where it is; it can be pickled. What is no
    member has a `Slice` or `Made` as its place. `record` is the one of a web archive that it is, as
    in `Accounted`, and `remark` what is wrong with that: a sentence.
    """

    name: str
    size: int
    place: object
    record: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """The place of a part that is a stretch of its container: the bytes `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Framed(Slice):
    """The place of a stretch that is no document without what stands around it in its container.

    `frame` stands in the place of the bytes `start` to `behind`.
    """

    frame: bytes
    behind: int


@dataclass(frozen=True, slots=True)
class Made:
    """The place of a part whose bytes were made of what the container says."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that is not in the container, and lies beside it on disk.

    `name` is what the container calls it: relative to the folder that the container lies in. It is
    text from outside; whoever opens it sees to it that it leads nowhere else.
    """

    name: str


Material = Part | Beside
"""Bytes that an item is made of."""


@dataclass(frozen=True, slots=True)
class ToldImage:
    """An image that goes with an item, and what the container says of it as a person would."""

    file: Material
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a container says of an item as a person would: it is supplied, and not stated.

    `basis` is that of the images, as each value has its own; `identifier` is the article id.
    """

    basis: str
    values: tuple[Value, ...] = ()
    images: tuple[ToldImage, ...] = ()
    identifier: str | None = None
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """How an item is read whose main part is no document of its own: a row of a table.

    `text` is the article's text, as the row has it; `headline` the one that is supplied of it, ""
    that there is none, None that nobody says, so that it may be read in the text; `media_type` is
    what the main part is.
    """

    text: str
    media_type: str
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a container, as far as the container tells.

    `position` counts the items from 1 in the order of the container, `label` is what people know it
    by. `main` is the document; `sidecar` says what is known of it, or `told` does; `images` go with
    it by where they lie, named there as `basis`; `others` are kept with it and are no originals.
    `companions` are further originals of the same article, each read by its reader. `row` is given
    where no reader reads the main part; `given` is the text of a scan, and `doubt` why one beside
    it was not taken for it; `pages` are the further ones of an article that goes over several.
    `fetched` is how the main part was fetched from the web, and `charset`
    the one that the server said it is in; the first of `others` has the headers then.
    """

    position: int
    label: str
    main: Material
    sidecar: Part | None = None
    images: tuple[Material, ...] = ()
    others: tuple[Material, ...] = ()
    basis: str = ""
    companions: tuple[Material, ...] = ()
    told: Told | None = None
    row: Row | None = None
    fetched: Fetched | None = None
    charset: str = ""
    given: Material | None = None
    doubt: str = ""
    pages: tuple[Material, ...] = ()


@dataclass(frozen=True, slots=True)
class Stray:
    """Something in a container, called `label`, that is no article and belongs to none; and why.

    `record` is the one of a web archive that it is.
    """

    position: int
    label: str
    error: RefusedError
    record: str = ""


@dataclass(frozen=True, slots=True)
class Accounted:
    """A record of a web archive that is no article: its `name` with why, and `why` alone.

    `key` is that of a file, which may be media of an article, "" for all else; `broken`: it cannot
    be read, or is not what it says that it is.
    """

    key: str
    name: str
    why: str
    broken: bool = False


class NoListError(RefusedError):
    """A file of a kind in which articles are listed says nothing of articles: a table of prices."""


class Contents(Protocol):
    """A container that is open. What it gave stays valid for another one opened on equal bytes.

    Raises, from everything that reads:
        SourceError: the container is damaged from there on, or cannot be read.
    """

    @property
    def passed(self) -> tuple[str, ...]:
        """The names of what `items` passed over, since nobody means it; known once it began."""
        ...

    def beside(self) -> Iterator[Beside]:
        """The files beside it that its items name, be it twice, or that they are not there.

        Raises:
            RefusedError: as `items`.
        """
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


@runtime_checkable
class Choosing(Protocol):
    """Contents of which not everything is meant: the pages of a web archive."""

    def choose(self, pages: PageChoice) -> None:
        """Hear which are meant, before anything is asked of them."""
        ...


@runtime_checkable
class Counting(Protocol):
    """Contents in which every record is accounted for: a web archive."""

    @property
    def total(self) -> int:
        """How many records there are, whole or not; known once `items` began."""
        ...

    def accounted(self) -> Iterator[Accounted]:
        """Each record that is no item and no stray; a picture of an article is among them."""
        ...


@runtime_checkable
class Referring(Protocol):
    """A web archive: its records may mean records of an earlier one by what they are called."""

    def captures(self) -> Iterator[bytes]:
        """Its captures as lines, so that later ones find what they mean."""
        ...

    def refers(self) -> tuple["Refers", ...]:
        """The records that mean one that is not in it."""
        ...

    def with_earlier(self, file: BinaryIO) -> None:
        """Hear what earlier web archives have of that: a WARC, closed when these contents are."""
        ...


class Refers(Protocol):
    """A record that means an earlier one."""

    @property
    def meant(self) -> tuple[str, ...]:
        """By what the earlier one is known, the surest first; "" for what is not said."""
        ...


class Unpacker(Protocol):
    """Opens one kind of container, which holds many articles."""

    @property
    def names_others(self) -> bool:
        """Whether its items may name files beside it, which are no articles by themselves then."""
        ...

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


_CHUNK = 1 << 20


def is_sole(contents: Contents) -> bool:
    """Whether a container that is open holds one article, and is so no container but a document.

    Such a one is read by a reader, whole. Only some kinds of container can be that.
    """
    return bool(getattr(contents, "sole", False))


def pieces_of(file: BinaryIO, part: Part, name: str) -> Iterator[bytes]:
    """The bytes of a part whose place is a `Slice` of `file`, which is called `name`, or `Made`.

    Whoever reads `file` meanwhile goes on where they were.

    Raises:
        SourceError: it cannot be read, or ends before the slice does.
    """
    if isinstance(part.place, Made):
        yield part.place.data
        return
    assert isinstance(part.place, Slice)  # noqa: S101  # who calls gave out no other
    at, end = part.place.start, part.place.end
    if isinstance(part.place, Framed):
        yield part.place.frame
        at = part.place.behind
    while at < end:
        try:
            before = file.tell()  # whoever reads the items goes on from there
            file.seek(at)
            chunk = file.read(min(end - at, _CHUNK))
            file.seek(before)
        except OSError as error:
            raise SourceError(f"cannot read {part.name} in {name}: {why(error)}") from error
        if not chunk:
            raise SourceError(f"{name} ends in the middle of {part.name}")
        at += len(chunk)
        yield chunk


class InOneFile:
    """What contents have in common that are in one file, name no other and have no parts by name.

    Their items are slices of the file, or made of it.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        """`name` is what people call the file."""
        self._file = file
        self._name = name

    @property
    def passed(self) -> tuple[str, ...]:
        """Nothing: whatever is in it is an item."""
        return ()

    def beside(self) -> Iterator[Beside]:
        """Nothing: its items name no files that lie beside it."""
        return iter(())

    def part(self, name: str) -> Part | None:  # noqa: ARG002  # its items have no names
        """None: it has no files."""
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of an item."""
        return pieces_of(self._file, part, self._name)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
