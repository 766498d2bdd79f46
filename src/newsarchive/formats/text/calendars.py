# numerals of other scripts
"""The names of months and days of the week as dates are printed with them, and digits as 0 to 9.

The names are in calendars.json, a line for each language: twelve texts with all forms of a month as
they stand beside a day. Only names that mean one month wherever they are printed: `listopada` is
November in Polish and October in Croatian, and Croatian is therefore not read.
"""

import json
import re
import unicodedata
from functools import cache
from importlib import resources


def _table() -> tuple[dict[str, int], tuple[str, ...]]:
    file = resources.files("newsarchive.formats.text").joinpath("calendars.json")
    table = json.loads(file.read_bytes())
    months = {
        form.replace("_", " "): number
        for names in table["months"].values()
        for number, forms in enumerate(names, 1)
        for form in forms.split()
    }
    return months, tuple(table["weekdays"].split())


MONTHS, WEEKDAYS = _table()
"""The number of a month by its name, and the names of the days of the week; casefolded."""

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_CHINESE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_IN_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_IN_AN_ERA = re.compile(rf"({'|'.join(_ERAS)})([0-9]{{1,2}}|元)年")


def plain_digits(text: str) -> str:
    """`text` with the decimal digits of any script as 0 to 9; each character stays one."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _digit(c) for c in text)


@cache
def _digit(character: str) -> str:
    number = unicodedata.decimal(character, -1)
    return character if number < 0 else str(number)


def western(text: str) -> str:
    """A date in Chinese numerals or of a Japanese era, with the year and the numbers that it means.

    Any other text stays as it is.
    """
    text = _IN_CHINESE.sub(
        lambda m: f"{_year(m[1])}年{_number(m[2])}月{_number(m[3])}日", plain_digits(text)
    )
    return _IN_AN_ERA.sub(lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", text)


def _year(text: str) -> str:
    return "".join(str(_CHINESE[c]) for c in text)


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE.get(text, 0)
    return 10 * _CHINESE.get(tens or "一", 1) + _CHINESE.get(ones or "〇", 0)
