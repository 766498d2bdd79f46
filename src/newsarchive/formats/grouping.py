"""How files that lie together make articles: a text, its sidecar, its images. Pure.

A text `story.txt` may have a sidecar `story.json` beside it. A folder with one text, its images and
perhaps a `metadata.json` is one article; any other folder is as many articles as it has texts, and
its folders likewise. The rule is the same for a folder on disk and for one in a zip.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from newsarchive.errors import RefusedError, UnfinishedError
from newsarchive.model.litter import is_litter
from newsarchive.model.unfinished import finished_name, is_unfinished

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
    def is_container(self) -> bool:
        """Whether a file is opened, and what is in it are articles."""
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


Grouped = Group[E] | NotGrouped[E] | PassedOver[E] | Unfinished[E]


def groups(folder: E, *, growing: bool = False) -> Iterator[Grouped[E]]:
    """The articles in a folder, in the order of names, and what belongs to none.

    `growing`: others may write to the folder meanwhile, so that a name such as `story.txt.part`
    says of itself, of `story.txt` and of what belongs together with that, that it is not finished.

    Raises:
        RefusedError: there is nothing in it that can be an article.
    """
    everything = sorted(folder.entries(), key=lambda e: e.name)
    named = [e for e in everything if not is_passed_over(e.name)]
    unfinished = {e.name: e for e in named if growing and is_unfinished(e.name)}
    if not named:
        raise EmptyFolderError(f"{folder.shown} holds no article that newsarchive reads")
    yield from (PassedOver(e) for e in everything if is_passed_over(e.name))
    yield from (Unfinished(e, _says(e.shown)) for e in unfinished.values())
    if found := [e for e in named if e.name not in unfinished]:
        yield from _finished(folder, found, unfinished, growing=growing)


def _finished(
    folder: E, found: list[E], unfinished: Mapping[str, E], *, growing: bool
) -> Iterator[Grouped[E]]:
    """What the rest of a folder is, in which some files may be `unfinished`."""
    entries = [e for e in found if e.foreign is None]
    files = [e for e in entries if not e.is_folder]
    names = {e.name: e for e in files}
    coming = {finished_name(name): name for name in unfinished}
    if "bagit.txt" in names:
        raise BagFolderError(folder)
    why = {e.name: _why_not(e) for e in files if e.name != METADATA}
    texts = [e for e in files if e.name in why and why[e.name] is None]
    images = [e for e in files if why.get(e.name) and e.is_image]
    folders = len(entries) > len(files)
    if METADATA in {*names, *coming} or (len(texts) == 1 and images and not folders):
        yield from (NotGrouped(e, e.foreign) for e in found if e.foreign is not None)
        if unfinished:  # an article of which a picture is missing would be another one
            yield Unfinished(texts[0] if texts else folder, _waits(folder.shown, min(unfinished)))
            return
        yield _article(folder, texts, images, files)
        return
    others = folders or unfinished or len(entries) < len(found)
    if not texts and not others and not any(e.is_container for e in files):
        raise RefusedError(f"{folder.shown} holds no article that newsarchive reads")
    sidecars = {_sidecar(name) for name in (*(e.name for e in texts), *coming)}
    for entry in found:
        if entry.foreign is None and entry.is_folder:
            yield from _guarded(entry, growing=growing)
        elif part := _part_of(entry.name, coming):
            yield Unfinished(entry, _waits(entry.shown, part))
        elif entry.foreign is not None or entry.name not in sidecars:
            yield _one(entry, names, why)


def _one(
    entry: E, names: Mapping[str, E], why: Mapping[str, RefusedError | None]
) -> Group[E] | NotGrouped[E]:
    """What a file in a folder of many articles is; `why` a file is none of them."""
    if error := entry.foreign or why.get(entry.name):
        return NotGrouped(entry, error)
    return Group(entry, names.get(_sidecar(entry.name)))


def _part_of(name: str, coming: Mapping[str, str]) -> str:
    """The unfinished file that is to become this one or its sidecar, "" for none."""
    return coming.get(name) or coming.get(_sidecar(name) or name, "")


def _says(shown: str) -> UnfinishedError:
    return UnfinishedError(f"{shown} is still being written, says its name", hint=_LEFT)


def _waits(shown: str, part: str) -> UnfinishedError:
    return UnfinishedError(f"{shown} waits for {part}, which is still being written", hint=_LEFT)


_LEFT = "The next run takes it in when it is complete."


def _guarded(folder: E, *, growing: bool) -> Iterator[Grouped[E]]:
    try:
        yield from groups(folder, growing=growing)
    except EmptyFolderError:
        yield PassedOver(folder)
    except RefusedError as error:
        yield NotGrouped(folder, error)


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
