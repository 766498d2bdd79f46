"""Emptying a drop folder: what is in the archive leaves it, and nothing else does.

A file is moved when everything that was named together with it is in the archive and on disk, and
when it still is what was read. A run that is killed before it comes to that moves nothing; the next
one finds the articles in the archive, and moves their files then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsarchive.durable import (
    NotAFileError,
    State,
    display,
    free_name,
    make_directories,
    move_file,
    move_folder,
)
from newsarchive.errors import NewsArchiveError, UsageError, why
from newsarchive.model.finding import Code
from newsarchive.model.outcome import ItemOutcome, ItemStatus, Unmoved
from newsarchive.workflows.ingest.below import Below, Named, all_in, folder_of, state_of
from newsarchive.workflows.ingest.saved import SavedFolders

_CHANGED = "it changed after it was read; the next run takes it in"
_PARTLY = "not all that it names was read now; a run without --retry moves it"
_NO_STATE: State = (0, 0, 0, 0)
_KEPT = frozenset({ItemStatus.STORED, ItemStatus.PRESENT})

States = Mapping[Named, State]
"""Files, and in which state each was before it was read."""


def must_be_folder(target: Path, archive: Path) -> None:
    """See that files can be moved to the folder `target`, which lies outside the archive.

    Raises:
        UsageError: there is no such folder, or it lies in the archive.
    """
    shown = display(target)
    if not target.is_dir():
        raise UsageError(f"{shown} is no folder; --move-to wants one", hint="Make it first.")
    if target.resolve().is_relative_to(archive.resolve()):
        raise UsageError(f"{shown} lies in the archive", hint="Name a folder outside it.")


def states_of(files: Iterable[Named]) -> dict[Named, State]:
    """The states of files, before they are read."""
    found = {}
    for file in files:
        try:
            found[file] = state_of(file)
        except (OSError, ValueError):
            found[file] = _NO_STATE  # such as that of a link, which stays where it is
    return found


@dataclass(slots=True)
class _Input:
    """What was taken in under one name: its files, and whether all of it is in the archive."""

    files: dict[Named, State] = field(default_factory=dict)
    whole: Named | None = None  # the folder that it is, all of it
    kept: bool = True
    partly: bool = False  # it names files that were not read


class Moving:
    """Moves what one run took in to the folder `target`; `archive` is where nothing leaves."""

    def __init__(self, target: Path, archive: Path) -> None:
        self._target = target
        self._archive = archive.resolve()
        self._inputs: dict[str, _Input] = {}
        self.moved = 0
        self.unmoved: list[Unmoved] = []

    def read(self, name: str, files: States, whole: Named | None = None) -> None:
        """What was named `name` was read from files in these states, all those of `whole`."""
        one = self._inputs.setdefault(name, _Input())
        one.files.update(files)
        one.whole = whole or one.whole

    def hear(self, outcome: ItemOutcome, files: Iterable[Named]) -> None:
        """What came of an article, which is made up of `files`."""
        one = self._inputs.setdefault(outcome.input, _Input())
        gone = any(finding.code is Code.RX_09 for finding in outcome.findings)
        if outcome.status not in _KEPT or gone:
            one.kept = False
            one.files.update(dict.fromkeys(files, _NO_STATE))

    def leave(self, name: str) -> None:
        """What was named `name` names files that were not read: without them it does not go."""
        self._inputs.setdefault(name, _Input()).partly = True

    def act(self) -> None:
        """Move what can be moved."""
        saved = SavedFolders()
        for name, one in self._inputs.items():
            if one.kept and (reason := _stays(one, saved)):
                one.kept = False
                self.unmoved.append(Unmoved(name, reason))
        needed = {f for one in self._inputs.values() if not one.kept for f in one.files}
        for one in self._inputs.values():
            if not one.kept or needed & one.files.keys():
                continue
            if one.whole is not None:
                self._move_whole(one.whole, one.files)
            else:
                for file, state in one.files.items():
                    self._move(file, state)

    def _move(self, file: Named, state: State) -> None:
        name = display(file)
        try:
            with folder_of(file) as folder:
                if problem := self._problem(file, state):
                    self.unmoved.append(Unmoved(name, problem))
                    return
                place = self._target / _relative(file)
                make_directories(place.parent, below=self._target)
                if not _move_to_free(folder, file.name, place, state):
                    self.unmoved.append(Unmoved(name, _CHANGED))
                    return
        except FileNotFoundError:
            return  # it is not there any more: somebody took it, or it was moved already
        except (OSError, ValueError) as error:
            reason = why(error) if isinstance(error, OSError) else str(error)
            self.unmoved.append(Unmoved(name, f"it cannot be moved: {reason}", failed=True))
            return
        self.moved += 1

    def _problem(self, file: Named, state: State) -> str:
        """Why a file stays where it is, "" if it goes."""
        try:
            if state_of(file) != state:
                return _CHANGED
        except NotAFileError as error:
            return str(error.strerror)
        if Path(file).parent.resolve().is_relative_to(self._archive):
            return "it lies in the archive"
        return ""

    def _move_whole(self, folder: Named, files: States) -> None:
        name = display(folder)
        try:
            problems = (self._problem(file, state) for file, state in files.items())
            changed = "" if set(all_in(folder)) == files.keys() else _CHANGED
            if problem := next(filter(None, problems), changed):
                self.unmoved.append(Unmoved(name, problem))
                return
            place = self._target / _relative(folder)
            make_directories(place.parent, below=self._target)
            with folder_of(folder) as above:
                move_folder(above, folder.name, free_name(place.parent, place.name, ""))
        except FileNotFoundError:
            return
        except (OSError, NewsArchiveError) as error:
            reason = why(error) if isinstance(error, OSError) else error.message
            self.unmoved.append(Unmoved(name, f"it cannot be moved: {reason}", failed=True))
            return
        self.moved += len(files)


def _stays(one: _Input, saved: SavedFolders) -> str:
    """Why something stays where it is though all that was read of it is in the archive, or ""."""
    if one.partly:
        return _PARTLY
    folders = (saved.of(file) for file in one.files if one.whole is None)
    folder = next(filter(None, folders), "")
    return f"it was saved with {display(folder)}, in which is more than pictures" if folder else ""


def _relative(file: Named) -> Path:
    """The path of a file below what was named; of what was named itself its name."""
    return Path(*file.parts) if isinstance(file, Below) and file.parts else Path(file.name)


def _move_to_free(folder: int, name: str, place: Path, state: State) -> bool:
    """Move a file to `place`, or to the same with a number; False: it is not what it was."""
    for free in _places(place):
        try:
            return move_file(folder, name, free, state)
        except FileExistsError:
            continue
    return False


def _places(place: Path) -> Iterator[Path]:
    """Where a file may go: its own name, and then the same with numbers."""
    yield place
    number = 1
    while True:
        number += 1
        yield place.with_name(f"{place.stem}-{number}{place.suffix}")
