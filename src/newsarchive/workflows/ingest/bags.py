"""Bags (BagIt) that come in: checked whole before anything of them is taken, and kept as they came.

A bag in a folder is kept as a tar of it, whose bytes follow from the bag alone: so the same bag is
the same delivery, and its own manifests vouch for every file that comes out of the tar again.
"""

import io
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from newsarchive.bag import DirectoryTree, examine
from newsarchive.bag.facts import BagFacts
from newsarchive.bag.serialized import SerializedTree
from newsarchive.bag.serializing import serialize
from newsarchive.bag.tree import NodeKind
from newsarchive.digests import Algorithm, MultiHasher
from newsarchive.durable import create, display, store_error, write_all
from newsarchive.errors import RefusedError, SourceError, StoreError
from newsarchive.judgement.validity import validity
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Finding, Level, Validity
from newsarchive.packaging.places import DELIVERY_PROFILE, PROFILE
from newsarchive.workflows.ingest.below import Named

_MOST_SHOWN = 3
_LONGEST_SHOWN = 200
_PROFILE = "BagIt-Profile-Identifier"


def pack_folder(
    folder: Named, target: Path, algorithms: Iterable[Algorithm], received: datetime
) -> Capture:
    """Write the bag in `folder` to the new file `target`, as a tar; as `spool` does for a file.

    Raises:
        RefusedError: something in it is neither file nor folder.
        SourceError: it cannot be read, or changed while it was read.
        StoreError: the tar could not be written.
    """
    name = display(folder)
    tree = DirectoryTree(Path(os.fspath(folder)))
    for node in tree.nodes():
        if not node.problem and node.kind not in {NodeKind.FILE, NodeKind.FOLDER}:
            raise RefusedError(f"{name} is no valid bag: {node.path} is a {node.kind}")
    hasher = MultiHasher(dict.fromkeys((Algorithm.SHA512, *algorithms)))
    try:
        fd = create(target)
    except OSError as error:
        raise store_error("write", target, error) from error
    try:
        serialize(tree, folder.name, cast(BinaryIO, _Hashed(fd, hasher)), "tar")
    except SourceError as error:
        raise SourceError(f"{name}: {error.message}", hint=error.hint) from error
    except OSError as error:
        raise store_error("write", target, error) from error
    finally:
        os.close(fd)
    return Capture(
        name=f"{display(folder.name)}.tar",
        origin=display(os.path.abspath(folder)),
        size=hasher.size,
        digests=hasher.digests(),
        received=received,
        spool=str(target),
    )


class _Hashed(io.RawIOBase):
    """Writes to a descriptor what it is given, and hashes it."""

    def __init__(self, fd: int, hasher: MultiHasher) -> None:
        self._fd = fd
        self._hasher = hasher

    def write(self, data: Any) -> int:
        """Write all of it."""
        self._hasher.update(data)
        write_all(self._fd, data)
        return len(data)


def must_be_valid(path: Path, name: str) -> tuple[tuple[str, str], ...]:
    """See that the bag in the file at `path`, called `name`, is valid.

    Returns the elements of its bag-info.txt, in their order.

    Raises:
        RefusedError: it is not, or it is a bag of our own. Says why in one line.
        StoreError: nobody can tell.
    """
    tree = SerializedTree(path)
    try:
        seen = examine(tree)
    finally:
        tree.close()
    findings = (*seen.observation.findings, *tree.findings())
    errors = [f for f in dict.fromkeys(findings) if f.level is Level.ERROR]
    match validity(seen.observation):
        case Validity.VALID if not errors:
            return _info(seen.facts, name)
        case Validity.INCOMPLETE:
            raise RefusedError(
                f"{name} is a bag that is not complete: its fetch.txt names files that are"
                f" elsewhere: {_listed(errors)}",
                hint="Complete it first: nothing is fetched from a network here.",
            )
        case Validity.UNVERIFIED:
            raise StoreError(f"nobody can tell whether {name} is a valid bag: {_listed(errors)}")
        case _:
            raise RefusedError(
                f"{name} is no valid bag: {_listed(errors)}",
                hint="Get it anew. newsarchive validate names everything that is wrong with it.",
            )


def _info(facts: BagFacts, name: str) -> tuple[tuple[str, str], ...]:
    if {PROFILE, DELIVERY_PROFILE} & set(facts.values(_PROFILE)):
        raise RefusedError(
            f"{name} is a bag of newsarchive's own, and no delivery",
            hint="Put it at its place below bags/ of the archive, and run newsarchive adopt.",
        )
    return tuple(facts.info)


def _listed(findings: list[Finding]) -> str:
    """The first findings on one line."""
    said = [f"{f.path}: {f.detail}" if f.path else f.detail for f in findings[:_MOST_SHOWN]]
    shown = [s if len(s) <= _LONGEST_SHOWN else f"{s[:_LONGEST_SHOWN]}..." for s in said]
    more = len(findings) - len(said)
    line = "; ".join(shown) + (f"; and {more:,} more" if more > 0 else "")
    return "".join(c if c.isprintable() else "?" for c in line)
