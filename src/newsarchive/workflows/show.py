"""Showing one bag: its record, its standing, its versions. Reading never writes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsarchive.errors import NewsArchiveError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.files import read_file
from newsarchive.holdings.find import base_of, dark, find, must_be_shown
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import read_delivery
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.outcome import BagView
from newsarchive.packaging.places import DELIVERY


def show(holdings: OpenArchive, reference: str) -> BagView:
    """All that the archive can tell of one bag; of an amendment, of the bag that it amends.

    Raises:
        NotFoundError: there is no such bag.
        WithdrawnError: it is withdrawn.
    """
    base = base_of(holdings, find(holdings, reference))
    must_be_shown(holdings, base)
    record, problem = _record(holdings, base)
    view = BagView(base, holdings.catalog.standing(base.bag), record, (), problem=problem)
    closed = dark(holdings)
    if base.kind is BagKind.DELIVERY:
        articles = holdings.catalog.delivered_in(base.bag)
        return replace(view, articles=tuple(a for a in articles if a.bag not in closed))
    versions = holdings.catalog.of_article(base.article)
    return replace(
        view,
        versions=tuple(version for version in versions if version.bag not in closed),
        amendments=holdings.catalog.amendments(str(base.seal)),
    )


def _record(holdings: OpenArchive, base: Accession) -> tuple[Mapping[str, Any] | None, str]:
    """The bag's current record, or why it cannot be shown."""
    if trouble := holdings.store.trouble():
        return None, trouble
    try:
        if base.kind is BagKind.DELIVERY:
            data = read_file(holdings, base, DELIVERY)
            return (None, f"it has no {DELIVERY}") if data is None else (read_delivery(data), "")
        return current_record(holdings, base).record.document, ""
    except NewsArchiveError as error:
        return None, error.message
