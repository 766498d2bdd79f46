"""Ingest: source files to bags, one bag an article, each in the archive whole or not at all."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from newsarchive import formats
from newsarchive.bag import DirectoryTree, check, crosscheck, write
from newsarchive.errors import (
    InvalidRecordError,
    NewsArchiveError,
    NoSpaceError,
    RefusedError,
    StoreError,
)
from newsarchive.judgement import judge
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession
from newsarchive.model.outcome import NOT_ATTEMPTED, IngestReport, ItemOutcome, ItemStatus
from newsarchive.packaging import Identity, identify, pack
from newsarchive.workflows.commit import Staged, commit, note_sighting
from newsarchive.workflows.holdings import Holdings
from newsarchive.workflows.spool import display, spool
from newsarchive.workflows.staging import Staging, staging_folder, sweep

Tell = Callable[[ItemOutcome], None]


def ingest(
    holdings: Holdings, sources: Iterable[Path], tell: Tell = lambda _: None
) -> IngestReport:
    """Take in `sources`, in order. `tell` hears each outcome as soon as it is certain.

    A source that is refused or fails is an outcome, and the next one goes on; when there is no
    room left, the rest is not attempted.

    Raises:
        StoreError, LedgerError, LockedError: nothing at all can be taken in.
    """
    began, start = holdings.clock.now(), holdings.clock.monotonic()
    items = []
    if trouble := holdings.store.trouble():
        raise StoreError(trouble, hint="Nothing was taken in.")
    with staging_folder(holdings.root) as staging:
        with holdings.writing():
            sweep(holdings.root)
        for outcome in _each(holdings, staging, sources):
            items.append(outcome)
            tell(outcome)
    seconds = holdings.clock.monotonic() - start
    return IngestReport(tuple(items), timestamp(began), seconds)


def _each(holdings: Holdings, staging: Staging, sources: Iterable[Path]) -> Iterator[ItemOutcome]:
    full = ""
    for source in sources:
        name = display(source)
        if full:
            yield ItemOutcome(name, ItemStatus.FAILED, message=f"{NOT_ATTEMPTED}: {full}")
            continue
        try:
            yield _one(holdings, staging, source)
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


def _one(holdings: Holdings, staging: Staging, source: Path) -> ItemOutcome:
    spooled, folder = staging.spool(), staging.bag()
    try:
        capture = spool(source, spooled, holdings.algorithms, holdings.clock.now())
        article = _read(capture)
        identity = identify(article)
        known = holdings.catalog.accession(identity.bag_id)
        if known is None:
            staged = _stage(holdings, folder, article, identity)
            with holdings.writing():
                # Asked again under the lock: another process may have stored it meanwhile.
                known = holdings.catalog.accession(identity.bag_id)
                if known is None:
                    commit(holdings, staging, [staged])
                    return _outcome(source, ItemStatus.STORED, staged.accession, article)
        note_sighting(holdings, known.bag, capture.origin)
        return _present(holdings, source, known, article)
    finally:
        with contextlib.suppress(StoreError):
            staging.drop(spooled, folder)


def _read(capture: Capture) -> Article:
    try:
        with Path(capture.spool).open("rb") as file:
            head = file.read(formats.HEAD_BYTES)
            reader = formats.choose(head, capture.name)
            if capture.size > reader.max_bytes:
                raise RefusedError(
                    f"{capture.name} has {capture.size:,} bytes; as {reader.label} at most"
                    f" {reader.max_bytes:,} are read"
                )
            data = head + file.read()
    except OSError as error:
        raise StoreError(f"cannot read {capture.spool}: {error.strerror}") from error
    return reader.read(capture, data)


def _stage(holdings: Holdings, folder: Path, article: Article, identity: Identity) -> Staged:
    """Write the bag into staging and read it back: what goes into the archive was seen to be good.

    Raises:
        StoreError: it could not be written, or did not read back as written.
    """
    plan = pack(
        article,
        identity,
        institution=holdings.institution,
        algorithms=holdings.algorithms,
        now=holdings.clock.now(),
        agent=holdings.agent,
    )
    seal = write(plan, folder)
    judgement = judge(check(DirectoryTree(folder)), seal, {})
    objections = [f"{f.path}: {f.detail}" for f in judgement.findings if f.level is not Level.NOTE]
    if judgement.verdict is not Verdict.INTACT or objections:
        raise StoreError(
            f"the bag of {article.originals[0].name} did not read back as written: "
            + "; ".join(objections),
            hint="Nothing was stored for it. Is the disk sound? Try again.",
        )
    if second := crosscheck(folder):
        raise StoreError(f"the bag of {article.originals[0].name}: bagit objects: {second[0]}")
    files = tuple(plan.files())
    accession = Accession(
        bag=identity.bag_id,
        name=identity.name,
        path=identity.path,
        seal=seal,
        article=identity.article_id,
        version=article.version.value,
        originals=identity.originals,
        media=identity.media,
        supplied={},
        origin=article.originals[0].origin,
        files=len(files),
        bytes=sum(file.size for file in files),
        complete=not article.provenance.missing(),
    )
    return Staged(folder, accession)


def _outcome(
    source: Path,
    status: ItemStatus,
    accession: Accession,
    article: Article,
    extra: tuple[Finding, ...] = (),
) -> ItemOutcome:
    return ItemOutcome(
        display(source),
        status,
        bag=accession.name,
        bag_id=accession.bag,
        article_id=accession.article,
        path=accession.path,
        seal=str(accession.seal),
        gaps=article.provenance.missing(),
        findings=(*article.findings, *extra),
    )


def _present(holdings: Holdings, source: Path, known: Accession, article: Article) -> ItemOutcome:
    """An article that is in the archive already. Whether its bag is there is looked at."""
    if holdings.store.holds(known.path):
        return _outcome(source, ItemStatus.PRESENT, known, article)
    gone = Finding(
        Code.RX_09,
        Kind.MISSING,
        Level.ERROR,
        "",
        f"the article was taken in on {known.time[:10]}, and its bag is not at {known.path} now;"
        " run newsarchive audit",
    )
    return _outcome(source, ItemStatus.PRESENT, known, article, (gone,))
