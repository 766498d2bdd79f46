"""Result sets: which articles fit a question, kept in a file that can be cited, and compared later.

The file is of whoever asked, and nothing in the archive is written: the position of the ledger and
the seals in it are evidence enough, since the archive can tell of both whether they are its own. It
has a JSON object on each line, each canonical (RFC 8785): what it is, the articles in the order of
their paths, and how many they are. So it is read and compared piece by piece, however long it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.corpus import HashedFile
from newsarchive.durable import display, lines_of, reading, store_error
from newsarchive.errors import NewsArchiveError, RefusedError, SourceError, StoreError, why
from newsarchive.holdings.amend import read_bag_record
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.position import head_of, newest_amendment, position_of
from newsarchive.judgement.wanted import fits
from newsarchive.ledger import Head
from newsarchive.metadata import record_of
from newsarchive.model.clock import timestamp
from newsarchive.model.corpus import Position, Wanted
from newsarchive.model.holding import Accession
from newsarchive.model.layout import is_bag_place
from newsarchive.model.resultset import (
    EARLY_VERSION,
    KIND,
    VERSION,
    Change,
    Changed,
    Compared,
    Member,
    Saved,
    SavedSet,
)
from newsarchive.workflows.workshop import (
    give_place,
    must_be_new,
    must_be_outside,
    workshop_beside,
)

_ID = re.compile(r"[0-9a-f]{64}")

Asked = Callable[[Wanted], Iterable[Accession]]
"""Gives the accessions of articles that the catalog finds for a question, ordered by path."""

Unread = Callable[[str, str], object]
"""Told the name of a bag that cannot be read, and why."""


def save(
    holdings: OpenArchive, chosen: Iterable[Accession], wanted: Wanted, path: Path, tell: Unread
) -> Saved:
    """Write the new file `path` with those of `chosen` that fit; on disk when this returns.

    Raises:
        UsageError: it would lie in the archive.
        StoreError: something lies there, the archive cannot be reached, or the disk refused.
    """
    must_be_new(path)
    must_be_outside(path, holdings.root)
    head = head_of(holdings)
    position = position_of(head)
    about = SavedSet(
        holdings.archive_id,
        position,
        head.size,
        timestamp(holdings.clock.now()),
        wanted.document(),
    )
    found = _Found(holdings, position, wanted, tell)
    count = 0
    with workshop_beside(path) as workshop:
        draft = workshop / "set"
        try:
            with HashedFile(draft, path.name) as file:
                file.write(_line(_heading(about, head)))
                for member in found.members(chosen):
                    file.write(_line(_document(member)))
                    count += 1
                file.write(_line({"articles": count}))
                written = file.finish()
        except OSError as error:
            raise store_error("write", display(path), error) from error
        give_place(draft, path)
    return Saved(display(path), written.sha512, count, about, len(found.unread))


def compare(
    holdings: OpenArchive,
    path: Path,
    asked: Asked,
    tell: Callable[[Changed], object],
    unread: Unread,
) -> Compared:
    """Ask again what a result set was an answer to, and tell each article of which it differs.

    Raises:
        RefusedError: the file is no result set, or one of another archive or of a question that
            this program does not know.
        SourceError: it cannot be read.
        StoreError: the archive cannot be reached.
    """
    lines = _read(path)
    about, head = _about(next(lines, None), path)
    if about.archive != holdings.archive_id:
        raise RefusedError(
            f"{display(path)} is a result set of the archive {about.archive}, and this is"
            f" {holdings.archive_id}"
        )
    try:
        wanted = Wanted.read(about.asked_for)
    except ValueError as error:
        raise RefusedError(f"{display(path)} asks for what list cannot: {error}") from error
    if about.version == EARLY_VERSION:
        wanted = replace(wanted, versions=True)
    position = position_of(head_of(holdings))
    now = _Found(holdings, position, wanted, unread)
    changed: Counter[Change] = Counter()
    articles = same = 0
    saved = _members(lines, path)
    for then, found in _beside(saved, now.members(asked(wanted))):
        articles += then is not None
        change = _change(holdings, then, found, now.unread, wanted)
        if change is None:
            same += 1
            continue
        changed[change] += 1
        one = then or found
        if one is not None:
            tell(Changed(change, one.bag, one.name))
    known = holdings.ledger.holds(head)
    return Compared(about, position, articles, same, dict(changed), known, len(now.unread))


class _Found:
    """What fits a question, at one position of the ledger; `unread` are bags that are not known."""

    def __init__(
        self, holdings: OpenArchive, position: Position, wanted: Wanted, tell: Unread
    ) -> None:
        self._holdings = holdings
        self._position = position
        self._wanted = wanted
        self._tell = tell
        self.unread: set[str] = set()

    def members(self, chosen: Iterable[Accession]) -> Iterator[Member]:
        """Those of `chosen` that fit, in their order."""
        if trouble := self._holdings.store.trouble():
            raise StoreError(trouble)
        for base in chosen:
            if base.seq > self._position.seq:
                continue
            newest = newest_amendment(self._holdings, base, self._position)
            if self._fits(base, newest):
                amendment = "" if newest is None else str(newest.seal)
                yield Member(base.bag, base.path, str(base.seal), amendment)

    def _fits(self, base: Accession, newest: Accession | None) -> bool:
        if not self._wanted.of_records:
            return True
        bag = newest or base
        try:
            document = read_bag_record(self._holdings.store.tree(bag.path), bag.name).document
            return fits(record_of(document), self._wanted)
        except NewsArchiveError as error:
            if trouble := self._holdings.store.trouble():
                raise StoreError(trouble) from error
            self.unread.add(base.bag)
            self._tell(base.name, error.message)
            return False


def _beside(
    saved: Iterator[Member], found: Iterator[Member]
) -> Iterator[tuple[Member | None, Member | None]]:
    """Two lists in the order of paths, side by side: what has no equal in the other is alone."""
    then, now = next(saved, None), next(found, None)
    while then is not None or now is not None:
        if now is None or (then is not None and then.path < now.path):
            yield then, None
            then = next(saved, None)
        elif then is None or now.path < then.path:
            yield None, now
            now = next(found, None)
        else:
            yield then, now
            then, now = next(saved, None), next(found, None)


def _change(
    holdings: OpenArchive,
    then: Member | None,
    now: Member | None,
    unread: Collection[str],
    wanted: Wanted,
) -> Change | None:
    if then is None:
        return Change.NEW
    if now is None and then.bag in unread:
        return Change.UNREAD
    if now is None:
        if holdings.catalog.accession(then.bag) is None:
            return Change.GONE
        later = not wanted.versions and holdings.catalog.versions.is_superseded(then.bag)
        return Change.SUPERSEDED if later else Change.NO_LONGER
    if (then.bag, then.seal) != (now.bag, now.seal):
        return Change.ANOTHER
    return None if then.amendment == now.amendment else Change.AMENDED


def _heading(about: SavedSet, head: Head) -> dict[str, Any]:
    return {
        "kind": KIND,
        "v": about.version,
        "archive": about.archive,
        "ledger": head.document(),
        "made": about.made,
        "asked_for": dict(about.asked_for),
    }


def _document(member: Member) -> dict[str, Any]:
    found = {"bag": member.bag, "path": member.path, "seal": member.seal}
    return found | ({"amendment": member.amendment} if member.amendment else {})


def _line(document: Mapping[str, Any]) -> bytes:
    return canonical.dumps(dict(document)) + b"\n"


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a file, line by line.

    Raises:
        RefusedError: a line is none.
        SourceError: it cannot be read.
    """
    try:
        with reading(path, follow=True) as file:
            for number, line in enumerate(lines_of(file), 1):
                try:
                    document = canonical.loads(line)
                except ValueError as error:
                    raise _none(path, f"line {number}: {error}") from error
                if not isinstance(document, dict):
                    raise _none(path, f"line {number} is no JSON object")
                yield document
    except OSError as error:
        raise SourceError(f"cannot read {display(path)}: {why(error)}") from error


