"""The XML of PREMIS 3.0, written and read. Only metadata.premis uses it."""

import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from newsarchive.digests import Algorithm
from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.premis import (
    FileRole,
    PremisDocument,
    PremisFile,
    PremisPackage,
    PremisRights,
    RightsBasis,
)
from newsarchive.metadata.xml_text import REPLACEMENT, UNSAYABLE
from newsarchive.model.event import (
    VOCABULARIES,
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

_NS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_P = f"{{{_NS}}}"
_ROOT = f' xmlns="{_NS}" xmlns:xsi="{_XSI}" version="3.0"'
_MARKUP = re.compile("[&<>\r]")
_ORDER = ("object", "event", "agent", "rights")

_URI = "URI"
_ARTICLE = "article id"
_PATH = "path in the bag"
_ORIGINAL = "representation-original"
_DERIVED = "representation-derived"
_UNKNOWN_FORMAT = "unknown"  # the schema wants a format; the Data Dictionary has this word for none

_REPLACED = "U+FFFD stands for a character that XML cannot hold: "
_MOST_NAMED = 20

_ALGORITHMS = {
    Algorithm.MD5: ("MD5", "md5"),
    Algorithm.SHA1: ("SHA-1", "sha1"),
    Algorithm.SHA224: ("SHA-224", ""),
    Algorithm.SHA256: ("SHA-256", "sha256"),
    Algorithm.SHA384: ("SHA-384", "sha384"),
    Algorithm.SHA512: ("SHA-512", "sha512"),
}
_AGENT_NAMES = {
    AgentKind.ORGANIZATION: "name of the institution",
    AgentKind.PERSON: "role or staff id",
    AgentKind.SOFTWARE: "program and version",
}
_RIGHTS = {RightsBasis.LICENSE: "license", RightsBasis.OTHER: "other"}


def write(package: PremisPackage) -> bytes:
    """See `metadata.premis.write_premis`."""
    paths = [file.path for file in package.files]
    _unique(paths, "files", "path")
    missing = {s for file in package.files for s in file.sources} - set(paths)
    if missing:
        raise ValueError(f"a file is derived from {min(missing)}, which is not in the bag")
    events, agents = _events(package.bag, package.events, [], set())
    root = _Element("premis", _ROOT)
    root.children = [*_objects(package), *events, *agents]
    if package.rights:
        rights = _Element("rights")
        root.children.append(rights)
        for number, right in enumerate(package.rights, 1):
            _rights_statement(rights, package.bag, number, right)
    return _rendered(root)


def join(own: bytes, later: tuple[Event, ...], what: str) -> bytes:
    """See `metadata.premis.history_premis`."""
    root = _parse(own, what)
    known = [_value(e, "eventIdentifier") for e in root.iterchildren(f"{_P}event")]
    agents = {_agent_key(a) for a in root.iterchildren(f"{_P}agent")}
    added = _Element("premis", _ROOT)
    added.children = [e for es in _events(_bag_of(root, what), later, known, agents) for e in es]
    root.extend(list(_parse(_rendered(added), what)))
    # What was added stands behind everything else; sorting is stable.
    root[:] = sorted(root, key=lambda child: _ORDER.index(etree.QName(child).localname))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def read(data: bytes, what: str) -> PremisDocument:
    """See `metadata.premis.read_premis`."""
    root = _parse(data, what)
    bag = _bag_of(root, what)
    try:
        agents = {_agent_key(a): _read_agent(a) for a in root.iterchildren(f"{_P}agent")}
        return PremisDocument(
            bag=bag,
            article=_identifier(_entity(root, what), _ARTICLE),
            files=tuple(_files(root, bag)),
            events=tuple(_read_event(e, bag, agents) for e in root.iterchildren(f"{_P}event")),
        )
    except (KeyError, ValueError) as error:
        problem = f"is not a PREMIS document of newsarchive: {error}"
        raise InvalidRecordError(what, (problem,)) from error


# Writing.


class _Element:
    """An element to be written: with text, or with children, or empty.

    Elements of lxml take ten times as long to make, and a bag's document has hundreds of them.
    `attributes` are as they are written, with a space before each.
    """

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: str = "", text: str | None = None) -> None:
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children: list[_Element] = []

    def child(self, name: str) -> "_Element":
        """The first child of that name."""
        return next(child for child in self.children if child.name == name)


