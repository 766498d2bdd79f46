"""One file of a bag, held against the seal like a whole bag."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from newsarchive.bag.copying import pieces
from newsarchive.durable import create, fsync_file, store_error, write_all
from newsarchive.errors import NotFoundError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.find import base_of, find
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import record_of
from newsarchive.model.holding import Accession
from newsarchive.workflows.access import Asking, allowed, enter_use, see
from newsarchive.workflows.verified import verified
from newsarchive.workflows.workshop import (
    give_place,
    must_be_new,
    must_be_outside,
    workshop_beside,
)

Put = Callable[[bytes], object]
TEXT = ""
"""Stands for the path of an article's text, which its record says."""


def get_file(
    holdings: OpenArchive, reference: str, path: str, asking: Asking, dest: Path | Put
) -> None:
    """Give the file at `path` in a bag, or its `TEXT`, to the new file `dest` or piece by piece.

    An amendment's own files are given where its whole name is the reference. Pieces are given only
    after the whole file was read once and found to be what was taken in.

    Raises:
        NotFoundError: there is no such bag, or no such file in it.
        PolicyError: it may not be given.
        DamagedBagError: it is not what was taken in.
        StoreError, SourceError: it cannot be read or written; or something is at `dest`.
    """
    if isinstance(dest, Path):
        must_be_outside(dest, holdings.root)
        must_be_new(dest)
    bag = open_to(holdings, reference, asking)
    if path == TEXT:
        bag, path = base_of(holdings, bag), _text_of(holdings, bag)
    with verified(holdings, bag) as tree:
        if path not in tree.expected:
            raise NotFoundError(
                f"there is no file {path} in {bag.name}",
                hint=f"Its manifest names them all: newsarchive get {bag.name} --file"
                " manifest-sha512.txt",
            )
        if isinstance(dest, Path):
            _save((data for _, data in pieces(tree, path)), dest)
            return
        for _ in pieces(tree, path):
            pass  # nothing is given before it is known to be right
        for _, data in pieces(tree, path):
            dest(data)


def open_to(holdings: OpenArchive, reference: str, asking: Asking) -> Accession:
    """The bag that `reference` names, if all of it may be given; the use is entered.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: it may not be given whole.
    """
    bag = find(holdings, reference, current=True)
    base = base_of(holdings, bag)
    level = allowed(holdings, base)
    see(holdings, level, asking, reference, whole=True)
    enter_use(holdings, [(base, level)], asking)
    return bag


def _text_of(holdings: OpenArchive, bag: Accession) -> str:
    path = record_of(current_record(holdings, base_of(holdings, bag)).record.document).text.path
    if path is None:
        raise NotFoundError(f"{bag.name} has no text", hint="It may have pictures: --html.")
    return path


def _save(content: Iterable[bytes], dest: Path) -> None:
    with workshop_beside(dest) as workshop:
        made = workshop / "made"
        try:
            out = create(made)
            try:
                for data in content:
                    write_all(out, data)
            finally:
                os.close(out)
            fsync_file(made)
        except OSError as error:
            raise store_error("write", made, error) from error
        give_place(made, dest)


def save(holdings: OpenArchive, data: bytes, dest: Path) -> None:
    """Write a document to the new file `dest`, all of it or nothing.

    Raises:
        StoreError: something lies there, or the disk refused.
        UsageError: it would lie in the archive.
    """
    must_be_outside(dest, holdings.root)
    must_be_new(dest)
    _save((data,), dest)
