"""The versions of one article: in order, and whether the newest word on them takes them back."""

from newsarchive.errors import InvalidRecordError, StoreError
from newsarchive.holdings.amend import read_bag_record
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.versions import in_order, placed, status_word, taken_back
from newsarchive.metadata.statements import text_from_json
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.version import Placed, TakenBack, Version


def versions_of(holdings: OpenArchive, article: str) -> tuple[Placed, ...]:
    """The versions of the article with this id, each in its place, the earliest first."""
    return placed(holdings.catalog.versions.of(article))


def taken_back_of(holdings: OpenArchive, base: Accession) -> TakenBack | None:
    """What the newest word of its source closes this article by; None where nothing does.

    Where one version is here its own record says what its entry does not.
    """
    if base.kind is not BagKind.ARTICLE:
        return None
    ordered = in_order(holdings.catalog.versions.of(base.article))
    if len(ordered) == 1:
        return taken_back(ordered)
    return taken_back(ordered, lambda version: status_of(holdings, version))


def status_of(holdings: OpenArchive, version: Version) -> str:
    """What its source says of publishing a version, a word of `STATUS_WORDS`.

    Where no entry says it, as in early archives, it is read from the record in the bag.
    """
    if version.status is not None:
        return version.status
    newest = version.newest
    try:
        record = read_bag_record(holdings.store.tree(newest.path), newest.name).document
        return status_word(text_from_json(record["pubStatus"]))
    except (StoreError, InvalidRecordError, ValueError):
        return ""  # whoever is given that version is told that it cannot be read
