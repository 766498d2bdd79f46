"""Bags for somebody to take home: whole, or not at all.

Every byte is hashed while it is copied, and held against the bag's own lists and the seal in the
ledger. What is made lies beside its place until it is whole and on disk.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from newsarchive.bag import Tree
from newsarchive.bag.copying import copy
from newsarchive.bag.pacing import Pace, PacedTree
from newsarchive.bag.parcel import Parcel
from newsarchive.bag.serializing import serialize
from newsarchive.bag.tree import NodeKind
from newsarchive.bag.verified import Expected, NotAsListedError, VerifiedTree, expected
from newsarchive.digests import Algorithm, Digest, MultiHasher, digest_of
from newsarchive.durable import create, fsync_file, fsync_trees, store_error
from newsarchive.errors import StoreError, UsageError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.finding import Level, Verdict
from newsarchive.model.given import Container, Given, GivenBag
from newsarchive.model.holding import Accession
from newsarchive.workflows.access import Asking
from newsarchive.workflows.get import words
from newsarchive.workflows.get.choice import Choice, choose
from newsarchive.workflows.verified import explained
from newsarchive.workflows.verify import verify
from newsarchive.workflows.workshop import (
    give_place,
    must_be_new,
    must_be_outside,
    workshop_beside,
)

_FORMS = re.compile(r"(?P<stem>.+)\.(?P<form>zip|tar)\Z", re.IGNORECASE | re.DOTALL)
_NOT_OURS = re.compile(
    r"\.(?:tgz|tbz2?|txz|7z|rar|gz|bz2|xz|zst|json|xml|html?|txt|pdf)\Z", re.IGNORECASE
)
_CHUNK = 1 << 20
_SYNC_THREADS = 8


class Watcher(Protocol):
    """Who sees how far it has come."""

    def plan(self, total: int, octets: int) -> None:
        """So many bags, and so many bytes to be read."""
        ...

    def read(self, octets: int) -> None:
        """So many bytes were read."""
        ...


class _Nobody:
    """Nobody watches."""

    def plan(self, total: int, octets: int) -> None:
        """Nothing comes of it."""

    def read(self, octets: int) -> None:
        """Nothing comes of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: bags, also what they came in, also such as are damaged; and by whom."""

    references: tuple[str, ...]
    delivery: bool = False
    damaged: bool = False
    asking: Asking = Asking()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A bag that can be copied: how it was found, and what is read of it."""

    bag: GivenBag
    tree: VerifiedTree


def get(holdings: OpenArchive, wanted: Wanted, dest: Path, watcher: Watcher | None = None) -> Given:
    """Give bags to the new place `dest`, as a folder, or by its name as a zip or a tar.

    A single bag without amendments is given as it is. Else there is a folder with the bags, a
    README.txt and a sha512sums.txt beside them. The same bags under the same name give the same zip
    and the same tar, byte for byte. When this raises, there is nothing at `dest`.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: one of them may not be given.
        DamagedBagError: one of them is not what was taken in, and `damaged` was not wanted.
        UsageError: `dest` has the name of what is not made here, or lies in the archive.
        StoreError, SourceError: something could not be read or written; or something is at `dest`.
    """
    stem, container = form_of(dest)
    must_be_outside(dest, holdings.root)
    must_be_new(dest)
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    choice = choose(holdings, wanted.references, wanted.asking, delivery=wanted.delivery)
    watcher = watcher or _Nobody()
    watcher.plan(len(choice.bags), choice.octets)
    pace = Pace(tell=watcher.read)
    ready = tuple(_ready(holdings, choice, pace, damaged=wanted.damaged))
    is_one = len(ready) == 1 and ready[0].bag.whole
    if is_one:
        ready = (_Ready(replace(ready[0].bag, folder=""), ready[0].tree),)
    tree: Tree = ready[0].tree if is_one else _parcel(holdings, ready)
    with workshop_beside(dest) as workshop:
        made = workshop / "made"
        try:
            _make(tree, stem, made, container)
        except NotAsListedError as error:
            raise explained(holdings, choice.bags, error.path) from error
        give_place(made, dest)
    return Given(str(dest), container, tuple(one.bag for one in ready))


