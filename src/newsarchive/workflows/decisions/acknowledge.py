"""Acknowledging a finding: a person knows of it, and it need not be shown as new.

It stays in every audit report, and in the list of what is acknowledged. Later damage to the same
file is found with other bytes; it has another id, and is shown again.
"""

from datetime import date

from newsarchive.errors import NotFoundError, UsageError
from newsarchive.holdings.decided import staff
from newsarchive.holdings.opened import OpenArchive
from newsarchive.ledger import written
from newsarchive.model.attention import Acknowledgement, OpenFinding

_ID_LENGTH = 16


def acknowledge(
    holdings: OpenArchive, finding: str, reason: str, *, until: date | None = None, by: str = ""
) -> OpenFinding:
    """Enter that the open finding whose id is or begins `finding` is known; returns it.

    An acknowledgement that says the same and stands already is not entered again.

    Raises:
        NotFoundError: no open finding has that id, or more than one begins so.
        UsageError: there is no reason, or `until` is over.
        LockedError, StoreError, LedgerError: it could not be entered.
    """
    reason, by = " ".join(reason.split()), staff(holdings, by)
    if not reason:
        raise UsageError("an acknowledgement needs a reason: --reason TEXT")
    if until is not None and until < holdings.clock.now().date():
        raise UsageError(f"--until {until} is over; name a day to come")
    with holdings.writing():
        wanted = _find(holdings, finding)
        given = Acknowledgement(wanted.id, wanted.bag, reason, until, by)
        known = wanted.acknowledgement
        if known is None or known.fields() != given.fields():
            holdings.ledger.append([written(given)], holdings.clock.now())
            holdings.catch_up()
        return _find(holdings, wanted.id)


def _find(holdings: OpenArchive, beginning: str) -> OpenFinding:
    how = "newsarchive status --json lists the open findings, each with its id."
    if not beginning or len(beginning) > _ID_LENGTH:
        raise NotFoundError(f"{beginning!r} is no id of a finding", hint=how)
    found = {f.id: f for f in holdings.catalog.findings.open(beginning)}
    if not found:
        raise NotFoundError(f"no open finding has an id that begins with {beginning!r}", hint=how)
    if len(found) > 1:
        ids = ", ".join(list(found)[:2])
        raise NotFoundError(
            f"{beginning!r} could be more than one finding: {ids}, ...",
            hint="Write more of its id.",
        )
    (finding,) = found.values()
    return finding
