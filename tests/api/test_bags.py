"""Bags and records as values: what is known of them, what lies in them, and what does not."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsarchive import Bag, Verdict
from newsarchive.archive import Archive
from newsarchive.errors import NotFoundError, RefusedError, StoreError, UsageError
from newsarchive.model.holding import BagKind
from support.archives import Place, article, fill, make_place
from support.life import flip

TEXT = "data/article.txt"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One article, which was amended, to be copied."""
    place = make_place(tmp_path_factory.mktemp("one"))
    with place.open() as archive:
        archive.ingest(place.source(), collection="Harbours")
        archive.describe("rain", date="2017-04", agency="Tolm Wire")
    return place


@pytest.fixture
def archive(place: Place, one: Place) -> Iterator[Archive]:
    """An open archive with one article, which was amended."""
    with fill(place, one).open() as archive:
        yield archive


@pytest.fixture
def bag(archive: Archive) -> Bag:
    """The bag of that article."""
    return archive.bag("rain")


def test_a_bag_is_found_by_everything_that_names_it(archive: Archive, bag: Bag) -> None:
    place = bag.path.relative_to(archive.root).as_posix()

    for reference in (bag.name, bag.id, bag.urn, place, bag.id[:12]):
        assert archive.bag(reference) == bag
    assert {bag, archive.bag(bag.id)} == {bag}
    assert repr(bag) == f"<Bag {bag.name}>"


def test_what_the_ledger_says_of_a_bag(place: Place, bag: Bag) -> None:
    assert bag.path.is_dir()
    assert bag.kind is BagKind.ARTICLE
    assert bag.taken_in == place.clock.now()
    assert bag.size == sum(f.stat().st_size for f in bag.path.rglob("*") if f.is_file())
    assert str(bag.seal).startswith("sha512:")
    assert bag.collection == "Harbours"
    assert bag.article == bag.record.identifier


def test_the_record_is_the_current_one_and_an_amendment_has_its_own(bag: Bag) -> None:
    (amendment,) = bag.amendments

    assert str(bag.record.date) == str(amendment.record.date) == "2017-04"
    assert bag.record.agencies == amendment.record.agencies
    assert amendment.amends == bag
    assert bag.amends is None
    assert bag.complete
    assert amendment.text == bag.text
    assert bag.record.bag == amendment.urn


def test_versions_are_the_bags_of_one_article(place: Place, archive: Archive, bag: Bag) -> None:
    assert bag.versions == (bag,)
    archive.ingest(place.source("a"), identifier="urn:x:1")
    archive.ingest(place.source("b"), identifier="urn:x:1")

    first, second = (b for b in archive.bags(kind="article") if b != bag)

    assert set(first.versions) == {first, second}
    assert first.article == second.article


def test_a_delivery_and_its_articles_know_each_other(place: Place, archive: Archive) -> None:
    batch = place.sources / "batch.zip"
    with zipfile.ZipFile(batch, "w") as packed:
        packed.writestr("a.txt", article("a"))
        packed.writestr("b.txt", article("b"))
    archive.ingest(batch)

    (delivery,) = archive.bags(kind=BagKind.DELIVERY)

    assert len(delivery.articles) == 2
    assert {one.delivery for one in delivery.articles} == {delivery}
    assert (delivery.versions, delivery.delivery) == ((delivery,), None)
    with pytest.raises(RefusedError, match="is a delivery"):
        _ = delivery.record


def test_its_history_and_standing_are_what_happened(archive: Archive, bag: Bag) -> None:
    before = bag.standing

    archive.audit(bag=bag)

    assert before is None
    assert bag.standing is not None
    assert bag.standing.verdict is Verdict.INTACT
    assert len(bag.history().happenings) == len(archive.history(bag).happenings) >= 3


# Files


def test_its_files_are_all_that_lie_in_it(bag: Bag) -> None:
    on_disk = {f.relative_to(bag.path).as_posix() for f in bag.path.rglob("*") if f.is_file()}

    assert set(bag.files) == on_disk
    assert list(bag.files) == sorted(bag.files)
    for path in bag.files:
        assert bag.read(path) == (bag.path / path).read_bytes()


def test_a_file_is_a_stream_as_python_has_them(bag: Bag) -> None:
    data = (bag.path / TEXT).read_bytes()

    with bag.open(TEXT) as stream:
        assert stream.read(5) == data[:5]
        assert list(stream) == io.BytesIO(data[5:]).readlines()
        assert stream.read() == b""
    assert stream.closed
    with io.TextIOWrapper(bag.open(TEXT), encoding="utf-8") as text:
        assert text.read() == bag.text


def test_streams_are_closed_once_and_leave_nothing_open(bag: Bag) -> None:
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(3):
        stream = bag.open(TEXT)
        stream.close()
        stream.close()
        bag.read(TEXT)
        _ = bag.files

    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize(
    "path",
    ["..", "../x", "data/../../x", "/etc/passwd", "./data", "data//article.txt", "", "a\0b"],
)
def test_what_is_no_path_in_a_bag_is_refused(bag: Bag, path: str) -> None:
    with pytest.raises(UsageError, match="is no path in a bag"):
        bag.open(path)


