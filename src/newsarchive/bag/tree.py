"""The read-only port through which a bag is checked, and its implementation for a directory.

What lies in a bag was made by others. Nothing outside the bag is opened because of it (RS-01):
every path is walked part by part with directory descriptors, links are never followed, and what
is no regular file is never opened. Depth is limited by the disk only, not by PATH_MAX.
"""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self


class NodeKind(StrEnum):
    """What a name in a bag stands for."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    FIFO = "FIFO"
    SOCKET = "socket"
    DEVICE = "device"
    UNKNOWN = "unknown"


class Node(NamedTuple):
    """One name in a bag. `path` is relative, with `/`; "" is the bag's own folder.

    Bytes of a name that are no UTF-8 are lone surrogates in `path` (PEP 383), whatever the locale.
    `size` is that of a file, in bytes. `problem` says why a folder could not be listed to its end,
    or what an UNKNOWN is could not be told; "" if there was none.
    """

    path: str
    kind: NodeKind
    size: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether there is a bag folder at all; None when nobody can tell. `detail` says why not."""

    there: bool | None
    detail: str = ""


class State(NamedTuple):
    """What changes when somebody writes to a file, as far as the place can tell."""

    size: int
    modified_ns: int = 0
    changed_ns: int = 0
    inode: int = 0


class OpenFile(Protocol):
    """A file being read; closed at the end of its `with` block."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`, which may be fewer; b"" at the end.

        Raises:
            OSError: they cannot be read.
        """
        ...

    def state(self) -> State:
        """Its state now. Two equal states mean that nobody wrote in between.

        Raises:
            OSError: nobody can tell.
        """
        ...


class Tree(Protocol):
    """A bag to look at, wherever it lies.

    It promises: nothing is written; nothing outside the bag is opened; `nodes` names everything in
    the bag once, and what it cannot look at is a node with a `problem`, not an exception.
    """

    def presence(self) -> Presence:
        """Whether the bag is there. Everything else is asked only if it is."""
        ...

    def nodes(self) -> Iterator[Node]:
        """Every name in the bag, folders too, the bag itself first, else in no order."""
        ...

    def open(self, path: str, *, fresh: bool = False) -> OpenFile:
        """Open the file that `nodes` called `path`. `fresh`: read past caches if that is possible.

        Raises:
            OSError: it cannot be opened; FileNotFoundError if it is no regular file any more.
        """
        ...


_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = {
    stat.S_IFREG: NodeKind.FILE,
    stat.S_IFDIR: NodeKind.FOLDER,
    stat.S_IFLNK: NodeKind.LINK,
    stat.S_IFIFO: NodeKind.FIFO,
    stat.S_IFSOCK: NodeKind.SOCKET,
    stat.S_IFBLK: NodeKind.DEVICE,
    stat.S_IFCHR: NodeKind.DEVICE,
}


class DirectoryTree:
    """A bag in a directory. `root` itself must be a folder and no link: resolve it first if wanted.

    `direct` drops each file from the page cache before it is read, so that the disk is asked.
    """

    def __init__(self, root: Path, *, direct: bool = False) -> None:
        self._root = os.fsencode(root)
        self._direct = direct
        # The folder of the file that was opened last: the next one is most often beside it.
        self._folder: tuple[str, int] | None = None

    def __del__(self) -> None:
        self._leave()

    def presence(self) -> Presence:
        """Whether the folder is there, is not, or cannot be reached."""
        try:
            os.close(os.open(self._root, _FOLDER_FLAGS))
        except FileNotFoundError:
            return Presence(there=False)
        except OSError as error:
            return self._something_else() or Presence(there=None, detail=reason(error))
        return Presence(there=True)

    def _something_else(self) -> Presence | None:
        """The answer if a link or a file lies where the folder should be, else None."""
        try:
            mode = os.lstat(self._root).st_mode
        except OSError:
            return None
        if stat.S_ISDIR(mode):
            return None
        kind = _KINDS.get(stat.S_IFMT(mode), NodeKind.UNKNOWN)
        return Presence(there=False, detail=f"a {kind} lies where the bag's folder should be")

    def nodes(self) -> Iterator[Node]:
        """Every name, folder by folder. No recursion, and one descriptor at a time."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            found: list[Node] = []
            problem = ""
            try:
                fd = self._open_folder(folder)
                try:
                    # One by one: what was seen before an error stays seen.
                    for node in _scan(fd, folder):
                        found.append(node)  # noqa: PERF402
                finally:
                    os.close(fd)
            except OSError as error:
                problem = reason(error)
            yield Node(folder, NodeKind.FOLDER, problem=problem)
            for node in found:
                if node.kind is NodeKind.FOLDER:
                    waiting.append(node.path)
                else:
                    yield node

    def open(self, path: str, *, fresh: bool = False) -> "DirectoryFile":
        """Open a regular file below the root, walking there part by part."""
        folder, _, name = path.rpartition("/")
        if fresh:
            self._leave()  # asked again: the way there, too
        fd = os.open(_raw(name), _FILE_FLAGS, dir_fd=self._enter(folder))
        try:
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode):
                raise FileNotFoundError(errno.ENOENT, "it is no regular file any more")
            if (fresh or self._direct) and hasattr(os, "posix_fadvise"):
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        except OSError:
            os.close(fd)
            raise
        return DirectoryFile(fd, status)

    def _enter(self, folder: str) -> int:
        """A descriptor of `folder`, kept until a file of another one is opened."""
        if self._folder is None or self._folder[0] != folder:
            self._leave()
            self._folder = folder, self._open_folder(folder)
        return self._folder[1]

    def _leave(self) -> None:
        if self._folder is not None:
            os.close(self._folder[1])
            self._folder = None

    def _open_folder(self, path: str) -> int:
        """A descriptor of the folder `path` below the root; no part of the way may be a link."""
        fd = os.open(self._root, _FOLDER_FLAGS)
        for part in path.split("/") if path else ():
            try:
                deeper = os.open(_raw(part), _FOLDER_FLAGS, dir_fd=fd)
            finally:
                os.close(fd)
            fd = deeper
        return fd


class DirectoryFile:
    """A file of a `DirectoryTree`, by its descriptor."""

    def __init__(self, fd: int, status: os.stat_result) -> None:
        self._fd = fd
        self._status: os.stat_result | None = status  # of a moment ago, good for the first question

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._fd)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`."""
        return os.read(self._fd, size)

    def state(self) -> State:
        """Size, mtime, ctime and inode."""
        status, self._status = self._status or os.fstat(self._fd), None
        return State(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def reason(error: OSError) -> str:
    """Why a system call failed, in words: `permission denied`."""
    return (error.strerror or str(error)).lower()


def _scan(fd: int, folder: str) -> Iterator[Node]:
    with os.scandir(fd) as entries:
        for entry in entries:
            # scandir of a descriptor decodes names by the locale; fsencode gives the bytes back.
            name = entry.name
            if not name.isascii():
                name = os.fsencode(name).decode("utf-8", "surrogateescape")
            path = f"{folder}/{name}" if folder else name
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield Node(path, NodeKind.UNKNOWN, problem=reason(error))
                continue
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), NodeKind.UNKNOWN)
            yield Node(path, kind, status.st_size if kind is NodeKind.FILE else 0)


def _raw(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
