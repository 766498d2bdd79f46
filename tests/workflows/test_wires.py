"""Wires on their way into an archive: messages, their pictures, and files that lie together."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model.outcome import IngestReport
from support.archives import Place, bags
from support.cli import Cli
from support.newsml import alone, message, package, picture, text

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


def ingest(place: Place, *sources: Path) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, lambda _: None, None, None, workers=1)


def write(place: Place, **files: bytes) -> Path:
    for name, data in files.items():
        path = place.sources / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place.sources


def records(place: Place, report: IngestReport) -> dict[str, Any]:
    found = {}
    for item in report.items:
        if item.path:
            path = place.root / item.path / "data/metadata/article.json"
            found[str(item.article_id)] = json.loads(path.read_bytes())
    return found


def media(record: Any) -> list[tuple[str, str]]:
    return [(m["caption"].get("value"), m["status"]) for m in record["media"]]


def test_a_message_becomes_bags_that_cite_the_one_delivery(place: Place) -> None:
    folder = write(place, m_xml=message(text("t"), text("u")))

    report = ingest(place, folder / "m.xml")

    found = records(place, report)
    assert [i.item.label for i in report.items if i.item] == ["t", "u"]
    assert [found[g]["delivery"]["position"] for g in ("t", "u")] == [1, 2]
    assert {found[g]["delivery"]["kind"] for g in found} == {"newsml-g2"}
    [delivery] = (place.root / "bags/deliveries").glob("*/*/data/original/m.xml")
    assert delivery.read_bytes() == (folder / "m.xml").read_bytes()


@pytest.mark.parametrize("padding", [0, 100_000], ids=["small", "larger than a beginning"])
@pytest.mark.parametrize("named", ["file", "folder"])
def test_a_message_of_one_article_is_one_bag_and_no_delivery(
    place: Place, named: str, padding: int
) -> None:
    data = message(text("t", words="More. " * (padding // 6)), picture("p"))
    folder = write(place, m_xml=data, quay_png=PNG)

    report = ingest(place, folder / "m.xml" if named == "file" else folder)

    [bag] = bags(place.root)
    assert [item.status.value for item in report.items] == ["stored"]
    assert (bag / "data/original/m.xml").read_bytes() == data
    assert media(records(place, report)["t"]) == [("The quay of p.", "present")]
    assert records(place, report)["t"]["delivery"] is None


def test_a_message_of_several_in_a_folder_is_opened(place: Place) -> None:
    folder = write(place, m_xml=message(text("t"), text("u")), n_xml=message(text("v")))

    report = ingest(place, folder)

    assert sorted(records(place, report)) == ["t", "u", "v"]


def test_a_message_that_comes_again_changes_nothing(place: Place) -> None:
    folder = write(place, m_xml=message(text("t"), text("u")))
    ingest(place, folder)
    before = bags(place.root)

    report = ingest(place, folder)

    assert [item.status.value for item in report.items] == ["present", "present"]
    assert bags(place.root) == before


def test_a_picture_beside_the_message_goes_with_the_text_that_links_to_it(place: Place) -> None:
    data = message(
        text("t"), text("u", links=("p",)), picture("p", "http://x.example/quay.png?s=1")
    )
    folder = write(place, m_xml=data, quay_png=PNG)

    found = records(place, ingest(place, folder / "m.xml"))

    assert media(found["u"]) == [("The quay of p.", "present")]
    assert media(found["t"]) == []
    assert [o["name"] for o in found["u"]["originals"]] == ["u.xml", "p.xml"]


def test_a_picture_that_did_not_come_is_missing_with_its_address(place: Place) -> None:
    folder = write(place, m_xml=message(text("t"), picture("p", "http://x.example/quay.png")))

    [medium] = records(place, ingest(place, folder / "m.xml"))["t"]["media"]

    assert (medium["status"], medium["url"]) == ("missing", "http://x.example/quay.png")


@pytest.mark.parametrize("status", ["canceled", "withheld"])
@pytest.mark.parametrize("form", ["message", "folder"])
def test_the_status_of_a_package_holds_for_its_texts(place: Place, form: str, status: str) -> None:
    items = [package("k", ("t", "p"), status=status), text("t"), picture("p"), text("u")]
    if form == "message":
        folder = write(place, m_xml=message(*items))
    else:
        folder = write(place, **{f"{n}_xml": alone(item) for n, item in enumerate(items)})

    found = records(place, ingest(place, folder))

    assert {guid: r["pubStatus"]["value"] for guid, r in found.items()} == {
        "t": status,
        "u": "usable",
    }


def test_files_of_a_delivery_are_joined_by_what_they_say_of_each_other(place: Place) -> None:
    folder = write(
        place,
        d__a_xml=alone(text("t", links=("p",))),
        d__b_xml=alone(text("u")),
        d__p_xml=alone(picture("p")),
        d__k_xml=alone(package("k", ("t", "p"))),
        d__quay_png=PNG,
        d__stranger_png=PNG[:-1],
    )

    report = ingest(place, folder)

    found = records(place, report)
    assert sorted(found) == ["t", "u"]
    assert media(found["t"]) == [("The quay of p.", "present")]
    assert [o["name"] for o in found["t"]["originals"]] == ["a.xml", "p.xml", "k.xml"]
    refused = [item.input for item in report.items if item.status.value == "refused"]
    assert [Path(name).name for name in refused] == ["stranger.png"]


def test_a_text_with_its_picture_item_and_images_that_nobody_names_is_one_article(
    place: Place,
) -> None:
    folder = write(
        place,
        d__t_xml=alone(text("t")),
        d__p_xml=alone(picture("p")),
        d__quay_png=PNG,
        d__other_png=PNG + b"\0",
    )

    found = records(place, ingest(place, folder))

    assert media(found["t"]) == [("The quay of p.", "present"), (None, "present")]


def test_a_picture_item_alone_is_an_article_with_its_caption(place: Place) -> None:
    folder = write(place, p_xml=alone(picture("p")), quay_png=PNG)

    found = records(place, ingest(place, folder))["p"]

    assert found["type"] == "picture"
    assert media(found) == [("The quay of p.", "present")]
    assert found["media"][0]["creditLine"]["value"] == "Bo Kaya"


def test_a_damaged_message_gives_what_is_whole_and_says_so(place: Place) -> None:
    folder = write(place, m_xml=message(text("t"), text("u"))[:-300])

    report = ingest(place, folder / "m.xml")

    assert [item.status.value for item in report.items] == ["stored", "failed"]
    assert "damaged" in str(report.items[1].message)


def test_the_command_says_of_each_item_what_came_of_it(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    source = tmp_path / "m.xml"
    source.write_bytes(message(text("t"), '<planningItem guid="plan"/>', text("u")))

    done = cli("ingest", "-a", archive, source)

    assert done.code == 1
    assert "m.xml: t" in done.stdout
    assert "plan is a NewsML-G2 planning item" in done.stderr
