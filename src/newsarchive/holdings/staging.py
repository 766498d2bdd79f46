"""A run's own folder under staging/, and the sweeping away of what dead runs left there.

staging/<16 hex digits>/lock carries a mark of ours, from before anything else is put beside it
until everything else is gone. Only what carries the mark is ever removed, or has nothing in it:
whatever people put into staging/ stays, whatever it is called.
"""

import contextlib
import errno
import fcntl
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsarchive.durable import (
    FOLDER_MODE,
    create,
    display,
    fsync_directory,
    must_be_no_link,
    open_regular,
    read_small,
    remove_tree,
    store_error,
    write_all,
)
from newsarchive.errors import RefusedError, StoreError
from newsarchive.holdings.journal import read_journal

MARK = b"newsarchive run folder\n"
"""What the lock of a run's folder holds."""

_LOCK = "lock"
_NAME = re.compile(r"[0-9a-f]{16}")
_TRIES = 10
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Staging:
    """A run's own folder. While its lock is held, nobody sweeps it away."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self.folder = folder
        self._count = 0

    def spool(self) -> Path:
        """A path for bytes to come."""
        return self._new("spool")

    def bag(self) -> Path:
        """A path for a bag to be written."""
        return self._new("bag")

    def _new(self, what: str) -> Path:
        # Workers write here, too: each process counts for itself.
        self._count += 1
        return self.folder / f"{what}-{os.getpid()}-{self._count:04d}"

    def relative(self, path: Path) -> str:
        """A path in here, relative to the archive."""
        return path.relative_to(self._root).as_posix()

    def drop(self, *paths: Path) -> None:
        """Remove what is not needed any more. A bag that an open journal names stays."""
        for path in paths:
            try:
                os.unlink(path)
            except FileNotFoundError:  # as of most: what was needed was moved away
                continue
            except OSError:
                if path.is_dir() and not path.is_symlink() and not self._is_named(path):
                    remove_tree(path)

    def _is_named(self, path: Path) -> bool:
        """Whether the journal of a group that is not done names it, or nobody can tell."""
        try:
            journal = read_journal(self._root)
        except StoreError:
            return True
        name = self.relative(path)
        return journal is not None and any(move.staged == name for move in journal.moves)


@contextlib.contextmanager
def staging_folder(root: Path) -> Iterator[Staging]:
    """A new folder under staging/ for this run, removed at its end unless a journal needs it.

    Raises:
        StoreError: it cannot be made, or staging/ is no folder of the archive itself.
    """
    top = root / "staging"
    must_be_no_link(top)
    folder, fd = _claim(top)
    try:
        yield Staging(root, folder)
    finally:
        with contextlib.suppress(StoreError, OSError):
            if not _needed(root, folder):
                _remove(folder, fd)
                fsync_directory(top)
        os.close(fd)


def spare(root: Path, sources: Iterable[Path]) -> None:
    """See that no source lies in the folder of a run, which may be swept before it is read.

    Raises:
        RefusedError: one does.
    """
    top = root / "staging"
    with contextlib.suppress(StoreError):
        runs = {os.path.realpath(top / name) for name in _names(top) if _is_marked(top / name)}
        for source in sources if runs else ():
            real = os.path.realpath(source)
            if any(real == run or real.startswith(f"{run}/") for run in runs):
                raise RefusedError(
                    f"{display(source)} lies in the folder of a run that is not done or was killed",
                    hint="Nothing was taken in, and nothing removed. Copy it to another place, and"
                    " ingest it from there.",
                )


def _is_marked(folder: Path) -> bool:
    try:
        return read_small(folder / _LOCK, len(MARK)) == MARK
    except OSError:
        return False


def _names(top: Path) -> list[str]:
    """What in staging/ is called as the folder of a run, and is a folder.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with os.scandir(top) as entries:
            return [
                entry.name
                for entry in entries
                if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
            ]
    except OSError as error:
        raise store_error("read", top, error) from error


