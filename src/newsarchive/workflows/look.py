"""Looking at one bag: its record, its standing, its versions. Reading never writes."""

import re
from pathlib import Path

from newsarchive.errors import NewsArchiveError, NotFoundError
from newsarchive.metadata import Record
from newsarchive.model.holding import Accession
from newsarchive.model.outcome import BagView
from newsarchive.workflows.amend import base_of, current
from newsarchive.workflows.holdings import Holdings


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


def look(holdings: Holdings, reference: str) -> BagView:
    """All that the archive can tell of one bag; of an amendment, of the bag that it amends.

    Raises:
        NotFoundError: there is no such bag.
    """
    base = base_of(holdings, find(holdings, reference))
    record, problem = _record(holdings, base)
    return BagView(
        accession=base,
        standing=holdings.catalog.standing(base.bag),
        record=None if record is None else record.document,
        versions=holdings.catalog.of_article(base.article),
        amendments=holdings.catalog.amendments(str(base.seal)),
        problem=problem,
    )


def _record(holdings: Holdings, base: Accession) -> tuple[Record | None, str]:
    """The bag's current record, or why it cannot be shown."""
    if trouble := holdings.store.trouble():
        return None, trouble
    try:
        return current(holdings, base).record, ""
    except NewsArchiveError as error:
        return None, error.message
