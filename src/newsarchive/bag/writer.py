"""BagPlan to sealed directory, all of it or nothing."""

import contextlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from newsarchive import durable
from newsarchive.bag.plan import BagPlan, Inline, PlannedFile, Spooled
from newsarchive.digests import Algorithm, Digest
from newsarchive.errors import StoreError

# What a file of a bag may have at most; the umask may tighten it. Bytes and names are the bag.
_FILE_MODE = 0o644


def write(plan: BagPlan, target: Path, *, sync: bool = True) -> Digest:
    """Write `plan` to the new directory `target` and return the bag's seal.

    The parent of `target` exists, on the file system of the spooled files: those are moved, not
    copied. When this returns, every file and folder is on disk; with `sync=False` the caller sees
    to that (syncfs, say). The name `target` itself is on disk when its parent was fsynced,
    which the caller does. The seal is the SHA-512 of tagmanifest-sha512.txt. Files have mode 0644
    and folders 0755, or what the umask leaves of it; a spooled file never gets more than it had.

    On any failure `target` is removed again and the spooled files lie where they were, so that the
    same plan can be tried again.

    Raises:
        StoreError: `target` exists, a spooled file is not as it was received, or the disk refused.
        NoSpaceError: the disk or the quota is full.
    """
    # What can be wrong with the plan itself shows here, before the disk is touched.
    files = tuple(plan.files())
    seal = files[-1].digest(Algorithm.SHA512)
    try:
        os.mkdir(target, durable.FOLDER_MODE)
    except FileExistsError as error:
        raise StoreError(f"cannot write bag {target}: something of that name is there") from error
    except OSError as error:
        raise durable.store_error("write bag", target, error) from error
    moved: list[tuple[str, str]] = []
    try:
        _fill(target, files, moved, sync=sync)
        if sync:
            durable.fsync_directories(target)
    except BaseException as error:
        _undo(target, moved)
        if isinstance(error, OSError):
            raise durable.store_error("write bag", target, error) from error
        raise
    return seal


def _fill(
    target: Path, files: Sequence[PlannedFile], moved: list[tuple[str, str]], *, sync: bool
) -> None:
    """Put every file in its place; `moved` tells at any moment which spooled files were moved."""
    root = os.fspath(target)
    folders = {root}
    # data/ is there even when the payload is empty (RB-11).
    for path in ("data/", *(file.path for file in files)):
        _make_folders(f"{root}/{path}".rpartition("/")[0], folders)
    for file in files:
        place = f"{root}/{file.path}"
        match file:
            case Inline(data=data):
                _create(place, data, sync=sync)
            case Spooled():
                mode = _expect(file)
                if sync:
                    durable.fsync_file(file.source)  # before it gets its name in the bag
                os.rename(file.source, place)
                moved.append((place, file.source))
                if mode & ~_FILE_MODE:
                    os.chmod(place, mode & _FILE_MODE)


def _make_folders(folder: str, made: set[str]) -> None:
    if folder in made:
        return
    _make_folders(folder.rpartition("/")[0], made)
    os.mkdir(folder, durable.FOLDER_MODE)
    made.add(folder)


def _create(place: str, data: bytes, *, sync: bool) -> None:
    fd = durable.create(place)
    try:
        durable.write_all(fd, data)
        if sync:
            os.fsync(fd)
    finally:
        os.close(fd)


def _expect(file: Spooled) -> int:
    """The mode of a spooled file, which is there in the planned size; its bytes are not read."""
    status = os.lstat(file.source)
    if not stat.S_ISREG(status.st_mode) or status.st_size != file.size:
        raise StoreError(
            f"cannot write {file.path}: {file.source} is not the {file.size:,} bytes any more that"
            " were received",
            hint="Run the same command again.",
        )
    return stat.S_IMODE(status.st_mode)


def _undo(target: Path, moved: Sequence[tuple[str, str]]) -> None:
    for place, source in reversed(moved):
        # A file that cannot be moved back goes with the bag: the source outside is as it was.
        with contextlib.suppress(OSError):
            os.rename(place, source)
    durable.remove_tree(target)
