"""Showing one bag: its record, its standing, its versions. Reading never writes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsarchive.errors import NewsArchiveError, RefusedError, StoreError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.files import read_file
from newsarchive.holdings.find import base_of, find
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import read_delivery
from newsarchive.model.decision import Decision
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.outcome import BagView, Words
from newsarchive.packaging.places import DELIVERY


def show(holdings: OpenArchive, reference: str) -> BagView:
    """All that the archive can tell of one bag; of an amendment, of the bag that it amends.

    Raises:
        NotFoundError: there is no such bag.
    """
    base = base_of(holdings, find(holdings, reference))
    record, problem = _record(holdings, base)
    decided = tuple(holdings.catalog.entries.of(Decision, bag=base.bag))
    standing = holdings.catalog.standing(base.bag)
    view = BagView(base, standing, record, (), problem=problem, decisions=decided)
    if base.kind is BagKind.DELIVERY:
        return replace(view, articles=holdings.catalog.delivered_in(base.bag))
    return replace(
        view,
        versions=holdings.catalog.of_article(base.article),
        amendments=holdings.catalog.amendments(str(base.seal)),
    )


def words_of(holdings: OpenArchive, reference: str) -> Words:
    """The words of an article: by its current record, and the text as its bag has it.

    Raises:
        NotFoundError: there is no such bag.
        RefusedError: it is a delivery, or has no text.
        StoreError, InvalidRecordError: it cannot be read.
    """
    base = base_of(holdings, find(holdings, reference))
    if base.kind is BagKind.DELIVERY:
        raise RefusedError(
            f"{base.name} is a delivery, and has no text of its own",
            hint=f"newsarchive show {base.name} names its articles.",
        )
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    record = current_record(holdings, base).record.document
    path = record["body"]["path"]
    data = read_file(holdings, base, path) if path else b""
    if data is None:
        raise StoreError(
            f"the text of {base.name} is not in its bag", hint="Run newsarchive audit."
        )
    if not data:
        raise RefusedError(
            f"{base.name} has no text", hint=f"newsarchive show {base.name} says what it has."
        )
    main = next((h["value"] for h in record["headlines"] if h["role"] == "main"), "")
    return Words(base, main, record["by"].get("value") or "", data.decode("utf-8", "replace"))


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
