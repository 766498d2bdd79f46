"""Events in the life of a bag, who took part and how they went, in the terms of PREMIS 3.0.

Codes and labels are those of the Library of Congress, http://id.loc.gov/vocabulary/preservation/.
Damage is no event of its own: it is a fixity check that failed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

VOCABULARIES = "http://id.loc.gov/vocabulary/preservation/"

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


class _Term(StrEnum):
    """A term of a vocabulary. Its value is its code; its name is its label."""

    @classmethod
    def vocabulary(cls) -> str:
        """The name of the vocabulary, as in its URI."""
        raise NotImplementedError

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The term with this label.

        Raises:
            KeyError: there is none.
        """
        return cls[label.upper().replace(" ", "_")]

    @property
    def label(self) -> str:
        """The label of the Library of Congress: `fixity check`."""
        return self.name.lower().replace("_", " ")

    @property
    def uri(self) -> str:
        """The URI of the term: `http://id.loc.gov/vocabulary/preservation/eventType/fix`."""
        return f"{VOCABULARIES}{self.vocabulary()}/{self.value}"


class EventType(_Term):
    """What happened."""

    ACCESSION = "acc"
    CAPTURE = "cap"
    FIXITY_CHECK = "fix"
    FORMAT_IDENTIFICATION = "for"
    INFORMATION_PACKAGE_CREATION = "ipc"
    INGESTION = "ing"
    MESSAGE_DIGEST_CALCULATION = "mes"
    REPLICATION = "rep"
    TRANSFER = "tra"
    VALIDATION = "val"
    VIRUS_CHECK = "vir"

    @classmethod
    def vocabulary(cls) -> str:
        """`eventType`."""
        return "eventType"


class Outcome(_Term):
    """How an event went."""

    SUCCESS = "suc"
    WARNING = "war"
    FAIL = "fai"

    @classmethod
    def vocabulary(cls) -> str:
        """`eventOutcome`."""
        return "eventOutcome"


class AgentKind(_Term):
    """What an agent is."""

    ORGANIZATION = "org"
    PERSON = "per"
    SOFTWARE = "sof"

    @classmethod
    def vocabulary(cls) -> str:
        """`agentType`."""
        return "agentType"


class AgentRole(_Term):
    """What an agent did in an event."""

    AUTHORIZER = "aut"
    EXECUTING_PROGRAM = "exe"
    IMPLEMENTER = "imp"

    @classmethod
    def vocabulary(cls) -> str:
        """`eventRelatedAgentRole`."""
        return "eventRelatedAgentRole"


class ObjectRole(_Term):
    """What an object was to an event: what it worked on, or what came of it."""

    SOURCE = "sou"
    OUTCOME = "out"

    @classmethod
    def vocabulary(cls) -> str:
        """`eventRelatedObjectRole`."""
        return "eventRelatedObjectRole"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who or what took part in an event: a program, the institution, or a person.

    A person is named by role or staff id ("archivist"), never by a login. Only a program has a
    `version`. Two agents are the same when all three are.
    """

    kind: AgentKind
    name: str
    version: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("an agent has a name")
        if self.version and self.kind is not AgentKind.SOFTWARE:
            raise ValueError(f"{self.name} is no program, and has no version")


@dataclass(frozen=True, slots=True)
class AgentLink:
    """An agent's part in an event."""

    agent: Agent
    role: AgentRole


@dataclass(frozen=True, slots=True)
class ObjectLink:
    """An object's part in an event. `path` is relative to the bag, "" for the bag as a whole."""

    path: str
    role: ObjectRole


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a bag or its files.

    `identifier` is a URI or another name that no other event of the archive has; `time` is RFC 3339
    with its zone; `detail` says what was done, `notes` what came of it beyond the outcome. Empty
    texts are things not said.
    """

    identifier: str
    type: EventType
    time: str
    outcome: Outcome | None = None
    detail: str = ""
    notes: tuple[str, ...] = ()
    agents: tuple[AgentLink, ...] = ()
    objects: tuple[ObjectLink, ...] = ()

    def __post_init__(self) -> None:
        if not self.identifier:
            raise ValueError("an event has an identifier")
        if not is_event_time(self.time):
            raise ValueError(f"{self.time!r} is not a time such as 2026-11-22T10:00:00Z")
        if not all(self.notes):
            raise ValueError("an event leaves out what it does not say: it holds no empty note")


def is_event_time(text: str) -> bool:
    """Whether `text` is a time that an event can have: RFC 3339, to the second, with its zone."""
    return bool(_TIME.fullmatch(text))
