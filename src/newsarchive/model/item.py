"""An article as those know it who ask what changed: harvesters, and crawlers of the web."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the number of its accession, the id of its bag, its last change, its collection.

    An item is a bag of an article, with its amendments. `changed` is RFC 3339 in UTC, whole
    seconds; `collection` is "" for none. It stays when the bag is destroyed.
    """

    number: int
    bag: str
    changed: str
    collection: str


Place = tuple[str, int]
"""A place in the order of items: by their last change, then by their numbers."""
