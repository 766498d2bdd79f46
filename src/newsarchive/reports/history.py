"""The history of a bag, decisions and acknowledgements, as text and JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsarchive.model.attention import Acknowledgement, OpenFinding
from newsarchive.model.chronicle import Check
from newsarchive.model.decision import Decision, Reason
from newsarchive.model.entries import SEEN, Adoption, Sighting, Use
from newsarchive.model.finding import Verdict, finding_document
from newsarchive.model.history import (
    Acknowledged,
    Amended,
    Decided,
    Happening,
    History,
    TakenIn,
    VersionTold,
)
from newsarchive.model.holding import Accession
from newsarchive.model.subject import About, key_in, named
from newsarchive.model.withdrawal import Act, Withdrawal
from newsarchive.reports.amounts import number
from newsarchive.reports.safe import visible


def document(told: History) -> dict[str, Any]:
    """Everything that happened to a bag."""
    return {
        "bag": told.accession.name,
        "bag_id": told.accession.bag,
        "path": told.accession.path,
        "seal": str(told.accession.seal),
        "events": _events(told),
        "article_id": told.accession.article or None,
        "versions": list(_version_documents(told)),
        "of_article": [
            {"bag": one.accession.name, "bag_id": one.accession.bag, "events": _events(one)}
            for one in told.of_article
        ],
    }


def _events(told: History) -> list[dict[str, Any]]:
    return [_event(h, told.accession.bag) for h in told.happenings]


def _version_documents(told: History) -> Iterator[dict[str, Any]]:
    """The versions of an article, in their order; those that are withdrawn without their names."""
    names = _names(told)
    for one in told.versions:
        placed, version = one.placed, one.placed.version
        yield {
            "position": placed.position,
            "current": placed.current,
            "time": version.time or None,
            "version": version.number or None,
            "pub_status": one.status or None,
            "bag": names.get(version.bag),
            "bag_id": version.bag,
            "seal": str(version.accession.seal),
            "accessioned": version.accession.time,
            "came_late": placed.late,
            "replaces": placed.replaces or None,
            "replaced_by": placed.replaced_by or None,
            "alternates": list(placed.alternates),
            "sightings": one.sightings,
            "withdrawn": one.dark,
        }


def _names(told: History) -> dict[str, str]:
    """The names of the versions by their ids, of those that may be told."""
    return {
        v.placed.version.bag: v.placed.version.accession.name for v in told.versions if not v.dark
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
        case Use(reader=reader, door=door, by=by):
            return {**entry, "event": "use", "reader": reader, "door": door, "by": by}
        case Withdrawal():
            return {
                **entry,
                "event": "withdrawal",
                "act": happening.act.value,
                "reason": happening.reason.value,
                "authority": happening.authority,
                "by": happening.by,
            }
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
    """Everything that happened to a bag, for the terminal, oldest first.

    Before that the versions of its article, where there are several.
    """
    yield from _version_lines(told)
    for one in told.of_article or (told,):
        yield from _lines(one)


def _version_lines(told: History) -> Iterator[str]:
    if len(told.versions) < 2:  # noqa: PLR2004
        return
    names = _names(told)
    article = visible(told.accession.article)
    yield f"{number(len(told.versions), 'version')} of {article}, in their order:"
    for one in told.versions:
        placed, version = one.placed, one.placed.version
        facts = (
            visible(version.time) or "no time stated",
            f"version {visible(version.number)}" if version.number else "no number",
            one.status,
            names.get(version.bag, f"{version.bag[:12]}, withdrawn"),
        )
        yield f"{placed.position:>3}  {'  '.join(filter(None, facts))}"
        yield from (f"     {line}" for line in _remarks(one, names))
    yield ""


def _remarks(one: VersionTold, names: Mapping[str, str]) -> Iterator[str]:
    placed = one.placed
    if placed.current:
        yield "the current version"
    if placed.late:
        yield f"it came late, on {placed.version.accession.time}: a later version was here before"
    for bag in placed.alternates:
        yield f"its source claims the same version for {names.get(bag, bag[:12])}"
    if one.sightings:
        yield f"it came again {'once' if one.sightings == 1 else f'{one.sightings:,} times'}"


def _lines(told: History) -> Iterator[str]:
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
        case Sighting() | Use() | Withdrawal():
            yield _once(happening)
        case Check():
            yield from _check(happening)
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


def _once(happening: Sighting | Use | Withdrawal) -> str:
    match happening:
        case Sighting(origin=origin):
            known = not origin.startswith(SEEN)
            return f"came again from {origin}" if known else "came again, from another place"
        case Use():
            return f"given by {happening.door} to {happening.reader}, {happening.by}"
        case Withdrawal():
            act = _ACTS[happening.act]
            return f"{act}, by {happening.by}: {happening.reason} ({happening.authority})"


def _check(check: Check) -> Iterator[str]:
    yield named(f"checked: {_WORDS[check.verdict]}", check.store)
    for finding in check.findings:
        where = f" {finding.path}" if finding.path else ""
        yield f"  {finding.kind}{where}: {finding.detail}"
    if check.after:
        yield f"  It was altered between {check.after} and {check.time}."


_ACTS = {
    Act.DARK: "withdrawn, and shown to nobody",
    Act.LIFT: "no longer withdrawn",
    Act.DESTROY: "its destruction was asked for",
    Act.APPROVE: "its destruction was agreed to",
    Act.DESTROYED: "destroyed",
}
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
