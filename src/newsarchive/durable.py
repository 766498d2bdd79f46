"""The one place that knows fsync, rename, locks, atomic writes, and how a file of ours is opened.

Everything here is for one promise: what a command reports as stored is on disk. A file is on disk
when it was fsynced; a name is on disk when its directory was. An fsync that failed is never tried
again on the same file, since the kernel may have dropped the very pages it could not write and
would report success the second time: the caller writes the file anew.

What lies where a file of ours should be may be anything, since others can write to the disk: a
pipe that nobody writes to, a link to a device, a file without an end. So such a file is opened
without waiting and without following a link, is a regular file, and is read up to a limit. Files
are made with mode 0644 and folders with 0755; the umask may tighten that, and nothing loosens it.
"""

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from newsarchive.digests import digest_of
from newsarchive.errors import LockedError, NoSpaceError, StoreError, why
from newsarchive.parallel.threads import some_threads

FOLDER_MODE = 0o755
"""How folders are made. The umask may take some of it away."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
MOST_LINE = 16 << 20
"""How long a line of a file of ours may be, its LF included: what one entry says of one bag, with
all that was supplied of it, takes some kilobytes. More is never made and never held."""

_MOST_WITHOUT_LINE = 1 << 30
_POLL_SECONDS = 0.05
_CHUNK = 1 << 20
_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


class NotAFileError(OSError):
    """Something that is no regular file lies where one should be."""


class TooLargeError(OSError):
    """A file is larger than any of its kind."""


def kind_of(mode: int) -> str:
    """What a name stands for, by its `st_mode`: `a pipe`."""
    return _KINDS.get(stat.S_IFMT(mode), "a file")


def open_regular(path: Path | str, flags: int = os.O_RDONLY, *, follow: bool = False) -> int:
    """A descriptor of the regular file at `path`, opened without waiting.

    With `follow` the name may be a link to it, as that of a file of people's own may be.

    Raises:
        NotAFileError: something else lies there; nothing of it was read or written.
        OSError: it is not there, or cannot be opened.
    """
    flags |= os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        fd = os.open(path, flags, 0o644)
    except OSError as error:
        # A link gives ELOOP, a socket ENXIO, a folder EISDIR if it is to be written.
        try:
            status = os.stat(path, follow_symlinks=follow)
        except OSError:
            raise error from None
        _must_be_regular(status, path)
        raise
    try:
        _must_be_regular(os.fstat(fd), path)
    except OSError:
        os.close(fd)
        raise
    return fd


def _must_be_regular(status: os.stat_result, path: Path | str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(
            errno.EINVAL, f"{kind_of(status.st_mode)} lies where a file should be", str(path)
        )


def reading(path: Path | str, *, follow: bool = False) -> BinaryIO:
    """The regular file at `path`, to be read; as `open_regular`."""
    return os.fdopen(open_regular(path, follow=follow), "rb")


def read_small(path: Path | str, most: int, *, follow: bool = False) -> bytes:
    """All bytes of a regular file of at most `most` bytes; as `open_regular`.

    Raises:
        TooLargeError: it is larger; no more than that was read of it.
    """
    with reading(path, follow=follow) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLargeError(errno.EFBIG, f"it is larger than {most:,} bytes", str(path))
    return data


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The whole lines of a regular file from where it stands, each with its LF.

    What stands behind the last LF is no line. One that is longer than `MOST_LINE` comes in pieces,
    which have no LF, but for the last: nobody has to hold it.

    Raises:
        TooLargeError: no LF comes for a whole GiB, which is no text of lines.
    """
    while line := file.readline(MOST_LINE):
        if not line.endswith(b"\n"):
            here = file.tell()
            end = _behind_line_end(file)
            if not end:
                return
            file.seek(here)
            yield line
            while file.tell() < end and (line := file.readline(MOST_LINE)):
                yield line
            continue
        yield line


def _behind_line_end(file: BinaryIO) -> int:
    """The offset behind the next LF; 0 if there is none."""
    here = file.tell()
    end = here + _MOST_WITHOUT_LINE
    while chunk := file.read(_CHUNK):
        if here >= end:
            raise TooLargeError(errno.EFBIG, f"no line ends in {_MOST_WITHOUT_LINE >> 30} GiB")
        if (at := chunk.find(b"\n")) >= 0:
            return here + at + 1
        here += len(chunk)
    return 0


