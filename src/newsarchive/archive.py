"""The archive: the wiring of its parts, and the verbs as methods."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack, cast

from newsarchive import __version__, config
from newsarchive.clock import SystemClock
from newsarchive.digests import Algorithm
from newsarchive.errors import NewsArchiveError, NotFoundError, UsageError
from newsarchive.holdings.follow import Witness, open_catalog, read_catalog
from newsarchive.holdings.opened import CONFIG, OpenArchive, see_catalog_is_a_file
from newsarchive.ledger import Ledger
from newsarchive.model.clock import Clock, timestamp
from newsarchive.model.institution import Institution
from newsarchive.model.layout import AUDITS, CATALOG, LEDGER
from newsarchive.model.policy import Telling
from newsarchive.store import open_store

if TYPE_CHECKING:
    from newsarchive.bags import Bag
    from newsarchive.model.access import Allowed, Reader
    from newsarchive.model.asked import Description, Image, IngestOptions, PageChoice, Said
    from newsarchive.model.attention import OpenFinding
    from newsarchive.model.auditing import AuditKeywords, AuditOptions, AuditReport
    from newsarchive.model.corpus import Corpus, CorpusForm, Wanted
    from newsarchive.model.decision import Decision, DecisionKind, Reason
    from newsarchive.model.difference import Difference
    from newsarchive.model.found import Facet, Found, Sort
    from newsarchive.model.given import Given, GivenRecords
    from newsarchive.model.health import Diagnosis
    from newsarchive.model.history import History
    from newsarchive.model.holding import Accession, BagKind
    from newsarchive.model.outcome import BagView, IngestReport, ItemOutcome, Words
    from newsarchive.model.resultset import Changed, Compared, Saved
    from newsarchive.model.run import Run
    from newsarchive.model.schedule import Job
    from newsarchive.model.status import Overview, Rebuilt, Status
    from newsarchive.model.verdict import BagVerdict
    from newsarchive.model.wanted import FilterKeywords
    from newsarchive.model.withdrawal import Withdrawn, WithdrawnCounts
    from newsarchive.parallel.stopping import Stop
    from newsarchive.workflows.access import Asking, Rules
    from newsarchive.workflows.audit.prune import Pruned
    from newsarchive.workflows.audit.run import Listener, Preview
    from newsarchive.workflows.cite import Cited
    from newsarchive.workflows.corpus import Looked
    from newsarchive.workflows.decisions.withdraw import Removal
    from newsarchive.workflows.describe.run import Gap
    from newsarchive.workflows.export import Exported
    from newsarchive.workflows.get.run import Watcher
    from newsarchive.workflows.get.single import Put
    from newsarchive.workflows.ingest.found import Source
    from newsarchive.workflows.ingest.retry import Retry
    from newsarchive.workflows.ingest.sources import Details

# Every verb imports its own workflow when it is called: a run needs one of them, and all together
# take longer to import than a small audit takes.

AGENT = f"newsarchive {__version__}"

StrPath = str | os.PathLike[str]
"""What names a file or folder: a text or a `Path`."""


def _codec(encoding: str) -> str:
    """The codec of an encoding that was named, "" for none.

    Raises:
        UsageError: there is none of this name.
    """
    if not encoding:
        return ""
    from newsarchive.formats.text.encodings import known

    if (codec := known(encoding)) is None:
        raise UsageError(
            f"{encoding!r} is no encoding that newsarchive knows, such as windows-1251"
        )
    return codec


def _nobody(*_: object) -> None:
    """Hears what came of something, and does nothing."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive. Use it in a `with` block, or `close` it.

    `tell`, in every verb that takes a while, hears what came of each article or bag as soon as it
    is certain. A `reference` names a bag by its name, id, URN or path, or by how one of them
    begins; a `Bag` can stand for it. `by` is always a role or staff id, never a login.

    Whoever can open it can read all its files, and so verbs give everything, as to staff; with an
    `asking` they give what that reader may have.
    """

    holdings: OpenArchive

    @classmethod
    def create(
        cls, root: StrPath, institution: Institution | str = "", clock: Clock | None = None
    ) -> None:
        """Make a new archive at `root`, of an institution that has at least a name, or none yet.

        Raises:
            StoreError: something else lies there, or the disk refused.
        """
        from newsarchive.metadata import (
            CURRENT_SCHEMAS,
            schema_bytes,
        )
        from newsarchive.workflows import create

        if isinstance(institution, str):
            institution = Institution(institution)
        settings = config.Config(uuid.uuid4().urn, institution, (Algorithm.SHA512,))
        foundation = create.Foundation(
            archive_id=settings.archive_id,
            store_id=uuid.uuid4().urn,
            config=config.render(settings),
            readme=create.readme(),
            schemas=tuple((f"{name}.schema.json", schema_bytes(name)) for name in CURRENT_SCHEMAS),
            agent=AGENT,
        )
        create.create(Path(root), foundation, clock or SystemClock())

    @classmethod
    def open(cls, root: StrPath, clock: Clock | None = None, *, read_only: bool = False) -> Self:
        """The archive at `root`; the `clock` is that of the system if none is given.

        With `read_only` nothing on disk is changed and no lock taken that a writer waits for: what
        the catalog knows is read as it is, by many threads if need be, and what others take in is
        seen as they enter it. Verbs that write are refused then.

        Raises:
            NotFoundError: there is none.
            ConfigError: its settings cannot be used, or it is newer than this program.
            LedgerError, StoreError: its ledger is damaged or cannot be read.
        """
        root = Path(root)
        settings = config.load(root / CONFIG)
        ledger = Ledger(root / LEDGER)
        see_catalog_is_a_file(root)
        opening = read_catalog if read_only else open_catalog
        clock = clock or SystemClock()
        witness = Witness(settings.archive_id, ledger, root / AUDITS)
        catalog = opening(root / CATALOG, witness, timestamp(clock.now()))
        return cls(
            OpenArchive(
                root=root,
                archive_id=settings.archive_id,
                store=open_store(root, archive_id=settings.archive_id),
                ledger=ledger,
                catalog=catalog,
                clock=clock,
                institution=settings.institution,
                algorithms=settings.algorithms,
                agent=AGENT,
                staff_by=settings.staff_by,
                defaults=settings.defaults,
                receiving=settings.receiving,
                policy=settings.policy,
                telling=settings.telling,
                access=settings.access,
                persons=settings.persons,
                read_only=read_only,
            )
        )

    @classmethod
    def telling(cls, root: StrPath) -> tuple[Telling | None, str]:
        """Who is told of scheduled audits of the archive at `root`, and its id.

        None, and "", where its settings cannot be read: what is wrong is for `open` to say.
        """
        try:
            settings = config.load(Path(root) / CONFIG)
        except NewsArchiveError:
            return None, ""
        return settings.telling, settings.archive_id

    def close(self) -> None:
        """Let go of its files."""
        self.holdings.kept.close()
        self.holdings.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def root(self) -> Path:
        """The folder in which it lies."""
        return self.holdings.root

    @property
    def institution(self) -> Institution:
        """Who keeps it, as archive.toml says."""
        return self.holdings.institution

    @property
    def notices(self) -> tuple[str, ...]:
        """What was found and dealt with while this was open, in sentences: a person should know."""
        return tuple(self.holdings.notices)

    @property
    def staff_by(self) -> str:
        """Who is said to supply and decide where nobody is named, as archive.toml says."""
        return self.holdings.staff_by

    def bag(self, reference: str) -> Bag:
        """The bag that `reference` names.

        Raises:
            NotFoundError: there is none, or more than one.
        """
        from newsarchive.bags import bag_of

        return bag_of(self.holdings, reference)

    def bags(
        self,
        *,
        kind: BagKind | str | None = None,
        source: str | None = None,
        agency: str | None = None,
        year: int | None = None,
        collection: str | None = None,
        incomplete: bool | None = None,
    ) -> Iterator[Bag]:
        """Its bags, ordered by path, read as they are asked for; with filters, those that fit all.

        `kind` is `article`, `amendment` or `delivery`. `source` and `agency` are names, "" for
        those of which none is known; `year` is that of the article's date, if it can only mean
        this one; `incomplete` asks whether source, date or agency are still unknown. What
        amendments say counts. `source` and `collection` are answered by the catalog; `agency` and
        `year` by the record of each bag, which takes longer.

        Raises:
            UsageError: there is no such kind.
            StoreError, InvalidRecordError: a record that is asked cannot be read.
        """
        from newsarchive.bags import bags_of
        from newsarchive.model.holding import BagKind

        try:
            of_kind = None if kind is None else BagKind(kind)
        except ValueError as error:
            raise UsageError(f"{kind!r} is no kind of bag: {', '.join(BagKind)}") from error
        return bags_of(
            self.holdings,
            kind=of_kind,
            source=source,
            agency=agency,
            year=year,
            collection=collection,
            incomplete=incomplete,
        )

    def ingest(
        self,
        sources: StrPath | Iterable[StrPath | Source] = (),
        tell: Callable[[ItemOutcome], object] = _nobody,
        details: Details | None = None,
        options: IngestOptions | None = None,
        *,
        workers: int | None = None,
        retry: Retry | StrPath | None = None,
        move_to: StrPath = "",
        checksums: StrPath | None = None,
        depositor: str = "",
        agreement: str = "",
        by: str = "",
        strict: bool = False,
        as_is: bool = False,
        whole: bool = False,
        dereference: bool = False,
        encoding: str = "",
        dry_run: bool = False,
        pages: PageChoice | None = None,
        images: Iterable[StrPath | Image] = (),
        identifier: str | None = None,
        collection: str | None = None,
        note: str | None = None,
        **said: Said,
    ) -> IngestReport:
        """Take in `sources`, files and folders, one bag an article: see `workflows.ingest`.

        What you know of all of them is said by name, as in a sidecar: `source="Tolm Post",
        date="2017-04"`, with a `note` of how you know it; the text `none` says that there is none.
        What is said wins over sidecars. `images` go with the one article; `identifier` is its own
        id. The options stand in `IngestOptions`, which can be given as one value instead.

        `retry` is the report of an earlier run, .json or .csv: what it says was refused, failed or
        left is taken in as well. What is in the archive then is moved to the folder `move_to`.
        `checksums` is a file of those that the sender gave, such as SHA256SUMS: what came has to
        have them. `depositor` and `agreement` say who gave it, and the reference of the agreement.
        `pages` are those that are meant of a web archive.

        Raises:
            UsageError: there is no such field, a value is not what it should be, `retry` is no
                report, or nothing can be moved to `move_to`.
            RefusedError: a source lies in a folder of the archive that would be swept.
            StoreError, LedgerError, LockedError: nothing at all can be taken in.
        """
        from newsarchive.holdings.staging import spare
        from newsarchive.model.asked import ONE_ARTICLE, Image, IngestOptions, one_line
        from newsarchive.model.asked import said as values_of
        from newsarchive.model.receiving import Gift
        from newsarchive.workflows.ingest import run as ingest
        from newsarchive.workflows.ingest.checksums import Checksums
        from newsarchive.workflows.ingest.found import Finder
        from newsarchive.workflows.ingest.retry import Retry, read_report
        from newsarchive.workflows.ingest.sources import Details, RequestedImage

        if retry is not None and not isinstance(retry, Retry):
            retry = read_report(Path(retry))
        again = Retry() if retry is None else retry
        if isinstance(sources, str | os.PathLike | Sequence):
            spare(self.root, (path for s in _sources(sources) if (path := _place(s))))
        paths = itertools.chain(again.sources, _sources(sources))
        given = tuple(i if isinstance(i, Image) else Image(i) for i in images)
        mine = Details(
            values_of(said, note=note),
            tuple(RequestedImage(Path(i.path), i.caption, i.credit, "call") for i in given),
            identifier=identifier,
            collection=collection,
        )
        alone = sorted({v.field.name for v in mine.values} & ONE_ARTICLE)
        alone += ["identifier"] * (identifier is not None) + ["images"] * bool(given)
        first = tuple(itertools.islice(paths, 2))
        if alone and len(first) > 1:
            raise UsageError(
                f"{alone[0]} is said of one article, and several sources are named",
                hint="Ingest that one by itself, or put it into a sidecar.",
            )
        given_options = options or IngestOptions()
        options = IngestOptions(
            by=by or given_options.by or self.staff_by,
            strict=strict or given_options.strict,
            as_is=as_is or given_options.as_is,
            dry_run=dry_run or given_options.dry_run,
            whole=whole or given_options.whole,
            dereference=dereference or given_options.dereference,
            encoding=_codec(encoding or given_options.encoding),
            move_to=os.fspath(move_to) or given_options.move_to,
            gift=Gift(
                depositor=one_line("depositor", depositor) or given_options.gift.depositor,
                agreement=one_line("agreement", agreement) or given_options.gift.agreement,
            ),
            pages=pages or given_options.pages,
        )
        sums = None if checksums is None else Checksums.read(Path(checksums))
        finder = Finder(
            mine.over(details or Details()),
            self.holdings.clock,
            self.holdings.receiving.settle_seconds,
            whole=options.whole,
            dereference=options.dereference,
            move_to=options.move_to,
            checksums=sums,
        )
        return ingest.ingest(
            self.holdings,
            finder.found(itertools.chain(first, paths)),
            options,
            tell,
            workers=workers,
            again=again.items,
            checksums=sums,
        )

    def search(
        self,
        query: str = "",
        *,
        sort: Sort | str | None = None,
        limit: int = 20,
        offset: int = 0,
        each: bool = False,
        asking: Asking | None = None,
        tell: Callable[[int, int], object] | None = None,
        verdicts: bool = True,
        **wanted: Unpack[FilterKeywords],
    ) -> Found:
        """Find articles by words and by what is known of them: see `workflows.search`.

        `search("harbour", source="The Wendle Courier", begin="2017", end="2018-06")`. What came in
        since the last search is indexed first; `tell` hears how many articles were, and of how
        many. Those with the same text are told as one, unless `each` is asked for. Without `asking`
        it is for who runs the archive.

        Raises:
            UsageError: there is no such order, verdict or status of a date, or a date is none.
            StoreError: no index can be read or made.
        """
        from newsarchive.holdings.searched import silence
        from newsarchive.model.found import Paging, Sort
        from newsarchive.model.wanted import filters
        from newsarchive.workflows import search

        if limit < 0 or offset < 0:
            raise UsageError("neither limit nor offset can be less than 0")
        try:
            order = None if sort is None else Sort(sort)
        except ValueError as error:
            raise UsageError(f"{sort!r} is no order: {', '.join(Sort)}") from error
        found = search.search(
            self.holdings,
            query,
            filters(wanted),
            Paging(order, limit, offset, each),
            allowed=search.allowed_to(self.holdings, asking),
            tell=tell or silence,
            verdicts=verdicts,
        )
        search.enter_shown(self.holdings, found, asking)
        return found

    def tabulate(self, *by: Facet | str) -> tuple[tuple[tuple[str | None, ...], int], ...]:
        """How many articles there are of each year, source, agency ...: see `workflows.search`.

        Raises:
            UsageError: there is no such column.
            StoreError: no index can be read or made.
        """
        from newsarchive.workflows import search

        return search.tabulate(self.holdings, search.columns(by))

    def gaps(self) -> Iterator[Gap]:
        """The bags whose provenance is incomplete: see `workflows.describe`."""
        from newsarchive.workflows.describe import run as describe

        return describe.gaps(self.holdings)

    def describe(
        self,
        what: str | Bag | Sequence[Description],
        tell: Callable[[ItemOutcome], object] = _nobody,
        by: str | None = None,
        *,
        note: str | None = None,
        images: Iterable[StrPath | Image] = (),
        **said: Said,
    ) -> IngestReport:
        """Supply what is known of a bag, by name: `describe("rain-over", date="2017-04?")`.

        The bag itself never changes; what is said becomes an amendment, in which `images` lie that
        were forgotten. `what` can also be `Description`s, of several bags at once: see
        `workflows.describe`.

        Raises:
            UsageError: no such field, a value that is not what it should be, or nothing is said.
            RefusedError: something names no bag; nothing was entered.
            StoreError, LedgerError, LockedError: nothing at all can be entered.
        """
        from newsarchive.bags import Bag
        from newsarchive.model.asked import Description, Image
        from newsarchive.model.asked import said as values_of
        from newsarchive.workflows.describe import run as describe

        if isinstance(what, str | Bag):
            given = tuple(i if isinstance(i, Image) else Image(i) for i in images)
            if not said and not given:
                raise UsageError("nothing is said of it: give a field by name, as date='2017-04'")
            reference = _reference(what)
            values = values_of(said, note=note)
            name = what if isinstance(what, str) else what.name
            what = (Description(name, reference, values, images=given),)
        elif said or note or images:
            raise UsageError("descriptions say everything themselves: give no fields with them")
        return describe.describe(self.holdings, what, by or self.staff_by, tell)

    def audit(
        self,
        tell: Callable[[BagVerdict], object] | Listener = _nobody,
        options: AuditOptions | None = None,
        stop: Stop | None = None,
        **asked: Unpack[AuditKeywords],
    ) -> AuditReport:
        """Check bags, by default all of them: see `workflows.audit`.

        Which and how is said by keywords, `scope="due"`, `bag="rain-over"`, `sample="5%"`,
        `max_seconds=7200`: those of `AuditKeywords`. Damage is no exception: it is told, and stands
        in the report.

        Raises:
            UsageError: what is asked for contradicts itself.
            NotFoundError: there is no such bag or collection.
            LockedError: another audit runs.
            LedgerError, StoreError: it cannot be known what should be there.
        """
        from newsarchive.model.auditing import audit_options
        from newsarchive.workflows.audit.run import Listener, audit

        listener = tell if isinstance(tell, Listener) else Listener(tell)
        return audit(self.holdings, listener, audit_options(options, asked), stop)

    def preview(
        self,
        options: AuditOptions | None = None,
        most: int = 20,
        **asked: Unpack[AuditKeywords],
    ) -> Preview:
        """What an audit would look at now, without looking: see `workflows.audit`."""
        from newsarchive.model.auditing import audit_options
        from newsarchive.workflows.audit.run import preview

        return preview(self.holdings, audit_options(options, asked), most)

    def overview(self, report: AuditReport | None = None) -> Overview:
        """What the `report` of an audit is shown with: see `workflows.status`."""
        from newsarchive.workflows import status

        return status.overview(self.holdings, report)

    def audits(self) -> tuple[Run, ...]:
        """Every audit on record, oldest first."""
        return self.holdings.catalog.runs.newest()

    def prune_audits(self, older_than_days: int, *, act: bool, by: str = "") -> Pruned:
        """Remove reports of audits that history does not need: see `workflows.prune`."""
        from newsarchive.workflows.audit import prune

        return prune.prune(self.holdings, older_than_days, act=act, by=by)

    def count(self) -> int:
        """How many bags the archive holds."""
        return self.holdings.catalog.count()[0]

    def show(self, reference: str | Bag, asking: Asking | None = None) -> BagView:
        """All that is known of one bag and may be told to who asks: see `workflows.show`."""
        from newsarchive.workflows import show

        return show.show(self.holdings, _reference(reference), asking)

    def words_of(self, reference: str | Bag, asking: Asking | None = None) -> Words:
        """An article as it is read, headline, byline and text: see `workflows.show`."""
        from newsarchive.workflows import show

        return show.words_of(self.holdings, _reference(reference), asking)

    def status(self) -> Status:
        """How the archive stands: see `workflows.status`."""
        from newsarchive.workflows import status

        return status.status(self.holdings)

    def history(self, reference: str | Bag) -> History:
        """Everything that happened to one bag: see `workflows.history`."""
        from newsarchive.workflows import history

        return history.history(self.holdings, _reference(reference))

    def history_premis(self, reference: str | Bag) -> bytes:
        """The same as one PREMIS document: see `workflows.history`."""
        from newsarchive.workflows import history

        return history.history_premis(self.holdings, _reference(reference))

    def diff(
        self, first: str | Bag, second: str | Bag = "", asking: Asking | None = None
    ) -> Difference:
        """What differs between two bags, or one and the version before it: see `workflows.diff`."""
        from newsarchive.workflows import diff

        return diff.diff(self.holdings, _reference(first), _reference(second), asking)

    def acknowledge(
        self, finding: str, reason: str, *, until: date | None = None, by: str = ""
    ) -> OpenFinding:
        """Take a finding off the list of what needs a person: see `decisions.acknowledge`."""
        from newsarchive.workflows.decisions import acknowledge

        return acknowledge.acknowledge(self.holdings, finding, reason, until=until, by=by)

    def adopt(self, reference: str, reason: str, *, by: str = "") -> Accession:
        """Enter a bag that the ledger does not know any more: see `workflows.adopt`."""
        from newsarchive.workflows import adopt

        return adopt.adopt(self.holdings, reference, reason, by=by)

    def removal(self, reference: str | Bag, *, with_delivery: bool = False) -> Removal:
        """What the destruction of a bag would take with it: see `workflows.decisions.withdraw`."""
        from newsarchive.workflows.decisions import withdraw

        return withdraw.removal(self.holdings, _reference(reference), with_delivery=with_delivery)

    def withdraw(
        self,
        reference: str | Bag,
        reason: Reason | str,
        authority: str,
        *,
        destroy: bool = False,
        with_delivery: bool | None = None,
        by: str = "",
    ) -> Withdrawn:
        """Close a bag for everybody; with `destroy`, destroy it and every copy below the archive.

        Reasons are those of `model.withdrawal.REASONS`; `authority` is a reference, such as the
        number of a case, and no name: it stays in the ledger. See `workflows.decisions.withdraw`.

        Raises:
            UsageError: no such reason or no authority, or it came in a delivery and
                `with_delivery` is not said.
            NotFoundError: there is no such bag.
            LockedError, StoreError, LedgerError: it could not be entered, or not be finished.
        """
        from newsarchive.workflows.decisions import withdraw

        why, bag = _reason(reason), _reference(reference)
        if destroy:
            return withdraw.destroy(
                self.holdings, bag, why, authority, by=by, with_delivery=with_delivery
            )
        return withdraw.darken(self.holdings, bag, why, authority, by=by)

    def approve_withdrawal(self, reference: str, *, by: str = "") -> Withdrawn:
        """Agree to a destruction that somebody else asked for: see `decisions.withdraw`."""
        from newsarchive.workflows.decisions import withdraw

        return withdraw.approve(self.holdings, reference, by=by)

    def lift_withdrawal(
        self, reference: str, reason: Reason | str, authority: str, *, by: str = ""
    ) -> str:
        """Open a dark bag again; returns its name: see `workflows.decisions.withdraw`."""
        from newsarchive.workflows.decisions import withdraw

        return withdraw.lift(self.holdings, reference, _reason(reason), authority, by=by)

    def withdrawn(self) -> WithdrawnCounts:
        """How many bags are withdrawn."""
        from newsarchive.holdings.find import count_withdrawn

        return count_withdrawn(self.holdings)

    def withdrawals(self) -> tuple[Withdrawn, ...]:
        """Every bag that is withdrawn now, dark or destroyed, in the order of the ledger."""
        from newsarchive.holdings.find import withdrawals

        return withdrawals(self.holdings)

    def decide(
        self,
        reference: str | Bag,
        wanted: Iterable[tuple[DecisionKind, str]] = (),
        reason: Reason | str = "",
        *,
        note: str = "",
        by: str = "",
        **decided: str,
    ) -> tuple[Decision, ...]:
        """Enter decisions about one bag, by name: `decide("rain", access="onsite", reason=...)`.

        What can be decided is `collection`, `access`, `embargo`, `identifier` and `restriction`;
        reasons are those of `model.decision.Reason`: see `workflows.decisions.decide`.

        Raises:
            UsageError: there is nothing such to decide, no such reason, or a value cannot be used.
            NotFoundError: there is no such bag.
            LockedError, StoreError, LedgerError: it could not be entered.
        """
        from newsarchive.model.decision import DecisionKind
        from newsarchive.workflows.decisions import decide

        why = _reason(reason)
        if unknown := sorted(decided.keys() - set(DecisionKind)):
            raise UsageError(f"{unknown[0]!r} cannot be decided: {', '.join(DecisionKind)}")
        every = [*wanted, *((DecisionKind(kind), value) for kind, value in decided.items())]
        return decide.decide(self.holdings, _reference(reference), every, why, note=note, by=by)

    def decisions(self, reference: str | Bag = "") -> tuple[tuple[Decision, str], ...]:
        """Every decision on record, of one bag or of all, each with the name of its bag."""
        from newsarchive.workflows.decisions import decide

        return decide.decisions(self.holdings, _reference(reference))

    def rebuild(self, tell: Callable[[int, int], object] | None = None) -> Rebuilt:
        """Make the catalog and the search index anew, and go on: see `workflows.rebuild`."""
        from newsarchive.holdings.searched import silence
        from newsarchive.workflows import rebuild

        return rebuild.rebuild(self.holdings, tell or silence)

    def rules(self) -> Rules:
        """What was decided of access to all bags, for who looks at many: see `workflows.access`."""
        from newsarchive.workflows.access import Rules

        return Rules.of(self.holdings)

    def export(self, reference: str | Bag, form: str, asking: Asking | None = None) -> Exported:
        """A bag's record in another form: see `workflows.export`."""
        from newsarchive.workflows import export

        return export.export(self.holdings, _reference(reference), form, asking)

    def access(self, reference: str | Bag) -> Allowed:
        """The access level of one bag now, and why: see `judgement.access`."""
        from newsarchive.workflows import access

        return access.allowed(
            self.holdings, access.base_named(self.holdings, _reference(reference))
        )

    def get(
        self,
        what: str | Bag | Iterable[str | Bag],
        dest: StrPath,
        *,
        delivery: bool = False,
        damaged: bool = False,
        asking: Asking | None = None,
        watcher: Watcher | None = None,
    ) -> Given:
        """Give bags as a new folder, or by its name a zip or tar: see `workflows.get.run`.

        With `delivery` what they came in comes too; with `damaged` what is there of a damaged bag.
        """
        from newsarchive.bags import Bag
        from newsarchive.workflows.access import Asking
        from newsarchive.workflows.get import run

        every = (what,) if isinstance(what, str | Bag) else tuple(what)
        references = tuple(map(_reference, every))
        wanted = run.Wanted(references, delivery, damaged, asking or Asking())
        return run.get(self.holdings, wanted, Path(dest), watcher)

    def get_records(
        self, what: str | Bag | Iterable[str | Bag], dest: StrPath, asking: Asking | None = None
    ) -> GivenRecords:
        """Give what came in web archives as a new WARC file: see `workflows.get.records`."""
        from newsarchive.bags import Bag
        from newsarchive.workflows.access import Asking
        from newsarchive.workflows.get import records

        every = (what,) if isinstance(what, str | Bag) else tuple(what)
        references = tuple(map(_reference, every))
        return records.get_records(self.holdings, references, asking or Asking(), Path(dest))

    def get_file(
        self, reference: str | Bag, path: str, dest: StrPath | Put, asking: Asking | None = None
    ) -> None:
        """Give one file of a bag, "" for the text of the article: see `workflows.get.single`."""
        from newsarchive.workflows.access import Asking
        from newsarchive.workflows.get import single

        to = dest if callable(dest) else Path(dest)
        single.get_file(self.holdings, _reference(reference), path, asking or Asking(), to)

    def page(
        self, reference: str | Bag, asking: Asking | None = None, dest: StrPath | None = None
    ) -> bytes:
        """One article as a page of HTML, written to the new file `dest` if there is one."""
        from newsarchive.workflows.access import Asking
        from newsarchive.workflows.get import page

        to = None if dest is None else Path(dest)
        return page.page(self.holdings, _reference(reference), asking or Asking(), to)

    def cite(self, reference: str | Bag, form: str = "text", asking: Asking | None = None) -> Cited:
        """How an article is cited, as this archive holds it: see `workflows.cite`."""
        from newsarchive.workflows import cite

        return cite.cite(self.holdings, _reference(reference), form, asking)

    def export_corpus(
        self,
        dest: StrPath,
        form: CorpusForm | str = "jsonl",
        tell: Callable[[Looked], object] = _nobody,
        *,
        wanted: Wanted | None = None,
        query: str = "",
        bom: bool = False,
        asking: Asking | None = None,
        **asked: Any,
    ) -> Corpus:
        """Make the new folder `dest` of all articles that fit: see `workflows.corpus`.

        Which is said by name as to `search`, `export_corpus("d", source="Tolm Post", year=2017)`,
        with words as `query`; or by `wanted`, which has all of it. `form` is `jsonl`, `csv`,
        `parquet`, `texts` or `dc`; `bom` lets Excel know that a CSV file is UTF-8. Without `asking`
        it is for who runs the archive; what the one who asks may not have whole is left out and
        counted.

        Raises:
            UsageError: there is no such form, it needs a package that is not installed, or `dest`
                would lie in the archive.
            StoreError: something lies at `dest`, the archive cannot be reached, or the disk
                refused.
        """
        from newsarchive.model.corpus import CorpusForm, Wanted
        from newsarchive.workflows import corpus

        try:
            wanted_form = CorpusForm(form)
        except ValueError as error:
            raise UsageError(f"{form!r} is no form: {', '.join(CorpusForm)}") from error
        wanted = wanted or Wanted.of(asked, query)
        chosen = self._chosen(wanted)
        release = corpus.Releasing(self.holdings, asking)
        return corpus.export_corpus(
            self.holdings,
            chosen,
            wanted,
            Path(dest),
            wanted_form,
            bom=bom,
            release=release,
            tell=tell,
            before=release.enter,
        )

    def save_set(
        self,
        path: StrPath,
        wanted: Wanted | None = None,
        tell: Callable[[str, str], object] = _nobody,
        reader: Reader | None = None,
    ) -> Saved:
        """Keep in the new file `path` which articles fit `wanted`: see `workflows.resultsets`.

        `tell` hears the name of each bag that cannot be read, and why; a `reader` gets only what
        such a one may know of.
        """
        from newsarchive.model.corpus import Wanted
        from newsarchive.workflows import resultsets

        wanted = wanted or Wanted()
        chosen = self._chosen(wanted, reader)
        return resultsets.save(self.holdings, chosen, wanted, Path(path), tell)

    def compare_set(
        self,
        path: StrPath,
        tell: Callable[[Changed], object] = _nobody,
        unread: Callable[[str, str], object] = _nobody,
        reader: Reader | None = None,
    ) -> Compared:
        """What has changed since the result set in `path` was saved: see `workflows.resultsets`."""
        from newsarchive.workflows import resultsets

        asked = partial(self._chosen, reader=reader)
        return resultsets.compare(self.holdings, Path(path), asked, tell, unread)

    def choose(self, wanted: Wanted) -> Iterator[Bag]:
        """The bags of articles of which the catalog and the index know that they fit, by path.

        What of `wanted` is `of_records` is not asked here: `judgement.wanted.fits` does that. Of
        each article it is the version that is the current one now, unless each is `wanted`.

        Raises:
            UsageError: a date, a status or a verdict is none.
            StoreError: no index of words can be read or made, where one is asked.
        """
        from newsarchive.bags import bags_of
        from newsarchive.holdings.position import head_of
        from newsarchive.model.holding import BagKind

        bags = bags_of(
            self.holdings,
            kind=BagKind.ARTICLE,
            source=wanted.source,
            collection=wanted.collection,
            incomplete=True if wanted.incomplete else None,
            current_at=None if wanted.versions else head_of(self.holdings).seq,
        )
        if not wanted.query and not wanted.also:
            return bags
        from newsarchive.model.wanted import filters
        from newsarchive.workflows import search

        # Which version is the current one the catalog has said.
        also = filters(cast("FilterKeywords", {**dict(wanted.also), "versions": True}))
        numbers = search.numbers_of(self.holdings, also, query=wanted.query)
        return (bag for bag in bags if bag.accession.seq in numbers)

    def _chosen(self, wanted: Wanted, reader: Reader | None = None) -> Iterator[Accession]:
        """The accessions of those that `choose` gives and the reader may know of, by path."""
        bags = self.choose(wanted)
        if reader is None:
            return (bag.accession for bag in bags)
        rules = self.rules()
        return (bag.accession for bag in bags if rules.may_know(bag.accession, reader))

    @classmethod
    def plan_schedule(
        cls,
        root: StrPath,
        program: str,
        *,
        at: tuple[int, int],
        name: str = "",
        user: str = "",
        personal: bool = False,
    ) -> Job:
        """The scheduled audit of the archive at `root`: see `workflows.schedule`."""
        from newsarchive.workflows.audit import schedule

        root = Path(root)
        settings = config.load(root / CONFIG)
        return schedule.plan(
            root,
            settings.policy,
            settings.telling,
            program,
            hour=at[0],
            minute=at[1],
            name=name,
            user=user,
            personal=personal,
        )

    @classmethod
    def examine(cls, root: StrPath, clock: Clock | None = None, *, named: bool = True) -> Diagnosis:
        """Check the machine, and the archive at `root`: see `workflows.doctor`.

        That there is none is a problem only where somebody `named` it.
        """
        from newsarchive.model.health import Diagnosis, Examination, Health
        from newsarchive.workflows import doctor

        root, clock = Path(root), clock or SystemClock()
        checks = list(doctor.machine(clock))
        try:
            settings = config.load(root / CONFIG)
        except NotFoundError as error:
            health = Health.PROBLEM if named else Health.NOTE
            checks.append(Examination("archive", health, error.message, error.hint))
            return Diagnosis("", tuple(checks))
        except NewsArchiveError as error:
            advice = error.hint or "see that the file can be read"
            checks.append(Examination("archive.toml", Health.PROBLEM, error.message, advice))
            return Diagnosis(str(root), (*checks, *doctor.folders(root)))
        checks.append(Examination("archive", Health.OK, f"{root}, {settings.archive_id}"))
        store = open_store(root, archive_id=settings.archive_id)
        ledger = Ledger(root / LEDGER)
        checks += doctor.folders(root)
        checks += doctor.contents(root, store, ledger, clock)
        checks.append(doctor.witness(settings.telling))
        return Diagnosis(str(root), tuple(checks))


def _sources(sources: StrPath | Iterable[StrPath | Source]) -> Iterator[Source]:
    if isinstance(sources, str | os.PathLike):
        return iter((Path(sources),))
    return (Path(s) if isinstance(s, str | os.PathLike) else s for s in sources)


def _place(source: Source) -> Path | None:
    """Where a source lies, if it lies anywhere."""
    return source if isinstance(source, Path) else getattr(source, "path", None)


def _reference(bag: str | Bag) -> str:
    return bag if isinstance(bag, str) else bag.id


def _reason(reason: Reason | str) -> Reason:
    from newsarchive.model.decision import Reason

    try:
        return Reason(reason)
    except ValueError as error:
        raise UsageError(f"{reason!r} is no reason: {', '.join(Reason)}") from error
