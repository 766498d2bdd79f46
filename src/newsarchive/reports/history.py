"""The history of a bag, decisions and acknowledgements, as text and JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from newsarchive.model.attention import Acknowledgement, OpenFinding
from newsarchive.model.chronicle import Check
from newsarchive.model.decision import Decision, Reason
from newsarchive.model.entries import Adoption, Sighting
from newsarchive.model.finding import Verdict, finding_document
from newsarchive.model.history import (
    Acknowledged,
    Amended,
    Decided,
    Happening,
    History,
    TakenIn,
)
from newsarchive.model.holding import Accession
from newsarchive.model.subject import About, key_in, named
from newsarchive.reports.amounts import number


def document(told: History) -> dict[str, Any]:
    """Everything that happened to a bag."""
    return {
        "bag": told.accession.name,
        "bag_id": told.accession.bag,
        "path": told.accession.path,
        "seal": str(told.accession.seal),
        "events": [_event(h, told.accession.bag) for h in told.happenings],
    }


def _event(happening: Happening, bag: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"entry": happening.seq, "time": happening.time}
    match happening:
        case TakenIn(accession=accession):
            seal = str(accession.seal)
            return {**entry, "event": "accession", "origin": accession.origin, "seal": seal}
        case Amended(accession=accession):
            return {
                **entry,
                "event": "amendment",
                "by": accession.name,
                "by_id": accession.bag,
                "supplied": dict(accession.supplied),
                "pictures": len(accession.media),
            }
        case Adoption(reason=reason, by=by):
            return {**entry, "event": "adoption", "reason": reason, "by": by}
        case Sighting(origin=origin):
            return {**entry, "event": "sighting", "origin": origin}
        case Check():
            altered = {"after": happening.after, "before": happening.time}
            return {
                **entry,
                "event": "check",
                "run": happening.run,
                "verdict": happening.verdict.value,
                "findings": [
                    finding_document(f, key_in(happening.store, bag)) for f in happening.findings
                ],
                "store": happening.store,
                "altered": altered if happening.after else None,
            }
        case Decided(decision=decided):
            return {**entry, "event": "decision", **_decision(decided)}
        case Acknowledged(acknowledgement=given):
            return {**entry, "event": "acknowledgement", **acknowledgement(given)}


def lines(told: History) -> Iterator[str]:
    """Everything that happened to a bag, for the terminal, oldest first."""
    yield told.accession.name
    for happening in told.happenings:
        for place, line in enumerate(_said(happening)):
            yield f"{happening.time if place == 0 else '':<20}  {line}"


def _said(happening: Happening) -> Iterator[str]:
    match happening:
        case TakenIn(accession=accession):
            yield f"taken in from {accession.origin}"
        case Amended(accession=accession):
            yield f"amended by {accession.name}"
            yield from (f"  {line}" for line in _changes(accession))
        case Adoption(reason=reason, by=by):
            yield f"entered again, since the ledger did not know it any more, by {by}: {reason}"
        case Sighting(origin=origin):
            yield f"came again from {origin}"
        case Check():
            yield named(f"checked: {_WORDS[happening.verdict]}", happening.store)
            for finding in happening.findings:
                where = f" {finding.path}" if finding.path else ""
                yield f"  {finding.kind}{where}: {finding.detail}"
            if happening.after:
                yield f"  It was altered between {happening.after} and {happening.time}."
        case Decided(decision=decided):
            yield f"decided: {said(decided)}"
        case Acknowledged(acknowledgement=given):
            until = f" until {given.until}" if given.until else ""
            yield f"acknowledged{until}: finding {given.finding}, by {given.by}: {given.reason}"


def _changes(amendment: Accession) -> Iterator[str]:
    """What an amendment says that was not known; what it settled stands in its record."""
    for field, value in amendment.supplied.items():
        values = value if isinstance(value, list) else [value]
        yield f"{field}: {'; '.join('none' if v is None else str(v) for v in values)}"
    if amendment.media:
        yield number(len(amendment.media), "picture")
    if not amendment.supplied and not amendment.media:
        yield "a dispute was settled, or a picture described"


_WORDS = {
    Verdict.INTACT: "intact",
    Verdict.DAMAGED: "damaged",
    Verdict.MISSING: "missing",
    Verdict.UNVERIFIED: "could not be verified",
}


def said(decided: Decision) -> str:
    """A decision in a line: `access closed (court-order), by archivist: case 12/26`."""
    note = f": {decided.note}" if decided.note else ""
    return f"{decided.kind} {decided.value} ({decided.reason}), by {decided.by}{note}"


def decision(decided: Decision, name: str) -> dict[str, Any]:
    """One decision as the commands give it; `name` is the bag's."""
    entry = {"entry": decided.seq, "time": decided.time}
    return {"bag": name, "bag_id": decided.bag, **entry, **_decision(decided)}


def _decision(decided: Decision) -> dict[str, Any]:
    return {
        "kind": decided.kind.value,
        "value": decided.value,
        "reason": decided.reason.value,
        "note": decided.note or None,
        "by": decided.by,
    }


def decision_lines(decided: Iterable[tuple[Decision, str]]) -> Iterator[str]:
    """Decisions for the terminal, each with the name of its bag."""
    for one, name in decided:
        yield f"{one.time}  {name}  {said(one)}"


def reasons() -> Iterator[str]:
    """Every reason code with what it means."""
    width = max(len(reason) for reason in Reason) + 2
    yield from (f"{reason:<{width}}{reason.meaning}" for reason in Reason)


def acknowledgement(given: Acknowledgement) -> dict[str, Any]:
    """An acknowledgement without its bag."""
    return {
        "finding": given.finding,
        "reason": given.reason,
        "until": None if given.until is None else given.until.isoformat(),
        "by": given.by,
    }


def open_finding(found: OpenFinding) -> dict[str, Any]:
    """An open finding, with its bag and its acknowledgement."""
    given = found.acknowledgement
    known = None if given is None else {**acknowledgement(given), "time": given.time}
    return {
        "bag": found.name,
        "bag_id": found.bag if found.about is About.BAG else None,
        "about": found.about.value,
        "store": found.store or None,
        "origin": found.origin,
        "since": found.since,
        **finding_document(found.finding, found.bag),
        "id": found.id,
        "acknowledgement": known,
    }


def finding_line(found: OpenFinding) -> str:
    """An open finding in a line: its id first, since `acknowledge` wants it."""
    finding = found.finding
    where = f" {finding.path}" if finding.path else ""
    return f"{found.id}  {named(found.name, found.store)}  {finding.kind}{where}: {finding.detail}"
