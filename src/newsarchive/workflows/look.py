"""Looking at one bag: its record, its standing, its versions. Reading never writes."""

import re
from pathlib import Path

from newsarchive.bag import Tree
from newsarchive.errors import NewsArchiveError, NotFoundError, StoreError
from newsarchive.metadata import Record, read_record
from newsarchive.model.holding import Accession
from newsarchive.model.outcome import BagView
from newsarchive.packaging import RECORD
from newsarchive.workflows.holdings import Holdings

_CHUNK = 1 << 20
_MAX_RECORD_BYTES = 64 << 20


def find(holdings: Holdings, reference: str) -> Accession:
    """The bag that `reference` names: a name, an id, a URN, a path, or how one of them begins.

    Raises:
        NotFoundError: there is none, or more than one.
    """
    wanted = _as_known(holdings.root, reference)
    found = holdings.catalog.find(wanted)
    if not found:
        bags, _ = holdings.catalog.count()
        raise NotFoundError(
            f"there is no bag {reference!r} in {holdings.root} (it holds {bags:,})",
            hint="Name a bag by its name, its id, its path, or the beginning of one of these.",
        )
    if len(found) > 1:
        names = ", ".join(a.name for a in found[:2])
        raise NotFoundError(
            f"{reference!r} could be more than one bag: {names}, ...",
            hint="Write more of its name.",
        )
    return found[0]


def _as_known(root: Path, reference: str) -> str:
    """A reference as the catalog knows it: paths relative to the archive."""
    text = reference.rstrip("/")
    path = Path(text)
    if "/" in text and not re.match(r"bags/", text):
        try:
            return path.resolve().relative_to(root.resolve()).as_posix()
        except (OSError, ValueError):
            return text
    return text


def look(holdings: Holdings, reference: str) -> BagView:
    """All that the archive can tell of one bag.

    Raises:
        NotFoundError: there is no such bag.
    """
    accession = find(holdings, reference)
    record, problem = _record(holdings, accession)
    return BagView(
        accession=accession,
        standing=holdings.catalog.standing(accession.bag),
        record=None if record is None else record.document,
        versions=holdings.catalog.of_article(accession.article),
        problem=problem,
    )


def _record(holdings: Holdings, accession: Accession) -> tuple[Record | None, str]:
    """The bag's record, or why it cannot be shown."""
    if trouble := holdings.store.trouble():
        return None, trouble
    try:
        return read_record(_bytes(holdings.store.tree(accession.path))), ""
    except NewsArchiveError as error:
        return None, error.message


def _bytes(tree: Tree) -> bytes:
    """The record's bytes.

    Raises:
        StoreError: they cannot be read.
    """
    data = bytearray()
    try:
        with tree.open(RECORD) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                if len(data) > _MAX_RECORD_BYTES:
                    raise StoreError(f"{RECORD} is larger than any record")
    except OSError as error:
        raise StoreError(
            f"cannot read {RECORD}: {(error.strerror or str(error)).lower()}"
        ) from error
    return bytes(data)
