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

from collections.abc import Iterator, Mapping
from typing import Generic

from newsarchive.errors import RefusedError, UnfinishedError
from newsarchive.formats.grouped import (
    BagFolderError,
    E,
    EmptyFolderError,
    Entry,
    Group,
    Grouped,
    NotGrouped,
    PassedOver,
    Several,
    Unfinished,
    is_passed_over,
)
from newsarchive.formats.joined_wires import JoinedWires
from newsarchive.formats.pages.following import Following
from newsarchive.formats.saved_pages import SavedPages
from newsarchive.formats.scans import Scans, partners
from newsarchive.model.unfinished import finished_name, is_unfinished

METADATA = "metadata.json"


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
        together = _Together(folder, found, unfinished, growing=growing)
        yield from together.pages.unmeant()
        yield from together.one() if together.is_one else together.many()


class _Together(Generic[E]):
    """The finished files and folders of one folder, by what they are and what goes with which."""

    def __init__(
        self, folder: E, found: list[E], unfinished: Mapping[str, E], *, growing: bool
    ) -> None:
        """`found` are those that are finished, others are `unfinished`.

        Raises:
            RefusedError: it is the folder of a bag.
        """
        entries = [e for e in found if e.foreign is None]
        if any(e.name == "bagit.txt" and not e.is_folder for e in entries):
            raise BagFolderError(folder)
        self._folder, self._unfinished, self._growing = folder, unfinished, growing
        self._coming = {finished_name(name): name for name in unfinished}
        self.pages = SavedPages(entries, unfinished, growing=growing)
        entries = [e for e in entries if not self.pages.own(e)]
        files = [e for e in entries if not e.is_folder]
        self._folders = any(e.is_folder for e in entries)
        self._listed = any(e.is_list for e in files)
        self._sidecars = {e.name: e for e in files if _may_be_sidecar(e)}
        self._metadata = None if self._listed else self._sidecars.get(METADATA)
        self._why = {e.name: _why_not(e) for e in files if e is not self._metadata}
        self._wires = JoinedWires([e for e in files if self._is_text(e)], unfinished)
        files = [e for e in files if not self._wires.has(e)]
        texts = [e for e in files if self._is_text(e)]
        self._images = [e for e in files if self._why.get(e.name) and e.is_image]
        self._following = Following(texts)
        texts = [e for e in texts if not self._following.has(e)]
        files = [e for e in files if not self._following.has(e)]
        self._scans = Scans(texts, self._images)
        if len(texts) == 2 and any(self._scans.text_of(e) for e in texts):  # noqa: PLR2004
            given = [e for e in texts if self._scans.takes(e)]
            texts = [e for e in texts if e not in given]  # a scan and its text are one
            files = [e for e in files if e not in given]
        self._files, self._texts = files, texts
        taken = (self.pages.own, self._wires.has, self._following.has)
        self._found = [e for e in found if not any(has(e) for has in taken)]

    def _is_text(self, entry: E) -> bool:
        return entry.name in self._why and self._why[entry.name] is None

    @property
    def is_one(self) -> bool:
        """Whether the folder is one article, whole or not."""
        if self._metadata is not None:
            return True
        alone = len(self._texts) == 1 and self._images and not self._folders
        alone = alone and _may_have_images(self._texts[0])
        return not self._listed and (bool(alone) or METADATA in self._coming)

    def one(self) -> Iterator[Grouped[E]]:
        """The article that the folder is."""
        yield from (NotGrouped(e, e.foreign) for e in self._found if e.foreign is not None)
        # An article of which a picture is missing would be another one.
        texts = self._texts
        part = min(self._unfinished, default="") or (self.pages.part(texts[0]) if texts else "")
        if part:
            waiting = texts[0] if texts else self._folder
            yield Unfinished(waiting, _waits(self._folder.shown, part))
            return
        if len(texts) != 1:
            raise RefusedError(
                f"{self._folder.shown} has a {METADATA} and {len(texts)} texts;"
                " an article folder has one"
            )
        known = {e.name for e in (*texts, *self._images)}
        known |= {self._metadata.name} if self._metadata else set()
        yield self._group(
            texts[0],
            self._metadata,
            tuple(self._images),
            tuple(e for e in self._files if e.name not in known),
            self._folder.name,
        )

    def many(self) -> Iterator[Grouped[E]]:
        """The articles in the folder and below it, and what belongs to none."""
        several = self._unfinished or any(e.is_container or e.is_item for e in self._files)
        nothing = not (self._texts or self._folders or several)
        if nothing and all(e.foreign is None for e in self._found):
            raise RefusedError(f"{self._folder.shown} holds no article that newsarchive reads")
        wanted = {_sidecar(name) for name in (*(e.name for e in self._texts), *self._coming)}
        sidecars = {name: e for name, e in self._sidecars.items() if name in wanted}
        for entry in self._found:
            is_folder = entry.foreign is None and entry.is_folder
            if is_folder and not self.pages.part(entry):
                yield from _guarded(entry, growing=self._growing)
            elif part := self._part(entry):
                yield Unfinished(entry, _waits(entry.shown, part))
            elif (one := self._of_many(entry, sidecars)) is not None:
                yield one

    def _part(self, entry: E) -> str:
        """The unfinished file that a file or folder waits for, "" for none."""
        return (
            _part_of(entry.name, self._coming)
            or self.pages.part(entry)
            or self._wires.part(entry)
            or self._following.part(entry, self._unfinished)
        )

    def _of_many(self, entry: E, sidecars: Mapping[str, E]) -> Grouped[E] | None:
        """What a file is in a folder of many articles; None for what goes with another."""
        if entry.foreign is not None:
            return NotGrouped(entry, entry.foreign)
        if self._scans.takes(entry):
            return None
        error = self._why.get(entry.name)
        if error is None:
            sidecar = sidecars.get(_sidecar(entry.name))
            return self._group(entry, sidecar, self._scans.images_of(entry))
        if entry.name in sidecars:
            return None
        return Several(entry) if entry.is_container else NotGrouped(entry, error)

    def _group(
        self,
        text: E,
        sidecar: E | None,
        images: tuple[E, ...],
        others: tuple[E, ...] = (),
        basis: str = "",
    ) -> Group[E]:
        return Group(
            text,
            sidecar,
            images,
            others,
            basis,
            companions=self._wires.of(text),
            given=self._scans.text_of(text),
            doubt=self._scans.doubt(text),
            pages=self._following.behind(text),
        )


