"""Articles as records of a new WARC file, each as it was received: for what came in a web archive.

The file of a delivery is held against its seal while it is copied beside the place, and each page
against its article. When this raises, there is nothing at the place.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path

from newsarchive.durable import create, fsync_file, store_error, write_all
from newsarchive.errors import RefusedError, SourceError, StoreError, UsageError
from newsarchive.formats.warc.picking import Picking, loaded
from newsarchive.formats.warc.writing import compressed, warcinfo
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.find import must_be_shown
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import record_of
from newsarchive.model.clock import timestamp
from newsarchive.model.given import GivenPage, GivenRecords, NotGiven
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.identity import bag_urn
from newsarchive.model.record import Record, RecordedMedium
from newsarchive.workflows.access import Asking, allowed, base_named, enter_use, see
from newsarchive.workflows.crawled.earlier import gather
from newsarchive.workflows.crawled.opened import WebArchive, opened_web_archive
from newsarchive.workflows.workshop import (
    give_place,
    must_be_new,
    must_be_outside,
    workshop_beside,
)

_KINDS = frozenset({"warc", "wacz"})
_FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


@dataclass(frozen=True, slots=True)
class _Page:
    """An article that came in a web archive: its record, and the delivery."""

    reference: str
    base: Accession
    record: Record
    delivery: Accession


def get_records(
    holdings: OpenArchive, references: Sequence[str], asking: Asking, dest: Path
) -> GivenRecords:
    """Give the records of articles as the new WARC 1.1 file `dest`, compressed if that ends in .gz.

    With the answer that has the page go those of its pictures and what else it loads, and the
    requests and notes of these. What did not come in a web archive is refused, each by itself.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: one of them may not be given whole: then none is.
        RefusedError: nothing of it came in a web archive.
        DamagedBagError: a delivery is not what was taken in.
        UsageError: `dest` has no name of a WARC file, or lies in the archive.
        StoreError, SourceError: something could not be read or written; or something is at `dest`.
    """
    if not dest.name.lower().endswith((".warc", ".warc.gz")):
        raise UsageError(f"{dest}: a WARC file ends in .warc or .warc.gz")
    must_be_outside(dest, holdings.root)
    must_be_new(dest)
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    bases = {reference: base_named(holdings, reference) for reference in references}
    levels = {base.bag: (base, allowed(holdings, base)) for base in bases.values()}
    for reference, base in bases.items():
        see(holdings, levels[base.bag][1], asking, reference, whole=True)
    pages, refused = _sorted_out(holdings, bases)
    if not pages:
        error = RefusedError(
            "nothing of this came in a web archive", hint="newsarchive get gives the bag itself."
        )
        error.details = tuple(f"{one.reference}: {one.reason}" for one in refused[:_MOST_TOLD])
        raise error
    enter_use(holdings, [levels[page.base.bag] for page in pages], asking)
    with workshop_beside(dest) as workshop:
        work = _Work(holdings, workshop, is_packed=dest.name.lower().endswith(".gz"))
        given = work.written(dest.name, pages)
        give_place(workshop / "made", dest)
    return GivenRecords(str(dest), work.count, given, tuple(refused), tuple(work.notes))


_MOST_TOLD = 20


def _sorted_out(
    holdings: OpenArchive, bases: dict[str, Accession]
) -> tuple[list[_Page], list[NotGiven]]:
    """What came in a web archive, each article once, and why the rest did not."""
    pages: dict[str, _Page] = {}
    refused: list[NotGiven] = []
    for reference, base in bases.items():
        found = _page(holdings, reference, base)
        if isinstance(found, NotGiven):
            refused.append(found)
        else:
            pages.setdefault(base.bag, found)
    return list(pages.values()), refused


def _page(holdings: OpenArchive, reference: str, base: Accession) -> _Page | NotGiven:
    if base.kind is BagKind.DELIVERY:
        return NotGiven(reference, "it is a delivery, and no article")
    record = record_of(current_record(holdings, base).record.document)
    if record.delivery is None or record.delivery.kind not in _KINDS or record.fetched is None:
        return NotGiven(reference, "it did not come in a web archive")
    delivery = holdings.catalog.accession(base.delivery) if base.delivery else None
    if delivery is None:
        return NotGiven(reference, "the web archive in which it came is not in the archive")
    must_be_shown(holdings, delivery)
    return _Page(reference, base, record, delivery)


class _Work:
    """One file on its way, in a workshop."""

    def __init__(self, holdings: OpenArchive, workshop: Path, *, is_packed: bool) -> None:
        self.holdings = holdings
        self.workshop = workshop
        self.is_packed = is_packed
        self.count = 0
        self.notes: list[str] = []

    def written(self, name: str, pages: Sequence[_Page]) -> tuple[GivenPage, ...]:
        """Write the file `made`, all of it on disk; what was given."""
        made = self.workshop / "made"
        given: dict[str, GivenPage] = {}
        try:
            out = create(made)
            try:
                self._put(out, [warcinfo(name, self._now(), self._said(pages))])
                for delivery in {page.delivery.bag: page.delivery for page in pages}.values():
                    those = [page for page in pages if page.delivery.bag == delivery.bag]
                    for page in self._of(out, delivery, those):
                        given[page.accession.bag] = page
            finally:
                os.close(out)
            fsync_file(made)
        except OSError as error:
            raise store_error("write", made, error) from error
        return tuple(given[page.base.bag] for page in pages)

    def _of(self, out: int, delivery: Accession, pages: Sequence[_Page]) -> Iterator[GivenPage]:
        with opened_web_archive(self.holdings, delivery, self.workshop / "copy") as contents:
            self._hear_of_earlier(delivery, contents)
            picking = Picking(contents.inner, contents.earlier)
            for page in pages:
                yield self._picked(picking, page)
            for record in picking.records():
                self._put(out, record)

    def _hear_of_earlier(self, delivery: Accession, contents: WebArchive) -> None:
        """Give the contents the records of earlier deliveries that this one refers to."""
        target = self.workshop / "earlier"
        target.unlink(missing_ok=True)
        if gather(self.holdings, delivery.bag, contents.refers(), target, self.notes):
            contents.with_earlier(open(target, "rb"))  # noqa: SIM115  # closed with the contents

    def _picked(self, picking: Picking, page: _Page) -> GivenPage:
        fetched, original = page.record.fetched, page.record.originals[0]
        assert fetched is not None  # noqa: S101  # see `_page`
        body = picking.page(fetched.record_id or "", fetched.offset or 0)
        if body is None or sha512(body).hexdigest() != original.sha512:
            raise SourceError(
                f"the record of {page.base.name} in its delivery is not what was read of it;"
                " nothing was given",
                hint="Run newsarchive audit.",
            )
        missing = sum(not any(map(picking.file, _urls(m))) for m in page.record.media if m.present)
        for url in loaded(body, fetched.url or ""):
            picking.file(url)
        return GivenPage(page.reference, page.base, missing)

    def _put(self, out: int, record: Iterable[bytes]) -> None:
        for piece in compressed(record) if self.is_packed else record:
            write_all(out, piece)
        self.count += 1

    def _now(self) -> str:
        return timestamp(self.holdings.clock.now())

    def _said(self, pages: Sequence[_Page]) -> Iterator[tuple[str, str]]:
        yield "software", self.holdings.agent
        yield "format", "WARC File Format 1.1"
        yield "conformsTo", _FORMAT
        if self.holdings.institution.name:
            yield "operator", self.holdings.institution.name
        yield "isPartOf", self.holdings.archive_id
        for page in pages:
            yield "description", f"{bag_urn(page.base.bag)} {page.base.name}"


def _urls(medium: RecordedMedium) -> tuple[str, ...]:
    return tuple(filter(None, (*(r.url for r in medium.renditions), medium.url)))
