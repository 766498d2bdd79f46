"""How many, how much and how long, in words."""

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


def duration(seconds: float) -> str:
    """`35 s`, `12 min`, `3 h 20 min`, `4 days`."""
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
