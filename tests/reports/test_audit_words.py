"""The words of an audit: each verdict has its sentence, and none says more than is known."""

from collections.abc import Mapping
from typing import Any

import pytest

from newsarchive.model.auditing import AuditReport, Budget, Chance, Reach, RunState, Scope
from newsarchive.model.finding import Code, Kind, Verdict
from newsarchive.reports.audit import words as audit_words
from newsarchive.reports.audit.words import Mood, headline
from support import audits

DAMAGED = audits.problem("a")
MISSING = audits.problem("b", Verdict.MISSING, [audits.finding(Kind.MISSING, "")])
UNREAD = audits.problem("c", Verdict.UNVERIFIED, [audits.finding(Kind.UNREADABLE)])
UNKNOWN = audits.problem("d", Verdict.UNVERIFIED, known=False)
ARCHIVE = audits.finding(Kind.MALFORMED, "ledger/entries.jsonl", Code.AR_03)
SAMPLE = Scope(Reach.SAMPLE, "5")
CUT: Mapping[str, Any] = {"state": RunState.INTERRUPTED, "planned": 1204, "of": 1204}
AS_TAKEN_IN = "Every byte of what was checked is as it was taken in."
NO_NEWS = "What could not be verified is neither good news nor bad."
report = audits.report

VERDICTS: Mapping[str, tuple[AuditReport, Mood, str, str]] = {
    "all": (report(), Mood.GOOD, "All intact", f"All 1,204 bags are intact. {AS_TAKEN_IN}"),
    "the only one": (
        report(intact=1),
        Mood.GOOD,
        "All intact",
        f"The only bag is intact. {AS_TAKEN_IN}",
    ),
    "due": (
        report(intact=60, of=1204, scope=Scope(Reach.DUE)),
        Mood.GOOD,
        "All checked are intact",
        f"All 60 bags that were due are intact. {AS_TAKEN_IN}",
    ),
    "one bag": (
        report(intact=1, of=1204, scope=Scope(Reach.BAG, "ab" * 32)),
        Mood.GOOD,
        "Intact",
        f"The one bag asked for is intact. {AS_TAKEN_IN}",
    ),
    "a collection": (
        report(intact=12, of=1204, scope=Scope(Reach.COLLECTION, "harbour")),
        Mood.GOOD,
        "All checked are intact",
        f"All 12 bags of the collection harbour are intact. {AS_TAKEN_IN}",
    ),
    "a sample": (
        report(intact=60, of=1204, scope=SAMPLE),
        Mood.GOOD,
        "Sample intact",
        (
            f"All 60 bags of the sample are intact. {AS_TAKEN_IN}"
            " It is a sample: the other 1,144 bags were not looked at."
        ),
    ),
    "a sample with damage": (
        report([DAMAGED], intact=59, of=1204, scope=SAMPLE),
        Mood.BAD,
        "1 bag damaged",
        (
            "59 of 60 bags of the sample are intact; 1 is damaged."
            " It is a sample: the other 1,144 bags were not looked at."
        ),
    ),
    "damaged": (
        report([DAMAGED, MISSING, UNREAD, UNKNOWN]),
        Mood.BAD,
        "1 bag damaged, 1 missing and 1 not in the ledger",
        (
            "1,204 of 1,207 bags are intact; 1 is damaged; 1 is missing; 1 could not be verified;"
            f" 1 thing in the store is not in the ledger. {NO_NEWS}"
        ),
    ),
    "nothing but a stranger": (
        report([UNKNOWN], intact=0),
        Mood.BAD,
        "1 thing not in the ledger",
        "0 of 0 bags are intact; 1 thing in the store is not in the ledger.",
    ),
    "known damage": (
        report([DAMAGED], new_trouble=0),
        Mood.KNOWN,
        "1 bag damaged: all acknowledged",
        "1,204 of 1,205 bags are intact; 1 is damaged.",
    ),
    "known and new damage": (
        report([DAMAGED, MISSING], new_trouble=1, acknowledged=frozenset({"0" * 16})),
        Mood.BAD,
        "1 bag damaged and 1 missing",
        (
            "1,204 of 1,206 bags are intact; 1 is damaged; 1 is missing."
            " 1 finding here is acknowledged and stays so."
        ),
    ),
    "the archive itself": (
        report(findings=(ARCHIVE,)),
        Mood.BAD,
        "1 thing wrong with the archive as a whole",
        (f"All 1,204 bags are intact; 1 thing is wrong with the archive as a whole. {AS_TAKEN_IN}"),
    ),
    "not verified": (
        report([UNREAD], intact=1),
        Mood.UNSURE,
        "1 bag not verified",
        f"1 of 2 bags is intact; 1 could not be verified. {NO_NEWS}",
    ),
    "no store": (
        report(intact=0, planned=9, of=9, trouble="bags is not mounted"),
        Mood.UNSURE,
        "Not verified",
        "No bag was looked at. The store could not be relied on: bags is not mounted.",
    ),
    "interrupted": (
        report(intact=400, **CUT),
        Mood.UNSURE,
        "Interrupted",
        (
            "The audit was interrupted: 804 bags were not reached."
            f" All 400 bags that were checked are intact. {AS_TAKEN_IN}"
        ),
    ),
    "interrupted with damage": (
        report([DAMAGED], intact=1202, **CUT),
        Mood.BAD,
        "1 bag damaged",
        (
            "The audit was interrupted: 1 bag was not reached."
            " 1,202 of 1,203 bags that were checked are intact; 1 is damaged."
        ),
    ),
    "not on record": (
        report(unrecorded="the disk is full"),
        Mood.UNSURE,
        "Not on record",
        f"All 1,204 bags are intact. {AS_TAKEN_IN} This audit is not on record: the disk is full.",
    ),
    "not on record, as asked": (
        report(unrecorded="--no-record was given", on_purpose=True),
        Mood.GOOD,
        "All intact",
        f"All 1,204 bags are intact. {AS_TAKEN_IN}",
    ),
    "an empty archive": (
        report(intact=0),
        Mood.NOTHING,
        "Nothing to check",
        "The archive holds no bags yet.",
    ),
    "nothing due": (
        report(intact=0, of=1204, scope=Scope(Reach.DUE)),
        Mood.NOTHING,
        "Nothing to check",
        "No bag was due for a check; the archive holds 1,204 bags.",
    ),
}


