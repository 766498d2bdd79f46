"""Whether an article is one of those that are asked for. Pure."""

from newsarchive.model.corpus import Wanted
from newsarchive.model.dates import Edtf
from newsarchive.model.record import Record


def fits(record: Record, wanted: Wanted) -> bool:
    """Whether the record of an article is as `wanted` says of agency, year and date.

    What the catalog is asked (source, collection, whether it is complete) is not asked again.
    """
    if wanted.undated and record.date is not None:
        return False
    if wanted.year is not None and only_year(record.date) != wanted.year:
        return False
    if wanted.agency is None:
        return True
    found = {(s.value or s.raw or "").casefold() for s in record.agencies} - {""}
    return wanted.agency.casefold() in found if wanted.agency else not found


def only_year(date: Edtf | None) -> int | None:
    """The one year that a date can be in; None if there are several, or none is known."""
    if date is None or date.earliest is None or date.latest is None:
        return None
    return date.earliest.year if date.earliest.year == date.latest.year else None
