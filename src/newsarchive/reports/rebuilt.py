"""What a new catalog holds, as text and JSON."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.status import Rebuilt
from newsarchive.reports.amounts import number


def document(made: Rebuilt) -> dict[str, Any]:
    """What a new catalog holds."""
    return {
        "entries": made.entries,
        "bags": made.bags,
        "audits": made.audits,
        "checks": made.checks,
        "open_findings": made.open_findings,
        "lost_reports": list(made.lost_reports),
        "same": made.same,
        "indexed": made.indexed,
        "index_trouble": made.index_trouble or None,
    }


def lines(made: Rebuilt) -> Iterator[str]:
    """What a new catalog holds, for the terminal."""
    yield "The catalog is made anew" + (
        ", and says what the old one said." if made.same else "; the old one said something else."
    )
    yield (
        f"It holds {number(made.bags, 'bag')}, {number(made.audits, 'audit')},"
        f" {number(made.checks, 'check')} and {number(made.open_findings, 'open finding')},"
        f" from {made.entries:,} ledger entries."
    )
    if made.indexed is not None:
        yield f"The search index is made anew, too: {number(made.indexed, 'article')}."
    if made.index_trouble:
        yield f"The search index is not made anew: {made.index_trouble}"
    if made.lost_reports:
        yield (
            f"The report of {number(len(made.lost_reports), 'audit')} is gone; of these only the"
            f" damage is known, from the ledger: {', '.join(made.lost_reports[:3])}"
        )
