"""Dates of an article: EDTF level 1 (ISO 8601-2:2019), or a full date and time.

A date says only what is known. `2017`, `2017-04`, `2017-04-XX`, `201X`, `2017-04-13?` (uncertain),
`2017-04~` (approximate), `../2018` and `2017-05/2017-06` are dates here as much as `2017-04-13`; a
date and time has a zone only if one was printed. Python's own parser is not used: it accepts week
dates and `20040901`, and refuses `2004-09`.

More than EDTF: a time may lack its seconds or have fractions of them, since sources print it so.
Less: a year has at most ten digits, and an interval ends no earlier than it begins and is open on
one side at most.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_WANTED = "a date such as 2017-04-13, 2017-04, 2017, 2017-04-13?, 2017-04-XX or ../2018"

_DATE_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?"
    r"(Z|[+-]\d{2}(?::\d{2})?)?",
    re.ASCII,
)
_SIMPLE = re.compile(
    r"(?P<year>-?\d{4}|-?\d{3}X|-?\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"(?P<mark>[?~%])?",
    re.ASCII,
)
_LONG_YEAR = re.compile(r"Y(-?[1-9]\d{4,9})", re.ASCII)
_SEASONS = frozenset({21, 22, 23, 24})  # which months they are depends on the hemisphere
_OPEN = frozenset({"", ".."})

_Point = tuple[int, int, int]  # year, month, day, of any year at all


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date. `text` is its EDTF form; the rest is computed from it once.

    `year`, `month` and `day` are those that are certain digits (None where unspecified; an
    interval has none); `earliest` and `latest` are the first and the last day it can mean, None
    where it is open or beyond the years 1 to 9999. A season can mean any day of its year.
    """

    text: str
    year: int | None
    month: int | None
    day: int | None
    earliest: date | None
    latest: date | None

    def __str__(self) -> str:
        return self.text

    @property
    def uncertain(self) -> bool:
        """Whether the date is marked as uncertain (`?` or `%`)."""
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        """Whether the date is marked as approximate (`~` or `%`)."""
        return "~" in self.text or "%" in self.text

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an EDTF level 1 date or interval, or a date and time.

        Raises:
            ValueError: it is neither, or a day that no calendar has; the message says which.
        """
        if "/" in text:
            first, last = _interval(text)
            return cls(text, None, None, None, _date(first), _date(last))
        r = _date_and_time(text) or _single(text)
        return cls(text, r.year, r.month, r.day, _date(r.first), _date(r.last))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One date, no interval: its certain numbers, and the first and last day it can mean."""

    year: int | None
    month: int | None
    day: int | None
    first: _Point
    last: _Point


def _interval(text: str) -> tuple[_Point | None, _Point | None]:
    start_text, _, end_text = text.partition("/")
    start = None if start_text in _OPEN else _single(start_text)
    end = None if end_text in _OPEN else _single(end_text)
    if start is None and end is None:
        raise ValueError(f"{text!r}: an interval needs a beginning or an end")
    if start and end and end.last < start.first:
        raise ValueError(f"{text!r}: the interval ends before it begins")
    return start.first if start else None, end.last if end else None


def _date_and_time(text: str) -> _Reading | None:
    """The reading of a date with a time of day; None if `text` has not that form."""
    match = _DATE_TIME.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(g) for g in match.groups()[:3])
    _check_day(text, year, month, day)
    _check_time(text, match)
    point = (year, month, day)
    return _Reading(year, month, day, point, point)


def _single(text: str) -> _Reading:
    if match := _LONG_YEAR.fullmatch(text):
        year = int(match[1])
        return _Reading(None, None, None, (year, 1, 1), (year, 12, 31))
    if match := _SIMPLE.fullmatch(text):
        return _simple(text, match)
    raise ValueError(f"{text!r} is not {_WANTED}")


def _simple(text: str, match: re.Match[str]) -> _Reading:
    digits, month_text, day_text = match["year"], match["month"], match["day"]
    if digits == "-0000":
        raise ValueError(f"{text!r}: there is no year -0000")
    first_year, last_year = sorted((int(digits.replace("X", "0")), int(digits.replace("X", "9"))))
    year = None if "X" in digits else first_year
    month = _number(month_text)
    day = _number(day_text)
    if year is None:
        if month_text is not None:  # not even as XX: that is level 2
            raise ValueError(f"{text!r}: a month cannot be given where the year is not known")
        return _Reading(None, None, None, (first_year, 1, 1), (last_year, 12, 31))
    if month in _SEASONS:
        if day_text is not None:
            raise ValueError(f"{text!r}: a season has no day")
        month = None
    if month is None:
        if day is not None:
            raise ValueError(f"{text!r}: a day cannot be known where the month is not")
        return _Reading(year, None, None, (year, 1, 1), (year, 12, 31))
    _check_day(text, year, month, 1 if day is None else day)
    if day is None:
        return _Reading(year, month, None, (year, month, 1), (year, month, _days(year, month)))
    return _Reading(year, month, day, (year, month, day), (year, month, day))


def _number(text: str | None) -> int | None:
    return None if text is None or text == "XX" else int(text)


def _days(year: int, month: int) -> int:
    # The calendar repeats every 400 years: 2000 to 2399 stand for all, also for those before 1.
    return calendar.monthrange(year % 400 + 2000, month)[1]


def _check_day(text: str, year: int, month: int, day: int) -> None:
    if not 1 <= month <= 12:  # noqa: PLR2004
        raise ValueError(f"{text!r}: there is no month {month:02d}")
    if not 1 <= day <= _days(year, month):
        raise ValueError(f"{text!r}: there is no day {day:02d} in that month")


def _date(point: _Point | None) -> date | None:
    """The day as Python has it; None beyond the years that it knows."""
    return date(*point) if point and date.min.year <= point[0] <= date.max.year else None


def _check_time(text: str, match: re.Match[str]) -> None:
    hour, minute, second = (int(g or 0) for g in match.groups()[3:6])
    zone = match[7]
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004  # 60: a leap second
        raise ValueError(f"{text!r}: there is no such time of day")
    if zone and zone != "Z" and (int(zone[1:3]) > 14 or int(zone[4:] or 0) > 59):  # noqa: PLR2004
        raise ValueError(f"{text!r}: there is no zone {zone}")
