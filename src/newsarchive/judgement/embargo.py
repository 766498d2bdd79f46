"""Until when an embargo closes an article: what is stated, and when that is over. Pure.

An end without a time is the end of that day, and one without a zone is over when it is over
everywhere: nobody knows which zone was meant.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement, Status

T = TypeVar("T", str, Edtf)

_LAST_YEAR = 9999  # that Python knows
_LATEST_ZONE = timezone(timedelta(hours=-12))
_ZONED = re.compile(r"(?:Z|[+-]\d{2}(?::\d{2})?)\Z")


def stated_embargo(said: Statement[Edtf], *, embargoed: bool) -> str | None:
    """When the embargo ends that is stated: "" where it has no end, None where there is none.

    The latest of what may be meant. `embargoed`: it is said that there is one, and not until when.
    """
    ends = tuple(values(said))
    if not ends:
        return "" if embargoed and said.status is not Status.NONE else None
    over, end = max(((embargo_end(date), date.text) for date in ends), key=_as_late)
    return "" if over is None else end


def embargo_end(date: Edtf) -> datetime | None:
    """The first moment after an embargo until `date`, wherever one is; None if it has no end."""
    if "T" in date.text:
        text = re.sub(r"(T\d\d:\d\d):60", r"\1:59", date.text)
        moment = datetime.fromisoformat(text)
        return moment if _ZONED.search(text) else moment.replace(tzinfo=_LATEST_ZONE)
    if date.latest is None or date.latest.year == _LAST_YEAR:
        return None
    day = datetime(date.latest.year, date.latest.month, date.latest.day, tzinfo=_LATEST_ZONE)
    return day + timedelta(days=1)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _as_late(end: tuple[datetime | None, str]) -> datetime:
    return end[0] or _NEVER


def values(said: Statement[T]) -> Iterator[T]:
    """What a statement may mean: its value, and while it is disputed the other ones too."""
    every: tuple[Statement[T], ...] = (said,)
    if said.disputed:
        every += said.candidates
    for one in every:
        if one.value is not None:
            yield one.value
