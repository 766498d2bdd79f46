"""Withdrawals as text and JSON: what goes, what is left, and what is withdrawn."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsarchive.model.decision import Reason
from newsarchive.model.withdrawal import REASONS, Withdrawn
from newsarchive.reports.amounts import number
from newsarchive.reports.safe import visible

_MOST_SHOWN = 50


def reasons() -> Iterator[str]:
    """Every reason code with what it means."""
    width = max(len(reason) for reason in REASONS) + 2
    meanings = {reason: reason.meaning for reason in REASONS}
    meanings[Reason.OTHER] = "something else; the authority says what"
    yield from (f"{reason:<{width}}{meaning}" for reason, meaning in meanings.items())


def removal_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """What a destruction takes with it and what it leaves, by the document that says it."""
    yield from (f"goes    {path}" for path in document["bags"])
    yield from (f"goes    {c['path']}: {c['why']}" for c in document["copies"][:_MOST_SHOWN])
    if (more := len(document["copies"]) - _MOST_SHOWN) > 0:
        yield f"goes    and {more:,} more copies; --json lists all"
    yield "goes    its rows in the catalog, which is written anew"
    if document["reports"]:
        cleaned = number(len(document["reports"]), "report")
        yield f"cleaned {cleaned} of audits: the bag is taken out of the lists"
    if document["refused"]:
        yield f"refused {document['refused']:,} of its files, should they come again"
    yield from (f"stays   {visible(sentence)}" for sentence in document["remains"])


def said(stands: Withdrawn) -> str:
    """How far a bag is withdrawn, in a line."""
    waits = len(stands.agreed)
    if stands.destroy is not None and not stands.certain:
        state = f"dark; its destruction waits: {waits:,} of {stands.persons:,} persons agreed"
    elif stands.certain:
        state = "destroyed" if stands.gone else "destroyed, but not finished yet"
    else:
        state = "dark"
    return f"{stands.bag[:12]}  {state}  {stands.time}  {stands.reason} ({stands.authority})"


def lines(withdrawn: Iterable[Withdrawn]) -> Iterator[str]:
    """Withdrawn bags, a line each: by their ids, since names tell of what is in them."""
    yield from map(said, withdrawn)
