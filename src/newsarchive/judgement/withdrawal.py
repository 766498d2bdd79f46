"""Whether a bag is withdrawn, by what the ledger tells of it. Pure.

A bag of which this is so is closed for everybody, whatever else was decided about it.
"""

from collections.abc import Iterable
from dataclasses import replace

from newsarchive.model.withdrawal import Act, Withdrawal, Withdrawn


def withdrawn(steps: Iterable[Withdrawal]) -> Withdrawn | None:
    """How far the bag of these steps is withdrawn; None if it is not, or not any more.

    The steps are about one bag and in the order of the ledger. Somebody who agrees twice counts
    once, and nothing takes back a destruction that is certain.
    """
    stands: Withdrawn | None = None
    for step in steps:
        if stands is not None and stands.certain:
            if step.act is Act.DESTROYED:
                stands = replace(stands, gone=True)
            continue
        match step.act:
            case Act.DARK:
                # A destruction that somebody asked for is not made less by it.
                stands = stands if stands and stands.destroy else _of(step)
            case Act.LIFT:
                stands = None
            case Act.DESTROY:
                stands = replace(_of(step), agreed=(step.by,), persons=step.persons, destroy=step)
            case Act.APPROVE if stands is not None and stands.destroy is not None:
                if is_another(step.by, stands.agreed):
                    agreed = (*stands.agreed, step.by)
                    stands = replace(stands, agreed=agreed, time=step.time, destroy=step)
            case _:
                pass
    return stands


def is_another(by: str, agreed: Iterable[str]) -> bool:
    """Whether `by` is none of those who agreed; letters and blanks make nobody another."""
    return _plain(by) not in {_plain(one) for one in agreed}


def _plain(by: str) -> str:
    return " ".join(by.casefold().split())


def _of(step: Withdrawal) -> Withdrawn:
    return Withdrawn(step.bag, step.seal, step.reason, step.authority, step.time)
