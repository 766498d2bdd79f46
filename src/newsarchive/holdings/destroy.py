"""Destroying bags: what goes with them, and doing it, from wherever it was left off.

That a destruction is certain stands in the ledger before anything is removed: the ledger is its own
journal. Whoever next takes the write lock and finds one that is not done finishes it. What is gone
is not missed, so each step can be done again: copies first, while the bags still say what they
held; then the reports of audits; then the bags; then what the catalog knew; and at last the entry
that nothing is left.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from newsarchive.audits.cleaning import Gone, report_without, take_out
from newsarchive.audits.files import run_names
from newsarchive.durable import remove_wholly, store_error
from newsarchive.errors import StoreError
from newsarchive.holdings.copies import copies, seal_of, traces_of
from newsarchive.holdings.staging import sweep
from newsarchive.judgement.withdrawal import withdrawn
from newsarchive.ledger import written
from newsarchive.model.holding import Accession
from newsarchive.model.layout import CATALOG, SEARCH
from newsarchive.model.withdrawal import Act, Withdrawal

if TYPE_CHECKING:
    from newsarchive.holdings.opened import OpenArchive

INDEXES: tuple[str, ...] = (SEARCH,)
"""Files below the archive that are read out of bags and can be made again: they go as a whole."""


def held_elsewhere(
    holdings: "OpenArchive", accessions: Iterable[Accession], but: frozenset[str]
) -> frozenset[str]:
    """The SHA-512 of those originals and media of these bags that a bag not in `but` holds, too."""
    wanted = {
        digest for a in accessions for digest in (*a.originals, *(sha512 for sha512, _ in a.media))
    }
    return holdings.catalog.held(wanted, but)


def reports_without(
    holdings: "OpenArchive", accessions: Sequence[Accession]
) -> tuple[tuple[str, str], ...]:
    """The audits whose reports change, and the digests that those will have."""
    gone = _gone(accessions)
    found = []
    for run in holdings.catalog.runs.newest():
        report = report_without(holdings.audits / run.run, run.report, gone)
        if report is not None:
            found.append((run.run, report))
    return tuple(found)


def _gone(accessions: Iterable[Accession]) -> Gone:
    return Gone({accession.bag: accession.name for accession in accessions})


def finish(holdings: "OpenArchive") -> None:
    """Destroy what is certain to be destroyed and is not known to be. Both locks are held.

    Raises:
        StoreError, LedgerError: it cannot be finished now; it can be gone on with.
    """
    for bag in holdings.catalog.tombstones.pending():
        _finish(holdings, bag)


def remove_returned(holdings: "OpenArchive") -> int:
    """Remove bags that were destroyed and lie in the store again, as out of a backup; how many.

    Raises:
        StoreError: the store cannot be listed, or the disk refused.
    """
    found = []
    for item in holdings.store.walk():
        if isinstance(item, str) and not holdings.catalog.known([item]):
            with contextlib.suppress(OSError):
                seal = seal_of(holdings.root / item)
                if holdings.catalog.tombstones.at(item, seal) is not None:
                    found.append(item)
    for path in found:
        holdings.store.destroy(path)
    return len(found)


def _finish(holdings: "OpenArchive", bag: str) -> None:
    catalog = holdings.catalog
    stands = withdrawn(catalog.entries.of(Withdrawal, bag=bag))
    if stands is None or stands.destroy is None:
        return
    tombs = catalog.tombstones.of_withdrawal(bag)
    if left := [tomb.accession for tomb in tombs if tomb.accession is not None]:
        if trouble := holdings.store.trouble():
            raise StoreError(trouble, hint="Nothing more was destroyed.")
        _remove_copies(holdings, left)
        _clean_reports(holdings, left)
        for accession in reversed(left):
            holdings.store.destroy(accession.path)
        for accession in left:
            holdings.witness.names.forget(accession.bag)
    _forget(holdings, bag)
    done = Withdrawal(
        stands.bag,
        stands.seal,
        Act.DESTROYED,
        stands.reason,
        stands.authority,
        stands.destroy.by,
        also=stands.destroy.also,
    )
    holdings.ledger.append([written(done)], holdings.clock.now())
    holdings.catch_up()


def _remove_copies(holdings: "OpenArchive", left: Sequence[Accession]) -> None:
    sweep(holdings.root)
    kept = held_elsewhere(holdings, left, frozenset())
    with _refusals(holdings, "remove the copies in"):
        for copy in tuple(copies(holdings, traces_of(holdings, left, kept), running=False)):
            remove_wholly(copy.path)
        for name in INDEXES:
            remove_wholly(holdings.root / name)


def _clean_reports(holdings: "OpenArchive", left: Sequence[Accession]) -> None:
    expected = {run.run: run.report for run in holdings.catalog.runs.newest()}
    gone = _gone(left)
    with _refusals(holdings, "write the reports of audits in"):
        for name in run_names(holdings.audits):
            take_out(holdings.audits / name, expected.get(name), gone)


@contextlib.contextmanager
def _refusals(holdings: "OpenArchive", action: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise store_error(action, error.filename or holdings.root, error) from error


def _forget(holdings: "OpenArchive", bag: str) -> None:
    catalog = holdings.catalog
    with catalog.writing():
        catalog.tombstones.blank(bag)
    if catalog.path is not None:
        catalog.compact()
        return
    # It is in memory, since the file cannot be used: that one still knows the names.
    try:
        remove_wholly(holdings.root / CATALOG)
    except OSError as error:
        raise store_error("remove", holdings.root / CATALOG, error) from error
