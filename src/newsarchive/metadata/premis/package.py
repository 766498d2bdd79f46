"""What PREMIS is told of a bag that is being packed: events before sealing, and rights. Pure.

It follows from the record. Nothing is invented: rights that are not known make no statement, and a
capture that is not dated to the second makes no event.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive.metadata.premis.values import (
    FileRole,
    PremisFile,
    PremisPackage,
    PremisRights,
    RightsBasis,
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
    is_event_time,
)
from newsarchive.model.format import Identifier
from newsarchive.model.layout import RECORD
from newsarchive.model.receiving import Gift, Receipt


@dataclass(frozen=True, slots=True)
class Actors:
    """Who packs a bag: the program, and where they are known the institution and a person.

    The person is named by role or staff id.
    """

    program: Agent
    institution: Agent | None = None
    person: Agent | None = None

    def links(self) -> tuple[AgentLink, ...]:
        """Their parts in an event that the program carried out."""
        implementers = (a for a in (self.institution, self.person) if a is not None)
        return (
            AgentLink(self.program, AgentRole.EXECUTING_PROGRAM),
            *(AgentLink(agent, AgentRole.IMPLEMENTER) for agent in implementers),
        )


def package_of(
    document: Mapping[str, Any],
    *,
    files: tuple[PremisFile, ...],
    actors: Actors,
    now: datetime,
    reader: str = "",
    receipt: Receipt = Receipt(),
    identifier: Identifier | None = None,
) -> PremisPackage:
    """What the premis.xml of a bag says whose record is `document`.

    `files` are the payload but for premis.xml; `reader` is what read the article, "" where nothing
    was read. Files of the roles `ORIGINAL` and `MEDIUM` came when the record says it was received,
    in the way that `receipt` says; `identifier` is what recognised their formats.
    """
    bag = document["bag"]
    received = document["provenance"]["received"]["value"]
    drafts = [
        *_capture(document["provenance"]["captured"], files),
        *_arrivals(received, files, actors, receipt),
        *_identified(files, actors, timestamp(now), identifier),
        *_work(document, files, actors, timestamp(now), reader),
    ]
    return PremisPackage(
        bag=bag,
        article=document["identifier"],
        title=document["displayTitle"],
        files=files,
        events=_numbered(bag, drafts),
        rights=tuple(_rights(document, {file.path for file in files})),
    )


def package_of_delivery(
    document: Mapping[str, Any],
    *,
    files: tuple[PremisFile, ...],
    actors: Actors,
    now: datetime,
    receipt: Receipt = Receipt(),
    identifier: Identifier | None = None,
) -> PremisPackage:
    """What the premis.xml of a delivery says whose record, delivery.json, is `document`."""
    bag, program = document["bag"], actors.links()[:1]
    came = _came(files, FileRole.ORIGINAL)
    made = [file for file in files if file.path not in came]
    written = f"{_algorithms(made)}, of the files that the program wrote"
    drafts: list[_Draft] = [
        *_arrivals(document["received"], files, actors, receipt),
        *_identified(files, actors, timestamp(now), identifier),
        (
            EventType.MESSAGE_DIGEST_CALCULATION,
            timestamp(now),
            Outcome.SUCCESS,
            written,
            program,
            _links([f.path for f in made], ObjectRole.SOURCE),
        ),
        (
            EventType.INFORMATION_PACKAGE_CREATION,
            timestamp(now),
            Outcome.SUCCESS,
            "the delivery was put into a bag; its articles have bags of their own",
            actors.links(),
            (*_links(came, ObjectRole.SOURCE), *_links([""], ObjectRole.OUTCOME)),
        ),
    ]
    return PremisPackage(bag, bag, document["name"], files, _numbered(bag, drafts))


def _numbered(bag: str, drafts: Iterable["_Draft"]) -> tuple[Event, ...]:
    return tuple(
        Event(
            identifier=f"{bag}#event-{number}",
            type=kind,
            time=time,
            outcome=outcome,
            detail=detail,
            agents=agents,
            objects=objects,
        )
        for number, (kind, time, outcome, detail, agents, objects) in enumerate(drafts, 1)
    )


def _came(files: Iterable[PremisFile], *roles: FileRole) -> list[str]:
    return [file.path for file in files if file.role in roles]


_Draft = tuple[EventType, str, Outcome | None, str, tuple[AgentLink, ...], tuple[ObjectLink, ...]]


def _capture(captured: Mapping[str, Any], files: tuple[PremisFile, ...]) -> Iterator[_Draft]:
    """How the originals were fetched from the web, as far as that is known."""
    originals = _came(files, FileRole.ORIGINAL)
    came = _came(files, FileRole.ORIGINAL, FileRole.MEDIUM)
    if came and captured.get("value") and is_event_time(captured["value"]):
        yield (
            EventType.CAPTURE,
            captured["value"],
            None,
            f"fetched from the web; the time is {_how(captured)}",
            (),
            _links(originals, ObjectRole.OUTCOME),
        )


def _arrivals(
    time: str, files: tuple[PremisFile, ...], actors: Actors, receipt: Receipt
) -> Iterator[_Draft]:
    """How the files were received here."""
    received = _came(files, FileRole.ORIGINAL, FileRole.MEDIUM)
    if not received:
        return
    yield (
        EventType.TRANSFER,
        time,
        Outcome.SUCCESS,
        "; ".join(("received by the archive", *_agreed(receipt.gift))),
        actors.links(),
        _links(received, ObjectRole.OUTCOME),
    )
    yield (
        EventType.MESSAGE_DIGEST_CALCULATION,
        time,
        Outcome.SUCCESS,
        f"{_algorithms(f for f in files if f.path in received)}, while the bytes were received",
        actors.links()[:1],
        _links(received, ObjectRole.SOURCE),
    )
    for name, digest in receipt.held:
        paths = [f.path for f in files if f.path in received and f.original_name == name]
        yield (
            EventType.FIXITY_CHECK,
            time,
            Outcome.SUCCESS,
            f"{name} has the {digest.algorithm} that its sender gave: {digest.hex}",
            actors.links()[:1],
            _links(paths or received, ObjectRole.SOURCE),
        )
    if receipt.scan:
        scanner = Agent(AgentKind.SOFTWARE, receipt.scan[0].rpartition("/")[2])
        yield (
            EventType.VIRUS_CHECK,
            time,
            Outcome.SUCCESS,
            f"{' '.join(receipt.scan)}: nothing found",
            (AgentLink(scanner, AgentRole.EXECUTING_PROGRAM),),
            _links(received, ObjectRole.SOURCE),
        )


def _agreed(gift: Gift) -> Iterator[str]:
    """What was agreed on with who gave it, as far as it is known."""
    if gift.number:
        yield f"accession number: {gift.number}"
    if gift.depositor:
        yield f"depositor: {gift.depositor}"
    if gift.agreement:
        yield f"agreement: {gift.agreement}"


def _identified(
    files: tuple[PremisFile, ...], actors: Actors, time: str, identifier: Identifier | None
) -> Iterator[_Draft]:
    """How the formats of what came were recognised: by which tool, and by which signatures."""
    came = _came(files, FileRole.ORIGINAL, FileRole.MEDIUM)
    known = [f.path for f in files if f.path in came and (f.media_type or f.pronom)]
    if not known:
        return
    agents = actors.links()[:1]
    detail = "media types and PRONOM ids"
    if identifier is not None:
        detail = f"media types; PRONOM ids by {identifier.signatures}"
        if identifier.version:
            tool = Agent(AgentKind.SOFTWARE, identifier.name, identifier.version)
            agents = (*agents, AgentLink(tool, AgentRole.EXECUTING_PROGRAM))
    links = _links(known, ObjectRole.SOURCE)
    yield EventType.FORMAT_IDENTIFICATION, time, Outcome.SUCCESS, detail, agents, links


def _work(
    document: Mapping[str, Any],
    files: tuple[PremisFile, ...],
    actors: Actors,
    time: str,
    reader: str,
) -> Iterator[_Draft]:
    """What was done with them before the bag was sealed."""
    program = actors.links()[:1]
    came = _came(files, FileRole.ORIGINAL, FileRole.MEDIUM)
    made = [file for file in files if file.path not in came]
    if made:
        links = _links([f.path for f in made], ObjectRole.SOURCE)
        detail = f"{_algorithms(made)}, of the files that the program wrote"
        kind = EventType.MESSAGE_DIGEST_CALCULATION
        yield kind, time, Outcome.SUCCESS, detail, program, links
    if any(file.path == RECORD for file in files):
        links = _links([RECORD], ObjectRole.SOURCE)
        detail = f"the record is valid by its schema, article-{document['schemaVersion']}"
        yield EventType.VALIDATION, time, Outcome.SUCCESS, detail, program, links
    yield (
        EventType.INFORMATION_PACKAGE_CREATION,
        time,
        Outcome.SUCCESS,
        f"the article was read by the reader {reader} and put into a bag"
        if reader
        else "the record was put into a bag",
        actors.links(),
        (
            *_links(came, ObjectRole.SOURCE),
            *_links(["", *_came(files, FileRole.DERIVED)], ObjectRole.OUTCOME),
        ),
    )


def _links(paths: Iterable[str], role: ObjectRole) -> tuple[ObjectLink, ...]:
    return tuple(ObjectLink(path, role) for path in paths)


def _algorithms(files: Iterable[PremisFile]) -> str:
    names = dict.fromkeys(d.algorithm.value for file in files for d in file.digests)
    return ", ".join(names)


_RIGHTS = {
    "copyrightNotice": (RightsBasis.OTHER, "copyright notice"),
    "copyrightHolder": (RightsBasis.OTHER, "copyright holder"),
    "usageTerms": (RightsBasis.LICENSE, "usage terms"),
}


def _rights(document: Mapping[str, Any], paths: set[str]) -> Iterator[PremisRights]:
    for name, (basis, kind) in _RIGHTS.items():
        yield from _right(basis, kind, document["rights"][name])
    for medium in document["media"]:
        path = medium.get("path")
        if path in paths:
            yield from _right(RightsBasis.OTHER, "rights in a medium", medium["rights"], (path,))


def _right(
    basis: RightsBasis, kind: str, statement: Mapping[str, Any], paths: tuple[str, ...] = ()
) -> Iterator[PremisRights]:
    if statement.get("value") is not None:
        yield PremisRights(basis, kind, statement["value"], _how(statement), paths)


def _how(statement: Mapping[str, Any]) -> str:
    """How a fact is known, in words."""
    match statement["status"]:
        case "supplied":
            words = f"supplied by {statement['by']} on {statement['when']}"
        case "derived":
            words = f"derived from the source ({statement['basis']})"
        case _:
            words = f"stated in the source ({statement['basis']})"
    candidates = statement.get("candidates", ())
    if candidates and not statement.get("resolution"):
        others = "; ".join(c["value"] for c in candidates if c.get("value") is not None)
        words += f"; disputed, also found: {others}"
    return words
