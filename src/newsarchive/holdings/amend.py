"""Amendments: what becomes known later is a bag of its own, and the first stays as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsarchive.bag import Tree
from newsarchive.errors import StoreError
from newsarchive.holdings.files import read_from
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import (
    Picture,
    ReadRecord,
    news,
    read_record,
    resolve,
    seat,
    supply,
    view,
)
from newsarchive.model.asked import Choice
from newsarchive.model.holding import Accession
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import RECORD, Amendment, Maker, amend


@dataclass(frozen=True, slots=True)
class Current:
    """The current record of a bag, and the amendment that it is in, if there is one."""

    record: ReadRecord
    newest: Accession | None

    @property
    def follows(self) -> tuple[str, str] | None:
        """Bag id and seal of the newest amendment."""
        return None if self.newest is None else (self.newest.bag, str(self.newest.seal))


def read_bag_record(tree: Tree, what: str) -> ReadRecord:
    """The record of the bag in `tree`.

    Raises:
        StoreError: it cannot be read.
        InvalidRecordError: it is none.
    """
    data = read_from(tree, RECORD, what)
    if data is None:
        raise StoreError(
            f"cannot read {what}/{RECORD}: no such file or directory", hint="Run newsarchive audit."
        )
    return read_record(data, f"{what}/{RECORD}")


def current_record(holdings: OpenArchive, base: Accession) -> Current:
    """The newest amendment's record, else the bag's own.

    Raises:
        StoreError, InvalidRecordError: it cannot be read.
    """
    amendments = holdings.catalog.amendments(str(base.seal))
    newest = amendments[-1] if amendments else None
    bag = newest or base
    return Current(read_bag_record(holdings.store.tree(bag.path), bag.name), newest)


def media_of(holdings: OpenArchive, bags: Iterable[Accession]) -> frozenset[str]:
    """The pictures of articles, with those that came by amendments: SHA-512 in hex."""
    return frozenset(
        digest
        for base in bags
        for bag in (base, *holdings.catalog.amendments(str(base.seal)))
        for digest, _ in bag.media
    )


def what_is_new(holdings: OpenArchive, base: Accession, supplied: Supplied) -> Supplied:
    """Those of the supplied values that the archive does not hold about this bag yet.

    Raises:
        StoreError, InvalidRecordError: the current record cannot be read.
    """
    if not supplied.values:
        return supplied
    amendments = holdings.catalog.amendments(str(base.seal))
    held = [a.supplied.get("accession-number") for a in (base, *amendments)]
    fresh = news(dict(current_record(holdings, base).record.document), supplied)
    return supplied.only(
        v for v in fresh if v.field.name != "accession-number" or v.values[0] not in held
    )


def plan_amendment(
    holdings: OpenArchive,
    base: Accession,
    supplied: Supplied,
    maker: Maker,
    choices: Sequence[Choice] = (),
    pictures: Sequence[Picture] = (),
) -> tuple[Amendment, Current]:
    """The amendment that holds what was supplied and resolved, and what it builds upon.

    Raises:
        ValueError: a resolution does not fit what is disputed, or there is no such picture.
        StoreError, InvalidRecordError: the current record cannot be read.
    """
    now = current_record(holdings, base)
    document = supply(dict(now.record.document), supplied)
    for wanted in choices:
        document = resolve(
            document,
            wanted.field,
            wanted.candidate,
            by=supplied.by,
            when=supplied.when,
            reason=wanted.reason,
        )
    amendment = amend(
        now.record,
        view(document),
        supplied=supplied,
        decisions=[(c.field, c.candidate) for c in choices],
        pictures=seat(document, pictures),
        base=(base.bag, str(base.seal)),
        follows=now.follows,
        maker=maker,
    )
    return amendment, now


def still_newest(holdings: OpenArchive, base: Accession, built_upon: Current) -> bool:
    """Whether nobody amended the bag since. Asked under the write lock."""
    amendments = holdings.catalog.amendments(str(base.seal))
    newest = amendments[-1] if amendments else None
    if holdings.catalog.accession(base.bag) is None:
        return False  # it was destroyed meanwhile
    return (newest and newest.bag) == (built_upon.newest and built_upon.newest.bag)
