"""Harvesting a real archive by the protocol, without HTTP: what is told, and when it changed."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsarchive import oaipmh
from newsarchive.archive import Archive
from newsarchive.errors import StoreError
from newsarchive.holdings.opened import CONFIG
from newsarchive.ledger import Head
from newsarchive.model.access import Reader
from newsarchive.model.decision import DecisionKind
from newsarchive.model.identity import bag_urn
from newsarchive.model.layout import CATALOG
from newsarchive.oaipmh import provider
from newsarchive.workflows.harvest import Harvest, open_links
from support.archives import Place
from support.archives import bags as folders
from support.oai import Answer

PORTAL = "https://archive.example.org/"
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


@dataclass
class Harvested:
    """An archive and a harvester of it. `take` takes an article in, an hour after the last."""

    place: Place
    heard: list[str] = field(default_factory=list)

    def take(self, name: str, **said: object) -> str:
        """The URN of the bag of a new article, with its name for a headline."""
        said.setdefault("headline", name)
        self.place.clock.move(hours=1)
        source = self.place.source(f"{name}.txt", f"{name}\n\nThe word of it is {name}.\n")
        with self.place.open() as archive:
            done = archive.ingest(source, **said)  # type: ignore[arg-type]
        assert done.exit_code == 0, done.items
        return bag_urn(done.items[0].bag_id or "")

    def change(self, make: Callable[[Archive], object]) -> str:
        """Do something to the archive an hour later; when that was."""
        self.place.clock.move(hours=1)
        with self.place.open() as archive:
            make(archive)
        return self.now

    @property
    def now(self) -> str:
        return f"{self.place.clock.moment:%Y-%m-%dT%H:%M:%SZ}"

    def ask(self, **arguments: str) -> Answer:
        """What is answered; `from_` is the argument `from`."""
        pairs = [(name.rstrip("_"), value) for name, value in arguments.items()]
        with Archive.open(self.place.root, self.place.clock, read_only=True) as archive:
            harvest = Harvest(archive.holdings, Reader.ANYONE, PORTAL, self.heard.append)
            return Answer.of(oaipmh.answer(harvest, pairs))

    def all(self, **arguments: str) -> list[Answer]:
        """Every page of a list."""
        answers = [self.ask(**(LIST | arguments))]
        while token := answers[-1].token:
            answers.append(self.ask(verb="ListRecords", resumptionToken=token))
        return answers


@pytest.fixture
def of(place: Place) -> Harvested:
    return Harvested(place)


def bag(urn: str, of: Harvested) -> str:
    """What names the bag of a URN."""
    with of.place.open() as archive:
        return archive.bag(urn).id


def test_a_record_tells_what_is_known_and_nothing_else(of: Harvested) -> None:
    urn = of.take("flood", source="Tolm Post", date="2017-04", collection="Floods")

    answer = of.ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=urn)

    assert answer.dc("title") == ["flood"]
    assert answer.dc("source") == ["Tolm Post"]
    assert answer.dc("date") == ["2017-04"]
    assert answer.dc("creator") == answer.dc("rights") == []
    assert f"{PORTAL}bag/{bag(urn, of)}" in answer.dc("identifier")
    assert answer.texts("setSpec") == ["Floods"]


@pytest.mark.parametrize(
    "title", ["a\x01b", "\x0b\x1b[2J", "<&>\"']]>", "\u202e\ufffe\uffff", "ø 漢字 😀", "\r\n\t x"]
)
def test_whatever_a_title_is_an_answer_can_be_read(of: Harvested, title: str) -> None:
    document = {"uri": "urn:x:1", "type": "text", "headline": title, "body_text": "A text."}
    source = of.place.source("story.json", json.dumps(document))
    with of.place.open() as archive:
        archive.ingest(source, collection="Odd & <ends>")

    answers = of.all()

    assert len([name for answer in answers for name in answer.identifiers]) == 1
    assert answers[0].dc("title")


def test_every_record_comes_once_in_pages(of: Harvested, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "MOST_ITEMS", 2)
    urns = [of.take(f"story {n}") for n in range(5)]

    answers = of.all()

    assert [answer.identifiers for answer in answers] == [urns[:2], urns[2:4], urns[4:]]
    for cursor, answer in zip(("0", "2", "4"), answers, strict=True):
        said = answer.attributes("resumptionToken")
        assert (said["completeListSize"], said["cursor"]) == ("5", cursor)


def test_a_list_is_as_it_was_when_it_was_begun(
    of: Harvested, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "MOST_ITEMS", 2)
    urns = [of.take(f"story {n}") for n in range(5)]

    first = of.ask(**LIST)
    later = of.take("a later one")
    of.change(lambda archive: archive.describe(urns[3], source="Tolm Post"))
    second = of.ask(verb="ListRecords", resumptionToken=first.token)
    of.take("a last one")
    again = of.ask(verb="ListRecords", resumptionToken=first.token)
    next_harvest = of.all(from_=first.moment)

    assert second.identifiers == [urns[2], urns[4]]
    assert again.identifiers == second.identifiers
    told = [urn for answer in next_harvest for urn in answer.identifiers]
    assert {later, urns[3]} <= set(told)
    assert len(told) == len(set(told))


def test_where_all_that_was_left_has_changed_the_list_ends_with_that(
    of: Harvested, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "MOST_ITEMS", 2)
    urns = [of.take(f"story {n}") for n in range(3)]

    first = of.ask(**LIST)
    of.change(lambda archive: archive.describe(urns[2], source="Tolm Post"))
    second = of.ask(verb="ListRecords", resumptionToken=first.token)

    assert second.identifiers == [urns[2]]


def decide(**said: str) -> Callable[[Archive, str], object]:
    return lambda archive, urn: archive.decide(urn, reason="curation", by="staff", **said)  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Archive, str], object]] = {
    "an amendment": lambda archive, urn: archive.describe(urn, source="Tolm Post"),
    "an access level": decide(access="metadata-only"),
    "a collection": decide(collection="Floods"),
    "an identifier": decide(identifier="https://doi.org/10.5555/12345678"),
    "a closure": decide(access="closed"),
    "a withdrawal": lambda archive, urn: archive.withdraw(urn, "court-order", "case 1"),
    "a destruction": lambda archive, urn: archive.withdraw(urn, "privacy", "case 1", destroy=True),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_moves_the_datestamp(of: Harvested, what: str) -> None:
    of.take("another")
    urn = of.take("flood")
    before = of.ask(**LIST)

    at = of.change(lambda archive: CHANGES[what](archive, urn))

    assert of.ask(**LIST, from_=at).identifiers == [urn]
    assert of.ask(**LIST).stamps[urn] == at != before.stamps[urn]
    assert of.ask(**LIST, until=before.moment).identifiers != [urn]


CLOSED = ("a closure", "a withdrawal", "a destruction")


@pytest.mark.parametrize("what", CLOSED)
def test_what_is_closed_is_a_deleted_record(of: Harvested, what: str) -> None:
    urn = of.take("flood", collection="Floods")
    of.change(lambda archive: CHANGES[what](archive, urn))

    for answer in (
        of.ask(**LIST),
        of.ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="Floods"),
        of.ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=urn),
    ):
        assert answer.deleted == {urn}
        assert answer.dc("title") == []
        assert answer.texts("setSpec") == ["Floods"]
    assert of.ask(verb="ListMetadataFormats", identifier=urn).errors == ["noMetadataFormats"]


def test_what_is_opened_again_is_told_again(of: Harvested) -> None:
    urn = of.take("flood")
    of.change(lambda archive: archive.withdraw(urn, "court-order", "case 1"))
    at = of.change(lambda archive: archive.lift_withdrawal(urn, "error", "case 1"))

    answer = of.ask(**LIST, from_=at)

    assert (answer.identifiers, answer.deleted) == ([urn], set())


def test_an_embargo_that_ends_is_a_change_though_nobody_enters_one(of: Harvested) -> None:
    urn = of.take("flood", embargoed_until="2026-11-30T12:00:00Z")
    assert of.ask(**LIST).deleted == {urn}

    of.place.clock.move(days=30)
    answer = of.ask(**LIST)

    assert (answer.deleted, answer.stamps) == (set(), {urn: "2026-11-30T12:00:00Z"})
    assert of.ask(**LIST, from_="2026-11-30").identifiers == [urn]
    assert of.ask(**LIST, from_="2026-12-01").errors == ["noRecordsMatch"]


def test_an_embargo_by_an_amendment_ends_too(of: Harvested) -> None:
    urn = of.take("flood")
    of.change(lambda archive: archive.describe(urn, embargoed_until="2026-11-30T12:00:00Z"))
    assert of.ask(**LIST).deleted == {urn}

    of.place.clock.move(days=30)

    assert of.ask(**LIST).stamps == {urn: "2026-11-30T12:00:00Z"}


def test_an_embargo_that_was_lifted_ended_then(of: Harvested) -> None:
    urn = of.take("flood", embargoed_until="2026-11-30T12:00:00Z")
    at = of.change(lambda archive: archive.decide(urn, reason="embargo-ended", embargo="lifted"))
    of.place.clock.move(days=30)

    assert of.ask(**LIST).stamps == {urn: at}
    assert of.ask(**LIST).deleted == set()


def test_a_version_that_takes_the_article_back_changes_every_version(of: Harvested) -> None:
    same = {"identifier": "urn:example:ferry"}
    first = of.take("ferry one", version="1", **same)
    other = of.take("another")
    second = of.take("ferry two", version="2", pub_status="canceled", **same)

    answer = of.ask(**LIST)

    assert answer.deleted == {first, second}
    assert answer.stamps[first] == answer.stamps[second] > answer.stamps[other]


def test_a_superseded_version_leads_to_the_current_one(of: Harvested) -> None:
    same = {"identifier": "urn:example:ferry"}
    first = of.take("ferry one", version="1", **same)
    second = of.take("ferry two", version="2", **same)

    told = [
        of.ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=urn).dc("relation")
        for urn in (first, second)
    ]

    assert f"{PORTAL}article/{bag(first, of)}" in told[0]
    assert not [link for link in told[1] if link.startswith(PORTAL)]


def test_what_a_destroyed_version_closed_is_open_again_and_a_new_catalog_knows(
    of: Harvested,
) -> None:
    same = {"identifier": "urn:example:ferry"}
    first = of.take("ferry one", version="1", **same)
    second = of.take("ferry two", version="2", pub_status="canceled", **same)
    at = of.change(lambda a: a.withdraw(second, "privacy", "case 1", destroy=True))

    def state() -> tuple[dict[str, str], set[str], list[str]]:
        answer = of.ask(**LIST, from_=at)
        with of.place.open() as archive:
            return answer.stamps, answer.deleted, list(archive.holdings.catalog.dump())

    before = state()
    with of.place.open() as archive:
        archive.rebuild()

    assert before[:2] == ({first: at, second: at}, {second})
    assert state() == before


def test_a_destroyed_article_stays_a_deleted_record_in_a_new_catalog(of: Harvested) -> None:
    urn = of.take("flood", collection="Floods", embargoed_until="2026-11-30")
    at = of.change(lambda a: a.withdraw(urn, "privacy", "case 1", destroy=True))
    (of.place.root / CATALOG).unlink()
    with of.place.open():
        pass

    answer = of.ask(**LIST)

    assert (answer.stamps, answer.deleted) == ({urn: at}, {urn})
    assert answer.texts("setSpec") == ["Floods"]


def test_of_what_is_only_described_no_text_is_told(of: Harvested) -> None:
    urn = of.take("flood")
    of.change(lambda archive: CHANGES["an access level"](archive, urn))

    answer = of.ask(**LIST)

    assert (answer.identifiers, answer.deleted) == ([urn], set())
    assert answer.dc("title") == ["flood"]
    assert answer.dc("description") == []


def test_a_delivery_and_an_amendment_are_no_items(of: Harvested) -> None:
    sheet = of.place.source("sheet.csv", "headline,text\nHail,Hail fell.\nSnow,Snow fell.\n")
    with of.place.open() as archive:
        archive.ingest(sheet)
        archive.describe(next(iter(archive.bags(kind="article"))).id, source="Tolm Post")

    assert len(of.ask(**LIST).identifiers) == 2


FAULTS = {
    "an unknown identifier": (
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "urn:uuid:none"},
        "idDoesNotExist",
    ),
    "no identifier at all": (
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "\x00%"},
        "badArgument",
    ),
    "formats of an unknown item": (
        {"verb": "ListMetadataFormats", "identifier": "urn:uuid:none"},
        "idDoesNotExist",
    ),
    "an unknown set": (LIST | {"set": "Storms"}, "noRecordsMatch"),
    "a set of a set": (LIST | {"set": "Floods:1953"}, "noRecordsMatch"),
    "a set that nothing is called": (LIST | {"set": "~FF"}, "noRecordsMatch"),
    "a set that cannot be": (LIST | {"set": "a b"}, "badArgument"),
    "a time to come": (LIST | {"from_": "2999-01-01"}, "noRecordsMatch"),
    "a time long gone": (LIST | {"until": "1999-01-01"}, "noRecordsMatch"),
    "mixed": (LIST | {"from_": "2026-01-01", "until": "2027-01-01T00:00:00Z"}, "badArgument"),
    "another format": (
        {"verb": "ListIdentifiers", "metadataPrefix": "mods"},
        "cannotDisseminateFormat",
    ),
    "a token of nobody": (
        {"verb": "ListRecords", "resumptionToken": "abc"},
        "badResumptionToken",
    ),
    "a token for sets of nobody": (
        {"verb": "ListSets", "resumptionToken": ""},
        "badResumptionToken",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_there_is_an_error_of_the_protocol(of: Harvested, name: str) -> None:
    of.take("flood", collection="Floods")
    arguments, code = FAULTS[name]

    answer = of.ask(**arguments)

    assert answer.errors == [code]
    assert answer.identifiers == []


def test_an_archive_without_collections_has_no_sets(of: Harvested) -> None:
    of.take("flood")

    assert of.ask(verb="ListSets").errors == ["noSetHierarchy"]
    assert of.ask(**LIST, set="Floods").errors == ["noSetHierarchy"]


def test_an_empty_archive_answers(of: Harvested) -> None:
    assert of.ask(**LIST).errors == ["noRecordsMatch"]
    assert of.ask(verb="Identify").text("earliestDatestamp") == of.now


def test_sets_are_the_collections_in_pages(of: Harvested, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "MOST_SETS", 2)
    names = ["Floods & storms", "Harbours", "Ships"]
    for name in names:
        of.take(f"story of {name}", collection=name)

    first = of.ask(verb="ListSets")
    second = of.ask(verb="ListSets", resumptionToken=first.token)

    assert first.texts("setName") + second.texts("setName") == names
    assert second.token == ""
    for spec, name in zip(first.texts("setSpec") + second.texts("setSpec"), names, strict=True):
        assert of.ask(**LIST, set=spec).dc("title") == [f"story of {name}"]


def test_identify_says_who_keeps_it_and_since_when(of: Harvested) -> None:
    of.take("flood")
    first = of.now
    of.take("storm")

    answer = of.ask(verb="Identify")

    assert answer.text("repositoryName") == "Town Library"
    assert answer.text("baseURL") == f"{PORTAL}oai"
    assert answer.text("earliestDatestamp") == first


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("desk@library.example.org", "desk@library.example.org"),
        ("", "nobody@example.invalid"),
        ("ask at the desk", "nobody@example.invalid"),
    ],
)
def test_harvesters_are_told_whom_to_write_to(of: Harvested, said: str, told: str) -> None:
    settings = of.place.root / CONFIG
    text = settings.read_text("utf-8")
    settings.write_text(re.sub(r'contact-email = ".*"', f'contact-email = "{said}"', text), "utf-8")

    assert of.ask(verb="Identify").text("adminEmail") == told


def test_tokens_that_are_stale_are_refused(
    of: Harvested, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(provider, "MOST_ITEMS", 1)
    of.take("one")
    of.take("two")
    shutil.copytree(of.place.root, tmp_path / "copy", symlinks=True)
    of.take("three")
    token = of.ask(**LIST).token

    resumed = {"verb": "ListRecords", "resumptionToken": token}
    assert of.ask(**resumed).errors == []
    assert of.ask(verb="ListIdentifiers", resumptionToken=token).errors == ["badResumptionToken"]
    assert of.ask(verb="ListRecords", resumptionToken=token[:-4]).errors == ["badResumptionToken"]
    of.place.clock.move(days=6)
    assert of.ask(**resumed).errors == []
    of.place.clock.move(days=2)
    assert of.ask(**resumed).errors == ["badResumptionToken"]
    of.place.clock.move(days=-8)
    before = Harvested(Place(tmp_path / "copy", of.place.sources, of.place.clock))
    assert before.ask(**resumed).errors == ["badResumptionToken"]


def test_what_cannot_be_read_is_left_out_and_never_called_deleted(of: Harvested) -> None:
    urns = [of.take("flood"), of.take("storm")]
    record = next(f for f in folders(of.place.root) if f.name.endswith(bag(urns[0], of)[:12]))
    path = record / "data/metadata/article.json"
    path.write_bytes(path.read_bytes()[:-9])

    answer = of.ask(**LIST)

    assert (answer.identifiers, answer.deleted) == ([urns[1]], set())
    assert [line for line in of.heard if record.name in line]


def test_what_is_damaged_but_closed_is_deleted_all_the_same(of: Harvested) -> None:
    urn = of.take("flood")
    of.change(lambda archive: CHANGES["a closure"](archive, urn))
    (path,) = of.place.root.glob("bags/**/data/metadata/article.json")
    path.unlink()

    assert of.ask(**LIST).deleted == {urn}


def test_while_the_bags_are_away_nothing_is_answered(of: Harvested) -> None:
    of.take("flood")
    (of.place.root / "bags").rename(of.place.root / "elsewhere")

    with pytest.raises(StoreError):
        of.ask(**LIST)


def test_while_something_is_being_entered_the_answer_is_of_before(of: Harvested) -> None:
    of.take("flood")
    at = of.now
    of.place.clock.move(hours=1)
    with of.place.open() as archive:
        holdings = archive.holdings
        entry = json.loads((of.place.root / "ledger/entries.jsonl").read_bytes().splitlines()[-1])
        assert holdings.ledger.head() == Head.parse(holdings.catalog.memory.mark())
        assert of.ask(verb="Identify").moment == of.now
        from newsarchive.ledger.entries import NewEntry  # noqa: PLC0415  # as a writer does

        fields = {"bag": entry["bag"], "origin": "sha256:" + "0" * 64}
        holdings.ledger.append([NewEntry("sighting", fields)], of.place.clock.now())
        assert of.ask(verb="Identify").moment == at
    with of.place.open():
        pass
    assert of.ask(verb="Identify").moment == of.now


def test_open_links_are_of_current_versions_that_anybody_may_read(of: Harvested) -> None:
    same = {"identifier": "urn:example:ferry"}
    of.take("ferry one", version="1", **same)
    current = of.take("ferry two", version="2", **same)
    flood = of.take("flood")
    with of.place.open() as archive:
        for n, what in enumerate(("an access level", *CLOSED)):
            CHANGES[what](archive, of.take(f"story {n}"))

    with Archive.open(of.place.root, of.place.clock, read_only=True) as archive:
        found = open_links(archive.holdings, Reader.ANYONE, 0, 2000)

    assert [bag for bag, _ in found] == [bag(current, of), bag(flood, of)]


def test_every_kind_of_decision_is_among_the_changes() -> None:
    named = {"access", "collection", "identifier"}
    others = {DecisionKind.EMBARGO.value, DecisionKind.RESTRICTION.value}

    assert named | others == {kind.value for kind in DecisionKind}
