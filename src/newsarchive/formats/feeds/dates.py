"""Dates as feeds have them: RFC 822 and its successors, and ISO 8601. Pure.

A weekday, a zone by its name, a year of two digits: as RFC 2822 section 4.3 reads them. A zone that
is none of its names says nothing, and the time then has none.
"""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from newsarchive.formats.wires.values import moment, words
from newsarchive.model.article import no_date
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_FIRST_YEAR = 1980  # before that there was no feed: a clock that was never set
_MOST_HOURS = 14
_UNIVERSAL = frozenset({"GMT", "UT", "UTC", "Z", "+0000", "+00:00"})


def feed_date(printed: str, basis: str) -> Statement[Edtf]:
    """The date that a field says; unknown, with its words, where it is none that can be."""
    value = words(printed)
    if not value:
        return no_date()
    if value[:4].isdecimal():
        found = moment(value, basis)
        return _possible(found, value, basis)
    parts = parsedate_tz(value)
    if parts is None:
        return _no_date(value, basis)
    try:
        zone = _zone(parts[9], value.rpartition(" ")[2].strip("()"))
        when = datetime(*parts[:6], tzinfo=zone or UTC)
    except (ValueError, OverflowError):
        return _no_date(value, basis)
    text = when.isoformat(timespec="seconds")
    if zone is None:
        text = text.removesuffix("+00:00")
    elif when.utcoffset() == timedelta(0):
        text = text.removesuffix("+00:00") + "Z"
    found = Statement.stated(Edtf.parse(text), raw=value, basis=basis)
    return _possible(found, value, basis)


def _zone(offset: int | None, printed: str) -> timezone | None:
    """The zone; the library gives 0 for names that it does not know, and for none at all."""
    if offset is None or (offset == 0 and printed.upper() not in _UNIVERSAL):
        return None
    if abs(offset) > _MOST_HOURS * 3600:
        raise ValueError(offset)
    return timezone(timedelta(seconds=offset))


def _possible(found: Statement[Edtf], printed: str, basis: str) -> Statement[Edtf]:
    year = found.value.year if found.value is not None else None
    return _no_date(printed, basis) if year is not None and year < _FIRST_YEAR else found


def _no_date(printed: str, basis: str) -> Statement[Edtf]:
    return Statement.unknown(f"the source says {printed[:60]!r} in {basis}, which is no date")
