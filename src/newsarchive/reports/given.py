"""What was given to somebody, as text and JSON."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.finding import finding_document
from newsarchive.model.given import Given
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
