"""Filters as people and programs say them, by name, made into `Filters`. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict

from newsarchive.errors import UsageError
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Verdict
from newsarchive.model.found import UNKNOWN, Facet, Filters
from newsarchive.model.statement import Status

Names = str | Iterable[str] | None
"""One name or several, of which one has to fit; "" for those of which none is known."""

DATE_STATUSES = (Status.STATED.value, Status.DERIVED.value, Status.SUPPLIED.value, UNKNOWN)
NEVER = "never"
VERDICTS = (*(v.value for v in Verdict), NEVER)


class NothingFitsError(UsageError):
    """What is asked for contradicts itself: no article can be so, whichever there are."""


class FilterKeywords(TypedDict, total=False):
    """What can be said of the articles that are meant: see `Filters`.

    `begin` and `end` are dates, or texts in EDTF, `2017` or `2017-04`.
    """

    source: Names
    agency: Names
    person: Names
    place: Names
    subject: Names
    language: Names
    collection: Names
    date_status: Names
    verdict: Names
    year: int | None
    begin: date | str | None
    end: date | str | None
    possible: bool
    undated: bool
    media: bool | None
    complete: bool | None
    disputed: bool | None
    versions: bool


_NAMED = (
    Facet.SOURCE,
    Facet.AGENCY,
    Facet.PERSON,
    Facet.PLACE,
    Facet.SUBJECT,
    Facet.LANGUAGE,
    Facet.COLLECTION,
)
_ASKED = (Facet.MEDIA, Facet.COMPLETE, Facet.DISPUTED)


def filters(said: FilterKeywords) -> Filters:
    """The filters that these keywords ask for.

    Raises:
        UsageError: a date, a status or a verdict is none, or the range ends before it begins.
    """
    given: Mapping[str, object] = dict(said)
    values: dict[Facet, tuple[str, ...]] = {}
    for facet in _NAMED:
        if names := _names(given.get(facet.value)):
            values[facet] = names
    for facet in _ASKED:
        if (wanted := given.get(facet.value)) is not None:
            values[facet] = ("yes" if wanted else "no",)
    if said.get("year") is not None:
        values[Facet.YEAR] = (str(said["year"]),)
    if statuses := _of("status of a date", DATE_STATUSES, said.get("date_status")):
        values[Facet.STATUS] = tuple("" if s == UNKNOWN else s for s in statuses)
    if verdicts := _of("verdict", VERDICTS, said.get("verdict")):
        values[Facet.VERDICT] = tuple("" if v == NEVER else v for v in verdicts)
    begin, end = _day(said.get("begin"), first=True), _day(said.get("end"), first=False)
    if begin and end and end < begin:
        raise NothingFitsError(f"the range ends before it begins: {begin} to {end}")
    if said.get("undated") and (begin or end):
        raise NothingFitsError("articles without a date lie in no range of dates")
    return Filters(
        values,
        begin,
        end,
        said.get("possible", False),
        said.get("undated", False),
        said.get("versions", False),
    )


def _names(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, str):
        return (given,)
    return tuple(map(str, given)) if isinstance(given, Iterable) else (str(given),)


def _of(what: str, known: tuple[str, ...], given: Names) -> tuple[str, ...]:
    names = _names(given)
    for name in names:
        if name not in known:
            raise UsageError(f"{name!r} is no {what}: {', '.join(known)}")
    return names


def _day(given: date | str | None, *, first: bool) -> date | None:
    """The first or the last day that is meant."""
    if given is None or isinstance(given, date):
        return given
    try:
        edtf = Edtf.parse(given)
    except ValueError as error:
        raise UsageError(str(error)) from error
    found = edtf.earliest if first else edtf.latest
    if found is None:
        side = "beginning" if first else "end"
        raise UsageError(f"{given!r} has no {side} that a range could have")
    return found
