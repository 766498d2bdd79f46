"""What PREMIS is told of an article that is being packed: events before sealing, and rights. Pure.

Nothing is invented: an article whose rights are not known gets no rights statement, and one whose
capture is not dated to the second gets no capture event.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive.metadata.premis import (
    FileRole,
    PremisFile,
    PremisPackage,
    PremisRights,
    RightsBasis,
)
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.event import (
    Agent,
    AgentLink,
    AgentRole,
    Event,
    EventType,
    ObjectLink,
    ObjectRole,
    Outcome,
    is_event_time,
)
from newsarchive.model.statement import Statement, Status

_RECORD = "data/metadata/article.json"


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
    article: Article,
    *,
    bag: str,
    identifier: str,
    files: tuple[PremisFile, ...],
    actors: Actors,
    schema: str,
    now: datetime,
) -> PremisPackage:
    """What the premis.xml of an article's bag says.

    `bag` is the bag's URN, `identifier` the article id, `schema` the name of the record's schema.
    `files` are the payload but for premis.xml; those of role `ORIGINAL` come in the order of the
    article's originals, those of role `MEDIUM` in the order of its media whose bytes are there.

    Raises:
        ValueError: the files are not those of the article.
    """
    received = tuple(_received(article, files))
    media = [file.path for file, _ in received if file.role is FileRole.MEDIUM]
    return PremisPackage(
        bag=bag,
        article=identifier,
        title=article.display_title,
        files=files,
        events=tuple(_events(article, bag, files, received, actors, schema, now)),
        rights=tuple(_rights(article, media)),
    )


_Received = tuple[tuple[PremisFile, Capture], ...]


def _received(
    article: Article, files: tuple[PremisFile, ...]
) -> Iterator[tuple[PremisFile, Capture]]:
    media = [m.capture for m in article.media if m.capture is not None]
    for role, captures in ((FileRole.ORIGINAL, article.originals), (FileRole.MEDIUM, media)):
        placed = [file for file in files if file.role is role]
        yield from zip(placed, captures, strict=True)


def _events(
    article: Article,
    bag: str,
    files: tuple[PremisFile, ...],
    received: _Received,
    actors: Actors,
    schema: str,
    now: datetime,
) -> Iterator[Event]:
    """The events in their order, numbered."""
    drafts = [
        *_arrivals(article, received, actors),
        *_work(article, files, received, actors, schema, timestamp(now)),
    ]
    for number, (kind, time, outcome, detail, agents, objects) in enumerate(drafts, 1):
        yield Event(
            identifier=f"{bag}#event-{number}",
            type=kind,
            time=time,
            outcome=outcome,
            detail=detail,
            agents=agents,
            objects=objects,
        )


_Draft = tuple[EventType, str, Outcome | None, str, tuple[AgentLink, ...], tuple[ObjectLink, ...]]


def _arrivals(article: Article, received: _Received, actors: Actors) -> Iterator[_Draft]:
    """How the files came: fetched from the web, as far as that is known, and received here."""
    captured = article.provenance.captured
    originals = [file.path for file, _ in received if file.role is FileRole.ORIGINAL]
    if captured.value is not None and is_event_time(str(captured.value)):
        yield (
            EventType.CAPTURE,
            str(captured.value),
            None,
            f"fetched from the web; the time is {_how(captured)}",
            (),
            _links(originals, ObjectRole.OUTCOME),
        )
    for time in sorted({timestamp(capture.received) for _, capture in received}):
        group = [(f, c) for f, c in received if timestamp(c.received) == time]
        paths = [file.path for file, _ in group]
        yield (
            EventType.TRANSFER,
            time,
            Outcome.SUCCESS,
            "received by the archive",
            actors.links(),
            _links(paths, ObjectRole.OUTCOME),
        )
        yield (
            EventType.MESSAGE_DIGEST_CALCULATION,
            time,
            Outcome.SUCCESS,
            f"{_algorithms(f for f, _ in group)}, while the bytes were received",
            actors.links()[:1],
            _links(paths, ObjectRole.SOURCE),
        )


def _work(
    article: Article,
    files: tuple[PremisFile, ...],
    received: _Received,
    actors: Actors,
    schema: str,
    time: str,
) -> Iterator[_Draft]:
    """What was done with them before the bag was sealed."""
    program = actors.links()[:1]
    came = {file.path for file, _ in received}
    identified = [f.path for f in files if f.path in came and (f.media_type or f.pronom)]
    if identified:
        links = _links(identified, ObjectRole.SOURCE)
        kind = EventType.FORMAT_IDENTIFICATION
        yield kind, time, Outcome.SUCCESS, "media types and PRONOM ids", program, links
    made = [file for file in files if file.path not in came]
    if made:
        links = _links([f.path for f in made], ObjectRole.SOURCE)
        detail = f"{_algorithms(made)}, of the files that the program wrote"
        kind = EventType.MESSAGE_DIGEST_CALCULATION
        yield kind, time, Outcome.SUCCESS, detail, program, links
    if any(file.path == _RECORD for file in files):
        links = _links([_RECORD], ObjectRole.SOURCE)
        detail = f"the record is valid by its schema, {schema}"
        yield EventType.VALIDATION, time, Outcome.SUCCESS, detail, program, links
    derived = [file.path for file in files if file.role is FileRole.DERIVED]
    yield (
        EventType.INFORMATION_PACKAGE_CREATION,
        time,
        Outcome.SUCCESS,
        f"the article was read by the reader {article.reader} and put into a bag",
        actors.links(),
        (
            *_links([file.path for file, _ in received], ObjectRole.SOURCE),
            *_links(["", *derived], ObjectRole.OUTCOME),
        ),
    )


def _links(paths: Iterable[str], role: ObjectRole) -> tuple[ObjectLink, ...]:
    return tuple(ObjectLink(path, role) for path in paths)


def _algorithms(files: Iterable[PremisFile]) -> str:
    names = dict.fromkeys(d.algorithm.value for file in files for d in file.digests)
    return ", ".join(names)


def _rights(article: Article, media: list[str]) -> Iterator[PremisRights]:
    rights = article.rights
    for basis, kind, statement in (
        (RightsBasis.OTHER, "copyright notice", rights.copyright_notice),
        (RightsBasis.OTHER, "copyright holder", rights.copyright_holder),
        (RightsBasis.LICENSE, "usage terms", rights.usage_terms),
    ):
        yield from _right(basis, kind, statement)
    present = (m for m in article.media if m.capture is not None)
    for medium, path in zip(present, media, strict=True):
        yield from _right(RightsBasis.OTHER, "rights in a medium", medium.rights, (path,))


def _right(
    basis: RightsBasis, kind: str, statement: Statement[str], paths: tuple[str, ...] = ()
) -> Iterator[PremisRights]:
    if statement.value is not None:
        yield PremisRights(basis, kind, statement.value, _how(statement), paths)


def _how(statement: Statement[Any]) -> str:
    """How a fact is known, in words."""
    match statement.status:
        case Status.SUPPLIED:
            words = f"supplied by {statement.by} on {statement.when}"
        case Status.DERIVED:
            words = f"derived from the source ({statement.basis})"
        case _:
            words = f"stated in the source ({statement.basis})"
    if statement.disputed:
        others = "; ".join(str(c.value) for c in statement.candidates if c.value is not None)
        words += f"; disputed, also found: {others}"
    return words
