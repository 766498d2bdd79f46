"""Values as wire formats print them, as statements: texts, dates, agencies. Pure.

An empty element says nothing. A date that cannot be read is unknown, and the reason has its words.
"""

import re
from collections.abc import Iterable

from newsarchive.metadata import agencies
from newsarchive.model.article import NOT_STATED, no_date, not_stated
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_TIME = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?P<part>[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.ASCII,
)
_MOST_PRINTED = 60  # characters of a wrong value that a reason repeats
_MOST_DIGITS = 9
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)

_MEDIA_TYPE = re.compile(  # RFC 6838 section 4.2
    r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}", re.ASCII
)


def words(text: str | None) -> str:
    """`text` on one line with single spaces; "" for None."""
    return " ".join((text or "").split())


def said(text: str | None, basis: str) -> Statement[str]:
    """What a field says, on one line; unknown where it is empty or not there."""
    value = words(text)
    return Statement.stated(value, basis=basis) if value else not_stated()


def moment(text: str | None, basis: str) -> Statement[Edtf]:
    """The date or time that a field says, with the zone as printed and none where none is.

    Read are ISO 8601 in its extended and basic forms, zones without their colon, a space in the
    place of the T, fractions with a comma; a time of `000000` without zone in the basic form says
    that there is none (NITF). What is 0000-00-00 or no day of a calendar is unknown.
    """
    printed = words(text)
    if not printed:
        return no_date()
    match = _TIME.fullmatch(printed)
    try:
        value = Edtf.parse(_edtf(match, printed) if match else "")
    except ValueError:
        shown = printed[:_MOST_PRINTED]
        return Statement.unknown(f"the source says {shown!r} in {basis}, which is no date")
    return Statement.stated(value, raw=printed if printed != value.text else None, basis=basis)


def _edtf(match: re.Match[str], printed: str) -> str:
    day = f"{match['year']}-{match['month']}-{match['day']}"
    basic = "-" not in printed[:5]
    if match["hour"] is None:
        return day
    nothing = f"{match['hour']}{match['minute']}{match['second'] or '00'}" == "000000"
    if basic and nothing and not match["zone"]:
        return day
    time = f"T{match['hour']}:{match['minute']}"
    if match["second"]:
        time += f":{match['second']}" + (match["part"] or "").replace(",", ".")
    zone = match["zone"] or ""
    if len(zone) == len("+0100"):
        zone = f"{zone[:3]}:{zone[3:]}"
    return day + time + zone


def media_type(text: str | None) -> str | None:
    """A media type in lower case, without parameters; None where it is none."""
    value = (text or "").partition(";")[0].strip().lower()
    return value if _MEDIA_TYPE.fullmatch(value) else None


def number(text: str | None) -> int | None:
    """A whole number without a sign, of at most nine digits; None for all else."""
    value = (text or "").strip()
    return (
        int(value) if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else None
    )


def language(tag: str | None, basis: str) -> Statement[str]:
    """A declared language as BCP 47 tag; unknown where it is none."""
    value = words(tag).replace("_", "-")
    if not value:
        return not_stated()
    if _LANGUAGE.fullmatch(value) is None:
        return Statement.unknown(f"the source says {value[:_MOST_PRINTED]!r}, no language tag")
    return Statement.stated(value, raw=tag if tag != value else None, basis=basis)


def agencies_of(named: Iterable[tuple[str | None, str]]) -> tuple[Statement[str], ...]:
    """The agencies among (text, basis) pairs: names of providers, credit lines, info sources.

    Only what the table of agencies knows, each once; unknown where there is none.
    """
    found: dict[str, Statement[str]] = {}
    for text, basis in named:
        for match in agencies.recognise(words(text)) if text else ():
            found.setdefault(match.agency.name, match.statement(basis=basis))
    return tuple(found.values()) or (Statement.unknown(NOT_STATED),)


def sources_of(named: Iterable[tuple[str | None, str]]) -> tuple[Statement[str], ...]:
    """The sources among (text, basis) pairs, each once; unknown where there is none."""
    found: dict[str, Statement[str]] = {}
    for text, basis in named:
        if value := words(text):
            found.setdefault(value.casefold(), Statement.stated(value, basis=basis))
    return tuple(found.values()) or (Statement.unknown(NOT_STATED),)
