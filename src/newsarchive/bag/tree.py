"""The read-only port through which a bag is checked, and its implementation for a directory.

What lies in a bag was made by others. Nothing outside the bag is opened because of it (RS-01):
every path is walked part by part with directory descriptors, links are never followed, and what
is no regular file is never opened. Depth is limited by the disk only, not by PATH_MAX.
"""

import errno
import os
import stat
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from newsarchive.errors import why
from newsarchive.model.finding import Finding


class NodeKind(StrEnum):
    """What a name in a bag stands for."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    FIFO = "FIFO"
    SOCKET = "socket"
    DEVICE = "device"
    UNKNOWN = "unknown"


class Node(NamedTuple):  # not a dataclass: a bag may have a hundred thousand of them
    """One name in a bag. `path` is relative, with `/`; "" is the bag's own folder.

    Bytes of a name that are no UTF-8 are lone surrogates in `path` (PEP 383), whatever the locale.
    `problem` says why a folder could not be listed to its end, or what an UNKNOWN is could not be
    told; "" if there was none.
    """

    path: str
    kind: NodeKind
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
        """The next bytes, at most `size`; fewer only at the end of the file.

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
    the bag once, and what it cannot look at is a node with a `problem`, not an exception. Reading
    the files in the order of `nodes` is the cheapest, and of a stream the only cheap one.
    """

    @property
    def media_type(self) -> str | None:
        """The media type of the file in which the bag lies; None for a folder."""
        ...

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

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """The whole file at `path`, in one go, if it has at most `most` bytes; else None.

        Raises:
            ChangedError: somebody wrote to it meanwhile.
            OSError: as `open`, or it cannot be read.
        """
        ...

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the container itself, as far as was read; a folder has none."""
        ...

    def close(self) -> None:
        """Let go of what was kept open between calls. The tree can be used again all the same."""
        ...


class ChangedError(OSError):
    """A file changed while it was read."""


def take(tree: Tree, path: str, most: int, *, fresh: bool = False) -> bytes | None:
    """`Tree.take` for a tree that has no shorter way than to open the file."""
    with tree.open(path, fresh=fresh) as file:
        before = file.state()
        if before.size > most:
            return None
        data = file.read(before.size + 1)
        if len(data) != before.size or file.state() != before:
            raise ChangedError
        return data