@pytest.mark.parametrize(("told", "mood", "words", "sentence"), VERDICTS.values(), ids=VERDICTS)
def test_each_verdict_has_its_words(
    told: AuditReport, mood: Mood, words: str, sentence: str
) -> None:
    said = headline(told)

    assert (said.mood, said.words, said.sentence) == (mood, words, sentence)


@pytest.mark.parametrize("told", [v[0] for v in VERDICTS.values()], ids=VERDICTS)
def test_good_news_is_what_exits_with_0(told: AuditReport) -> None:
    calm = {Mood.GOOD, Mood.KNOWN, Mood.NOTHING}

    assert (headline(told).mood in calm) == (told.exit_code == 0)


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        pytest.param({"scope": SAMPLE}, "a sample of 5 %", id="sample"),
        pytest.param({"used_up": "time"}, "time used up", id="time"),
        pytest.param({"used_up": "bytes"}, "budget of bytes used up", id="bytes"),
        pytest.param(
            {"unrecorded": "x", "on_purpose": True}, "not on record, as was asked", id="asked"
        ),
    ],
)
def test_what_must_not_be_overlooked_is_remarked(given: dict[str, Any], remark: str) -> None:
    assert headline(report(**given)).remarks == (remark,)


def test_an_interruption_is_remarked_beside_damage_and_said_once_alone() -> None:
    assert headline(report([DAMAGED], **CUT)).remarks == ("interrupted",)
    assert headline(report(intact=3, **CUT)).remarks == ()


@pytest.mark.parametrize(
    ("checked", "of", "words"),
    [
        pytest.param(982, 1000, "98.2 % checked in the last 90 days, oldest 71 days ago.", id=""),
        pytest.param(1000, 1000, "100 % checked", id="all"),
        pytest.param(999_999, 1_000_000, "99.9 % checked", id="never rounded up"),
        pytest.param(0, 3, "0 % checked", id="none"),
        pytest.param(0, 0, "The archive holds no bags yet.", id="empty"),
    ],
)
def test_coverage_is_a_sentence(checked: int, of: int, words: str) -> None:
    said = audit_words.coverage(audits.coverage(of, checked=checked), audits.ENDED)

    assert said.startswith(words)


def test_a_shortfall_is_told_in_numbers() -> None:
    assert audit_words.shortfall(audits.coverage(1000, overdue=1, never=3)) == (
        "980 of 1,000 bags were checked in that time. 1 bag is overdue."
        " 3 bags were not checked since taken in."
    )


@pytest.mark.parametrize(
    ("damaged", "permille", "words"),
    [
        (1, 50, "If 1 bag of the archive was damaged, the chance to have seen it is 5 %."),
        (10, 401, "at least one of them is 40.1 %."),
        (10, 1000, "at least one of them is more than 99.9 %."),
        (10, 0, "at least one of them is less than 0.1 %."),
    ],
)
def test_a_chance_is_a_sentence_and_never_certain(damaged: int, permille: int, words: str) -> None:
    assert audit_words.chance(Chance(damaged, permille)).endswith(words)


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (Budget(), "none: as much as it needed"),
        (Budget(7200), "2 h"),
        (Budget(None, 10**12), "1.0 TB"),
        (Budget(60, 10**6), "1 min and 1.0 MB"),
    ],
)
def test_a_budget_is_told_in_words(budget: Budget, words: str) -> None:
    assert audit_words.budget(budget) == words


@pytest.mark.parametrize("reach", Reach)
def test_every_scope_has_words(reach: Reach) -> None:
    assert audit_words.scope(Scope(reach, "5"), 90)
    assert audit_words.brief_scope(reach.value, "5")


def test_a_scope_that_an_older_entry_lacks_is_not_made_up() -> None:
    assert audit_words.brief_scope("", "") == "not told"
