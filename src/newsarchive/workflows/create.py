"""Creating an archive: its folders, its marker, its ledger, its configuration and its README."""

import contextlib
import errno
import os
from dataclasses import dataclass
from pathlib import Path

from newsarchive.durable import (
    FOLDER_MODE,
    fsync_directory,
    must_be_no_link,
    store_error,
    write_new,
)
from newsarchive.errors import StoreError
from newsarchive.holdings.opened import CONFIG
from newsarchive.ledger import Ledger, written
from newsarchive.model.clock import Clock
from newsarchive.model.entries import Founding
from newsarchive.model.layout import FOLDERS, LEDGER
from newsarchive.store import open_store

LOCKS = ("write.lock", "audit.lock")
# What a folder may hold and still be taken for an archive to be: what git needs to keep it.
_WELCOME = frozenset({"README.md", ".gitignore", ".gitkeep"})


@dataclass(frozen=True, slots=True)
class Foundation:
    """What a new archive starts with: its id, its store's id, and the text of its archive.toml."""

    archive_id: str
    store_id: str
    config: str
    readme: str
    schemas: tuple[tuple[str, bytes], ...]
    agent: str


def create(root: Path, foundation: Foundation, clock: Clock) -> None:
    """Make an archive at `root`: a new folder, an empty one, or one that `create` did not finish.

    archive.toml comes last: without it, it is no archive yet, and `create` can be called again.

    Raises:
        StoreError: something else lies there, or the disk refused.
    """
    _refuse_strangers(root)
    try:
        _make_root(root)
        for folder in FOLDERS:
            must_be_no_link(root / folder)
            (root / folder).mkdir(FOLDER_MODE, exist_ok=True)
        for lock in LOCKS:
            with contextlib.suppress(FileExistsError):
                write_new(root / "staging" / lock, b"")
        fsync_directory(root / "staging")
        _write(root / "README.txt", foundation.readme.encode())
        for name, data in foundation.schemas:
            _write(root / "schemas" / name, data)
        fsync_directory(root / "schemas")
        for unfinished in ("bags/.store.json", LEDGER):
            (root / unfinished).unlink(missing_ok=True)
        open_store(root, archive_id=foundation.archive_id).create(foundation.store_id)
        founding = Founding(foundation.archive_id, 1, foundation.agent)
        Ledger(root / LEDGER).create([written(founding)], clock.now())
        fsync_directory(root)
        draft = root / f".{CONFIG}.new"
        _write(draft, foundation.config.encode())
        os.rename(draft, root / CONFIG)
        fsync_directory(root)
        fsync_directory(root.parent)
    except OSError as error:
        raise store_error("make an archive at", root, error) from error


def _make_root(root: Path) -> None:
    """Make the archive's folder and those above it; `Path.mkdir` gives those modes as they come."""
    missing = [folder for folder in (root, *root.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(FOLDER_MODE, exist_ok=True)
    if not root.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(root))


def _write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    write_new(path, data)


def _refuse_strangers(root: Path) -> None:
    try:
        found = set(os.listdir(root))
    except FileNotFoundError:
        return
    except OSError as error:
        raise store_error("make an archive at", root, error) from error
    if CONFIG in found:
        raise StoreError(
            f"there is an archive at {root} already",
            hint="Nothing was changed. Use it, or name another folder with -a.",
        )
    ours = {*FOLDERS, *_WELCOME, "README.txt", f".{CONFIG}.new"}
    if strangers := sorted(found - ours):
        raise StoreError(
            f"{root} is not empty: it holds {strangers[0]}",
            hint="Nothing was changed. Name a new or an empty folder with -a.",
        )
    if _holds_bags(root / "bags"):
        raise StoreError(
            f"{root} has no {CONFIG}, and bags lie in it",
            hint="Nothing was changed. If the archive lost its archive.toml, restore that file.",
        )


def _holds_bags(bags: Path) -> bool:
    return bags.is_dir() and bool(set(os.listdir(bags)) - {".store.json"})


def readme() -> str:
    """README.txt of an archive."""
    from importlib import resources  # noqa: PLC0415  # only a new archive needs it

    return (
        resources.files("newsarchive.workflows").joinpath("archive-readme.txt").read_text("utf-8")
    )
