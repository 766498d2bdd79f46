"""Dates as people and spreadsheet programs write them in figures, read where only one reading is.

13.04.2017 can only be the 13th of April; 03/04/2017 is the 3rd of April to one reader and the 4th
of March to another, and so it is neither until somebody says which.
"""

import re
from datetime import date

_DAY_FIRST_OR_MONTH = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})")
_WITH_TIME = re.compile(r"(.*\d) +(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?")


def as_edtf(text: str) -> str:
    """`text` in the form of EDTF where it is a date in figures; else `text` as it is.

    A time of midnight is what spreadsheets add to a day, and is left out.

    Raises:
        ValueError: it has two readings, or a year of two digits; the message names the readings.
    """
    match = _WITH_TIME.fullmatch(text)
    day_text, time = (text, "") if match is None else (match[1], _time(match))
    return f"{_day(day_text)}{time}"


def _time(match: re.Match[str]) -> str:
    hour, minute, second = int(match[2]), match[3], match[4] or "00"
    return "" if (hour, minute, second) == (0, "00", "00") else f"T{hour:02}:{minute}:{second}"


def _day(text: str) -> str:
    if match := _YEAR_FIRST.fullmatch(text):
        return f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
    match = _DAY_FIRST_OR_MONTH.fullmatch(text)
    if match is None:
        return text
    if len(match[4]) == 2:  # noqa: PLR2004
        raise ValueError(f"{text!r}: write the year with its four digits, such as 2017-04-13")
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    pairs = ((second, first), (first, second))
    readings = {f"{year:04}-{m:02}-{d:02}" for m, d in pairs if _exists(year, m, d)}
    if len(readings) > 1:
        raise ValueError(f"{text!r} can be {' or '.join(sorted(readings))}; write the one it is")
    return readings.pop() if readings else text


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
