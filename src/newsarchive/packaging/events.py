"""What happened to a bag before it was sealed, for its premis.xml."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from newsarchive.bag import Inline, Spooled
from newsarchive.digests import Algorithm
from newsarchive.metadata import Record
from newsarchive.metadata.premis import (
    FileRole,
    PremisFile,
    PremisPackage,
    PremisRights,
    RightsBasis,
    write_premis,
)
from newsarchive.model.clock import timestamp
from newsarchive.model.event import (
    Agent,
    AgentKind,
    AgentLink,
    AgentRole,
    Event,
    EventType,
    ObjectLink,
    ObjectRole,
    Outcome,
)
from newsarchive.packaging.places import MEDIA, ORIGINALS, TEXT

_RIGHTS = {
    "copyrightNotice": (RightsBasis.OTHER, "copyright notice"),
    "copyrightHolder": (RightsBasis.OTHER, "copyright holder"),
    "usageTerms": (RightsBasis.LICENSE, "usage terms"),
}


def premis(
    record: Record,
    files: Sequence[Inline | Spooled],
    *,
    algorithms: tuple[Algorithm, ...],
    received: datetime,
    now: datetime,
    agent: str,
    institution: str,
    person: str,
    reader: str = "",
) -> bytes:
    """data/metadata/premis.xml for a bag with the payload `files`.

    `agent` is the program and its version; `institution`, `person` (a role) and `reader` are left
    out where they are empty.
    """
    program = AgentLink(_program(agent), AgentRole.EXECUTING_PROGRAM)
    others = []
    if institution:
        organization = Agent(AgentKind.ORGANIZATION, institution)
        others.append(AgentLink(organization, AgentRole.IMPLEMENTER))
    if person:
        others.append(AgentLink(Agent(AgentKind.PERSON, person), AgentRole.AUTHORIZER))
    originals = [f.path for f in files if f.path.startswith((ORIGINALS, MEDIA))]
    names = _names(record.document)
    return write_premis(
        PremisPackage(
            bag=record.bag,
            article=record.identifier,
            title=record.display_title,
            files=tuple(_file(f, names, algorithms, originals) for f in files),
            events=tuple(_events(record.bag, originals, (program, *others), received, now, reader)),
            rights=tuple(_rights(record.document)),
        )
    )


def _program(agent: str) -> Agent:
    name, _, version = agent.rpartition(" ")
    return Agent(AgentKind.SOFTWARE, name or agent, version if name else "")


def _events(
    bag: str,
    originals: Sequence[str],
    agents: tuple[AgentLink, ...],
    received: datetime,
    now: datetime,
    reader: str,
) -> Iterator[Event]:
    program = agents[:1]
    sources = tuple(ObjectLink(path, ObjectRole.SOURCE) for path in originals)

    def event(kind: EventType, time: datetime, detail: str, who: tuple[AgentLink, ...]) -> Event:
        name = kind.label.replace(" ", "-")
        links = sources or (ObjectLink("", ObjectRole.OUTCOME),)
        return Event(
            f"{bag}#{name}", kind, timestamp(time), Outcome.SUCCESS, detail, (), who, links
        )

    if originals:
        yield event(EventType.TRANSFER, received, "received as files", agents)
        digests = "SHA-256 and SHA-512 while the bytes were received"
        yield event(EventType.MESSAGE_DIGEST_CALCULATION, received, digests, program)
        if reader:
            yield event(EventType.FORMAT_IDENTIFICATION, now, f"read as {reader}", program)
    yield event(EventType.VALIDATION, now, "the record against its schema", program)
    yield event(
        EventType.INFORMATION_PACKAGE_CREATION, now, "a bag by BagIt 1.0 (RFC 8493)", agents
    )


def _names(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """What the record says of each file that was received, by its path."""
    entries = [*document["originals"], *document["media"]]
    return {entry["path"]: entry for entry in entries if entry.get("path")}


def _file(
    file: Inline | Spooled,
    names: Mapping[str, Mapping[str, Any]],
    algorithms: tuple[Algorithm, ...],
    originals: Sequence[str],
) -> PremisFile:
    entry = names.get(file.path, {})
    main = tuple(path for path in originals if path.startswith(ORIGINALS))
    return PremisFile(
        file.path,
        _role(file.path),
        file.size,
        tuple(file.digest(a) for a in algorithms),
        media_type=entry.get("mediaType") or _MEDIA_TYPES.get(file.path.rpartition(".")[2]),
        pronom=entry.get("pronom"),
        original_name=entry.get("name"),
        sources=main if file.path == TEXT else (),
    )


# Of the files that we write ourselves; what was received says its own.
_MEDIA_TYPES = {"txt": "text/plain", "json": "application/json", "xml": "application/xml"}


def _role(path: str) -> FileRole:
    if path.startswith(ORIGINALS):
        return FileRole.ORIGINAL
    if path.startswith(MEDIA):
        return FileRole.MEDIUM
    return FileRole.DERIVED if path == TEXT else FileRole.DOCUMENTATION


def _rights(document: Mapping[str, Any]) -> Iterator[PremisRights]:
    for name, (basis, kind) in _RIGHTS.items():
        statement = document["rights"][name]
        if statement.get("value"):
            yield PremisRights(basis, kind, statement["value"], _note(statement))
    for medium in document["media"]:
        statement = medium["rights"]
        if statement.get("value") and medium.get("path"):
            yield PremisRights(
                RightsBasis.OTHER,
                "rights of a medium",
                statement["value"],
                _note(statement),
                (medium["path"],),
            )


def _note(statement: Mapping[str, Any]) -> str:
    whence = statement.get("by") or statement.get("basis")
    return f"{statement['status']} ({whence})" if whence else str(statement["status"])