def _part_of(name: str, coming: Mapping[str, str]) -> str:
    """The unfinished file that is to become this one or its sidecar, "" for none."""
    names = (name, _sidecar(name) or name, *partners(name))
    return next((coming[one] for one in names if one in coming), "")


def _says(shown: str) -> UnfinishedError:
    return UnfinishedError(f"{shown} is still being written, says its name", hint=LEFT)


def _waits(shown: str, part: str) -> UnfinishedError:
    return UnfinishedError(f"{shown} waits for {part}, which is still being written", hint=LEFT)


LEFT = "The next run takes it in when it is complete."


def _guarded(folder: E, *, growing: bool) -> Iterator[Grouped[E]]:
    try:
        yield from groups(folder, growing=growing)
    except EmptyFolderError:
        yield PassedOver(folder)
    except RefusedError as error:
        yield NotGrouped(folder, error)


def _sidecar(name: str) -> str:
    """The name of the sidecar of a text, "" for a text that can have none."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.json" if dot and stem and ending.lower() != "json" else ""


def _may_have_images(entry: Entry) -> bool:
    """Whether images in its folder can be those of a text: of several articles only a wire's."""
    return not entry.is_container or entry.is_item


def _may_be_sidecar(entry: Entry) -> bool:
    return entry.name.endswith(".json") and not entry.is_item


def _why_not(entry: Entry) -> RefusedError | None:
    """Why a file is no article; None for one that is."""
    error = entry.refusal
    if error is not None:
        return error
    if entry.name.lower().endswith(".json") and not entry.is_item:
        return RefusedError(f"{entry.shown} belongs to no article here")
    return None
