"""How files that lie together make articles: a text, its sidecar, its images. Pure.

A text `story.txt` may have a sidecar `story.json` beside it. A folder with one text, its images and
perhaps a `metadata.json` is one article; any other folder is as many articles as it has texts, and
its folders likewise. The folder that a browser saved with a page (`story_files`) belongs to that
page, which takes the pictures of its article from it. The rule is the same for a folder on disk and
for one in a zip.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from newsarchive.errors import RefusedError
from newsarchive.formats.pages.folders import owned
from newsarchive.model.litter import is_litter

METADATA = "metadata.json"


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
    def is_image(self) -> bool:
        """Whether a file begins as an image does."""
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
    """One article: its text, and what goes with it. `basis` is its folder's name, "" for none."""

    text: E
    sidecar: E | None = None
    images: tuple[E, ...] = ()
    others: tuple[E, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class NotGrouped(Generic[E]):
    """Something that is no article and belongs to none, and why."""

    entry: E
    error: RefusedError


@dataclass(frozen=True, slots=True)
class PassedOver(Generic[E]):
    """Something that nobody means: an empty folder, a hidden file, what a system left."""

    entry: E


class EmptyFolderError(RefusedError):
    """A folder that was named holds nothing at all."""


Grouped = Group[E] | NotGrouped[E] | PassedOver[E]


def groups(folder: E) -> Iterator[Grouped[E]]:
    """The articles in a folder, in the order of names, and what belongs to none.

    Raises:
        RefusedError: there is nothing in it that can be an article.
    """
    everything = sorted(folder.entries(), key=lambda e: e.name)
    found = [e for e in everything if not is_passed_over(e.name)]
    entries = [e for e in found if e.foreign is None]
    if not found:
        raise EmptyFolderError(f"{folder.shown} holds no article that newsarchive reads")
    yield from (PassedOver(e) for e in everything if is_passed_over(e.name))
    of_pages = owned(entries)
    for name in sorted(of_pages):
        yield from _unmeant(next(e for e in entries if e.name == name))
    entries = [e for e in entries if e.name not in of_pages]
    found = [e for e in found if e.name not in of_pages]
    files = [e for e in entries if not e.is_folder]
    names = {e.name: e for e in files}
    if "bagit.txt" in names:
        raise RefusedError(
            f"{folder.shown} is a bag (BagIt), which this version does not take in yet",
            hint="Take in the files of its data folder.",
        )
    why = {e.name: _why_not(e) for e in files if e.name != METADATA}
    texts = [e for e in files if e.name in why and why[e.name] is None]
    images = [e for e in files if why.get(e.name) and e.is_image]
    folders = len(entries) > len(files)
    if METADATA in names or (len(texts) == 1 and images and not folders):
        yield from (NotGrouped(e, e.foreign) for e in found if e.foreign is not None)
        yield _article(folder, texts, images, files)
        return
    if not texts and not folders and len(entries) == len(found):
        raise RefusedError(f"{folder.shown} holds no article that newsarchive reads")
    yield from _each(found, names, why, {_sidecar(e.name) for e in texts})


def _each(
    found: list[E],
    names: Mapping[str, E],
    why: Mapping[str, RefusedError | None],
    sidecars: set[str],
) -> Iterator[Grouped[E]]:
    """What lies in a folder of many articles, one by one; `why` a file is none of them."""
    for entry in found:
        error = entry.foreign or why.get(entry.name)
        if entry.foreign is not None:
            yield NotGrouped(entry, entry.foreign)
        elif entry.is_folder:
            yield from _guarded(entry)
        elif error is None:
            yield Group(entry, names.get(_sidecar(entry.name)))
        elif entry.name not in sidecars:
            yield NotGrouped(entry, error)


def _guarded(folder: E) -> Iterator[Grouped[E]]:
    try:
        yield from groups(folder)
    except EmptyFolderError:
        yield PassedOver(folder)
    except RefusedError as error:
        yield NotGrouped(folder, error)


def _unmeant(folder: E) -> Iterator[Grouped[E]]:
    """What a browser saved with a page and is no picture: scripts, styles, frames."""
    try:
        for entry in sorted(folder.entries(), key=lambda e: e.name):
            if entry.is_folder:
                yield from _unmeant(entry)
            elif entry.foreign is not None or not entry.is_image:
                yield PassedOver(entry)
    except RefusedError:
        yield PassedOver(folder)


def is_passed_over(name: str) -> bool:
    """What is not looked at: hidden files, and what systems leave in folders."""
    return name.startswith(".") or is_litter(name)


def _sidecar(name: str) -> str:
    """The name of the sidecar of a text, "" for a text that can have none."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.json" if dot and stem and ending.lower() != "json" else ""


def _article(folder: E, texts: list[E], images: list[E], files: list[E]) -> Group[E]:
    if len(texts) != 1:
        raise RefusedError(
            f"{folder.shown} has a {METADATA} and {len(texts)} texts; an article folder has one"
        )
    metadata = next((e for e in files if e.name == METADATA), None)
    known = {e.name for e in (*texts, *images)} | {METADATA}
    others = tuple(e for e in files if e.name not in known)
    return Group(texts[0], metadata, tuple(images), others, folder.name)


def _why_not(entry: Entry) -> RefusedError | None:
    """Why a file is no article; None for one that is."""
    error = entry.refusal
    if error is not None:
        return error
    if entry.name.lower().endswith(".json"):
        return RefusedError(f"{entry.shown} belongs to no article here")
    return None
