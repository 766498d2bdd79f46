"""How the catalog follows the ledger, and heals when it cannot."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.audits.files import MOST_REPORT, REPORT, believable, digest
from newsarchive.catalog import (
    Catalog,
    CatalogDamagedError,
    CatalogEditedError,
    CatalogOutdatedError,
)
from newsarchive.durable import lines_of, reading
from newsarchive.errors import LedgerError, StoreError
from newsarchive.judgement.changes import last_change, opening
from newsarchive.judgement.versions import in_order
from newsarchive.judgement.withdrawal import withdrawn
from newsarchive.ledger import Entry, Head, Ledger
from newsarchive.ledger.kinds import Known, type_of, understand
from newsarchive.ledger.names import Names, Told
from newsarchive.ledger.shapes import is_finding, is_time
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.decision import Decision, DecisionKind
from newsarchive.model.entries import (
    Adoption,
    Damage,
    Founding,
    Loss,
    Prune,
    Sighting,
    Use,
    differing,
)
from newsarchive.model.finding import Finding, Verdict, read_finding
from newsarchive.model.holding import Accession, BagKind, Standing
from newsarchive.model.run import Run
from newsarchive.model.subject import StoredBag, Subject, parse
from newsarchive.model.withdrawal import Act, Withdrawal

_BATCH = 1000  # standings that are put into the catalog at a time


@dataclass(frozen=True, slots=True)
class Witness:
    """What the catalog is computed from: the ledger of the archive with an id, and its audits."""

    archive_id: str
    ledger: Ledger
    audits: Path
    _later: dict[str, "_Later"] = field(default_factory=dict, compare=False, repr=False)

    @property
    def names(self) -> Names:
        """What stands beside the ledger."""
        return Names(self.ledger.path)

    def told(self, entry: Entry) -> Told:
        """An entry with all that it says, as far as that is there.

        Raises:
            LedgerError: the ledger is not a chain.
            StoreError: it cannot be read.
        """
        return self.names.told(entry, lambda bag: bag in self._ahead().gone)

    def report_of(self, run: Run) -> str:
        """The digest that the report of a run has by now, as far as the ledger knows.

        A report out of which a destroyed bag was taken has another than its own entry says: that
        stands in an entry further on, which is looked for only where the report is not the first.

        Raises:
            LedgerError: the ledger is not a chain.
            StoreError: it cannot be read.
        """
        if digest(self.audits / run.run / REPORT, MOST_REPORT) in {None, run.report}:
            return run.report
        return self._ahead().reports.get(run.run, run.report)

    def _ahead(self) -> "_Later":
        """What withdrawals say further on; the whole ledger is read for it, once for each end."""
        head = self.ledger.head().witness
        if head not in self._later:
            steps = [
                said
                for entry, _ in self.ledger.entries()
                if entry.type == type_of(Withdrawal)
                and isinstance(said := understand(entry).said, Withdrawal)
            ]
            self._later.clear()
            self._later[head] = _Later(
                {run: report for said in steps for run, report in said.reports},
                frozenset(bag for said in steps if said.act is Act.DESTROYED for bag in said.bags),
            )
        return self._later[head]


@dataclass(frozen=True, slots=True)
class _Later:
    """What the reports of audits have to be by now, and which bags are gone."""

    reports: Mapping[str, str]
    gone: frozenset[str]


def open_catalog(path: Path, witness: Witness, now: str) -> Catalog:
    """The catalog at `path`, as far as the ledger goes.

    A damaged one, or one that somebody else wrote to, is set aside as `catalog.sqlite.damaged` and
    made again, and is said to have been so; `now` is when. Where it cannot be written, the same
    index is made in memory, and nothing on disk changes.

    Raises:
        LedgerError: the ledger is not a chain.
        StoreError: the ledger cannot be read.
    """
    noticed: list[tuple[Finding, str]] = []
    place: Path | None = path
    for _ in range(2):
        try:
            return _followed(Catalog(place), witness, noticed)
        except CatalogDamagedError as error:
            if not isinstance(error, CatalogOutdatedError):
                noticed = [(_untrusted(error), now)]
            with contextlib.suppress(OSError):
                os.replace(path, path.with_name(path.name + ".damaged"))
        except LedgerError:
            raise
        except StoreError:
            break
    return _followed(Catalog(None), witness, noticed)


def _untrusted(error: CatalogDamagedError) -> Finding:
    edited = isinstance(error, CatalogEditedError)
    what = "something other than newsarchive had written to it" if edited else "it was damaged"
    return differing(f"{what}: it was made anew from the ledger", "edited" if edited else "damaged")


def read_catalog(path: Path, witness: Witness, now: str) -> Catalog:
    """The catalog at `path` as it is, to be read and nothing else, by many threads.

    It neither follows the ledger nor heals. Where there is none that can be read and believed, the
    same index is made in memory, and nothing on disk changes.

    Raises:
        LedgerError: the ledger is not a chain.
        StoreError: the ledger cannot be read.
    """
    try:
        return Catalog(path, read_only=True)
    except CatalogEditedError as error:
        return _followed(Catalog(None), witness, [(_untrusted(error), now)])
    except StoreError:
        return _followed(Catalog(None), witness, [])


def _followed(
    catalog: Catalog, witness: Witness, noticed: Sequence[tuple[Finding, str]]
) -> Catalog:
    try:
        catch_up(catalog, witness)
        if noticed:
            catalog.memory.set_noticed((*catalog.memory.noticed(), *noticed))
    except BaseException:
        catalog.close()
        raise
    return catalog


def catch_up(catalog: Catalog, witness: Witness, *, anew: bool = False) -> None:
    """Put into the catalog what the ledger says and it does not know yet; `anew`, all that it says.

    Any ledger whose chain holds is followed to its end: what repeats in it, or cannot be what it
    says, is a finding about it.

    Raises:
        LedgerError: the ledger is not a chain.
        StoreError: it cannot be read, or the catalog cannot be written.
    """
    ledger = witness.ledger
    if not anew and _read_mark(catalog) == ledger.head():
        return
    with catalog.writing():
        # Asked again: another process may have followed in the meantime.
        start = _read_mark(catalog)
        pending = list(catalog.memory.pending())
        if start is not None and not ledger.holds(start):
            pending.append(loss_of("the catalog", start, ledger.head().time))
            start = None
        if start is None or anew:
            catalog.clear()
            start = None
        for entry, head in ledger.entries(start):
            start = head
            if faults := _apply(catalog, entry, witness):
                since = entry.time if is_time(entry.time) else ""
                catalog.findings.add_fault(entry.seq, faults, since)
        _order(catalog)
        if start is not None:
            catalog.memory.set_mark(start.document())
        else:
            catalog.findings.add_fault(0, ("it is not there: the ledger is empty",), "")
        for loss in pending:
            catalog.findings.add_loss(loss)
        catalog.memory.set_pending(pending)


def loss_of(source: str, mark: Head, noticed: str) -> Loss:
    """That `source` remembers an end of the ledger that it never had, noticed at this time."""
    return Loss(source, mark.seq, mark.line_sha256, mark.time, time=noticed)


def _read_mark(catalog: Catalog) -> Head | None:
    mark = catalog.memory.mark()
    return Head.parse(mark) if mark else None


def _apply(catalog: Catalog, entry: Entry, witness: Witness) -> tuple[str, ...]:
    """Put what an entry says into the catalog; what is wrong with it."""
    told = witness.told(entry)
    understood = understand(told.entry)
    faults = (*told.faults, *understood.faults)
    if entry.seq == 0 and entry.type != type_of(Founding):
        faults = (*faults, "it does not say that the archive was made, as the first entry does")
    if understood.said is None:
        return faults
    return (*faults, *_enter(catalog, understood.said, witness))


def _enter(catalog: Catalog, said: Known, witness: Witness) -> tuple[str, ...]:
    """Put what an entry says into the catalog; why it cannot be so beside what was said before."""
    match said:
        case Founding():
            return tuple(_founded(said, witness.archive_id))
        case Accession():
            if not catalog.add_accession(said):
                return ("the id, name or place of its bag was taken by an entry before",)
            _describe(catalog, said)
            _change(catalog, said)
        case Run():
            if not catalog.add_run(said):
                return ("the same audit was entered before",)
            _audit(catalog, said, witness)
        case _:
            _hear(catalog, said)
    return ()


def _change(catalog: Catalog, said: Accession) -> None:
    """What is told of an article changed: it, a version of it, or an amendment came in."""
    base = catalog.with_seal(said.amends) if said.amends else said
    if base is None or base.kind is not BagKind.ARTICLE:
        return
    time = last_change(said.time)
    catalog.items.add(base.seq, base.bag, time)
    catalog.items.touch([base.bag], time)
    catalog.items.touch_versions(base.article, time)
    catalog.items.set_opens(base.bag, opening(said.embargoed_until))


_Heard = Sighting | Decision | Acknowledgement | Adoption | Damage | Loss | Prune | Use | Withdrawal


def _hear(catalog: Catalog, said: _Heard) -> None:
    match said:
        case Sighting() | Decision() | Acknowledgement() | Adoption() | Use():
            if catalog.tombstones.of(said.bag) is None:
                _tell(catalog, said)
        case Damage():
            if catalog.tombstones.of(said.bag) is None:
                _damage(catalog, said)
        case Withdrawal():
            _withdraw(catalog, said)
        case Loss():
            catalog.findings.add_loss(said)
        case Prune():
            catalog.runs.forget_checks(said.runs)


def _order(catalog: Catalog) -> None:
    """Put the versions of the articles in order that were touched, whichever came or went last."""
    for article in catalog.versions.touched():
        catalog.versions.set_order([v.bag for v in in_order(catalog.versions.of(article))])


def _founded(said: Founding, archive_id: str) -> Iterator[str]:
    if said.seq > 0:
        yield "it says that the archive was made, and only the first entry does"
    elif said.archive != archive_id:
        other = ascii(said.archive)[:80]
        yield f"it is of another archive, {other}; archive.toml says {archive_id}"


def _tell(catalog: Catalog, said: Sighting | Decision | Acknowledgement | Adoption | Use) -> None:
    catalog.entries.add(said)
    if isinstance(said, Sighting):
        catalog.add_place(said.bag, said.origin)
    elif isinstance(said, Decision) and said.kind is DecisionKind.COLLECTION:
        catalog.set_collection(said.bag, said.value)
        catalog.items.set_collection(said.bag, said.value)
    if isinstance(said, Decision):
        catalog.items.touch([said.bag], last_change(said.time))
        if said.kind is DecisionKind.EMBARGO:
            catalog.items.set_opens(said.bag, "")


def _withdraw(catalog: Catalog, step: Withdrawal) -> None:
    """Once a destruction is certain nothing but tombstones is left of its bags."""
    catalog.entries.add(step)
    catalog.items.touch(step.bags, last_change(step.time))
    stands = withdrawn(catalog.entries.of(Withdrawal, bag=step.bag))
    if stands is None or stands.destroy is None or not stands.certain:
        return
    if step.act is Act.DESTROYED:
        catalog.tombstones.close(step.bag)
        return
    for article in catalog.versions.articles(stands.destroy.bags):
        catalog.versions.touch(article)
    catalog.tombstones.bury(stands.destroy)
    gone = (*stands.destroy.bags, *stands.destroy.beside)
    catalog.items.touch(gone, last_change(step.time))
    for run, report in step.reports:
        catalog.runs.set_report(run, report)


def _audit(catalog: Catalog, run: Run, witness: Witness) -> None:
    catalog.add_run(run)
    believed = replace(run, report=witness.report_of(run))
    batch: dict[str, Standing] = {}  # by bag and store, each once, as the catalog wants them
    for checked in _standings(witness.audits / run.run, believed):
        if isinstance(checked, Standing) and checked.key not in batch and len(batch) < _BATCH:
            batch[checked.key] = checked
            continue
        catalog.set_standings(tuple(batch.values()))
        batch.clear()
        if isinstance(checked, Standing):
            batch[checked.key] = checked
        else:
            catalog.findings.add_other(*checked)
    catalog.set_standings(tuple(batch.values()))


def _describe(catalog: Catalog, accession: Accession) -> None:
    """What was found at accession. An amendment's findings take the place of its base's."""
    base = catalog.with_seal(accession.amends) if accession.amends else None
    bag = base.bag if base else accession.bag
    catalog.findings.set_at_accession(bag, accession.findings, accession.time)


def _damage(catalog: Catalog, damage: Damage) -> None:
    """Damage as the ledger itself tells it: it counts also where the audit's report is gone."""
    if not catalog.runs.was_checked(damage.bag, damage.run, damage.store):
        standing = Standing(
            damage.bag, damage.verdict, damage.time, damage.run, damage.findings, damage.store
        )
        catalog.set_standings([standing])
    catalog.entries.add(damage)


_Other = tuple[Subject, tuple[Finding, ...], str]  # its findings, and when it was seen


def _standings(folder: Path, run: Run) -> Iterator[Standing | _Other]:
    """What a run wrote down of each bag, and of what is no bag of the ledger.

    Nothing if its report is gone, or is not what the ledger recorded.
    """
    for part in believable(folder, run.report):
        with contextlib.suppress(OSError), reading(part) as file:
            for line in lines_of(file):
                yield from _standing(line, run.run)


def _standing(line: bytes, run: str) -> Iterator[Standing | _Other]:
    with contextlib.suppress(KeyError, TypeError, ValueError):
        document: Mapping[str, Any] = canonical.loads(line)
        subject, checked = parse(document), document["checked"]
        if not is_time(checked) or not all(map(is_finding, document["findings"])):
            return
        findings = tuple(read_finding(f) for f in document["findings"])
        if isinstance(subject, StoredBag):
            verdict = Verdict(document["verdict"])
            yield Standing(subject.id, verdict, checked, run, findings, subject.store)
        else:
            yield subject, findings, checked
