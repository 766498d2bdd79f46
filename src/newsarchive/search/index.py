"""The index of the words of all articles: a folder of tantivy's, that can always be made again.

Each article is one document, found by the number of its accession; one document more is the mark,
which says how far the index has got, so that both are kept in one step or not at all.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tantivy

from newsarchive.durable import must_be_no_link
from newsarchive.errors import NoSpaceError, StoreError
from newsarchive.model.found import Card, Count, Facet, Sort
from newsarchive.search.article import Indexed, read_card
from newsarchive.search.linked import Folder, empty, linked
from newsarchive.search.schema import (
    INDEXED,
    MARK,
    UNREAD,
    WORDS,
    analyzer,
    document_of,
    mark_document,
    schema,
)
from newsarchive.search.tantivy_queries import Chosen, QueryMaker, cells, counts

_VERSION = 2  # of what is put in: raise it when folding or fields change, and it is made anew
_HEAP = 64 << 20
_BATCH = 8192  # articles that are kept at a time
_MOST_VALUES = 1000  # of a facet that are counted
_MOST_CELLS = 65_000  # of a table, for one value of its first column
_FARTHEST = 5_000  # hits that are looked at for equals
_OURS = re.compile(
    r"[0-9a-f]{32}\.[a-z0-9.]+|meta\.json|\.managed\.json|\.tantivy-[a-z]+\.lock|\.tmp[A-Za-z0-9]+"
)


class IndexDamagedError(StoreError):
    """The folder is no index, or not one to be believed. It can be made again."""


class IndexBusyError(StoreError):
    """Another process is writing it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an index has got: the number of the last entry it knows, in which archive.

    `head` is where the ledger ended then, as a document.
    """

    archive: str
    number: int
    head: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One hit, by the number of its accession; `same` is that of `Indexed`."""

    number: int
    same: int
    address: Any


