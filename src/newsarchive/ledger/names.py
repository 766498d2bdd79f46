"""What an accession says that may have to be forgotten: kept beside the ledger, a file for a bag.

The ledger itself has a digest of it, over a salt besides: without the file nobody can tell from the
digest what stood there, nor try out what might have. Entries of early archives have all of it
themselves, and are left as they are.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.digests import digest_of
from newsarchive.durable import (
    MOST_LINE,
    fsync_files,
    make_directories,
    read_small,
    remove_wholly,
    store_error,
    write_over,
)
from newsarchive.ledger.entries import Entry

_HIDDEN = ("salt", "name", "article", "version", "supplied", "origin", "findings", "sources")
_LATER = frozenset({"text"})  # what does not stand there of early bags
_LETTERS = 12  # of the bag id, which end the name of a bag's folder

Fields = Mapping[str, Any]


def shown(fields: Fields) -> dict[str, Any]:
    """What of the fields of an accession stands in the ledger: all of them where there is no salt.

    `place` is the folder in which the bag lies, `names` the digest of what does not stand there.
    """
    return _shown(fields, hidden) if fields.get("salt") else dict(fields)


def _shown(fields: Fields, write: Callable[[Fields], bytes]) -> dict[str, Any]:
    left = {k: v for k, v in fields.items() if k not in {*_HIDDEN, *_LATER, "path"}}
    place = str(fields["path"]).rpartition("/")[0]
    return left | {"place": place, "names": str(digest_of(write(fields)))}


def hidden(fields: Fields) -> bytes:
    """What of the fields of an accession stands beside the ledger: canonical JSON and LF."""
    return canonical.dumps(_beside(fields)) + b"\n"


def _plain(fields: Fields) -> bytes:
    return canonical.dumps_plain(_beside(fields)) + b"\n"


def _beside(fields: Fields) -> dict[str, Any]:
    later = {key: fields[key] for key in _LATER if key in fields}
    return {key: fields[key] for key in _HIDDEN} | later


def are_told(fields: Fields, entry: Fields) -> bool:
    """Whether these are the fields of which the ledger has an `entry`, with their digest.

    What a person put there by other means may be told to be none, and then has to be read.
    """
    try:
        return bool(fields.get("salt")) and _shown(fields, _plain) == entry
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with all that it says, and what is wrong with that."""

    entry: Entry
    faults: tuple[str, ...] = ()


class Names:
    """The folder `ledger/names/` of an archive."""

    def __init__(self, ledger: Path) -> None:
        self._top = ledger.parent
        self._root = ledger.parent.parent

    def keep(self, accessions: Sequence[Fields], *, threads: int = 32) -> None:
        """Write down, on disk, what the ledger will not have of these. Doing it again is no harm.

        Raises:
            StoreError: the disk refused.
        """
        paths = [self._write(fields) for fields in accessions if fields.get("salt")]
        if not paths:
            return
        try:
            fsync_files(paths, threads=threads)
        except OSError as error:
            raise store_error("put on disk", error.filename or self._top, error) from error

    def _write(self, fields: Fields) -> Path:
        path = self.path(fields["bag"])
        try:
            make_directories(path.parent, below=self._top)
            write_over(path, hidden(fields))
        except OSError as error:
            raise store_error("write", path, error) from error
        return path

    def path(self, bag: str) -> Path:
        """Where the file of a bag lies."""
        return self._top / "names" / bag[:2] / f"{bag}.json"

    def forget(self, bag: str) -> None:
        """Remove the file of a bag, for good.

        Raises:
            StoreError: the disk refused.
        """
        path = self.path(bag)
        if not os.path.lexists(path):
            return
        try:
            remove_wholly(path)
        except OSError as error:
            raise store_error("remove", path, error) from error

    def told(self, entry: Entry, is_gone: Callable[[str], bool]) -> Told:
        """An accession with what stands beside the ledger; any other entry as it is.

        Where that is not there, or is not what the ledger has the digest of, the bag has a name
        made of its id, or that of the folder in which it lies. That is a fault, unless the bag
        `is_gone`: destroyed on purpose. Nothing is raised.
        """
        fields = entry.fields
        if entry.type != "accession" or "names" not in fields:
            return Told(entry)
        bag, place, wanted = fields.get("bag"), fields.get("place"), fields["names"]
        if not isinstance(bag, str) or not isinstance(place, str) or "/" in bag or "\0" in bag:
            return Told(entry)  # whoever understands it says what is wrong
        left = {key: value for key, value in fields.items() if key not in {"names", "place"}}
        try:
            data = read_small(self.path(bag), MOST_LINE)
            said = canonical.loads(data)
        except (OSError, ValueError):
            data, said = b"", None
        if (
            isinstance(said, dict)
            and str(digest_of(data)) == wanted
            and set(said) - _LATER == set(_HIDDEN)
        ):
            whole = left | said | {"path": f"{place}/{said['name']}"}
            return Told(replace(entry, fields=whole))
        name = self._found(place, bag)
        unknown: Fields = {
            "name": name,
            "path": f"{place}/{name}",
            "article": "",
            "version": None,
            "supplied": {},
            "origin": "",
            "findings": [],
            "sources": [],
        }
        told = replace(entry, fields={**left, **unknown})
        if is_gone(bag):
            return Told(told)
        path = self.path(bag).relative_to(self._root)
        return Told(told, (f"what {path} says of its bag is not there, or is not what it was",))

    def _found(self, place: str, bag: str) -> str:
        """The name of the folder in a place that ends as that of the bag; else one of its id."""
        ending = f"-{bag[:_LETTERS]}"
        if place.startswith("bags/") and ".." not in place:
            try:
                names = sorted(n for n in os.listdir(self._root / place) if n.endswith(ending))
            except (OSError, ValueError):
                names = []
            if names:
                return names[0]
        return f"unnamed{ending}"
