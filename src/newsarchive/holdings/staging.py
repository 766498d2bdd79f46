"""A run's own folder under staging/, and the sweeping away of what dead runs left there."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from newsarchive.durable import fsync_directory, remove_tree, store_error
from newsarchive.errors import StoreError
from newsarchive.holdings.journal import read_journal

_LOCK = "lock"
_TRIES = 10


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
        StoreError: it cannot be made.
    """
    top = root / "staging"
    folder, fd = _claim(top)
    try:
        yield Staging(root, folder)
    finally:
        with contextlib.suppress(StoreError):
            if not _needed(root, folder):
                remove_tree(folder)
                with contextlib.suppress(OSError):
                    fsync_directory(top)
        os.close(fd)


def sweep(root: Path) -> None:
    """Remove the folders of runs that are dead. The write lock is held; what is alive is left."""
    top = root / "staging"
    try:
        with os.scandir(top) as entries:
            folders = [e for e in entries if e.is_dir(follow_symlinks=False)]
    except OSError as error:
        raise store_error("read", top, error) from error
    for entry in folders:
        folder = Path(entry.path)
        with contextlib.suppress(OSError):
            folder.rmdir()  # killed between making it and locking it
            continue
        try:
            # Made if it is not there: a dying worker may have written beside an earlier sweep.
            fd = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError:
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _needed(root, folder):
                remove_tree(folder)
        except OSError:
            continue
        finally:
            os.close(fd)


def _claim(top: Path) -> tuple[Path, int]:
    """A new folder and the descriptor of its lock. A sweeper may take it: then another one."""
    for _ in range(_TRIES):
        folder = top / secrets.token_hex(8)
        try:
            folder.mkdir()
            fd = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            if top.is_dir():
                continue
            raise StoreError(
                f"the archive's folder {top} is not there",
                hint="Is the archive's disk attached? Make the folder again if it was removed.",
            ) from None
        except OSError as error:
            raise store_error("make a staging folder in", top, error) from error
        with contextlib.suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(fd), os.stat(folder / _LOCK)):
                return folder, fd
        os.close(fd)
    raise StoreError(f"cannot make a staging folder in {top}")


def _needed(root: Path, folder: Path) -> bool:
    journal = read_journal(root)
    prefix = f"staging/{folder.name}/"
    return journal is not None and any(m.staged.startswith(prefix) for m in journal.moves)
