"""What lies in the store beside the bags that the ledger knows, and whether all of those are there.

The store is listed, and no bag is read for it but those that nobody knows.
"""

import contextlib
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from newsarchive.digests import Algorithm, Digest, MultiHasher
from newsarchive.errors import StoreError
from newsarchive.holdings.journal import ForeignJournalError, read_journal
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession
from newsarchive.model.litter import is_litter
from newsarchive.model.observation import TAG_MANIFEST
from newsarchive.model.subject import Place, Subject, WholeStore
from newsarchive.model.verdict import BagVerdict
from newsarchive.store import Stray

_PAGE = 512
_MOST_OPENED = 10_000  # unknown bags whose seals are read
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a listing of the store shows.

    `unknown` are paths of bags without an accession, `strays` what is no bag, `absent` the numbers
    of accessions whose bags did not show. `problem` says why it could not be listed to its end, ""
    if it was; then nothing is `absent`. `looked` is False where nobody looked.
    """

    looked: bool = False
    unknown: tuple[str, ...] = ()
    strays: tuple[Stray, ...] = ()
    absent: frozenset[int] = frozenset()
    problem: str = ""
    seals: dict[str, str] = field(default_factory=dict)


def survey(holdings: OpenArchive, *, absent: bool) -> Surroundings:
    """List the store; `absent`: also find out which bags did not show."""
    unknown: list[str] = []
    strays: list[Stray] = []
    seen, page, problem = array("Q"), [], ""
    try:
        for item in holdings.store.walk():
            if isinstance(item, Stray):
                strays.append(item)
                continue
            if absent:
                seen.append(_mark(item))
            page.append(item)
            if len(page) == _PAGE:
                unknown += _unknown(holdings, page)
                page = []
    except StoreError as error:
        problem = error.message
    unknown += _unknown(holdings, page)
    gone = _absent(holdings, seen) if absent and not problem else frozenset()
    seals = {}
    for path in (*unknown, *(stray.path for stray in strays))[:_MOST_OPENED]:
        if seal := seal_at(holdings, path):
            seals[str(seal)] = path
    return Surroundings(True, tuple(unknown), tuple(strays), gone, problem, seals)


def _unknown(holdings: OpenArchive, paths: list[str]) -> list[str]:
    known = holdings.catalog.known(paths)
    return [path for path in paths if path not in known]


def _mark(path: str) -> int:
    """A path in eight bytes: a million of them take little room."""
    raw = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).digest()
    return int.from_bytes(raw)


def _absent(holdings: OpenArchive, seen: "array[int]") -> frozenset[int]:
    marks = array("Q", sorted(seen))
    gone = []
    for number, path in holdings.catalog.by_number.paths():
        mark = _mark(path)
        at = bisect_left(marks, mark)
        if at == len(marks) or marks[at] != mark:
            gone.append(number)
    return frozenset(gone)


def seal_at(holdings: OpenArchive, path: str) -> Digest | None:
    """The seal of the bag that lies at `path`; None if it has none that can be read."""
    hasher = MultiHasher([Algorithm.SHA512])
    try:
        with holdings.store.tree(path).open(TAG_MANIFEST) as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
    except OSError:
        return None
    return hasher.digests()[0]


def moved(around: Surroundings, accession: Accession) -> Finding | None:
    """The finding about a bag that is not at its place and lies elsewhere in the store."""
    place = around.seals.get(str(accession.seal))
    if place is None:
        return None
    return Finding(
        Code.FX_03,
        Kind.MOVED,
        Level.ERROR,
        "",
        f"the bag is not where the ledger says it lies; it lies at {place} now",
        expected=accession.path,
        found=place,
    )


def strangers(
    holdings: OpenArchive, around: Surroundings, told: Collection[str]
) -> Iterator[BagVerdict]:
    """What lies in the store without an accession.

    A bag that is being committed is none of it, nor what was `told`: paths at which a bag lies
    that is missing elsewhere.
    """
    checked = timestamp(holdings.clock.now())
    if around.problem:
        store = WholeStore(holdings.store_name)
        yield _told(store, Code.IO_01, Kind.UNREADABLE, around.problem, checked)
    for stray in around.strays:
        if stray.path in told:
            continue
        # Bytes of a name that are no UTF-8 can stand in no report.
        path = stray.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        place = Place(path, holdings.store_name)
        name = path.rpartition("/")[2]
        if is_litter(name):
            yield _litter(place, name, checked)
        else:
            yield _told(place, Code.AR_04, Kind.UNTRACKED, stray.detail, checked)
    if not around.unknown:
        return
    with contextlib.suppress(StoreError):
        holdings.catch_up()  # what was taken in meanwhile is known by now
    journal = None
    with contextlib.suppress(ForeignJournalError):  # the next who writes sets it aside
        journal = read_journal(holdings.root)
    moving = {move.path for move in journal.moves} if journal else set()
    seals = {path: seal for seal, path in around.seals.items()}
    for path in around.unknown:
        if path in moving or path in told or holdings.catalog.known([path]):
            continue
        detail = "this bag lies in the store, and the ledger knows nothing of it"
        owner = holdings.catalog.with_seal(seals[path]) if path in seals else None
        tomb = holdings.catalog.tombstones.at(path, seals.get(path, ""))
        if tomb is not None:
            detail = (
                f"the bag {tomb.bag[:12]} was destroyed by a withdrawal, and lies here again;"
                f" newsarchive withdraw {tomb.bag[:12]} --destroy removes it"
            )
        if owner is not None:
            detail = f"the bag {owner.name} lies here, and its place is {owner.path}"
        place = Place(path, holdings.store_name)
        yield _told(place, Code.AR_02, Kind.UNKNOWN_BAG, detail, checked)


def _litter(about: Subject, name: str, checked: str) -> BagVerdict:
    """What a system left in the store; lost+found is there on every disk of its own."""
    level = Level.NOTE if name == "lost+found" else Level.WARNING
    detail = "a system or program left it here; nothing that was taken in is harmed"
    finding = Finding(Code.AR_04, Kind.LITTER, level, "", detail)
    return BagVerdict(about, Verdict.UNVERIFIED, (finding,), checked=checked)


def _told(about: Subject, code: Code, kind: Kind, detail: str, checked: str) -> BagVerdict:
    finding = Finding(code, kind, Level.ERROR, "", detail)
    return BagVerdict(about, Verdict.UNVERIFIED, (finding,), checked=checked)
