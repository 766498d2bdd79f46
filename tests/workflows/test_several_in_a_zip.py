"""Files of several articles in a zip: each article is one, and the zip is the one delivery."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model.outcome import IngestReport, ItemStatus
from support.archives import Place
from support.newsml import alone, message, picture, text
from support.photos import png

WORDS = "The ferry did not run, the harbour office said, and the gauge showed four metres."


def ninjs(uri: str) -> dict[str, str]:
    body = f"<p>{WORDS}</p><p>Told of {uri}.</p>"
    return {"uri": uri, "type": "text", "headline": f"Rain on {uri}", "body_html": body}


def mail(number: int) -> str:
    return (
        f"From a@tolm.example Mon Mar  4 09:00:0{number} 2024\n"
        f"From: Ana Writer <a@tolm.example>\nSubject: Rain on day {number}\n"
        f"Message-ID: <{number}@tolm.example>\nDate: Mon, 4 Mar 2024 09:00:0{number} +0000\n\n"
        f"{WORDS} It was day {number}.\n\n"
    )


def entry(number: int) -> str:
    return (
        f"<item><guid>tolm-{number}</guid><title>Rain on day {number}</title>"
        f"<description>{WORDS} It was day {number}.</description></item>"
    )


FEED = (
    f'<rss version="2.0"><channel><title>Tolm Post</title>{entry(1)}{entry(2)}</channel></rss>'
).encode()
SEVERAL = {
    "m.xml": message(text("t"), text("u")),
    "list.json": json.dumps([ninjs("urn:tolm:1"), ninjs("urn:tolm:2")]).encode(),
    "in.mbox": (mail(1) + mail(2)).encode(),
    "feed.rss": FEED,
}


def zipped(place: Place, files: dict[str, bytes]) -> Path:
    path = place.sources / "batch.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def ingest(place: Place, source: Path) -> IngestReport:
    with place.open() as archive:
        return archive.ingest([source], workers=1)


def record(place: Place, path: str | None) -> Any:
    assert path is not None
    return json.loads((place.root / path / "data/metadata/article.json").read_bytes())


@pytest.mark.parametrize("name", SEVERAL)
def test_each_article_of_a_file_in_a_zip_is_a_bag_that_cites_the_zip(
    name: str, place: Place
) -> None:
    source = zipped(place, {f"day/{name}": SEVERAL[name], "day/other.txt": WORDS.encode()})

    report = ingest(place, source)

    assert [item.status for item in report.items] == [ItemStatus.STORED] * 3
    found = [record(place, item.path) for item in report.items]
    assert [one["delivery"]["position"] for one in found] == [1, 2, 3]
    assert {one["delivery"]["kind"] for one in found} == {"zip"}
    assert len({one["delivery"]["sha512"] for one in found}) == 1
    assert [label.startswith(f"day/{name}: ") for label in labels(report)] == [True, True, False]


def labels(report: IngestReport) -> list[str]:
    return [item.item.label for item in report.items if item.item is not None]


@pytest.mark.parametrize("name", SEVERAL)
def test_it_reads_as_it_does_by_itself(name: str, place: Place, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    single = tmp_path / "alone" / name
    single.write_bytes(SEVERAL[name])
    with place.open() as archive:
        by_itself = archive.ingest([single], workers=1)
        in_zip = archive.ingest([zipped(place, {name: SEVERAL[name]})], workers=1)

    assert [item.status for item in by_itself.items] == [ItemStatus.STORED] * 2
    assert [item.status for item in in_zip.items] == [ItemStatus.PRESENT] * 2
    assert [item.bag for item in in_zip.items] == [item.bag for item in by_itself.items]


def test_a_picture_that_a_message_names_is_found_beside_it(place: Place) -> None:
    wire = message(text("t", links=("p",)), picture("p"), text("u"))

    report = ingest(place, zipped(place, {"day/m.xml": wire, "day/quay.png": png(b"")}))

    first = record(place, report.items[0].path)
    assert [medium["status"] for medium in first["media"]] == ["present"]


def test_a_long_message_of_one_article_is_its_document(place: Place) -> None:
    wire = message(text("t", words="More. " * 20_000))

    report = ingest(place, zipped(place, {"m.xml": wire, "n.xml": alone(text("v"))}))

    [one, _] = report.items
    assert labels(report) == ["m.xml", "n.xml"]
    kept = place.root / str(one.path) / "data/original/m.xml"
    assert kept.read_bytes() == wire


def test_of_a_damaged_one_what_is_whole_is_taken_in_and_the_rest_said(place: Place) -> None:
    broken = message(text("t"), text("u"))[:-20]

    report = ingest(place, zipped(place, {"m.xml": broken, "z.txt": WORDS.encode()}))

    assert [item.status for item in report.items] == [
        ItemStatus.STORED,
        ItemStatus.STORED,
        ItemStatus.REFUSED,
        ItemStatus.STORED,
    ]
    assert "m.xml" in labels(report)[2]
    assert "damaged" in str(report.items[2].message)


def test_a_zip_in_a_zip_and_a_web_archive_in_one_are_refused_and_the_rest_goes_on(
    place: Place,
) -> None:
    inner = zipped(place, {"a.txt": WORDS.encode()}).read_bytes()
    warc = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"

    report = ingest(place, zipped(place, {"in.zip": inner, "x.warc": warc, "z.txt": b"Snow."}))

    assert [str(item.message).partition(" is ")[2][:35] for item in report.items[:2]] == [
        "a file of several articles (zip), a",
        "a file of several articles (warc), ",
    ]
    assert report.items[2].status is ItemStatus.STORED
