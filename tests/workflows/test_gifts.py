"""How something was given: number, depositor, agreement, and checksums of the sender."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from newsarchive.digests import Algorithm, Digest
from newsarchive.errors import UsageError
from newsarchive.metadata.premis.read import read_premis
from newsarchive.model.event import Event, EventType
from newsarchive.model.outcome import IngestReport, ItemStatus
from newsarchive.reports.shown import bag_view
from newsarchive.workflows.ingest.checksums import Checksums
from support.archives import Place, article, bags
from support.cli import Cli


def ingest(place: Place, *sources: Path, **said: Any) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, workers=1, **said)


def batch(place: Place, name: str = "batch.zip") -> Path:
    path = place.sources / name
    with zipfile.ZipFile(path, "w") as packed:
        for topic in "ab":
            packed.writestr(f"{topic}.txt", article(topic))
    return path


def delivery(place: Place) -> Path:
    [folder] = (place.root / "bags/deliveries").glob("*/*")
    return folder


def record(bag: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((bag / "data/metadata/delivery.json").read_bytes())
    return document


def info(bag: Path) -> dict[str, str]:
    lines = (bag / "bag-info.txt").read_text("utf-8").split("\n")
    return dict(line.split(": ", 1) for line in lines if ": " in line and line[0] != " ")


def events(bag: Path, kind: EventType) -> list[Event]:
    document = read_premis((bag / "data/metadata/premis.xml").read_bytes())
    return [event for event in document.events if event.type is kind]


def sums(folder: Path, algorithm: str, *files: Path) -> Path:
    """A file such as the tools of this name write, in `folder`."""
    path = folder / f"{algorithm.upper()}SUMS"
    lines = [
        f"{hashlib.new(algorithm, f.read_bytes()).hexdigest()}  {f.relative_to(folder)}\n"
        for f in files
    ]
    path.write_text("".join(lines))
    return path


GIFT = {"depositor": "Tolm Post", "agreement": "A-2017/4"}


def test_what_was_agreed_on_is_in_the_delivery_its_tags_and_its_events(place: Place) -> None:
    ingest(place, batch(place), accession_number="2026-114", **GIFT)

    bag = delivery(place)
    document = record(bag)
    assert document["accessionNumber"] == "2026-114"
    assert (document["depositor"], document["agreement"]) == ("Tolm Post", "A-2017/4")
    tags = info(bag)
    assert (tags["Accession-Number"], tags["Depositor"]) == ("2026-114", "Tolm Post")
    assert tags["Agreement"] == "A-2017/4"
    [transfer] = events(bag, EventType.TRANSFER)
    assert transfer.detail == (
        "received by the archive; accession number: 2026-114; depositor: Tolm Post;"
        " agreement: A-2017/4"
    )


def test_the_number_of_a_delivery_is_none_of_its_articles(place: Place) -> None:
    ingest(place, batch(place), accession_number="2026-114", **GIFT)

    articles = [bag for bag in bags(place.root) if bag != delivery(place)]
    assert len(articles) == 2
    assert not any("Accession-Number" in info(bag) for bag in articles)


def test_of_a_single_file_it_is_in_its_record_and_its_events(place: Place) -> None:
    ingest(place, place.source(), accession_number="2026-115", **GIFT)

    [bag] = bags(place.root)
    assert info(bag)["Accession-Number"] == "2026-115"
    [transfer] = events(bag, EventType.TRANSFER)
    assert transfer.detail == ("received by the archive; depositor: Tolm Post; agreement: A-2017/4")


def test_where_nothing_is_said_nothing_is_recorded(place: Place) -> None:
    ingest(place, batch(place))

    assert not {"accessionNumber", "depositor", "agreement"} & record(delivery(place)).keys()
    assert events(delivery(place), EventType.TRANSFER)[0].detail == "received by the archive"


def test_show_tells_what_is_known_of_a_delivery(place: Place) -> None:
    source = batch(place)
    checksums = sums(place.sources, "sha256", source)
    ingest(place, source, accession_number="2026-114", checksums=checksums, **GIFT)

    with place.open() as archive:
        lines = "\n".join(bag_view(archive.show(delivery(place).name)))

    for words in ("2026-114", "Tolm Post", "A-2017/4", "sha256", "(held)"):
        assert words in lines


def test_a_delivery_that_is_there_keeps_what_it_has_and_the_rest_is_said(place: Place) -> None:
    source = batch(place)
    ingest(place, source, **GIFT)

    same = ingest(place, source, **GIFT)
    other = ingest(place, source, accession_number="2026-1", depositor="Another")

    assert same.notes == ()
    [note] = other.notes
    assert "its accession number, depositor were not recorded" in note
    assert "Accession-Number" not in info(delivery(place))


def test_of_a_delivery_in_which_nothing_is_new_it_is_said_that_it_was_not_kept(
    place: Place,
) -> None:
    ingest(place, batch(place))
    other = place.sources / "other.zip"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("b.txt", article("b"))

    report = ingest(place, other, **GIFT)

    [note] = report.notes
    assert "other.zip was not kept, since nothing of it is new" in note
    assert "depositor, agreement were not recorded" in note


def test_of_articles_that_are_there_it_is_said_that_nothing_is_recorded(place: Place) -> None:
    source = place.source()
    ingest(place, source)

    assert "1 was in the archive before" in ingest(place, source, **GIFT).notes[0]


def test_the_catalog_comes_back_with_the_number(place: Place) -> None:
    ingest(place, batch(place), accession_number="2026-114")
    with place.open() as archive:
        before = list(archive.holdings.catalog.accessions())
        archive.rebuild()
    with place.open() as archive:
        assert list(archive.holdings.catalog.accessions()) == before


@pytest.mark.parametrize("name", ["depositor", "agreement"])
def test_what_is_no_line_of_text_is_a_usage_error(place: Place, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} must be one line of text"):
        ingest(place, place.source(), **{name: "two\nlines"})


# Checksums


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_a_checksum_that_holds_is_on_record(place: Place, algorithm: str) -> None:
    source = batch(place)

    report = ingest(place, source, checksums=sums(place.sources, algorithm, source))

    assert report.exit_code == 0
    value = hashlib.new(algorithm, source.read_bytes()).hexdigest()
    assert record(delivery(place))["senderChecksums"] == [
        {"algorithm": algorithm, "value": value, "held": True}
    ]
    [check] = events(delivery(place), EventType.FIXITY_CHECK)
    assert value in check.detail


def test_a_checksum_of_a_single_file_is_on_record(place: Place) -> None:
    source = place.source()

    ingest(place, source, checksums=sums(place.sources, "md5", source))

    [check] = events(bags(place.root)[0], EventType.FIXITY_CHECK)
    assert check.detail.startswith("rain.txt has the md5 that its sender gave: ")
    assert [link.path for link in check.objects] == ["data/original/rain.txt"]


@pytest.mark.parametrize("packed", [False, True], ids=["file", "container"])
def test_what_has_another_checksum_is_refused_with_both_and_the_others_go_on(
    place: Place, packed: bool
) -> None:
    bad, good = batch(place) if packed else place.source("bad.txt"), place.source("good.txt")
    checksums = sums(place.sources, "sha256", bad, good)
    before = hashlib.sha256(bad.read_bytes()).hexdigest()
    bad.write_bytes(bad.read_bytes() + b"\n")
    after = hashlib.sha256(bad.read_bytes()).hexdigest()

    report = ingest(place, bad, good, checksums=checksums)

    assert [item.status.value for item in report.items] == ["refused", "stored"]
    message = str(report.items[0].message)
    assert "is not what its sender sent" in message
    assert before in message
    assert after in message
    assert len(bags(place.root)) == 1


def test_a_picture_with_another_checksum_refuses_its_article(place: Place) -> None:
    text = place.source("in/1/story.txt")
    picture = text.with_name("x.jpg")
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(40))
    checksums = sums(place.sources / "in", "sha256", text, picture)
    picture.write_bytes(picture.read_bytes() + b"?")

    report = ingest(place, place.sources / "in", checksums=checksums)

    assert [item.status for item in report.items] == [ItemStatus.REFUSED]
    assert "x.jpg is not what its sender sent" in str(report.items[0].message)


def test_what_is_listed_and_did_not_come_is_said(place: Place) -> None:
    source = place.source("in/a.txt")
    checksums = sums(place.sources / "in", "sha256", source)
    with checksums.open("a") as file:
        file.write(f"{'0' * 64}  b.txt\n")

    report = ingest(place, place.sources / "in", checksums=checksums)

    assert [item.status.value for item in report.items] == ["stored", "refused"]
    assert "b.txt is listed in" in str(report.items[1].message)
    assert report.exit_code == 1


def test_the_file_of_checksums_is_no_article(place: Place) -> None:
    source = place.source("in/a.txt")
    checksums = sums(place.sources / "in", "sha256", source)

    report = ingest(place, place.sources / "in", checksums=checksums)

    assert report.count(ItemStatus.STORED) == 1
    assert [Path(name).name for name in report.passed] == ["SHA256SUMS"]


def test_what_lies_there_and_was_not_asked_for_is_no_gap(place: Place) -> None:
    one, other = place.source("a.txt"), place.source("b.txt")

    report = ingest(place, one, checksums=sums(place.sources, "sha256", one, other))

    assert report.exit_code == 0


@pytest.mark.parametrize("listed", ["a.txt", "./in/a.txt", "news/2026/a.txt", "/mnt/out/a.txt"])
def test_a_file_is_found_by_its_place_or_its_name(place: Place, listed: str) -> None:
    source = place.source("in/a.txt")
    checksums = place.sources / "SUMS"
    checksums.write_text(f"{'0' * 64}  {listed}\n")

    report = ingest(place, source, checksums=checksums)

    assert report.items[0].status is ItemStatus.REFUSED
    assert "is not what its sender sent" in str(report.items[0].message)


HEX = "ab" * 32
LINES = {
    "text": (f"{HEX}  a.txt", "a.txt"),
    "binary": (f"{HEX} *a.txt", "a.txt"),
    "upper case": (f"{HEX.upper()}  a.txt", "a.txt"),
    "Windows": (f"{HEX}  a.txt\r", "a.txt"),
    "BSD": (f"SHA256 (a.txt) = {HEX}", "a.txt"),
    "a name with blanks": (f"{HEX}   b  c.txt ", " b  c.txt "),
    "escaped": (f"\\{HEX}  a\\nb\\\\c.txt", "a\nb\\c.txt"),
    "a folder": (f"{HEX}  ./north/a.txt", "north/a.txt"),
}


@pytest.mark.parametrize(("line", "path"), LINES.values(), ids=LINES.keys())
def test_a_line_gives_a_checksum_and_a_path(tmp_path: Path, line: str, path: str) -> None:
    (tmp_path / "SUMS").write_bytes(f"\ufeff# made by hand\n\n{line}\n".encode())

    assert Checksums.read(tmp_path / "SUMS").listed == {path: [Digest(Algorithm.SHA256, HEX)]}


BAD = {
    "prose": ("these are the checksums", "line 1 of .* is no checksum"),
    "no path": (HEX, "line 1 of .* is no checksum"),
    "another length": (f"{'ab' * 25}  a.txt", "a checksum has no 50 characters"),
    "tagged, of another length": (f"SHA512 (a.txt) = {HEX}", "line 1 of "),
    "twice": (f"{HEX}  a.txt\n{'cd' * 32}  a.txt", "line 2 of .* another checksum"),
}


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_no_checksum_is_named_and_nothing_is_begun(
    place: Place, text: str, words: str
) -> None:
    (place.sources / "SUMS").write_text(text)

    with pytest.raises(UsageError, match=words):
        ingest(place, place.source(), checksums=place.sources / "SUMS")

    assert bags(place.root) == []


def test_the_command_takes_it_all(cli: Cli, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(article("a"), encoding="utf-8")
    sums(tmp_path, "sha256", tmp_path / "a.txt")

    options = ("--depositor", "Tolm Post", "--agreement", "A-1", "--checksums", "SHA256SUMS")
    done = cli("ingest", "-a", archive, "a.txt", *options)

    assert done.code == 0, done.stderr
    assert "Tolm Post" in (bags(archive)[0] / "data/metadata/premis.xml").read_text()
