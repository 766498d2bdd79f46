"""A harvester that others wrote gets everything out of the real server, over and over."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsarchive
from newsarchive.archive import Archive
from newsarchive.oaipmh import provider
from support.archives import Place, make_place
from support.serving import serving

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
sickle = pytest.importorskip("sickle", reason="the harvester of these tests is not installed")

ARTICLES = 2 * provider.MOST_ITEMS + 7


def sheet(place: Place, name: str, count: int) -> Path:
    rows = (f"{name} {n},Of {name} this is number {n}.,Tolm Post" for n in range(count))
    return place.source(f"{name}.csv", "\n".join(("headline,text,source", *rows)) + "\n")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = make_place(tmp_path_factory.mktemp("harvest"))
    with newsarchive.open(made.root) as archive:
        done = archive.ingest(sheet(made, "rain", ARTICLES), collection="Rain & snow")
        assert done.exit_code == 0
    return made


@pytest.fixture(scope="module")
def address(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(place.root, tmp_path_factory.mktemp("home")) as (address, _):
        yield f"{address}oai"


def titles(records: Iterator[object]) -> list[str]:
    return [record.metadata["title"][0] for record in records]  # type: ignore[attr-defined]


def test_it_gets_every_record_once_and_then_what_came_since(place: Place, address: str) -> None:
    harvester = sickle.Sickle(address)
    first = harvester.ListRecords(metadataPrefix="oai_dc")
    asked_at = first.oai_response.xml.findtext("{*}responseDate")

    found = [first.next()]
    taker = threading.Thread(target=_take, args=(place.root, sheet(place, "hail", 30)))
    taker.start()  # while the harvest goes on
    found += list(first)
    taker.join()
    since = list(harvester.ListRecords(**{"metadataPrefix": "oai_dc", "from": asked_at}))

    names = [record.header.identifier for record in found]
    assert len(names) == len(set(names)) >= ARTICLES
    everything = {record.metadata["title"][0] for record in (*found, *since)}
    assert {f"rain {n}" for n in range(ARTICLES)} <= everything
    assert {f"hail {n}" for n in range(30)} <= everything


def _take(root: Path, source: Path) -> None:
    with Archive.open(root) as archive:
        archive.ingest(source)


def test_headers_sets_and_formats_are_as_it_expects(address: str) -> None:
    harvester = sickle.Sickle(address)
    (found,) = harvester.ListSets()

    headers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", set=found.setSpec))

    assert found.setName == "Rain & snow"
    assert len({header.identifier for header in headers}) == len(headers) == ARTICLES
    assert [f.metadataPrefix for f in harvester.ListMetadataFormats()] == ["oai_dc"]
    assert harvester.Identify().deletedRecord == "persistent"
    one = harvester.GetRecord(identifier=headers[0].identifier, metadataPrefix="oai_dc")
    assert one.metadata["source"] == ["Tolm Post"]


def test_it_asks_by_post_too(address: str) -> None:
    harvester = sickle.Sickle(address, http_method="POST")

    found = titles(harvester.ListRecords(metadataPrefix="oai_dc", set="Rain~20~26~20snow"))

    assert len(found) == ARTICLES


def test_errors_of_the_protocol_are_those_that_it_knows(address: str) -> None:
    harvester = sickle.Sickle(address)

    with pytest.raises(sickle.oaiexceptions.NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", set="Storms")
    with pytest.raises(sickle.oaiexceptions.BadResumptionToken):
        harvester.ListRecords(resumptionToken="stale")
    with pytest.raises(sickle.oaiexceptions.IdDoesNotExist):
        harvester.GetRecord(identifier="urn:uuid:none", metadataPrefix="oai_dc")
    with pytest.raises(sickle.oaiexceptions.CannotDisseminateFormat):
        harvester.ListRecords(metadataPrefix="marc21")


def test_what_was_withdrawn_is_told_as_deleted(place: Place, address: str) -> None:
    harvester = sickle.Sickle(address)
    header = next(iter(harvester.ListIdentifiers(metadataPrefix="oai_dc")))
    with newsarchive.open(place.root) as archive:
        archive.withdraw(header.identifier, "court-order", "case 12/26")

    again = harvester.GetRecord(identifier=header.identifier, metadataPrefix="oai_dc")

    assert again.deleted
    assert again.header.identifier == header.identifier
