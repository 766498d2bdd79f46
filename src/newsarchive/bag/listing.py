"""One manifest of a bag, as what was read is held against it."""

import re
from dataclasses import dataclass, field

from newsarchive.bag.reading import Reading
from newsarchive.digests import Algorithm
from newsarchive.model.finding import Code, Finding, Kind, Level

MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")


@dataclass(slots=True, eq=False)
class Listing:
    """One manifest or tag manifest: what it lists, and whether it was read to its end.

    `algorithm` is None where we cannot compute it; `name_of_algorithm` is what the file name says.
    `digests` has the expected hex by path, "" where the line had none that can be used. `whole` is
    False if something in it could not be read: then nobody can say what it does not list.
    """

    name: str
    name_of_algorithm: str
    algorithm: Algorithm | None
    digests: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    changed: bool = False


Contradictions = list[tuple[Listing, str]]
"""The lists whose digest is not what was found, and what was found."""


def algorithm_called(name: str) -> Algorithm | None:
    """The algorithm that a manifest's name speaks of; None if it is not one of ours."""
    try:
        return Algorithm(name)
    except ValueError:
        return None


def by_strength(listing: Listing) -> tuple[int, str]:
    """SHA-512 first: what reports first is what is believed most."""
    order = list(reversed(Algorithm))
    return (order.index(listing.algorithm) if listing.algorithm else len(order), listing.name)


def most_trusted(lists: list[Listing]) -> Listing:
    """The list that is believed most: the strongest of those that are right themselves."""
    return next((a for a in lists if not a.changed), lists[0])


def expected_by(listing: Listing, path: str) -> str:
    """The digest that a list has for `path`, as `algorithm:hex`; "" if it has none to be used."""
    digest = listing.digests[path]
    return f"{listing.algorithm}:{digest}" if listing.algorithm and digest else ""


def algorithms_of(lists: list[Listing]) -> list[Algorithm]:
    """By what a file must be hashed, so that every list which can be used has its answer."""
    return [a.algorithm for a in lists if a.algorithm is not None]


def contradictions(reading: Reading, by: list[Listing]) -> Contradictions:
    """The lists that expect another digest than was read, each with what was read."""
    path, hexes = reading.path, reading.hexes
    return [
        (a, hexes[a.algorithm])
        for a in by
        if a.algorithm is not None and (e := a.digests[path]) and e != hexes[a.algorithm]
    ]


def unsteady(path: str, listing: Listing, found: str) -> Finding:
    """A digest that was wrong at the first reading and not at the second."""
    return Finding(
        Code.IO_02,
        Kind.UNSTABLE,
        Level.ERROR,
        path,
        "read wrong at first and right the second time: the disk, a cable or the memory may be"
        " failing; check it again",
        expected=expected_by(listing, path),
        found=f"{listing.algorithm}:{found}",
        by=listing.name,
    )