class _Section:
    """One object, event, agent or rights statement being written.

    It knows which characters of its text could not be written.
    """

    def __init__(self, name: str, kind: str = "") -> None:
        self.element = _Element(name, f' xsi:type="{kind}"' if kind else "")
        self.replaced: list[str] = []

    def add(
        self,
        name: str,
        text: str | None = None,
        *,
        inside: _Element | None = None,
        vocabulary: str = "",
        uri: str = "",
    ) -> _Element:
        """A child called `name`; its `vocabulary` and `uri` say where the term is from."""
        if text is not None and UNSAYABLE.search(text):
            text = self._sayable(name, text)
        element = _Element(name, _term(vocabulary, uri) if vocabulary else "", text)
        (self.element if inside is None else inside).children.append(element)
        return element

    def _sayable(self, name: str, text: str) -> str:
        for match in UNSAYABLE.finditer(text):
            place = f"{name}, character {match.start() + 1}"
            self.replaced.append(f"{place}: U+{ord(match.group()):04X}")
        return UNSAYABLE.sub(REPLACEMENT, text)

    def pair(self, name: str, kind: str, value: str) -> _Element:
        """An identifier: `<name><nameType>kind</nameType><nameValue>value</nameValue></name>`."""
        element = self.add(name)
        self.add(f"{name}Type", kind, inside=element)
        self.add(f"{name}Value", value, inside=element)
        return element

    def identifier(self) -> tuple[str, str]:
        """Its own identifier as it is written: the type and the value."""
        pair = self.element.child(f"{self.element.name}Identifier")
        kind, value = pair.children
        return kind.text or "", value.text or ""

    def note(self) -> str:
        """What could not be written, for people; "" if all could."""
        if not self.replaced:
            return ""
        more = len(self.replaced) - _MOST_NAMED
        tail = f"; and {more} more" if more > 0 else ""
        return _REPLACED + "; ".join(self.replaced[:_MOST_NAMED]) + tail

    def place(self, element: _Element, after: tuple[str, ...]) -> None:
        """Move `element` behind the last child called one of `after`, as the schema has it."""
        children = self.element.children
        children.remove(element)
        last = max(n for n, child in enumerate(children) if child.name in after)
        children.insert(last + 1, element)


@functools.cache
def _term(vocabulary: str, uri: str) -> str:
    """The attributes of a term of a vocabulary of the Library of Congress."""
    attributes = {"authority": vocabulary, "authorityURI": VOCABULARIES + vocabulary}
    if uri:
        attributes["valueURI"] = uri
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _rendered(root: _Element) -> bytes:
    """The document, as lxml writes and indents it."""
    lines = ["<?xml version='1.0' encoding='UTF-8'?>"]
    _render(root, "", lines)
    return ("\n".join(lines) + "\n").encode()


def _render(element: _Element, start: str, lines: list[str]) -> None:
    name = element.name
    if element.text is not None:
        text = element.text
        if _MARKUP.search(text):
            text = escape(text, {"\r": "&#13;"})  # a bare CR would be read as LF
        lines.append(f"{start}<{name}{element.attributes}>{text}</{name}>")
    elif element.children:
        lines.append(f"{start}<{name}{element.attributes}>")
        for child in element.children:
            _render(child, start + "  ", lines)
        lines.append(f"{start}</{name}>")
    else:
        lines.append(f"{start}<{name}{element.attributes}/>")


def _objects(package: PremisPackage) -> Iterator[_Element]:
    bag = package.bag
    entity = _Section("object", "intellectualEntity")
    entity.pair("objectIdentifier", _URI, bag)
    entity.pair("objectIdentifier", _ARTICLE, package.article)
    _property(entity, "title", package.title)
    _say_replaced(entity)
    yield entity.element
    roles = {file.role for file in package.files}
    received = bool(roles & {FileRole.ORIGINAL, FileRole.MEDIUM})
    if received:
        yield _representation(bag, _ORIGINAL)
    if FileRole.DERIVED in roles:
        yield _representation(bag, _DERIVED, source=_ORIGINAL if received else "")
    made = (e for e in package.events if e.type is EventType.INFORMATION_PACKAGE_CREATION)
    making = next(made, None)
    for file in package.files:
        yield _file(bag, file, making.identifier if making else "")


def _representation(bag: str, name: str, source: str = "") -> _Element:
    section = _Section("object", "representation")
    section.pair("objectIdentifier", _URI, f"{bag}#{name}")
    _relationship(section, "structural", "represents", [bag])
    if source:
        _relationship(section, "derivation", "has source", [f"{bag}#{source}"])
    return section.element


