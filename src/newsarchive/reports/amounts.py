"""How many, how much and how long, in words."""

_MINUTE, _HOUR = 60, 3600  # seconds
_A_DAY = 24 * 60  # minutes


def number(count: int, noun: str) -> str:
    """`1 bag`, `1,450 bags`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def size(octets: int) -> str:
    """`12 bytes`, `3.1 KB`, `2.4 GB`, in powers of 1,000."""
    if octets < 1000:  # noqa: PLR2004
        return number(octets, "byte")
    value = float(octets)
    for unit in ("KB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.95:  # noqa: PLR2004
            return f"{value:.1f} {unit}"
    return f"{value / 1000:.1f} PB"


def exact_duration(seconds: float) -> str:
    """How long something took: `0.4 s`, `12 min 5 s`, `2 h 12 min`."""
    tenths = round(seconds * 10)
    if not tenths:
        return "less than 0.1 s"
    if tenths < 10 * _MINUTE:
        return f"{tenths / 10:g} s"
    whole = round(seconds)
    if whole < _HOUR:
        minutes, rest = divmod(whole, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(whole // _MINUTE, _MINUTE)
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def duration(seconds: float) -> str:
    """About how long something takes: `35 s`, `12 min`, `3 h 20 min`, `4 days`."""
    whole = round(seconds)
    if whole < 100:  # noqa: PLR2004
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 100:  # noqa: PLR2004
        return f"{minutes} min"
    if minutes < _A_DAY:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return number(minutes // _A_DAY, "day")
