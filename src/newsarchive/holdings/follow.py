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
from newsarchive.model.decision import DecisionKind
from newsarchive.model.finding import Finding, Verdict, read_finding
from newsarchive.model.holding import Accession, Standing

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
        if start is not None and not _still_there(ledger, start):
            start = None
        if start is None:
            catalog.clear()
        for entry, head in ledger.entries(start):
            start = head
            _apply(catalog, entry, audits)
        if start is not None:
            catalog.set_mark(
                {
                    "seq": str(start.seq),
                    "time": start.time,
                    "line_sha256": start.line_sha256,
                    "size": str(start.size),
                }
            )


def _read_mark(catalog: Catalog) -> Head | None:
    mark = catalog.mark()
    if not mark:
        return None
    return Head(int(mark["seq"]), mark["time"], mark["line_sha256"], int(mark["size"]))


def _still_there(ledger: Ledger, mark: Head) -> bool:
    try:
        return ledger.head_at(mark.size) == mark
    except LedgerError:
        return False


def _apply(catalog: Catalog, entry: Entry, audits: Path) -> None:
    fields = entry.fields
    try:
        match entry.type:
            case "accession":
                catalog.add_accession(Accession.read(fields, entry.seq, entry.time))
                _describe(catalog, entry)
            case "sighting":
                catalog.add_place(fields["bag"], fields["origin"])
                catalog.chronicle.add_told(entry.seq, entry.time, entry.type, fields)
            case "audit":
                _audit(catalog, entry, audits / fields["run"])
            case "damage":
                _damage(catalog, entry)
            case "acknowledgement":
                catalog.chronicle.add_told(entry.seq, entry.time, entry.type, fields)
            case "decision":
                _decision(catalog, entry)
            case "prune":
                catalog.chronicle.forget_checks(fields["runs"])
            case _:
                pass
    except (KeyError, TypeError, ValueError) as error:
        raise LedgerError(
            f"entry {entry.seq} of the ledger cannot be understood: {error}"
        ) from error


def _audit(catalog: Catalog, entry: Entry, folder: Path) -> None:
    catalog.chronicle.add_run(entry.seq, entry.fields["run"], entry.time, entry.fields)
    batch: dict[str, Standing] = {}  # by bag, each once, as the catalog wants them
    for checked in _standings(folder, entry.fields):
        if isinstance(checked, Standing) and checked.bag not in batch and len(batch) < _BATCH:
            batch[checked.bag] = checked
            continue
        catalog.set_standings(tuple(batch.values()))
        batch.clear()
        if isinstance(checked, Standing):
            batch[checked.bag] = checked
        else:
            catalog.chronicle.add_unknown(*checked)
    catalog.set_standings(tuple(batch.values()))


def _decision(catalog: Catalog, entry: Entry) -> None:
    fields = entry.fields
    catalog.chronicle.add_told(entry.seq, entry.time, entry.type, fields)
    if fields["kind"] == DecisionKind.COLLECTION:
        catalog.set_collection(fields["bag"], fields["value"] or "")


def _describe(catalog: Catalog, entry: Entry) -> None:
    """What was found at accession. An amendment's findings take the place of its base's."""
    bag, seal = entry.fields["bag"], entry.fields["amends"]
    base = catalog.with_seal(seal) if seal else None
    if base:
        bag = base.bag
    catalog.chronicle.set_accession_findings(bag, entry.fields["findings"], entry.time)


def _damage(catalog: Catalog, entry: Entry) -> None:
    """Damage as the ledger itself tells it: it counts also where the audit's report is gone."""
    fields = entry.fields
    if not catalog.chronicle.was_checked(fields["bag"], fields["run"]):
        findings = tuple(read_finding(f) for f in fields["findings"])
        verdict = Verdict(fields["verdict"])
        catalog.set_standings(
            [Standing(fields["bag"], verdict, entry.time, fields["run"], findings)]
        )
    catalog.chronicle.add_told(entry.seq, entry.time, entry.type, fields)


_Unknown = tuple[str, tuple[Finding, ...], str]  # its path, its findings, when it was seen


def _standings(folder: Path, fields: Mapping[str, Any]) -> Iterator[Standing | _Unknown]:
    """What a run wrote down of each bag, and of what no accession knows.

    Nothing if its report is gone, or is not what the ledger recorded.
    """
    for part in believable(folder, fields["report"]):
        with contextlib.suppress(OSError), part.open("rb") as lines:
            for line in lines:
                yield from _standing(line, fields["run"])


def _standing(line: bytes, run: str) -> Iterator[Standing | _Unknown]:
    with contextlib.suppress(KeyError, TypeError, ValueError):
        document: Mapping[str, Any] = canonical.loads(line)
        bag, checked = document["bag_id"], document["checked"]
        findings = tuple(read_finding(f) for f in document["findings"])
        if bag is None:
            yield document["path"], findings, checked
        else:
            yield Standing(bag, Verdict(document["verdict"]), checked, run, findings)
