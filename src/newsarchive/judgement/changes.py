"""When what is told of an article changes, as harvesters compare it: UTC, whole seconds. Pure.

Source: OAI-PMH 2.0, section 3.3 (UTCdatetime).
"""

from datetime import UTC, datetime, timedelta

from newsarchive.judgement.embargo import embargo_end
from newsarchive.model.clock import timestamp
from newsarchive.model.dates import Edtf


def last_change(time: str) -> str:
    """A time of the ledger in UTC and whole seconds, so that texts compare as times do."""
    return timestamp(datetime.fromisoformat(time))


def opening(embargoed_until: str | None) -> str:
    """When an embargo until this date (EDTF) is over everywhere; "" for never, or if there is none.

    Begun seconds count whole: at that second it is over.
    """
    if not embargoed_until:
        return ""
    try:
        end = embargo_end(Edtf.parse(embargoed_until))
        if end is None:
            return ""
        whole = end.astimezone(UTC)
        return timestamp(whole + timedelta(seconds=1) if whole.microsecond else whole)
    except (OverflowError, ValueError):
        return ""  # somebody wrote to the ledger what is no date
