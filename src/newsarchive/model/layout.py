"""Where bags lie in an archive: by the article's date, or by the bag's id where none is known."""

import re

from newsarchive.model.dates import Edtf

_BAG = re.compile(
    r"bags/(?:[0-9]{4}/(?:[0-9]{2}|XX)/(?:[0-9]{2}|XX)|undated/[0-9a-f]{2})/[a-z0-9-]+"
)


def bag_path(date: Edtf | None, bag: str, name: str) -> str:
    """Where a bag lies, relative to the archive: by date, or by its id where no date is known."""
    if date is None or date.year is None:
        return f"bags/undated/{bag[:2]}/{name}"
    month = "XX" if date.month is None else f"{date.month:02d}"
    day = "XX" if date.month is None or date.day is None else f"{date.day:02d}"
    return f"bags/{date.year:04d}/{month}/{day}/{name}"


def is_bag_place(path: str) -> bool:
    """Whether a bag may lie at `path`: `bags/2017/04/13/<name>`, `bags/undated/0f/<name>`."""
    return _BAG.fullmatch(path) is not None
