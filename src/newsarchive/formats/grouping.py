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
from newsarchive.formats.joined import JoinedWires
from newsarchive.formats.pages.following import Following
from newsarchive.formats.saved import SavedPages
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
        yield from _finished(folder, found, unfinished, growing=growing)


def _finished(
    folder: E, found: list[E], unfinished: Mapping[str, E], *, growing: bool
) -> Iterator[Grouped[E]]:
    """What the rest of a folder is, in which some files may be `unfinished`."""
    entries = [e for e in found if e.foreign is None]
    if any(e.name == "bagit.txt" and not e.is_folder for e in entries):
        raise BagFolderError(folder)
    pages = SavedPages(entries, unfinished, growing=growing)
    yield from pages.unmeant()
    entries = [e for e in entries if not pages.own(e)]
    found = [e for e in found if not pages.own(e)]
    coming = {finished_name(name): name for name in unfinished}
    files = [e for e in entries if not e.is_folder]
    sidecars = {e.name: e for e in files if _may_be_sidecar(e)}
    listed = any(e.is_list for e in files)
    metadata = None if listed else sidecars.get(METADATA)
    why = {e.name: _why_not(e) for e in files if e is not metadata}
    wires = JoinedWires([e for e in files if e.name in why and why[e.name] is None], unfinished)
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


def _one(
    entry: E,
    sidecars: Mapping[str, E],
    why: Mapping[str, RefusedError | None],
    wires: JoinedWires[E],
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


def _article(
    folder: E,
    texts: list[E],
    images: list[E],
    files: list[E],
    metadata: E | None,
    wires: JoinedWires[E],
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
