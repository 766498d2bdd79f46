"""RFC 8493 bags: plan, write, read, check. Knows nothing about news."""

from newsarchive.bag.check import check
from newsarchive.bag.crosscheck import crosscheck
from newsarchive.bag.plan import BagPlan, Inline, Spooled
from newsarchive.bag.sealed import is_as_sealed
from newsarchive.bag.tree import DirectoryTree, Tree
from newsarchive.bag.writer import write

__all__ = [
    "BagPlan",
    "DirectoryTree",
    "Inline",
    "Spooled",
    "Tree",
    "check",
    "crosscheck",
    "is_as_sealed",
    "write",
]
