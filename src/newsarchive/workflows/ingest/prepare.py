"""Preparing one article: received, read, decided upon, and its bag staged. Nothing is committed.

This is the part of an ingest that many can do at once. What it decides by the catalog is asked
again by whoever commits.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from newsarchive import formats
from newsarchive.digests import Algorithm, Digest
from newsarchive.durable import State
from newsarchive.errors import (
    InvalidRecordError,
    NewsArchiveError,
    NoSpaceError,
    RefusedError,
    StoreError,
    UnfinishedError,
)
from newsarchive.formats import Row, Slice
from newsarchive.formats.documents.given import doubted, of_scan, read_given
from newsarchive.formats.images import inspect
from newsarchive.formats.pronom.identify import identifier
from newsarchive.formats.text.rows import read_row
from newsarchive.holdings.amend import media_of, plan_amendment, what_is_new
from newsarchive.holdings.commit import Staged
from newsarchive.holdings.find import withdrawal_of
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.sealing import stage
from newsarchive.holdings.staging import Staging
from newsarchive.judgement.admission import Admission, Admitted, admit
from newsarchive.judgement.continuing import continued
from newsarchive.judgement.matching import GivenImage, as_fetched, attach, join, with_remarks
from newsarchive.metadata import Picture, lacking
from newsarchive.model.article import Article, Body, DeliveredIn, Medium
from newsarchive.model.asked import IngestOptions
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.gaps import GAPS
from newsarchive.model.identity import bag_urn
from newsarchive.model.outcome import ItemOutcome, ItemStatus
from newsarchive.model.receiving import Gift, Receipt
from newsarchive.model.statement import Statement, Status
from newsarchive.model.supplied import Supplied, merge
from newsarchive.model.withdrawal import Withdrawn
from newsarchive.packaging import Draft, Identity, Maker, complete, draft, pack
from newsarchive.packaging.accession import accession_of, findings_of, version_time
from newsarchive.packaging.places import SUPPLIED
from newsarchive.search.folding import text_digest
from newsarchive.workflows.ingest.accounts import records_in
from newsarchive.workflows.ingest.alternates import way, with_alternates
from newsarchive.workflows.ingest.below import Named
from newsarchive.workflows.ingest.carried import with_carried
from newsarchive.workflows.ingest.checksums import Checksums, must_hold
from newsarchive.workflows.ingest.files import files_of
from newsarchive.workflows.ingest.growing import Settling
from newsarchive.workflows.ingest.moving import states_of
from newsarchive.workflows.ingest.named import media_named
from newsarchive.workflows.ingest.requested import (
    Details,
    Piece,
    Received,
    Request,
    RequestedImage,
    Unusable,
)
from newsarchive.workflows.ingest.scan import Scanner
from newsarchive.workflows.ingest.spool import draw, keep, spool

_AS_IS = "as-is/1"


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article is known by: all that a decision about it depends on, and its gaps.

    `came` is by which way, where there are two (`alternates.way`).
    """

    identity: Identity
    supplied: Supplied
    version: str | None
    versioned: str
    origin: str
    gaps: tuple[str, ...]
    came: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """What two articles that have to do with each other have in common."""
        return frozenset(
            {
                self.identity.bag_id,
                self.identity.article_id,
                self.identity.path,
                *self.identity.originals,
            }
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that was read and decided upon. `staged` is its bag, None where it needs none.

    `read` are its files on disk, if they are to be moved, as they were before they were read;
    `media` are the records of web archives that are media of it.
    """

    request: Request
    claim: Claim
    decision: Admitted
    staged: Staged | None = None
    planned: ItemOutcome | None = None
    read: Mapping[Named, State] = field(default_factory=dict)
    media: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that cannot be taken in; `full`: because there is no room left."""

    outcome: ItemOutcome
    full: bool = False


def admission_of(holdings: OpenArchive, claim: Claim) -> Admitted:
    """What is to become of an article, by what the catalog knows now."""
    catalog, identity = holdings.catalog, claim.identity
    twins = catalog.with_originals(identity.originals)
    fresh = Supplied()
    if twins:
        fresh = what_is_new(holdings, twins[-1], claim.supplied)
    held = media_of(holdings, twins)
    withdrawn = refusal_of(
        holdings, (*identity.originals, *(digest for digest, _ in identity.media))
    )
    decide = partial(
        admit,
        known=catalog.accession(identity.bag_id),
        twins=twins,
        media=[digest for digest, _ in identity.media],
        held=held,
        version=claim.version,
        versioned=claim.versioned,
        article_id=identity.article_id,
        new_values=bool(fresh.values),
        withdrawn=withdrawn,
    )
    family = catalog.versions.of(identity.article_id)
    return with_alternates(holdings, claim.came, family, lambda those: decide(family=those))


def refusal_of(holdings: OpenArchive, digests: Sequence[str]) -> Withdrawn | None:
    """How a bag was destroyed that held one of these files (SHA-512); None if none was."""
    bag = holdings.catalog.tombstones.refusing(digests)
    return withdrawal_of(holdings, bag) if bag else None


def refused(what: str, stands: Withdrawn) -> RefusedError:
    """That something is not taken in, since it was withdrawn."""
    return RefusedError(
        f"{what} was in the archive as the bag {stands.bag[:12]}, and {stands.said}",
        hint="It is not taken in again.",
    )


def called(request: Request | Unusable) -> str:
    """How people named it, and which item of it this is."""
    return f"{request.name}: {request.item.label}" if request.item else request.name


def failure(of: Request | Unusable, error: NewsArchiveError) -> Failed:
    """What an error means for the one article that it befell."""
    # A record that we made and that does not fit our schema is a fault of the program.
    refused = isinstance(error, RefusedError) and not isinstance(error, InvalidRecordError)
    status = ItemStatus.REFUSED if refused else ItemStatus.FAILED
    if of.asked.loose and isinstance(error, UnfinishedError):
        status = ItemStatus.WAITING
    outcome = ItemOutcome(
        of.name,
        status,
        message=error.message,
        hint=error.hint or None,
        item=of.item,
        details=error.details,
        folder=of.asked.folder,
    )
    return Failed(outcome, isinstance(error, NoSpaceError))


@dataclass(slots=True)
class _Work:
    """One article on its way: what was received for it.

    `read` are its files on disk, if they are to be moved, as they were before they were read;
    `paths` are files in staging; `held` are the names of those that had their sender's checksums;
    `media` is where its images come from.
    """

    request: Request
    read: dict[Named, State]
    paths: list[Path] = field(default_factory=list)
    held: list[tuple[str, Digest]] = field(default_factory=list)
    media: list[Received] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preparer:
    """Prepares articles for one archive, in one staging folder. It can be pickled.

    `settling` tells whether what an article names has come to rest; `checksums` are those that the
    sender gave.
    """

    holdings: OpenArchive
    staging: Staging
    manner: IngestOptions
    settling: Settling
    checksums: Checksums | None = None

    def prepare(self, request: Request | Unusable, *, sync: bool) -> Prepared:
        """Prepare one article. Without `sync` its bag is not on disk yet.

        Raises:
            RefusedError: it is not there, no article, or not complete under `strict`.
            SourceError, StoreError: it could not be read or staged.
        """
        if isinstance(request, Unusable):
            raise request.error
        work = _Work(request, states_of(files_of(request)) if self.manner.move_to else {})
        try:
            drafted = self._draft(work)
            if self.manner.strict and drafted.gaps:
                raise _incomplete(request, drafted)
            claim, media = _claim(drafted), records_in(work.media)
            decision = admission_of(self.holdings, claim)
            if decision.withdrawn is not None:
                raise refused(called(request), decision.withdrawn)
            if decision.admission is Admission.PRESENT:
                return Prepared(request, claim, decision, read=work.read, media=media)
            if self.manner.dry_run:
                planned = _planned(request, drafted, decision)
                return Prepared(request, claim, decision, planned=planned, media=media)
            folder = self.staging.bag()
            try:
                staged = self._stage(work, drafted, decision, folder, sync=sync)
            except BaseException:
                self.staging.drop(folder)
                raise
            return Prepared(request, claim, decision, staged, read=work.read, media=media)
        finally:
            with contextlib.suppress(StoreError):
                self.staging.drop(*work.paths)

    def _draft(self, work: "_Work") -> Draft:
        """Receive everything that belongs to the article, and read it."""
        request, details = work.request, work.request.details
        # An article id may be made of it, and that is by SHA-256.
        main = self._receive(request.source, work, Algorithm.SHA256)
        if request.fetched is not None:
            main = replace(main, url=request.fetched.url or "", declared=request.declared)
        article = self._read(main, work, request.row)
        if request.given is not None:
            article = of_scan(article, _given(self._receive(request.given, work)))
        elif request.doubt:
            article = doubted(article, request.doubt)
        pages = [self._read(self._receive(page, work), work) for page in request.pages]
        article = continued(article, pages)
        others = [self._receive(source, work) for source in request.companions]
        article = join(article, [self._read(other, work) for other in others])
        article = replace(article, delivery=_delivered(request, main))
        if request.fetched is not None:
            article = as_fetched(article, request.fetched, _headers_in(details))
        by, when = self.manner.by, timestamp(main.received)
        images = []
        named = media_named(request.source, article, details.images)
        self._must_be_at_rest(request, named)
        for image in (*details.images, *named):
            if self.manner.move_to and not isinstance(image.path, Piece):
                work.read = states_of([image.path]) | work.read
            capture = self._receive(image.path, work)
            work.media.append(image.path)
            facts = inspect(Path(capture.spool))
            capture = replace(capture, media_type=facts.media_type)
            images.append(
                GivenImage(
                    capture,
                    image.caption,
                    image.credit,
                    image.basis,
                    facts.width,
                    facts.height,
                    tuple(filter(None, (facts.problem, *facts.remarks))),
                    facts.embedded,
                    image.address,
                )
            )
        article = attach(article, images, by=by, when=when)
        article = with_remarks(article, map(_remark, (request.source, *work.media)))
        enclosures = [self._receive(path, work) for path in details.enclosures]
        supplied = Supplied(by, when, details.values)
        drafted = draft(article, supplied, identifier=details.identifier, enclosures=enclosures)
        known = self.holdings.defaults.get(details.collection or "", ())
        if not (more := lacking(drafted.record.document, known)):
            return drafted
        supplied = Supplied(by, when, merge(more, details.values))
        return draft(article, supplied, identifier=details.identifier, enclosures=enclosures)

    def _must_be_at_rest(self, request: Request, named: Sequence[RequestedImage]) -> None:
        """See that nobody still writes to the pictures that an article names.

        Raises:
            UnfinishedError: somebody may.
        """
        files = [image.path for image in named if not isinstance(image.path, Piece)]
        if request.asked.loose and (error := self.settling.unrest(files)) is not None:
            raise error

    def _receive(self, source: Received, work: "_Work", *more: Algorithm) -> Capture:
        path = self.staging.spool()
        work.paths.append(path)
        said = work.request.asked.said_of(source)
        if not said and self.checksums is not None and not isinstance(source, Piece):
            said = self.checksums.of(source)  # of what was named only inside of something else
        given = (digest.algorithm for digest in said)
        algorithms, now = (*more, *given, *self.holdings.algorithms), self.holdings.clock.now()
        if isinstance(source, Piece):
            capture = draw(source, path, algorithms, now)
        else:
            capture = spool(source, path, algorithms, now)
        must_hold(capture, said, capture.name)
        work.held += ((capture.name, digest) for digest in said)
        if scanner := Scanner.of(self.holdings.receiving):
            scanner.check(path, capture.name)
        return capture

    def _read(self, capture: Capture, work: "_Work", row: Row | None = None) -> Article:
        try:
            if row is not None:
                return read_row(replace(capture, media_type=row.media_type), row)
            with Path(capture.spool).open("rb") as file:
                head = file.read(formats.HEAD_BYTES)
                reader = formats.choose(head, capture.name)
                _check_size(capture, reader)
                file.seek(0)
                known = replace(capture, media_type=reader.media_type, charset=self.manner.encoding)
                article = reader.read(known, file)
                if not isinstance(reader, formats.Carrier):
                    return article
                return with_carried(article, reader, file, partial(self._keep, capture, work))
        except OSError as error:
            raise StoreError(f"cannot read {capture.spool}: {error.strerror}") from error
        except RefusedError:
            if self.manner.as_is and capture.size:
                return Article(_AS_IS, (capture,), Body())
            raise

    def _keep(self, main: Capture, work: "_Work", data: bytes, place: str) -> Capture:
        path = self.staging.spool()
        work.paths.append(path)
        return keep(data, main, place, path, self.holdings.algorithms)

    def _maker(self, work: "_Work") -> Maker:
        holdings = self.holdings
        # Of what came in a container, its delivery says who gave it.
        gift = self.manner.gift if work.request.container is None else Gift()
        receipt = Receipt(holdings.receiving.scan, gift, tuple(work.held))
        return Maker(
            holdings.institution,
            holdings.algorithms,
            holdings.agent,
            holdings.clock.now(),
            receipt,
            identifier(),
        )

    def _stage(
        self, work: "_Work", drafted: Draft, decision: Admitted, folder: Path, *, sync: bool
    ) -> Staged:
        request, article = work.request, drafted.article
        name, origin = article.originals[0].name, article.originals[0].origin
        if decision.admission is Admission.AMEND and decision.base is not None:
            base = decision.base
            fresh = what_is_new(self.holdings, base, drafted.supplied)
            pictures = _forgotten(self.holdings, drafted)
            amendment, upon = plan_amendment(
                self.holdings, base, fresh, self._maker(work), pictures=pictures
            )
            return stage(
                folder,
                amendment.plan,
                accession_of(
                    amendment.plan,
                    amendment.identity,
                    amendment.record,
                    fresh,
                    origin=origin,
                    amends=(str(base.seal), upon.follows[1] if upon.follows else None),
                ),
                what=name,
                findings=findings_of(amendment.record),
                sync=sync,
            )
        plan, record = pack(drafted, self._maker(work), decision.relations, decision.findings)
        return stage(
            folder,
            plan,
            accession_of(
                plan,
                drafted.identity,
                record,
                drafted.supplied,
                origin=origin,
                delivery=request.container.bag if request.container else None,
                text=text_digest(article.body.text),
            ),
            what=name,
            findings=findings_of(record),
            sync=sync,
            decision=_collection(request, drafted, self.manner.by),
        )


def _forgotten(holdings: OpenArchive, drafted: Draft) -> tuple[Picture, ...]:
    """The pictures of an article that is in the archive, which did not come with it then."""
    held = media_of(holdings, holdings.catalog.with_originals(drafted.identity.originals))
    return tuple(
        _picture(medium, medium.capture)
        for medium in drafted.article.media
        if medium.capture and medium.capture.digest(Algorithm.SHA512).hex not in held
    )


def _picture(medium: Medium, capture: Capture) -> Picture:
    """A medium as it came, and what a person said of it."""
    caption, credit = (_supplied(s) for s in (medium.caption, medium.credit_line))
    basis = next((s.basis for s in (caption, credit) if s and s.basis), "option")
    return Picture(
        capture.name,
        capture,
        caption=caption.value if caption else None,
        credit=credit.value if credit else None,
        basis=basis,
        width=medium.width,
        height=medium.height,
        embedded=medium.embedded,
    )


def _supplied(said: Statement[str]) -> Statement[str] | None:
    """What a person said, be it that it stands or that it is disputed."""
    return next((s for s in (said, *said.candidates) if s.status is Status.SUPPLIED), None)


def _headers_in(details: Details) -> str | None:
    """Where in the bag the headers of an answer lie, which are the first of the enclosures."""
    if not details.enclosures or not isinstance(details.enclosures[0], Piece):
        return None
    return SUPPLIED + details.enclosures[0].part.name


def _remark(source: Received) -> str:
    """What is wrong with the record of a web archive; "" with nothing, or where it is none."""
    if not isinstance(source, Piece) or not source.part.remark:
        return ""
    return f"the record of {source.part.name}: {source.part.remark}"


def _delivered(request: Request, main: Capture) -> DeliveredIn | None:
    """What carried the article together with others, as its record says it."""
    container, source = request.container, request.source
    if container is None or request.item is None:
        return None
    place = source.part.place if isinstance(source, Piece) else None
    return DeliveredIn(
        bag_urn(container.bag),
        container.kind,
        request.item.position,
        container.capture.digest(Algorithm.SHA512).hex,
        request.item.label,
        main.digest(Algorithm.SHA512).hex,
        place.start if isinstance(place, Slice) else None,
    )


def _claim(drafted: Draft) -> Claim:
    article = drafted.article
    return Claim(
        drafted.identity,
        drafted.supplied,
        drafted.record.document["version"].get("value"),  # which may be supplied
        version_time(drafted.record),
        article.originals[0].origin,
        drafted.gaps,
        way(article.delivery.kind if article.delivery else None, article.originals[0].media_type),
    )


def _given(capture: Capture) -> Article:
    """The text of a scan, as it came in a file of its own."""
    try:
        with Path(capture.spool).open("rb") as file:
            return read_given(capture, file)
    except OSError as error:
        raise StoreError(f"cannot read {capture.spool}: {error.strerror}") from error


def _check_size(capture: Capture, reader: formats.Reader) -> None:
    if capture.size > reader.max_bytes:
        raise RefusedError(
            f"{capture.name} has {capture.size:,} bytes; as {reader.label} at most"
            f" {reader.max_bytes:,} are read",
            hint="--as-is keeps it without reading it.",
        )


def _incomplete(request: Request, drafted: Draft) -> RefusedError:
    gaps = " and ".join(drafted.gaps)
    options = " ".join(GAPS[gap].option for gap in drafted.gaps)
    return RefusedError(
        f"{called(request)} does not say its {gaps}, and --strict was asked for",
        hint=f"Supply it with {options}, or in a sidecar.",
    )


def _collection(request: Request, drafted: Draft, by: str) -> dict[str, str | None] | None:
    """The decision that puts the bag into a collection, where one was named."""
    if request.details.collection is None:
        return None
    return {
        "bag": drafted.identity.bag_id,
        "kind": "collection",
        "value": request.details.collection,
        "reason": "curation",
        "note": "at ingest",
        "by": by,
    }


def _planned(request: Request, drafted: Draft, decision: Admitted) -> ItemOutcome:
    identity = drafted.identity
    return ItemOutcome(
        request.name,
        ItemStatus.PLANNED,
        item=request.item,
        folder=request.asked.folder,
        bag=identity.name if decision.base is None else None,
        bag_id=identity.bag_id if decision.base is None else None,
        article_id=identity.article_id,
        path=identity.path if decision.base is None else None,
        amends=decision.base.name if decision.base else None,
        gaps=drafted.gaps if decision.base is None else None,
        findings=findings_of(complete(drafted.record, decision.relations, decision.findings)),
    )
