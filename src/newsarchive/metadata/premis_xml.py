"""The XML of PREMIS 3.0, written and read. Only metadata.premis uses it."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

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
    root = etree.Element(f"{_P}premis", {"version": "3.0"}, nsmap={None: _NS, "xsi": _XSI})
    for element in _objects(package):
        root.append(element)
    _add_events(root, package.bag, package.events)
    if package.rights:
        rights = etree.SubElement(root, f"{_P}rights")
        for number, right in enumerate(package.rights, 1):
            _rights_statement(rights, package.bag, number, right)
    return _render(root)


def join(own: bytes, later: tuple[Event, ...], what: str) -> bytes:
    """See `metadata.premis.history_premis`."""
    root = _parse(own, what)
    _add_events(root, _bag_of(root, what), later)
    return _render(root)


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


class _Section:
    """One object, event, agent or rights statement being written.

    It knows which characters of its text could not be written.
    """

    def __init__(self, parent: etree._Element, name: str, kind: str = "") -> None:
        self.element = etree.SubElement(parent, _P + name)
        self.replaced: list[str] = []
        if kind:
            self.element.set(f"{{{_XSI}}}type", kind)

    def add(
        self,
        name: str,
        text: str | None = None,
        *,
        inside: "etree._Element | None" = None,
        vocabulary: str = "",
        uri: str = "",
    ) -> etree._Element:
        """A child called `name`; its `vocabulary` and `uri` say where the term is from."""
        element = etree.SubElement(self.element if inside is None else inside, _P + name)
        if vocabulary:
            element.set("authority", vocabulary)
            element.set("authorityURI", VOCABULARIES + vocabulary)
        if uri:
            element.set("valueURI", uri)
        if text is not None:
            element.text = self._sayable(name, text) if UNSAYABLE.search(text) else text
        return element

    def _sayable(self, name: str, text: str) -> str:
        for match in UNSAYABLE.finditer(text):
            place = f"{name}, character {match.start() + 1}"
            self.replaced.append(f"{place}: U+{ord(match.group()):04X}")
        return UNSAYABLE.sub(REPLACEMENT, text)

    def pair(self, name: str, kind: str, value: str) -> etree._Element:
        """An identifier: `<name><nameType>kind</nameType><nameValue>value</nameValue></name>`."""
        element = self.add(name)
        self.add(f"{name}Type", kind, inside=element)
        self.add(f"{name}Value", value, inside=element)
        return element

    def note(self) -> str:
        """What could not be written, for people; "" if all could."""
        if not self.replaced:
            return ""
        more = len(self.replaced) - _MOST_NAMED
        tail = f"; and {more} more" if more > 0 else ""
        return _REPLACED + "; ".join(self.replaced[:_MOST_NAMED]) + tail

    def place(self, element: etree._Element, after: tuple[str, ...]) -> None:
        """Move `element` behind the last child called one of `after`, as the schema has it."""
        self.element.remove(element)
        names = [etree.QName(child).localname for child in self.element]
        last = max(n for n, name in enumerate(names) if name in after)
        self.element.insert(last + 1, element)


def _objects(package: PremisPackage) -> "Iterator[etree._Element]":
    holder = etree.Element("objects")
    bag = package.bag
    entity = _Section(holder, "object", "intellectualEntity")
    entity.pair("objectIdentifier", _URI, bag)
    entity.pair("objectIdentifier", _ARTICLE, package.article)
    _property(entity, "title", package.title)
    _say_replaced(entity)
    roles = {file.role for file in package.files}
    received = bool(roles & {FileRole.ORIGINAL, FileRole.MEDIUM})
    if received:
        _representation(holder, bag, _ORIGINAL)
    if FileRole.DERIVED in roles:
        _representation(holder, bag, _DERIVED, source=_ORIGINAL if received else "")
    made = (e for e in package.events if e.type is EventType.INFORMATION_PACKAGE_CREATION)
    making = next(made, None)
    for file in package.files:
        _file(holder, bag, file, making.identifier if making else "")
    yield from list(holder)


def _representation(holder: etree._Element, bag: str, name: str, source: str = "") -> None:
    section = _Section(holder, "object", "representation")
    section.pair("objectIdentifier", _URI, f"{bag}#{name}")
    _relationship(section, "structural", "represents", [bag])
    if source:
        _relationship(section, "derivation", "has source", [f"{bag}#{source}"])


def _file(holder: etree._Element, bag: str, file: PremisFile, making: str) -> None:
    section = _Section(holder, "object", "file")
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


def _format(section: _Section, characteristics: etree._Element, file: PremisFile) -> None:
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


def _property(section: _Section, kind: str, value: str) -> etree._Element:
    element = section.add("significantProperties")
    section.add("significantPropertiesType", kind, inside=element)
    section.add("significantPropertiesValue", value, inside=element)
    return element


def _say_replaced(section: _Section) -> None:
    if note := section.note():
        element = _property(section, "note on this description", note)
        section.place(element, ("objectIdentifier", "preservationLevel", "significantProperties"))


def _add_events(root: etree._Element, bag: str, events: tuple[Event, ...]) -> None:
    known = [_value(e, "eventIdentifier") for e in root.iterchildren(f"{_P}event")]
    agents = {_agent_key(a) for a in root.iterchildren(f"{_P}agent")}
    for event in events:
        known.append(_event(root, bag, event))
        for link in event.agents:
            section = _agent(root, link.agent)
            if _agent_key(section) in agents:
                root.remove(section)
            agents.add(_agent_key(section))
    _unique(known, "events", "identifier")
    # What was added stands behind everything else; sorting is stable.
    root[:] = sorted(root, key=lambda child: _ORDER.index(etree.QName(child).localname))


def _event(root: etree._Element, bag: str, event: Event) -> str:
    """Write an event; its identifier as written."""
    section = _Section(root, "event")
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
    return _value(section.element, "eventIdentifier")


def _role(
    section: _Section, element: etree._Element, name: str, role: AgentRole | ObjectRole
) -> None:
    section.add(name, role.label, inside=element, vocabulary=role.vocabulary(), uri=role.uri)


def _agent_identifier(agent: Agent) -> tuple[str, str]:
    name = f"{agent.name} {agent.version}" if agent.version else agent.name
    return _AGENT_NAMES[agent.kind], name


def _agent(root: etree._Element, agent: Agent) -> etree._Element:
    section = _Section(root, "agent")
    section.pair("agentIdentifier", *_agent_identifier(agent))
    section.add("agentName", agent.name)
    section.add("agentType", agent.kind.label, vocabulary="agentType", uri=agent.kind.uri)
    if agent.version:
        section.add("agentVersion", agent.version)
    if note := section.note():
        section.add("agentNote", note)
    return section.element


def _rights_statement(parent: etree._Element, bag: str, number: int, right: PremisRights) -> None:
    section = _Section(parent, "rightsStatement")
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


def _render(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


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


def sizes(data: bytes, what: str) -> dict[str, int]:
    """For `metadata.premis.file_sizes`."""
    root = _parse(data, what)
    bag = _bag_of(root, what)
    try:
        return {
            _path(bag, _identifier(element, _URI)): int(_text(element, "size"))
            for element in root.iterchildren(f"{_P}object")
            if element.get(f"{{{_XSI}}}type") == "file"
        }
    except (KeyError, ValueError) as error:
        raise InvalidRecordError(what, (f"a file in it cannot be understood: {error}",)) from error


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
