"""What the records of a web archive mean in earlier deliveries: found by what those captured.

A crawler that knows of an earlier crawl writes of what has not changed only that it has not. The
records that are meant are copied into one file, a WARC of their own, while they are needed.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from newsarchive.durable import create, store_error, write_all
from newsarchive.errors import NewsArchiveError, SourceError, StoreError
from newsarchive.formats import Refers
from newsarchive.formats.warc.captures import Capture, known_by
from newsarchive.holdings.find import dark
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession, BagKind
from newsarchive.workflows.crawled.opened import captures_in, opened_web_archive

_LARGEST = 64 << 20  # bytes of a record that is copied
Meant = dict[int, tuple[int, str, Capture, str]]
"""By the number of what refers: how surely it is meant, the bag, the capture, and its file."""


def gather(
    holdings: OpenArchive, own: str, refers: Sequence[Refers], target: Path, notes: list[str]
) -> bool:
    """Copy what `refers` mean into the new file `target`; whether there is any.

    The delivery whose bag id is `own` is no earlier one. `notes` gets a line for each delivery that
    could not be read.

    Raises:
        StoreError: the file cannot be written.
    """
    if not refers:
        return False
    meant = _meant(holdings, own, refers, notes)
    wanted: dict[str, dict[tuple[str, int], Capture]] = {}
    for _, bag, capture, file in meant.values():
        if capture.place.size <= _LARGEST:
            wanted.setdefault(bag, {})[file, capture.place.number] = capture
    if not wanted:
        return False
    try:
        out = create(target)
    except OSError as error:
        raise store_error("write", target, error) from error
    try:
        for bag, captures in wanted.items():
            delivery = holdings.catalog.accession(bag)
            assert delivery is not None  # noqa: S101  # it was just found there
            _copy(holdings, delivery, captures, target, out, notes)
    finally:
        os.close(out)
    return True


def _meant(holdings: OpenArchive, own: str, refers: Sequence[Refers], notes: list[str]) -> Meant:
    """What each of them means, by the surest of what it says."""
    names: dict[str, list[tuple[int, int]]] = {}
    for number, one in enumerate(refers):
        for rank, name in enumerate(one.meant):
            if name:
                names.setdefault(name, []).append((rank, number))
    meant: Meant = {}
    hidden = dark(holdings)
    for delivery in holdings.catalog.select(kind=BagKind.DELIVERY):
        if delivery.bag == own or delivery.bag in hidden:
            continue
        try:
            _look(captures_in(holdings, delivery), delivery.bag, names, meant)
        except NewsArchiveError as error:
            notes.append(f"What {delivery.name} captured could not be read: {error.message}.")
    return meant


def _look(
    captures: Iterable[tuple[Capture, str]],
    bag: str,
    names: dict[str, list[tuple[int, int]]],
    meant: Meant,
) -> None:
    for capture, file in captures:
        for name in known_by(capture):
            for rank, number in names.get(name, ()):
                if number not in meant or rank < meant[number][0]:
                    meant[number] = (rank, bag, capture, file)


def _copy(
    holdings: OpenArchive,
    delivery: Accession,
    captures: dict[tuple[str, int], Capture],
    target: Path,
    out: int,
    notes: list[str],
) -> None:
    """Copy records of one delivery; what is damaged is left out, and said."""
    copy = target.with_name(f"{target.name}.copy")
    try:
        with opened_web_archive(holdings, delivery, copy) as contents:
            for (file, _), capture in sorted(captures.items()):
                if file not in contents.inner:
                    raise SourceError(f"{delivery.name} has no file {file}")
                for piece in contents.inner[file].raw(capture.place):
                    _write(out, piece, target)
    except StoreError:
        raise
    except NewsArchiveError as error:
        notes.append(f"{delivery.name} could not be read: {error.message}.")


def _write(out: int, piece: bytes, target: Path) -> None:
    try:
        write_all(out, piece)
    except OSError as error:
        raise store_error("write", target, error) from error
