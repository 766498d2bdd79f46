"""Any folder to a bag of its own, elsewhere, all of it or nothing. Needs no archive."""

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from newsarchive.bag import DirectoryTree, check, tagfiles
from newsarchive.bag.crosscheck import crosscheck
from newsarchive.bag.pacing import Pace, PacedTree
from newsarchive.bag.plan import BagPlan, Spooled
from newsarchive.bag.readers import Readers
from newsarchive.bag.writer import write
from newsarchive.digests import Algorithm, Digest, MultiHasher
from newsarchive.durable import (
    create,
    display,
    store_error,
    write_all,
)
from newsarchive.errors import RefusedError, SourceError, StoreError, UsageError
from newsarchive.judgement.validity import validity
from newsarchive.model.bagged import Bagged
from newsarchive.model.clock import Clock
from newsarchive.model.finding import Level, Validity
from newsarchive.parallel.sharing import by_threads, cores
from newsarchive.parallel.stopping import StoppedError
from newsarchive.reports.safe import visible
from newsarchive.workflows.bagging.folder import FolderContents, SourceFile, SourceFolder
from newsarchive.workflows.workshop import give_place, must_be_new, workshop_beside

_CHUNK = 1 << 20
_LARGE = 4 << 20  # bytes: copying them takes much longer than handing them to a thread
_MOST_NAMED = 10
# Names that bagit 1.9 writes and reads in another way than RFC 8493 section 2.1.3 says.
_BAGIT_MISREADS = re.compile(r"[%\r\n\v\f\x1c-\x1e\x85\u2028\u2029]|^\s|\s$|\s/|/\s")
_COMPUTED = frozenset({"payload-oxum"})


class Watcher(Protocol):
    """Who sees how far it has come; from any thread."""

    def plan(self, total: int, octets: int) -> None:
        """So many files, and so many bytes to be read."""
        ...

    def read(self, octets: int) -> None:
        """So many bytes were read."""
        ...

    def advance(self) -> None:
        """A file was copied."""
        ...


class _Nobody:
    """Nobody watches."""

    def plan(self, total: int, octets: int) -> None:
        """Nothing comes of it."""

    def read(self, octets: int) -> None:
        """Nothing comes of it."""

    def advance(self) -> None:
        """Nothing comes of it."""


def make_bag(
    source: Path,
    dest: Path,
    clock: Clock,
    agent: str,
    *,
    info: Sequence[tuple[str, str]] = (),
    algorithms: Sequence[Algorithm] = (),
    dereference: bool = False,
    bag_of_bag: bool = False,
    watcher: Watcher | None = None,
) -> Bagged:
    """Make the new bag `dest` of everything in the folder `source`, which is not touched.

    Each file is read once, and hashed while it is copied. When this returns, the bag is on disk,
    and was read back; when it raises, there is nothing at `dest`. `info` are elements for
    bag-info.txt; `algorithms` those of the payload manifests beside SHA-512.

    `watcher` sees every byte twice: when it is copied, and when it is read back.

    Raises:
        RefusedError: something in `source` cannot go into a bag; all of it is named.
        SourceError: something could not be read, or changed meanwhile.
        StoreError: `dest` is there already, or the disk refused.
        UsageError: `info` cannot be written, or one place lies inside the other.
    """
    elements = _elements(info, clock, agent)
    source_name = display(source)
    with SourceFolder(source, dereference=dereference) as folder:
        _refuse_places(source, dest)
        found = folder.gather()
        _refuse_content(source_name, found, bag_of_bag=bag_of_bag)
        watcher = watcher or _Nobody()
        watcher.plan(len(found.files), 2 * sum(file.size for file in found.files))
        with workshop_beside(dest) as workshop:
            chosen = tuple(dict.fromkeys((Algorithm.SHA512, *algorithms)))
            payload = _copy_all(folder, found.files, workshop, chosen, watcher)
            if folder.gather().files != found.files:
                raise SourceError(
                    f"{source_name} changed while the bag was made; there is no bag",
                    hint="Wait until nobody writes there, then run the same command again.",
                )
            plan = BagPlan(payload, elements, chosen)
            seal = write(plan, workshop / "bag")
            warnings = (*_warnings(found), *_read_back(workshop / "bag", plan, seal, watcher))
            give_place(workshop / "bag", dest)
    octets, count = plan.oxum
    return Bagged(display(dest), seal, count, octets, warnings)


