"""What may be given of an article: a table of what is known, and the level that follows."""

import json
from datetime import UTC, datetime

import pytest

from newsarchive.judgement.access import access, access_by_decisions, gives, strictest
from newsarchive.judgement.embargo import embargo_end
from newsarchive.metadata import record_of
from newsarchive.model.access import Allowed, Gives, Reader
from newsarchive.model.dates import Edtf
from newsarchive.model.decision import LIFTED, RESTRICTED, Access, Decision, DecisionKind, Reason
from newsarchive.model.record import Record
from support.records import small_record

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
DECIDED = "2026-11-20T10:00:00Z"
BAG = "0" * 64
Decided = dict[DecisionKind, Decision]


def until(value: str, **more: object) -> dict[str, object]:
    return {"embargoedUntil": {"status": "stated", "value": value, "basis": "text:line", **more}}


def stated(value: str) -> dict[str, str]:
    return {"status": "stated", "value": value, "basis": "nitf:field"}


def record(**changes: object) -> Record:
    return record_of(json.loads(small_record()) | changes)


def decided(**values: str) -> Decided:
    return {
        DecisionKind(kind): Decision(
            BAG, DecisionKind(kind), value, Reason.CURATION, "archivist", time=DECIDED
        )
        for kind, value in values.items()
    }


SUPPLIED = {"status": "supplied", "value": "2027-06-01", "by": "desk"}
DISPUTED = until("2026-01-01", candidates=[stated("2027-01-01")])
SETTLED = until(
    "2026-01-01",
    candidates=[stated("2027-01-01")],
    resolution={"by": "desk", "when": DECIDED, "reason": "asked"},
)
CASES: dict[str, tuple[Decided, dict[str, object], Access, str]] = {
    "nothing is said": ({}, {}, Access.OPEN, ""),
    "decided": (decided(access="onsite"), {}, Access.ONSITE, ""),
    "restricted": (decided(restriction=RESTRICTED), {}, Access.CLOSED, ""),
    "restricted, though open": (
        decided(restriction=RESTRICTED, access="open"),
        {},
        Access.CLOSED,
        "",
    ),
    "a restriction that was lifted": (decided(restriction=LIFTED), {}, Access.OPEN, ""),
    "embargo to come": ({}, until("2027-01-01"), Access.CLOSED, "2027-01-01"),
    "embargo, though open": (
        decided(access="open"),
        until("2027-01-01"),
        Access.CLOSED,
        "2027-01-01",
    ),
    "embargo that is over": ({}, until("2026-11-01"), Access.OPEN, ""),
    "embargo that is over, and marked": (
        {},
        until("2026-11-01") | {"embargoed": True},
        Access.OPEN,
        "",
    ),
    "embargo until today": ({}, until("2026-11-27"), Access.CLOSED, "2026-11-27"),
    "embargo until this hour": ({}, until("2026-11-27T12:00:00Z"), Access.OPEN, ""),
    "embargo until the next second": (
        {},
        until("2026-11-27T12:00:01Z"),
        Access.CLOSED,
        "2026-11-27T12:00:01Z",
    ),
    "embargo until an hour elsewhere": (
        {},
        until("2026-11-27T14:30+02:00"),
        Access.CLOSED,
        "2026-11-27T14:30+02:00",
    ),
    "embargo until an hour of no zone": (
        {},
        until("2026-11-27T09:00"),
        Access.CLOSED,
        "2026-11-27T09:00",
    ),
    "embargo until some day of the year": ({}, until("2026"), Access.CLOSED, "2026"),
    "embargo with an open end": ({}, until("2020-01-01/.."), Access.CLOSED, ""),
    "embargo without an end": ({}, {"embargoed": True}, Access.CLOSED, ""),
    "embargo asserted not to be": (
        {},
        {
            "embargoed": True,
            "embargoedUntil": {"status": "none", "by": "desk", "when": DECIDED},
        },
        Access.OPEN,
        "",
    ),
    "embargo that was lifted": (decided(embargo=LIFTED), until("2027-01-01"), Access.OPEN, ""),
    "embargo without an end that was lifted": (
        decided(embargo=LIFTED),
        {"embargoed": True},
        Access.OPEN,
        "",
    ),
    "embargo that was set after one was lifted": (
        decided(embargo=LIFTED),
        {"embargoedUntil": SUPPLIED | {"when": "2026-11-21T10:00:00Z"}},
        Access.CLOSED,
        "2027-06-01",
    ),
    "embargo that was set before it was lifted": (
        decided(embargo=LIFTED),
        {"embargoedUntil": SUPPLIED | {"when": "2026-11-19T10:00:00Z"}},
        Access.OPEN,
        "",
    ),
    "embargo whose end is disputed": ({}, DISPUTED, Access.CLOSED, "2027-01-01"),
    "embargo whose end was settled": ({}, SETTLED, Access.OPEN, ""),
    "withheld by its source": ({}, {"pubStatus": stated("stat:withheld")}, Access.CLOSED, ""),
    "canceled by its source": ({}, {"pubStatus": stated("Canceled")}, Access.CLOSED, ""),
    "usable": ({}, {"pubStatus": stated("usable")}, Access.OPEN, ""),
    "withheld, though decided": (
        decided(access="registered"),
        {"pubStatus": stated("withheld")},
        Access.REGISTERED,
        "",
    ),
}
TERMS = {
    "Editorial use only": Access.OPEN,
    "Free for archives, schools and libraries": Access.OPEN,
    "NO ARCHIVES, NO SALES": Access.ONSITE,
    "For internal use only.": Access.ONSITE,
    "Not for  publication before cleared": Access.ONSITE,
    "No online use": Access.ONSITE,
    "there is no archiver": Access.OPEN,
}