def must_be_no_link(path: Path) -> None:
    """See that what lies at the place of a folder of ours, if anything, is no link elsewhere.

    Raises:
        StoreError: it is; says what to do.
    """
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise store_error("look at", path, error) from error
    if stat.S_ISLNK(mode):
        raise StoreError(
            f"{path} is {kind_of(mode)}, and a folder of the archive itself was expected",
            hint="Nothing was written. Move it away and make a folder there; to have it on another"
            " disk, mount that disk at this place.",
        )


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
    fd = open_regular(path)
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
    _sync_all(files, folders, threads)


def fsync_files(paths: Iterable[Path | str], *, threads: int = 1) -> None:
    """Put files and their names on disk, many at once, as `fsync_trees`.

    Raises:
        OSError: one of them could not be put on disk.
    """
    files = [str(path) for path in paths]
    _sync_all(files, sorted({os.path.dirname(path) for path in files}), threads)


def _sync_all(files: list[str], folders: list[str], threads: int) -> None:
    for paths, sync in ((files, fsync_file), (folders, fsync_directory)):
        count = min(threads, len(paths))
        if count <= 1:
            _each(sync, paths)
            continue
        with some_threads(count) as pool:
            if pool is None:
                _each(sync, paths)
                continue
            # Each thread has its share from the beginning: handing it over file by file would take
            # longer than the call itself.
            shares = [paths[start::count] for start in range(count)]
            done = [pool.submit(_each, sync, share) for share in shares]
            errors = [future.exception() for future in done]  # all of them have ended
        if error := next(filter(None, errors), None):
            raise error


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


def write_new(path: Path, data: bytes) -> None:
    """Create `path` with `data` and fsync it. The directory is left to the caller.

    Raises:
        OSError: `path` exists (nothing is ever overwritten here), or the disk refused.
    """
    fd = create(path)
    try:
        write_all(fd, data)
        os.fsync(fd)
    finally:
        os.close(fd)


def write_over(path: Path, data: bytes) -> None:
    """Give `path` this content, whatever is there, without putting it on disk.

    For what is written again, the same, by whoever finishes what a crash left.

    Raises:
        OSError: something else than a file lies there, or the disk refused.
    """
    fd = open_regular(path, os.O_WRONLY | os.O_CREAT)
    try:
        os.ftruncate(fd, 0)
        write_all(fd, data)
    finally:
        os.close(fd)


def create(path: Path | str) -> int:
    """A descriptor of the new file `path`, to be written: mode 0644, or what the umask leaves.

    Raises:
        OSError: `path` exists, or the disk refused.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(path, flags, 0o644)


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """A name in `folder` at which nothing lies: `stem` and `ending`, or a number between them."""
    path, number = folder / f"{stem}{ending}", 1
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path


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


def move_to_new(draft: Path, place: Path) -> None:
    """Give a file or folder that is on disk a new name on the same file system, itself on disk.

    A file never takes the place of another. Of a folder that is asked before: an empty folder that
    comes to lie there in between is replaced.

    Raises:
        FileExistsError: something lies there.
        OSError: the disk refused. In both cases nothing lies there that did not before.
    """
    if os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    if not stat.S_ISDIR(os.lstat(draft).st_mode) and _link(draft, place):
        os.unlink(draft)
    else:
        os.rename(draft, place)
    try:
        fsync_directory(place.absolute().parent)
    except OSError:
        os.rename(place, draft)  # a name that may not be on disk is none
        raise


def _link(draft: Path, place: Path) -> bool:
    """Give a file a second name, which fails where something lies; False where no disk can."""
    try:
        os.link(draft, place, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno in _NO_LINKS:  # FAT, as on many a stick
            return False
        raise
    return True


State = tuple[int, int, int, int]
"""By what it is seen that a file is as it was: its disk, its number there, its size, its time."""


def state_in(status: os.stat_result) -> State:
    """The state of a file, by what the system says of it."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def move_file(folder: int, name: str, place: Path, state: State) -> bool:
    """Move the file `name` in an open folder to the new name `place`, in both folders on disk.

    It goes only if it is in this `state`, asked again right before; returns whether it went. To
    another file system it is copied, put on disk, read again and compared before. What lies at
    `place` and has the same bytes is what an earlier move left: the file goes, and no more.

    Raises:
        FileExistsError: something else lies there.
        OSError: the disk refused. The file is where it was; it may be at its new place as well.
    """
    try:
        os.link(name, place, src_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        if not _has_bytes_of(folder, name, place):
            raise
    except OSError as error:
        if error.errno != errno.EXDEV and error.errno not in _NO_LINKS:
            raise
        _copy_to_new(folder, name, place)
    else:
        if state_in(os.lstat(place)) != state:  # another one came to lie there meanwhile
            os.unlink(place)
            return False
    fsync_directory(place.absolute().parent)
    # Whoever fills the folder may have given the name to the next one by now.
    if state_in(os.stat(name, dir_fd=folder, follow_symlinks=False)) != state:
        return False
    os.unlink(name, dir_fd=folder)
    os.fsync(folder)
    return True


def move_folder(folder: int, name: str, place: Path) -> None:
    """Move the folder `name` in an open folder to the new name `place` on the same file system.

    Raises:
        FileExistsError: something lies there.
        OSError: it is another file system, or the disk refused; the folder is where it was.
    """
    if os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    os.rename(name, place, src_dir_fd=folder)
    fsync_directory(place.absolute().parent)
    os.fsync(folder)


def _copy_to_new(folder: int, name: str, place: Path) -> None:
    """Make `place` a copy of a file, itself on disk; nothing lies there yet.

    Raises:
        OSError: something does, or the copy is not what was copied; nothing of ours lies there.
    """
    if os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    draft = place.with_name(f".newsarchive-{digest_of(os.fsencode(place.name)).hex[:16]}.part")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    try:
        with _opened(folder, name) as source:
            fd = create(draft)
            try:
                while chunk := source.read(_CHUNK):
                    write_all(fd, chunk)
                status = os.fstat(source.fileno())
                os.utime(fd, ns=(status.st_atime_ns, status.st_mtime_ns))
                os.fsync(fd)
            finally:
                os.close(fd)
        _must_have_bytes_of(folder, name, draft)
        move_to_new(draft, place)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _opened(folder: int, name: str) -> BinaryIO:
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(name, flags, dir_fd=folder), "rb")


