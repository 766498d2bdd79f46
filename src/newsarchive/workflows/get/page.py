"""One article as a page of HTML: what is read for it, and held against the seal on the way."""

from collections.abc import Iterator
from pathlib import Path

from newsarchive.bag.verified import VerifiedTree
from newsarchive.digests import Algorithm
from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.holdings.amend import read_bag_record
from newsarchive.holdings.find import base_of
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import record_of
from newsarchive.metadata.citations import footnote
from newsarchive.metadata.citing import cite
from newsarchive.model.article import MediumKind
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.record import Record, RecordedMedium
from newsarchive.reports.article.page import ArticlePage
from newsarchive.reports.article.page import page as page_of
from newsarchive.workflows.access import Asking
from newsarchive.workflows.cite import held
from newsarchive.workflows.get.single import open_to, save
from newsarchive.workflows.verified import verified

_MOST_TEXT = 64 << 20
_MOST_PICTURE, _MOST_PICTURES = 20 << 20, 60 << 20  # bytes: beyond, browsers give up


def page(holdings: OpenArchive, reference: str, asking: Asking, dest: Path | None = None) -> bytes:
    """The page, also written to the new file `dest` if there is one.

    Pictures that no browser shows, or that are very large, are named and not shown.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: it may not be given whole.
        RefusedError: it is a delivery.
        DamagedBagError: something in the bag is not what was taken in.
        StoreError, SourceError: something cannot be read or written; or something is at `dest`.
    """
    base = base_of(holdings, open_to(holdings, reference, asking))
    if base.kind is BagKind.DELIVERY:
        raise RefusedError(
            f"{base.name} is a delivery, and no article",
            hint=f"newsarchive show {base.name} names its articles.",
        )
    record = _record(holdings, base)
    text = None
    if record.text.path is not None:
        with verified(holdings, base) as tree:
            text = _read(tree, record.text.path, _MOST_TEXT).decode("utf-8", "replace")
    pictures = dict(_pictures(holdings, base, record))
    cited = footnote(cite(record, held(holdings, base)))
    data = page_of(ArticlePage(record, text, pictures, tuple(_facts(holdings, base)), cited))
    if dest is not None:
        save(holdings, data, dest)
    return data


def _record(holdings: OpenArchive, base: Accession) -> Record:
    """The current record, from its bag and held against the seal of that."""
    newest = (base, *holdings.catalog.amendments(str(base.seal)))[-1]
    with verified(holdings, newest) as tree:
        return record_of(read_bag_record(tree, newest.name).document)


def _read(tree: VerifiedTree, path: str, most: int) -> bytes:
    try:
        data = tree.take(path, most)
    except OSError as error:
        reason = why(error) or "it changed while it was read"
        raise SourceError(f"cannot read {path}: {reason}") from error
    if data is None:
        raise SourceError(f"{path} is larger than {most >> 20} MiB, too large for a page")
    return data


def _pictures(
    holdings: OpenArchive, base: Accession, record: Record
) -> Iterator[tuple[str, bytes]]:
    """The bytes of those that are shown; one that came later lies in an amendment."""
    room = _MOST_PICTURES
    waiting = {
        medium.id: medium
        for medium in record.media
        if medium.kind in {MediumKind.IMAGE, MediumKind.GRAPHIC} and medium.path is not None
    }
    for bag in (base, *holdings.catalog.amendments(str(base.seal))):
        if not waiting:
            break
        with verified(holdings, bag) as tree:
            for medium in [m for m in waiting.values() if _lies_in(tree, m)]:
                del waiting[medium.id]
                if (medium.size or 0) > min(room, _MOST_PICTURE):
                    continue
                data = _read(tree, medium.path or "", _MOST_PICTURE)
                room -= len(data)
                yield medium.id, data


def _lies_in(tree: VerifiedTree, medium: RecordedMedium) -> bool:
    digests = tree.expected.get(medium.path or "", ())
    return any(d.algorithm is Algorithm.SHA512 and d.hex == medium.sha512 for d in digests)


def _facts(holdings: OpenArchive, base: Accession) -> Iterator[tuple[str, str]]:
    versions = holdings.catalog.versions.beside(base)
    number = 1 + [v.bag for v in versions].index(base.bag)
    yield "Archive", holdings.institution.name or holdings.archive_id
    if holdings.institution.name:
        yield "Archive id", holdings.archive_id
    yield "Bag", base.name
    yield "Bag id", base.bag
    yield "Article id", base.article
    yield "Version", f"{number} of the {len(versions)} that the archive holds"
    yield "Taken in", base.time
    yield "Seal", str(base.seal)
    for amendment in holdings.catalog.amendments(str(base.seal)):
        yield "Amended", f"{amendment.time} by {amendment.name}, seal {amendment.seal}"
    if (standing := holdings.catalog.standing(base.bag)) is not None:
        yield "Last checked", f"{standing.checked}: {standing.verdict}"