def _file(bag: str, file: PremisFile, making: str) -> _Element:
    section = _Section("object", "file")
    section.pair("objectIdentifier", _URI, _uri(bag, file.path))
    characteristics = section.add("objectCharacteristics")
    section.add("compositionLevel", "0", inside=characteristics)
    for digest in file.digests:
        fixity = section.add("fixity", inside=characteristics)
        label, code = _ALGORITHMS[digest.algorithm]
        section.add(
            "messageDigestAlgorithm",
            label,
            inside=fixity,
            vocabulary="cryptographicHashFunctions" if code else "",
            uri=f"{VOCABULARIES}cryptographicHashFunctions/{code}" if code else "",
        )
        section.add("messageDigest", digest.hex, inside=fixity)
    section.add("size", str(file.size), inside=characteristics)
    _format(section, characteristics, file)
    if file.original_name is not None:
        section.add("originalName", file.original_name)
    location = section.add("contentLocation", inside=section.add("storage"))
    section.add("contentLocationType", _PATH, inside=location)
    section.add("contentLocationValue", file.path, inside=location)
    match file.role:
        case FileRole.ORIGINAL | FileRole.MEDIUM:
            _relationship(section, "structural", "is included in", [f"{bag}#{_ORIGINAL}"])
        case FileRole.DERIVED:
            _relationship(section, "structural", "is included in", [f"{bag}#{_DERIVED}"])
        case FileRole.DOCUMENTATION:
            _relationship(section, "reference", "documents", [bag])
    if file.sources:
        sources = [_uri(bag, source) for source in file.sources]
        _relationship(section, "derivation", "has source", sources, making)
    _say_replaced(section)
    return section.element


def _format(section: _Section, characteristics: _Element, file: PremisFile) -> None:
    element = section.add("format", inside=characteristics)
    if file.media_type or not file.pronom:
        designation = section.add("formatDesignation", inside=element)
        section.add("formatName", file.media_type or _UNKNOWN_FORMAT, inside=designation)
    if file.pronom:
        registry = section.add("formatRegistry", inside=element)
        section.add("formatRegistryName", "PRONOM", inside=registry)
        section.add("formatRegistryKey", file.pronom, inside=registry)
    if not (file.media_type or file.pronom):
        section.add("formatNote", "the format was not identified", inside=element)


_KNOWN_TERMS = {
    "structural": "relationshipType/str",
    "derivation": "relationshipType/der",
    "has source": "relationshipSubType/hss",
    "is included in": "relationshipSubType/isi",
}


def _relationship(
    section: _Section, kind: str, sub: str, objects: Iterable[str], event: str = ""
) -> None:
    element = section.add("relationship")
    for name, label in (("relationshipType", kind), ("relationshipSubType", sub)):
        known = _KNOWN_TERMS.get(label, "")
        section.add(
            name,
            label,
            inside=element,
            vocabulary=name if known else "",
            uri=VOCABULARIES + known if known else "",
        )
    for uri in objects:
        related = section.add("relatedObjectIdentifier", inside=element)
        section.add("relatedObjectIdentifierType", _URI, inside=related)
        section.add("relatedObjectIdentifierValue", uri, inside=related)
    if event:
        related = section.add("relatedEventIdentifier", inside=element)
        section.add("relatedEventIdentifierType", _URI, inside=related)
        section.add("relatedEventIdentifierValue", event, inside=related)


def _property(section: _Section, kind: str, value: str) -> _Element:
    element = section.add("significantProperties")
    section.add("significantPropertiesType", kind, inside=element)
    section.add("significantPropertiesValue", value, inside=element)
    return element


def _say_replaced(section: _Section) -> None:
    if note := section.note():
        element = _property(section, "note on this description", note)
        section.place(element, ("objectIdentifier", "preservationLevel", "significantProperties"))


def _events(
    bag: str, events: Iterable[Event], known: list[str], agents: set[tuple[str, str]]
) -> tuple[list[_Element], list[_Element]]:
    """Events, and those of their agents that are new.

    `known` are the identifiers of the events that the document has, `agents` those of its agents.
    """
    written: list[_Element] = []
    new: list[_Element] = []
    identifiers, acquainted = list(known), set(agents)
    for event in events:
        section = _event(bag, event)
        written.append(section.element)
        identifiers.append(section.identifier()[1])
        for link in event.agents:
            agent = _agent(link.agent)
            if agent.identifier() not in acquainted:
                new.append(agent.element)
            acquainted.add(agent.identifier())
    _unique(identifiers, "events", "identifier")
    return written, new


def _event(bag: str, event: Event) -> _Section:
    section = _Section("event")
    section.pair("eventIdentifier", _URI, event.identifier)
    section.add("eventType", event.type.label, vocabulary="eventType", uri=event.type.uri)
    section.add("eventDateTime", event.time)
    if event.detail:
        section.add("eventDetail", event.detail, inside=section.add("eventDetailInformation"))
    if event.outcome or event.notes:
        element = section.add("eventOutcomeInformation")
        if outcome := event.outcome:
            section.add(
                "eventOutcome",
                outcome.label,
                inside=element,
                vocabulary="eventOutcome",
                uri=outcome.uri,
            )
        for note in event.notes:
            detail = section.add("eventOutcomeDetail", inside=element)
            section.add("eventOutcomeDetailNote", note, inside=detail)
    for agent in event.agents:
        kind, name = _agent_identifier(agent.agent)
        element = section.pair("linkingAgentIdentifier", kind, name)
        _role(section, element, "linkingAgentRole", agent.role)
    for link in event.objects:
        element = section.pair("linkingObjectIdentifier", _URI, _uri(bag, link.path))
        _role(section, element, "linkingObjectRole", link.role)
    if note := section.note():
        element = section.add("eventDetailInformation")
        section.add("eventDetail", note, inside=element)
        section.place(element, ("eventDateTime", "eventDetailInformation"))
    return section


