"""Everything in a bag, file by file, to be written elsewhere: what is no file cannot be."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from newsarchive import durable
from newsarchive.bag.tree import ChangedError, NodeKind, Tree
from newsarchive.errors import SourceError, why

_CHUNK = 1 << 20


def content_of(tree: Tree) -> tuple[list[str], list[str]]:
    """The paths of its files and of its folders, both ordered; the bag itself is the folder "".

    Raises:
        SourceError: something in it is neither, or cannot be looked at.
    """
    files: list[str] = []
    folders: list[str] = []
    for node in tree.nodes():
        if node.problem or node.kind not in {NodeKind.FILE, NodeKind.FOLDER}:
            why = node.problem or f"a {node.kind} lies there"
            raise SourceError(f"cannot copy {node.path or 'the bag'}: {why}")
        (files if node.kind is NodeKind.FILE else folders).append(node.path)
    return sorted(files), sorted(folders)


def pieces(tree: Tree, path: str) -> Iterator[tuple[int, bytes]]:
    """(size of the whole, next bytes) of a file; first with no bytes, so that the size is known.

    Raises:
        SourceError: it cannot be read, or changed meanwhile.
    """
    try:
        with tree.open(path) as file:
            before = file.state()
            yield before.size, b""
            left = before.size
            while left:
                data = file.read(min(_CHUNK, left))
                if not data:
                    break
                left -= len(data)
                yield before.size, data
            if left or file.read(1) or file.state() != before:
                raise ChangedError(errno.EBUSY, "it changed while it was read")
    except OSError as error:
        raise SourceError(f"cannot copy {path}: {why(error)}") from error


def copy(tree: Tree, target: Path) -> None:
    """Write all of `tree` to the new folder `target`; the caller sees that it is on disk.

    Raises:
        SourceError: something in it cannot be read, changed meanwhile, or is no file.
        StoreError: the disk refused. What was written so far is left to the caller.
    """
    files, folders = content_of(tree)
    try:
        for folder in folders:
            _make(target / folder)
        for path in files:
            _write(tree, path, target / path)
    finally:
        tree.close()


def _make(folder: Path) -> None:
    try:
        os.mkdir(folder, durable.FOLDER_MODE)
    except OSError as error:
        raise durable.store_error("make", folder, error) from error


def _write(tree: Tree, path: str, place: Path) -> None:
    try:
        out = durable.create(place)
    except OSError as error:
        raise durable.store_error("write", place, error) from error
    try:
        for _, data in pieces(tree, path):
            try:
                durable.write_all(out, data)
            except OSError as error:
                raise durable.store_error("write", place, error) from error
    finally:
        os.close(out)
