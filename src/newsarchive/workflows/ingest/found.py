"""From what was named to what is taken in: files, lists, folders, and what an earlier run left."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsarchive.durable import display
from newsarchive.errors import RefusedError, UnfinishedError
from newsarchive.formats.grouped import (
    BagFolderError,
    EmptyFolderError,
)
from newsarchive.formats.grouping import LEFT
from newsarchive.model.clock import Clock
from newsarchive.model.unfinished import is_unfinished
from newsarchive.workflows.ingest.asking import BAG_FOLDER, Asked
from newsarchive.workflows.ingest.below import Below
from newsarchive.workflows.ingest.checksums import Checksums
from newsarchive.workflows.ingest.files import files_of
from newsarchive.workflows.ingest.growing import Settling
from newsarchive.workflows.ingest.joined import joined
from newsarchive.workflows.ingest.lists import Listed
from newsarchive.workflows.ingest.requested import (
    Details,
    Found,
    Packed,
    Passed,
    Request,
    Unusable,
)
from newsarchive.workflows.ingest.retry import Again
from newsarchive.workflows.ingest.sources import requests

Source = Path | Listed | Again | Unusable
"""What can be asked for: a path, one of a list, what is to be done again, or what cannot be."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what is to be taken in.

    `common` is said of everything; `whole` and `dereference` are as in `requests`. A named folder
    out of which what was taken in is moved, to `move_to`, may hold nothing. What is young is looked
    at twice by `clock` (see `Settling`). `checksums` are those that the sender gave.
    """

    common: Details
    clock: Clock
    settle_seconds: float = 0
    whole: bool = False
    dereference: bool = False
    move_to: str = ""
    checksums: Checksums | None = None

    def found(self, sources: Iterable[Source]) -> Iterator[Found]:
        """What is found in `sources`, in order."""
        settling = Settling(self.clock, self.settle_seconds)
        given: set[str] = set()  # texts that went with a scan which was named before them
        for source, pages in joined(sources):
            if isinstance(source, Unusable):
                yield source
                continue
            path = _path_of(source)
            if given and os.path.abspath(path) in given:
                yield Passed(f"{display(path)} (the text of a scan)")
                continue
            loose = not isinstance(source, Path)
            if is_unfinished(path.name) and (loose or not path.is_dir()):
                yield _unfinished(path, loose=loose)
                continue
            found = self._in(path, pages, loose=loose)
            if isinstance(source, Again):
                found = source.those(found)
            for one in found:
                if isinstance(one, Request) and isinstance(one.given, Below):
                    given.add(os.path.abspath(one.given))
                try:
                    yield self._summed(_settled(one, settling))
                except RefusedError as error:  # of a folder that cannot be looked into
                    yield Unusable(display(path), error)
        if self.checksums is not None:
            yield from self.checksums.absent()

    def _summed(self, one: Found) -> Found:
        """What was found, with what its sender said of its files."""
        if self.checksums is None or isinstance(one, Passed | Unusable):
            return one
        files = files_of(one)
        if files and self.checksums.is_in(files[0]):
            return Passed(self.checksums.name)
        sums = [(file, self.checksums.of(file)) for file in files]
        asked = replace(one.asked, sums=tuple((f, digests) for f, digests in sums if digests))
        return replace(one, asked=asked)

    def _in(self, path: Path, pages: tuple[Path, ...], *, loose: bool) -> Iterator[Found]:
        """What is found at a path; `pages` were named with it, and go with its article."""
        is_folder = path.is_dir()
        if (
            is_folder
            and self.move_to
            and Path(self.move_to).resolve().is_relative_to(path.resolve())
        ):
            yield _would_come_back(path, self.move_to)
            return
        asked = Asked(display(path) if is_folder else "", loose or is_folder)
        for one in requests([path], self.common, whole=self.whole, dereference=self.dereference):
            if isinstance(one, Passed):
                yield one
            elif isinstance(one, Unusable) and isinstance(one.error, BagFolderError):
                place = getattr(one.error.entry, "path", Below(path))
                yield Packed(place, BAG_FOLDER, place.parent, self.common, asked)
            elif self.move_to and isinstance(one, Unusable) and _is_empty(one, path):
                yield Passed(one.name)
            elif isinstance(one, Request):
                yield replace(one, asked=asked, pages=(*one.pages, *pages))
            else:
                yield replace(one, asked=asked)


def _path_of(source: Path | Listed | Again) -> Path:
    if isinstance(source, Again):
        return source.place
    return source if isinstance(source, Path) else source.path


def _is_empty(one: Unusable, path: Path) -> bool:
    return isinstance(one.error, EmptyFolderError) and one.name == display(path)


def _would_come_back(path: Path, target: str) -> Unusable:
    message = f"{display(target)} lies in {display(path)}, and would be taken in the next time"
    return Unusable(display(path), RefusedError(message, hint="Move to a folder outside of it."))


def _unfinished(path: Path, *, loose: bool) -> Unusable:
    """What is named and by its name is not finished."""
    name = display(path)
    message = f"{name} is still being written, says its name"
    if loose:
        return Unusable(name, UnfinishedError(message, hint=LEFT), asked=Asked(loose=True))
    hint = "If it is complete, give it its own name, and take it in again."
    return Unusable(name, RefusedError(message, hint=hint))


def _settled(one: Found, settling: Settling) -> Found:
    """What was found, if it has come to rest."""
    if isinstance(one, Passed | Unusable) or not one.asked.loose:
        return one
    error = settling.unrest(files_of(one))
    if error is None:
        return one
    name = one.name if isinstance(one, Request) else display(one.source)
    return Unusable(name, error, asked=one.asked)
