"""Reading PREMIS 3.0 documents of ours, also where somebody else had a hand in them."""

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.premis.names import ARTICLE, NAMESPACE, ORDER, URI, XSI
from newsarchive.metadata.premis.values import PremisDocument
from newsarchive.metadata.xml import parse_xml
from newsarchive.metadata.xml_lines import REPLACED
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

_P = f"{{{NAMESPACE}}}"


def read_premis(data: bytes, what: str = "premis.xml") -> PremisDocument:
    """Read what `write_premis` or `history_premis` wrote; `what` names it in messages.

    No entity is resolved, no DTD is read and nothing is fetched; a document with a DTD is refused.

    Raises:
        InvalidRecordError: it is not a PREMIS document of ours.
    """
    root = parse(data, what)
    bag = bag_of(root, what)
    try:
        agents = {agent_key(a): _read_agent(a) for a in root.iterchildren(f"{_P}agent")}
        return PremisDocument(
            bag=bag,
            article=_identifier(_entity(root, what), ARTICLE),
            files=tuple(_files(root, bag)),
            events=tuple(_read_event(e, bag, agents) for e in root.iterchildren(f"{_P}event")),
        )
    except (KeyError, ValueError) as error:
        problem = f"is not a PREMIS document of newsarchive: {error}"
        raise InvalidRecordError(what, (problem,)) from error


def parse(data: bytes, what: str) -> etree._Element:
    """The root of a PREMIS document of ours, without comments.

    Raises:
        InvalidRecordError: it is none.
    """
    try:
        root = parse_xml(data)
    except ValueError as error:
        raise InvalidRecordError(what, (f"is not XML: {error}",)) from error
    if root.getroottree().docinfo.doctype:
        raise InvalidRecordError(what, ("has a DTD, which no PREMIS document of ours has",))
    if root.tag != f"{_P}premis":
        raise InvalidRecordError(what, (f"is not PREMIS 3.0: its root is {root.tag!r}",))
    for child in list(root):
        if not isinstance(child.tag, str):  # a comment or a processing instruction
            root.remove(child)
        elif child.tag not in {_P + name for name in ORDER}:
            raise InvalidRecordError(what, (f"is not PREMIS 3.0: it has {child.tag!r}",))
    return root


def _entity(root: etree._Element, what: str) -> etree._Element:
    for element in root.iterchildren(f"{_P}object"):
        if element.get(f"{{{XSI}}}type") == "intellectualEntity":
            return element
    raise InvalidRecordError(what, ("describes no article",))


def bag_of(root: etree._Element, what: str) -> str:
    """The URN of the bag that a document is about."""
    try:
        return _identifier(_entity(root, what), URI)
    except KeyError as error:
        raise InvalidRecordError(what, ("does not name its bag",)) from error


def _identifier(element: etree._Element, kind: str) -> str:
    for identifier in element.iterchildren(f"{_P}objectIdentifier"):
        if _text(identifier, "objectIdentifierType") == kind:
            return _text(identifier, "objectIdentifierValue")
    raise KeyError(kind)


def _text(element: etree._Element, name: str) -> str:
    """The text of a descendant; "" where it is empty.

    Raises:
        KeyError: there is none.
    """
    found = element.find(f".//{_P}{name}")
    if found is None:
        raise KeyError(name)
    return found.text or ""


def value(element: etree._Element, name: str) -> str:
    """The value of an identifier: the text of `<nameValue>`."""
    return _text(element, f"{name}Value")


def _files(root: etree._Element, bag: str) -> Iterator[str]:
    for element in root.iterchildren(f"{_P}object"):
        if element.get(f"{{{XSI}}}type") == "file":
            yield _path(bag, _identifier(element, URI))


def file_sizes(data: bytes, what: str = "premis.xml") -> dict[str, int]:
    """The bytes of each file that a PREMIS document of ours describes, by its path in the bag.

    Raises:
        InvalidRecordError: it is not a PREMIS document of ours.
    """
    root = parse(data, what)
    bag = bag_of(root, what)
    try:
        return {
            _path(bag, _identifier(element, URI)): int(_text(element, "size"))
            for element in root.iterchildren(f"{_P}object")
            if element.get(f"{{{XSI}}}type") == "file"
        }
    except (KeyError, ValueError) as error:
        raise InvalidRecordError(what, (f"a file in it cannot be understood: {error}",)) from error


def _path(bag: str, uri: str) -> str:
    if uri != bag and not uri.startswith(f"{bag}#"):
        raise ValueError(f"{uri} is no object of {bag}")
    return unquote(uri[len(bag) + 1 :], errors="surrogateescape")


def agent_key(element: etree._Element) -> tuple[str, str]:
    """What tells an agent from others: kind and value of its identifier."""
    return _text(element, "agentIdentifierType"), _text(element, "agentIdentifierValue")


def _read_agent(element: etree._Element) -> Agent:
    version = element.findtext(f"{_P}agentVersion") or ""
    return Agent(
        AgentKind.labelled(_text(element, "agentType")), _text(element, "agentName"), version
    )


def _read_event(element: etree._Element, bag: str, agents: dict[tuple[str, str], Agent]) -> Event:
    outcome = element.findtext(f".//{_P}eventOutcome")
    details = [d.text or "" for d in element.iter(f"{_P}eventDetail")]
    return Event(
        identifier=value(element, "eventIdentifier"),
        type=EventType.labelled(_text(element, "eventType")),
        time=_text(element, "eventDateTime"),
        outcome=None if outcome is None else Outcome.labelled(outcome),
        detail=next((d for d in details if not d.startswith(REPLACED)), ""),
        notes=tuple(n.text or "" for n in element.iter(f"{_P}eventOutcomeDetailNote")),
        agents=tuple(
            AgentLink(
                agents[
                    _text(link, "linkingAgentIdentifierType"),
                    _text(link, "linkingAgentIdentifierValue"),
                ],
                AgentRole.labelled(_text(link, "linkingAgentRole")),
            )
            for link in element.iterchildren(f"{_P}linkingAgentIdentifier")
        ),
        objects=tuple(
            ObjectLink(
                _path(bag, _text(link, "linkingObjectIdentifierValue")),
                ObjectRole.labelled(_text(link, "linkingObjectRole")),
            )
            for link in element.iterchildren(f"{_P}linkingObjectIdentifier")
        ),
    )
