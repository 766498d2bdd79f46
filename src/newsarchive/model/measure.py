"""Amounts as people write them: `2h`, `500GB`, `5%`; read into seconds, bytes and fractions."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_BYTES = {
    "": 1,
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "pb": 10**15,
    "kib": 1 << 10,
    "mib": 1 << 20,
    "gib": 1 << 30,
    "tib": 1 << 40,
    "pib": 1 << 50,
}
_AMOUNT = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)\s*([a-zA-Z]*)", re.ASCII)
_PART = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([a-z]+)\s*", re.ASCII)
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%", re.ASCII)


def parse_seconds(text: str) -> int:
    """The seconds in `90s`, `10m`, `2h`, `1h30m`, `7d`, `2w`; at least one.

    Raises:
        ValueError: it is no length of time; the message says what is.
    """
    from fractions import Fraction  # noqa: PLC0415  # slow to import, and few runs measure

    wanted = f"{text!r} is no length of time such as 90s, 10m, 2h, 1h30m or 7d"
    rest, total = text.strip().lower(), Fraction(0)
    if not rest:
        raise ValueError(wanted)
    while rest:
        match = _PART.match(rest)
        if match is None or match[2] not in _SECONDS:
            raise ValueError(wanted)
        total += Fraction(match[1]) * _SECONDS[match[2]]
        rest = rest[match.end() :]
    if total < 1:
        raise ValueError(f"{wanted}; a second is the least")
    return int(total)


def parse_bytes(text: str) -> int:
    """The bytes in `500GB`, `1.5 TiB` or `1000000`; at least one.

    Raises:
        ValueError: it is no amount of data; the message says what is.
    """
    from fractions import Fraction  # noqa: PLC0415  # slow to import, and few runs measure

    match = _AMOUNT.fullmatch(text.strip())
    if match is None or match[2].lower() not in _BYTES:
        raise ValueError(f"{text!r} is no amount of data such as 500GB, 1.5TiB or 1000000")
    octets = int(Fraction(match[1]) * _BYTES[match[2].lower()])
    if octets < 1:
        raise ValueError(f"{text!r} is less than a byte")
    return octets


def parse_percent(text: str) -> "Fraction":
    """The fraction in `5%` or `0.5%`: more than nothing, at most all.

    Raises:
        ValueError: it is none.
    """
    from fractions import Fraction  # noqa: PLC0415  # slow to import, and few runs measure

    match = _PERCENT.fullmatch(text.strip())
    share = Fraction(match[1]) / 100 if match else Fraction(0)
    if not 0 < share <= 1:
        raise ValueError(f"{text!r} is no share such as 5% or 0.5%")
    return share
