"""The BagIt profile of our own bags, from the installed package or from the project's folder."""

from functools import cache
from importlib import resources
from pathlib import Path

from newsarchive.bag.profile import Profile, parse_profile

_NAME = "newsarchive-profile.json"


@cache
def our_profile() -> Profile:
    """What every bag of ours conforms to (schemas/newsarchive-profile.json)."""
    packaged = resources.files("newsarchive") / "schemas" / _NAME
    if packaged.is_file():
        return parse_profile(packaged.read_bytes())
    return parse_profile((Path(__file__).parents[3] / "schemas" / _NAME).read_bytes())
