"""Showing one bag: its record, its standing, its versions. Reading never writes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsarchive.errors import NewsArchiveError, RefusedError, StoreError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.decided import made
from newsarchive.holdings.files import read_file
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import described, read_delivery
from newsarchive.model.access import Gives, Reader
from newsarchive.model.decision import DecisionKind
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.outcome import BagView, Words
from newsarchive.packaging.places import DELIVERY
from newsarchive.workflows.access import (
    Asking,
    Rules,
    allowed,
    allowed_list,
    base_named,
    enter_use,
    see,
)

_MOST_ALIKE = 5
_FOR_ALL = frozenset({DecisionKind.COLLECTION, DecisionKind.IDENTIFIER})


def show(holdings: OpenArchive, reference: str, asking: Asking | None = None) -> BagView:
    """All that may be told of one bag to who asks; of an amendment, of the bag that it amends.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: nothing of it may be told.
        WithdrawnError: it is withdrawn.
    """
    asking = asking or Asking()
    base = base_named(holdings, reference)
    is_delivery = base.kind is BagKind.DELIVERY
    level = (allowed_list if is_delivery else allowed)(holdings, base)
    given = see(holdings, level, asking, reference)
    enter_use(holdings, [(base, level)], asking)
    record, problem = _record(holdings, base)
    if record is not None and given is Gives.METADATA and not is_delivery:
        record = described(record)
    decided = made(holdings, base.bag)
    if asking.reader is not Reader.STAFF:
        decided = tuple(d for d in decided if d.kind in _FOR_ALL)
    standing = holdings.catalog.standing(base.bag)
    view = BagView(base, standing, record, (), problem=problem, access=level, given=given)
    view = replace(view, decisions=decided)
    rules = Rules.of(holdings)
    if is_delivery:
        every = holdings.catalog.delivered_in(base.bag)
        told = tuple(a for a in every if rules.may_know(a, asking.reader))
        return replace(view, articles=told, hidden=len(every) - len(told))
    every = holdings.catalog.versions.beside(base)
    told = tuple(a for a in every if a.bag == base.bag or rules.may_know(a, asking.reader))
    alike, count = holdings.catalog.versions.with_text_of(base, _MOST_ALIKE)
    return replace(
        view,
        versions=told,
        current=every[-1].bag == base.bag,
        superseded_by=every[-1] if every[-1] in told and every[-1].bag != base.bag else None,
        same_text=tuple(a for a in alike if rules.may_know(a, asking.reader)),
        same_text_count=count,
        amendments=holdings.catalog.amendments(str(base.seal)),
        hidden=len(every) - len(told),
    )


def words_of(holdings: OpenArchive, reference: str, asking: Asking | None = None) -> Words:
    """The words of an article: by its current record, and the text as its bag has it.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: its text may not be given.
        RefusedError: it is a delivery, or has no text.
        StoreError, InvalidRecordError: it cannot be read.
    """
    base = base_named(holdings, reference)
    if base.kind is BagKind.DELIVERY:
        raise RefusedError(
            f"{base.name} is a delivery, and has no text of its own",
            hint=f"newsarchive show {base.name} names its articles.",
        )
    asking, level = asking or Asking(), allowed(holdings, base)
    see(holdings, level, asking, reference, whole=True)
    enter_use(holdings, [(base, level)], asking)
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
