# words of other languages
"""Dates as printed in many languages, to EDTF: whole, explicit and unambiguous ones only.

A number of a day and a number of a month side by side (04/05/2017) can be read two ways and so
give no date, unless one of them is above 12. A time of day has a zone only if one is printed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsarchive.formats.text.calendars import (
    MONTHS,
    PERSIAN,
    THAI,
    WEEKDAYS,
    from_persian,
    plain_digits,
    western,
)
from newsarchive.formats.text.memory import of_a_text
from newsarchive.formats.text.words import phrases
from newsarchive.model.dates import Edtf

_LAST_MONTH = 12
_LEAST_BUDDHIST = 2400  # a year of the Thai calendar, 543 above ours


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# \d is made [0-9] below: alone it means the digits of any script; re.ASCII would not fold MÄRZ.
_MONTH = rf"(?P<month>{_any_of(MONTHS)})\.?"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|\.|er|º|°)"
_OF = r"(?:(?:de|del)\s+)?"
_BEFORE = (
    rf"(?:(?:{_any_of(WEEKDAYS)})\.?\s*[,،]?\s+)?(?:(?:den|der|le|el|il|on|op|am|ที่|วันที่|দিন)\s+)?"
)
_AFTER = (
    rf"(?:\s*(?:г\.?|года|року|р\.|roku|r\.|খ্রিস্টাব্দ))?(?:\s*[,،]?\s+\(?(?:{_any_of(WEEKDAYS)})\)?)?"
)
_EAST_DAY = (
    r"\s*(?:[（(]?(?:[月火水木金土日]曜?日?|(?:星期|周|週)[一二三四五六日天]"
    r"|[월화수목금토일](?:요일)?)[)）]?)?"
)
_EAST_TIME = (
    r"(?:\s*(?P<half>午前|午後|上午|下午|오전|오후)?\s*(?P<hour>\d{1,2})\s*[:：時时点點시]\s*"
    r"(?P<minute>\d{2})\s*[分분]?(?::(?P<second>\d{2}))?(?P<zone>\b)?)?"
)
_TIME = (
    r"(?:(?:T|\s*[,،|·/]?\s+(?:[-–—|]\s+)?(?:(?:at|um|à|a\s+las|alle(?:\s+ore)?|ore|às|om|saat|kl\.?|klo|в|о|ob|godz\.?|ώρα|"
    r"الساعة|בשעה|ساعت|pukul|lúc|เวลา)\s+)?)"
    r"(?P<hour>\d{1,2})(?::|h|\.)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?|\s(?P<side>[صم]))?(?:\s*(?:Uhr|uur|Hs?\.?|WIB|น\.))?"
    r"(?:\s*\(?(?P<zone>Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,5})\)?(?:\s+\([A-Z]{2,5}\))?)?)?"
)
_FIRST_TIME = (
    r"(?P<hour>\d{1,2})(?::|h|\.)(?P<minute>\d{2})(?P<second>\b)?(?:\s*(?P<half>[ap])\.?m\.?)?"
    r"(?:\s*\(?(?P<zone>UTC|GMT|[A-Z]{2,5})\)?)?\s*[,|·-]?\s+(?:on\s+)?"
)
_FORMS = tuple(
    re.compile(form.replace(r"\d", "[0-9]"), re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_TIME}",
        rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}}){_TIME}",
        rf"{_YEAR}\s*年\s*[/／]?\s*(?:[(（][^()（）]{{2,8}}[)）]\s*)?(?P<month>\d{{1,2}})\s*月\s*[/／]?\s*(?P<day>\d{{1,2}})\s*日{_EAST_DAY}{_EAST_TIME}",
        rf"{_YEAR}\s*년\s*(?P<month>\d{{1,2}})\s*월\s*(?P<day>\d{{1,2}})\s*일{_EAST_DAY}{_EAST_TIME}",
        rf"(?:[^\W\d_]+\s+)?ngày\s+{_DAY}(?:\s+tháng\s+|[/-])(?P<month>\d{{1,2}})(?:\s+năm\s+|,\s*|[/-]){_YEAR}",
        rf"{_YEAR}\.\s+{_MONTH}\s+{_DAY}\.{_AFTER}{_TIME}",
        rf"{_FIRST_TIME}{_BEFORE}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_FIRST_TIME}{_BEFORE}{_DAY}{_ORDINAL}?\s+{_OF}{_MONTH},?\s+{_OF}{_YEAR}",
        rf"{_BEFORE}{_DAY}{_ORDINAL}?[\s-]+(?:(?:de|of)\s+)?{_MONTH}\s*[,،]?[\s-]+{_OF}{_YEAR}{_AFTER}{_TIME}",
        rf"{_BEFORE}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_AFTER}{_TIME}",
        rf"{_YEAR}-(?P<month>\d{{2}})",
        rf"{_MONTH},?\s+{_OF}{_YEAR}",
        _YEAR,
    )
)
_NUMERIC = re.compile(
    rf"{_BEFORE}(?P<a>\d{{1,2}})(?:(?P<sep>[./-])|(?P<dot>\.) )(?P<b>\d{{1,2}})"
    rf"(?:(?P=sep)|(?P=dot) ){_YEAR}{_AFTER}{_TIME}".replace(r"\d", "[0-9]"),
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
_ZONES = {"Z": "Z", "UTC": "Z", "GMT": "Z", "CET": "+01:00", "MEZ": "+01:00"}
_ZONES |= {"CEST": "+02:00", "MESZ": "+02:00"}  # EST, IST and the like are several zones each
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}?):?(\d{2})?", re.IGNORECASE)


_DATE_WORDS = phrases(
    "at,on,of,um,à,a,las,alle,às,om,saat,de,del,den,der,le,el,il,op,am,pm,uhr,uur,h,utc,"
    "gmt,cet,circa,about,around,ca,c,early,late"
) | {*MONTHS, *WEEKDAYS}


_MARKS = "\u200e\u200f\u061c\u200c\u200d"  # of direction, and joiners
_BLANKS = re.compile(r"[\u00a0\u2007\u2009\u202f\u3000]")
_NUMERALS = "〇零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed text read as a date: `date`, or None and why not. `whole` means year to day."""

    date: Edtf | None
    reason: str = ""
    whole: bool = False


