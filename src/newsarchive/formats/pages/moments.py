"""Times as pages' fields print them, to EDTF, and whether two of them can be one day. Pure.

Read is what fields have: ISO 8601 and its mistakes, RFC 2822, what `date` and `Date()` print,
seconds since 1970 where the field is known to have them, and the words that `formats.text.dates`
reads. The zone is the one printed, or none. No date is read out of the middle of a text.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from newsarchive.formats.text.dates import read_date
from newsarchive.model.dates import Edtf

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?:(?:\s*T\s*|[\s,]+(?:at\s+)?|:(?=\d{2}:))(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?P<part>[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|z|UTC|GMT|(?:UTC|GMT)?[+\u2212-]\d{1,2}:?\d{2}(?::\d{2})?|(?:UTC|GMT)?[+-]\d{1,2}|[A-Z]{3,5})?"
    r"(?:\s*[\[(][\w/ +:-]{1,40}[\])])?)?",
    re.ASCII,
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
# Fri Apr 05 10:00:00 CEST 2019; Fri Apr 05 2019 10:00:00 GMT+0200 (CEST)
_UNIX = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?"
    r"(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2})\s+"
    r"(?:(?P<year1>\d{4})\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})\s*"
    r"(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[A-Z]{1,5})?(?:\s+(?P<year2>\d{4}))?(?:\s*\([^)]{1,60}\))?",
    re.ASCII,
)
# Fri, 05 Apr 2019 10:00:00 +0200 (RFC 5322, with its obsolete zones)
_MAIL = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?"
    r"(?P<day>\d{1,2})[\s-](?P<month>[A-Z][a-z]{2,8})[\s-](?P<year>\d{4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[A-Z]{1,5})?(?:\s*\([^)]{1,40}\))?)?",
    re.ASCII,
)
_RUN = re.compile(
    r"(?P<year>\d{4})(?P<sep>)(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})",
    re.ASCII,
)
# 2023.01.05. 오전 10:02; 2023-01-05 下午 3:12; 2023/01/05(木) 10:02
_EASTERN = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})\.?(?:\([日月火水木金土일월화수목금]\))?"
    r"(?:\s+(?P<half>오전|오후|上午|下午|午前|午後)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)
# 05.04.2019, 10:15 Uhr; 15.4.2019 um 10.15 Uhr; 10:15 15.04.2021
_DOTTED_DAY = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_DOTTED = re.compile(
    rf"{_DOTTED_DAY}(?:(?:\s*[,|–-]\s*|\s+)(?:um|в|at|alle|ore|kl\.?|o)?\s*{_CLOCK}(?:\s*(?:Uhr|h))?)?",
    re.ASCII,
)
_DOTTED_BEHIND = re.compile(rf"{_CLOCK}\s*(?:Uhr|h)?[\s,|–-]+{_DOTTED_DAY}", re.ASCII)
_HALVES = {"오전": "a", "上午": "a", "午前": "a", "오후": "p", "下午": "p", "午後": "p"}
_MONTHS = {m: n for n, m in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
# Such as mean one offset wherever a program prints them. CST, IST and BST do not.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "EDT": -240, "EST": -300, "CDT": -300,
    "MDT": -360, "MST": -420, "PDT": -420, "PST": -480, "JST": 540, "KST": 540, "AEST": 600,
    "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip
_SECONDS, _MILLISECONDS = re.compile(r"\d{9,10}", re.ASCII), re.compile(r"\d{12,13}", re.ASCII)
_LONGEST = 80
_LAST_MONTH = 12
_MOST_OFFSET = 14 * 60
_FAR = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as printed: `wall` is what a clock there showed, midnight where only a day is given.

    `offset` is in minutes east of Greenwich, None where no zone is printed.
    """

    edtf: Edtf
    wall: datetime
    timed: bool
    offset: int | None

    @property
    def day(self) -> date:
        """The day as printed."""
        return self.wall.date()

    @property
    def instant(self) -> datetime | None:
        """The instant, in UTC; None where it takes a guess to know it."""
        if not self.timed or self.offset is None:
            return None
        return (self.wall - timedelta(minutes=self.offset)).replace(tzinfo=UTC)

    @property
    def exactness(self) -> int:
        """How much is known: 2 for an instant, 1 for a time of day, 0 for a day."""
        return self.timed + (self.timed and self.offset is not None)

    def same_day(self, other: "Moment") -> bool:
        """Whether both can be the same day, be it in one of the zones printed or unprinted."""
        if self.day == other.day:
            return True
        mine, theirs = self.instant, other.instant
        if mine is not None and theirs is not None:
            return mine == theirs or any(
                mine.astimezone(zone).date() == theirs.astimezone(zone).date()
                for zone in (UTC, self.zone, other.zone)
            )
        if self.timed and other.timed:  # one has no zone, or neither
            return (
                abs(self.wall - other.wall) <= _FAR
                and None in {self.offset, other.offset}
                and (self.offset is not None or other.offset is not None)
            )
        exact, day = (self, other) if self.timed else (other, self)
        if exact.instant is None:
            return False
        return any(
            (exact.instant + timedelta(hours=hours)).date() == day.day for hours in range(-12, 15)
        )

    def same_time(self, other: "Moment") -> bool:
        """Whether both are the same instant, or print the same clock's time."""
        mine, theirs = self.instant, other.instant
        if mine is not None and theirs is not None:
            return mine == theirs
        return self.timed and other.timed and self.wall == other.wall

    @property
    def zone(self) -> timezone:
        """The zone as printed; UTC where none is."""
        return timezone(timedelta(minutes=self.offset or 0))


