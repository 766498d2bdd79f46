"""Which bag somebody means."""

import re
from pathlib import Path

from newsarchive.errors import NotFoundError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession


def find(holdings: OpenArchive, reference: str) -> Accession:
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
    if len({base_of(holdings, a).bag for a in found}) == 1:
        return base_of(holdings, found[0]) if len(found) > 1 else found[0]
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


def base_of(holdings: OpenArchive, accession: Accession) -> Accession:
    """The bag itself, or for an amendment the bag that it amends."""
    if accession.amends is None:
        return accession
    return holdings.catalog.with_seal(accession.amends) or accession
