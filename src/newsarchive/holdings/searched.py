"""The search index of an open archive: opened, caught up, and made again when it has to be.

Nobody but a search waits for it. Whatever keeps it from being written, an answer is had from what
is there, and how far that reaches is said.
"""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from newsarchive.durable import Lock, must_be_no_link
from newsarchive.errors import LockedError, NoSpaceError, StoreError
from newsarchive.holdings.feed import Fed, catch_up_feed, fed
from newsarchive.holdings.opened import OpenArchive
from newsarchive.ledger import Head
from newsarchive.model.layout import SEARCH
from newsarchive.search.article import Indexed, indexed, unread
from newsarchive.search.index import IndexDamagedError, Mark, SearchIndex, wipe

_WAIT_SECONDS = 2.0
_LOCK = "newsarchive.lock"
_MOST_AGAIN = 16  # articles that could not be read, and are tried again at each search
_MOST_IN_MEMORY = 20_000  # changes for which an index in memory is made where one on disk exists
_MOST_EARLIER = 8  # indexes that stay open for a while, though newer ones are there
_TRIES = 3  # to read an index that somebody writes meanwhile

Teller = Callable[[int, int], object]
"""Hears how many articles were indexed, and of how many."""


class IndexUnmadeError(StoreError):
    """There is no index yet, and one is being made: whoever asks again in a while finds."""


@dataclass(frozen=True, slots=True)
class Searched:
    """An index to be asked. `behind` entries of the ledger are not in it, and `why` says why.

    `failed` says that it was the disk that refused.
    """

    index: SearchIndex
    behind: int = 0
    why: str = ""
    failed: bool = False


def silence(_done: int, _of: int) -> None:
    """Hears how far it has come, and does nothing."""


def search_index(holdings: OpenArchive, tell: Teller = silence) -> Searched:
    """The index of an archive, caught up with the ledger as far as can be.

    It stays open with the archive. One that is damaged or of another version is made again.

    Raises:
        StoreError: not even an index in memory can be made.
    """
    with holdings.kept.lock:
        if holdings.read_only:
            return _as_it_is(holdings, tell, "this archive was opened to be read only")
        with contextlib.suppress(StoreError):
            holdings.catch_up()
        try:
            return _caught_up(holdings, tell)
        except StoreError as error:
            _forget(holdings)
            full = isinstance(error, NoSpaceError)
            failed = full or bool(holdings.store.trouble())
            return _as_it_is(holdings, tell, error.message, failed=failed, full=full)


def lag(holdings: OpenArchive) -> int | None:
    """How many entries the index of an archive that is only read is behind; None without one."""
    with holdings.kept.lock:
        index = _read(holdings) or holdings.kept.parts.get("memory")
        return _behind(holdings, index) if index else None


def follow(holdings: OpenArchive, tell: Teller = silence) -> int:
    """Let the index of an archive that is only read know what came in since; how many articles.

    Nothing in the archive is written: what is new lies in a folder of this process alone, until the
    index on disk is brought up to date by whoever may, or the archive is closed. Once this was
    called nobody who searches waits for it, nor makes an index: it is called by one thread.

    Raises:
        StoreError: it cannot be made, or the archive cannot be read. Searches go on as before.
    """
    parts = holdings.kept.parts
    with holdings.kept.lock:
        parts["followed"] = True
        held = _read(holdings)
        name, state = ("search", parts.get("state")) if held else ("memory", None)
        held = held or parts.get("memory")
    if held is not None and not _behind(holdings, held):
        return 0
    index = SearchIndex(held.folder, like=held) if held else SearchIndex(None, apart=True)
    try:
        count = _fill(holdings, index, tell)
    except BaseException:
        index.close()
        raise
    with holdings.kept.lock:
        if name == "search" and parts.get("state") != state:
            index.close()  # the one on disk went on meanwhile
        else:
            _keep(holdings, index, name)
    return count


