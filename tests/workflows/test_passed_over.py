"""What nobody means is passed over and counted: litter of systems, hidden files, empty folders."""

import zipfile
from pathlib import Path

import pytest

from newsarchive.model.outcome import ItemStatus
from newsarchive.reports import documents, text
from support.archives import Place, article

LITTER = [
    ".DS_Store",
    "._rain.txt",
    "Thumbs.db",
    "desktop.ini",
    ".nfs0000000012",
    ".fuse_hidden0001",
    ".Trash-1000",
    "lost+found",
    "~$report.docx",
    ".~lock.report.odt#",
]


@pytest.mark.parametrize("name", LITTER)
def test_litter_beside_an_article_is_counted_and_named(place: Place, name: str) -> None:
    source = place.source("folder/rain.txt")
    source.with_name(name).write_bytes(b"left by a system")

    with place.open() as archive:
        done = archive.ingest(source.parent)

    assert [item.status for item in done.items] == [ItemStatus.STORED]
    assert [Path(passed).name for passed in done.passed] == [name]
    assert done.exit_code == 0
    assert documents.ingest_summary(done)["passed_over"] == list(done.passed)
    assert name in "\n".join(text.ingest_summary(done))


def test_an_empty_folder_among_articles_is_said_and_no_refusal(place: Place) -> None:
    source = place.source("folder/rain.txt")
    (source.parent / "later").mkdir()

    with place.open() as archive:
        done = archive.ingest(source.parent)

    assert (done.exit_code, [Path(p).name for p in done.passed]) == (0, ["later"])


def test_litter_in_a_zip_is_counted_too(place: Place) -> None:
    source = place.sources / "texts.zip"
    with zipfile.ZipFile(source, "w") as packed:
        packed.writestr("rain.txt", article("rain"))
        packed.writestr("__MACOSX/._rain.txt", b"\0\5\x16\7")
        packed.writestr(".DS_Store", b"\0\0\0\1Bud1")

    with place.open() as archive:
        done = archive.ingest(source)

    assert [item.status for item in done.items] == [ItemStatus.STORED]
    assert [passed.rpartition(": ")[2] for passed in done.passed] == [".DS_Store", "__MACOSX"]


def test_of_many_the_first_are_named_and_all_counted(place: Place) -> None:
    source = place.source("folder/rain.txt")
    for number in range(12):
        source.with_name(f"._{number:02d}").write_bytes(b"x")

    with place.open() as archive:
        done = archive.ingest(source.parent)

    assert len(done.passed) == 12
    assert "and 7 more" in "\n".join(text.ingest_summary(done))


def test_nothing_passed_over_is_nothing_said(place: Place) -> None:
    with place.open() as archive:
        done = archive.ingest(place.source())

    assert "Passed over" not in "\n".join(text.ingest_summary(done))