def form_of(dest: Path) -> tuple[str, Container]:
    """What a place is to be, by its name, and the name of the folder in it.

    Raises:
        UsageError: it has the name of something that is not made here.
    """
    if match := _FORMS.fullmatch(dest.name):
        return match["stem"], Container(match["form"].lower())
    if found := _NOT_OURS.search(dest.name):
        raise UsageError(
            f"{dest} would be called {found.group()}, and a bag is given as a folder, .zip or .tar",
            hint="Of one article, --text gives the text and --html a page.",
        )
    return dest.name, Container.FOLDER


def _ready(holdings: OpenArchive, choice: Choice, pace: Pace, *, damaged: bool) -> Iterator[_Ready]:
    for accession in choice.bags:
        if damaged:
            yield _as_it_is(holdings, accession, pace)
            continue
        tree = PacedTree(holdings.store.tree(accession.path), pace)
        try:
            listed = expected(tree, accession.seal)
        except NotAsListedError as error:
            raise explained(holdings, [accession], error.path) from error
        finally:
            tree.close()
        yield _Ready(GivenBag(accession, accession.name), VerifiedTree(tree, listed))


def _as_it_is(holdings: OpenArchive, accession: Accession, pace: Pace) -> _Ready:
    """A bag that may be damaged: what is there of it, whatever that is."""
    found = verify(holdings, accession)
    tree = PacedTree(holdings.store.tree(accession.path), pace)
    errors = tuple(f for f in found.findings if f.level is Level.ERROR)
    bag = GivenBag(accession, accession.name, found.verdict, errors)
    try:
        if bag.whole:
            return _Ready(bag, VerifiedTree(tree, expected(tree, accession.seal)))
        there = {} if found.verdict is Verdict.MISSING else dict(_found(tree))
    except NotAsListedError as error:
        raise explained(holdings, [accession], error.path) from error
    finally:
        tree.close()
    return _Ready(bag, VerifiedTree(tree, there, partly=True))


def _found(tree: Tree) -> Iterator[tuple[str, tuple[Digest, ...]]]:
    """The files that can be read, each with the digest that it has now."""
    for node in tree.nodes():
        if node.kind is not NodeKind.FILE:
            continue
        hasher = MultiHasher((Algorithm.SHA512,))
        try:
            with tree.open(node.path) as file:
                while data := file.read(_CHUNK):
                    hasher.update(data)
        except OSError:
            continue  # what is wrong with it stands among the findings
        yield node.path, hasher.digests()


def _parcel(holdings: OpenArchive, ready: Sequence[_Ready]) -> Parcel:
    bags = tuple(one.bag for one in ready)
    names = {str(bag.accession.seal): bag.accession.name for bag in bags}
    beside = {
        words.README: words.readme(
            bags, names, institution=holdings.institution.name, archive=holdings.archive_id
        )
    }
    if not all(bag.whole for bag in bags):
        beside[words.DAMAGED] = words.damaged(bags)
    listed: list[tuple[str, Expected]] = [(one.bag.folder, one.tree.expected) for one in ready]
    digests = {path: digest_of(data).hex for path, data in beside.items()}
    beside[words.SUMS] = words.sums(listed, digests)
    there = [one for one in ready if one.bag.verdict is not Verdict.MISSING]
    return Parcel([(one.bag.folder, one.tree) for one in there], beside)


def _make(tree: Tree, stem: str, made: Path, container: Container) -> None:
    """Make it in the workshop, all of it on disk."""
    if container is Container.FOLDER:
        copy(tree, made)
        try:
            fsync_trees([made], threads=_SYNC_THREADS)
        except OSError as error:
            raise store_error("put on disk", made, error) from error
        return
    form: Literal["tar", "zip"] = "tar" if container is Container.TAR else "zip"
    try:
        with open(create(made), "wb") as out:
            serialize(tree, stem, out, form)
            out.flush()
        fsync_file(made)
    except OSError as error:
        raise store_error("write", made, error) from error
