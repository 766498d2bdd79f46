"""Copies of bags that are to be destroyed, wherever they lie below the archive beside the store.

In staging and quarantine, in what lies in the store and the ledger does not know, in catalogs that
were set aside, and in files and folders that people put beside those of the archive.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.audits.files import RUN, is_ours
from newsarchive.durable import display, reading
from newsarchive.errors import StoreError
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn
from newsarchive.model.layout import CATALOG, FOLDERS, SEARCH
from newsarchive.model.observation import TAG_MANIFEST
from newsarchive.store import Stray

if TYPE_CHECKING:
    from newsarchive.holdings.opened import OpenArchive

_PIECE = 32  # bytes of the text: so many together are no chance
_MOST_TEXT = 8 << 20
_CHUNK = 1 << 20
_OVERLAP = 256  # longer than whatever is looked for
_OURS = frozenset({"archive.toml", "README.txt", CATALOG, f"{CATALOG}-journal", SEARCH})
_LOCKS = frozenset({"write.lock", "audit.lock", "journal.json"})
_TEXTS = ("data/article.txt", "data/original/")
_NO_BYTES = hashlib.sha512(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Traces:
    """What gives a copy away: names of bags, seals, digests of files, and pieces of what they say.

    `seals` and `digests` are SHA-512 in hex; at `places` the bags themselves lie.
    """

    places: frozenset[str]
    names: tuple[str, ...]
    seals: frozenset[str]
    digests: frozenset[str]
    pieces: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Something below the archive that goes with a bag, and why, in words."""

    path: Path
    why: str


def traces_of(
    holdings: "OpenArchive", accessions: Iterable[Accession], kept: frozenset[str]
) -> Traces:
    """What gives copies of these bags away, as far as they are there to be read.

    `kept` are the SHA-512 of files that other bags hold, too.
    """
    places, names = set(), []
    seals: set[str] = set()
    digests: set[str] = set()
    pieces: set[bytes] = set()
    for accession in accessions:
        places.add(accession.path)
        names.append(accession.name)
        seals.add(accession.seal.hex)
        digests.update(accession.originals, (digest for digest, _ in accession.media))
        pieces |= {accession.bag.encode(), bag_urn(accession.bag).encode(), accession.name.encode()}
        tree = holdings.store.tree(accession.path)
        with contextlib.suppress(OSError, StoreError):
            listed = tree.take("manifest-sha512.txt", _MOST_TEXT) or b""
            for line in listed.decode("utf-8", "replace").splitlines():
                digest, _, path = line.partition("  ")
                digests.add(digest)
                if path.startswith(_TEXTS):
                    with contextlib.suppress(OSError):
                        pieces |= set(_pieces(tree.take(path, _MOST_TEXT) or b""))
        tree.close()
    return Traces(
        frozenset(places),
        tuple(names),
        frozenset(seals),
        frozenset(digests) - kept - {_NO_BYTES},
        tuple(pieces),
    )


def _pieces(data: bytes) -> Iterator[bytes]:
    for line in data.split(b"\n"):
        text = line.strip()
        for at in range(0, len(text) - _PIECE + 1, _PIECE):
            yield text[at : at + _PIECE]


def copies(holdings: "OpenArchive", traces: Traces, *, running: bool) -> Iterator[Copy]:
    """Everything that is a copy of what these traces are of, but for the bags themselves.

    Where a whole folder goes, what is in it is not told. `running`: also in the folders of runs in
    staging, which whoever ends them removes.

    Raises:
        StoreError: the store cannot be listed.
        OSError: a folder cannot be read.
    """
    root = holdings.root
    for entry in sorted(os.scandir(root), key=lambda e: e.name):
        path = root / entry.name
        if entry.name.startswith((f"{CATALOG}.", f".{CATALOG}.")):
            yield Copy(path, "a catalog that was set aside")
        elif entry.name not in _OURS and entry.name not in FOLDERS:
            yield from _in(path, traces)
    for entry in sorted(os.scandir(holdings.staging), key=lambda e: e.name):
        if entry.name not in _LOCKS and (running or not os.path.lexists(f"{entry.path}/lock")):
            yield from _in(holdings.staging / entry.name, traces)
    for name in sorted(os.listdir(holdings.quarantine)):
        yield from _in(holdings.quarantine / name, traces)
    yield from _beside_reports(holdings.audits, traces)
    for item in holdings.store.walk():
        place = item.path if isinstance(item, Stray) else item
        if place in traces.places:
            continue
        if isinstance(item, Stray) or not holdings.catalog.known([item]):
            yield from _in(root / place, traces)


def _beside_reports(audits: Path, traces: Traces) -> Iterator[Copy]:
    """What people put into the folder of the audits, such as a report as a page."""
    for name in sorted(os.listdir(audits)):
        if not RUN.fullmatch(name):
            yield from _in(audits / name, traces)
            continue
        for inside in sorted(os.listdir(audits / name)):
            if not is_ours(inside):
                yield from _in(audits / name / inside, traces)


def _in(path: Path, traces: Traces) -> Iterator[Copy]:
    """The copies at `path`: all of it, or files in it."""
    mode = path.lstat().st_mode
    if any(name in path.name for name in traces.names):
        yield Copy(path, "it has the name of the bag")
    elif stat.S_ISDIR(mode):
        seal = path / TAG_MANIFEST
        if seal.is_file() and _digest(seal) in traces.seals:
            yield Copy(path, "it is a copy of the bag")
            return
        for name in sorted(os.listdir(path)):
            yield from _in(path / name, traces)
    elif stat.S_ISREG(mode) and (why := _why(path, traces)):
        yield Copy(path, why)


def seal_of(folder: Path) -> str:
    """The seal of the bag in a folder, `sha512:...`; "" if it has none.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return f"sha512:{_digest(folder / TAG_MANIFEST)}"
    except FileNotFoundError:
        return ""


def _digest(path: Path) -> str:
    hasher = hashlib.sha512()
    with reading(path) as file:
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


def _why(path: Path, traces: Traces) -> str:
    """Why a file goes; "" for one that stays."""
    if _digest(path) in traces.digests:
        return "it is a copy of a file of the bag"
    before = b""
    with reading(path) as file:
        while chunk := file.read(_CHUNK):
            data = before + chunk
            if any(piece in data for piece in traces.pieces):
                return "it names the bag, or holds a piece of its text"
            before = data[-_OVERLAP:]
    return ""


def shown(root: Path, path: Path) -> str:
    """The path of a copy for people, relative to the archive."""
    return display(path.relative_to(root))
