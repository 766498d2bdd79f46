"""Events say when, what and by whom, or are refused."""

import pytest

from newsarchive.model.event import Agent, AgentKind, Event, EventType, Outcome

WHEN = "2026-11-22T10:00:00Z"


@pytest.mark.parametrize(
    "time", ["", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22T10:00Z", f"{WHEN}\n"]
)
def test_a_time_without_second_or_zone_is_refused(time: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        Event("urn:x:1", EventType.TRANSFER, time)


def test_an_event_without_identifier_is_refused() -> None:
    with pytest.raises(ValueError, match="has an identifier"):
        Event("", EventType.TRANSFER, WHEN)


def test_an_empty_note_is_refused() -> None:
    with pytest.raises(ValueError, match="no empty note"):
        Event("urn:x:1", EventType.TRANSFER, WHEN, notes=("",))


def test_an_agent_without_name_is_refused() -> None:
    with pytest.raises(ValueError, match="has a name"):
        Agent(AgentKind.PERSON, "")


def test_only_a_program_has_a_version() -> None:
    with pytest.raises(ValueError, match="archivist is no program"):
        Agent(AgentKind.PERSON, "archivist", "2")


@pytest.mark.parametrize(
    ("term", "label", "uri"),
    [
        (EventType.MESSAGE_DIGEST_CALCULATION, "message digest calculation", "eventType/mes"),
        (EventType.FIXITY_CHECK, "fixity check", "eventType/fix"),
        (Outcome.FAIL, "fail", "eventOutcome/fai"),
    ],
)
def test_a_term_has_the_label_and_the_uri_of_its_vocabulary(
    term: EventType | Outcome, label: str, uri: str
) -> None:
    assert (term.label, term.uri) == (label, f"http://id.loc.gov/vocabulary/preservation/{uri}")


@pytest.mark.parametrize("term", EventType)
def test_a_term_is_found_by_its_label(term: EventType) -> None:
    assert EventType.labelled(term.label) is term
