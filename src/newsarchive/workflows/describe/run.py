"""Describe: what becomes known of bags that are in the archive, by hand or by a sheet.

Nothing in the archive changes: what is supplied becomes an amendment bag beside the bag.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten

from newsarchive.durable import display
from newsarchive.errors import (
    NewsArchiveError,
    NoSpaceError,
    ProblemsError,
    RefusedError,
    StoreError,
)
from newsarchive.formats.images import inspect
from newsarchive.formats.pronom.identify import identifier
from newsarchive.holdings.amend import (
    current_record,
    plan_amendment,
    still_newest,
    what_is_new,
)
from newsarchive.holdings.commit import commit
from newsarchive.holdings.find import base_of, dark, find
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.sealing import stage
from newsarchive.holdings.staging import Staging, staging_folder, sweep
from newsarchive.metadata import Picture, news_of_pictures
from newsarchive.model.asked import Description, Image
from newsarchive.model.clock import timestamp
from newsarchive.model.gaps import GAPS
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.outcome import IngestReport, ItemOutcome, ItemStatus
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import Maker
from newsarchive.packaging.accession import accession_of, findings_of
from newsarchive.workflows.ingest.spool import spool

Tell = Callable[[ItemOutcome], object]

_TRIES = 5
_BEGINS = 80  # characters


@dataclass(frozen=True, slots=True)
class Gap:
    """A bag whose provenance is incomplete, and which fields would complete it.

    `file` is the name that its original came with, `begins` are the first words of its text, where
    they are known: with them a person often knows without looking.
    """

    bag: str
    title: str
    fields: tuple[str, ...]
    file: str = ""
    begins: str = ""


def gaps(holdings: OpenArchive) -> Iterator[Gap]:
    """The bags whose current record lacks source, date or agency, ordered by path.

    Raises:
        StoreError, InvalidRecordError: a record cannot be read.
    """
    closed = dark(holdings)
    for accession in holdings.catalog.accessions():
        if accession.kind is not BagKind.ARTICLE or accession.bag in closed:
            continue
        amendments = holdings.catalog.amendments(str(accession.seal))
        newest = amendments[-1] if amendments else accession
        if not newest.complete:
            record = current_record(holdings, accession).record
            fields = tuple(GAPS[gap].field for gap in record.missing)
            originals, lead = record.document["originals"], record.document["lead"]
            file = originals[0]["name"] if originals else ""
            begins = shorten(lead.get("value") or "", _BEGINS, placeholder=" ...")
            yield Gap(accession.name, record.display_title, fields, file, begins)


def check(holdings: OpenArchive, descriptions: Iterable[Description]) -> tuple[str, ...]:
    """What keeps descriptions from being entered, each with its name; empty if nothing does."""
    problems = []
    for wanted in descriptions:
        try:
            find(holdings, wanted.bag)
        except NewsArchiveError as error:
            problems.append(f"{wanted.name}: {error.message}")
    return tuple(problems)


def describe(
    holdings: OpenArchive,
    descriptions: Sequence[Description],
    by: str,
    tell: Tell = lambda _: None,
) -> IngestReport:
    """Enter what was said, in order, one amendment for each bag; all of it is checked first.

    Raises:
        RefusedError: something names no bag; nothing was entered.
        StoreError, LedgerError, LockedError: nothing at all can be entered.
    """
    holdings.must_be_writable()
    if problems := check(holdings, descriptions):
        raise ProblemsError("what is described", problems, hint="Nothing was entered.")
    if trouble := holdings.store.trouble():
        raise StoreError(trouble, hint="Nothing was entered.")
    began, start = holdings.clock.now(), holdings.clock.monotonic()
    items = []
    with staging_folder(holdings.root) as staging:
        with holdings.writing():
            sweep(holdings.root)
        for outcome in _each(holdings, staging, descriptions, by):
            items.append(outcome)
            tell(outcome)
    seconds = holdings.clock.monotonic() - start
    return IngestReport(tuple(items), timestamp(began), seconds, by)


def _each(
    holdings: OpenArchive, staging: Staging, descriptions: Sequence[Description], by: str
) -> Iterator[ItemOutcome]:
    full = False
    for wanted in descriptions:
        if full:
            yield ItemOutcome.not_attempted(wanted.name)
            continue
        try:
            yield _one(holdings, staging, wanted, by)
        except RefusedError as error:
            yield _failure(wanted, ItemStatus.REFUSED, error)
        except NoSpaceError as error:
            full = True
            yield replace(_failure(wanted, ItemStatus.FAILED, error), no_room=True)
        except NewsArchiveError as error:
            yield _failure(wanted, ItemStatus.FAILED, error)


def _failure(wanted: Description, status: ItemStatus, error: NewsArchiveError) -> ItemOutcome:
    return ItemOutcome(wanted.name, status, message=error.message, hint=error.hint or None)


def _one(holdings: OpenArchive, staging: Staging, wanted: Description, by: str) -> ItemOutcome:
    received: list[Path] = []
    try:
        pictures = [_receive(holdings, staging, image, received) for image in wanted.images]
        return _amended(holdings, staging, wanted, by, pictures)
    finally:
        with contextlib.suppress(StoreError):
            staging.drop(*received)


def _receive(
    holdings: OpenArchive, staging: Staging, image: Image, received: list[Path]
) -> Picture:
    """A picture that comes, copied into staging; or one that the record has, by its number."""
    path = Path(image.path)
    said = Picture(str(path), caption=image.caption, credit=image.credit)
    if not os.path.lexists(path):
        if not (image.caption or image.credit):
            raise RefusedError(f"there is no file {display(path)}")
        return replace(said, known=str(path))
    place = staging.spool()
    received.append(place)
    capture = spool(path, place, holdings.algorithms, holdings.clock.now())
    facts = inspect(place)
    if facts.problem:
        raise RefusedError(f"{display(path)}: {facts.problem}, and so no picture of an article")
    return replace(
        said,
        name=capture.name,
        capture=replace(capture, media_type=facts.media_type),
        width=facts.width,
        height=facts.height,
        problems=facts.remarks,
        embedded=facts.embedded,
    )


def _said_of_pictures(
    holdings: OpenArchive, base: Accession, pictures: Sequence[Picture], supplied: Supplied
) -> tuple[Picture, ...]:
    """The pictures of which the archive does not hold everything yet."""
    if not pictures:
        return ()
    document = current_record(holdings, base).record.document
    return news_of_pictures(document, pictures, supplied)


def _amended(
    holdings: OpenArchive,
    staging: Staging,
    wanted: Description,
    by: str,
    pictures: Sequence[Picture],
) -> ItemOutcome:
    base = base_of(holdings, find(holdings, wanted.bag))
    if base.kind is not BagKind.ARTICLE:
        raise RefusedError(
            f"{base.name} is a delivery; what is known is said of the articles in it",
            hint=f"newsarchive show {base.name} names them.",
        )
    if any(value.none and value.field.name == "headline" for value in wanted.values):
        raise RefusedError("an article cannot be left without a headline; supply what it is")
    for _ in range(_TRIES):
        now = holdings.clock.now()
        supplied = Supplied(by, timestamp(now), wanted.values, corrects=True)
        fresh = what_is_new(holdings, base, supplied)
        maker = Maker(
            holdings.institution, holdings.algorithms, holdings.agent, now, identifier=identifier()
        )
        try:
            said = _said_of_pictures(holdings, base, pictures, supplied)
            if not fresh.values and not wanted.choices and not said:
                return _present(holdings, wanted, base)
            amendment, upon = plan_amendment(holdings, base, fresh, maker, wanted.choices, said)
        except ValueError as error:
            raise RefusedError(f"{wanted.name}: {error}") from error
        folder = staging.bag()
        try:
            staged = stage(
                folder,
                amendment.plan,
                accession_of(
                    amendment.plan,
                    amendment.identity,
                    amendment.record,
                    fresh,
                    origin=wanted.name,
                    amends=(str(base.seal), upon.follows[1] if upon.follows else None),
                ),
                what=wanted.name,
                findings=findings_of(amendment.record),
            )
            with holdings.writing():
                if still_newest(holdings, base, upon):
                    commit(holdings, staging, [staged])
                    return _outcome(
                        wanted, ItemStatus.STORED, staged.accession, base, amendment.record.missing
                    )
        finally:
            with contextlib.suppress(StoreError):
                staging.drop(folder)
    raise StoreError("other processes keep amending this bag; try again")


def _present(holdings: OpenArchive, wanted: Description, base: Accession) -> ItemOutcome:
    known = current_record(holdings, base)
    return _outcome(wanted, ItemStatus.PRESENT, known.newest or base, base, known.record.missing)


def _outcome(
    wanted: Description,
    status: ItemStatus,
    accession: Accession,
    base: Accession,
    missing: tuple[str, ...],
) -> ItemOutcome:
    return ItemOutcome(
        wanted.name,
        status,
        bag=accession.name,
        bag_id=accession.bag,
        article_id=accession.article,
        path=accession.path,
        seal=str(accession.seal),
        amends=base.name,
        gaps=missing,
    )
