"""The second ear: what is read out of bags, such as words to search, outside of every lock.

A feed is an index of its own beside the catalog. It keeps its own mark, the number of the last
entry of the ledger that it has taken in, so that it can be behind, thrown away and made again
without anybody waiting for it: an ingest never does, and never fails for it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from newsarchive import canonical
from newsarchive.bag import Tree
from newsarchive.errors import NewsArchiveError, StoreError
from newsarchive.holdings.files import is_inside, read_from
from newsarchive.holdings.find import base_of
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.layout import RECORD

_PAGE = 512


@dataclass(frozen=True, slots=True)
class Fed:
    """What a feed is given of one article: its own accession, its current record, its text.

    `record` and `text` are None where they cannot be read now; `problem` says why. `collection` is
    the one that it was put into, "" for none. `superseded`: a later version of it is here.
    """

    accession: Accession
    record: Mapping[str, Any] | None
    text: bytes | None
    problem: str = ""
    collection: str = ""
    superseded: bool = False


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

    So is one that was put into a collection: that is no part of any bag, and a feed may know it;
    and so are the other versions of each, since another may be the current one now.
    In the order of the ledger, in pages that are settled one by one, so that whoever is stopped
    goes on from there. A bag that cannot be read is given with its problem, and ends nothing. What
    is withdrawn is given, too, since that may be lifted: whoever answers by the feed leaves it out.

    Raises:
        StoreError: the bags cannot be reached at all. What was settled before that stays.
    """
    count = 0
    while page := holdings.catalog.by_number.changes(feed.mark(), _PAGE):
        if trouble := holdings.store.trouble():
            raise StoreError(trouble)
        articles: dict[str, Accession] = {}
        numbers = list(dict.fromkeys(bag for _, bag in page))
        for accession in holdings.catalog.by_number.accessions(numbers):
            base = base_of(holdings, accession)
            if base.kind is BagKind.ARTICLE:
                articles[base.bag] = base
        others = _other_versions(holdings, articles.values(), page[-1][0])
        for base in (*articles.values(), *others):
            feed.take(fed(holdings, base))
        count += len(articles)
        feed.settle(page[-1][0])
    return count


def _other_versions(
    holdings: OpenArchive, given: Collection[Accession], most: int
) -> Iterator[Accession]:
    """The other versions of these articles that were given before.

    Those further on are given when it is their turn, and so are never given twice.
    """
    numbers = {
        number
        for article in {base.article for base in given if base.article}
        for number in holdings.catalog.versions.numbers(article, most)
    }
    return holdings.catalog.by_number.accessions(sorted(numbers - {base.seq for base in given}))


def fed(holdings: OpenArchive, base: Accession) -> Fed:
    """What a feed is given of one article now.

    The record is not compared with its schema: that takes as long as all else, and whoever reads it
    here wants to know what it says, and not whether it is as it should be.
    """
    collection = holdings.catalog.collection(base.bag)
    superseded = holdings.catalog.versions.is_superseded(base.bag)
    newest = holdings.catalog.amendments(str(base.seal))[-1:]
    tree = holdings.store.tree(base.path)
    try:
        of = holdings.store.tree(newest[0].path) if newest else tree
        record = _record(of, base.name)
        path = record["body"]["path"]
        text = read_from(tree, path, base.name) if path and is_inside(path) else None
    except NewsArchiveError as error:
        return Fed(base, None, None, error.message, collection, superseded)
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = f"the record of {base.name} is none"
        return Fed(base, None, None, problem, collection, superseded)
    finally:
        tree.close()
    return Fed(base, record, text, collection=collection, superseded=superseded)


def _record(tree: Tree, what: str) -> dict[str, Any]:
    data = read_from(tree, RECORD, what)
    record = canonical.loads(data or b"null")
    if not isinstance(record, dict):
        raise StoreError(f"{what} has no record", hint="Run newsarchive audit.")
    return record
