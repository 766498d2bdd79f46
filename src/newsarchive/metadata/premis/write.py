"""A PREMIS 3.0 document from values: the same bytes for the same values. Pure.

Source: PREMIS Data Dictionary 3.0 and its schema, http://www.loc.gov/premis/v3.
"""

import functools
from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from newsarchive.digests import Algorithm
from newsarchive.metadata.premis.names import ARTICLE, NAMESPACE, URI, XSI
from newsarchive.metadata.premis.values import (
    FileRole,
    PremisFile,
    PremisPackage,
    PremisRights,
    RightsBasis,
)
from newsarchive.metadata.xml_lines import Section, around, document
from newsarchive.metadata.xml_text import sayable
from newsarchive.model.event import (
    VOCABULARIES,
    Agent,
    AgentKind,
    AgentRole,
    Event,
    EventType,
    ObjectRole,
    Outcome,
)

_PATH = "path in the bag"
_ORIGINAL = "representation-original"
_DERIVED = "representation-derived"
_UNKNOWN_FORMAT = "unknown"  # the schema wants a format; the Data Dictionary has this word for none


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


def write_premis(package: PremisPackage) -> bytes:
    """The PREMIS document of a bag: UTF-8, indented, ended by LF.

    Raises:
        ValueError: two files have one path, two events have one identifier, or a file is derived
            from one that is not there.
    """
    paths = [file.path for file in package.files]
    _unique(paths, "files", "path")
    missing = {s for file in package.files for s in file.sources} - set(paths)
    if missing:
        raise ValueError(f"a file is derived from {min(missing)}, which is not in the bag")
    events, agents = event_lines(package.bag, package.events, [], set())
    statements = _rights(package.bag, package.rights)
    rights = around("rights", statements) if statements else ()
    return premis_document([*_objects(package), *events, *agents, *rights])


@functools.cache
def _term(vocabulary: str, uri: str) -> str:
    """The attributes of a term of a vocabulary of the Library of Congress."""
    attributes = {"authority": vocabulary, "authorityURI": VOCABULARIES + vocabulary}
    return "".join(f" {n}={quoteattr(v)}" for n, v in (attributes | {"valueURI": uri}).items())


def _objects(package: PremisPackage) -> Iterator[str]:
    bag = package.bag
    entity = Section("object", "intellectualEntity")
    entity.put("objectIdentifier", entity.pair("objectIdentifier", URI, bag))
    entity.put("objectIdentifier", entity.pair("objectIdentifier", ARTICLE, package.article))
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
    section = Section("object", "representation")
    section.put("objectIdentifier", section.pair("objectIdentifier", URI, f"{bag}#{name}"))
    _relationship(section, "structural", "represents", [bag])
    if source:
        _relationship(section, "derivation", "has source", [f"{bag}#{source}"])
    return section.lines()


def _file(bag: str, file: PremisFile, making: str) -> list[str]:
    section = Section("object", "file")
    section.put("objectIdentifier", section.pair("objectIdentifier", URI, _uri(bag, file.path)))
    characteristics = [section.line("compositionLevel", "0")]
    for digest in file.digests:
        label, code = _ALGORITHMS[digest.algorithm]
        functions = "cryptographicHashFunctions"
        term = _term(functions, f"{VOCABULARIES}{functions}/{code}") if code else ""
        fixity = [
            section.line("messageDigestAlgorithm", label, term),
            section.line("messageDigest", digest.hex),
        ]
        characteristics += around("fixity", fixity)
    characteristics.append(section.line("size", str(file.size)))
    characteristics += around("format", _format(section, file))
    section.put("objectCharacteristics", characteristics)
    if file.original_name is not None:
        section.add("originalName", file.original_name)
    location = section.pair("contentLocation", _PATH, file.path)
    section.put("storage", around("contentLocation", location))
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


def _format(section: Section, file: PremisFile) -> Iterator[str]:
    if file.media_type or not file.pronom:
        name = section.line("formatName", file.media_type or _UNKNOWN_FORMAT)
        yield from around("formatDesignation", [name])
    if file.pronom:
        registry = [
            section.line("formatRegistryName", "PRONOM"),
            section.line("formatRegistryKey", file.pronom),
        ]
        yield from around("formatRegistry", registry)
    if not (file.media_type or file.pronom):
        yield section.line("formatNote", "the format was not identified")


_KNOWN_TERMS = {
    "structural": "relationshipType/str",
    "derivation": "relationshipType/der",
    "has source": "relationshipSubType/hss",
    "is included in": "relationshipSubType/isi",
}


def _relationship(
    section: Section, kind: str, sub: str, objects: Iterable[str], event: str = ""
) -> None:
    lines = []
    for name, label in (("relationshipType", kind), ("relationshipSubType", sub)):
        known = _KNOWN_TERMS.get(label, "")
        lines.append(section.line(name, label, _term(name, VOCABULARIES + known) if known else ""))
    for uri in objects:
        name = "relatedObjectIdentifier"
        lines += around(name, section.pair(name, URI, uri))
    if event:
        name = "relatedEventIdentifier"
        lines += around(name, section.pair(name, URI, event))
    section.put("relationship", lines)


def _property(section: Section, kind: str, value: str) -> None:
    section.put("significantProperties", section.pair("significantProperties", kind, value))


def _say_replaced(section: Section) -> None:
    if note := section.note():
        _property(section, "note on this description", note)
        section.place(("objectIdentifier", "preservationLevel", "significantProperties"))


def event_lines(
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
        identifiers.append(sayable(event.identifier))
        for link in event.agents:
            kind, name = _agent_identifier(link.agent)
            if (kind, sayable(name)) not in agents:
                new += _agent(link.agent)
            agents.add((kind, sayable(name)))
    _unique(identifiers, "events", "identifier")
    return written, new


def _event(bag: str, event: Event) -> list[str]:
    section = Section("event")
    section.put("eventIdentifier", section.pair("eventIdentifier", URI, event.identifier))
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
            lines += around("eventOutcomeDetail", [text])
        section.put("eventOutcomeInformation", lines)
    for agent in event.agents:
        lines = section.pair("linkingAgentIdentifier", *_agent_identifier(agent.agent))
        lines.append(_termed("linkingAgentRole", agent.role))
        section.put("linkingAgentIdentifier", lines)
    for link in event.objects:
        lines = section.pair("linkingObjectIdentifier", URI, _uri(bag, link.path))
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
    section = Section("agent")
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
    section = Section("rightsStatement")
    name = "rightsStatementIdentifier"
    section.put(name, section.pair(name, URI, f"{bag}#rights-{number}"))
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
        section.put(name, section.pair(name, URI, uri))
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


def premis_document(lines: list[str]) -> bytes:
    """A PREMIS document with these lines, as lxml indents and writes it."""
    attributes = f' xmlns="{NAMESPACE}" xmlns:xsi="{XSI}" version="3.0"'
    return document("premis", lines, attributes)
