"""Adopting: an intact bag of ours that the ledger does not know any more is entered again.

So it is where a ledger was put back from an older copy. A person decides it, and says why. The bag
is read whole first, and stays as it is.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsarchive.bag import Tree, examine
from newsarchive.bag.facts import BagFacts
from newsarchive.bag.profile import judge_profile
from newsarchive.errors import NewsArchiveError, NotFoundError, RefusedError, UsageError
from newsarchive.holdings.commit import salted
from newsarchive.holdings.decided import staff
from newsarchive.holdings.files import is_inside
from newsarchive.holdings.find import must_not_be_destroyed
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.fixity import judge
from newsarchive.ledger import NewEntry, written
from newsarchive.ledger.names import Names, shown
from newsarchive.metadata import read_delivery, read_record
from newsarchive.model.entries import Adoption
from newsarchive.model.finding import Level, Verdict
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.layout import is_bag_place
from newsarchive.model.observation import Observation
from newsarchive.packaging.accession import Found, accession_again
from newsarchive.packaging.places import DELIVERY, DELIVERY_PROFILE, PROFILE, RECORD
from newsarchive.packaging.profile import profile_for
from newsarchive.search.folding import text_digest

_MOST_RECORD = _MOST_TEXT = 64 << 20


def adopt(holdings: OpenArchive, reference: str, reason: str, *, by: str = "") -> Accession:
    """Enter the bag at the path `reference`, which the ledger does not know; returns its accession.

    Raises:
        NotFoundError: no bag lies there.
        RefusedError: the ledger knows it, it is damaged, or it is no bag of this program.
        WithdrawnError: it was destroyed by a withdrawal.
        UsageError: there is no reason.
        LockedError, StoreError, LedgerError: it could not be entered.
    """
    reason, by = " ".join(reason.split()), staff(holdings, by)
    if not reason:
        raise UsageError("to adopt a bag needs a reason: --reason TEXT")
    path = _place(holdings, reference)
    _must_be_unknown(holdings, path)
    accession = _read(holdings, path)
    must_not_be_destroyed(holdings, accession.bag)
    with holdings.writing():
        _must_be_unknown(holdings, path)  # asked again: another process may have been faster
        if known := holdings.catalog.accession(accession.bag):
            raise RefusedError(f"the ledger has this bag already, at {known.path}")
        must_not_be_destroyed(holdings, accession.bag)
        adoption = Adoption(accession.bag, reason, by)
        fields = salted(accession)
        Names(holdings.ledger.path).keep([fields])
        entries = [NewEntry("accession", shown(fields)), written(adoption)]
        holdings.ledger.append(entries, holdings.clock.now())
        holdings.catch_up()
    return holdings.catalog.accession(accession.bag) or accession


def _place(holdings: OpenArchive, reference: str) -> str:
    """The path of a bag, relative to the archive."""
    text = reference.rstrip("/")
    for path in (Path(text), holdings.root / text):
        try:
            place = Path(os.path.abspath(path)).relative_to(os.path.abspath(holdings.root))
        except ValueError:
            continue
        if is_bag_place(place.as_posix()) and holdings.store.holds(place.as_posix()):
            return place.as_posix()
    raise NotFoundError(
        f"no bag lies at {reference} in {holdings.root}",
        hint="Name it by its path, such as bags/2017/04/13/name; newsarchive audit names those"
        " that the ledger does not know.",
    )


def _must_be_unknown(holdings: OpenArchive, path: str) -> None:
    if holdings.catalog.known([path]):
        raise RefusedError(f"the ledger knows the bag at {path}; there is nothing to adopt")


def _read(holdings: OpenArchive, path: str) -> Accession:
    """What the ledger is to say of the bag, after all of it was read and found to be whole."""
    if trouble := holdings.store.trouble():
        raise RefusedError(trouble, hint="Nothing was entered.")
    tree = holdings.store.tree(path)
    seen = examine(tree)
    kind = _kind(path, seen.facts)
    _must_be_whole(path, kind, seen.observation, seen.facts)
    place, read = (DELIVERY, read_delivery) if kind is BagKind.DELIVERY else (RECORD, _document)
    try:
        data = tree.take(place, _MOST_RECORD)
        document = read(data or b"", f"{path}/{place}")
        text = _text(tree, document) if kind is BagKind.ARTICLE else None
    except (OSError, NewsArchiveError) as error:
        raise RefusedError(f"the record of {path} cannot be read: {error}") from error
    finally:
        tree.close()
    assert seen.observation.seal is not None  # noqa: S101  # it is intact
    found = Found(
        path,
        kind,
        seen.observation.seal,
        seen.observation.files,
        seen.observation.bytes,
        dict(seen.facts.info),
        holdings.store.tree(path).take("manifest-sha512.txt", _MOST_RECORD) or b"",
    )
    try:
        return accession_again(found, document, _delivery(holdings, document), text)
    except ValueError as error:
        raise RefusedError(f"{path} cannot be adopted: {error}") from error


def _document(data: bytes, what: str) -> Mapping[str, Any]:
    return read_record(data, what).document


def _text(tree: Tree, document: Mapping[str, Any]) -> str | None:
    """The digest of the folded text of the article in `tree`; None for one that is not read."""
    place = document["body"]["path"]
    if not place:
        return ""
    data = tree.take(place, _MOST_TEXT) if is_inside(place) else None
    return None if data is None else text_digest(data.decode("utf-8", "replace"))


def _kind(path: str, facts: BagFacts) -> BagKind:
    named: Sequence[str] = facts.values("BagIt-Profile-Identifier")
    if DELIVERY_PROFILE in named:
        return BagKind.DELIVERY
    if PROFILE not in named:
        raise RefusedError(
            f"{path} was not made by newsarchive: its bag-info.txt names no profile of ours",
            hint="Move it out of the archive, and take in the files of its data folder.",
        )
    return BagKind.AMENDMENT if facts.values("Amends") else BagKind.ARTICLE


def _must_be_whole(path: str, kind: BagKind, seen: Observation, facts: BagFacts) -> None:
    findings = seen.findings
    if seen.seal is not None:
        judgement = judge(seen, seen.seal, lambda _: None)
        findings = (*judgement.findings, *judge_profile(profile_for(kind), facts))
        if judgement.verdict is Verdict.INTACT and all(
            f.level is not Level.ERROR for f in findings
        ):
            return
    worst = next((f"{f.path}: {f.detail}" for f in findings if f.level is Level.ERROR), "no seal")
    raise RefusedError(
        f"the bag at {path} is not whole ({worst}), and is not entered",
        hint="Bring back a good copy of it first.",
    )


def _delivery(holdings: OpenArchive, document: Mapping[str, Any]) -> str | None:
    """The id of the bag that keeps what the article came in, if the ledger knows it."""
    urn = (document.get("delivery") or {}).get("identifier")
    found = holdings.catalog.find(urn) if urn else ()
    return found[0].bag if found and found[0].kind is BagKind.DELIVERY else None
