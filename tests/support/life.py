"""What happens to an archive in a test: damage, entries of others, a disk that is taken away."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsarchive.ledger import NewEntry
from newsarchive.model.attention import OpenFinding
from newsarchive.model.finding import Code, Finding, Kind, Level, finding_document
from newsarchive.model.holding import Accession
from newsarchive.model.status import Status
from support.archives import Place


def take_in(place: Place, *names: str) -> tuple[Accession, ...]:
    """Take in an article of each name; their accessions in this order."""
    with place.open() as archive:
        report = archive.ingest([place.source(name) for name in names], lambda _: None)
        found = (archive.holdings.catalog.accession(item.bag_id or "") for item in report.items)
        return tuple(accession for accession in found if accession)


def audit(place: Place) -> str:
    """Audit everything; the name of the run."""
    with place.open() as archive:
        return archive.audit(lambda _: None).start.run


def flip(path: Path) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def enter(place: Place, kind: str, fields: Mapping[str, Any]) -> None:
    """Put an entry into the ledger, as another version of the program might."""
    with place.open() as archive, archive.holdings.writing():
        archive.holdings.ledger.append([NewEntry(kind, fields)], place.clock.now())
        archive.holdings.catch_up()


def status(place: Place) -> Status:
    """How the archive stands."""
    with place.open() as archive:
        return archive.status()


def open_findings(place: Place) -> tuple[OpenFinding, ...]:
    """What audits found and needs a person."""
    return of_audits(status(place))


def of_audits(found: Status) -> tuple[OpenFinding, ...]:
    """The open findings of audits: those of the accession are about provenance."""
    return tuple(f for f in found.open if f.origin == "audit")


def gap(code: Code, bag: str) -> dict[str, str]:
    """A finding document as an accession has it: something of the provenance is not known."""
    finding = Finding(code, Kind.PROVENANCE, Level.WARNING, "", f"{code} is not known")
    return finding_document(finding, bag)


def dump(place: Place) -> list[str]:
    """The catalog, row by row."""
    with place.open() as archive:
        return list(archive.holdings.catalog.dump())


def unmount(place: Place) -> Path:
    """Take the bags' disk away; returns where it is now."""
    away = place.root.with_name("disk")
    (place.root / "bags").rename(away)
    os.mkdir(place.root / "bags")
    return away


def mount(place: Place, away: Path) -> None:
    """Bring the bags' disk back."""
    (place.root / "bags").rmdir()
    away.rename(place.root / "bags")
