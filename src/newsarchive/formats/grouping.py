"""How files that lie together make articles: a text, its sidecar, its images. Pure.

A text `story.txt` may have a sidecar `story.json` beside it. JSON that is an article itself, such
as an item of ninjs, is an article and no sidecar, whatever it is called. A folder with one text,
its images and perhaps a `metadata.json` is one article; any other folder is as many articles as it
has texts, and its folders likewise. Before that, wires are joined by what they say of each other:
picture items and packages go with the texts that refer to them, and images with what names them.
The rule is the same for a folder on disk and for one in a zip.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from newsarchive.errors import RefusedError
from newsarchive.formats.wires.gathering import gather
from newsarchive.formats.wires.scanning import Brief
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
    def is_item(self) -> bool:
        """Whether it is an article by what it says of itself, and so no sidecar."""
        ...

    @property
    def is_image(self) -> bool:
        """Whether a file begins as an image does."""
        ...

    @property
    def brief(self) -> Brief | None:
        """What a wire says of itself, and of other files; None for what is none."""
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

    `companions` are other documents of the same article, such as the picture items of a wire.
    """

    text: E
    sidecar: E | None = None
    images: tuple[E, ...] = ()
    others: tuple[E, ...] = ()
    basis: str = ""
    companions: tuple[E, ...] = ()


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
    files = [e for e in entries if not e.is_folder]
    names = {e.name: e for e in files}
    sidecars = {e.name: e for e in files if _may_be_sidecar(e)}
    if "bagit.txt" in names:
        raise RefusedError(
            f"{folder.shown} is a bag (BagIt), which this version does not take in yet",
            hint="Take in the files of its data folder.",
        )
    metadata = sidecars.get(METADATA)
    why = {e.name: _why_not(e) for e in files if e is not metadata}
    wires = _Wires([e for e in files if e.name in why and why[e.name] is None])
    files = [e for e in files if not wires.has(e)]
    found = [e for e in found if not wires.has(e)]
    texts = [e for e in files if e.name in why and why[e.name] is None]
    images = [e for e in files if why.get(e.name) and e.is_image]
    folders = any(e.is_folder for e in entries)
    if metadata is not None or (len(texts) == 1 and images and not folders):
        yield from (NotGrouped(e, e.foreign) for e in found if e.foreign is not None)
        yield _article(folder, texts, images, files, metadata, wires)
        return
    lists = any(e.is_item for e in files)
    if not (texts or folders or lists) and all(e.foreign is None for e in found):
        raise RefusedError(f"{folder.shown} holds no article that newsarchive reads")
    wanted = {_sidecar(e.name) for e in texts}
    yield from _each(found, {n: e for n, e in sidecars.items() if n in wanted}, why, wires)


class _Wires(Generic[E]):
    """The wires among texts: which of them go with which, and which files they name."""

    def __init__(self, texts: list[E]) -> None:
        wires = [(e, e.brief) for e in texts]
        briefs = [(e, brief) for e, brief in wires if brief is not None]
        articles = gather([brief for _, brief in briefs])
        self._companions = {
            briefs[one.main][0].name: tuple(briefs[n][0] for n in one.companions)
            for one in articles
        }
        others = {e.name for found in self._companions.values() for e in found}
        self._others = others - set(self._companions)
        self._named = {name for _, brief in briefs for name in brief.files}

    def has(self, entry: E) -> bool:
        """Whether it goes with a wire: as its companion, or as an image that it names."""
        if entry.name in self._others:
            return True
        return entry.name in self._named and not entry.is_folder and entry.is_image

    def of(self, text: E) -> tuple[E, ...]:
        """The companions of a text."""
        return self._companions.get(text.name, ())


def _each(
    found: list[E],
    sidecars: Mapping[str, E],
    why: Mapping[str, RefusedError | None],
    wires: _Wires[E],
) -> Iterator[Grouped[E]]:
    """What lies in a folder of many articles, one by one; `why` a file is none of them."""
    for entry in found:
        error = entry.foreign or why.get(entry.name)
        if entry.foreign is not None:
            yield NotGrouped(entry, entry.foreign)
        elif entry.is_folder:
            yield from _guarded(entry)
        elif error is None:
            sidecar = sidecars.get(_sidecar(entry.name))
            yield Group(entry, sidecar, companions=wires.of(entry))
        elif entry.name not in sidecars:
            yield NotGrouped(entry, error)


def _guarded(folder: E) -> Iterator[Grouped[E]]:
    try:
        yield from groups(folder)
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


def _may_be_sidecar(entry: Entry) -> bool:
    return entry.name.endswith(".json") and not entry.is_item


def _article(
    folder: E,
    texts: list[E],
    images: list[E],
    files: list[E],
    metadata: E | None,
    wires: _Wires[E],
) -> Group[E]:
    if len(texts) != 1:
        raise RefusedError(
            f"{folder.shown} has a {METADATA} and {len(texts)} texts; an article folder has one"
        )
    known = {e.name for e in (*texts, *images, *((metadata,) if metadata else ()))}
    others = tuple(e for e in files if e.name not in known)
    companions = wires.of(texts[0])
    return Group(texts[0], metadata, tuple(images), others, folder.name, companions)


def _why_not(entry: Entry) -> RefusedError | None:
    """Why a file is no article; None for one that is."""
    error = entry.refusal
    if error is not None:
        return error
    if entry.name.lower().endswith(".json") and not entry.is_item:
        return RefusedError(f"{entry.shown} belongs to no article here")
    return None
