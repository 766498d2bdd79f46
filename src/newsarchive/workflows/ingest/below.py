"""Files of people's own, opened safely: what is named may be a link, what lies below it may not.

Whoever fills a folder that somebody else takes in could link from it to any file that this person
may read. So a name below what was named is opened component by component, and none of them may be
a link, unless it was asked for (`--dereference`). Nothing is opened that could wait or has no end:
pipes, sockets and devices are no documents.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsarchive.durable import (
    NotAFileError,
    State,
    display,
    kind_of,
    open_regular,
    state_in,
)
from newsarchive.errors import RefusedError, SourceError, why

_DEEPEST = 100
"""How many folders may lie in each other below the one that was named."""

_NOT_THERE = (FileNotFoundError, NotADirectoryError)
_NO_NAMES = frozenset({errno.ENAMETOOLONG, errno.EILSEQ})


@dataclass(frozen=True, slots=True)
class Below:
    """What lies below a folder that was named: `root`, and the names on the way to it.

    `follow`: links on the way are followed.
    """

    root: Path
    parts: tuple[str, ...] = ()
    follow: bool = False

    def __fspath__(self) -> str:
        """Its path, for people and for looking at it."""
        return os.path.join(self.root, *self.parts)  # there may be a thousand

    @property
    def name(self) -> str:
        """Its own name."""
        return self.parts[-1] if self.parts else self.root.name

    def of(self, name: str) -> "Below":
        """What lies in this folder under a relative name, which may have folders in it."""
        more = tuple(part for part in name.split("/") if part not in {"", "."})
        return Below(self.root, (*self.parts, *more), self.follow)

    @property
    def parent(self) -> "Below":
        """The folder that it lies in."""
        return Below(self.root, self.parts[:-1], self.follow)


Named = Path | Below
"""A file or folder: one that was named, or one below it."""


def mode_of(place: Named) -> int:
    """The `st_mode` of what lies there; of a link itself, unless links are followed.

    Raises:
        OSError: it is not there, or cannot be looked at.
    """
    return status_of(place).st_mode


def status_of(place: Named) -> os.stat_result:
    """What the system says of what lies there; of a link itself, unless links are followed.

    Raises:
        OSError: it is not there, or cannot be looked at.
    """
    if isinstance(place, Path) or place.follow or not place.parts:
        return os.stat(place)
    with _folder(place.parent) as fd:
        return os.stat(place.name, dir_fd=fd, follow_symlinks=False)


def names_in(place: Below) -> Iterator[str]:
    """The names in a folder, in no order.

    Raises:
        RefusedError: it cannot be looked into, lies too deep, or leads back to one above it.
    """
    shown = display(place)
    if len(place.parts) > _DEEPEST:
        raise RefusedError(f"{shown[:200]}... lies more than {_DEEPEST} folders deep")
    try:
        with _folder(place) as fd:
            if place.follow and _is_above(place, os.fstat(fd)):
                raise RefusedError(f"{shown} is a link to a folder that it lies in")
            names = os.listdir(fd)
    except (OSError, ValueError) as error:
        raise RefusedError(f"cannot look into {shown}: {_reason(error)}") from error
    yield from names


def _is_above(place: Below, status: os.stat_result) -> bool:
    above = (Below(place.root, place.parts[:n], follow=True) for n in range(len(place.parts)))
    return any(os.path.samestat(os.stat(folder), status) for folder in above)


def all_in(folder: Named) -> Iterator[Below]:
    """Everything in a folder that is no folder, at any depth.

    Raises:
        RefusedError: a folder cannot be looked into.
    """
    here = folder if isinstance(folder, Below) else Below(folder)
    for name in sorted(names_in(here)):
        place = here.of(name)
        try:
            is_folder = stat.S_ISDIR(mode_of(place))
        except (OSError, ValueError):
            continue
        if is_folder:
            yield from all_in(place)
        else:
            yield place


def open_source(source: Named, name: str) -> int:
    """A descriptor of the regular file `source`, which people call `name`.

    Raises:
        RefusedError: it is not there, or it is no file; or a link leads to it that is not followed.
        SourceError: it cannot be read.
    """
    try:
        if isinstance(source, Path) or source.follow or not source.parts:
            return open_regular(os.fspath(source), follow=True)
        with _folder(source.parent) as folder:
            return _regular(source.name, folder)
    except _NOT_THERE as error:
        if isinstance(source, Below) and (link := link_on_the_way(source)):
            raise linked(name, link) from error
        raise RefusedError(
            f"{name} is not there", hint="Check the spelling and the folder."
        ) from error
    except NotAFileError as error:
        raise RefusedError(f"{name} is {no_file(source)}; a file was wanted") from error
    except (OSError, ValueError) as error:
        if isinstance(source, Below) and (link := link_on_the_way(source)):
            raise linked(name, link) from error
        if isinstance(error, OSError) and error.errno in _NO_NAMES:
            raise RefusedError(f"{name[:200]}: no file can have such a name") from error
        raise SourceError(f"cannot read {name}: {_reason(error)}") from error


def read_source(source: Named, name: str, most: int, what: str) -> bytes:
    """All bytes of a file of at most `most`, which should be `what` ("a sidecar").

    Raises:
        RefusedError, SourceError: as `open_source`; or it is larger.
    """
    fd = open_source(source, name)
    try:
        with os.fdopen(fd, "rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise SourceError(f"cannot read {name}: {_reason(error)}") from error
    if len(data) > most:
        raise RefusedError(f"{name} is too large for {what}")
    return data


def is_file(place: Named) -> bool:
    """Whether a regular file lies there that may be opened. A name that cannot be is none."""
    try:
        return stat.S_ISREG(mode_of(place))
    except (OSError, ValueError):
        return False


def lies_there(place: Named) -> bool:
    """Whether anything lies there, be it a link that leads nowhere."""
    try:
        os.lstat(place)
    except (OSError, ValueError):
        return False
    return True


def link_on_the_way(place: Below) -> str:
    """The first name on the way to it that is a link, "" for none."""
    if place.follow:
        return ""
    for count in range(1, len(place.parts) + 1):
        with contextlib.suppress(OSError, ValueError):
            if stat.S_ISLNK(mode_of(Below(place.root, place.parts[:count]))):
                return place.parts[count - 1]
    return ""


def linked(name: str, link: str) -> RefusedError:
    """That something is not taken in because a link leads to it."""
    is_itself = name == link or name.endswith(f"/{link}")
    what = f"{name} is a link" if is_itself else f"{name} lies behind the link {display(link)}"
    return RefusedError(
        f"{what}, and links inside a folder are not followed",
        hint="--dereference follows them. Only use it where you know who made the folder.",
    )


def no_file(place: Named) -> str:
    """What lies there in the place of a file: `a pipe`."""
    try:
        return kind_of(mode_of(place))
    except (OSError, ValueError):
        return "not a regular file"


def state_of(place: Named) -> State:
    """The state of the regular file at a place, which is no link.

    Raises:
        NotAFileError: something else lies there.
        OSError: it is not there, or cannot be looked at.
    """
    with folder_of(place) as folder:
        status = os.stat(place.name, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(errno.EINVAL, f"{kind_of(status.st_mode)} lies there", display(place))
    return state_in(status)


@contextlib.contextmanager
def folder_of(place: Named) -> Iterator[int]:
    """The folder that a file lies in, open; below a named one no link leads to it.

    Raises:
        OSError: it cannot be opened.
    """
    if isinstance(place, Below) and place.parts:
        with _folder(place.parent) as fd:
            yield fd
        return
    fd = os.open(Path(place).parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield fd
    finally:
        os.close(fd)


@contextlib.contextmanager
def _folder(place: Below) -> Iterator[int]:
    """The folder at a place, opened name by name; the root may be reached by links."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    if place.follow:
        fd = os.open(place, flags)
    else:
        fd = os.open(place.root, flags)
        for part in place.parts:
            try:
                inner = os.open(part, flags | os.O_NOFOLLOW, dir_fd=fd)
            finally:
                os.close(fd)
            fd = inner
    try:
        yield fd
    finally:
        os.close(fd)


def _regular(name: str, folder: int) -> int:
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW | os.O_CLOEXEC
    status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISLNK(status.st_mode):
        raise NotAFileError(errno.EINVAL, "not a regular file", name)
    fd = os.open(name, flags, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise NotAFileError(errno.EINVAL, "not a regular file", name)
    return fd


def _reason(error: OSError | ValueError) -> str:
    return why(error) if isinstance(error, OSError) else str(error)
