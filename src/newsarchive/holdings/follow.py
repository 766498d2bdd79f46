"""How the catalog follows the ledger, and heals when it cannot."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.audits.files import believable
from newsarchive.catalog import Catalog, CatalogDamagedError
from newsarchive.errors import LedgerError, StoreError
from newsarchive.ledger import Entry, Head, Ledger
from newsarchive.ledger.kinds import read
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.decision import Decision, DecisionKind
from newsarchive.model.entries import Adoption, Damage, Founding, Loss, Prune, Sighting
from newsarchive.model.finding import Finding, Verdict, read_finding
from newsarchive.model.holding import Accession, Standing
from newsarchive.model.run import Run
from newsarchive.model.subject import StoredBag, Subject, parse

_BATCH = 1000  # standings that are put into the catalog at a time


def open_catalog(path: Path, ledger: Ledger, audits: Path) -> Catalog:
    """The catalog at `path`, as far as the ledger goes.

    A damaged one is set aside as `catalog.sqlite.damaged` and made again. Where it cannot be
    written, the same index is made in memory, and nothing on disk changes.

    Raises:
        LedgerError: the ledger is not a chain.
        StoreError: the ledger cannot be read.
    """
    for _ in range(2):
        try:
            return _followed(Catalog(path), ledger, audits)
        except CatalogDamagedError:
            with contextlib.suppress(OSError):
                os.replace(path, path.with_name(path.name + ".damaged"))
        except LedgerError:
            raise
        except StoreError:
            break
    return _followed(Catalog(None), ledger, audits)


def read_catalog(path: Path, ledger: Ledger, audits: Path) -> Catalog:
    """The catalog at `path` as it is, to be read and nothing else, by many threads.

    It neither follows the ledger nor heals. Where there is none that can be read, the same index is
    made in memory, and nothing on disk changes.

    Raises:
        LedgerError: the ledger is not a chain.
        StoreError: the ledger cannot be read.
    """
    try:
        return Catalog(path, read_only=True)
    except StoreError:
        return _followed(Catalog(None), ledger, audits)


def _followed(catalog: Catalog, ledger: Ledger, audits: Path) -> Catalog:
    try:
        catch_up(catalog, ledger, audits)
    except BaseException:
        catalog.close()
        raise
    return catalog


def catch_up(catalog: Catalog, ledger: Ledger, audits: Path) -> None:
    """Put into the catalog what the ledger says and it does not know yet.

    Raises:
        LedgerError: the ledger is not a chain.
        StoreError: it cannot be read, or the catalog cannot be written.
    """
    if _read_mark(catalog) == ledger.head():
        return
    with catalog.writing():
        # Asked again: another process may have followed in the meantime.
        start = _read_mark(catalog)
        pending = list(catalog.pending())
        if start is not None and not ledger.holds(start):
            pending.append(loss_of("the catalog", start, ledger.head().time))
            start = None
        if start is None:
            catalog.clear()
        for entry, head in ledger.entries(start):
            start = head
            _apply(catalog, entry, audits)
        if start is not None:
            catalog.set_mark(start.document())
        for loss in pending:
            catalog.findings.add_loss(loss)
        catalog.set_pending(pending)


def loss_of(source: str, mark: Head, noticed: str) -> Loss:
    """That `source` remembers an end of the ledger that it never had, noticed at this time."""
    return Loss(source, mark.seq, mark.line_sha256, mark.time, time=noticed)


def _read_mark(catalog: Catalog) -> Head | None:
    mark = catalog.mark()
    return Head.parse(mark) if mark else None


def _apply(catalog: Catalog, entry: Entry, audits: Path) -> None:
    try:
        said = read(entry)
    except ValueError as error:
        raise LedgerError(
            f"entry {entry.seq} of the ledger cannot be understood: {error}"
        ) from error
    match said:
        case Accession():
            catalog.add_accession(said)
            _describe(catalog, said)
        case Sighting() | Decision() | Acknowledgement() | Adoption():
            _tell(catalog, said)
        case Run():
            _audit(catalog, said, audits / said.run)
        case Damage():
            _damage(catalog, said)
        case Loss():
            catalog.findings.add_loss(said)
        case Prune():
            catalog.runs.forget_checks(said.runs)
        case Founding() | None:
            pass


def _tell(catalog: Catalog, said: Sighting | Decision | Acknowledgement | Adoption) -> None:
    catalog.entries.add(said)
    if isinstance(said, Sighting):
        catalog.add_place(said.bag, said.origin)
    elif isinstance(said, Decision) and said.kind is DecisionKind.COLLECTION:
        catalog.set_collection(said.bag, said.value)


def _audit(catalog: Catalog, run: Run, folder: Path) -> None:
    catalog.add_run(run)
    batch: dict[str, Standing] = {}  # by bag and store, each once, as the catalog wants them
    for checked in _standings(folder, run):
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
        with contextlib.suppress(OSError), part.open("rb") as lines:
            for line in lines:
                yield from _standing(line, run.run)


def _standing(line: bytes, run: str) -> Iterator[Standing | _Other]:
    with contextlib.suppress(KeyError, TypeError, ValueError):
        document: Mapping[str, Any] = canonical.loads(line)
        subject, checked = parse(document), document["checked"]
        findings = tuple(read_finding(f) for f in document["findings"])
        if isinstance(subject, StoredBag):
            verdict = Verdict(document["verdict"])
            yield Standing(subject.id, verdict, checked, run, findings, subject.store)
        else:
            yield subject, findings, checked
