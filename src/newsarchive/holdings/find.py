"""Which bag somebody means."""

import re
from collections.abc import Sequence
from pathlib import Path

from newsarchive.errors import NotFoundError, StoreError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession

_MOST_CANDIDATES = 10
_MOST_REFERENCE = 1000  # characters


def find(holdings: OpenArchive, reference: str) -> Accession:
    """The bag that `reference` names: a name, an id, a URN, a path, or how one of them begins.

    Words of its title do, too, where they fit one article only.

    Raises:
        NotFoundError: there is none, or more than one.
    """
    wanted = _as_known(holdings.root, reference)
    found = holdings.catalog.find(wanted)
    if not found and (titled := _with_title(holdings, reference)):
        found = titled
    if not found:
        bags, _ = holdings.catalog.count()
        raise NotFoundError(
            f"there is no bag {reference!r} in {holdings.root} (it holds {bags:,})",
            hint="Name a bag by its name, its id, its path, or the beginning of one of these.",
        )
    if len({base_of(holdings, a).bag for a in found}) == 1:
        return base_of(holdings, found[0]) if len(found) > 1 else found[0]
    if len(found) > 1:
        raise _several(holdings, reference, found)
    return found[0]


def _several(holdings: OpenArchive, reference: str, found: Sequence[Accession]) -> NotFoundError:
    """What is said where several bags are meant: the candidates, each on a line."""
    bases = {(base := base_of(holdings, accession)).bag: base for accession in found}
    names = ", ".join(a.name for a in list(bases.values())[:2])
    error = NotFoundError(
        f"{reference!r} could be more than one bag: {names}, ...", hint="Write more of its name."
    )
    error.details = tuple(a.name for a in list(bases.values())[:_MOST_CANDIDATES])
    if len(bases) > _MOST_CANDIDATES:
        error.details += ("and others",)
    return error


def _with_title(holdings: OpenArchive, reference: str) -> tuple[Accession, ...]:
    """The articles in whose title all these words stand, some more than are told."""
    if len(reference) > _MOST_REFERENCE or "/" in reference:
        return ()
    from newsarchive.holdings.searched import search_index  # noqa: PLC0415  # only words need it
    from newsarchive.model.found import Sort  # noqa: PLC0415
    from newsarchive.search.asking import Chosen  # noqa: PLC0415
    from newsarchive.search.query import words_of  # noqa: PLC0415

    try:
        words = words_of(reference)
        if not words.leaves:
            return ()
        index = search_index(holdings).index
        chosen = Chosen(words, titled=True)
        _, ranked = index.ranked(chosen, Sort.NEWEST, _MOST_CANDIDATES + 1)
    except StoreError:
        return ()
    return tuple(holdings.catalog.numbered([hit.number for hit in ranked]))


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
