"""PREMIS packages to test with, the samples' schema, and strategies for events."""

from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st
from lxml import etree

from newsarchive.digests import Algorithm, digest_of
from newsarchive.metadata import Placed, Placement, draft_record
from newsarchive.metadata.premis.package import Actors, package_of
from newsarchive.metadata.premis.values import FileRole, PremisFile, PremisPackage
from newsarchive.model.article import Article
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
from support.records import BAG, full_article, full_placement, small_article
from support.samples import samples

NOW = datetime(2026, 11, 22, 10, 0, 5, tzinfo=UTC)
NS = "{http://www.loc.gov/premis/v3}"
PROGRAM = Agent(AgentKind.SOFTWARE, "newsarchive", "0.1.0")
ACTORS = Actors(
    PROGRAM,
    Agent(AgentKind.ORGANIZATION, "City Library"),
    Agent(AgentKind.PERSON, "archivist"),
)
ALGORITHMS = (Algorithm.SHA512, Algorithm.SHA256)


def file(path: str, role: FileRole, data: bytes = b"news", **more: str) -> PremisFile:
    digests = tuple(digest_of(data, a) for a in ALGORITHMS)
    return PremisFile(path, role, len(data), digests, **more)  # type: ignore[arg-type]


def small_files() -> tuple[PremisFile, ...]:
    return (file("data/original/rain.txt", FileRole.ORIGINAL, original_name="rain.txt"),)


def full_files() -> tuple[PremisFile, ...]:
    digests = tuple(digest_of(b"text", a) for a in ALGORITHMS)
    main = "data/original/rain.txt"
    return (
        file(main, FileRole.ORIGINAL, media_type="text/plain", pronom="x-fmt/111"),
        file("data/original/rain.csv", FileRole.ORIGINAL, original_name="Rain & more.csv"),
        file("data/media/001-rain-1.jpg", FileRole.MEDIUM, pronom="fmt/43"),
        PremisFile("data/article.txt", FileRole.DERIVED, 4, digests, sources=(main,)),
        file("data/README.txt", FileRole.DOCUMENTATION),
        file("data/metadata/article.json", FileRole.DOCUMENTATION),
    )


def package(
    article: Article | None = None, files: tuple[PremisFile, ...] | None = None
) -> PremisPackage:
    """The package of `article`, by default the one with everything in it."""
    article = article or full_article()
    small = Placement((Placed("data/original/rain.txt"),), text="data/article.txt")
    placement = full_placement() if len(article.originals) > 1 else small
    document = draft_record(article, placement)
    document |= {"bag": BAG, "identifier": "https://example.org/rain"}
    return package_of(
        document,
        files=full_files() if files is None else files,
        actors=ACTORS,
        now=NOW,
        reader=article.reader,
    )


def small_package(article: Article | None = None) -> PremisPackage:
    return package(article or small_article(), small_files())


def event(identifier: str = "urn:x:1", **more: object) -> Event:
    """A fixity check that went well, but for what is given."""
    members: dict[str, object] = {
        "type": EventType.FIXITY_CHECK,
        "time": "2027-01-01T00:00:00Z",
        "outcome": Outcome.SUCCESS,
        "agents": (AgentLink(PROGRAM, AgentRole.EXECUTING_PROGRAM),),
        "objects": (ObjectLink("", ObjectRole.SOURCE),),
    }
    return Event(identifier, **(members | more))  # type: ignore[arg-type]


@cache
def schema() -> etree.XMLSchema:
    """The PREMIS 3.0 schema, read without a network; skips the test where it is absent."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.XMLSchema(etree.parse(samples("schemas", "premis-3.0.xsd"), parser))


def faults(data: bytes) -> list[str]:
    """What the PREMIS schema objects to."""
    checked = schema()
    checked.validate(etree.fromstring(data))
    return [f"line {e.line}: {e.message}" for e in checked.error_log]


# What XML can say: a document with anything else is another test's.
sayable = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32)
    | st.sampled_from("\t\n\r"),
    max_size=12,
)
names = sayable.filter(str.strip)
agents = st.builds(Agent, st.sampled_from([AgentKind.PERSON, AgentKind.ORGANIZATION]), names)
paths = st.text(st.characters(exclude_characters="\0"), max_size=8).filter(
    lambda path: path == path.encode("utf-8", "replace").decode()
)
events = st.builds(
    Event,
    identifier=st.uuids().map(lambda u: f"urn:uuid:{u}"),
    type=st.sampled_from(EventType),
    time=st.sampled_from(["2027-01-01T00:00:00Z", "2027-01-01T00:00:00.5+02:00"]),
    outcome=st.none() | st.sampled_from(Outcome),
    detail=sayable,
    notes=st.lists(sayable.filter(bool), max_size=2).map(tuple),
    agents=st.lists(
        st.builds(AgentLink, agents | st.just(PROGRAM), st.sampled_from(AgentRole)), max_size=2
    ).map(tuple),
    objects=st.lists(st.builds(ObjectLink, paths, st.sampled_from(ObjectRole)), max_size=2).map(
        tuple
    ),
)
histories = st.lists(events, max_size=3, unique_by=lambda e: e.identifier).map(tuple)
