"""Disturbs one state-changing system call: it fails, or its process gets a signal on entering it.

Installed in a process that is to be broken (support/victims.py). Every call that makes, changes,
syncs or removes something below a folder is counted and logged; the n-th is the one. What SQLite
does is not seen, since it does not go through Python: it only holds what can be made again.
"""

import errno
import os
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

BY_PATH = ("open", "mkdir", "rename", "replace", "unlink", "rmdir", "chmod", "truncate", "link")
BY_DESCRIPTOR = ("write", "fsync", "fdatasync", "ftruncate", "fchmod", "pwrite")
SIGNALS = ("KILL", "TERM")
# What each call can fail with: a disk that goes bad gives EIO, a full one refuses what grows.
ERRORS = {
    "open": ("ENOSPC", "EMFILE"),
    "mkdir": ("ENOSPC",),
    "rename": ("EIO",),
    "replace": ("EIO",),
    "write": ("ENOSPC", "EIO"),
    "pwrite": ("ENOSPC", "EIO"),
    "fsync": ("EIO",),
    "fdatasync": ("EIO",),
    "ftruncate": ("EIO",),
    "unlink": ("EIO",),
    "rmdir": ("EIO",),
    "chmod": ("EIO",),
    "fchmod": ("EIO",),
    "truncate": ("EIO",),
    "link": ("EIO",),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to happen at the `nth` call (from 1) below the folder `below`.

    `action` is a signal of SIGNALS or the name of an error; `lasting`: every call from there on
    fails, as on a disk that is gone. `nth` 0 disturbs nothing and only logs.

    `in_workers`: not the command is disturbed but its workers. Each counts for itself, and one that
    is not `lasting` strikes the first of them that comes so far, and no other.
    """

    below: str
    log: str
    nth: int = 0
    action: str = ""
    lasting: bool = False
    in_workers: bool = False

    def document(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was seen: which function of `os`, for which path below the folder."""

    name: str
    path: str


def calls(log: Path) -> list[Call]:
    """What a log says, in order."""
    lines = log.read_text("utf-8", "surrogateescape").split("\n")[:-1]
    return [Call(*line.split(" ", 1)) for line in lines]


def install(fault: Fault) -> None:
    """Patch `os` in this process, for good."""
    Disturber(fault).install()


class Disturber:
    """Counts, logs and disturbs; the functions as they were stay in reach of itself."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._below = os.path.realpath(fault.below)
        self._log = os.open(fault.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        self._write, self._readlink, self._open = os.write, os.readlink, os.open
        self._count = 0

    def install(self) -> None:
        for name in BY_PATH:
            setattr(os, name, self._watched(name, self._path_of_path))
        for name in BY_DESCRIPTOR:
            setattr(os, name, self._watched(name, self._path_of_descriptor))

    def _watched(self, name: str, where: Callable[..., str]) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **options: Any) -> Any:
            if name != "open" or arguments[1] & os.O_CREAT:
                path = where(*arguments, **options)
                if path == self._below or path.startswith(self._below + "/"):
                    self._enter(name, path)
            return real(*arguments, **options)

        return call

    def _path_of_path(self, path: Any, *_: Any, **options: Any) -> str:
        if isinstance(path, int):
            return self._path_of_descriptor(path)
        fd = options.get("dir_fd") or options.get("src_dir_fd")
        folder = "" if fd is None else self._path_of_descriptor(fd)
        return os.path.abspath(os.path.join(folder, os.fsdecode(path)))

    def _path_of_descriptor(self, fd: int, *_: Any) -> str:
        try:
            return self._readlink(f"/proc/self/fd/{fd}")
        except OSError:
            return ""

    def _enter(self, name: str, path: str) -> None:
        self._count += 1
        relative = os.path.relpath(path, self._below).replace("\n", "?")
        self._write(self._log, f"{name} {relative}\n".encode("utf-8", "surrogateescape"))
        nth = self._fault.nth
        if nth and (self._count == nth or (self._fault.lasting and self._count > nth)):
            self._strike(path)

    def _strike(self, path: str) -> None:
        if self._fault.in_workers and not self._fault.lasting:
            try:
                self._open(f"{self._fault.log}.struck", os.O_CREAT | os.O_EXCL)
            except FileExistsError:
                return
        if self._fault.action in SIGNALS:
            os.kill(os.getpid(), getattr(signal, f"SIG{self._fault.action}"))
        else:
            _fail(getattr(errno, self._fault.action), path)


def _fail(code: int, path: str) -> NoReturn:
    raise OSError(code, os.strerror(code), path)
