"""Dates of an article: EDTF level 1 (ISO 8601-2:2019), or a full date and time.

A date says only what is known. `2017`, `2017-04`, `2017-04-XX`, `201X`, `2017-04-13?` (uncertain),
`2017-04~` (approximate), `../2018` and `2017-05/2017-06` are dates here as much as `2017-04-13`; a
date and time has a zone only if one was printed. Python's own parser is not used: it accepts week
dates and `20040901`, and refuses `2004-09`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_WANTED = "a date such as 2017-04-13, 2017-04, 2017, 2017-04-13?, 2017-04-XX or ../2018"

_DATE_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?"
    r"(Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_SIMPLE = re.compile(
    r"(?P<year>-?\d{4}|-?\d{3}X|-?\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"(?P<mark>[?~%])?",
    re.ASCII,
)
_LONG_YEAR = re.compile(r"Y-?[1-9]\d{4,9}", re.ASCII)
_SEASONS = frozenset({21, 22, 23, 24})  # which months they are depends on the hemisphere


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date. `text` is its EDTF form; the rest is computed from it once.

    `year`, `month` and `day` are those that are certain digits (None where unspecified; an
    interval has none); `earliest` and `latest` are the first and the last day it can mean, None
    where it is open or beyond the years 1 to 9999.
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
            return cls._interval(text)
        if _LONG_YEAR.fullmatch(text):
            return cls(text, None, None, None, None, None)
        if match := _DATE_TIME.fullmatch(text):
            year, month, day = (int(g) for g in match.groups()[:3])
            moment = _day(text, year, month, day)
            _check_time(text, match)
            return cls(text, year, month, day, moment, moment)
        if match := _SIMPLE.fullmatch(text):
            return cls._simple(text, match)
        raise ValueError(f"{text!r} is not {_WANTED}")

    @classmethod
    def _simple(cls, text: str, match: re.Match[str]) -> Self:
        digits, month_text, day_text = match["year"], match["month"], match["day"]
        if digits == "-0000":
            raise ValueError(f"{text!r}: there is no year -0000")
        first_year, last_year = sorted(
            (int(digits.replace("X", "0")), int(digits.replace("X", "9")))
        )
        year = None if "X" in digits else first_year
        month = _number(month_text)
        day = _number(day_text)
        if year is None and (month is not None or day is not None):
            raise ValueError(f"{text!r}: a month cannot be known where the year is not")
        if month is None and day is not None:
            raise ValueError(f"{text!r}: a day cannot be known where the month is not")
        season = month in _SEASONS
        if season and day_text is not None:
            raise ValueError(f"{text!r}: a season has no day")
        if month is not None and not season and not 1 <= month <= 12:  # noqa: PLR2004
            raise ValueError(f"{text!r}: there is no month {month_text}")
        if year is not None and month is not None and day is not None:
            moment = _day(text, year, month, day)
            return cls(text, year, month, day, moment, moment)
        months = (1, 12) if month is None or season else (month, month)
        return cls(
            text,
            year,
            None if season else month,
            None,
            _bound(first_year, months[0], first=True),
            _bound(last_year, months[1], first=False),
        )

    @classmethod
    def _interval(cls, text: str) -> Self:
        start_text, _, end_text = text.partition("/")
        start = None if start_text in {"", ".."} else cls.parse(start_text)
        end = None if end_text in {"", ".."} else cls.parse(end_text)
        if start is None and end is None:
            raise ValueError(f"{text!r}: an interval needs a beginning or an end")
        earliest = start.earliest if start else None
        latest = end.latest if end else None
        if earliest and latest and latest < earliest:
            raise ValueError(f"{text!r}: the interval ends before it begins")
        return cls(text, None, None, None, earliest, latest)


def _number(text: str | None) -> int | None:
    return None if text is None or text == "XX" else int(text)


def _day(text: str, year: int, month: int, day: int) -> date | None:
    """The calendar day; None beyond the years that `date` knows."""
    if not 1 <= month <= 12:  # noqa: PLR2004
        raise ValueError(f"{text!r}: there is no month {month:02d}")
    # Years repeat their calendar every 400: 2000 to 2399 stand for all, also for those before 1.
    if not 1 <= day <= calendar.monthrange(year % 400 + 2000, month)[1]:
        raise ValueError(f"{text!r}: there is no day {day:02d} in that month")
    return date(year, month, day) if year >= 1 else None


def _bound(year: int, month: int, *, first: bool) -> date | None:
    if year < 1:
        return None
    return date(year, month, 1 if first else calendar.monthrange(year, month)[1])


def _check_time(text: str, match: re.Match[str]) -> None:
    hour, minute, second = (int(g or 0) for g in match.groups()[3:6])
    zone = match[7]
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004  # 60: a leap second
        raise ValueError(f"{text!r}: there is no such time of day")
    if zone and zone != "Z" and (int(zone[1:3]) > 14 or int(zone[4:]) > 59):  # noqa: PLR2004
        raise ValueError(f"{text!r}: there is no zone {zone}")
