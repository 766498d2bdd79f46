"""Making the catalog anew from ledger and audit reports: all of it, or the old one stays.

The search index is made anew, too, from the bags, after the catalog and outside of its lock.
"""

import contextlib
import os
from dataclasses import replace
from itertools import zip_longest

from newsarchive.catalog import Catalog
from newsarchive.durable import fsync_directory, fsync_file, store_error
from newsarchive.errors import LockedError, StoreError
from newsarchive.holdings.follow import catch_up
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.searched import Teller, remake, silence
from newsarchive.model.layout import CATALOG, SEARCH
from newsarchive.model.status import Rebuilt


def rebuild(holdings: OpenArchive, tell: Teller = silence) -> Rebuilt:
    """Make the catalog anew beside the old one, and put it in its place in one step.

    `holdings` goes on with the new one. Then the search index is made anew, if there is one; `tell`
    hears how many articles it has, and of how many. What keeps it from being made is told in the
    result: the old index stays, or the next search makes one.

    Raises:
        LedgerError: the ledger is not a chain.
        LockedError: somebody else writes.
        StoreError: the disk refused. The old catalog stays.
    """
    rebuilt = _catalog(holdings)
    if not os.path.lexists(holdings.root / SEARCH):
        return rebuilt
    try:
        return replace(rebuilt, indexed=remake(holdings, tell))
    except (LockedError, StoreError) as error:
        return replace(rebuilt, index_trouble=error.message)


def _catalog(holdings: OpenArchive) -> Rebuilt:
    place = holdings.root / CATALOG
    draft = place.with_name(f".{CATALOG}.new")
    with holdings.writing():
        _remove(draft)
        try:
            new = Catalog(draft)
            try:
                catch_up(new, holdings.witness)
                rebuilt = _count(holdings, new)
            finally:
                new.close()
            fsync_file(draft)
            # Others may be reading on in the old file: its journal has the name that the new one's
            # would have, so nobody may be in the middle of it when the name changes hands.
            with holdings.catalog.alone():
                os.rename(draft, place)
                fsync_directory(place.parent)
            holdings.catalog.stay()
        except OSError as error:
            raise store_error("make the catalog", place, error) from error
        finally:
            _remove(draft)
    return rebuilt


def _remove(draft: os.PathLike[str]) -> None:
    for path in (os.fspath(draft), f"{os.fspath(draft)}-journal"):
        with contextlib.suppress(OSError):
            os.unlink(path)


def _count(holdings: OpenArchive, new: Catalog) -> Rebuilt:
    counts = new.rows()
    pairs = zip_longest(new.dump(), holdings.catalog.dump())
    same = all(one == other for one, other in pairs) and not holdings.catalog.memory.noticed()
    pruned = new.runs.pruned()
    lost = tuple(
        run
        for run in new.runs.names()
        if run not in pruned and not any((holdings.audits / run).glob("part-*.jsonl"))
    )
    return Rebuilt(
        entries=holdings.ledger.head().seq + 1,
        bags=counts["bag"],
        audits=counts["run"],
        checks=counts["checked"],
        open_findings=counts["finding"],
        lost_reports=lost,
        same=same,
    )
