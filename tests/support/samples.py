"""Where the real news files lie, which are never shipped; a test skips where they are absent."""

import os
from pathlib import Path

import pytest

_PROJECT = Path(__file__).resolve().parents[2]


def samples(*parts: str) -> Path:
    """The sample file or folder `parts`; skips the test where there is none."""
    places = [_PROJECT.parent / "shared" / "samples"]
    if named := os.environ.get("NEWSARCHIVE_SAMPLES"):
        places.insert(0, Path(named))
    for place in places:
        if place.is_dir():
            return place.joinpath(*parts)
    pytest.skip("no samples: set NEWSARCHIVE_SAMPLES to the folder that holds them")
