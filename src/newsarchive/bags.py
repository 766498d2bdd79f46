"""The bags of an archive, as callers see them: what is known of each, its files, its history."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from newsarchive.errors import NotFoundError, RefusedError, StoreError, UsageError, why
from newsarchive.holdings.find import base_of, dark, find, must_be_shown
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import BagKind
from newsarchive.model.identity import bag_urn

if TYPE_CHECKING:
    from newsarchive.bag.tree import OpenFile
    from newsarchive.digests import Digest
    from newsarchive.model.history import History
    from newsarchive.model.holding import Accession, Standing
    from newsarchive.model.record import Record
    from newsarchive.model.verdict import BagVerdict


@dataclass(frozen=True, slots=True, repr=False)
class Bag:
    """One bag of an open archive. It is what the ledger says of it; its files are read when asked.

    Two are equal if they are the same bag. Everything that reads the bag itself raises StoreError
    where that cannot be done; a file that is read is not checked: `verify` does that.
    """

    holdings: OpenArchive
    accession: Accession

    def __repr__(self) -> str:
        return f"<Bag {self.name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bag) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    # What the ledger says

    @property
    def name(self) -> str:
        """Its name for people, which is that of its folder."""
        return self.accession.name

    @property
    def id(self) -> str:
        """Its id: 64 hexadecimal characters, computed from what it was made of."""
        return self.accession.bag

    @property
    def urn(self) -> str:
        """Its URN, `urn:uuid:...`, by which records and other archives name it."""
        return bag_urn(self.accession.bag)

    @property
    def kind(self) -> BagKind:
        """What it holds: an article, an amendment or a delivery."""
        return self.accession.kind

    @property
    def seal(self) -> Digest:
        """Its seal when it was taken in: through it, every byte of the bag is known."""
        return self.accession.seal

    @property
    def path(self) -> Path:
        """The folder in which it lies: the archive's, and its place in it."""
        return self.holdings.root / self.accession.path

    @property
    def article(self) -> str:
        """The id of its article, the same for every version; "" for a delivery."""
        return self.accession.article

    @property
    def taken_in(self) -> datetime:
        """When it was taken in, in UTC."""
        return datetime.fromisoformat(self.accession.time)

    @property
    def size(self) -> int:
        """Its bytes, tag files included, when it was taken in."""
        return self.accession.bytes

    # What the archive knows of it

    @property
    def collection(self) -> str:
        """The collection that it was put into, "" for none."""
        return self.holdings.catalog.collection(self.id)

    @property
    def standing(self) -> Standing | None:
        """How its last fixity check went, and when; None if it was never checked."""
        return self.holdings.catalog.standing(self.id)

    @property
    def complete(self) -> bool:
        """Whether source, date and agency are known by now; of a delivery nothing is asked."""
        newest = (self, *self.amendments)[-1]
        return newest.accession.complete

    @property
    def amends(self) -> Bag | None:
        """The bag that it amends; None if it is no amendment."""
        if self.kind is not BagKind.AMENDMENT:
            return None
        return Bag(self.holdings, base_of(self.holdings, self.accession))

    @property
    def amendments(self) -> tuple[Bag, ...]:
        """Its amendments, oldest first. The newest has the current record."""
        return self._bags(self.holdings.catalog.amendments(str(self.seal)))

    @property
    def versions(self) -> tuple[Bag, ...]:
        """The bags of its article, itself among them, in their order; the last is the current one.

        The order is that of the times that they state, whenever they came: see docs/versions.md.
        """
        if self.kind is BagKind.DELIVERY:
            return (self,)
        base = base_of(self.holdings, self.accession)
        return self._bags(self.holdings.catalog.versions.beside(base))

    @property
    def current(self) -> bool:
        """Whether no later version of its article is here."""
        return not self.holdings.catalog.versions.is_superseded(
            base_of(self.holdings, self.accession).bag
        )

    @property
    def delivery(self) -> Bag | None:
        """The bag that keeps what it came in with others; None if it came by itself."""
        if self.accession.delivery is None:
            return None
        found = self.holdings.catalog.accession(self.accession.delivery)
        return next(iter(self._bags((found,))), None) if found else None

    @property
    def articles(self) -> tuple[Bag, ...]:
        """The bags of the articles that came in it, if it is a delivery."""
        if self.kind is not BagKind.DELIVERY:
            return ()
        return self._bags(self.holdings.catalog.delivered_in(self.id))

    def history(self) -> History:
        """Everything that happened to it, in order: taken in, checked, amended, decided."""
        from newsarchive.workflows.history import history

        return history(self.holdings, self.id)

    # What is in it

    @property
    def record(self) -> Record:
        """What is known of the article by now, by its newest amendment; read anew each time.

        That of an amendment is its own, which is not the current one if there is a newer.

        Raises:
            RefusedError: it is a delivery, which has none; its `articles` have.
            StoreError, InvalidRecordError: it cannot be read.
        """
        from newsarchive.holdings.amend import current_record, read_bag_record
        from newsarchive.metadata import record_of

        if self.kind is BagKind.DELIVERY:
            raise RefusedError(
                f"{self.name} is a delivery, and has no record",
                hint="Each of its articles has one.",
            )
        self._must_be_reachable()
        if self.kind is BagKind.AMENDMENT:
            tree = self.holdings.store.tree(self.accession.path)
            return record_of(read_bag_record(tree, self.name).document)
        return record_of(current_record(self.holdings, self.accession).record.document)

    @property
    def text(self) -> str | None:
        """The text of the article, without headline and credits; None where it has none.

        Raises:
            RefusedError, StoreError, InvalidRecordError: as `record`.
        """
        path = self.record.text.path
        return None if path is None else (self.amends or self).read(path).decode("utf-8", "replace")

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of all its files now, in order: payload and tag files, and what is strange.

        What is no regular file, such as a link, is no file of a bag, and is left out.

        Raises:
            NotFoundError: the bag is not at its place.
            StoreError: a folder cannot be read.
        """
        from newsarchive.bag.tree import NodeKind

        self._must_be_reachable()
        tree = self.holdings.store.tree(self.accession.path)
        found = []
        try:
            if tree.presence().there is False:
                raise NotFoundError(
                    f"the bag {self.name} is not at its place", hint="Run newsarchive audit."
                )
            for node in tree.nodes():
                if node.problem:
                    raise StoreError(f"cannot look at {self.name}/{node.path}: {node.problem}")
                if node.kind is NodeKind.FILE:
                    found.append(node.path)
        finally:
            tree.close()
        return tuple(sorted(found))

    def open(self, path: str) -> BinaryIO:
        """The file at `path` in the bag, `data/article.txt`, as a stream of bytes; close it.

        It never leads out of the bag: no part of the path may be `..` or a link.

        Raises:
            UsageError: `path` does not lie in the bag.
            NotFoundError: there is no such file.
            StoreError: it cannot be read.
        """
        if "\0" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
            raise UsageError(
                f"{path!r} is no path in a bag",
                hint="A path in a bag is like data/article.txt; `files` has them all.",
            )
        self._must_be_reachable()
        tree = self.holdings.store.tree(self.accession.path)
        try:
            file = tree.open(path)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotFoundError(
                f"there is no file {path} in {self.name}", hint="`files` has all that there are."
            ) from error
        except OSError as error:
            raise StoreError(
                f"cannot read {self.name}/{path}: {why(error)}", hint="Run newsarchive audit."
            ) from error
        finally:
            tree.close()
        return cast("BinaryIO", io.BufferedReader(_Stream(file, f"{self.name}/{path}")))

    def read(self, path: str) -> bytes:
        """The whole file at `path` in the bag.

        Raises:
            UsageError, NotFoundError, StoreError: as `open`.
        """
        with self.open(path) as file:
            return file.read()

    def verify(self) -> BagVerdict:
        """Read every byte of it and compare it with its manifests and its seal, here and now.

        Nothing is recorded, and damage is a verdict, not an exception. An audit of the bag,
        `archive.audit(bag=...)`, is the check that counts, and that `standing` tells of.
        """
        from newsarchive.workflows.verify import verify

        return verify(self.holdings, self.accession)

    def _must_be_reachable(self) -> None:
        if trouble := self.holdings.store.trouble():
            raise StoreError(trouble)

    def _bags(self, accessions: tuple[Accession, ...]) -> tuple[Bag, ...]:
        closed = dark(self.holdings) - {self.id}
        return tuple(Bag(self.holdings, a) for a in accessions if a.bag not in closed)


class _Stream(io.RawIOBase):
    """A file of a bag as Python's own readers want it. `name` says which, in messages."""

    def __init__(self, file: OpenFile, name: str) -> None:
        super().__init__()
        self._file = file
        self.name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._file.read(len(buffer))
        except OSError as error:
            raise StoreError(
                f"cannot read {self.name}: {why(error)}", hint="Run newsarchive audit."
            ) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.__exit__(None, None, None)
        super().close()


