"""premis.xml: what a bag's files are, and what happened to them before the bag was sealed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from newsarchive.bag.plan import Inline, Spooled
from newsarchive.digests import Algorithm
from newsarchive.metadata import ReadRecord
from newsarchive.metadata.premis import FileRole, PremisFile, write_premis
from newsarchive.metadata.premis.package import Actors, package_of, package_of_delivery
from newsarchive.model.event import Agent, AgentKind
from newsarchive.model.format import Identifier
from newsarchive.model.receiving import Receipt
from newsarchive.packaging.places import MEDIA, ORIGINALS, SOURCE, TEXT

# Of the files that we write ourselves; what was received says its own.
_DERIVED = frozenset({TEXT, SOURCE})
_MEDIA_TYPES = {"txt": "text/plain", "json": "application/json", "xml": "application/xml"}
_PRONOM = {"txt": "x-fmt/111", "json": "fmt/817", "xml": "fmt/101"}


def premis(
    record: ReadRecord,
    files: Sequence[Inline | Spooled],
    *,
    algorithms: tuple[Algorithm, ...],
    now: datetime,
    agent: str,
    institution: str,
    person: str,
    reader: str = "",
    receipt: Receipt = Receipt(),
    identifier: Identifier | None = None,
    enclosed: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """data/metadata/premis.xml for a bag with the payload `files`.

    `agent` is the program and its version; `institution`, `person` (a role) and `reader` are left
    out where they are empty; `receipt` says how the files were received, `identifier` what
    recognised their formats. `enclosed` are PRONOM ids of files that the record does not name.
    """
    program, _, version = agent.rpartition(" ")
    actors = Actors(
        Agent(AgentKind.SOFTWARE, program or agent, version if program else ""),
        Agent(AgentKind.ORGANIZATION, institution) if institution else None,
        Agent(AgentKind.PERSON, person) if person else None,
    )
    entries = _entries(record.document)
    entries |= {path: {"pronom": puid} for path, puid in enclosed.items()}
    main = tuple(file.path for file in files if file.path.startswith(ORIGINALS))
    described = tuple(_file(f, entries.get(f.path, {}), algorithms, main) for f in files)
    return write_premis(
        package_of(
            record.document,
            files=described,
            actors=actors,
            now=now,
            reader=reader,
            receipt=receipt,
            identifier=identifier,
        )
    )


def delivery_premis(
    document: Mapping[str, Any],
    files: Sequence[Inline | Spooled],
    *,
    algorithms: tuple[Algorithm, ...],
    now: datetime,
    agent: str,
    institution: str,
    receipt: Receipt = Receipt(),
    identifier: Identifier | None = None,
    pronom: str | None = None,
) -> bytes:
    """data/metadata/premis.xml of a delivery whose record is `document`; see `premis`.

    `pronom` is the format of what was delivered.
    """
    program, _, version = agent.rpartition(" ")
    actors = Actors(
        Agent(AgentKind.SOFTWARE, program or agent, version if program else ""),
        Agent(AgentKind.ORGANIZATION, institution) if institution else None,
    )
    entry = {"name": document["name"], "pronom": pronom}
    described = tuple(
        _file(f, entry if f.path == document["path"] else {}, algorithms, ()) for f in files
    )
    return write_premis(
        package_of_delivery(
            document,
            files=described,
            actors=actors,
            now=now,
            receipt=receipt,
            identifier=identifier,
        )
    )


def _entries(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """What the record says of each file that was received, by its path."""
    entries = [*document["originals"], *document["media"]]
    return {entry["path"]: entry for entry in entries if entry.get("path")}


def _file(
    file: Inline | Spooled,
    entry: Mapping[str, Any],
    algorithms: tuple[Algorithm, ...],
    originals: tuple[str, ...],
) -> PremisFile:
    ending = file.path.rpartition(".")[2] if isinstance(file, Inline) else ""
    return PremisFile(
        file.path,
        _role(file.path),
        file.size,
        tuple(file.digest(a) for a in algorithms),
        media_type=entry.get("mediaType") or _MEDIA_TYPES.get(ending),
        pronom=entry.get("pronom") or _PRONOM.get(ending),
        original_name=entry.get("name"),
        sources=originals if file.path in _DERIVED else (),
    )


def _role(path: str) -> FileRole:
    if path.startswith(ORIGINALS):
        return FileRole.ORIGINAL
    if path.startswith(MEDIA):
        return FileRole.MEDIUM
    return FileRole.DERIVED if path in _DERIVED else FileRole.DOCUMENTATION
