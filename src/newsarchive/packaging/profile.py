"""The BagIt profiles of our own bags."""

from functools import cache

from newsarchive.bag.profile import Profile, parse_profile
from newsarchive.model.holding import BagKind
from newsarchive.published import published


@cache
def our_profile() -> Profile:
    """What every bag of an article conforms to (schemas/newsarchive-profile.json)."""
    return _profile("newsarchive-profile.json")


@cache
def our_delivery_profile() -> Profile:
    """What every bag of a delivery conforms to (schemas/newsarchive-delivery-profile.json)."""
    return _profile("newsarchive-delivery-profile.json")


def profile_for(kind: BagKind) -> Profile:
    """What a bag of this kind conforms to."""
    return our_delivery_profile() if kind is BagKind.DELIVERY else our_profile()


def _profile(name: str) -> Profile:
    text = published(name)
    assert text is not None  # noqa: S101  # it is part of the program
    return parse_profile(text)