def _elements(
    info: Sequence[tuple[str, str]], clock: Clock, agent: str
) -> tuple[tuple[str, str], ...]:
    given = {label.lower() for label, _ in info}
    if given & _COMPUTED:
        raise UsageError("Payload-Oxum is computed, and cannot be given")
    ours = (
        ("Bagging-Date", clock.now().date().isoformat()),
        ("Bag-Software-Agent", agent),
    )
    elements = (*info, *((label, value) for label, value in ours if label.lower() not in given))
    try:
        tagfiles.render_info(elements)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return elements


def _refuse_places(source: Path, dest: Path) -> None:
    must_be_new(dest)
    if dest.absolute().parent.resolve().is_relative_to(source.resolve()):
        raise UsageError(
            f"{display(dest)} would lie inside {display(source)}, which is not to be touched",
            hint="Name a place outside it.",
        )


def _refuse_content(source: str, found: FolderContents, *, bag_of_bag: bool) -> None:
    if not bag_of_bag and any(file.path == "bagit.txt" for file in found.files):
        raise RefusedError(
            f"{source} is a bag already: it holds bagit.txt",
            hint="To put a bag into a bag all the same: --force-bag-of-bag.",
        )
    if problems := found.problems:
        more = len(problems) - _MOST_NAMED
        named = "; ".join(visible(problem) for problem in problems[:_MOST_NAMED])
        raise RefusedError(
            f"{source} cannot be bagged as it is: {named}"
            + (f"; and {more:,} more" if more > 0 else "")
        )


def _copy_all(
    folder: SourceFolder,
    files: Sequence[SourceFile],
    workshop: Path,
    algorithms: Sequence[Algorithm],
    watcher: Watcher,
) -> tuple[Spooled, ...]:
    """Copies of `files`, in their order. Large ones are made by several threads."""
    over = threading.Event()

    def seen(octets: int) -> None:
        watcher.read(octets)
        if over.is_set():
            raise StoppedError

    def copy(numbers: Sequence[int]) -> Sequence[tuple[int, Spooled]]:
        done = []
        for n in numbers:
            done.append((n, _copy(folder, files[n], workshop / f"{n:08d}", algorithms, seen)))
            watcher.advance()
        return done

    large = [n for n, file in enumerate(files) if file.size >= _LARGE]
    small = [n for n, file in enumerate(files) if file.size < _LARGE]
    with by_threads(min(cores(), len(large)), copy, over.set) as copies_of:
        done = dict(copies_of([n] for n in large))
    done.update(copy(small))
    return tuple(done[n] for n in range(len(files)))


def _copy(
    folder: SourceFolder,
    file: SourceFile,
    target: Path,
    algorithms: Sequence[Algorithm],
    tell: Callable[[int], None],
) -> Spooled:
    hasher = MultiHasher(algorithms)
    try:
        out = create(target)
        try:
            for chunk in folder.read(file, _CHUNK):
                hasher.update(chunk)
                write_all(out, chunk)
                tell(len(chunk))
        finally:
            os.close(out)
    except OSError as error:
        raise store_error("write", target, error) from error
    return Spooled(f"data/{file.path}", str(target), hasher.size, hasher.digests())


def _warnings(found: FolderContents) -> Iterator[str]:
    for one, other in found.case_twins:
        yield (
            f"{visible(one)} and {visible(other)} differ only in case: on some systems one"
            " would take the other's place"
        )
    if found.empty:
        verb = "folder is" if found.empty == 1 else "folders are"
        yield f"{found.empty:,} empty {verb} not in the bag: BagIt keeps files only"


def _read_back(bag: Path, plan: BagPlan, seal: Digest, watcher: Watcher) -> Iterator[str]:
    """Read the bag again, whole; what is worth knowing of it.

    Raises:
        StoreError: it is not what was written.
    """
    with Readers(cores()) as readers:
        seen = check(PacedTree(DirectoryTree(bag), Pace(tell=watcher.read)), readers)
    errors = [f for f in seen.findings if f.level is Level.ERROR]
    if validity(seen) is not Validity.VALID or seen.seal != seal:
        first = f": {errors[0].path}: {errors[0].detail}" if errors else ""
        raise StoreError(
            f"the bag did not read back as written{first}",
            hint="There is no bag. Is the disk sound? Try again.",
        )
    yield from (f"{f.path}: {f.detail}" for f in seen.findings if f.level is Level.WARNING)
    if any(_BAGIT_MISREADS.search(file.path) for file in plan.files()):
        yield (
            "no second opinion was asked: the bagit package misreads some names in this bag, which"
            " are written as RFC 8493 says"
        )
    elif objections := crosscheck(bag, plan.listed()):
        raise StoreError(f"the bagit package objects to the bag: {objections[0]}")
