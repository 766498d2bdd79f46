"""Every layout that ever was is audited, rebuilt and read, byte for byte as it was sealed."""

import json
import shutil
from pathlib import Path

import pytest

from newsarchive.metadata import CURRENT_SCHEMAS
from newsarchive.model.asked import Description
from newsarchive.model.finding import Verdict
from newsarchive.model.layout import FOLDERS
from newsarchive.model.supplied import Value
from newsarchive.model.verdict import BagVerdict
from support.archives import HandClock, Place, bags, snapshot

HERE = Path(__file__).resolve().parent
LAYOUTS = sorted(folder.name for folder in HERE.iterdir() if folder.name.isdigit())


@pytest.fixture(params=LAYOUTS)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A copy of a golden archive, with the empty folders that git does not keep."""
    place = Place(tmp_path / "archive", tmp_path / "sources", HandClock())
    place.sources.mkdir()
    shutil.copytree(HERE / request.param, place.root)
    for folder in FOLDERS:
        (place.root / folder).mkdir(exist_ok=True)
    return place


def test_every_bag_is_intact(golden: Place) -> None:
    told: list[BagVerdict] = []

    with golden.open() as archive:
        report = archive.audit(told.append)

    assert report.exit_code == 0
    assert report.found.counts == {Verdict.INTACT: len(bags(golden.root))}
    assert [v.findings for v in told if v.findings] == []


def test_its_history_and_standings_are_read_from_the_ledger_and_the_audits(golden: Place) -> None:
    with golden.open() as archive:
        first = list(archive.holdings.catalog.dump())
        archive.rebuild()
    with golden.open() as archive:
        assert list(archive.holdings.catalog.dump()) == first
        standings = [archive.show(bag.name).standing for bag in bags(golden.root)]

    assert all(s is not None and s.verdict is Verdict.INTACT for s in standings)


def test_every_record_is_read(golden: Place) -> None:
    with golden.open() as archive:
        views = [archive.show(bag.name) for bag in bags(golden.root)]

    assert [view.problem for view in views if view.problem] == []
    assert {"supplied", "stated"} <= {
        view.record["provenance"]["datePublished"]["status"]
        for view in views
        if view.record is not None
    }


def test_an_article_that_it_holds_is_known(golden: Place) -> None:
    (original,) = golden.root.glob("bags/**/data/original/hafenmuseum.txt")
    source = golden.source("known.txt", original.read_text(encoding="utf-8"))
    before = snapshot(golden.root / "bags")

    with golden.open() as archive:
        (item,) = archive.ingest([source], lambda _: None).items

    assert item.status.value == "present"
    assert snapshot(golden.root / "bags") == before


def test_an_article_of_it_can_be_destroyed_and_what_early_entries_keep_is_said(
    golden: Place,
) -> None:
    with golden.open() as archive:
        gone = next(archive.bags(kind="article"))
        others = {bag.id for bag in archive.bags()} - {gone.id} - {a.id for a in gone.amendments}
        what = archive.removal(gone.id)
        early = [sentence for sentence in what.remains if "as once written" in sentence]
        ledger = (golden.root / "ledger/entries.jsonl").read_bytes()
        archive.withdraw(
            gone.id, "privacy", "letter 114", destroy=True, with_delivery=what.delivery is not None
        )

        assert archive.audit().exit_code == 0
        left = {bag.id for bag in archive.bags()}

    assert len(early) == 1
    assert f"{gone.accession.seq}" in early[0]
    assert left == others - {b.bag for b in what.bags}
    assert (golden.root / "ledger/entries.jsonl").read_bytes().startswith(ledger)
    assert not gone.path.exists()


def test_what_becomes_known_of_an_early_record_is_said_by_its_own_schema(golden: Place) -> None:
    with golden.open() as archive:
        gap = next(iter(archive.gaps()))
        value = Value.parse("dateline", ["Wendle"], basis="option")
        archive.describe([Description(gap.bag, gap.bag, (value,))], lambda _: None, "archivist")
        view = archive.show(gap.bag)
        (amendment,) = view.amendments[-1:]

    record = json.loads((golden.root / amendment.path / "data/metadata/article.json").read_bytes())
    info = (golden.root / amendment.path / "bag-info.txt").read_text()
    assert f"Record-Schema: urn:newsarchive:schema:article-{record['schemaVersion']}\n" in info


def test_schemas_that_came_later_are_put_there_by_the_next_who_writes(golden: Place) -> None:
    folder = golden.root / "schemas"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with golden.open() as archive:
        archive.ingest([golden.source("x.txt")], lambda _: None)
        report = archive.audit(lambda _: None)

    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.items() >= before.items()
    assert {f"{name}.schema.json" for name in CURRENT_SCHEMAS} <= set(after)
    assert report.exit_code == 0