def _must_have_bytes_of(folder: int, name: str, copy: Path) -> None:
    if not _has_bytes_of(folder, name, copy):
        raise OSError(errno.EIO, "the copy is not what was copied", str(copy))


def _has_bytes_of(folder: int, name: str, place: Path) -> bool:
    """Whether the regular file at `place` is that file, or has the same bytes."""
    try:
        with _opened(folder, name) as one, reading(place) as other:
            left, right = os.fstat(one.fileno()), os.fstat(other.fileno())
            if os.path.samestat(left, right):
                return True
            same = left.st_size == right.st_size
            while same and (chunk := one.read(_CHUNK)):
                same = chunk == other.read(_CHUNK)
            return same
    except NotAFileError:
        return False


def make_directories(path: Path, *, below: Path) -> None:
    """Make `path` and what is missing between it and `below`, each new name on disk.

    `below` exists already and is an ancestor of `path`. What is there is a folder, and no link.

    Raises:
        OSError: something else lies on the way, or the disk refused.
    """
    missing = []
    current = path
    while current != below:
        try:
            mode = os.lstat(current).st_mode
        except FileNotFoundError:
            missing.append(current)
        else:
            if not stat.S_ISDIR(mode):
                what = f"{kind_of(mode)} lies at {current}, where a folder should be"
                raise NotADirectoryError(errno.ENOTDIR, what)
        current = current.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, FOLDER_MODE)
        # Also when another process made it a moment ago: it may not have come to its fsync.
        fsync_directory(folder.parent)


def remove_tree(path: Path) -> None:
    """Remove a folder of ours that nobody needs any more; what cannot be removed stays."""
    import shutil  # noqa: PLC0415  # slow to import: it brings every compression there is

    shutil.rmtree(path, ignore_errors=True)


def remove_wholly(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it; the loss of its name is on disk.

    What is not there is removed already.

    Raises:
        OSError: something cannot be removed; the rest of it may be gone.
    """
    import shutil  # noqa: PLC0415  # as above

    try:
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)
        else:
            os.unlink(path)
    except FileNotFoundError:
        if os.path.lexists(path):
            raise
    fsync_directory(path.parent)


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
            return open_regular(self.path, os.O_RDWR)
        except FileNotFoundError:
            return self._make()
        except OSError as error:
            # flock needs no right to write: an audit also runs where it cannot.
            with contextlib.suppress(OSError):
                return open_regular(self.path)
            raise store_error("lock", self.path, error) from error

    def _make(self) -> int:
        try:
            fd = open_regular(self.path, os.O_RDWR | os.O_CREAT)
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