def read(text: str, *, stamps: bool = False, content: bool = True) -> Moment | None:
    """The time that a field prints; None where it prints none that is certain.

    `stamps`: the field is known to have seconds since 1970. `content`: words count, too.
    """
    printed = " ".join(text.split())[: _LONGEST + 1].strip("\"' ")
    if not printed or len(printed) > _LONGEST:
        return None
    if stamps and (found := _stamp(printed)):
        return found
    for form in (_ISO, _UNIX, _MAIL, _RUN):
        if match := form.fullmatch(printed):
            return _moment(match.groupdict())
    if not content:
        return None
    for form in (_EASTERN, _DOTTED, _DOTTED_BEHIND):
        if match := form.fullmatch(printed):
            parts = {**match.groupdict(), "sep": "."}
            return _moment(parts) if form is _EASTERN or _is_clear(parts, printed) else None
    told = read_date(printed)
    return of(told.date) if told is not None and told.date is not None else None


def _is_clear(found: dict[str, str | None], printed: str) -> bool:
    """Whether a date in numbers has one meaning: a day that is no month, or a German clock."""
    day, month = int(found["day"] or 0), int(found["month"] or 0)
    return day > _LAST_MONTH or day == month or "Uhr" in printed


def of(value: Edtf) -> Moment | None:
    """A date of the model as a moment; None where it is no whole day."""
    if (
        value.uncertain
        or value.approximate
        or value.year is None
        or not value.day
        or "/" in value.text
    ):
        return None
    match = _ISO.fullmatch(value.text)
    return _moment(match.groupdict()) if match else None


def _stamp(text: str) -> Moment | None:
    if _SECONDS.fullmatch(text):
        seconds = int(text)
    elif _MILLISECONDS.fullmatch(text):
        seconds = int(text) // 1000
    else:
        return None
    wall = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return Moment(Edtf.parse(f"{wall.isoformat()}Z"), wall, timed=True, offset=0)


def _moment(found: dict[str, str | None]) -> Moment | None:
    year = found.get("year") or found.get("year1") or found.get("year2")
    month_text = found["month"] or ""
    month = int(month_text) if month_text.isdecimal() else _MONTHS.get(month_text[:3].lower(), 0)
    sep, day = found.get("sep"), found["day"] or ""
    if not year or not month or (sep == "" and len(month_text + day) != len("0405")):
        return None
    hour, zone = found["hour"], found.get("zone") or ""
    try:
        wall = datetime(int(year), month, int(day))  # noqa: DTZ001  # what a clock showed
        text = f"{wall:%Y-%m-%d}" if wall.year >= 1000 else ""  # noqa: PLR2004
        if hour is None:
            return Moment(Edtf.parse(text), wall, timed=False, offset=None)
        hours = _hours(int(hour), found.get("half"))
        second = found.get("second")
        wall = wall.replace(hour=hours, minute=int(found["minute"] or 0), second=int(second or 0))
        offset = _offset(zone)
        shown = "" if offset is None else "Z" if _is_utc(zone) else _signed(offset)
        seconds = f":{second}{(found.get('part') or '').replace(',', '.')}" if second else ""
        edtf = Edtf.parse(f"{text}T{wall:%H:%M}{seconds}{shown}")
    except (ValueError, OverflowError):
        return None
    return Moment(edtf, wall, timed=True, offset=offset)


def _hours(hour: int, half: str | None) -> int:
    if not half:
        return hour
    if not 1 <= hour <= _LAST_MONTH:
        raise ValueError
    return hour % 12 + (12 if _HALVES.get(half, half)[0] in "Pp" else 0)


def _is_utc(zone: str) -> bool:
    return zone.upper() in {"Z", "UTC", "GMT", "UT"}


def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich; None for no zone, or a name that is used for several.

    Raises:
        ValueError: there is no such zone.
    """
    if not zone:
        return None
    if (named := _ZONES.get(zone.upper())) is not None:
        return named
    match = re.fullmatch(r"(?:UTC|GMT)?([+\u2212-])(\d{1,2}):?(\d{2})?(?::\d{2})?", zone)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > _MOST_OFFSET:
        raise ValueError
    return minutes if match[1] == "+" else -minutes


def _signed(offset: int) -> str:
    sign = "+" if offset >= 0 else "-"
    return f"{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
