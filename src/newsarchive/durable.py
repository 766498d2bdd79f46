"""The one place that knows fsync, rename, locks and atomic writes.

Everything here is for one promise: what a command reports as stored is on disk. A file is on disk
when it was fsynced; a name is on disk when its directory was. An fsync that failed is never tried
again on the same file, since the kernel may have dropped the very pages it could not write and
would report success the second time: the caller writes the file anew.
"""

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from newsarchive.errors import LockedError, NoSpaceError, StoreError, why
from newsarchive.parallel.threads import start_threads

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_POLL_SECONDS = 0.05


def store_error(action: str, path: Path | str, error: OSError) -> StoreError:
    """The `StoreError` for a failed system call: `cannot write x/y: no space left on device`."""
    reason = why(error)
    kind = NoSpaceError if error.errno in _FULL else StoreError
    hint = (
        "Make room and run the same command again; nothing is lost." if kind is NoSpaceError else ""
    )
    return kind(f"cannot {action} {path}: {reason}", hint=hint)


def fsync_directory(path: Path | str) -> None:
    """Put the names in a directory on disk."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def fsync_file(path: Path | str) -> None:
    """Put the bytes of a file on disk. For files that something else wrote."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def fsync_directories(root: Path) -> None:
    """Put the names in a directory tree on disk, from the bottom up. The files are on disk."""
    for folder, _, _ in os.walk(root, topdown=False, onerror=_raise):
        fsync_directory(folder)


def fsync_trees(roots: Iterable[Path], *, threads: int = 1) -> None:
    """Put directory trees on disk, every file and folder in them.

    The file system is asked about many files at once, which lets it write its journal once for all
    of them: thirty times faster than one after the other. Each answer counts for itself, which
    that of syncfs() does not everywhere.

    Raises:
        OSError: one of them could not be put on disk.
    """
    files: list[str] = []
    folders: list[str] = []
    for root in roots:
        for folder, _, names in os.walk(root, topdown=False, onerror=_raise):
            files += (f"{folder}/{name}" for name in names)
            folders.append(folder)
    for paths, sync in ((files, fsync_file), (folders, fsync_directory)):
        count = min(threads, len(paths))
        pool = start_threads(count) if count > 1 else None
        if pool is None:
            _each(sync, paths)
            continue
        # Each thread has its share from the beginning: handing it over file by file would take
        # longer than the call itself.
        shares = [paths[start::count] for start in range(count)]
        with pool:
            for _ in pool.map(partial(_each, sync), shares):
                pass


def _each(sync: Callable[[str], None], paths: Iterable[str]) -> None:
    for path in paths:
        sync(path)


def _raise(error: OSError) -> None:
    raise error


def write_all(fd: int, data: bytes | memoryview) -> None:
    """Write every byte; `os.write` may take fewer."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Create `path` with `data` and fsync it. The directory is left to the caller.

    Raises:
        OSError: `path` exists (nothing is ever overwritten here), or the disk refused.
    """
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        write_all(fd, data)
        os.fsync(fd)
    finally:
        os.close(fd)


def replace(path: Path, data: bytes) -> None:
    """Give `path` new content, all or nothing, on disk when this returns.

    Raises:
        OSError: the disk refused; `path` is as it was.
    """
    draft = path.with_name(f".{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    try:
        write_new(draft, data)
        os.rename(draft, path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    fsync_directory(path.parent)


def make_directories(path: Path, *, below: Path) -> None:
    """Make `path` and what is missing between it and `below`, each new name on disk.

    `below` exists already and is an ancestor of `path`.
    """
    missing = []
    current = path
    while current != below and not current.is_dir():
        missing.append(current)
        current = current.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        # Also when another process made it a moment ago: it may not have come to its fsync.
        fsync_directory(folder.parent)


def remove_tree(path: Path) -> None:
    """Remove a folder of ours that nobody needs any more; what cannot be removed stays."""
    import shutil  # noqa: PLC0415  # slow to import: it brings every compression there is

    shutil.rmtree(path, ignore_errors=True)


class Lock:
    """An advisory lock on a file (flock): released by the kernel when its holder dies.

    The file itself stays. `wait_seconds` is how long to wait for another holder.
    """

    def __init__(self, path: Path, *, what: str) -> None:
        self.path = path
        self.what = what

    @contextlib.contextmanager
    def held(self, wait_seconds: float) -> Iterator[None]:
        """Hold the lock inside a `with` block.

        Raises:
            LockedError: somebody else held it all the time.
            StoreError: the lock file cannot be made or locked.
        """
        fd = self._open()
        try:
            self._acquire(fd, wait_seconds)
            yield
        finally:
            os.close(fd)

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return self._make()
        except OSError as error:
            # flock needs no right to write: an audit also runs where it cannot.
            with contextlib.suppress(OSError):
                return os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            raise store_error("lock", self.path, error) from error

    def _make(self) -> int:
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise store_error("lock", self.path, error) from error
        with contextlib.suppress(OSError):  # a name that is lost is made again
            fsync_directory(self.path.parent)
        return fd

    def _acquire(self, fd: int, wait_seconds: float) -> None:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise LockedError(
                        f"another newsarchive is {self.what} ({self.path} is locked)",
                        hint="Wait until it is done, then run the same command again.",
                    ) from error
                time.sleep(_POLL_SECONDS)
            except OSError as error:
                raise store_error("lock", self.path, error) from error
            else:
                return


def display(path: str | os.PathLike[str]) -> str:
    """A path as text for people and JSON: bytes that are not UTF-8 come as `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
