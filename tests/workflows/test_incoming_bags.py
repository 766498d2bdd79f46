"""A bag that comes in: checked whole, kept as it came, and its articles are taken in."""

import json
import os
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model.asked import IngestOptions
from newsarchive.model.outcome import IngestReport, ItemStatus
from newsarchive.reports.shown import bag_view
from support.archives import Place, article, bags, snapshot
from support.bags import flip, make_bag

INFO = (
    ("Source-Organization", "Tolm Post"),
    ("External-Identifier", "TP-2017-04"),
    ("Bagging-Date", "2017-05-02"),
    ("Contact-Name", "A. Writer"),
    ("Contact-Name", "B. Writer"),
)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)
PAYLOAD: Mapping[str, bytes] = {
    "data/a.txt": article("a").encode(),
    "data/a.json": b'{"source": "Tolm Post"}',
    "data/north/b.txt": article("b").encode(),
    "data/north/b.jpg": JPG,
}


def bag_in(folder: Path, payload: Mapping[str, bytes] = PAYLOAD) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return make_bag(folder, payload, info=INFO)


def zipped(bag: Path) -> Path:
    path = bag.with_name(f"{bag.name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(bag.rglob("*")):
            archive.write(file, file.relative_to(bag.parent))
    shutil.rmtree(bag)
    return path


def tarred(bag: Path, form: str = "w") -> Path:
    path = bag.with_name(f"{bag.name}.tar{'.gz' if form == 'w:gz' else ''}")
    with tarfile.open(path, form) as archive:  # type: ignore[call-overload]
        archive.add(bag, bag.name)
    shutil.rmtree(bag)
    return path


FORMS: dict[str, Callable[[Path], Path]] = {
    "folder": lambda bag: bag,
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda bag: tarred(bag, "w:gz"),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Callable[[Path], Path]:
    return FORMS[request.param]


def ingest(place: Place, *sources: Path, **options: Any) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, workers=1, **options)


def said(report: IngestReport) -> list[tuple[str, str]]:
    return [
        (i.item.label.rpartition("/")[2] if i.item else "", i.status.value) for i in report.items
    ]


def delivery(place: Place) -> Path:
    [folder] = (place.root / "bags/deliveries").glob("*/*")
    return folder


def record(bag: Path, name: str = "delivery.json") -> dict[str, Any]:
    document: dict[str, Any] = json.loads((bag / "data/metadata" / name).read_bytes())
    return document


def kept(place: Place) -> Path:
    """What the delivery keeps."""
    [path] = (delivery(place) / "data/original").iterdir()
    return path


def test_the_articles_in_its_payload_are_taken_in(
    place: Place, form: Callable[[Path], Path]
) -> None:
    report = ingest(place, form(bag_in(place.sources / "post")))

    assert sorted(said(report)) == [("a.txt", "stored"), ("b.txt", "stored")]
    assert report.exit_code == 0
    supplied = [bag for bag in bags(place.root) if (bag / "data/supplied/a.json").exists()]
    pictures = [bag for bag in bags(place.root) if (bag / "data/media").exists()]
    assert (len(supplied), len(pictures)) == (1, 1)


def test_its_own_elements_are_in_the_record_of_the_delivery(
    place: Place, form: Callable[[Path], Path]
) -> None:
    ingest(place, form(bag_in(place.sources / "post")))

    document = record(delivery(place))
    assert document["kind"] == "bag"
    elements = [(element["label"], element["value"]) for element in document["bagInfo"]]
    assert elements[: len(INFO)] == list(INFO)
    with place.open() as archive:
        shown = "\n".join(bag_view(archive.show(delivery(place).name)))
    assert "External-Identifier: TP-2017-04" in shown


def test_what_came_as_a_file_is_kept_as_that_file(place: Place) -> None:
    source = zipped(bag_in(place.sources / "post"))

    ingest(place, source)

    assert kept(place).read_bytes() == source.read_bytes()
    assert "receivedAs" not in record(delivery(place))


def test_what_came_as_a_folder_comes_out_again_bit_for_bit(place: Place, tmp_path: Path) -> None:
    source = bag_in(place.sources / "post")
    (source / "data/empty").mkdir()

    ingest(place, source)

    assert record(delivery(place))["receivedAs"] == "folder"
    with tarfile.open(kept(place)) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    out = {p: content for p, (_, _, content) in snapshot(tmp_path / "out/post").items()}
    assert out == {p: content for p, (_, _, content) in snapshot(source).items()}


def test_the_same_folder_is_the_same_delivery(place: Place) -> None:
    source = bag_in(place.sources / "post")
    ingest(place, source)
    before = snapshot(place.root / "bags")
    for path in source.rglob("*"):
        path.touch()
    shutil.copytree(source, place.sources / "elsewhere/post")

    report = ingest(place, source, place.sources / "elsewhere/post")

    assert report.count(ItemStatus.PRESENT) == 4
    assert snapshot(place.root / "bags") == before


def test_a_bag_among_other_things_in_a_folder_is_a_delivery(place: Place) -> None:
    bag_in(place.sources / "in/post")
    place.source("in/c.txt")

    report = ingest(place, place.sources / "in")

    assert sorted(said(report)) == [("", "stored"), ("a.txt", "stored"), ("b.txt", "stored")]


def test_what_is_taken_in_of_a_bag_is_audited_and_rebuilt(place: Place) -> None:
    ingest(place, bag_in(place.sources / "post"))

    with place.open() as archive:
        assert archive.audit().exit_code == 0
        before = list(archive.holdings.catalog.accessions())
        archive.rebuild()
    with place.open() as archive:
        assert list(archive.holdings.catalog.accessions()) == before


def test_the_source_is_left_as_it_was(place: Place) -> None:
    source = bag_in(place.sources / "post")
    before = snapshot(source)

    ingest(place, source)

    assert snapshot(source) == before


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a changed file": lambda bag: flip(bag / "data/a.txt"),
    "a missing file": lambda bag: (bag / "data/a.txt").unlink(),
    "an untracked file": lambda bag: (bag / "data/more.txt").write_text("more"),
    "no manifest": lambda bag: (bag / "manifest-sha512.txt").unlink(),
    "another version": lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 9.9\n"),
    "no payload": lambda bag: shutil.rmtree(bag / "data"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_bag_that_is_not_valid_is_refused_in_one_line(
    place: Place, form: Callable[[Path], Path], damage: Callable[[Path], object]
) -> None:
    source = bag_in(place.sources / "post")
    damage(source)

    report = ingest(place, form(source), place.source("good.txt"))

    assert [item.status.value for item in report.items] == ["refused", "stored"]
    message = str(report.items[0].message)
    assert "is no valid bag: " in message
    assert "\n" not in message
    assert report.exit_code == 1
    assert len(bags(place.root)) == 1


def test_of_many_mistakes_the_first_are_named_and_all_counted(place: Place) -> None:
    source = bag_in(
        place.sources / "post", {f"data/{n}.txt": article(str(n)).encode() for n in range(9)}
    )
    for path in (source / "data").iterdir():
        flip(path)

    [item] = ingest(place, source).items

    assert "data/0.txt: " in str(item.message)
    assert str(item.message).endswith("more")
    assert len(str(item.message)) < 1200


def test_a_bag_that_is_to_be_completed_from_elsewhere_is_refused(
    place: Place, form: Callable[[Path], Path]
) -> None:
    source = bag_in(place.sources / "post")
    (source / "data/a.txt").unlink()
    (source / "fetch.txt").write_text("https://example.org/a.txt - data/a.txt\n")
    tags = source / "tagmanifest-sha512.txt"
    tags.unlink()

    [item] = ingest(place, form(source)).items

    assert item.status is ItemStatus.REFUSED
    assert "is not complete: its fetch.txt names files that are elsewhere" in str(item.message)
    assert "nothing is fetched" in str(item.hint)


def test_a_link_in_a_bag_makes_it_invalid(place: Place) -> None:
    source = bag_in(place.sources / "post")
    (source / "data/link.txt").symlink_to("/etc/hostname")

    [item] = ingest(place, source).items

    assert item.status is ItemStatus.REFUSED
    assert "data/link.txt is a" in str(item.message)


@pytest.mark.parametrize("kind", ["article", "delivery"])
def test_a_bag_of_our_own_is_refused_with_what_to_do(
    place: Place, form: Callable[[Path], Path], kind: str
) -> None:
    ingest(place, bag_in(place.sources / "post"))
    ours = next(b for b in bags(place.root) if (b == delivery(place)) is (kind == "delivery"))
    shutil.copytree(ours, place.sources / "ours")

    [item] = ingest(place, form(place.sources / "ours")).items

    assert item.status is ItemStatus.REFUSED
    assert "newsarchive's own" in str(item.message)
    assert "newsarchive adopt" in str(item.hint)


def test_a_bag_without_an_article_is_refused_and_not_kept(place: Place) -> None:
    [item] = ingest(place, bag_in(place.sources / "post", {"data/x.bin": bytes(99)})).items

    assert item.status is ItemStatus.REFUSED
    assert "holds no article" in str(item.message)
    assert bags(place.root) == []


def test_several_bags_in_one_file_are_not_one_delivery(place: Place) -> None:
    bag_in(place.sources / "two/post")
    bag_in(place.sources / "two/other", {"data/c.txt": article("c").encode()})
    path = place.sources / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted((place.sources / "two").rglob("*")):
            archive.write(file, file.relative_to(place.sources / "two"))

    report = ingest(place, path)

    assert report.count(ItemStatus.REFUSED) == 2
    assert "take it in by itself" in str(report.items[0].hint)


def test_a_folder_that_is_no_valid_bag_is_not_kept_as_it_is_either(place: Place) -> None:
    source = bag_in(place.sources / "post")
    flip(source / "data/a.txt")

    [item] = ingest(place, source, options=IngestOptions(as_is=True)).items

    assert "is no valid bag" in str(item.message)


def test_a_dry_run_says_what_is_in_it(place: Place) -> None:
    report = ingest(place, bag_in(place.sources / "post"), dry_run=True)

    assert report.count(ItemStatus.PLANNED) == 2
    assert bags(place.root) == []


def test_a_bag_in_a_folder_leaves_a_drop_folder_whole(place: Place, tmp_path: Path) -> None:
    source = bag_in(place.sources / "in/post")
    whole = {p: content for p, (_, _, content) in snapshot(source).items()}
    done = tmp_path / "done"
    (done / "post").mkdir(parents=True)

    report = ingest(place, place.sources / "in", move_to=done)

    assert not source.exists()
    assert {p: content for p, (_, _, content) in snapshot(done / "post-2").items()} == whole
    assert report.moved == len([p for p in (done / "post-2").rglob("*") if p.is_file()])


def test_a_bag_with_a_refused_article_stays_in_the_drop_folder(
    place: Place, tmp_path: Path
) -> None:
    source = bag_in(place.sources / "in/post", {**PAYLOAD, "data/empty.txt": b""})
    (tmp_path / "done").mkdir()

    report = ingest(place, place.sources / "in", move_to=tmp_path / "done")

    assert report.count(ItemStatus.STORED) == 2
    assert source.exists()


def test_a_bag_in_a_folder_that_is_being_written_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:

    source = bag_in(place.sources / "in/post")
    moment = place.clock.now().timestamp()
    os.utime(source / "data/a.txt", (moment, moment))
    real = place.clock.wait

    def wait(seconds: float) -> None:
        real(seconds)
        flip(source / "data/a.txt")

    monkeypatch.setattr(place.clock, "wait", wait)

    report = ingest(place, place.sources / "in")

    assert [item.status for item in report.items] == [ItemStatus.WAITING]
