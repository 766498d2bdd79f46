"""What is made for a place outside the archive: beside it until it is whole, then there.

The workshop is a hidden folder beside the place, on the same disk. It is swept when the work is
done or fails; what a killed run left in it is swept by the next that works for the same place.
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
    move_to_new,
    must_be_no_link,
    read_small,
    remove_tree,
    store_error,
    write_all,
)
from newsarchive.errors import StoreError, UsageError

_LOCK, _MARK = ".lock", b"newsarchive workshop\n"


def must_be_new(dest: Path) -> None:
    """See that nothing lies at `dest`, and that there is a folder for it.

    Raises:
        StoreError: something does, or there is none.
    """
    parent = dest.absolute().parent
    if os.path.lexists(dest):
        raise StoreError(
            f"something lies at {display(dest)} already", hint="Name a place that is new."
        )
    if not parent.is_dir():
        raise StoreError(f"there is no folder {display(parent)}", hint="Make it first.")


def must_be_outside(dest: Path, archive: Path) -> None:
    """See that `dest` does not lie in the folder of an archive, where it would be a stranger.

    Raises:
        UsageError: it would.
    """
    if dest.absolute().parent.resolve().is_relative_to(archive.resolve()):
        raise UsageError(
            f"{display(dest)} would lie in the archive {display(archive)}",
            hint="Name a place outside it.",
        )


@contextmanager
def workshop_beside(dest: Path) -> Iterator[Path]:
    """A folder beside `dest` for unfinished work. What a dead run left in it is removed first.

    Raises:
        StoreError: it cannot be made, or something of its name is there that is none of ours.
    """
    name = hashlib.sha256(os.fsencode(dest.name)).hexdigest()[:16]
    folder = dest.absolute().parent / f".newsarchive-{name}.part"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _must_be_ours(folder)
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


def _mark(folder: Path) -> None:
    try:
        fd = create(folder / _LOCK)
    except FileExistsError:  # a dead run's, or that of one that is at it
        return
    except OSError as error:
        with suppress(OSError):
            folder.rmdir()
        raise store_error("write", folder / _LOCK, error) from error
    try:
        write_all(fd, _MARK)
    except OSError as error:
        with suppress(OSError):
            (folder / _LOCK).unlink()
            folder.rmdir()
        raise store_error("write", folder / _LOCK, error) from error
    finally:
        os.close(fd)


def _must_be_ours(folder: Path) -> None:
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
            hint="Nothing was changed. Move it away, or name another place for the bag.",
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


def give_place(made: Path, dest: Path) -> None:
    """Give what was made in the workshop, and is on disk, its place. Nothing is overwritten.

    Raises:
        StoreError: something came to lie there, or the disk refused; nothing of ours lies there.
    """
    try:
        move_to_new(made, dest)
    except FileExistsError as error:
        raise StoreError(
            f"something came to lie at {display(dest)} meanwhile", hint="Name a place that is new."
        ) from error
    except OSError as error:
        raise store_error("give what was made its place at", display(dest), error) from error
