"""A folder of this process alone that has the files of an index, and can be added to."""

import os
import shutil
import tempfile
from pathlib import Path

Folder = tempfile.TemporaryDirectory[str]


def empty() -> Folder:
    """A new folder, which goes with whoever holds it."""
    return tempfile.TemporaryDirectory(prefix="newsarchive-search-")


def linked(source: Path) -> Folder:
    """A folder of links to the files of the index in `source`, whose files are never changed.

    What another such folder has of its own is shared: it stays when that one goes.

    Raises:
        OSError: they cannot be read or linked.
    """
    folder = empty()
    shutil.copy(source / "meta.json", folder.name)  # first: all that it names is there
    shutil.copy(source / ".managed.json", folder.name)
    for name in os.listdir(source):
        if name.startswith(".") or name == "meta.json":
            continue
        file, place = source / name, Path(folder.name, name)
        if source.parent == place.parent.parent and not file.is_symlink():
            os.link(file, place)
        else:
            os.symlink(file.resolve(), place)
    return folder