def sweep(root: Path) -> None:
    """Remove the folders of runs that are dead. The write lock is held; what is alive is left.

    Nothing else in staging/ is touched: neither what has no mark of ours nor what a link leads to.
    """
    top = root / "staging"
    for name in _names(top):
        folder = top / name
        with contextlib.suppress(OSError):
            folder.rmdir()  # killed between making it and locking it
            continue
        with contextlib.suppress(OSError):
            fd = open_regular(folder / _LOCK, os.O_RDWR)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_ours(folder, fd) and not _needed(root, folder):
                    _remove(folder, fd)
            finally:
                os.close(fd)


def _is_ours(folder: Path, lock: int) -> bool:
    """Whether its lock, which is held, carries the mark, or nothing was there for a mark yet.

    A run that was killed between making its lock and marking it left an empty file, and nothing
    else: there is nothing in such a folder that anybody could miss.
    """
    mark = os.pread(lock, len(MARK) + 1, 0)
    return mark == MARK or (not mark and os.listdir(folder) == [_LOCK])


def _remove(folder: Path, lock: int) -> None:
    """Remove a run's folder, whose lock is held, with the lock at last.

    A worker that is dying may write beside us: the mark goes when nothing else is left, and comes
    back if something came after all, so that the next who sweeps knows the folder for ours.

    Raises:
        OSError: something cannot be removed; what is left carries the mark.
    """
    import shutil  # noqa: PLC0415  # slow to import: it brings every compression there is

    fd = os.open(folder, _FOLDER)
    try:
        held = os.fstat(lock)
        if not os.path.samestat(held, os.stat(_LOCK, dir_fd=fd, follow_symlinks=False)):
            return  # another folder than the one that was locked
        with os.scandir(fd) as entries:
            found = [(e.name, e.is_dir(follow_symlinks=False)) for e in entries if e.name != _LOCK]
        for name, is_folder in found:
            if is_folder:
                shutil.rmtree(name, ignore_errors=True, dir_fd=fd)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(name, dir_fd=fd)
        if os.listdir(fd) != [_LOCK]:
            return
        os.unlink(_LOCK, dir_fd=fd)
    finally:
        os.close(fd)
    try:
        folder.rmdir()
    except OSError:
        _mark(folder)
        raise


def _mark(folder: Path) -> None:
    os.close(_locked(folder))


def _locked(folder: Path) -> int:
    """The descriptor of the folder's new lock, held, with the mark in it.

    Raises:
        OSError: there is a lock, or the disk refused.
    """
    fd = create(folder / _LOCK)
    try:
        # Held before it is marked: whoever sees the mark sees that it is held.
        fcntl.flock(fd, fcntl.LOCK_EX)
        # A sweeper that was faster took it for one that a dead run had not marked yet.
        if not os.path.samestat(os.fstat(fd), os.lstat(folder / _LOCK)):
            raise FileNotFoundError(errno.ENOENT, "another lock lies there", str(folder / _LOCK))
        write_all(fd, MARK)
        with contextlib.suppress(OSError):
            os.fsync(fd)  # a mark that a power cut takes away leaves a folder that nobody sweeps
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(folder / _LOCK)  # an empty folder is swept
        os.close(fd)
        raise
    return fd


def _claim(top: Path) -> tuple[Path, int]:
    """A new folder and the descriptor of its lock. A sweeper may take it: then another one."""
    for _ in range(_TRIES):
        folder = top / secrets.token_hex(8)
        try:
            folder.mkdir(FOLDER_MODE)
            return folder, _locked(folder)
        except FileNotFoundError:
            if top.is_dir():
                continue
            raise StoreError(
                f"the archive's folder {top} is not there",
                hint="Is the archive's disk attached? Make the folder again if it was removed.",
            ) from None
        except OSError as error:
            raise store_error("make a staging folder in", top, error) from error
    raise StoreError(f"cannot make a staging folder in {top}")


def _needed(root: Path, folder: Path) -> bool:
    """Whether an open journal names what lies in there.

    Raises:
        StoreError: nobody can tell.
    """
    journal = read_journal(root)
    prefix = f"staging/{folder.name}/"
    return journal is not None and any(m.staged.startswith(prefix) for m in journal.moves)