def remake(holdings: OpenArchive, tell: Teller = silence) -> int:
    """Make the index anew from the bags, whatever is there; how many articles it has.

    The old one answers until the new one is whole.

    Raises:
        LockedError, StoreError: it cannot be made.
    """
    with holdings.kept.lock:
        holdings.catch_up()
        with _lock(holdings).held(_WAIT_SECONDS):
            index, _ = _opened(holdings, mend=True)
            return _fill(holdings, index, tell, anew=True)


def _caught_up(holdings: OpenArchive, tell: Teller) -> Searched:
    index = holdings.kept.parts.get("search")
    if index is None or not os.path.exists(_folder(holdings) / "meta.json"):
        _forget(holdings)
        index = _known(holdings)
    if index is not None:
        index.refresh()
        if not _behind(holdings, index) and _is_of(holdings, index) and not _again(holdings, index):
            return Searched(index)
    try:
        with _lock(holdings).held(_WAIT_SECONDS):
            index, said = _opened(holdings, mend=True)
            anew = not _is_of(holdings, index)
            _fill(holdings, index, tell, anew=anew)
    except LockedError as error:
        if index is None or not _is_of(holdings, index):
            index = SearchIndex(None)
        return Searched(index, _behind(holdings, index), f"{error.message}")
    if said:
        holdings.notices.append(said)
    return Searched(index)


def _known(holdings: OpenArchive) -> SearchIndex | None:
    """The index that is there, if there is one to be believed."""
    folder = _folder(holdings)
    if not os.path.exists(folder / "meta.json"):
        return None
    try:
        index, _ = _opened(holdings, mend=False)
    except IndexDamagedError:
        return None
    return index


def _opened(holdings: OpenArchive, *, mend: bool) -> tuple[SearchIndex, str]:
    """The index in its folder, which stays open; and what had to be done, a sentence or "".

    With `mend`, under the lock, one that cannot be believed is thrown away.
    """
    folder = _folder(holdings)
    said = ""
    _forget(holdings)
    try:
        index = SearchIndex(folder)
        index.position()
    except IndexDamagedError as error:
        if not mend:
            raise
        wipe(folder)
        index = SearchIndex(folder)
        said = f"{error.message}: it was made anew"
    holdings.kept.parts["search"] = index
    return index, said


def _folder(holdings: OpenArchive) -> Path:
    return holdings.root / SEARCH