class SearchIndex:
    """An index, on disk or in memory, as one process sees it.

    Raises, from every method:
        IndexDamagedError: the folder is not what it should be.
        StoreError: it cannot be read or written.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        read_only: bool = False,
        apart: bool = False,
        like: "SearchIndex | None" = None,
    ) -> None:
        """Open the index in `folder`, made if it is not there; None for one in memory.

        `read_only`: it is read as it is, and nothing is written there. tantivy wants to lock what
        it reads, so it is given a folder of links. What is put in is in that folder alone, and goes
        with it. `apart`: a new one in such a folder. `like`: what another has that is one of these.

        Raises:
            StoreError: the folder is a link to another place, or cannot be made.
            IndexDamagedError: it is to be read only, and there is none.
        """
        self.folder = folder
        self._schema = schema()
        self._maker = QueryMaker(self._schema)
        self.own: Folder | None = None
        self._writer: Any = None
        self._fresh = 0
        self._anew = False
        self._settled = -1
        self._next: Mark | None = None
        with self._guard():
            place = self._place(read_only=read_only, apart=apart, like=like)
            self._index: Any = tantivy.Index(self._schema, path=place)
            self._index.register_tokenizer(WORDS, analyzer())
            self._index.config_reader("manual")  # else a thread of tantivy's watches the folder
        self.refresh()

    def _place(self, *, read_only: bool, apart: bool, like: "SearchIndex | None") -> str | None:
        if like is not None and like.own is not None:
            self.own = linked(Path(like.own.name))
        elif apart:
            self.own = empty()
        elif self.folder is None:
            return None
        else:
            must_be_no_link(self.folder)
            if not read_only:
                self.folder.mkdir(mode=0o755, exist_ok=True)
                return str(self.folder)
            self.own = linked(self.folder.resolve())
        return self.own.name

    def refresh(self) -> None:
        """See what others kept since."""
        with self._guard():
            self._index.reload()
            self._searcher: Any = self._index.searcher()

    def close(self) -> None:
        """Let go of its files. What was not kept is lost."""
        self._drop()
        self._searcher = self._index = None
        if self.own is not None:
            self.own.cleanup()

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        """What tantivy raises inside the `with` block comes out as the errors above."""
        try:
            yield
        except StoreError:
            raise
        except (OSError, ValueError, TypeError, KeyError, SystemError) as error:
            raise self._error(error) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # how a fault in Rust is raised
                raise
            raise IndexDamagedError("the search index is damaged") from error

    def _error(self, error: Exception) -> StoreError:
        said = " ".join(str(error).split())[:200]
        if "No space left" in said or "StorageFull" in said or "QuotaExceeded" in said:
            return _no_room(self.folder)
        if "killed" in said:  # tantivy does not say why its thread could not write
            full = self.folder is not None and _free(self.folder) < _HEAP
            return _no_room(self.folder) if full else StoreError(_CANNOT.format("written"))
        if "LockBusy" in said:
            return IndexBusyError(_CANNOT.format("written: another process writes it"))
        if isinstance(error, OSError) or _refused(said):
            return StoreError(_CANNOT.format(f"used: {_refused(said) or said}"))
        if "schema does not match" in said:
            return IndexDamagedError(_OTHER_VERSION)
        return IndexDamagedError(f"the search index was damaged ({said})")

    # Filling

    def position(self) -> Mark | None:
        """How far it has got; None for a new one.

        Raises:
            IndexDamagedError: it is of another version of this program.
        """
        with self._guard():
            hits = self._searcher.search(self._maker.term("kind", MARK), 1).hits
            if not hits:
                return None
            document = json.loads(self._searcher.doc(hits[0][1]).get_first("card"))
            if document["version"] != _VERSION:
                raise IndexDamagedError(_OTHER_VERSION)
            return Mark(document["archive"], document["number"], document["head"])

    @contextlib.contextmanager
    def filling(self, *, anew: bool = False) -> Iterator[None]:
        """Articles are put in inside the `with` block; `anew`, in place of all that is there.

        What was kept by then is there, whatever ends the block.

        Raises:
            IndexBusyError: somebody else is putting some in.
            NoSpaceError: the disk is full.
        """
        self._anew = anew
        known = None if anew else self.position()
        self._settled = known.number if known else -1
        try:
            with self._guard():
                self._writer = self._index.writer(_HEAP, 1)
                if anew:
                    self._writer.delete_all_documents()
            yield
            with self._guard():
                self._keep()
                self._writer.wait_merging_threads()
        finally:
            self._drop()
            with contextlib.suppress(StoreError):
                self.refresh()

    def put(self, article: Indexed) -> None:
        """Put an article in, in place of what was known of it."""
        with self._guard():
            if article.number <= self._settled:  # it may be there: it was amended, or read again
                self._remove("number", article.number)
            self._writer.add_document(document_of(article))
            self._fresh += 1

    def settle(self, mark: Mark) -> None:
        """Everything up to this mark was put in. It is kept with others, many at a time."""
        self._next, self._settled = mark, mark.number
        if self._fresh >= _BATCH and not self._anew:
            with self._guard():
                self._keep()

    def _keep(self) -> None:
        if self._next is None:
            return
        mark = self._next
        said = {"version": _VERSION, "archive": mark.archive, "number": mark.number}
        self._remove("kind", MARK)
        self._writer.add_document(
            mark_document(json.dumps({**said, "head": dict(mark.head)}).encode())
        )
        self._writer.commit()
        self._fresh, self._next = 0, None
        self._let_others_read()

    def _remove(self, field: str, value: str | int) -> None:
        """By a query: deleting by a term does nothing where the term is a number (0.27)."""
        self._writer.delete_documents_by_query(self._maker.term(field, value))

    def _let_others_read(self) -> None:
        """Give these two files the mode of the others; tantivy makes them for their owner alone."""
        for name in ("meta.json", ".managed.json"):
            with contextlib.suppress(OSError):
                if self.folder is not None and self.own is None:
                    os.chmod(self.folder / name, 0o644 & os.stat(self.folder).st_mode)

    def _drop(self) -> None:
        """Let go of the writer; what it has not kept is forgotten."""
        self._writer, self._next, self._fresh = None, None, 0

    # Questions

    def _search(self, query: Any, most: int, **options: Any) -> Any:
        return self._searcher.search(query, most, **options)

    def count(self, chosen: Chosen) -> int:
        """How many articles there are of which all of this holds."""
        with self._guard():
            return int(self._search(self._maker.query(chosen), 1).count)

    def unread(self, most: int = 0) -> tuple[int, tuple[int, ...]]:
        """How many articles could not be read when put in, and `most` of their numbers."""
        with self._guard():
            found = self._search(self._maker.term("kind", UNREAD), max(most, 1))
            addresses = [address for _, address in found.hits][:most]
            return int(found.count), tuple(self._fast("number", addresses))

    def numbers(self, chosen: Chosen) -> tuple[int, ...]:
        """The numbers of all articles of which this holds, in order."""
        with self._guard():
            most = max(1, self._searcher.num_docs)
            hits = self._search(self._maker.query(chosen), most, count=False).hits
            return tuple(sorted(self._fast("number", [address for _, address in hits])))

    def ranked(self, chosen: Chosen, sort: Sort, most: int) -> tuple[int, tuple[Ranked, ...]]:
        """How many articles there are, and the first `most` of them.

        Those of one day stand in the order of their accessions, those that fit as well as each
        other in an order that is the same every time. So two pages of one index never overlap.
        """
        with self._guard():
            query = self._maker.query(chosen)
            if sort is Sort.RELEVANCE:
                return self._by_relevance(query, most)
            found = self._search(query, most, order_by_field=sort.value)
            return int(found.count), self._hits([address for _, address in found.hits])

    def _by_relevance(self, query: Any, most: int) -> tuple[int, tuple[Ranked, ...]]:
        for reach in (most + 1, max(most, _FARTHEST) + 1):
            found = self._search(query, reach, weight_by_field="apart")
            hits = found.hits
            # The last to be told may have equals that were not reached yet.
            if len(hits) < reach or hits[most - 1][0] != hits[-1][0]:
                break
        ranked = self._hits([address for _, address in hits])
        order = sorted(zip(hits, ranked, strict=True), key=lambda h: (-h[0][0], h[1].number))
        return int(found.count), tuple(hit for _, hit in order[:most])

    def _hits(self, addresses: list[Any]) -> tuple[Ranked, ...]:
        numbers, same = self._fast("number", addresses), self._fast("same", addresses)
        return tuple(map(Ranked, numbers, same, addresses))

    def _fast(self, field: str, addresses: list[Any]) -> list[int]:
        if not addresses:
            return []
        return [int(v or 0) for v in self._searcher.fast_field_values(field, addresses)]

    def cards(self, hits: Sequence[Ranked]) -> tuple[Card, ...]:
        """What a list shows of these hits."""
        with self._guard():
            documents = (self._searcher.doc(hit.address) for hit in hits)
            return tuple(read_card(document.get_first("card")) for document in documents)

    def facets(self, chosen: Chosen, most: int) -> dict[Facet, tuple[Count, ...]]:
        """Of the articles of which this holds: how many have which value, at most so many each."""
        wanted = {f.value: {"terms": {"field": f.value, "size": _MOST_VALUES}} for f in INDEXED}
        with self._guard():
            answer = self._searcher.aggregate(self._maker.query(chosen), wanted)
        found: dict[Facet, tuple[Count, ...]] = {}
        for facet in INDEXED:
            buckets = answer[facet.value]["buckets"]
            found[facet] = counts(buckets, most)
            if len(buckets) == _MOST_VALUES and found[facet][-1].value is not None:
                nobody = self.count(replace(chosen, exactly=((facet, None),)))
                found[facet] += (Count(None, nobody),) if nobody else ()
        return found

    def table(
        self, chosen: Chosen, by: Sequence[Facet]
    ) -> Iterator[tuple[tuple[str | None, ...], int]]:
        """How many articles have which values together, each combination that there is.

        One value of the first column after the other: tantivy counts only so many at once.
        """
        for (first,), count in self._cells(chosen, by[:1]):
            if len(by) == 1:
                yield (first,), count
                continue
            those = replace(chosen, exactly=(*chosen.exactly, (by[0], first)))
            for values, together in self._cells(those, by[1:]):
                yield (first, *values), together

    def _cells(
        self, chosen: Chosen, by: Sequence[Facet]
    ) -> list[tuple[tuple[str | None, ...], int]]:
        aggregation: dict[str, Any] = {}
        for facet in reversed(by):
            inner = {"aggs": aggregation} if aggregation else {}
            aggregation = {"by": {"terms": {"field": facet.value, "size": _MOST_CELLS}, **inner}}
        with self._guard():
            answer = self._searcher.aggregate(self._maker.query(chosen), aggregation)
        return list(cells(answer["by"]["buckets"]))


def _refused(said: str) -> str:
    """Why the system refused, in its words, out of tantivy's; "" if it did not."""
    words = {"PermissionDenied": "permission denied", "ReadOnly": "read-only file system"}
    return next((plain for name, plain in words.items() if name in said), "")


_OTHER_VERSION = "the search index was of another version of newsarchive"
_CANNOT = "the search index could not be {}"


def _no_room(folder: Path | None) -> NoSpaceError:
    return NoSpaceError(
        f"there is no room for the search index {folder}",
        hint="Make room and run the same command again; nothing is lost.",
    )


def _free(folder: Path) -> int:
    try:
        status = os.statvfs(folder)
    except OSError:
        return _HEAP
    return status.f_bavail * status.f_frsize


def wipe(folder: Path) -> None:
    """Remove the files of an index, and nothing else that lies in its folder.

    Raises:
        StoreError: one cannot be removed, or the folder is a link to another place.
    """
    must_be_no_link(folder)
    try:
        for entry in list(os.scandir(folder)):
            if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"cannot remove the search index {folder}: {error.strerror}") from error
