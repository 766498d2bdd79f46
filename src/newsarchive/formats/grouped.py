"""What is grouped into articles, files and folders, and what comes of it (`grouping`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from newsarchive.errors import RefusedError, UnfinishedError
from newsarchive.formats.pages.following import PagePart
from newsarchive.formats.wires.scanning import Brief
from newsarchive.model.litter import is_litter


class Entry(Protocol):
    """A file or a folder among others."""

    @property
    def name(self) -> str:
        """Its own name, without folders."""
        ...

    @property
    def shown(self) -> str:
        """How people know it, with its folders."""
        ...

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder that is looked into."""
        ...

    @property
    def foreign(self) -> RefusedError | None:
        """Why it is not looked at at all: a link, a pipe; None for files and folders."""
        ...

    @property
    def refusal(self) -> RefusedError | None:
        """Why a file is no document that is read; None where a reader takes it."""
        ...

    @property
    def is_item(self) -> bool:
        """Whether it is an article by what it says of itself, and so no sidecar."""
        ...

    @property
    def is_image(self) -> bool:
        """Whether a file begins as an image does."""
        ...

    @property
    def is_container(self) -> bool:
        """Whether a file holds several articles, and is opened."""
        ...

    @property
    def is_list(self) -> bool:
        """Whether it is a container that says which files beside it are articles."""
        ...

    @property
    def is_scan(self) -> bool:
        """Whether it is a PDF without a text; it takes time to tell."""
        ...

    @property
    def gives_text(self) -> bool:
        """Whether it is plain text, or text that was recognised by a machine."""
        ...

    @property
    def page_part(self) -> PagePart | None:
        """What a page says of being one of several."""
        ...

    @property
    def brief(self) -> Brief | None:
        """What a wire says of itself, and of other files; None for what is none."""
        ...

    @property
    def loads(self) -> frozenset[str]:
        """The names of the folders beside a page that it loads from; empty for what is no page."""
        ...

    def entries(self) -> Iterable[Self]:
        """What lies in a folder.

        Raises:
            RefusedError: it cannot be looked into.
        """
        ...


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Group(Generic[E]):
    """One article: its text, and what goes with it. `basis` is its folder's name, "" for none.

    `companions` are other documents of the same article, such as the picture items of a wire;
    `given` is the text of a scan, and `doubt` why one beside it was not taken for it; `pages` are
    the further pages of an article that goes over several.
    """

    text: E
    sidecar: E | None = None
    images: tuple[E, ...] = ()
    others: tuple[E, ...] = ()
    basis: str = ""
    companions: tuple[E, ...] = ()
    given: E | None = None
    doubt: str = ""
    pages: tuple[E, ...] = ()


@dataclass(frozen=True, slots=True)
class NotGrouped(Generic[E]):
    """Something that is no article and belongs to none, and why."""

    entry: E
    error: RefusedError


@dataclass(frozen=True, slots=True)
class PassedOver(Generic[E]):
    """Something that nobody means: an empty folder, a hidden file, what a system left."""

    entry: E


@dataclass(frozen=True, slots=True)
class Several(Generic[E]):
    """A file that holds several articles."""

    entry: E


@dataclass(frozen=True, slots=True)
class Unfinished(Generic[E]):
    """Something that is still being written, by its name or that of a file that belongs to it."""

    entry: E
    error: UnfinishedError


class EmptyFolderError(RefusedError):
    """A folder that was named holds nothing at all."""


class BagFolderError(RefusedError):
    """A folder is a bag (BagIt), which is no folder of articles; `entry` is the folder."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            f"{entry.shown} is a bag (BagIt) among other things",
            hint="Unpack it, and take it in by itself: a bag is checked and kept whole.",
        )
        self.entry = entry


Grouped = Group[E] | Several[E] | NotGrouped[E] | PassedOver[E] | Unfinished[E]


def is_passed_over(name: str) -> bool:
    """What is not looked at: hidden files, and what systems leave in folders."""
    return name.startswith(".") or is_litter(name)
