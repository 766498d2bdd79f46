"""What lies where in a bag: an article, or an amendment to one, becomes a `BagPlan`. Pure.

docs/format.md describes the result, so that a stranger can write a reader.
"""

from newsarchive.packaging.amendment import Amendment, amend
from newsarchive.packaging.article import (
    Draft,
    Identity,
    Maker,
    complete,
    draft,
    pack,
)
from newsarchive.packaging.places import README, RECORD

__all__ = [
    "README",
    "RECORD",
    "Amendment",
    "Draft",
    "Identity",
    "Maker",
    "amend",
    "complete",
    "draft",
    "pack",
]
