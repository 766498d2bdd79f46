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
# What is written as it is: no markup, no CR, and nothing that XML cannot hold.
_NOT_PLAIN = re.compile("[^\t\n !-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
    statements = _rights(package.bag, package.rights)
    rights = _around("rights", statements) if statements else ()
    return _document([*_objects(package), *events, *agents, *rights])


def join(own: bytes, later: tuple[Event, ...], what: str) -> bytes:
    """See `metadata.premis.history_premis`."""
    root = _parse(own, what)
    known = [_value(e, "eventIdentifier") for e in root.iterchildren(f"{_P}event")]
    acquainted = {_agent_key(a) for a in root.iterchildren(f"{_P}agent")}
    events, agents = _events(_bag_of(root, what), later, known, acquainted)
    root.extend(list(_parse(_document([*events, *agents]), what)))
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


# Lines and not elements: lxml takes ten times as long to make the hundreds that each bag has.


def _document(lines: list[str]) -> bytes:
    """A document with these lines, as lxml indents and writes it."""
    (root,) = _around("premis", lines, f' xmlns="{_NS}" xmlns:xsi="{_XSI}" version="3.0"')
    document = f"<?xml version='1.0' encoding='UTF-8'?>{_END}{root}{_END}"
    return document.replace(_END, "\n").encode()


# Ends a line until all is written: text may hold a LF, which must not be indented, and no U+0000.
_END = "\0"


def _around(name: str, lines: Iterable[str], attributes: str = "") -> list[str]:
    """The lines of an element called `name` that holds `lines`, in one string."""
    inner = _END.join(lines).replace(_END, f"{_END}  ")
    return [f"<{name}{attributes}>{_END}  {inner}{_END}</{name}>"]


class _Section:
    """One object, event, agent or rights statement being written.

    It knows which characters of its text could not be written.
    """

    def __init__(self, name: str, kind: str = "") -> None:
        self.name = name
        self.attributes = f' xsi:type="{kind}"' if kind else ""
        self.children: list[tuple[str, list[str]]] = []
        self.replaced: list[str] = []

    def lines(self) -> list[str]:
        """Its own lines."""
        inner = [line for _, lines in self.children for line in lines]
        return _around(self.name, inner, self.attributes)

    def line(self, name: str, text: str, attributes: str = "") -> str:
        """An element with text."""
        if _NOT_PLAIN.search(text):
            text = self._written(name, text)
        return f"<{name}{attributes}>{text}</{name}>"

    def _written(self, name: str, text: str) -> str:
        for match in UNSAYABLE.finditer(text):
            place = f"{name}, character {match.start() + 1}"
            self.replaced.append(f"{place}: U+{ord(match.group()):04X}")
        # A bare CR would be read as LF.
        return escape(UNSAYABLE.sub(REPLACEMENT, text), {"\r": "&#13;"})

    def add(self, name: str, text: str, attributes: str = "") -> None:
        """Add an element with text."""
        self.children.append((name, [self.line(name, text, attributes)]))

    def put(self, name: str, lines: Iterable[str]) -> None:
        """Add an element that holds `lines`."""
        self.children.append((name, _around(name, lines)))

    def pair(self, name: str, kind: str, value: str) -> list[str]:
        """What an identifier holds: `<nameType>kind</nameType>`, `<nameValue>value</nameValue>`."""
        return [self.line(f"{name}Type", kind), self.line(f"{name}Value", value)]

    def note(self) -> str:
        """What could not be written, for people; "" if all could."""
        if not self.replaced:
            return ""
        more = len(self.replaced) - _MOST_NAMED
        tail = f"; and {more} more" if more > 0 else ""
        return _REPLACED + "; ".join(self.replaced[:_MOST_NAMED]) + tail

    def place(self, after: tuple[str, ...]) -> None:
        """Move what was added last behind the last child called one of `after`."""
        added = self.children.pop()
        last = max(n for n, (name, _) in enumerate(self.children) if name in after)
        self.children.insert(last + 1, added)


@functools.cache
def _term(vocabulary: str, uri: str) -> str:
    """The attributes of a term of a vocabulary of the Library of Congress."""
    attributes = {"authority": vocabulary, "authorityURI": VOCABULARIES + vocabulary}
    return "".join(f" {n}={quoteattr(v)}" for n, v in (attributes | {"valueURI": uri}).items())


def _objects(package: PremisPackage) -> Iterator[str]:
    bag = package.bag
    entity = _Section("object", "intellectualEntity")
    entity.put("objectIdentifier", entity.pair("objectIdentifier", _URI, bag))
    entity.put("objectIdentifier", entity.pair("objectIdentifier", _ARTICLE, package.article))
    _property(entity, "title", package.title)
    _say_replaced(entity)
    yield from entity.lines()
    roles = {file.role for file in package.files}
    received = bool(roles & {FileRole.ORIGINAL, FileRole.MEDIUM})
    if received:
        yield from _representation(bag, _ORIGINAL)
    if FileRole.DERIVED in roles:
        yield from _representation(bag, _DERIVED, source=_ORIGINAL if received else "")
    made = (e for e in package.events if e.type is EventType.INFORMATION_PACKAGE_CREATION)
    making = next(made, None)
    for file in package.files:
        yield from _file(bag, file, making.identifier if making else "")


def _representation(bag: str, name: str, source: str = "") -> list[str]:
    section = _Section("object", "representation")
    section.put("objectIdentifier", section.pair("objectIdentifier", _URI, f"{bag}#{name}"))
    _relationship(section, "structural", "represents", [bag])
    if source:
        _relationship(section, "derivation", "has source", [f"{bag}#{source}"])
    return section.lines()


def _file(bag: str, file: PremisFile, making: str) -> list[str]:
    section = _Section("object", "file")
    section.put("objectIdentifier", section.pair("objectIdentifier", _URI, _uri(bag, file.path)))
    characteristics = [section.line("compositionLevel", "0")]
    for digest in file.digests:
        label, code = _ALGORITHMS[digest.algorithm]
        functions = "cryptographicHashFunctions"
        term = _term(functions, f"{VOCABULARIES}{functions}/{code}") if code else ""
        fixity = [
            section.line("messageDigestAlgorithm", label, term),
            section.line("messageDigest", digest.hex),
        ]
        characteristics += _around("fixity", fixity)
    characteristics.append(section.line("size", str(file.size)))
    characteristics += _around("format", _format(section, file))
    section.put("objectCharacteristics", characteristics)
    if file.original_name is not None:
        section.add("originalName", file.original_name)
    location = section.pair("contentLocation", _PATH, file.path)
    section.put("storage", _around("contentLocation", location))
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
    return section.lines()


def _format(section: _Section, file: PremisFile) -> Iterator[str]:
    if file.media_type or not file.pronom:
        name = section.line("formatName", file.media_type or _UNKNOWN_FORMAT)
        yield from _around("formatDesignation", [name])
    if file.pronom:
        registry = [
            section.line("formatRegistryName", "PRONOM"),
            section.line("formatRegistryKey", file.pronom),
        ]
        yield from _around("formatRegistry", registry)
    if not (file.media_type or file.pronom):
        yield section.line("formatNote", "the format was not identified")


_KNOWN_TERMS = {
    "structural": "relationshipType/str",
    "derivation": "relationshipType/der",
    "has source": "relationshipSubType/hss",
    "is included in": "relationshipSubType/isi",
}


def _relationship(
    section: _Section, kind: str, sub: str, objects: Iterable[str], event: str = ""
) -> None:
    lines = []
    for name, label in (("relationshipType", kind), ("relationshipSubType", sub)):
        known = _KNOWN_TERMS.get(label, "")
        lines.append(section.line(name, label, _term(name, VOCABULARIES + known) if known else ""))
    for uri in objects:
        name = "relatedObjectIdentifier"
        lines += _around(name, section.pair(name, _URI, uri))
    if event:
        name = "relatedEventIdentifier"
        lines += _around(name, section.pair(name, _URI, event))
    section.put("relationship", lines)


def _property(section: _Section, kind: str, value: str) -> None:
    section.put("significantProperties", section.pair("significantProperties", kind, value))


def _say_replaced(section: _Section) -> None:
    if note := section.note():
        _property(section, "note on this description", note)
        section.place(("objectIdentifier", "preservationLevel", "significantProperties"))


def _events(
    bag: str, events: Iterable[Event], known: list[str], acquainted: set[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """The lines of events, and of those of their agents that are new.

    `known` are the identifiers of the events that the document has, `acquainted` those of its
    agents, all as they are written.
    """
    written: list[str] = []
    new: list[str] = []
    identifiers, agents = list(known), set(acquainted)
    for event in events:
        written += _event(bag, event)
        identifiers.append(_said(event.identifier))
        for link in event.agents:
            kind, name = _agent_identifier(link.agent)
            if (kind, _said(name)) not in agents:
                new += _agent(link.agent)
            agents.add((kind, _said(name)))
    _unique(identifiers, "events", "identifier")
    return written, new


def _said(text: str) -> str:
    return UNSAYABLE.sub(REPLACEMENT, text)


def _event(bag: str, event: Event) -> list[str]:
    section = _Section("event")
    section.put("eventIdentifier", section.pair("eventIdentifier", _URI, event.identifier))
    section.children.append(("eventType", [_termed("eventType", event.type)]))
    section.add("eventDateTime", event.time)
    if event.detail:
        section.put("eventDetailInformation", [section.line("eventDetail", event.detail)])
    if event.outcome or event.notes:
        lines = []
        if outcome := event.outcome:
            lines.append(_termed("eventOutcome", outcome))
        for note in event.notes:
            text = section.line("eventOutcomeDetailNote", note)
            lines += _around("eventOutcomeDetail", [text])
        section.put("eventOutcomeInformation", lines)
    for agent in event.agents:
        lines = section.pair("linkingAgentIdentifier", *_agent_identifier(agent.agent))
        lines.append(_termed("linkingAgentRole", agent.role))
        section.put("linkingAgentIdentifier", lines)
    for link in event.objects:
        lines = section.pair("linkingObjectIdentifier", _URI, _uri(bag, link.path))
        lines.append(_termed("linkingObjectRole", link.role))
        section.put("linkingObjectIdentifier", lines)
    if note := section.note():
        section.put("eventDetailInformation", [section.line("eventDetail", note)])
        section.place(("eventDateTime", "eventDetailInformation"))
    return section.lines()


@functools.lru_cache(typed=True)  # two terms of two vocabularies may have one code
def _termed(name: str, term: EventType | Outcome | AgentRole | ObjectRole) -> str:
    """An element that holds the label of a term."""
    return f"<{name}{_term(term.vocabulary(), term.uri)}>{term.label}</{name}>"


def _agent_identifier(agent: Agent) -> tuple[str, str]:
    name = f"{agent.name} {agent.version}" if agent.version else agent.name
    return _AGENT_NAMES[agent.kind], name


def _agent(agent: Agent) -> list[str]:
    section = _Section("agent")
    section.put("agentIdentifier", section.pair("agentIdentifier", *_agent_identifier(agent)))
    section.add("agentName", agent.name)
    section.add("agentType", agent.kind.label, _term("agentType", agent.kind.uri))
    if agent.version:
        section.add("agentVersion", agent.version)
    if note := section.note():
        section.add("agentNote", note)
    return section.lines()


def _rights(bag: str, rights: Iterable[PremisRights]) -> list[str]:
    statements = (_rights_statement(bag, n, right) for n, right in enumerate(rights, 1))
    return [line for statement in statements for line in statement]


def _rights_statement(bag: str, number: int, right: PremisRights) -> list[str]:
    section = _Section("rightsStatement")
    name = "rightsStatementIdentifier"
    section.put(name, section.pair(name, _URI, f"{bag}#rights-{number}"))
    term = _term("rightsBasis", f"{VOCABULARIES}rightsBasis/{right.basis}")
    section.add("rightsBasis", _RIGHTS[right.basis], term)
    match right.basis:
        case RightsBasis.LICENSE:
            element, name = "licenseInformation", "licenseNote"
            lines = [section.line("licenseTerms", right.text)]
            notes = [f"{right.kind}, {right.note}"]
        case RightsBasis.OTHER:
            element, name = "otherRightsInformation", "otherRightsNote"
            lines = [section.line("otherRightsBasis", right.kind)]
            notes = [right.text, right.note]
    lines += [section.line(name, note) for note in notes]
    if replaced := section.note():
        lines.append(section.line(name, replaced))
    section.put(element, lines)
    for uri in [_uri(bag, path) for path in right.paths] or [bag]:
        name = "linkingObjectIdentifier"
        section.put(name, section.pair(name, _URI, uri))
    return section.lines()


def _uri(bag: str, path: str) -> str:
    """A file of a bag as a URI; the names of stray files may be of any bytes."""
    return f"{bag}#{_quoted(path)}" if path else bag


@functools.lru_cache(maxsize=256)  # each file is named by several events
def _quoted(path: str) -> str:
    return quote(path, errors="surrogateescape")


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
