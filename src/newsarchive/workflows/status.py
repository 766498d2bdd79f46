"""How the archive stands: what is covered, what is overdue, what needs a person."""

from datetime import datetime, timedelta

from newsarchive.model.clock import timestamp
from newsarchive.model.status import Coverage, Status
from newsarchive.workflows.holdings import Holdings

_MOST_LISTED = 1000  # an archive whose every article lacks a date has millions
# A check dated after now is not believed; clocks that were set a little do not alarm anybody.
_CLOCK_SLACK = timedelta(days=1)


def status(holdings: Holdings) -> Status:
    """How the archive stands now, from catalog and store marker; no bag is read."""
    now = holdings.clock.now()
    catalog, chronicle = holdings.catalog, holdings.catalog.chronicle
    bags, size = catalog.count()
    since, until = window(now, holdings.policy.every_days)
    quiet = {a.finding for a in chronicle.acknowledgements().values() if a.holds(now)}
    return Status(
        now=timestamp(now),
        bags=bags,
        bytes=size,
        coverage=Coverage(
            every_days=holdings.policy.every_days,
            checked=chronicle.verified(since, until),
            of=bags,
            overdue=chronicle.due(since, until),
            never=chronicle.never_verified(),
            oldest=chronicle.oldest_verified(),
        ),
        last_audit=chronicle.last_run(),
        open=chronicle.findings(but=quiet, most=_MOST_LISTED),
        tally=chronicle.tally(but=quiet),
        acknowledged=chronicle.findings(only=quiet),
        gaps=chronicle.gaps(),
        months=chronicle.months(),
        trouble=holdings.store.trouble(),
    )


def window(now: datetime, every_days: int) -> tuple[str, str]:
    """The times between which a check counts at `now`: not too old, and not of the future."""
    return timestamp(now - timedelta(days=every_days)), timestamp(now + _CLOCK_SLACK)
