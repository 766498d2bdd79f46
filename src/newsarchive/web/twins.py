"""Pages as data: what stands on the first page, in lists of values, and which files a bag has."""

import csv
import io
from collections.abc import Mapping, Sequence

from newsarchive.digests import Digest
from newsarchive.model.holding import Accession
from newsarchive.reports.safe import cell
from newsarchive.web import addresses

Listed = Sequence[tuple[Accession, Sequence[tuple[str, str, Digest]]]]
"""Bags, each with its files: the path, the address, the digest."""


Row = tuple[str | None, int, str]
"""A value, None for what is not known; how many articles have it; where they are listed."""


def index(
    total: int,
    years: Sequence[tuple[str, int]],
    without_year: int,
    of_kinds: Mapping[str, Sequence[Row]],
    said: Mapping[str, object],
) -> dict[str, object]:
    """What is here: the years, and the commonest values of each kind."""
    return {
        "articles": total,
        "years": [{"year": year, "articles": count} for year, count in years],
        "without_year": without_year,
        "values": {kind: [_value(row) for row in rows] for kind, rows in of_kinds.items()},
        **said,
    }


def values(kind: str, rows: Sequence[Row]) -> dict[str, object]:
    """Every value of a kind."""
    return {"kind": kind, "values": [_value(row) for row in rows]}


def values_csv(kind: str, rows: Sequence[Row]) -> str:
    """The same as a table."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow((kind, "articles", "link"))
    table.writerows((cell(value), count, cell(address)) for value, count, address in rows)
    return out.getvalue()


def files(base: Accession, listed: Listed) -> dict[str, object]:
    """Every file of a bag and of its amendments."""
    return {
        "bag": base.name,
        "bag_id": base.bag,
        "bags": [
            {
                "bag": bag.name,
                "bag_id": bag.bag,
                "seal": str(bag.seal),
                "amends": None if bag.bag == base.bag else base.bag,
                "files": [
                    {"path": path, "digest": str(digest), "link": address}
                    for path, address, digest in rows
                ],
            }
            for bag, rows in listed
        ],
    }


def diff_address(second: str, first: str, form: str = "") -> str:
    """The address of what changed from one version to another, "" for the one before it."""
    path = f"{addresses.version(second)}/diff" + (f".{form}" if form else "")
    return f"{path}?with={first}" if first else path


def _value(row: Row) -> dict[str, object]:
    value, count, address = row
    return {"value": value, "articles": count, "link": address}