@pytest.mark.parametrize("path", ["data", "data/nothing.txt", f"{TEXT}/x", "nothing/at/all"])
def test_what_is_no_file_is_not_found(bag: Bag, path: str) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        bag.open(path)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_link_leads_nowhere(bag: Bag, tmp_path: Path, what: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/secret").write_text("secret")
    target = tmp_path / "out" / ("secret" if what == "file" else "")
    (bag.path / "data/link").symlink_to(target)
    path = "data/link" if what == "file" else "data/link/secret"

    with pytest.raises((NotFoundError, StoreError)):
        bag.read(path)
    assert not any("link" in found for found in bag.files)


def test_a_fifo_is_not_waited_for(bag: Bag) -> None:
    os.mkfifo(bag.path / "data/fifo")

    with pytest.raises(NotFoundError):
        bag.open("data/fifo")
    assert "data/fifo" not in bag.files


def test_a_name_that_is_too_long_is_told_and_not_a_traceback(bag: Bag) -> None:
    with pytest.raises(StoreError, match="cannot read"):
        bag.open("data/" + "x" * 300)


@pytest.mark.parametrize("ask", ["files", "record", "text"])
def test_a_bag_that_is_gone_is_said_to_be(bag: Bag, tmp_path: Path, ask: str) -> None:
    bag.path.rename(tmp_path / "away")
    for amendment in bag.amendments:
        amendment.path.rename(tmp_path / "away-too")

    with pytest.raises((NotFoundError, StoreError), match=r"read|place"):
        getattr(bag, ask)


@pytest.mark.parametrize("ask", ["files", "record", "text"])
def test_a_store_that_is_not_attached_is_not_an_empty_bag(
    archive: Archive, bag: Bag, tmp_path: Path, ask: str
) -> None:
    (archive.root / "bags").rename(tmp_path / "away")

    with pytest.raises(StoreError, match="attached"):
        getattr(bag, ask)


# Verify


def test_verifying_tells_damage_and_records_nothing(archive: Archive, bag: Bag) -> None:
    ledger = (archive.root / "ledger/entries.jsonl").read_bytes()
    good = bag.verify()
    flip(bag.path / TEXT)

    found = bag.verify()

    assert (good.verdict, good.findings) == (Verdict.INTACT, ())
    assert good.bytes == bag.size
    assert found.verdict is Verdict.DAMAGED
    assert [f.path for f in found.findings] == [TEXT]
    assert bag.standing is None
    assert (archive.root / "ledger/entries.jsonl").read_bytes() == ledger


def test_verifying_says_as_an_audit(archive: Archive, bag: Bag) -> None:
    flip(bag.path / "manifest-sha512.txt")
    told: list[Any] = []

    archive.audit(told.append, bag=bag)

    verdict = bag.verify()
    (of_bag,) = [one for one in told if one.bag == bag.name]
    assert (verdict.verdict, verdict.findings) == (of_bag.verdict, of_bag.findings)


def test_a_bag_that_is_gone_is_missing_and_one_out_of_reach_unverified(
    archive: Archive, bag: Bag, tmp_path: Path
) -> None:
    bag.path.rename(tmp_path / "bag")
    assert bag.verify().verdict is Verdict.MISSING

    (archive.root / "bags").rename(tmp_path / "store")
    assert bag.verify().verdict is Verdict.UNVERIFIED


# Which bags


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Four articles, of which one was amended, and who wrote what is in their names."""
    place = make_place(tmp_path_factory.mktemp("four"))
    with place.open() as archive:
        archive.ingest(place.source("plain"))  # Harbour Gazette and unnamed agencies, no date
        archive.ingest(place.source("dated", article("dated")), date="2017-04", collection="Old")
        archive.ingest(
            place.source("staff", "Rain fell again.\n\nNobody was wet.\n"),
            source="Tolm Post",
            agency="none",
            date="2017-05/2018-06",
        )
        archive.ingest(place.source("later", "Snow fell.\n\nEverybody was cold.\n"), agency="Wire")
        archive.describe("snow", date="2017", source="Tolm Post")
    return place


@pytest.fixture
def library(place: Place, four: Place) -> Iterator[Archive]:
    """An open archive of those four."""
    with fill(place, four).open() as archive:
        yield archive


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "plain dated staff later amendment"),
        ({"kind": "article"}, "plain dated staff later"),
        ({"kind": BagKind.AMENDMENT}, "amendment"),
        ({"kind": "delivery"}, ""),
        ({"source": "Harbour Gazette"}, "plain dated"),
        ({"source": "Tolm Post"}, "staff later"),
        ({"source": ""}, ""),
        ({"source": "Nobody"}, ""),
        ({"agency": "agencies"}, "plain dated"),
        ({"agency": "Wire"}, "later"),
        ({"agency": ""}, "staff"),
        ({"year": 2017}, "dated later"),
        ({"year": 2018}, ""),
        ({"collection": "Old"}, "dated"),
        ({"incomplete": True}, "plain"),
        ({"incomplete": False}, "dated staff later"),
        ({"incomplete": True, "kind": "amendment"}, ""),
        ({"source": "Harbour Gazette", "year": 2017, "collection": "Old"}, "dated"),
    ],
    ids=lambda value: (
        " ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else ""
    ),
)
def test_bags_are_chosen(library: Archive, asked: dict[str, Any], expected: str) -> None:
    def label(bag: Bag) -> str:
        return "amendment" if bag.amends else Path(bag.record.originals[0].name).name

    found = [label(bag) for bag in library.bags(**asked)]

    assert sorted(found) == sorted(expected.split())


def test_bags_come_in_the_order_of_their_paths(library: Archive) -> None:
    paths = [bag.accession.path for bag in library.bags()]

    assert paths == sorted(paths)
    assert paths == [bag.accession.path for bag in library.bags()]


def test_an_archive_may_be_written_to_while_its_bags_are_told(
    place: Place, library: Archive
) -> None:
    every = iter(library.bags())
    next(every)

    library.ingest(place.source("new"))

    assert len(list(every)) >= 4


def test_a_kind_that_there_is_not_is_refused(library: Archive) -> None:
    with pytest.raises(UsageError, match="'poem' is no kind of bag: article"):
        library.bags(kind="poem")
