"""Pages as data: what stands on the first page, in lists of values, and which files a bag has."""

import csv
import io
from collections.abc import Iterable, Sequence

from newsarchive.digests import Digest
from newsarchive.model.holding import Accession
from newsarchive.reports.safe import cell
from newsarchive.web import addresses
from newsarchive.web.figures import Link, Years

Listed = Sequence[tuple[Accession, Sequence[tuple[str, str, Digest]]]]
"""Bags, each with its files: the path, the address, the digest."""


def index(
    total: int,
    years: Years,
    groups: Iterable[tuple[str, str, Sequence[Link]]],
    kept: str,
    remarks: Sequence[str],
) -> dict[str, object]:
    """What is here. `groups` are the commonest values of each kind."""
    return {
        "articles": total,
        "years": [{"year": year, "articles": count} for year, count in years.counts],
        "without_year": years.undated,
        "values": {kind: [_value(link) for link in links] for _, kind, links in groups},
        "kept": kept,
        "remarks": list(remarks),
    }


def values(kind: str, links: Sequence[Link]) -> dict[str, object]:
    """Every value of a kind, null for what is not known."""
    return {"kind": kind, "values": [_value(link) for link in links]}


def values_csv(kind: str, links: Sequence[Link]) -> str:
    """The same as a table."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow((kind, "articles", "link"))
    rows.writerows((cell(link.value or ""), link.count, cell(link.address)) for link in links)
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


def _value(link: Link) -> dict[str, object]:
    return {"value": link.value, "articles": link.count, "link": link.address}
