"""What was decided of a bag, and who decides."""

from collections.abc import Sequence

from newsarchive.errors import UsageError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.decision import Decision, DecisionKind, is_line


def made(holdings: OpenArchive, bag: str) -> tuple[Decision, ...]:
    """The decisions about the bag with this id, oldest first; about all without one."""
    return tuple(holdings.catalog.entries.of(Decision, bag=bag))


def current(decided: Sequence[Decision]) -> dict[DecisionKind, Decision]:
    """What stands: the newest of each kind, of decisions about one bag in their order."""
    return {decision.kind: decision for decision in decided}


def staff(holdings: OpenArchive, by: str) -> str:
    """Who is said to have decided: `by`, else what archive.toml says.

    Raises:
        UsageError: it is not one line of text.
    """
    if by and not is_line(by):
        raise UsageError(f"--by is one line of text, a role or a staff id, and not {by!r}")
    return by or holdings.staff_by
