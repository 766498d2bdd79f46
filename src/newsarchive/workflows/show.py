"""Examining at one bag: its record, its standing, its versions. Reading never writes."""

from newsarchive.errors import NewsArchiveError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.find import base_of, find
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import Record
from newsarchive.model.holding import Accession
from newsarchive.model.outcome import BagView


def show(holdings: OpenArchive, reference: str) -> BagView:
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


def _record(holdings: OpenArchive, base: Accession) -> tuple[Record | None, str]:
    """The bag's current record, or why it cannot be shown."""
    if trouble := holdings.store.trouble():
        return None, trouble
    try:
        return current_record(holdings, base).record, ""
    except NewsArchiveError as error:
        return None, error.message
