"""Everything that happened to one bag, joined from accession, audits and the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsarchive.errors import NotFoundError
from newsarchive.holdings.files import read_file
from newsarchive.holdings.find import find
from newsarchive.holdings.opened import Holdings
from newsarchive.metadata.premis import history_premis as join
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.chronicle import Check, Told
from newsarchive.model.decision import Decision
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
from newsarchive.model.finding import Verdict, read_finding
from newsarchive.model.history import (
    Acknowledged,
    Amended,
    Decided,
    Happening,
    History,
    Sighting,
    TakenIn,
)
from newsarchive.model.holding import Accession
from newsarchive.packaging.places import PREMIS

_ALTERED = frozenset({Verdict.DAMAGED, Verdict.MISSING})
_OUTCOMES = {
    Verdict.INTACT: Outcome.SUCCESS,
    Verdict.DAMAGED: Outcome.FAIL,
    Verdict.MISSING: Outcome.FAIL,
    Verdict.UNVERIFIED: Outcome.WARNING,
}


def history(holdings: Holdings, reference: str) -> History:
    """Everything that happened to one bag, in the order of the ledger.

    Raises:
        NotFoundError: there is no such bag.
    """
    accession = find(holdings, reference)
    chronicle = holdings.catalog.chronicle
    told = tuple(chronicle.told(bag=accession.bag))
    happenings: list[Happening] = [TakenIn(accession)]
    happenings += checks(accession, chronicle.checks(accession.bag), told)
    happenings += map(Amended, holdings.catalog.amendments(str(accession.seal)))
    for entry in told:
        happenings += _said(entry)
    return History(accession, tuple(sorted(happenings, key=lambda h: h.seq)))


def checks(accession: Accession, made: Iterable[Check], told: Iterable[Told]) -> Iterator[Check]:
    """`made`, each with what the ledger says of damage, and with when the bag was altered. Pure.

    A bag is altered between the last check that found it intact, or its accession, which read it
    back, and the first that did not. A check that could not verify says nothing about either.
    """
    damage = {t.fields["run"]: t.fields["findings"] for t in told if t.type == "damage"}
    good = accession.time
    for check in made:
        findings = tuple(read_finding(f) for f in damage.get(check.run, ()))
        altered = check.verdict in _ALTERED
        yield replace(check, findings=findings, after=good if altered else "")
        if altered:
            good = ""
        elif check.verdict is Verdict.INTACT:
            good = check.time


def _said(told: Told) -> Iterator[Happening]:
    match told.type:
        case "sighting":
            yield Sighting(told.seq, told.time, told.fields["origin"])
        case "decision":
            yield Decided(Decision.read(told.fields, told.seq, told.time))
        case "acknowledgement":
            yield Acknowledged(told.seq, Acknowledgement.read(told.fields, told.time))
        case _:  # damage stands with its check
            pass


def history_premis(holdings: Holdings, reference: str) -> bytes:
    """The bag's own PREMIS document, joined with what happened to the bag since.

    Sightings, decisions and acknowledgements are no events in the terms of PREMIS, and are left
    out: `history` itself has them.

    Raises:
        NotFoundError: there is no such bag, or it has no premis.xml.
        StoreError: it cannot be read.
        InvalidRecordError: its premis.xml is none.
    """
    told = history(holdings, reference)
    own = read_file(holdings, told.accession, PREMIS)
    if own is None:
        raise NotFoundError(
            f"the bag {told.accession.name} has no {PREMIS}",
            hint="newsarchive history without --premis shows what happened to it.",
        )
    later = events(told, holdings.archive_id, holdings.institution.name, holdings.agent)
    return join(own, later, f"{told.accession.path}/{PREMIS}")


def events(told: History, archive_id: str, institution: str, agent: str) -> tuple[Event, ...]:
    """What happened to a bag since it was sealed, as PREMIS events. Pure.

    `agent` is the program with its version, as in `newsarchive 0.1.0`.
    """
    name, _, version = agent.partition(" ")
    program = AgentLink(Agent(AgentKind.SOFTWARE, name, version), AgentRole.EXECUTING_PROGRAM)
    agents = [program]
    if institution:
        owner = Agent(AgentKind.ORGANIZATION, institution)
        agents.append(AgentLink(owner, AgentRole.IMPLEMENTER))
    bag = (ObjectLink("", ObjectRole.SOURCE),)
    found = []
    for happening in told.happenings:
        place = f"{archive_id}#entry-{happening.seq}"
        match happening:
            case TakenIn(accession=accession):
                found += [
                    Event(
                        f"{place}-validation",
                        EventType.VALIDATION,
                        happening.time,
                        Outcome.SUCCESS,
                        "the bag was read back whole, and checked by its manifests and its seal",
                        agents=tuple(agents),
                        objects=bag,
                    ),
                    Event(
                        place,
                        EventType.ACCESSION,
                        happening.time,
                        Outcome.SUCCESS,
                        f"entered in the ledger as entry {accession.seq}",
                        (f"seal {accession.seal}",),
                        tuple(agents),
                        bag,
                    ),
                ]
            case Check():
                notes = (
                    f"{happening.verdict} (audit {happening.run})",
                    *(f"{f.kind} {f.path}: {f.detail}" for f in happening.findings),
                )
                found.append(
                    Event(
                        f"{place}-{told.accession.bag[:12]}",
                        EventType.FIXITY_CHECK,
                        happening.time,
                        _OUTCOMES[happening.verdict],
                        "every file was read and compared with the manifests and the seal",
                        notes,
                        tuple(agents),
                        bag,
                    )
                )
            case _:
                pass
    return tuple(found)