def _about(document: Mapping[str, Any] | None, path: Path) -> tuple[SavedSet, Head]:
    if document is None or document.get("kind") != KIND:
        raise _none(path, "its first line is not that of one")
    version = document.get("v")
    if version not in {VERSION, EARLY_VERSION} or type(version) is not int:
        raise _none(path, "a newer newsarchive may know this version of it")
    try:
        head = Head.parse(document["ledger"])
        asked_for = dict(document["asked_for"])
        archive, made = str(document["archive"]), str(document["made"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _none(path, f"its first line lacks {error}") from error
    return SavedSet(archive, position_of(head), head.size, made, asked_for, version), head


def _members(lines: Iterator[Mapping[str, Any]], path: Path) -> Iterator[Member]:
    """The articles of a result set, whose first line was read.

    Raises:
        RefusedError: one is none, they are in another order, or some are missing.
    """
    before, count = "", 0
    for number, document in enumerate(lines, 2):
        if document.keys() == {"articles"}:
            if document["articles"] != count or next(lines, None) is not None:
                raise _none(path, f"it has {count:,} articles, and says otherwise")
            return
        member = _member(document)
        if member is None or member.path <= before:
            raise _none(path, f"line {number} is no article, or out of order")
        before, count = member.path, count + 1
        yield member
    raise _none(path, "its end is missing")


def _member(document: Mapping[str, Any]) -> Member | None:
    try:
        member = Member(**document)
    except TypeError:
        return None
    texts = (member.bag, member.path, member.seal, member.amendment)
    if not all(isinstance(text, str) for text in texts):
        return None
    return member if _ID.fullmatch(member.bag) and is_bag_place(member.path) else None


def _none(path: Path, reason: str) -> RefusedError:
    return RefusedError(f"{display(path)} is no whole result set: {reason}")
