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

# Whatever the umask: the same plan gives the same bag, modes too (RC-07), and a bag that another
# account made can be read. Who may see an archive is decided at its topmost folder.
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755


def write(plan: BagPlan, target: Path, *, sync: bool = True) -> Digest:
    """Write `plan` to the new directory `target` and return the bag's seal.

    The parent of `target` exists, on the file system of the spooled files: those are moved, not
    copied. When this returns, every file and folder is on disk; with `sync=False` the caller sees
    to that (syncfs, say). The name `target` itself is on disk when its parent was fsynced,
    which the caller does. The seal is the SHA-512 of tagmanifest-sha512.txt. Files have mode 0644
    and folders 0755, whatever the umask.

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
        os.mkdir(target, _FOLDER_MODE)
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
    os.chmod(target, _FOLDER_MODE)
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
                _expect(file)
                if sync:
                    durable.fsync_file(file.source)  # before it gets its name in the bag
                os.rename(file.source, place)
                moved.append((place, file.source))
                os.chmod(place, _FILE_MODE)


def _make_folders(folder: str, made: set[str]) -> None:
    if folder in made:
        return
    _make_folders(folder.rpartition("/")[0], made)
    os.mkdir(folder, _FOLDER_MODE)
    os.chmod(folder, _FOLDER_MODE)
    made.add(folder)


def _create(place: str, data: bytes, *, sync: bool) -> None:
    fd = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fchmod(fd, _FILE_MODE)
        durable.write_all(fd, data)
        if sync:
            os.fsync(fd)
    finally:
        os.close(fd)


def _expect(file: Spooled) -> None:
    """See that a spooled file is still there in the planned size; its bytes are not read."""
    status = os.lstat(file.source)
    if not stat.S_ISREG(status.st_mode) or status.st_size != file.size:
        raise StoreError(
            f"cannot write {file.path}: {file.source} is not the {file.size:,} bytes any more that"
            " were received",
            hint="Run the same command again.",
        )


def _undo(target: Path, moved: Sequence[tuple[str, str]]) -> None:
    for place, source in reversed(moved):
        # A file that cannot be moved back goes with the bag: the source outside is as it was.
        with contextlib.suppress(OSError):
            os.rename(place, source)
    durable.remove_tree(target)
