"""What may be given of an article, now and to whom. Pure: every door asks it, and no other rule.

The first of these that applies decides:

1. a restriction that stands closes it;
2. an embargo that is not over closes it, unless a person lifted it: until its end, and one without
   an end until a person decides;
3. that the source took the article back (`pubStatus` canceled or withheld, of the newest version
   that says any) closes all its versions, but for what a person decided about since;
4. what a person decided about access;
5. the source's own word that this version may not be published closes it;
6. usage terms that forbid publication leave it to the reading room;
7. the archive's own default.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from newsarchive.judgement.embargo import embargo_end, stated_embargo, values
from newsarchive.judgement.versions import UNPUBLISHED, plain_status
from newsarchive.model.access import Allowed, Gives, Reader
from newsarchive.model.dates import Edtf
from newsarchive.model.decision import LIFTED, RESTRICTED, Access, Decision, DecisionKind
from newsarchive.model.record import Record
from newsarchive.model.statement import Statement, Status
from newsarchive.model.version import TakenBack

_ORDER = (
    Access.OPEN,
    Access.REGISTERED,
    Access.ONSITE,
    Access.METADATA_ONLY,
    Access.CLOSED,
)
_MAY_READ: Mapping[Reader, Access] = {
    Reader.ANYONE: Access.OPEN,
    Reader.REGISTERED: Access.REGISTERED,
    Reader.ONSITE: Access.ONSITE,
}
# Terms are free text. Only what says in so many words that it may not be published counts.
_FORBIDDING = re.compile(
    r"\b(?:not for (?:publication|public release)|do not (?:publish|distribute)|internal use only"
    r"|no (?:archiv(?:e|es|ing)|internet|online|web)(?: use)?)\b",
    re.IGNORECASE,
)


def access(
    decided: Mapping[DecisionKind, Decision],
    record: Record | None,
    now: datetime,
    default: Access = Access.OPEN,
    taken_back: TakenBack | None = None,
) -> Allowed:
    """The access level of an article, by its current record and the decisions that stand.

    `taken_back` is the word of its source that closes every version of it. Without a record nobody
    can say whether there is an embargo, and so it is closed.
    """
    if (restricted := _restricted(decided)) is not None:
        return restricted
    if record is None:
        return Allowed(Access.CLOSED, "its record cannot be read, and may say so", known=False)
    if (until := embargo(record, decided.get(DecisionKind.EMBARGO), now)) is not None:
        why = f"under embargo until {until}" if until else "under embargo until a person lifts it"
        return Allowed(Access.CLOSED, why, until)
    return (
        by_taking_back(decided, taken_back)
        or _by_person(decided)
        or _by_source(record)
        or Allowed(default)
    )


def access_by_decisions(
    decided: Mapping[DecisionKind, Decision],
    default: Access = Access.OPEN,
    taken_back: TakenBack | None = None,
) -> Allowed:
    """The access level without a record: of a delivery as such, or of what cannot be read.

    What lies in a delivery has levels of its own.
    """
    return (
        _restricted(decided)
        or by_taking_back(decided, taken_back)
        or _by_person(decided)
        or Allowed(default)
    )


def by_taking_back(
    decided: Mapping[DecisionKind, Decision], taken_back: TakenBack | None
) -> Allowed | None:
    """Closed, since its source took it back; None where it did not, or a person decided since.

    Who decided before did not know of it.
    """
    decision = decided.get(DecisionKind.ACCESS)
    if taken_back is None or (decision is not None and decision.seq > taken_back.seq):
        return None
    return Allowed(Access.CLOSED, _source_says(taken_back.word))


def _source_says(word: str) -> str:
    """Why an article is closed by the word of its source, for people."""
    return f"its source says that it is {word}"


def _restricted(decided: Mapping[DecisionKind, Decision]) -> Allowed | None:
    decision = decided.get(DecisionKind.RESTRICTION)
    if decision is None or decision.value != RESTRICTED:
        return None
    return Allowed(Access.CLOSED, f"taken out of use, {_decided(decision)}")


def _by_person(decided: Mapping[DecisionKind, Decision]) -> Allowed | None:
    decision = decided.get(DecisionKind.ACCESS)
    return None if decision is None else Allowed(Access(decision.value), _decided(decision))


def _by_source(record: Record) -> Allowed | None:
    """What the source itself says, where nobody has decided."""
    for status in values(record.pub_status):
        if (word := plain_status(status)) in UNPUBLISHED:
            return Allowed(Access.CLOSED, _source_says(word))
    for terms in values(record.rights.usage_terms):
        if found := _FORBIDDING.search(" ".join(terms.split())):
            return Allowed(Access.ONSITE, f'its usage terms say "{found.group().lower()}"')
    return None


def embargo(record: Record, lifted: Decision | None, now: datetime) -> str | None:
    """Until when an embargo closes it now: its end, "" without one; None where none does."""
    said = record.embargoed_until
    if lifted is not None and lifted.value == LIFTED and not _is_newer(said, lifted):
        return None
    end = stated_embargo(said, embargoed=record.embargoed)
    over = embargo_end(Edtf.parse(end)) if end else None
    return None if over is not None and over <= now else end


def _is_newer(said: Statement[Edtf], lifted: Decision) -> bool:
    """Whether a person set the embargo after the last was lifted."""
    if said.status is not Status.SUPPLIED or not said.when or not lifted.time:
        return False
    return datetime.fromisoformat(said.when) > datetime.fromisoformat(lifted.time)


def _decided(decision: Decision) -> str:
    return f"decided on {decision.time[:10]}: {decision.reason.meaning}"


def gives(level: Access, reader: Reader) -> Gives:
    """How much of an article of this level is given to such a reader."""
    if reader is Reader.STAFF:
        return Gives.ALL
    if level is Access.CLOSED:
        return Gives.NOTHING
    may = _ORDER.index(level) <= _ORDER.index(_MAY_READ[reader])
    return Gives.ALL if may else Gives.METADATA


def strictest(levels: Iterable[Allowed]) -> Allowed:
    """The one of several that gives least: of a container, all that lies in it counts."""
    return max(
        levels, key=lambda allowed: _ORDER.index(allowed.level), default=Allowed(Access.OPEN)
    )
