"""What a place for sealed bags must be able to do, and what it promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from newsarchive.bag import Tree
from newsarchive.errors import StoreError
from newsarchive.model.layout import is_bag_place


@dataclass(frozen=True, slots=True)
class Stray:
    """Something in the store that is no bag, nor a folder on the way to one."""

    path: str
    detail: str


def bag_place(path: str) -> str:
    """`path`, if a bag may lie there.

    Raises:
        StoreError: it may not; the path leads somewhere else.
    """
    if not is_bag_place(path):
        raise StoreError(f"no bag is ever stored at {path!r}")
    return path


class Store(Protocol):
    """A place for sealed bags. Bags are named by their path relative to the archive.

    It promises: a bag is there whole or not at all; a bag that is there is never changed; nothing
    is read or written outside it; a pickled copy, in another process, reads the same bags.

    A bag goes in by `publish`, from a folder in which it is staged. Whoever publishes keeps that
    folder until the journal of the group is closed, and then drops what is left of it. So a store
    may do what its place does best. One on the same file system moves the folder: `publish` renames
    it there, `retract` renames it back. One of objects, which cannot rename, leaves the folder as
    it is: `publish` writes the objects of the bag and the tag manifest last, each only if none of
    that name is there; `holds` asks for the tag manifest, so that what was begun is no bag;
    `publish` goes on with what it had begun; `retract` removes the tag manifest first. Its `settle`
    has nothing to do.
    """

    def create(self, store_id: str) -> None:
        """Make the place and its marker: this is store X of archive Y.

        Raises:
            StoreError: it cannot be made, or there is a marker already.
        """
        ...

    def trouble(self) -> str:
        """Why the store cannot be relied on now, in a sentence; "" when its marker is there.

        An empty mount point, another archive's disk and a dead share are trouble. Without this
        question, every one of them would look like an archive that lost all its bags.
        """
        ...

    def tree(self, path: str, *, direct: bool = False) -> Tree:
        """The bag at `path`, to be read; whether it is there shows when it is read.

        `direct` reads past caches, as far as the place allows.
        """
        ...

    def holds(self, path: str) -> bool:
        """Whether something lies at `path`.

        Raises:
            StoreError: nobody can tell.
        """
        ...

    def publish(self, staged: Path, path: str) -> None:
        """Give the staged bag its place, in one step. Not on disk before `settle`.

        The folder `staged` is moved there, or stays as it is.

        Raises:
            StoreError: something lies there already, or the disk refused; nothing lies there that
                did not before.
        """
        ...

    def retract(self, path: str, staged: Path) -> None:
        """Undo a `publish` of this group: nothing lies at `path`, and `staged` is as it was.

        It can be published again.

        Raises:
            StoreError: it is not there, or the disk refused.
        """
        ...

    def destroy(self, path: str) -> None:
        """Remove the bag at `path`, or what is left of it, for good; on disk when this returns.

        Nothing may lie there any more.

        Raises:
            StoreError: the disk refused; a part of it may be gone.
        """
        ...

    def settle(self, paths: Iterable[str]) -> None:
        """Put the names of the bags at `paths` on disk.

        Raises:
            StoreError: the disk refused.
        """
        ...

    def walk(self) -> Iterator[str | Stray]:
        """The paths of all bag folders, and whatever else lies in the store, in no certain order.

        Raises:
            StoreError: a folder on the way cannot be read.
        """
        ...