def _role(section: _Section, element: _Element, name: str, role: AgentRole | ObjectRole) -> None:
    section.add(name, role.label, inside=element, vocabulary=role.vocabulary(), uri=role.uri)


def _agent_identifier(agent: Agent) -> tuple[str, str]:
    name = f"{agent.name} {agent.version}" if agent.version else agent.name
    return _AGENT_NAMES[agent.kind], name


def _agent(agent: Agent) -> _Section:
    section = _Section("agent")
    section.pair("agentIdentifier", *_agent_identifier(agent))
    section.add("agentName", agent.name)
    section.add("agentType", agent.kind.label, vocabulary="agentType", uri=agent.kind.uri)
    if agent.version:
        section.add("agentVersion", agent.version)
    if note := section.note():
        section.add("agentNote", note)
    return section


def _rights_statement(parent: _Element, bag: str, number: int, right: PremisRights) -> None:
    section = _Section("rightsStatement")
    parent.children.append(section.element)
    section.pair("rightsStatementIdentifier", _URI, f"{bag}#rights-{number}")
    section.add(
        "rightsBasis",
        _RIGHTS[right.basis],
        vocabulary="rightsBasis",
        uri=f"{VOCABULARIES}rightsBasis/{right.basis}",
    )
    match right.basis:
        case RightsBasis.LICENSE:
            element = section.add("licenseInformation")
            section.add("licenseTerms", right.text, inside=element)
            notes, name = [f"{right.kind}, {right.note}"], "licenseNote"
        case RightsBasis.OTHER:
            element = section.add("otherRightsInformation")
            section.add("otherRightsBasis", right.kind, inside=element)
            notes, name = [right.text, right.note], "otherRightsNote"
    for note in notes:
        section.add(name, note, inside=element)
    if replaced := section.note():
        section.add(name, replaced, inside=element)
    for uri in [_uri(bag, path) for path in right.paths] or [bag]:
        section.pair("linkingObjectIdentifier", _URI, uri)


def _uri(bag: str, path: str) -> str:
    """A file of a bag as a URI; the names of stray files may be of any bytes."""
    return f"{bag}#{quote(path, errors='surrogateescape')}" if path else bag


def _unique(names: list[str], what: str, member: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two {what} have the {member} {name}")
        seen.add(name)


# Reading.


def _parse(data: bytes, what: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InvalidRecordError(what, (f"is not XML: {error.msg}",)) from error
    if root.getroottree().docinfo.doctype:
        raise InvalidRecordError(what, ("has a DTD, which no PREMIS document of ours has",))
    if root.tag != f"{_P}premis":
        raise InvalidRecordError(what, (f"is not PREMIS 3.0: its root is {root.tag!r}",))
    for child in list(root):
        if not isinstance(child.tag, str):  # a comment or a processing instruction
            root.remove(child)
        elif child.tag not in {_P + name for name in _ORDER}:
            raise InvalidRecordError(what, (f"is not PREMIS 3.0: it has {child.tag!r}",))
    return root


def _entity(root: etree._Element, what: str) -> etree._Element:
    for element in root.iterchildren(f"{_P}object"):
        if element.get(f"{{{_XSI}}}type") == "intellectualEntity":
            return element
    raise InvalidRecordError(what, ("describes no article",))


def _bag_of(root: etree._Element, what: str) -> str:
    try:
        return _identifier(_entity(root, what), _URI)
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


def _value(element: etree._Element, name: str) -> str:
    return _text(element, f"{name}Value")


def _files(root: etree._Element, bag: str) -> Iterator[str]:
    for element in root.iterchildren(f"{_P}object"):
        if element.get(f"{{{_XSI}}}type") == "file":
            yield _path(bag, _identifier(element, _URI))


def _path(bag: str, uri: str) -> str:
    if uri != bag and not uri.startswith(f"{bag}#"):
        raise ValueError(f"{uri} is no object of {bag}")
    return unquote(uri[len(bag) + 1 :], errors="surrogateescape")


def _agent_key(element: etree._Element) -> tuple[str, str]:
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
        identifier=_value(element, "eventIdentifier"),
        type=EventType.labelled(_text(element, "eventType")),
        time=_text(element, "eventDateTime"),
        outcome=None if outcome is None else Outcome.labelled(outcome),
        detail=next((d for d in details if not d.startswith(_REPLACED)), ""),
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
