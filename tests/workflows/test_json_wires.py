"""Items of JSON wires taken in: with the pictures they name, beside texts, in lists and zips."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags
from support.cli import Cli

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
URL = "https://media.example/2/"


def rendition(name: str, width: int) -> dict[str, Any]:
    return {"href": f"{URL}{name}?s={width}", "mimetype": "image/png", "width": width, "height": 9}


def item(uri: str = "urn:newsml:news.example:1", *files: str) -> dict[str, Any]:
    picture = {
        "uri": f"{uri}:picture",
        "type": "picture",
        "byline": "Edda Tolm",
        "description_text": "Boats at the quay.",
        "renditions": {f"r{n}": rendition(name, 100 * n) for n, name in enumerate(files, 1)},
    }
    return {
        "uri": uri,
        "type": "text",
        "version": "2",
        "versioncreated": "2024-01-02T10:00:00Z",
        "language": "en",
        "headline": "Boats at the quay",
        "body_html": "<p>TOLM (AP) -- Boats lay at the quay for a week, the town said.</p>",
        "associations": {"main": picture} if files else {},
    }


def write(path: Path, document: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def draw(path: Path, like: str = "rain.png") -> Path:
    shutil.copyfile(EXAMPLES / like, path)
    return path


def media(place: Place, bag: str | None) -> list[dict[str, Any]]:
    assert bag is not None
    with place.open() as archive:
        view = archive.show(bag)
    assert view.record is not None, view.problem
    return list(view.record["media"])


def test_the_command_makes_a_bag_with_the_picture_that_lies_beside(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    story = write(tmp_path / "in" / "story.json", item("urn:x:1", "small.png", "big.png"))
    draw(tmp_path / "in" / "small.png")
    draw(tmp_path / "in" / "big.png", "bridge.png")

    taken = cli("ingest", "-a", archive, story)

    assert taken.code == 0, taken.stderr
    (bag,) = bags(archive)
    assert sorted(p.name for p in (bag / "data" / "media").iterdir()) == ["001-big.png"]
    shown = cli("show", "-a", archive, bag.name).stdout
    for words in ("Boats at the quay", "urn:x:1", "TOLM (AP)", "Edda Tolm", "2024-01-02"):
        assert words in shown
    assert cli("audit", "-a", archive).code == 0


def test_the_largest_that_is_there_is_the_picture(place: Place, tmp_path: Path) -> None:
    story = write(tmp_path / "in" / "story.json", item("urn:x", "small.png", "mid.png", "big.png"))
    draw(story.with_name("small.png"))
    draw(story.with_name("mid.png"), "bridge.png")

    with place.open() as archive:
        (taken,) = archive.ingest(story).items

    (picture,) = media(place, taken.bag)
    assert (picture["name"], picture["status"]) == ("mid.png", "present")
    assert picture["caption"]["value"] == "Boats at the quay."
    assert [r["name"] for r in picture["renditions"]] == ["r3", "r2", "r1"]


def test_without_its_file_a_picture_is_known_and_missing(place: Place, tmp_path: Path) -> None:
    story = write(tmp_path / "in" / "story.json", item("urn:x", "big.png"))
    draw(story.with_name("other.png"))

    with place.open() as archive:
        (taken,) = archive.ingest(story).items

    (picture,) = media(place, taken.bag)
    assert (picture["status"], picture["url"]) == ("missing", f"{URL}big.png?s=100")


NO_PICTURES = {
    "a name that leads out": "../../../../outside.png",
    "a path": "/etc/passwd",
    "an address of a file": "file:///etc/passwd",
    "a text of the same folder": "secret.txt",
    "a link": "link.png",
    "a folder": "folder.png",
    "nothing": "",
    "a name that no file has": "x" * 5000 + ".png",
}


@pytest.mark.parametrize("href", NO_PICTURES.values(), ids=NO_PICTURES)
def test_an_item_names_pictures_of_its_folder_and_nothing_else(
    place: Place, tmp_path: Path, href: str
) -> None:
    document = item("urn:x", "a.png")
    document["associations"]["main"]["renditions"] = {"a": {"href": href}}
    story = write(tmp_path / "in" / "deep" / "story.json", document)
    draw(tmp_path / "outside.png")
    story.with_name("secret.txt").write_text("secret")
    story.with_name("link.png").symlink_to(tmp_path / "outside.png")
    story.with_name("folder.png").mkdir()

    with place.open() as archive:
        (taken,) = archive.ingest(story).items

    assert taken.status is ItemStatus.STORED
    (picture,) = media(place, taken.bag)
    assert picture["status"] == "missing"


def test_one_name_for_two_pictures_is_nobody_s(place: Place, tmp_path: Path) -> None:
    document = item("urn:x", "original.png")
    other = dict(document["associations"]["main"], renditions={"o": rendition("original.png", 5)})
    document["associations"]["other"] = other
    story = write(tmp_path / "in" / "story.json", document)
    draw(story.with_name("original.png"))

    with place.open() as archive:
        (taken,) = archive.ingest(story).items

    assert [m["status"] for m in media(place, taken.bag)] == ["missing", "missing"]


def test_a_folder_with_an_item_and_its_pictures_is_one_article(
    place: Place, tmp_path: Path
) -> None:
    story = write(tmp_path / "in" / "story.json", item("urn:x", "big.png"))
    draw(story.with_name("big.png"))
    draw(story.with_name("another.png"), "bridge.png")

    with place.open() as archive:
        (taken,) = archive.ingest(story.parent).items

    found = {m["name"]: m["caption"].get("value") for m in media(place, taken.bag)}
    assert found == {"big.png": "Boats at the quay.", "another.png": None}


def test_an_item_beside_a_text_of_its_name_is_an_article_and_no_sidecar(
    place: Place, tmp_path: Path
) -> None:
    story = write(tmp_path / "in" / "story.json", item())
    text = story.with_suffix(".txt")
    text.write_text("Rain fell on Tolm for the ninth day, and the ferry did not run.\n")

    with place.open() as archive:
        together = archive.ingest(story.parent)
        alone = archive.ingest(text)

    assert [i.status for i in together.items] == [ItemStatus.STORED] * 2
    assert [i.status for i in alone.items] == [ItemStatus.PRESENT]


def test_a_sidecar_of_an_item_is_its_metadata(place: Place, tmp_path: Path) -> None:
    story = write(tmp_path / "in" / "story.json", item())
    write(story.with_name("metadata.json"), {"source": "The Tolm Post"})

    with place.open() as archive:
        (taken,) = archive.ingest(story.parent).items
        view = archive.show(taken.bag or "")

    assert view.record is not None
    assert [s["value"] for s in view.record["provenance"]["sources"]] == ["The Tolm Post"]


@pytest.mark.parametrize("named", ["metadata.json", "story.json", "STORY.JSON", "story.txt", "x"])
def test_an_item_is_read_by_its_content_whatever_its_name(
    place: Place, tmp_path: Path, named: str
) -> None:
    story = write(tmp_path / "in" / named, item())

    with place.open() as archive:
        (by_name,) = archive.ingest(story).items
        (by_folder,) = archive.ingest(story.parent).items

    assert by_name.status is ItemStatus.STORED
    assert by_folder.status is ItemStatus.PRESENT


def test_other_json_beside_a_text_stays_its_sidecar(place: Place, tmp_path: Path) -> None:
    sidecar = write(tmp_path / "in" / "story.json", {"headline": "Rain", "uri": "urn:x"})
    sidecar.with_suffix(".txt").write_text("Rain fell on Tolm for the ninth day.\n")

    with place.open() as archive:
        (taken,) = archive.ingest(sidecar.parent).items

    assert taken.status is ItemStatus.REFUSED
    assert "'uri' is no field that can be supplied" in (taken.message or "")


def test_a_list_is_one_delivery_and_its_items_have_their_pictures(
    place: Place, tmp_path: Path
) -> None:
    feed = write(tmp_path / "in" / "feed.json", [item("urn:x:1", "a.png"), {}, item("urn:x:2")])
    draw(feed.with_name("a.png"))

    with place.open() as archive:
        taken = archive.ingest(feed)
        records = [archive.show(i.bag).record for i in taken.items if i.bag]

    assert [i.status for i in taken.items] == [
        ItemStatus.STORED,
        ItemStatus.REFUSED,
        ItemStatus.STORED,
    ]
    assert [r["identifier"] for r in records if r] == ["urn:x:1", "urn:x:2"]
    delivered = [r["delivery"] for r in records if r]
    assert len({d["identifier"] for d in delivered}) == 1
    assert [(d["kind"], d["position"], d["label"]) for d in delivered] == [
        ("list", 1, "urn:x:1"),
        ("list", 3, "urn:x:2"),
    ]
    assert [m["status"] for m in media(place, taken.items[0].bag)] == ["present"]


def test_lines_beside_a_list_of_their_name_are_both_taken_in(place: Place, tmp_path: Path) -> None:
    feed = write(tmp_path / "in" / "feed.json", [item("urn:x:1")])
    lines = f"{json.dumps(item('urn:x:2'))}\n{json.dumps(item('urn:x:3'))}\n"
    feed.with_suffix(".jsonl").write_text(lines)

    with place.open() as archive:
        taken = archive.ingest([feed.with_suffix(".jsonl"), feed.parent])

    assert {i.status for i in taken.items} == {ItemStatus.STORED, ItemStatus.PRESENT}
    assert len(taken.items) == 5


def test_in_a_zip_a_picture_that_an_item_names_goes_with_it(place: Place, tmp_path: Path) -> None:
    packed = tmp_path / "batch.zip"
    with zipfile.ZipFile(packed, "w") as archive_file:
        archive_file.writestr("a/one.json", json.dumps(item("urn:x:1", "a.png")))
        archive_file.writestr("a/two.json", json.dumps(item("urn:x:2", "outside.png")))
        archive_file.write(EXAMPLES / "rain.png", "a/a.png")
    draw(tmp_path / "outside.png")

    with place.open() as archive:
        taken = archive.ingest(packed)

    stored = [i for i in taken.items if i.bag]
    assert [m["status"] for i in stored for m in media(place, i.bag)] == ["present", "missing"]


def test_in_a_folder_of_many_items_each_has_the_pictures_that_it_names(
    place: Place, tmp_path: Path
) -> None:
    first = write(tmp_path / "in" / "1.json", item("urn:x:1", "a.png"))
    write(first.with_name("2.json"), item("urn:x:2", "b.png"))
    draw(first.with_name("a.png"))
    draw(first.with_name("b.png"), "bridge.png")
    draw(first.with_name("nobody-s.png"), "harbour.png")

    with place.open() as archive:
        taken = archive.ingest(first.parent)

    stored = [i for i in taken.items if i.status is ItemStatus.STORED]
    assert [m["name"] for i in stored for m in media(place, i.bag)] == ["a.png", "b.png"]
    (refused,) = [i for i in taken.items if i.status is ItemStatus.REFUSED]
    assert "nobody-s.png is an image" in (refused.message or "")
