"""What lies in a folder that is to be bagged, and what of it cannot go into a bag.

The folder is walked part by part with descriptors and never written to. Names are bytes to the
system and text to a bag: those that are no UTF-8 cannot be written in a manifest (RM-05).
"""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.durable import display, state_in, store_error
from newsarchive.errors import RefusedError, SourceError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# O_NONBLOCK: what was a file when it was listed may be a FIFO now.
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_STRANGE: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)

FileState = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be bagged: its path below the folder, its size, and what tells if it changes."""

    path: str
    size: int
    identity: FileState


@dataclass(slots=True)
class FolderContents:
    """What lies in the folder.

    Its files in the order of their paths, what cannot go into a bag and why, names that only
    differ in case, and how many folders hold nothing.
    """

    files: list[SourceFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    case_twins: list[tuple[str, str]] = field(default_factory=list)
    empty: int = 0


class SourceFolder:
    """A folder to be bagged. `dereference` follows the links in it instead of refusing them.

    Use it in a `with` block: it holds the folder open.

    Raises:
        RefusedError: there is no such folder.
        SourceError: it cannot be read.
    """

    def __init__(self, root: Path, *, dereference: bool) -> None:
        self._nofollow = 0 if dereference else os.O_NOFOLLOW
        self._name = display(root)
        try:
            self._fd = os.open(root, _FOLDER)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise RefusedError(
                f"there is no folder {self._name}", hint="Name a folder that is there."
            ) from error
        except OSError as error:
            raise self._error("", error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._fd)

    def gather(self) -> FolderContents:
        """List everything in it; what is no file or folder, or has no usable name, is a problem.

        Raises:
            SourceError: a folder cannot be listed.
        """
        found = FolderContents()
        waiting: list[tuple[str, tuple[tuple[int, int], ...]]] = [("", ())]
        while waiting:
            folder, above = waiting.pop()
            try:
                fd = self._open_folder(folder)
                try:
                    status = os.fstat(fd)
                    here = (*above, (status.st_dev, status.st_ino))
                    deeper = list(self._entries(fd, folder, here, found))
                finally:
                    os.close(fd)
            except OSError as error:
                raise self._error(folder, error) from error
            waiting += [(path, here) for path in deeper]
        found.files.sort(key=lambda file: file.path)
        return found

    def _entries(
        self, fd: int, folder: str, above: tuple[tuple[int, int], ...], found: FolderContents
    ) -> Iterator[str]:
        """Put the files of a folder into `found`; yields the folders in it."""
        for name in self._names(fd, folder, found):
            path = f"{folder}/{name}" if folder else name
            status = self._status(fd, name, path, found)
            if status is None:
                continue
            if stat.S_ISREG(status.st_mode):
                found.files.append(SourceFile(path, status.st_size, state_in(status)))
            elif not stat.S_ISDIR(status.st_mode):
                found.problems.append(f"{path}: {_kind(status.st_mode)}, and no file")
            elif (status.st_dev, status.st_ino) in above:
                found.problems.append(f"{path}: a link to a folder that it lies in itself")
            else:
                yield path

    def _names(self, fd: int, folder: str, found: FolderContents) -> list[str]:
        """The names in a folder that a bag can hold."""
        with os.scandir(fd) as entries:
            names = [os.fsencode(entry.name) for entry in entries]
        if not names and folder:
            found.empty += 1
        usable = []
        for raw in names:
            try:
                usable.append(raw.decode("utf-8"))
            except UnicodeDecodeError:
                where = f"{folder}/" if folder else ""
                shown = raw.decode("utf-8", "backslashreplace")
                found.problems.append(f"{where}{shown}: its name is not UTF-8; rename it")
        _find_twins(folder, usable, found)
        return sorted(usable)

    def _status(
        self, fd: int, name: str, path: str, found: FolderContents
    ) -> os.stat_result | None:
        """What a name stands for, links followed if they may be; None if that is a problem."""
        status = os.stat(name.encode(), dir_fd=fd, follow_symlinks=False)
        if not stat.S_ISLNK(status.st_mode):
            return status
        if self._nofollow:
            found.problems.append(
                f"{path}: a link; --dereference puts what it leads to into the bag"
            )
            return None
        try:
            return os.stat(name.encode(), dir_fd=fd)
        except OSError:
            found.problems.append(f"{path}: a link that leads nowhere")
            return None

    def read(self, file: SourceFile, chunk_bytes: int) -> Iterator[bytes]:
        """The bytes of a file that `gather` listed, in chunks.

        Raises:
            SourceError: it cannot be read, or is not what was listed, now or at the end.
        """
        try:
            folder, _, name = file.path.rpartition("/")
            parent = self._open_folder(folder)
            try:
                fd = os.open(name.encode(), _FILE | self._nofollow, dir_fd=parent)
            finally:
                os.close(parent)
            try:
                self._expect(file, fd)
                size = 0
                # Not to the end of a file that grows while it is read: it may have none.
                while size <= file.size and (chunk := os.read(fd, chunk_bytes)):
                    size += len(chunk)
                    yield chunk
                self._expect(file, fd)
            finally:
                os.close(fd)
        except OSError as error:
            raise self._error(file.path, error) from error

    def _expect(self, file: SourceFile, fd: int) -> None:
        if state_in(os.fstat(fd)) != file.identity:
            raise SourceError(
                f"{self._name}/{file.path} changed while the bag was made; there is no bag",
                hint="Wait until nobody writes there, then run the same command again.",
            )

    def _open_folder(self, path: str) -> int:
        fd = os.dup(self._fd)
        for part in path.split("/") if path else ():
            try:
                deeper = os.open(part.encode(), _FOLDER | self._nofollow, dir_fd=fd)
            finally:
                os.close(fd)
            fd = deeper
        return fd

    def _error(self, path: str, error: OSError) -> SourceError:
        where = f"{self._name}/{path}" if path else self._name
        return SourceError(store_error("read", where, error).message)


def _find_twins(folder: str, names: Iterable[str], found: FolderContents) -> None:
    """Names of one folder that other systems take for one (RN-01, RN-02)."""
    where = f"{folder}/" if folder else ""
    normal: dict[str, str] = {}
    folded: dict[str, str] = {}
    for name in sorted(names):
        nfc = unicodedata.normalize("NFC", name)
        if nfc in normal:
            found.problems.append(
                f"{where}{name}: another name here, {normal[nfc]!a}, is the same text in other"
                f" code points than {name!a}; rename one"
            )
            continue
        normal[nfc] = name
        fold = unicodedata.normalize("NFC", nfc.casefold())
        if fold in folded:
            found.case_twins.append((f"{where}{folded[fold]}", f"{where}{name}"))
        folded.setdefault(fold, name)


def _kind(mode: int) -> str:
    return next((words for test, words in _STRANGE if test(mode)), "something else")