def bag_of(holdings: OpenArchive, reference: str) -> Bag:
    """The bag that `reference` names: a name, id, URN or path, or how one of them begins.

    Raises:
        NotFoundError: there is none, or more than one.
        WithdrawnError: it is withdrawn.
    """
    accession = find(holdings, reference, current=True)
    must_be_shown(holdings, accession)
    return Bag(holdings, accession)


def bags_of(
    holdings: OpenArchive,
    *,
    kind: BagKind | None = None,
    source: str | None = None,
    agency: str | None = None,
    year: int | None = None,
    collection: str | None = None,
    incomplete: bool | None = None,
    current_at: int | None = None,
) -> Iterator[Bag]:
    """The bags that fit everything that is asked for, ordered by path, one after the other.

    Those that are withdrawn are left out. With `current_at`, of each article the version only that
    was its current one at the ledger entry of this number.

    Raises:
        StoreError, InvalidRecordError: a record that is asked cannot be read.
    """
    of_articles = any(wanted is not None for wanted in (agency, year, incomplete))
    if of_articles and kind not in {None, BagKind.ARTICLE}:
        return
    kind = BagKind.ARTICLE if of_articles else kind
    closed = dark(holdings)
    for accession in holdings.catalog.select(
        kind=kind, source=source, collection=collection, current_at=current_at
    ):
        if accession.bag in closed:
            continue
        bag = Bag(holdings, accession)
        if incomplete is not None and bag.complete is incomplete:
            continue
        if (agency is None and year is None) or _says(bag.record, agency, year):
            yield bag


def _says(record: Record, agency: str | None, year: int | None) -> bool:
    """Whether the record has this agency, and a date that can only mean a day of this year."""
    if agency is not None and agency not in {s.value or s.raw or "" for s in record.agencies}:
        return False
    if year is None:
        return True
    date = record.date
    if date is None or date.earliest is None or date.latest is None:
        return False
    return date.earliest.year == date.latest.year == year
