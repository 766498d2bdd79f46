"""What happened to a bag since it was sealed: checks, happenings, PREMIS events. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsarchive.model.attention import Acknowledgement
from newsarchive.model.chronicle import Check
from newsarchive.model.decision import Decision
from newsarchive.model.entries import Adoption, Damage, Sighting, Use
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
from newsarchive.model.finding import Verdict
from newsarchive.model.history import Acknowledged, Decided, Happening, History, TakenIn, Told
from newsarchive.model.holding import Accession
from newsarchive.model.subject import MAIN
from newsarchive.model.withdrawal import Withdrawal

_ALTERED = frozenset({Verdict.DAMAGED, Verdict.MISSING})


_OUTCOMES = {
    Verdict.INTACT: Outcome.SUCCESS,
    Verdict.DAMAGED: Outcome.FAIL,
    Verdict.MISSING: Outcome.FAIL,
    Verdict.UNVERIFIED: Outcome.WARNING,
}
_BAG = (ObjectLink("", ObjectRole.SOURCE),)


def checks(accession: Accession, made: Iterable[Check], told: Iterable[Told]) -> Iterator[Check]:
    """`made`, each with what the ledger says of damage, and with when the bag was altered.

    A bag is altered between the last check that found it intact, or its accession, which read it
    back, and the first that did not. A check that could not verify says nothing about either, nor
    does one of a copy in another store.
    """
    damage = {(t.run, t.store): t.findings for t in told if isinstance(t, Damage)}
    good = {MAIN: accession.time}
    for check in made:
        altered = check.verdict in _ALTERED
        yield replace(
            check,
            findings=damage.get((check.run, check.store), ()),
            after=good.get(check.store, "") if altered else "",
        )
        if altered:
            good[check.store] = ""
        elif check.verdict is Verdict.INTACT:
            good[check.store] = check.time


def happenings_in(told: Told) -> Iterator[Happening]:
    """What an entry of the ledger says happened to a bag; damage stands with its check."""
    match told:
        case Sighting() | Adoption() | Use() | Withdrawal():
            yield told
        case Decision():
            yield Decided(told)
        case Acknowledgement():
            yield Acknowledged(told)
        case Damage():
            pass


def events(told: History, archive_id: str, institution: str, agent: str) -> tuple[Event, ...]:
    """What happened to a bag since it was sealed, as PREMIS events.

    `agent` is the program with its version, as in `newsarchive 0.1.0`. Sightings, decisions and
    acknowledgements are no events in the terms of PREMIS, and are left out.
    """
    name, _, version = agent.partition(" ")
    program = AgentLink(Agent(AgentKind.SOFTWARE, name, version), AgentRole.EXECUTING_PROGRAM)
    agents: tuple[AgentLink, ...] = (program,)
    if institution:
        owner = Agent(AgentKind.ORGANIZATION, institution)
        agents = (program, AgentLink(owner, AgentRole.IMPLEMENTER))
    found: list[Event] = []
    for happening in told.happenings:
        place = f"{archive_id}#entry-{happening.seq}"
        match happening:
            case TakenIn():
                found += _accession(happening, place, agents)
            case Check():
                found.append(_check(happening, f"{place}-{told.accession.bag[:12]}", agents))
            case _:
                pass
    return tuple(found)


def _accession(taken: TakenIn, place: str, agents: tuple[AgentLink, ...]) -> Iterator[Event]:
    yield Event(
        f"{place}-validation",
        EventType.VALIDATION,
        taken.time,
        Outcome.SUCCESS,
        "the bag was read back whole, and checked by its manifests and its seal",
        agents=agents,
        objects=_BAG,
    )
    yield Event(
        place,
        EventType.ACCESSION,
        taken.time,
        Outcome.SUCCESS,
        f"entered in the ledger as entry {taken.accession.seq}",
        (f"seal {taken.accession.seal}",),
        agents,
        _BAG,
    )


def _check(check: Check, identifier: str, agents: tuple[AgentLink, ...]) -> Event:
    notes = (
        f"{check.verdict} (audit {check.run})",
        *(f"{f.kind} {f.path}: {f.detail}" for f in check.findings),
    )
    return Event(
        identifier,
        EventType.FIXITY_CHECK,
        check.time,
        _OUTCOMES[check.verdict],
        "every file was read and compared with the manifests and the seal",
        notes,
        agents,
        _BAG,
    )
