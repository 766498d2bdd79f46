"""Sheets, wires and pages in a drop folder: what belongs together waits and leaves together."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from newsarchive.cli import keep
from newsarchive.model.outcome import IngestReport
from support.archives import Place, article, bags
from support.newsml import alone, picture, text

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
SHEET = b"file,source,image1_file\r\nrain.txt,Tolm Post,p/quay.png\r\nsnow.txt,Tolm Post,\r\n"
PAGE = (
    b"<!DOCTYPE html><html><head><title>The lock is shut</title></head><body><article>"
    b"<h1>The lock is shut</h1><p>"
    + b"The lock at Ostley is shut until the spring, said the harbour office on Monday. " * 6
    + b'</p><img src="lock_files/quay.png" alt="The quay"></article></body></html>'
)
STYLE = b"body { color: black }"


def of_sheet() -> dict[str, bytes]:
    return {
        "batch.csv": SHEET,
        "rain.txt": article("rain").encode(),
        "snow.txt": article("snow").encode(),
        "p/quay.png": PNG,
    }


def of_wire() -> dict[str, bytes]:
    return {"p.xml": alone(picture("p")), "quay.png": PNG, "t.xml": alone(text("t", links=("p",)))}


def of_page() -> dict[str, bytes]:
    return {"lock.html": PAGE, "lock_files/quay.png": PNG, "lock_files/style.css": STYLE}


def fill(place: Place, files: Mapping[str, bytes]) -> Path:
    folder = place.sources / "drop"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture
def done(place: Place) -> Path:
    folder = place.sources.with_name("done")
    folder.mkdir()
    return folder


def ingest(place: Place, *sources: Path, **said: Any) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, workers=1, **said)


def statuses(report: IngestReport) -> list[tuple[str, str]]:
    return sorted((Path(item.input).name, item.status.value) for item in report.items)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


@pytest.mark.parametrize("made", [of_sheet, of_wire])
def test_all_that_belongs_to_an_article_leaves_the_folder_with_it(
    place: Place, done: Path, made: Any
) -> None:
    folder = fill(place, made())

    report = ingest(place, folder, move_to=done)

    assert {status for _, status in statuses(report)} == {"stored"}
    assert (files(folder), files(done)) == ([], sorted(made()))
    assert (report.moved, report.unmoved) == (len(made()), ())


def test_a_page_stays_with_the_folder_that_was_saved_with_it(place: Place, done: Path) -> None:
    folder = fill(place, of_page())

    first = ingest(place, folder, move_to=done)
    second = ingest(place, folder, move_to=done)

    assert [statuses(first), statuses(second)] == [
        [("lock.html", "stored")],
        [("lock.html", "present")],
    ]
    assert (files(folder), files(done)) == (sorted(of_page()), [])
    [stays] = second.unmoved
    assert "was saved with lock_files" in stays.reason
    assert second.exit_code == 0


def test_a_sheet_of_which_a_row_was_refused_stays_with_all_its_files(
    place: Place, done: Path
) -> None:
    folder = fill(place, {k: v for k, v in of_sheet().items() if k != "snow.txt"})

    report = ingest(place, folder, move_to=done)

    assert statuses(report) == [("batch.csv", "refused"), ("batch.csv", "stored")]
    assert (files(folder), files(done)) == (["batch.csv", "p/quay.png", "rain.txt"], [])


def test_a_sheet_goes_with_its_files_after_the_rest_of_it_was_taken_in(
    place: Place, done: Path, tmp_path: Path
) -> None:
    folder = fill(place, {k: v for k, v in of_sheet().items() if k != "snow.txt"})
    first = ingest(place, folder)
    kept = tmp_path / "run.csv"
    keep.ingest(kept, first)
    fill(place, {"snow.txt": of_sheet()["snow.txt"]})

    again = ingest(place, retry=kept, move_to=done)
    still = files(folder)
    last = ingest(place, folder, move_to=done)

    assert statuses(again) == [("batch.csv", "stored")]
    assert still == sorted(of_sheet())
    assert "--retry" in again.unmoved[0].reason
    assert {status for _, status in statuses(last)} == {"present"}
    assert (files(folder), files(done)) == ([], sorted(of_sheet()))


@pytest.mark.parametrize(
    ("made", "coming", "waiting"),
    [
        (of_sheet, "snow.txt", {"batch.csv", "snow.txt.part"}),
        (of_sheet, "p/quay.png", {"batch.csv", "quay.png.part"}),
        (of_sheet, "batch.csv", {"batch.csv.part"}),
        (of_wire, "quay.png", {"t.xml", "quay.png.part"}),
        (of_wire, "p.xml", {"t.xml", "p.xml.part"}),
        (of_wire, "t.xml", {"t.xml.part"}),
        (of_page, "lock_files/quay.png", {"lock.html"}),
        (of_page, "lock.html", {"lock.html.part", "lock_files"}),
    ],
)
def test_what_belongs_together_waits_for_what_is_still_being_written(
    place: Place, made: Any, coming: str, waiting: set[str]
) -> None:
    everything = made()
    folder = fill(place, {(f"{n}.part" if n == coming else n): d for n, d in everything.items()})

    first = ingest(place, folder)
    (folder / f"{coming}.part").rename(folder / coming)
    second = ingest(place, folder)

    found = statuses(first)
    assert {name for name, status in found if status == "waiting"} == waiting
    assert {status for _, status in found} <= {"waiting", "stored"}
    assert first.exit_code == 0
    assert {status for _, status in statuses(second)} <= {"stored", "present"}


@pytest.mark.parametrize("name", ["batch.csv", "rain.txt", "p/quay.png"])
def test_a_row_waits_for_a_file_that_does_not_come_to_rest(place: Place, name: str) -> None:
    folder = fill(place, of_sheet())
    clock = place.clock
    later = clock.now().timestamp() + 1.5  # as if it was written again while the run waits
    os.utime(folder / name, (later, later))

    report = ingest(place, folder)

    waiting = [item for item in report.items if item.status.value == "waiting"]
    assert waiting
    assert all(item.status.value in {"stored", "waiting"} for item in report.items)
    assert report.exit_code == 0


@pytest.mark.parametrize(
    ("made", "changed"), [(of_sheet, "rain.txt"), (of_sheet, "p/quay.png"), (of_wire, "quay.png")]
)
def test_what_is_named_inside_is_held_against_the_checksums_of_its_sender(
    place: Place, made: Any, changed: str
) -> None:
    folder = fill(place, made())
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in made().items()]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    (folder / changed).write_bytes((folder / changed).read_bytes() + b" ")

    report = ingest(place, folder, checksums=folder / "SHA256SUMS")

    [refused] = [item for item in report.items if item.status.value == "refused"]
    assert f"{changed.rpartition('/')[2]} is not what its sender sent" in (refused.message or "")


def test_who_gave_a_sheet_is_said_of_its_delivery_and_not_of_its_rows(place: Place) -> None:
    folder = fill(place, of_sheet())

    ingest(place, folder, depositor="Tolm Post")

    said = {bag.name for bag in bags(place.root) if "Depositor" in read(bag / "bag-info.txt")}
    assert len(said) == 1
    assert sum("Tolm Post" in transfer_of(bag) for bag in bags(place.root)) == 1


def test_one_article_in_a_container_is_no_delivery_and_its_gift_is_its_own(place: Place) -> None:
    path = place.sources / "t.xml"
    path.write_bytes(alone(text("t")))

    report = ingest(place, path, depositor="Tolm Post")

    assert not any("not recorded" in note for note in report.notes)
    [bag] = bags(place.root)
    assert "depositor: Tolm Post" in read(bag / "data/metadata/premis.xml")


def test_a_sheet_in_the_payload_of_a_bag_is_read_and_one_among_its_tags_is_not(
    place: Place,
) -> None:
    folder = fill(place, {f"b/data/{name}": data for name, data in of_sheet().items()}) / "b"
    (folder / "notes.csv").write_bytes(b"file,source\r\nnowhere.txt,Nobody\r\n")
    (folder / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    sums = [f"{hashlib.sha256(d).hexdigest()}  data/{n}\n" for n, d in of_sheet().items()]
    (folder / "manifest-sha256.txt").write_text("".join(sums), encoding="utf-8")

    report = ingest(place, folder)

    assert [item.status.value for item in report.items] == ["stored", "stored"]
    labels = [item.item.label for item in report.items if item.item]
    assert [label.rpartition("/")[2] for label in labels] == [
        "batch.csv: row 2",
        "batch.csv: row 3",
    ]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def transfer_of(bag: Path) -> str:
    text = read(bag / "data/metadata/premis.xml")
    return text[text.index("received by the archive") :][:80]
