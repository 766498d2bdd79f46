"""Bags in a directory tree: by date or by id, with a marker at its top."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsarchive import canonical
from newsarchive.bag import DirectoryTree, Tree
from newsarchive.durable import (
    FOLDER_MODE,
    fsync_directory,
    make_directories,
    must_be_no_link,
    read_small,
    remove_wholly,
    store_error,
    write_new,
)
from newsarchive.errors import StoreError, why
from newsarchive.model.layout import is_bag_place, is_way_to_bags
from newsarchive.store.base import Stray, bag_place

MARKER = "bags/.store.json"
_MOST_MARKER = 1 << 16


class DirectoryStore:
    """The store in the folder `bags/` of the archive at `root`. Implements `Store`."""

    def __init__(self, root: Path, *, archive_id: str) -> None:
        self.root = root
        self.archive_id = archive_id

    def create(self, store_id: str) -> None:
        """Make `bags/` and its marker: this is store X of archive Y.

        Raises:
            StoreError: the disk refused, or there is a marker already.
        """
        try:
            (self.root / "bags").mkdir(FOLDER_MODE, exist_ok=True)
            marker = canonical.dumps({"archive": self.archive_id, "store": store_id, "v": 1})
            write_new(self.root / MARKER, marker + b"\n")
            fsync_directory(self.root / "bags")
            fsync_directory(self.root)
        except OSError as error:
            raise store_error("make the store", self.root / MARKER, error) from error

    def trouble(self) -> str:
        """Why its marker cannot be relied on; "" if it can."""
        marker = self.root / MARKER
        try:
            document = canonical.loads(read_small(marker, _MOST_MARKER))
        except FileNotFoundError:
            return (
                f"the store's marker {marker} is not there: is the disk or share with the bags"
                " attached?"
            )
        except OSError as error:
            return f"the store cannot be reached: {marker}: {why(error)}"
        except ValueError as error:
            return f"the store's marker {marker} is damaged: {error}"
        if not isinstance(document, dict) or document.get("archive") != self.archive_id:
            return f"the store at {marker.parent} belongs to another archive"
        return ""

    def tree(self, path: str, *, direct: bool = False) -> Tree:
        """The bag at `path`, to be read; `direct`: past the page cache of this machine."""
        return DirectoryTree(self.root / path, direct=direct)

    def holds(self, path: str) -> bool:
        """Whether something lies at `path`."""
        try:
            os.lstat(self.root / path)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise store_error("look at", self.root / path, error) from error
        return True

    def publish(self, staged: Path, path: str) -> None:
        """Rename the staged bag, on the same file system, to its place."""
        target = self.root / bag_place(path)
        try:
            make_directories(target.parent, below=self.root)
            # rename() would succeed onto an empty directory. The write lock is held, so nobody
            # comes between this question and the rename.
            if os.path.lexists(target):
                raise StoreError(
                    f"cannot store a bag at {target}: something lies there already",
                    hint="Run newsarchive audit: it says what it is. newsarchive adopt enters a bag"
                    " again that the ledger forgot.",
                )
            os.rename(staged, target)
        except OSError as error:
            raise store_error("store the bag", target, error) from error

    def retract(self, path: str, staged: Path) -> None:
        """Rename the bag back to where it was staged."""
        try:
            os.rename(self.root / path, staged)
        except OSError as error:
            raise store_error("retract the bag", self.root / path, error) from error

    def destroy(self, path: str) -> None:
        """Remove the bag's folder with all that is in it; no link on the way to it is followed."""
        target = self.root / bag_place(path)
        if trouble := self.trouble():
            raise StoreError(trouble)
        for folder in reversed(target.parents):
            if folder.is_relative_to(self.root) and folder != self.root:
                must_be_no_link(folder)
        try:
            remove_wholly(target)
        except FileNotFoundError:
            return  # the folder that it lay in is gone, too
        except OSError as error:
            raise store_error("remove", error.filename or target, error) from error

    def settle(self, paths: Iterable[str]) -> None:
        """Fsync the folders that hold the bags."""
        for parent in sorted({(self.root / path).parent for path in paths}):
            try:
                fsync_directory(parent)
            except OSError as error:
                raise store_error("put on disk", parent, error) from error

    def walk(self) -> Iterator[str | Stray]:
        """The paths of all bag folders, ordered, and whatever else lies there."""
        yield from self._walk("bags")

    def _walk(self, folder: str) -> Iterator[str | Stray]:
        try:
            with os.scandir(self.root / folder) as found:
                entries = sorted(found, key=lambda e: e.name)
        except OSError as error:
            raise store_error("read", self.root / folder, error) from error
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if path == MARKER:
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and is_way_to_bags(path):
                yield from self._walk(path)
            elif is_folder and is_bag_place(path):
                yield path
            else:
                what = "a folder" if is_folder else "not a folder"
                yield Stray(path, f"{what} where only bags and the folders of dates belong")
