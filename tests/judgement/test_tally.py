"""What an audit found comes to: counts, and what of it is an alarm."""

import pytest

from newsarchive.judgement.tally import Tally
from newsarchive.judgement.validity import validity
from newsarchive.model.auditing import MOST_PROBLEMS
from newsarchive.model.finding import Code, Finding, Kind, Level, Validity, Verdict
from newsarchive.model.observation import Observation
from newsarchive.model.subject import AuditFolder, Place, StoredBag, Subject, WholeLedger
from newsarchive.model.verdict import BagVerdict

BAG = StoredBag("ab" * 32, "rain", "bags/2017/04/13/rain")
STRANGE = Place("bags/2017/04/13/strange")


def error(kind: Kind = Kind.CHANGED, code: Code = Code.RX_10) -> Finding:
    return Finding(code, kind, Level.ERROR, "data/a.txt", "it is so")


def told(
    verdict: Verdict = Verdict.DAMAGED, *findings: Finding, about: Subject = BAG
) -> BagVerdict:
    return BagVerdict(about, verdict, findings, files=2, bytes=30)


UNREAD = error(Kind.UNREADABLE, Code.IO_01)
NOTE = Finding(Code.MD_01, Kind.PROVENANCE, Level.NOTE, "", "so")
WARNING = Finding(Code.PV_01, Kind.PROVENANCE, Level.WARNING, "", "so")
CASES: dict[str, tuple[BagVerdict, tuple[int, int]]] = {
    "intact": (told(Verdict.INTACT), (0, 0)),
    "intact, with a note": (told(Verdict.INTACT, NOTE), (0, 0)),
    "damaged": (told(Verdict.DAMAGED, error()), (1, 0)),
    "missing": (told(Verdict.MISSING, error(Kind.MISSING)), (1, 0)),
    "not verified": (told(Verdict.UNVERIFIED, UNREAD), (0, 1)),
    "not verified, and something is wrong for certain": (
        told(Verdict.UNVERIFIED, UNREAD, error()),
        (1, 0),
    ),
    "a stranger": (
        told(Verdict.UNVERIFIED, error(Kind.UNKNOWN_BAG, Code.AR_02), about=STRANGE),
        (1, 0),
    ),
    "a ledger that lost something": (
        told(Verdict.UNVERIFIED, error(Kind.UNVERIFIABLE, Code.AR_03), about=WholeLedger()),
        (0, 1),
    ),
    "a report that was changed": (
        told(Verdict.UNVERIFIED, error(Kind.CHANGED, Code.AR_05), about=AuditFolder("r")),
        (1, 0),
    ),
    "nothing but a warning": (
        told(Verdict.UNVERIFIED, WARNING, about=WholeLedger()),
        (0, 0),
    ),
}


@pytest.mark.parametrize(("one", "alarms"), CASES.values(), ids=CASES)
def test_what_is_an_alarm(one: BagVerdict, alarms: tuple[int, int]) -> None:
    tally = Tally(frozenset())
    tally.add(one)

    assert (tally.new_trouble, tally.new_unseen) == alarms


@pytest.mark.parametrize(("one", "alarms"), CASES.values(), ids=CASES)
def test_what_a_person_has_acknowledged_is_none(one: BagVerdict, alarms: tuple[int, int]) -> None:
    known = frozenset(f.id(one.key) for f in one.findings)
    tally = Tally(known)
    tally.add(one)

    assert (tally.new_trouble, tally.new_unseen) == (0, 0)
    assert bool(tally.acknowledged) == any(alarms)


def test_one_that_is_acknowledged_does_not_hide_the_next() -> None:
    second = Finding(Code.RX_10, Kind.CHANGED, Level.ERROR, "data/b.txt", "it is so")
    tally = Tally(frozenset({error().id(BAG.id)}))
    tally.add(told(Verdict.DAMAGED, error(), second))

    assert tally.new_trouble == 1


def test_bags_are_counted_by_verdict_and_strangers_apart() -> None:
    tally = Tally(frozenset())
    for one, _ in CASES.values():
        tally.add(one)
    found = tally.found()

    assert found.bags == sum(one.bag_id is not None for one, _ in CASES.values())
    assert found.counts[Verdict.INTACT] == 2
    assert found.unknown == 1
    assert (found.files, found.bytes) == (2 * len(CASES), 30 * len(CASES))


def test_of_very_many_problems_a_thousand_are_named_and_all_are_counted() -> None:
    tally = Tally(frozenset())
    for _ in range(MOST_PROBLEMS + 7):
        tally.add(told(Verdict.DAMAGED, error()))
    tally.add(told(Verdict.MISSING, error(Kind.MISSING)))

    assert len(tally.problems) == MOST_PROBLEMS + 1
    assert tally.new_trouble == MOST_PROBLEMS + 8


def seen(*kinds: Kind, present: bool | None = True) -> Observation:
    return Observation(present=present, findings=tuple(error(k) for k in kinds))


VALIDITY = {
    "nothing found": (seen(), Validity.VALID),
    "a wrong digest": (seen(Kind.CHANGED), Validity.INVALID),
    "a file that is gone": (seen(Kind.MISSING), Validity.INVALID),
    "a rule that is broken": (seen(Kind.MALFORMED), Validity.INVALID),
    "to be fetched": (seen(Kind.NOT_FETCHED), Validity.INCOMPLETE),
    "to be fetched, and unreadable": (
        seen(Kind.NOT_FETCHED, Kind.UNREADABLE),
        Validity.INCOMPLETE,
    ),
    "unreadable": (seen(Kind.UNREADABLE), Validity.UNVERIFIED),
    "what is certain comes first": (seen(Kind.UNREADABLE, Kind.CHANGED), Validity.INVALID),
    "not there": (seen(present=False), Validity.UNVERIFIED),
    "something else lies there": (seen(Kind.MALFORMED, present=False), Validity.INVALID),
    "nobody can tell": (seen(Kind.UNREACHABLE, present=None), Validity.UNVERIFIED),
}


@pytest.mark.parametrize(("observed", "outcome"), VALIDITY.values(), ids=VALIDITY)
def test_what_validation_comes_to(observed: Observation, outcome: Validity) -> None:
    assert validity(observed) is outcome
