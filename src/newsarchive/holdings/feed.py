"""The second ear: what is read out of bags, such as words to search, outside of every lock.

A feed is an index of its own beside the catalog. It keeps its own mark, the number of the last
entry of the ledger that it has taken in, so that it can be behind, thrown away and made again
without anybody waiting for it: an ingest never does, and never fails for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from newsarchive.errors import NewsArchiveError
from newsarchive.holdings.files import read_file
from newsarchive.holdings.find import base_of, dark
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession, BagKind

_PAGE = 512


@dataclass(frozen=True, slots=True)
class Fed:
    """What a feed is given of one article: its own accession, its current record, its text.

    `record` and `text` are None where they cannot be read now; `problem` says why. `collection` is
    the one that it was put into, "" for none.
    """

    accession: Accession
    record: Mapping[str, Any] | None
    text: bytes | None
    problem: str = ""
    collection: str = ""


class Feed(Protocol):
    """An index over what bags hold."""

    def mark(self) -> int:
        """The number of the last entry of the ledger that was taken in; -1 for none."""
        ...

    def take(self, article: Fed) -> None:
        """Take in an article, in place of what was known of it."""
        ...

    def settle(self, mark: int) -> None:
        """Everything up to the entry of this number was taken in: keep it, all or nothing."""
        ...


def catch_up_feed(holdings: OpenArchive, feed: Feed) -> int:
    """Give the feed every article that came, or was amended, since its mark; returns how many.

    So is one that was put into a collection: that is no part of any bag, and a feed may know it.
    In the order of the ledger, in pages that are settled one by one, so that whoever is stopped
    goes on from there. A bag that cannot be read is given with its problem, and ends nothing. What
    is withdrawn is not given; what becomes so later, whoever answers by the feed leaves out.
    """
    closed = dark(holdings)
    count = 0
    while page := holdings.catalog.changes(feed.mark(), _PAGE):
        articles: dict[str, Accession] = {}
        for accession in holdings.catalog.numbered(list(dict.fromkeys(bag for _, bag in page))):
            base = base_of(holdings, accession)
            if base.kind is BagKind.ARTICLE and base.bag not in closed:
                articles[base.bag] = base
        for base in articles.values():
            feed.take(fed(holdings, base))
        count += len(articles)
        feed.settle(page[-1][0])
    return count


def fed(holdings: OpenArchive, base: Accession) -> Fed:
    """What a feed is given of one article now."""
    # It loads all that makes bags, and a feed that has nothing new to take needs none of it.
    from newsarchive.holdings.amend import current_record  # noqa: PLC0415

    collection = holdings.catalog.collection(base.bag)
    try:
        record = current_record(holdings, base).record.document
        path = record["body"]["path"]
        text = read_file(holdings, base, path) if path else None
    except NewsArchiveError as error:
        return Fed(base, None, None, error.message, collection)
    return Fed(base, record, text, collection=collection)
