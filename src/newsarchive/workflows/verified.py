"""A bag read file by file and held against its seal; and why it is not given where it is not so."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from newsarchive.bag.verified import NotAsListedError, VerifiedTree, expected
from newsarchive.errors import DamagedBagError, NewsArchiveError, StoreError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.finding import Finding, Level, Verdict
from newsarchive.model.holding import Accession
from newsarchive.reports.safe import visible
from newsarchive.workflows.verify import verify

_MOST_NAMED = 20


@contextmanager
def verified(holdings: OpenArchive, bag: Accession) -> Iterator[VerifiedTree]:
    """The bag, to be read file by file; what is not what was taken in is an error in words.

    Raises:
        DamagedBagError, StoreError, SourceError: it is not what was taken in, or cannot be read.
    """
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    tree = holdings.store.tree(bag.path)
    try:
        yield VerifiedTree(tree, expected(tree, bag.seal))
    except NotAsListedError as error:
        raise explained(holdings, [bag], error.path) from error
    finally:
        tree.close()


def explained(holdings: OpenArchive, bags: Iterable[Accession], path: str) -> NewsArchiveError:
    """The error to raise: the bags are read again, so that a failing cable is not called damage.

    `path` is the file in one of them that was not what it should be.
    """
    for accession in bags:
        found = verify(holdings, accession)
        errors = [f for f in found.findings if f.level is Level.ERROR]
        if found.verdict in {Verdict.DAMAGED, Verdict.MISSING}:
            return _damaged(accession, errors)
        if found.verdict is Verdict.UNVERIFIED:
            return StoreError(
                f"{accession.name} cannot be read as a whole: {_told(errors[0])}",
                hint="Nothing was given. Run newsarchive audit.",
            )
    return StoreError(
        f"{path} was read differently the second time; nothing was given",
        hint="The disk, a cable or the memory may be failing. Run newsarchive audit.",
    )


def _damaged(accession: Accession, errors: Sequence[Finding]) -> DamagedBagError:
    more = len(errors) - _MOST_NAMED
    told = [*map(_told, errors[:_MOST_NAMED]), *([f"and {more:,} more"] if more > 0 else ())]
    return DamagedBagError(
        f"{accession.name} is not what was taken in; nothing was given",
        tuple(told),
        hint="Run newsarchive audit to have it on record. --damaged gives what is there",
    )


def _told(finding: Finding) -> str:
    where = f" {finding.path}" if finding.path else ""
    return visible(f"{finding.kind}{where}: {finding.detail}")
