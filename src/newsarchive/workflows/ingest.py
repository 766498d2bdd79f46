"""Ingest: requests become bags, one bag an article, each in the archive whole or not at all."""

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsarchive import formats
from newsarchive.errors import (
    InvalidRecordError,
    NewsArchiveError,
    NoSpaceError,
    RefusedError,
    StoreError,
)
from newsarchive.formats.images import inspect
from newsarchive.judgement import Admission, Decision, GivenImage, admit, attach
from newsarchive.model.article import Article, Body
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.holding import Accession
from newsarchive.model.outcome import NOT_ATTEMPTED, IngestReport, ItemOutcome, ItemStatus
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import Draft, Maker, complete, draft, pack
from newsarchive.workflows.amend import base_of, plan_amendment, what_is_new
from newsarchive.workflows.commit import Staged, commit, note_sighting
from newsarchive.workflows.holdings import Holdings
from newsarchive.workflows.sources import Request, Unusable
from newsarchive.workflows.spool import display, spool
from newsarchive.workflows.stage import findings_of, stage
from newsarchive.workflows.staging import Staging, staging_folder, sweep

Tell = Callable[[ItemOutcome], None]

_AS_IS = "as-is/1"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ingest.

    `by` is the role or staff id of who supplies; `strict` refuses what lacks provenance; `as_is`
    takes documents that no reader knows; `dry_run` changes nothing and says what would be done.
    """

    by: str
    strict: bool = False
    as_is: bool = False
    dry_run: bool = False


def ingest(
    holdings: Holdings,
    requests: Iterable[Request | Unusable],
    manner: Manner,
    tell: Tell = lambda _: None,
) -> IngestReport:
    """Take in what was asked for, in order. `tell` hears each outcome as soon as it is certain.

    A request that is refused or fails is an outcome, and the next one goes on; when there is no
    room left, the rest is not attempted.

    Raises:
        StoreError, LedgerError, LockedError: nothing at all can be taken in.
    """
    began, start = holdings.clock.now(), holdings.clock.monotonic()
    items = []
    if trouble := holdings.store.trouble():
        raise StoreError(trouble, hint="Nothing was taken in.")
    with _staging(holdings, manner) as staging:
        for outcome in _each(_Ingest(holdings, staging, manner), requests):
            items.append(outcome)
            tell(outcome)
    seconds = holdings.clock.monotonic() - start
    return IngestReport(tuple(items), timestamp(began), seconds, manner.by)


@contextlib.contextmanager
def _staging(holdings: Holdings, manner: Manner) -> Iterator[Staging]:
    if manner.dry_run:
        with tempfile.TemporaryDirectory(prefix="newsarchive-") as folder:
            yield Staging(Path(folder), Path(folder))
        return
    with staging_folder(holdings.root) as staging:
        with holdings.writing():
            sweep(holdings.root)
        yield staging


def _each(ingest: "_Ingest", requests: Iterable[Request | Unusable]) -> Iterator[ItemOutcome]:
    full = ""
    for request in requests:
        name = request.name if isinstance(request, Unusable) else display(request.source)
        if full:
            yield ItemOutcome(name, ItemStatus.FAILED, message=f"{NOT_ATTEMPTED}: {full}")
            continue
        try:
            if isinstance(request, Unusable):
                raise request.error
            yield ingest.one(request)
        except InvalidRecordError as error:
            # A record that we made does not fit our schema: a fault of the program, not the input.
            yield _failure(name, ItemStatus.FAILED, error)
        except RefusedError as error:
            yield _failure(name, ItemStatus.REFUSED, error)
        except NoSpaceError as error:
            full = "there is no room left"
            failed = _failure(name, ItemStatus.FAILED, error)
            yield replace(failed, message=f"{NOT_ATTEMPTED} to the end: {error.message}")
        except NewsArchiveError as error:
            yield _failure(name, ItemStatus.FAILED, error)


def _failure(name: str, status: ItemStatus, error: NewsArchiveError) -> ItemOutcome:
    return ItemOutcome(name, status, message=error.message, hint=error.hint or None)


class _Ingest:
    """One run: takes in one request after the other."""

    def __init__(self, holdings: Holdings, staging: Staging, manner: Manner) -> None:
        self.holdings = holdings
        self.staging = staging
        self.manner = manner

    def one(self, request: Request) -> ItemOutcome:
        """Take in one article.

        Raises:
            RefusedError: it is not there, no article, or not complete under `strict`.
            SourceError, StoreError, LedgerError, LockedError: it could not be taken in.
        """
        paths: list[Path] = []
        try:
            drafted = self._draft(request, paths)
            if self.manner.strict and drafted.gaps:
                raise _incomplete(request, drafted)
            return self._admit(request, drafted)
        finally:
            with contextlib.suppress(StoreError):
                self.staging.drop(*paths)

    def _draft(self, request: Request, paths: list[Path]) -> Draft:
        """Receive everything that belongs to the article, and read it."""
        details = request.details
        main = self._receive(request.source, paths)
        article = self._read(main)
        by, when = self.manner.by, timestamp(main.received)
        images = []
        for image in details.images:
            capture = self._receive(image.path, paths)
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
                    facts.problem,
                )
            )
        article = attach(article, images, by=by, when=when)
        enclosures = [self._receive(path, paths) for path in details.enclosures]
        supplied = Supplied(by, when, details.values)
        return draft(article, supplied, identifier=details.identifier, enclosures=enclosures)

    def _receive(self, source: Path, paths: list[Path]) -> Capture:
        path = self.staging.spool()
        paths.append(path)
        return spool(source, path, self.holdings.algorithms, self.holdings.clock.now())

    def _read(self, capture: Capture) -> Article:
        try:
            with Path(capture.spool).open("rb") as file:
                head = file.read(formats.HEAD_BYTES)
                reader = formats.choose(head, capture.name)
                _check_size(capture, reader)
                data = head + file.read()
            return reader.read(replace(capture, media_type=reader.media_type), data)
        except OSError as error:
            raise StoreError(f"cannot read {capture.spool}: {error.strerror}") from error
        except RefusedError:
            if self.manner.as_is and capture.size:
                return Article(_AS_IS, (capture,), Body())
            raise

    def _admit(self, request: Request, drafted: Draft) -> ItemOutcome:
        for _ in range(_TRIES):
            decision = self._decide(drafted)
            if decision.admission is Admission.PRESENT:
                return self._present(request, drafted, decision)
            if self.manner.dry_run:
                return _planned(request, drafted, decision)
            folder = self.staging.bag()
            try:
                staged = self._stage(request, drafted, decision, folder)
                with self.holdings.writing():
                    # Asked again under the lock: another process may have been faster.
                    if self._decide(drafted) == decision:
                        commit(self.holdings, self.staging, [staged])
                        return _stored(request, drafted, staged, decision)
            finally:
                self.staging.drop(folder)
        raise StoreError("other processes keep changing what is known of this article; try again")

    def _decide(self, drafted: Draft) -> Decision:
        catalog, identity = self.holdings.catalog, drafted.identity
        twins = catalog.with_originals(identity.originals)
        fresh = Supplied()
        if twins:
            fresh = what_is_new(self.holdings, twins[-1], drafted.supplied)
        return admit(
            known=catalog.accession(identity.bag_id),
            twins=twins,
            family=catalog.of_article(identity.article_id),
            media=[digest for digest, _ in identity.media],
            version=drafted.article.version.value,
            article_id=identity.article_id,
            new_values=bool(fresh.values),
        )

    def _maker(self) -> Maker:
        holdings = self.holdings
        return Maker(
            holdings.institution, holdings.algorithms, holdings.agent, holdings.clock.now()
        )

    def _stage(self, request: Request, drafted: Draft, decision: Decision, folder: Path) -> Staged:
        article = drafted.article
        name, origin = article.originals[0].name, article.originals[0].origin
        if decision.admission is Admission.AMEND and decision.base is not None:
            base = decision.base
            fresh = what_is_new(self.holdings, base, drafted.supplied)
            amendment, upon = plan_amendment(self.holdings, base, fresh, self._maker())
            return stage(
                folder,
                amendment.plan,
                amendment.identity,
                amendment.record,
                fresh,
                what=name,
                origin=origin,
                amends=(str(base.seal), upon.follows[1] if upon.follows else None),
            )
        plan, record = pack(drafted, self._maker(), decision.relations, decision.findings)
        return stage(
            folder,
            plan,
            drafted.identity,
            record,
            drafted.supplied,
            what=name,
            origin=origin,
            decision=_collection(request, drafted, self.manner.by),
        )

    def _present(self, request: Request, drafted: Draft, decision: Decision) -> ItemOutcome:
        """It is in the archive already. Whether its bag is there is looked at, not assumed."""
        assert decision.base is not None  # noqa: S101  # what PRESENT means
        known = base_of(self.holdings, decision.base)
        if not self.manner.dry_run:
            note_sighting(self.holdings, known.bag, drafted.article.originals[0].origin)
        extra = decision.findings
        if not self.holdings.store.holds(known.path):
            extra = (*extra, _gone(known))
        gaps = drafted.gaps if not known.complete else ()
        return _outcome(request, ItemStatus.PRESENT, known, gaps, extra)


def _check_size(capture: Capture, reader: formats.Reader) -> None:
    if capture.size > reader.max_bytes:
        raise RefusedError(
            f"{capture.name} has {capture.size:,} bytes; as {reader.label} at most"
            f" {reader.max_bytes:,} are read",
            hint="--as-is keeps it without reading it.",
        )


def _incomplete(request: Request, drafted: Draft) -> RefusedError:
    gaps = " and ".join(drafted.gaps)
    options = " ".join(f"--{_OPTIONS[gap]}" for gap in drafted.gaps)
    return RefusedError(
        f"{display(request.source)} does not say its {gaps}, and --strict was asked for",
        hint=f"Supply it with {options}, or in a sidecar.",
    )


_OPTIONS = {"source": "source", "date": "date-published", "agency": "agency"}


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


def _gone(known: Accession) -> Finding:
    return Finding(
        Code.RX_09,
        Kind.MISSING,
        Level.ERROR,
        "",
        f"the article was taken in on {known.time[:10]}, and its bag is not at {known.path} now;"
        " run newsarchive audit",
    )


def _planned(request: Request, drafted: Draft, decision: Decision) -> ItemOutcome:
    identity = drafted.identity
    return ItemOutcome(
        display(request.source),
        ItemStatus.PLANNED,
        bag=identity.name if decision.base is None else None,
        bag_id=identity.bag_id if decision.base is None else None,
        article_id=identity.article_id,
        path=identity.path if decision.base is None else None,
        amends=decision.base.name if decision.base else None,
        gaps=drafted.gaps if decision.base is None else None,
        findings=findings_of(complete(drafted.record, decision.relations, decision.findings)),
    )


def _stored(request: Request, drafted: Draft, staged: Staged, decision: Decision) -> ItemOutcome:
    gaps = () if staged.accession.complete else drafted.gaps
    found = staged.findings
    outcome = _outcome(request, ItemStatus.STORED, staged.accession, gaps, found)
    return replace(outcome, amends=decision.base.name if decision.base else None)


def _outcome(
    request: Request,
    status: ItemStatus,
    accession: Accession,
    gaps: tuple[str, ...],
    findings: tuple[Finding, ...],
) -> ItemOutcome:
    return ItemOutcome(
        display(request.source),
        status,
        bag=accession.name,
        bag_id=accession.bag,
        article_id=accession.article,
        path=accession.path,
        seal=str(accession.seal),
        gaps=gaps,
        findings=findings,
    )
