"""How the reading of an audit is shared out: to how many, and whether to threads. Pure."""

_MANY_BAGS, _MANY_BYTES = 400, 200_000_000  # each about half a second of reading
# Bytes for each thread: what Python does for a bag, one thread at a time, is then a tenth of it.
_LARGE_BAG = 8 << 20


def sharing(
    bags: int, octets: int, asked: int | None, cores: int, *, careful: bool
) -> tuple[int, bool]:
    """How many look at so many bags and bytes, and whether as threads; else they are processes.

    One where reading takes no longer than starting others does. Threads where nearly all of it is
    to read and to hash, which they can do at once. `asked` is the number that somebody asked for;
    to be `careful` is to have at least two processes else: a bag that ends the one that reads it
    then is one bag less.
    """
    if careful:
        return asked or max(cores, 2), False
    much = bags >= _MANY_BAGS or octets >= _MANY_BYTES
    count = asked or (cores if much else 1)
    return count, count > 1 and (bags == 1 or octets >= _LARGE_BAG * count * bags)
