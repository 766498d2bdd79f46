"""What is named on a command line besides files and folders: lists of them, and patterns."""

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsarchive.durable import display
from newsarchive.errors import RefusedError, SourceError, UsageError, why
from newsarchive.workflows.ingest.below import open_source
from newsarchive.workflows.ingest.requested import Unusable

_MOST_BYTES = 256 << 20
_MOST_NAME = 1 << 16  # bytes; no system takes a longer path
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BOM = b"\xef\xbb\xbf"
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file or folder that stands in a list, and not on the command line."""

    path: Path


Named = Path | Listed | Unusable


def named(
    sources: Iterable[str | os.PathLike[str]],
    stdin: Callable[[], BinaryIO],
    *,
    nul: bool = False,
) -> Iterator[Named]:
    """What `sources` name, in order.

    `@FILE` is a list of paths, one a line; `-` or `@-` is one on standard input; with `nul` a NUL
    ends each path instead. A name with `*`, `?` or `[` at which nothing lies is a pattern. What is
    listed is a path and nothing else. Relative paths are those of the folder one is in.

    Raises:
        UsageError: standard input is named twice.
    """
    texts = [os.fspath(source) for source in sources]
    if sum(text in {"-", "@-"} for text in texts) > 1:
        raise UsageError("standard input is named twice, and can be read once")
    for text in texts:
        if text in {"-", "@-"}:
            yield from _list("standard input", stdin, nul)
        elif text.startswith("@") and len(text) > 1 and not os.path.lexists(text):
            yield from _list(name := f"the list {display(text[1:])}", _opening(text, name), nul)
        elif not _MAGIC.isdisjoint(text) and not os.path.lexists(text):
            yield from _matching(text)
        else:
            yield Path(text)


def _opening(text: str, name: str) -> Callable[[], BinaryIO]:
    return lambda: os.fdopen(open_source(Path(text[1:]), name), "rb")


def _matching(pattern: str) -> Iterator[Named]:
    """What a pattern that no shell has filled in stands for, in the order of names."""
    found = sorted(glob.iglob(pattern, recursive=True))
    if not found:
        shown = display(pattern)
        yield Unusable(shown, RefusedError(f"{shown} is not there, and nothing matches it"))
    yield from map(Path, found)


def _list(name: str, opened: Callable[[], BinaryIO], nul: bool) -> Iterator[Named]:
    try:
        data = _read(name, opened)
    except (RefusedError, SourceError) as error:
        yield Unusable(name, error)
        return
    ending = b"\0" if nul else b"\n"
    for number, line in enumerate(data.removeprefix(_BOM).split(ending), 1):
        path = line if nul else line.removesuffix(b"\r")
        if not path:
            continue
        if problem := _problem(path):
            where = f"line {number:,} of {name}" if not nul else f"path {number:,} of {name}"
            yield Unusable(where, RefusedError(f"{where} {problem}", hint=_HINT))
        else:
            yield Listed(Path(os.fsdecode(path)))


_HINT = "A list has one path a line; with -0 a NUL ends each."


def _problem(path: bytes) -> str:
    if b"\0" in path:
        return "holds a NUL, which no path can"
    if len(path) > _MOST_NAME:
        return f"has {len(path):,} bytes, and is no path"
    return ""


def _read(name: str, opened: Callable[[], BinaryIO]) -> bytes:
    """The whole list, so that it is known how much there is to do.

    Raises:
        RefusedError, SourceError: it is not there, no list, or cannot be read.
    """
    try:
        with opened() as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"cannot read {name}: {why(error)}") from error
    if len(data) > _MOST_BYTES:
        raise RefusedError(f"{name} has more than {_MOST_BYTES >> 20} MiB, and is no list of paths")
    if (form := _BOMS.get(data[:2])) is not None:
        raise RefusedError(f"{name} is {form}; a list of paths is UTF-8", hint="Save it as UTF-8.")
    return data
