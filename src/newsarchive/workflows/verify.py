"""Verifying one bag here and now. Nothing is recorded, and nothing in the archive is changed."""

from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.fixity import judge
from newsarchive.model.clock import timestamp
from newsarchive.model.holding import Accession
from newsarchive.model.subject import StoredBag
from newsarchive.model.verdict import BagVerdict
from newsarchive.workflows.audit.worker import Task, examine_bag, unreachable


def verify(holdings: OpenArchive, accession: Accession) -> BagVerdict:
    """What an audit would say of the bag now, every byte of it read.

    Unlike an audit it does not look whether a bag that is gone lies elsewhere in the store.
    """
    trouble = holdings.store.trouble()
    task = Task(accession.path, accession.bytes, accession.seal)
    seen = unreachable(trouble) if trouble else examine_bag(holdings.store, task)
    judgement = judge(seen, accession.seal, lambda seal: _owner(holdings, seal))
    return BagVerdict(
        StoredBag(accession.bag, accession.name, accession.path),
        judgement.verdict,
        judgement.findings,
        files=seen.files,
        bytes=seen.bytes,
        checked=timestamp(holdings.clock.now()),
    )


def _owner(holdings: OpenArchive, seal: str) -> str | None:
    owner = holdings.catalog.with_seal(seal)
    return None if owner is None else owner.name
