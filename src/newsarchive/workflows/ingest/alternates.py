"""One article by two ways: as an entry of a feed, and as the page that the entry leads to.

Both have the page's address as their id, and neither is a version of the other: each is kept, and
the one that comes second says of the first that it is an alternate (IPTC's `alternate`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from newsarchive.errors import NewsArchiveError
from newsarchive.holdings.amend import read_bag_record
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.admission import Admission, Admitted
from newsarchive.metadata import record_of
from newsarchive.model.article import Relation
from newsarchive.model.identity import bag_urn
from newsarchive.model.version import Version

FEEDS = frozenset({"rss", "atom", "json-feed", "wxr"})
_PAGES = frozenset({"text/html", "multipart/related"})
_MOST = 16  # neighbours whose records are read


def way(kind: str | None, media_type: str | None) -> str:
    """By which of the two ways an article came: `feed`, `page`, or "" for another.

    `kind` is that of its delivery, `media_type` that of its main original.
    """
    if kind in FEEDS:
        return "feed"
    return "page" if media_type in _PAGES else ""


def with_alternates(
    holdings: OpenArchive,
    came: str,
    family: Sequence[Version],
    admit: Callable[[Sequence[Version]], Admitted],
) -> Admitted:
    """What `admit` decides among those of the `family` that `came` by the same way.

    The nearest of those that came by the other way are alternates.
    """
    decision, left = admit(family), list(family)
    others: list[Relation] = []
    while came and decision.admission is Admission.STORE and len(others) < _MOST:
        by_urn = {bag_urn(version.bag): version for version in left}
        near = [r for r in decision.relations if _is_other(holdings, came, by_urn[r.identifier])]
        if not near:
            break
        others += (replace(relation, rel="alternate") for relation in near)
        gone = {relation.identifier for relation in near}
        left = [version for version in left if bag_urn(version.bag) not in gone]
        decision = admit(left)
    return replace(decision, relations=(*decision.relations, *others[:2])) if others else decision


def _is_other(holdings: OpenArchive, came: str, version: Version) -> bool:
    """Whether a version came by the other way; what cannot be read did not."""
    brief = version.accession
    try:
        record = record_of(read_bag_record(holdings.store.tree(brief.path), brief.name).document)
    except NewsArchiveError:
        return False
    original = record.originals[0] if record.originals else None
    kind = record.delivery.kind if record.delivery else None
    return way(kind, original.media_type if original else None) not in {"", came}
