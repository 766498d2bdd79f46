"""How files that lie together make articles: a text, its sidecar, its images. Pure.

A text `story.txt` may have a sidecar `story.json` beside it. JSON that is an article itself, such
as an item of ninjs, is an article and no sidecar, whatever it is called. A folder with one text,
its images and perhaps a `metadata.json` is one article; any other folder is as many articles as it
has texts, and its folders likewise. Before that, wires are joined by what they say of each other:
picture items and packages go with the texts that refer to them, and images with what names them.
The folder that a browser saved with a page (`story_files`) belongs to that page, which takes the
pictures of its article from it. A file that holds several articles is opened where it lies; a list
of articles makes its folder one of many. The rule is the same for a folder on disk and for one in a
zip.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from newsarchive.errors import RefusedError, UnfinishedError
from newsarchive.formats.pages.folders import Named, owned, owners
from newsarchive.formats.pages.following import Following, PagePart
from newsarchive.formats.scans import Scans, partners
from newsarchive.formats.wires.gathering import gather
from newsarchive.formats.wires.scanning import Brief
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
    if any(e.name == "bagit.txt" and not e.is_folder for e in entries):
        raise BagFolderError(folder)
    pages = _Pages(entries, unfinished, growing=growing)
    yield from pages.unmeant()
    entries = [e for e in entries if not pages.own(e)]
    found = [e for e in found if not pages.own(e)]
    coming = {finished_name(name): name for name in unfinished}
    files = [e for e in entries if not e.is_folder]
    sidecars = {e.name: e for e in files if _may_be_sidecar(e)}
    listed = any(e.is_list for e in files)
    metadata = None if listed else sidecars.get(METADATA)
    why = {e.name: _why_not(e) for e in files if e is not metadata}
    wires = _Wires([e for e in files if e.name in why and why[e.name] is None], unfinished)
    files = [e for e in files if not wires.has(e)]
    found = [e for e in found if not wires.has(e)]
    texts = [e for e in files if e.name in why and why[e.name] is None]
    images = [e for e in files if why.get(e.name) and e.is_image]
    following = Following(texts)
    texts = [e for e in texts if not following.has(e)]
    files = [e for e in files if not following.has(e)]
    found = [e for e in found if not following.has(e)]
    scans = Scans(texts, images)
    if len(texts) == 2 and any(scans.text_of(e) for e in texts):  # noqa: PLR2004
        given = [e for e in texts if scans.takes(e)]
        texts = [e for e in texts if e not in given]  # a scan and its text are one
        files = [e for e in files if e not in given]
    folders = any(e.is_folder for e in entries)
    alone = len(texts) == 1 and images and not folders and _may_have_images(texts[0])
    if metadata is not None or (not listed and (alone or METADATA in coming)):
        yield from (NotGrouped(e, e.foreign) for e in found if e.foreign is not None)
        # An article of which a picture is missing would be another one.
        part = min(unfinished, default="") or (pages.part(texts[0]) if texts else "")
        if part:
            yield Unfinished(texts[0] if texts else folder, _waits(folder.shown, part))
        else:
            yield _article(folder, texts, images, files, metadata, wires, scans, following)
        return
    several = unfinished or any(e.is_container or e.is_item for e in files)
    if not (texts or folders or several) and all(e.foreign is None for e in found):
        raise RefusedError(f"{folder.shown} holds no article that newsarchive reads")
    wanted = {_sidecar(name) for name in (*(e.name for e in texts), *coming)}
    sidecars = {name: e for name, e in sidecars.items() if name in wanted}
    for entry in found:
        is_folder = entry.foreign is None and entry.is_folder
        if is_folder and not pages.part(entry):
            yield from _guarded(entry, growing=growing)
        elif (
            part := _part_of(entry.name, coming)
            or pages.part(entry)
            or wires.part(entry)
            or following.part(entry, unfinished)
        ):
            yield Unfinished(entry, _waits(entry.shown, part))
        elif (one := _one(entry, sidecars, why, wires, scans, following)) is not None:
            yield one


class _Pages(Generic[E]):
    """The pages among entries, and the folders that a browser saved with them."""

    def __init__(self, entries: list[E], unfinished: Mapping[str, E], *, growing: bool) -> None:
        names = owned(entries)
        self._own = {e.name: e for e in entries if e.name in names}
        self._waits: dict[str, str] = {}  # a page or a folder, and the unfinished file
        for folder in self._own.values() if growing else ():
            if part := _unfinished_in(folder):
                self._waits |= dict.fromkeys(owners(folder, entries), part)
        others = [e for e in entries if e.is_folder and e.name not in names]
        for name, entry in unfinished.items():
            page = _Coming(finished_name(name), frozenset() if entry.is_folder else entry.loads)
            among: list[Named] = [*others, page]
            self._waits |= dict.fromkeys(owned(among), name)

    def own(self, entry: E) -> bool:
        """Whether it is a folder of a page."""
        return entry.name in self._own

    def unmeant(self) -> Iterator[Grouped[E]]:
        """What in their folders is no picture."""
        for name in sorted(self._own):
            yield from _unmeant(self._own[name])

    def part(self, entry: E) -> str:
        """The unfinished file that a page, or a folder of one, waits for, "" for none."""
        return self._waits.get(entry.name, "")


@dataclass(frozen=True, slots=True)
class _Coming:
    """What a page that is still being written will be."""

    name: str
    loads: frozenset[str]
    is_folder: bool = False


def _unfinished_in(folder: Entry) -> str:
    """The name of what is still being written in a folder, at any depth, "" for nothing."""
    try:
        entries = [e for e in folder.entries() if not is_passed_over(e.name) and not e.foreign]
    except RefusedError:
        return ""
    if part := min((e.name for e in entries if is_unfinished(e.name)), default=""):
        return part
    return next((part for e in entries if e.is_folder and (part := _unfinished_in(e))), "")


class _Wires(Generic[E]):
    """The wires among texts: which of them go with which, and which files they name.

    Those that are still being written are joined as far as they say what they are.
    """

    def __init__(self, texts: list[E], unfinished: Mapping[str, E]) -> None:
        known = {e.name for e in texts}
        self._coming = {finished_name(name): name for name in unfinished}
        more = [
            e for n, e in unfinished.items() if finished_name(n) not in known and not e.is_folder
        ]
        wires = [(e, e.brief) for e in (*texts, *more)]
        briefs = [(e, brief) for e, brief in wires if brief is not None]
        articles = gather([brief for _, brief in briefs])
        self._companions = {
            briefs[one.main][0].name: tuple(briefs[n][0] for n in one.companions)
            for one in articles
        }
        others = {e.name for found in self._companions.values() for e in found}
        self._others = others - set(self._companions)
        self._files = {e.name: brief.files for e, brief in briefs}
        self._named = {name for files in self._files.values() for name in files}

    def has(self, entry: E) -> bool:
        """Whether it goes with a wire: as its companion, or as an image that it names."""
        if entry.name in self._others:
            return True
        return entry.name in self._named and not entry.is_folder and entry.is_image

    def of(self, text: E) -> tuple[E, ...]:
        """The companions of a text."""
        return self._companions.get(text.name, ())

    def part(self, text: E) -> str:
        """The unfinished file that a wire waits for, "" for none."""
        companions = [e.name for e in self.of(text)]
        unfinished = set(self._coming.values())
        if part := next((name for name in companions if name in unfinished), ""):
            return part
        files = (f for name in (text.name, *companions) for f in self._files.get(name, ()))
        return next((self._coming[f] for f in (*companions, *files) if f in self._coming), "")


def _one(
    entry: E,
    sidecars: Mapping[str, E],
    why: Mapping[str, RefusedError | None],
    wires: _Wires[E],
    scans: Scans[E],
    following: Following[E],
) -> Grouped[E] | None:
    """What a file in a folder of many articles is, None for a sidecar; `why` a file is no text."""
    if entry.foreign is None and scans.takes(entry):
        return None
    if entry.foreign is not None:
        return NotGrouped(entry, entry.foreign)
    error = why.get(entry.name)
    if error is None:
        return Group(
            entry,
            sidecars.get(_sidecar(entry.name)),
            scans.images_of(entry),
            companions=wires.of(entry),
            given=scans.text_of(entry),
            doubt=scans.doubt(entry),
            pages=following.behind(entry),
        )
    if entry.name in sidecars:
        return None
    return Several(entry) if entry.is_container else NotGrouped(entry, error)


def _part_of(name: str, coming: Mapping[str, str]) -> str:
    """The unfinished file that is to become this one or its sidecar, "" for none."""
    names = (name, _sidecar(name) or name, *partners(name))
    return next((coming[one] for one in names if one in coming), "")


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


def _may_have_images(entry: Entry) -> bool:
    """Whether images in its folder can be those of a text: of several articles only a wire's."""
    return not entry.is_container or entry.is_item


def _may_be_sidecar(entry: Entry) -> bool:
    return entry.name.endswith(".json") and not entry.is_item


def _article(
    folder: E,
    texts: list[E],
    images: list[E],
    files: list[E],
    metadata: E | None,
    wires: _Wires[E],
    scans: Scans[E],
    following: Following[E],
) -> Group[E]:
    if len(texts) != 1:
        raise RefusedError(
            f"{folder.shown} has a {METADATA} and {len(texts)} texts; an article folder has one"
        )
    known = {e.name for e in (*texts, *images, *((metadata,) if metadata else ()))}
    others = tuple(e for e in files if e.name not in known)
    companions = wires.of(texts[0])
    return Group(
        texts[0],
        metadata,
        tuple(images),
        others,
        folder.name,
        companions,
        scans.text_of(texts[0]),
        scans.doubt(texts[0]),
        following.behind(texts[0]),
    )


def _why_not(entry: Entry) -> RefusedError | None:
    """Why a file is no article; None for one that is."""
    error = entry.refusal
    if error is not None:
        return error
    if entry.name.lower().endswith(".json") and not entry.is_item:
        return RefusedError(f"{entry.shown} belongs to no article here")
    return None
