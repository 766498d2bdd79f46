"""Where things lie in an archive: bags by the article's date, else by the bag's id."""

import re
from contextlib import suppress

from newsarchive.model.dates import Edtf

LEDGER = "ledger/entries.jsonl"
CATALOG = "catalog.sqlite"
SEARCH = "search.index"
"""The folder of the words of all articles; an index like the catalog."""
AUDITS = "audits"
BAGS = "bags"
FOLDERS = ("bags", "ledger", "audits", "staging", "quarantine", "schemas")
"""The folders of an archive, all of which newsarchive writes to."""
RECORD = "data/metadata/article.json"
"""The record of an article in its bag."""

_BAG = re.compile(
    r"bags/(?:[0-9]{4}/(?:[0-9]{2}|XX)/(?:[0-9]{2}|XX)|(?:undated|deliveries)/[0-9a-f]{2})/[a-z0-9-]+"
)
_DATED = re.compile(r"bags/([0-9]{4})/([0-9]{2}|XX)/([0-9]{2}|XX)/.*", re.DOTALL)
_WAY = re.compile(
    r"bags(?:/(?:[0-9]{4}(?:/(?:[0-9]{2}|XX)){0,2}|(?:undated|deliveries)(?:/[0-9a-f]{2})?))?"
)


def bag_path(date: Edtf | None, bag: str, name: str) -> str:
    """Where a bag lies, relative to the archive: by date, or by its id where no date is known."""
    year_month = _month(date)
    if date is None or year_month is None:
        return f"bags/undated/{bag[:2]}/{name}"
    day = "XX" if date.month is None or date.day is None else f"{date.day:02d}"
    return f"bags/{'/'.join(year_month)}/{day}/{name}"


def delivery_path(bag: str, name: str) -> str:
    """Where the bag of a delivery lies, relative to the archive."""
    return f"bags/deliveries/{bag[:2]}/{name}"


def dated_by(path: str) -> str:
    """The date in the path of a bag as EDTF, as much of it as folders say; "" for none."""
    match = _DATED.fullmatch(path)
    return "-".join(part for part in match.groups() if part != "XX") if match else ""


def month_of(dated: str) -> str:
    """The month of a date in EDTF: `2017-04`, `2017-XX` or `undated`, as the folders of bags."""
    with suppress(ValueError):  # a newer program may know more of EDTF
        if found := _month(Edtf.parse(dated)):
            return "-".join(found)
    return "undated"


def _month(date: Edtf | None) -> tuple[str, str] | None:
    """The year and the month of a date, `XX` for none; None without a year of four digits."""
    if date is None or date.year is None or date.year < 0:
        return None
    return f"{date.year:04d}", "XX" if date.month is None else f"{date.month:02d}"


def is_way_to_bags(path: str) -> bool:
    """Whether `path` is a folder in which bags lie, or one on the way to such folders."""
    return _WAY.fullmatch(path) is not None


def is_bag_place(path: str) -> bool:
    """Whether a bag may lie at `path`: `bags/2017/04/13/<name>`, `bags/undated/0f/<name>`.

    Deliveries lie at `bags/deliveries/0f/<name>`.
    """
    return _BAG.fullmatch(path) is not None
