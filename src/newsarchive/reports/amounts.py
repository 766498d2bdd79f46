"""How many and how much, in words."""


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