def _lock(holdings: OpenArchive) -> Lock:
    folder = _folder(holdings)
    must_be_no_link(folder)
    try:
        folder.mkdir(mode=0o755, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make {folder}: {error.strerror}") from error
    return Lock(folder / _LOCK, what="indexing")


def _forget(holdings: OpenArchive) -> None:
    if old := holdings.kept.parts.pop("search", None):
        old.close()


def _behind(holdings: OpenArchive, index: SearchIndex) -> int:
    """How many entries of the ledger the index does not know, of those that concern it."""
    mark = index.position()
    return holdings.catalog.by_number.count_changes(mark.number if mark else -1)


def _is_of(holdings: OpenArchive, index: SearchIndex) -> bool:
    """Whether it was made from this archive, and its ledger still has all that was known then."""
    mark = index.position()
    if mark is None:
        return True
    try:
        return mark.archive == holdings.archive_id and holdings.ledger.holds(Head.parse(mark.head))
    except (KeyError, TypeError, ValueError):
        return False


def _fill(holdings: OpenArchive, index: SearchIndex, tell: Teller, *, anew: bool = False) -> int:
    feed = _Words(holdings, index, tell, -1 if anew else None)
    again = () if anew else _again(holdings, index)
    with index.filling(anew=anew):
        count = catch_up_feed(holdings, feed)
        for article in again:
            feed.take(article)
        feed.end()
    return count


def _again(holdings: OpenArchive, index: SearchIndex) -> tuple[Fed, ...]:
    """Articles whose records could not be read when they were indexed, and can be now."""
    _, numbers = index.unread(_MOST_AGAIN)
    accessions = holdings.catalog.by_number.accessions(numbers)
    found = (fed(holdings, accession) for accession in accessions)
    return tuple(article for article in found if article.record is not None)


class _Words:
    """The feed that puts words into the index. Implements `Feed`."""

    def __init__(
        self, holdings: OpenArchive, index: SearchIndex, tell: Teller, start: int | None
    ) -> None:
        known = index.position()
        self._at = start if start is not None else (known.number if known else -1)
        self._index, self._tell, self._archive = index, tell, holdings.archive_id
        self._head = dict(holdings.catalog.memory.mark())
        self._done, self._of = 0, holdings.catalog.by_number.count_changes(self._at)

    def mark(self) -> int:
        return self._at

    def take(self, article: Fed) -> None:
        self._index.put(words_of(article))
        self._done += 1
        self._tell(self._done, max(self._of, self._done))

    def settle(self, mark: int) -> None:
        self._at = mark
        self._index.settle(Mark(self._archive, mark, self._head))

    def end(self) -> None:
        """Let the mark be kept, be it that nothing came."""
        self._index.settle(Mark(self._archive, self._at, self._head))


def words_of(article: Fed) -> Indexed:
    """What the index is told of an article, be it that its record cannot be read."""
    text = (article.text or b"").decode("utf-8", "replace")
    if article.record is not None:
        # A newer program wrote it, or it is no record at all.
        with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
            found = indexed(article.accession, article.record, text, article.collection)
            return replace(found, superseded=article.superseded)
    return replace(unread(article.accession, article.collection), superseded=article.superseded)


def _as_it_is(
    holdings: OpenArchive, tell: Teller, why: str, *, failed: bool = False, full: bool = False
) -> Searched:
    """The index as it is, where it cannot be written; where there is none, one in memory.

    On a `full` disk, that of an archive that is not large is made in memory, too.
    """
    index = _read(holdings)
    if "followed" in holdings.kept.parts:
        index = index or holdings.kept.parts.get("memory")
        if index is None:
            raise IndexUnmadeError("the index of words is being made")
        return Searched(index, _behind(holdings, index), why)
    behind = _behind(holdings, index) if index else 0
    if behind and full and holdings.catalog.by_number.count_changes(-1) <= _MOST_IN_MEMORY:
        index = None
    if index is None:
        index = holdings.kept.parts.get("memory") or SearchIndex(None)
        holdings.kept.parts["memory"] = index
        if _behind(holdings, index):
            _fill(holdings, index, tell)
        return Searched(index)
    return Searched(index, behind, why if behind else "", failed=failed and bool(behind))


@dataclass(slots=True)
class _Earlier:
    """Indexes that others took the place of, the newest last: somebody may be asking one still."""

    indexes: list[SearchIndex]

    def add(self, index: SearchIndex) -> None:
        """Keep one more, and let go of the oldest."""
        self.indexes.append(index)
        while len(self.indexes) > _MOST_EARLIER:
            self.indexes.pop(0).close()

    def close(self) -> None:
        """Let go of all."""
        for index in self.indexes:
            index.close()


def _keep(holdings: OpenArchive, index: SearchIndex, name: str = "search") -> None:
    """Go on with this index; those before stay open for whoever is asking them just now."""
    parts = holdings.kept.parts
    if (held := parts.pop(name, None)) is not None:
        parts.setdefault("earlier", _Earlier([])).add(held)
    parts[name] = index


def _read(holdings: OpenArchive) -> SearchIndex | None:
    """The index on disk to be read and nothing else; None if there is none to be believed."""
    folder = _folder(holdings)
    for _ in range(_TRIES):
        try:
            state = os.stat(folder / "meta.json")
            now = (state.st_ino, state.st_mtime_ns, state.st_size)
            held = holdings.kept.parts.get("search")
            if held is not None and holdings.kept.parts.get("state") == now:
                return held  # type: ignore[no-any-return]
            index = SearchIndex(folder, read_only=True)
            if index.position() is None or not _is_of(holdings, index):
                index.close()
                return None
            _keep(holdings, index)
            holdings.kept.parts["state"] = now
        except OSError:
            return None
        except StoreError:
            continue  # somebody may be writing it just now
        else:
            return index
    return None
