"""What an archive said at one position of its ledger: that up to which the catalog has read it."""

from newsarchive.holdings.opened import OpenArchive
from newsarchive.ledger import Head
from newsarchive.model.corpus import Position
from newsarchive.model.holding import Accession


def head_of(holdings: OpenArchive) -> Head:
    """How far the catalog has read the ledger: what it answers is of this position or later."""
    mark = holdings.catalog.memory.mark()
    return Head.parse(mark) if mark else Head()


def position_of(head: Head) -> Position:
    """A head of the ledger as others name it."""
    return Position(head.seq, head.line_sha256, head.time)


def newest_amendment(
    holdings: OpenArchive, base: Accession, position: Position
) -> Accession | None:
    """The amendment of a bag that was the newest at this position; None if there was none."""
    amendments = holdings.catalog.amendments(str(base.seal))
    return next((a for a in reversed(amendments) if a.seq <= position.seq), None)
