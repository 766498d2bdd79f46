"""Receiving a source: its bytes are copied into staging and hashed once, while they are read."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from newsarchive.digests import Algorithm, MultiHasher
from newsarchive.durable import create, display, state_in, store_error, write_all
from newsarchive.errors import SourceError, UnfinishedError, why
from newsarchive.formats.pronom.identify import puid_of
from newsarchive.model.capture import Capture
from newsarchive.workflows.ingest import below
from newsarchive.workflows.ingest.below import Named
from newsarchive.workflows.ingest.containers import open_container
from newsarchive.workflows.ingest.requested import Piece

_CHUNK = 1 << 20


def spool(
    source: Named, target: Path, algorithms: Iterable[Algorithm], received: datetime
) -> Capture:
    """Copy `source` to the new file `target`, hashing by SHA-512 and `algorithms`.

    The copy is not fsynced: the bag's writer does that when it has its place. The source is never
    touched. A source whose size, time or file changes while it is read is not taken (RC-08).

    Raises:
        RefusedError: there is no such file, it is not a file, or a link leads to it (see `below`).
        SourceError: it could not be read, or changed while it was read.
        StoreError: the copy could not be written.
    """
    name = display(source)
    fd = below.open_source(source, name)
    try:
        before = os.fstat(fd)
        hasher = MultiHasher(dict.fromkeys((Algorithm.SHA512, *algorithms)))
        try:
            _write(_read(fd, name, before.st_size), target, hasher)
        except BaseException:
            with contextlib.suppress(OSError):
                target.unlink()
            raise
        if state_in(os.fstat(fd)) != state_in(before) or hasher.size != before.st_size:
            raise UnfinishedError(
                f"{name} changed while it was read; nothing was stored for it",
                hint="Wait until it is complete, then ingest it again.",
            )
    finally:
        os.close(fd)
    return Capture(
        name=display(source.name),
        origin=display(os.path.abspath(source)),
        size=hasher.size,
        digests=hasher.digests(),
        received=received,
        spool=str(target),
        pronom=_format(target),
    )


def draw(
    piece: Piece, target: Path, algorithms: Iterable[Algorithm], received: datetime
) -> Capture:
    """Copy a part of a container to the new file `target`; as `spool` does for a file.

    Raises:
        RefusedError: the container is none after all.
        SourceError: the part could not be read, or is not whole.
        StoreError: the copy could not be written.
    """
    container, part = piece.container, piece.part
    hasher = MultiHasher(dict.fromkeys((Algorithm.SHA512, *algorithms)))
    try:
        _write(open_container(container).pieces(part), target, hasher)
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink()
        raise
    return Capture(
        name=part.name.rpartition("/")[2],
        origin=f"{container.capture.origin}#{part.name}",
        size=hasher.size,
        digests=hasher.digests(),
        received=received,
        spool=str(target),
        pronom=_format(target),
    )


def keep(
    data: bytes, main: Capture, place: str, target: Path, algorithms: Iterable[Algorithm]
) -> Capture:
    """Put `data`, found at a `place` in the document `main`, into the new file `target`.

    Raises:
        StoreError: it could not be written.
    """
    return written((data,), main, place, target, algorithms)


def written(
    pieces: Iterable[bytes],
    main: Capture,
    place: str,
    target: Path,
    algorithms: Iterable[Algorithm],
) -> Capture:
    """Put what was made of the document `main`, and is called `place`, into the new file `target`.

    Raises:
        StoreError: it could not be written.
    """
    hasher = MultiHasher(dict.fromkeys((Algorithm.SHA512, *algorithms)))
    _write(pieces, target, hasher)
    return Capture(
        name=place,
        origin=f"{main.origin}#{place}",
        size=hasher.size,
        digests=hasher.digests(),
        received=main.received,
        spool=str(target),
        pronom=_format(target),
    )


def _format(target: Path) -> str | None:
    try:
        return puid_of(target)
    except OSError as error:
        raise store_error("read", target, error) from error


def _write(pieces: Iterable[bytes], target: Path, hasher: MultiHasher) -> None:
    try:
        out = create(target)
    except OSError as error:
        raise store_error("write", target, error) from error
    try:
        for piece in pieces:
            hasher.update(piece)
            try:
                write_all(out, piece)
            except OSError as error:
                raise store_error("write", target, error) from error
    finally:
        os.close(out)


def _read(fd: int, name: str, size: int) -> Iterator[bytes]:
    """The bytes of a file, until there are more than `size`: a log that grows has no end."""
    total = 0
    while total <= size:
        try:
            # Room for a MiB takes longer to get than most files take to read.
            chunk = os.read(fd, min(_CHUNK, size + 1 - total))
        except OSError as error:
            raise SourceError(f"cannot read {name}: {why(error)}") from error
        if not chunk:
            return
        total += len(chunk)
        yield chunk