@pytest.mark.parametrize(
    ("decisions", "said", "level", "end"), list(CASES.values()), ids=list(CASES)
)
def test_the_level_follows_from_what_is_known(
    decisions: Decided, said: dict[str, object], level: Access, end: str
) -> None:
    allowed = access(decisions, record(**said), NOW)

    assert (allowed.level, allowed.until) == (level, end)
    assert bool(allowed.why) is (level is not Access.OPEN)


@pytest.mark.parametrize(("terms", "level"), list(TERMS.items()), ids=list(TERMS))
def test_only_terms_that_forbid_publication_limit_access(terms: str, level: Access) -> None:
    rights = json.loads(small_record())["rights"] | {"usageTerms": stated(terms)}

    assert access({}, record(rights=rights), NOW).level is level
    assert access(decided(access="open"), record(rights=rights), NOW).level is Access.OPEN


def test_the_default_holds_where_nobody_says_anything() -> None:
    assert access({}, record(), NOW, Access.ONSITE) == Allowed(Access.ONSITE)
    assert access(decided(access="open"), record(), NOW, Access.ONSITE).level is Access.OPEN
    assert access_by_decisions({}, Access.REGISTERED) == Allowed(Access.REGISTERED)


def test_what_cannot_be_read_is_closed() -> None:
    assert access(decided(access="open"), None, NOW).level is Access.CLOSED


def test_no_word_of_a_note_is_in_the_reason() -> None:
    decision = Decision(
        BAG, DecisionKind.ACCESS, "closed", Reason.PRIVACY, "clerk", "Mrs Lind", time=DECIDED
    )

    allowed = access({DecisionKind.ACCESS: decision}, record(), NOW)

    assert "Lind" not in allowed.why
    assert "2026-11-20" in allowed.why


GIVEN = {
    Access.OPEN: (Gives.ALL, Gives.ALL, Gives.ALL, Gives.ALL),
    Access.REGISTERED: (Gives.METADATA, Gives.ALL, Gives.ALL, Gives.ALL),
    Access.ONSITE: (Gives.METADATA, Gives.METADATA, Gives.ALL, Gives.ALL),
    Access.METADATA_ONLY: (Gives.METADATA, Gives.METADATA, Gives.METADATA, Gives.ALL),
    Access.CLOSED: (Gives.NOTHING, Gives.NOTHING, Gives.NOTHING, Gives.ALL),
}


@pytest.mark.parametrize("level", Access)
def test_each_reader_gets_what_the_level_says(level: Access) -> None:
    assert tuple(gives(level, reader) for reader in Reader) == GIVEN[level]


@pytest.mark.parametrize("level", Access)
def test_of_several_the_strictest_counts(level: Access) -> None:
    every = [Allowed(one) for one in Access if list(Access).index(one) <= list(Access).index(level)]

    assert strictest(reversed(every)) == Allowed(level)
    assert strictest([]) == Allowed(Access.OPEN)


@pytest.mark.parametrize("text", ["../2018", "2018~", "201X", "Y12018", "2018-06-30T23:59:60Z"])
def test_every_date_has_an_end_or_none(text: str) -> None:
    end = embargo_end(Edtf.parse(text))

    assert end is None or end.tzinfo is not None
