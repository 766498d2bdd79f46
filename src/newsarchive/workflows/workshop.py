"""Where something new is made: a folder beside the place that it gets once it is whole.

What is half made has a name of ours until then, and is swept away by the next who makes the same.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsarchive.durable import (
    Lock,
    create,
    display,
    fsync_directory,
    must_be_no_link,
    read_small,
    remove_tree,
    store_error,
    write_all,
)
from newsarchive.errors import StoreError, UsageError

_LOCK, _MARK = ".lock", b"newsarchive workshop\n"


def must_be_new(dest: Path) -> None:
    """See that nothing lies at `dest`, and that the folder is there in which it shall lie.

    Raises:
        StoreError: not so; says what to do.
    """
    if os.path.lexists(dest):
        raise StoreError(
            f"something lies at {display(dest)} already", hint="Name a place that is new."
        )
    parent = dest.absolute().parent
    if not parent.is_dir():
        raise StoreError(f"there is no folder {display(parent)}", hint="Make it first.")


def must_be_outside(dest: Path, archive: Path) -> None:
    """See that `dest` does not lie in the folder of an archive, where it would be a stranger.

    Raises:
        UsageError: it would.
    """
    if dest.absolute().parent.resolve().is_relative_to(archive.resolve()):
        raise UsageError(
            f"{display(dest)} would lie in the archive", hint="Name a place outside of it."
        )


@contextmanager
def workshop_for(dest: Path, what: str) -> Iterator[Path]:
    """A folder beside `dest` for unfinished work. What a dead run left in it is removed first.

    `what` is made there, in words: `the bag`. The folder is gone behind the `with` block.

    Raises:
        StoreError: it cannot be made, or something of its name is there that is none of ours.
    """
    name = hashlib.sha256(os.fsencode(dest.name)).hexdigest()[:16]
    folder = dest.absolute().parent / f".newsarchive-{name}.part"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _must_be_ours(folder, what)
    except OSError as error:
        raise store_error("make", folder, error) from error
    _mark(folder)
    with Lock(folder / _LOCK, what=f"making {display(dest)}").held(0):
        try:
            _clear(folder)
            yield folder
        finally:
            with suppress(OSError):
                _clear(folder)  # the mark goes last: without it nothing is removed
            remove_tree(folder)
            with suppress(OSError):  # the bag has its place, and what is left over is swept
                fsync_directory(folder.parent)


def publish(made: Path, dest: Path, what: str) -> None:
    """Give the folder `made` its name `dest`, at which nothing lies; on disk when this returns.

    Raises:
        StoreError: something lies there by now, or the disk refused; there is nothing at `dest`.
    """
    try:
        if os.path.lexists(dest):  # rename() would succeed onto an empty folder
            raise StoreError(f"something came to lie at {display(dest)} meanwhile")
        os.rename(made, dest)
        try:
            fsync_directory(dest.absolute().parent)
        except OSError:
            os.rename(dest, made)  # a name that may not be on disk is none
            raise
    except OSError as error:
        raise store_error(f"give {what} its place at", display(dest), error) from error


def _mark(folder: Path) -> None:
    try:
        fd = create(folder / _LOCK)
        try:
            write_all(fd, _MARK)
        finally:
            os.close(fd)
    except FileExistsError:  # a dead run's, or that of one that is at it
        return
    except OSError as error:
        raise store_error("write", folder / _LOCK, error) from error


def _must_be_ours(folder: Path, what: str) -> None:
    """See that a dead run of ours left the folder, or nothing lies in it that could be removed."""
    must_be_no_link(folder)
    try:
        others = set(os.listdir(folder)) - {_LOCK}
        ours = not others or read_small(folder / _LOCK, len(_MARK)) == _MARK
    except OSError:
        ours = False
    if not ours:
        raise StoreError(
            f"{display(folder)} is there already, and is no folder of ours",
            hint=f"Nothing was changed. Move it away, or name another place for {what}.",
        )


def _clear(folder: Path) -> None:
    for left in folder.iterdir():
        if left.name != _LOCK:
            _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        remove_tree(path)
    else:
        with suppress(OSError):
            path.unlink()