@of_a_text
def read_date(text: str) -> Printed | None:
    """What date `text` gives; None where it is no date at all, ambiguous or not."""
    shown = _BLANKS.sub(" ", "".join(c for c in text if c not in _MARKS))
    if not shown.isprintable() or not any(c.isdecimal() or c in _NUMERALS for c in shown):
        return None
    text = western(shown)
    if not _FOUR.search(text):
        return _short(text)
    if _OF_TWO_MONTHS.search(text):
        return Printed(None, f"{text!r} is October in Croatian and November in Polish")
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _printed(text, match.groupdict())
    if match := _NUMERIC.fullmatch(text):
        return _numeric(text, match)
    return None


def _short(text: str) -> Printed | None:
    """A date without the century, which can be none; None for what is no date."""
    if _SHORT_YEAR.fullmatch(text):
        return Printed(None, f"{text!r} does not say which number is the day and which the year")
    return None


_FOUR = re.compile(r"[0-9]{4}")  # of a year, which is in all forms
_OF_TWO_MONTHS = re.compile(r"(?i)[0-9]\.\s*listopada")
_ANY_NUMERIC = re.compile(r"(?<![0-9./-])([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(?![0-9])")


def by_order(text: str, content: str) -> Edtf | None:
    """A date of numbers that can be two, by the order that others in `content` certainly have.

    Only by such as have the same mark between the numbers; None where there is none, or where they
    differ among themselves.
    """
    match = _NUMERIC.fullmatch(western(text))
    if not match:
        return None
    firsts = set()
    for a, mark, b, _ in _ANY_NUMERIC.findall(plain_digits(content)):
        if mark == (match["sep"] or match["dot"]) and max(int(a), int(b)) > _LAST_MONTH >= min(
            int(a), int(b)
        ):
            firsts.add("day" if int(a) > _LAST_MONTH else "month")
    if len(firsts) != 1:
        return None
    day, month = match["a"], match["b"]
    if firsts == {"month"}:
        day, month = month, day
    return _printed(text, match.groupdict() | {"month": month, "day": day}).date


def is_date_like(text: str) -> bool:
    """Whether `text` means to be a date, readable or not: "13 Apirl 2017", "yesterday", "2017?"."""
    words = [word.strip(".,()?~") for word in text.casefold().split()]
    if len(words) == 1:
        return True
    numbers = sum(any(c.isdecimal() for c in word) for word in words)
    others = sum(word.isalpha() and word not in _DATE_WORDS for word in words)
    return numbers > 0 and others <= (numbers > 1)  # one word may be misspelt beside two numbers


def _numeric(text: str, match: re.Match[str]) -> Printed:
    first, second = int(match["a"]), int(match["b"])
    if first != second and max(first, second) <= _LAST_MONTH:
        two = (
            f"{match['year']}-{second:02d}-{first:02d} or {match['year']}-{first:02d}-{second:02d}"
        )
        return Printed(None, f"{text!r} can be {two}", whole=True)
    month, day = sorted((first, second))
    return _printed(text, match.groupdict() | {"month": str(month), "day": str(day)})


def _printed(text: str, found: dict[str, str | None]) -> Printed:
    day = found.get("day")
    try:
        found = _of_our_era(found)
        parts = [found["year"] or ""]
        if month := found.get("month"):
            parts.append(f"{MONTHS.get(month.casefold()) or int(month):02d}")
        if day:
            parts.append(f"{int(found['day'] or 0):02d}")
        return Printed(Edtf.parse("-".join(parts) + _time(found)), whole=bool(day))
    except ValueError:
        return Printed(None, f"{text!r} is not a day of the calendar", whole=bool(day))


def _of_our_era(found: dict[str, str | None]) -> dict[str, str | None]:
    """A date of the Persian calendar, or a year of the Thai one, as dates are written here."""
    month = (found.get("month") or "").casefold()
    year = int(found["year"] or 0)
    if month in PERSIAN:
        day = int(found.get("day") or 0)
        if not day:  # its month lies in two of ours
            raise ValueError
        return found | from_persian(year, PERSIAN[month], day)
    if month in THAI and year >= _LEAST_BUDDHIST:
        return found | {"year": str(year - 543)}
    return found


def _time(found: dict[str, str | None]) -> str:
    if not found.get("hour"):
        return ""
    hour = int(found["hour"] or 0)
    side = found.get("side") or found.get("half")
    if half := _HALVES.get(side or "", side):
        if not 1 <= hour <= _LAST_MONTH:
            raise ValueError(f"there is no {hour} {half}m")
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    second = f":{found['second']}" if found.get("second") else ""
    return f"T{hour:02d}:{found['minute']}{second}{_zone(found.get('zone') or '')}"


_HALVES = {
    "ص": "a", "م": "p", "午前": "a", "上午": "a", "오전": "a", "午後": "p", "下午": "p", "오후": "p"
}  # fmt: skip


def _zone(printed: str) -> str:
    """The zone as an offset; "" for a name that is used for more than one."""
    if match := _OFFSET.fullmatch(printed):
        return f"{match[1]}{int(match[2]):02d}:{match[3] or '00'}"
    return _ZONES.get(printed.upper(), "")
