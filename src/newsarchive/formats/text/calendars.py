# numerals of other scripts
"""The names of months and days of the week as dates are printed with them, and digits as 0 to 9.

The names are in calendars.json, a line for each language: twelve texts with all forms of a month as
they stand beside a day. Only names that mean one month wherever they are printed: `listopada` is
November in Polish, which writes no point behind the day, and October in Croatian, which does; with
a point it is therefore not read.
"""

import json
import re
import unicodedata
from datetime import date, timedelta
from importlib import resources


def _table() -> tuple[dict[str, int], tuple[str, ...], frozenset[str], dict[str, int]]:
    file = resources.files("newsarchive.formats.text").joinpath("calendars.json")
    table = json.loads(file.read_bytes())
    months = {
        form.replace("_", " "): number
        for names in table["months"].values()
        for number, forms in enumerate(names, 1)
        for form in forms.split()
    }
    days = tuple(day.replace("_", " ") for day in table["weekdays"].split())
    thai = frozenset(form for forms in table["months"]["th"] for form in forms.split())
    persian = {
        form: number
        for number, forms in enumerate(table["persian"].split(), 1)
        for form in forms.split("/")
    }
    return months | persian, days, thai, persian


MONTHS, WEEKDAYS, THAI, PERSIAN = _table()
"""The number of a month by its name, and the names of the days of the week; casefolded.

Of the months, those that count the years of Buddha, and those of the Persian calendar.
"""

_PERSIAN_YEARS = (1220, 1479)
_LAST_MONTH = 12
_LONG_MONTHS = 6  # of 31 days, the first
_CYCLE, _LEAPS, _SHIFT = 33, 8, 21  # leap years: 1, 5, 9, 13, 17, 22, 26, 30 of 33

_ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "民國": 1911,
    "民国": 1911,
}
_CHINESE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_IN_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_IN_BOTH = re.compile(
    rf"({'|'.join(_ERAS)})([一二三四五六七八九十]{{1,3}}|元)年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日"
)
_IN_AN_ERA = re.compile(rf"({'|'.join(_ERAS)})([0-9]{{1,3}}|元)年")


def from_persian(year: int, month: int, day: int) -> dict[str, str]:
    """The year, month and day of our calendar that a day of the Persian one is.

    Raises:
        ValueError: there is no such day, or the year is none of the last two centuries.
    """
    longest = 31 if month <= _LONG_MONTHS else 30
    if not (_PERSIAN_YEARS[0] <= year <= _PERSIAN_YEARS[1] and 1 <= day <= longest):
        raise ValueError
    before = 31 * (month - 1) - max(0, month - 1 - _LONG_MONTHS)
    found = _new_year(year) + timedelta(days=before + day - 1)
    if month == _LAST_MONTH and found >= _new_year(year + 1):
        raise ValueError
    return {"year": str(found.year), "month": str(found.month), "day": str(found.day)}


def _new_year(year: int) -> date:
    """The first day of a year of the Persian calendar; it has eight leap years in 33."""
    leaps = (_LEAPS * year + _SHIFT) // _CYCLE
    return date(1925, 3, 21) + timedelta(
        days=365 * (year - 1304) + leaps - (_LEAPS * 1304 + _SHIFT) // _CYCLE
    )


def plain_digits(text: str) -> str:
    """`text` with the decimal digits of any script as 0 to 9; each character stays one."""
    if text.isascii():
        return text
    return text.translate(_DIGITS)


class _Digits(dict[int, str]):
    """What stands for each character, found out when it is first asked for."""

    def __missing__(self, character: int) -> str:
        number = unicodedata.decimal(chr(character), -1)
        self[character] = chr(character) if number < 0 else str(number)
        return self[character]


_DIGITS = _Digits()


def western(text: str) -> str:
    """A date in Chinese numerals or of a Japanese era, with the year and the numbers that it means.

    Any other text stays as it is.
    """
    text = _IN_CHINESE.sub(
        lambda m: f"{_year(m[1])}年{_number(m[2])}月{_number(m[3])}日", plain_digits(text)
    )
    text = _IN_BOTH.sub(
        lambda m: (
            f"{m[1]}{m[2] if m[2] == '元' else _number(m[2])}年{_number(m[3])}月{_number(m[4])}日"
        ),
        text,
    )
    return _IN_AN_ERA.sub(lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", text)


def _year(text: str) -> str:
    return "".join(str(_CHINESE[c]) for c in text)


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE.get(text, 0)
    return 10 * _CHINESE.get(tens or "一", 1) + _CHINESE.get(ones or "〇", 0)