# A path that no tool could be given any more; looking further would cost memory without bound.
_DEEPEST_LEVEL = 1000
_LONGEST_PATH = 1 << 16
_MOST_KEPT_OPEN = 16
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
    Files may be opened and read by several threads at once.
    """

    media_type: str | None = None

    def __init__(self, root: Path, *, direct: bool = False) -> None:
        self._root = os.fsencode(root)
        self._direct = direct
        self._way: list[tuple[str, int]] = []  # open folders, each below the one before
        self._keeps = False  # only while somebody is at work who will close
        self._lock = threading.Lock()  # the folders are kept for all threads that read

    def presence(self) -> Presence:
        """Whether the folder is there, is not, or cannot be reached."""
        try:
            os.close(os.open(self._root, _FOLDER_FLAGS))
        except FileNotFoundError:
            return Presence(there=False)
        except OSError as error:
            return self._something_else() or Presence(there=None, detail=why(error))
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
        """Every name, folder by folder. No recursion, and few folders open at a time."""
        self._keeps = True
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            found: list[Node] = []
            problem = _too_deep(folder)
            try:
                if not problem:
                    _scan(self._folder(folder), folder, found)
            except OSError as error:
                problem = why(error)
            yield Node(folder, NodeKind.FOLDER, problem)
            for node in found:
                if node.kind is NodeKind.FOLDER:
                    waiting.append(node.path)
                else:
                    yield node

    def open(self, path: str, *, fresh: bool = False) -> "DirectoryFile":
        """Open a regular file below the root, walking there part by part."""
        folder, _, name = path.rpartition("/")
        with self._lock:
            folder_fd = self._folder(folder)
            try:
                fd = os.open(_raw(name), _FILE_FLAGS, dir_fd=folder_fd)
            finally:
                if not self._keeps:
                    self.close()
        try:
            file = DirectoryFile(fd)
            if (fresh or self._direct) and hasattr(os, "posix_fadvise"):
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        except OSError:
            os.close(fd)
            raise
        return file

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """The whole of a small file: as `open`, `state`, `read` and `state`, in half the time."""
        if fresh or self._direct or not self._keeps:
            return take(self, path, most, fresh=fresh)
        folder, _, name = path.rpartition("/")
        way = self._way
        with self._lock:
            folder_fd = way[-1][1] if way and way[-1][0] == folder else self._folder(folder)
            fd = os.open(_raw(name), _FILE_FLAGS, dir_fd=folder_fd)
        try:
            before = os.fstat(fd)
            size = before.st_size
            if size > most or not stat.S_ISREG(before.st_mode):
                return None
            data = os.read(fd, size + 1)  # the byte that should not be there finds one that grew
            after = os.fstat(fd)
        finally:
            os.close(fd)
        if (
            len(data) != size
            or after.st_mtime_ns != before.st_mtime_ns
            or after.st_ctime_ns != before.st_ctime_ns
            or after.st_size != size
        ):
            raise ChangedError
        return data

    def findings(self) -> tuple[Finding, ...]:
        """Nothing: a folder is no container that could be wrong."""
        return ()

    def close(self) -> None:
        """Close the folders that were kept open for what lies in them."""
        while self._way:
            os.close(self._way.pop()[1])

    def _folder(self, path: str) -> int:
        """A descriptor of the folder `path` below the root, which stays open until the next call.

        No part of the way may be a link. The way goes on from the nearest folder above that is
        still open, so that a bag costs about one opening for each of its folders.
        """
        way = self._way
        while way and way[-1][0] != path and not path.startswith(way[-1][0] and f"{way[-1][0]}/"):
            os.close(way.pop()[1])
        if not way:
            way.append(("", os.open(self._root, _FOLDER_FLAGS)))
        above, fd = way[-1]
        rest = path[len(above) :].lstrip("/")
        for part in rest.split("/") if rest else ():
            fd = os.open(_raw(part), _FOLDER_FLAGS, dir_fd=fd)
            above = f"{above}/{part}" if above else part
            if len(way) == _MOST_KEPT_OPEN:
                os.close(way.pop()[1])
            way.append((above, fd))
        return fd


class DirectoryFile:
    """A file of a `DirectoryTree`, by its descriptor."""

    __slots__ = ("_fd", "_status")

    def __init__(self, fd: int) -> None:
        self._status: os.stat_result | None = os.fstat(fd)
        if not stat.S_ISREG(self._status.st_mode):
            raise FileNotFoundError(errno.ENOENT, "it is no regular file any more")
        self._fd = fd

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
        # The first answer is what opening it gave: before the first byte nothing can be missed.
        status, self._status = self._status or os.fstat(self._fd), None
        return State(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _too_deep(folder: str) -> str:
    if len(folder) > _LONGEST_PATH or folder.count("/") >= _DEEPEST_LEVEL:
        return f"it lies more than {_DEEPEST_LEVEL:,} levels deep and is not looked into"
    return ""


def _scan(fd: int, folder: str, found: list[Node]) -> None:
    """Add the names in a folder to `found`, one by one: what was seen before an error stays."""
    above = f"{folder}/" if folder else ""
    with os.scandir(fd) as entries:
        for entry in entries:
            name = entry.name
            if not _NAMES_ARE_UTF8 and not name.isascii():
                # scandir of a descriptor decodes names by the locale; fsencode undoes it.
                name = os.fsencode(name).decode("utf-8", "surrogateescape")
            try:
                # The directory itself tells files from folders; nothing else is asked of the disk.
                if entry.is_file(follow_symlinks=False):
                    found.append(Node(above + name, NodeKind.FILE))
                    continue
                if entry.is_dir(follow_symlinks=False):
                    found.append(Node(above + name, NodeKind.FOLDER))
                    continue
                mode = os.stat(os.fsencode(entry.name), dir_fd=fd, follow_symlinks=False).st_mode
            except OSError as error:
                found.append(Node(above + name, NodeKind.UNKNOWN, why(error)))
                continue
            found.append(Node(above + name, _KINDS.get(stat.S_IFMT(mode), NodeKind.UNKNOWN)))


_NAMES_ARE_UTF8 = sys.getfilesystemencoding() == "utf-8"


def _raw(name: str) -> str | bytes:
    return name if _NAMES_ARE_UTF8 else name.encode("utf-8", "surrogateescape")
