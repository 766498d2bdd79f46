"""What was given to somebody, as text and JSON."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.finding import finding_document
from newsarchive.model.given import Given, GivenRecords
from newsarchive.reports.amounts import number


def document(given: Given) -> dict[str, Any]:
    """What lies there now."""
    return {
        "dest": given.dest,
        "container": given.container.value,
        "bags": [
            {
                "bag": bag.accession.name,
                "bag_id": bag.accession.bag,
                "kind": bag.accession.kind.value,
                "seal": str(bag.accession.seal),
                "folder": bag.folder or None,
                "verdict": bag.verdict.value,
                "findings": [finding_document(f, bag.accession.bag) for f in bag.findings],
            }
            for bag in given.bags
        ],
        "exit": given.exit_code,
    }


def records_document(given: GivenRecords) -> dict[str, Any]:
    """What lies there now, of records of web archives."""
    return {
        "dest": given.dest,
        "records": given.records,
        "articles": [
            {
                "bag": page.accession.name,
                "bag_id": page.accession.bag,
                "media_missing": page.missing,
            }
            for page in given.pages
        ],
        "refused": [{"input": one.reference, "reason": one.reason} for one in given.refused],
        "notes": list(given.notes),
        "exit": given.exit_code,
    }


def records_lines(given: GivenRecords) -> Iterator[str]:
    """What lies there now, of records of web archives, for the terminal."""
    pages = number(len(given.pages), "article")
    yield f"{given.dest} holds {number(given.records, 'record')} of {pages}, as they were received."
    for page in given.pages:
        missing = f"  ({page.missing:,} of its pictures have no record)" if page.missing else ""
        yield f"  {page.accession.name}{missing}"
    yield from given.notes


def refused_lines(given: GivenRecords) -> Iterator[str]:
    """What has no records, each on a line."""
    return (f"{one.reference}: {one.reason}." for one in given.refused)


def lines(given: Given) -> Iterator[str]:
    """What lies there now, for the terminal."""
    bad = [bag for bag in given.bags if not bag.whole]
    if not bad:
        whole = "every byte is what was taken in"
        yield f"{given.dest} holds {number(len(given.bags), 'bag')}; {whole}."
    else:
        yield (
            f"{given.dest} holds what there is of {number(len(given.bags), 'bag')};"
            f" {len(bad):,} {'is' if len(bad) == 1 else 'are'} not what was taken in:"
            " see DAMAGED.txt."
        )
    for bag in given.bags:
        yield f"  {bag.accession.name}  {bag.verdict}  {bag.accession.seal}"
