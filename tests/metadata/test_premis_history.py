"""A bag's own PREMIS document and what happened since, as one; and reading either."""

from dataclasses import replace

import pytest
from hypothesis import given
from lxml import etree

from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.premis import write_premis
from newsarchive.metadata.premis.history import history_premis
from newsarchive.metadata.premis.read import read_premis
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
from support import premis
from support.premis import NS, event, full_files, package
from support.records import BAG

OWN = write_premis(package())
DAMAGE = event(
    "urn:x:2",
    outcome=Outcome.FAIL,
    notes=("changed: data/article.txt",),
    objects=(ObjectLink("data/article.txt", ObjectRole.SOURCE),),
)
LATER = (event("urn:x:0", type=EventType.ACCESSION, outcome=None), event("urn:x:1"), DAMAGE)


@pytest.mark.samples
def test_a_history_is_valid_premis_3() -> None:
    assert premis.faults(history_premis(OWN, LATER)) == []


@pytest.mark.samples
@given(premis.histories)
def test_any_history_is_valid_premis_3(later: tuple[Event, ...]) -> None:
    assert premis.faults(history_premis(OWN, later)) == []


@given(premis.histories)
def test_what_was_written_reads_back(later: tuple[Event, ...]) -> None:
    read = read_premis(history_premis(OWN, later))

    assert read.events == (*package().events, *later)


def test_bag_article_and_files_read_back() -> None:
    read = read_premis(OWN)

    assert (read.bag, read.article) == (BAG, "https://example.org/rain")
    assert read.files == tuple(file.path for file in full_files())


def test_a_note_on_replaced_characters_is_no_detail_of_the_event() -> None:
    read = read_premis(history_premis(OWN, [event(notes=("\x01",))]))

    assert read.events[-1].detail == ""
    assert read.events[-1].notes == ("\ufffd",)


def test_a_history_of_a_history_goes_on() -> None:
    at_once = history_premis(OWN, LATER)

    assert history_premis(history_premis(OWN, LATER[:1]), LATER[1:]) == at_once


def test_without_later_events_the_document_stays_as_it_is() -> None:
    assert history_premis(OWN, ()) == OWN


def test_an_agent_that_is_described_is_not_described_again() -> None:
    root = etree.fromstring(history_premis(OWN, LATER))

    names = [e.text for e in root.iter(f"{NS}agentName")]

    assert names.count("newsarchive") == 1


def test_a_later_version_of_the_program_is_another_agent() -> None:
    program = Agent(AgentKind.SOFTWARE, "newsarchive", "9.0")
    later = event(agents=(AgentLink(program, AgentRole.EXECUTING_PROGRAM),))

    root = etree.fromstring(history_premis(OWN, [later]))

    assert [e.text for e in root.iter(f"{NS}agentVersion")] == ["0.1.0", "9.0"]


@pytest.mark.parametrize("path", ["data/a b", "data/ü.txt", "data/x#y%20", "x\udcff", "a\nb"])
def test_a_stray_file_of_any_name_can_be_spoken_of(path: str) -> None:
    later = replace(DAMAGE, objects=(ObjectLink(path, ObjectRole.SOURCE),))

    assert read_premis(history_premis(OWN, [later])).events[-1].objects == later.objects


def test_two_events_of_one_identifier_are_refused() -> None:
    own = package().events[0]

    with pytest.raises(ValueError, match="two events have the identifier"):
        history_premis(OWN, [event(own.identifier)])


ENTITY = b"""<?xml version="1.0"?>
<!DOCTYPE premis [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<premis xmlns="http://www.loc.gov/premis/v3" version="3.0">&x;</premis>"""
PREMIS = b'<premis xmlns="http://www.loc.gov/premis/v3" version="3.0">'
BAD = {
    "no XML": (b"{}", "is not XML"),
    "cut off": (OWN[:400], "is not XML"),
    "a DTD": (ENTITY, "has a DTD"),
    "another root": (b"<mets/>", "is not PREMIS 3.0"),
    "another child": (PREMIS + b"<x/></premis>", "is not PREMIS 3.0"),
    "no article": (PREMIS + b"</premis>", "describes no article"),
    "no bag": (OWN.replace(b">URI<", b">other<"), "does not name its bag"),
    "a strange event": (OWN.replace(b">transfer<", b">teleport<"), "is not a PREMIS document of"),
    "an agent of whom nothing is said": (
        OWN.replace(b">archivist</agentIdentifierValue>", b">x</agentIdentifierValue>"),
        "is not a PREMIS document of",
    ),
    "a file of another bag": (
        OWN.replace(b"abcdef#data/README", b"ffffff#data/README"),
        "is no object of",
    ),
}


@pytest.mark.parametrize(("data", "says"), BAD.values(), ids=BAD)
def test_what_is_not_ours_is_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(InvalidRecordError, match=says) as refused:
        read_premis(data, "rain/premis.xml")

    assert refused.value.message.startswith("rain/premis.xml: ")


def test_comments_in_the_document_do_no_harm() -> None:
    commented = OWN.replace(b"<event>", b"<!-- seen --><event>", 1)

    assert read_premis(commented) == read_premis(OWN)
