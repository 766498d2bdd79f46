"""RFC 8493 bags: plan, write, read, check; in folders and archives. Knows nothing about news."""

from newsarchive.bag.check import check, examine
from newsarchive.bag.crosscheck import crosscheck
from newsarchive.bag.facts import BagFacts
from newsarchive.bag.members import Limits
from newsarchive.bag.plan import BagPlan, Inline, Spooled
from newsarchive.bag.profile import (
    Profile,
    ProfileError,
    judge_profile,
    named_profiles,
    parse_profile,
)
from newsarchive.bag.serialized import SerializedTree, serialize
from newsarchive.bag.tracing import trace
from newsarchive.bag.tree import DirectoryTree, Tree
from newsarchive.bag.writer import write

__all__ = [
    "BagFacts",
    "BagPlan",
    "DirectoryTree",
    "Inline",
    "Limits",
    "Profile",
    "ProfileError",
    "SerializedTree",
    "Spooled",
    "Tree",
    "check",
    "crosscheck",
    "examine",
    "judge_profile",
    "named_profiles",
    "parse_profile",
    "serialize",
    "trace",
    "write",
]
