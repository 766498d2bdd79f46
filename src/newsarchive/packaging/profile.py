"""The BagIt profile of our own bags."""

from functools import cache

from newsarchive.bag.profile import Profile, parse_profile
from newsarchive.published import published

NAME = "newsarchive-profile.json"


@cache
def our_profile() -> Profile:
    """What every bag of ours conforms to (schemas/newsarchive-profile.json)."""
    text = published(NAME)
    assert text is not None  # noqa: S101  # it is part of the program
    return parse_profile(text)
