"""Deciding: what a person says about a bag goes into the ledger; the bag stays as it is."""

from collections.abc import Sequence

from newsarchive.errors import UsageError
from newsarchive.holdings.decided import current, made, staff
from newsarchive.holdings.family import taken_back_of
from newsarchive.holdings.find import base_of, dark, find
from newsarchive.holdings.opened import OpenArchive
from newsarchive.ledger import written
from newsarchive.model.decision import Decision, DecisionKind, Reason


def decide(
    holdings: OpenArchive,
    reference: str,
    wanted: Sequence[tuple[DecisionKind, str]],
    reason: Reason,
    *,
    note: str = "",
    by: str = "",
) -> tuple[Decision, ...]:
    """Enter what is `wanted` of a bag, all of it at once; returns what was entered.

    Of an amendment, it is decided about the bag that it amends. What stands decided already, for
    the same reason, is not entered again. Who decided about access before the source took the
    article back did not know of that, nor did who lifted an embargo know of a later amendment: so
    neither stands.

    Raises:
        NotFoundError: there is no such bag.
        UsageError: a value is not one that can be decided.
        LockedError, StoreError, LedgerError: it could not be entered.
    """
    base = base_of(holdings, find(holdings, reference))
    bag = base.bag
    by = staff(holdings, by)
    try:
        decisions = [Decision(bag, kind, value, reason, by, note) for kind, value in wanted]
    except ValueError as error:
        raise UsageError(str(error)) from error
    if not decisions:
        raise UsageError("nothing is decided: name at least one of what can be decided")
    with holdings.writing():
        standing = current(made(holdings, bag))
        back, access = taken_back_of(holdings, base), standing.get(DecisionKind.ACCESS)
        if back is not None and access is not None and access.seq < back.seq:
            del standing[DecisionKind.ACCESS]
        amended = max((a.seq for a in holdings.catalog.amendments(str(base.seal))), default=0)
        if (lifted := standing.get(DecisionKind.EMBARGO)) is not None and lifted.seq < amended:
            del standing[DecisionKind.EMBARGO]
        new = [d for d in decisions if not (s := standing.get(d.kind)) or not d.says_as(s)]
        if not new:
            return ()
        entries = [written(decision) for decision in new]
        holdings.ledger.append(entries, holdings.clock.now())
        holdings.catch_up()
        return made(holdings, bag)[-len(new) :]


def decisions(holdings: OpenArchive, reference: str = "") -> tuple[tuple[Decision, str], ...]:
    """Every decision on record, of one bag or of all, oldest first, each with its bag's name.

    Raises:
        NotFoundError: there is no such bag.
    """
    decided = made(holdings, base_of(holdings, find(holdings, reference)).bag if reference else "")
    closed = dark(holdings)
    return tuple((one, _name(holdings, one.bag, closed)) for one in decided)


def _name(holdings: OpenArchive, bag: str, closed: frozenset[str]) -> str:
    """What a bag is called: by its name, and one that is shown to nobody by its id."""
    accession = None if bag in closed else holdings.catalog.accession(bag)
    return accession.name if accession else bag
