"""What any container may ask for: files beside it, derived bytes, companions, rows; by a fake."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from newsarchive import formats
from newsarchive.formats import Beside, Item, Made, Part, Row, Slice, Told, ToldImage
from newsarchive.formats.base import pieces_of
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.article import Article, Body, Medium, MediumKind, Rendition
from newsarchive.model.capture import Capture
from newsarchive.model.outcome import IngestReport
from newsarchive.model.statement import Statement
from newsarchive.model.supplied import Value
from support.archives import Place, article, bags

HEAD = b"!fake!\n"
PICTURE = b"!picture!\n"


class FakeContents:
    """The items of a fake container: those that a test put there, of bytes that it chose."""

    passed = ()

    def __init__(self, file: BinaryIO, found: tuple[Item, ...]) -> None:
        self._file = file
        self._found = found

    def beside(self) -> Iterator[Beside]:
        return iter(())

    def items(self) -> Iterator[Item]:
        return iter(self._found)

    def part(self, name: str) -> Part | None:  # noqa: ARG002
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        return pieces_of(self._file, part, "feed.fake")

    def close(self) -> None:
        self._file.close()


class FakeUnpacker:
    name = "fake/1"
    label = "fakes"

    def __init__(self) -> None:
        self.found: tuple[Item, ...] = ()

    def kind(self, head: bytes) -> str:  # noqa: ARG002
        return "fake"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002
        return head.startswith(HEAD)

    def open(self, file: BinaryIO, name: str) -> FakeContents:  # noqa: ARG002
        return FakeContents(file, self.found)


class PictureReader:
    """Reads a picture item: a caption, and the address of its image."""

    name = "picture/1"
    label = "pictures"
    media_type = "application/x-picture"
    max_bytes = 10_000

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002
        return head.startswith(PICTURE)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        _, caption, url = file.read().decode().splitlines()
        medium = Medium(
            MediumKind.IMAGE,
            caption=Statement.stated(caption, basis="picture:caption"),
            renditions=(Rendition(url=url),),
        )
        return Article(self.name, (capture,), Body(), media=(medium,))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeUnpacker:
    unpacker = FakeUnpacker()
    monkeypatch.setattr(formats, "UNPACKERS", (unpacker, *formats.UNPACKERS))
    monkeypatch.setattr(formats, "READERS", (PictureReader(), TextReader()))
    return unpacker


def container(place: Place, data: bytes = b"") -> Path:
    path = place.sources / "feed.fake"
    path.write_bytes(HEAD + data)
    return path


def beside(place: Place, name: str, data: str | bytes) -> None:
    path = place.sources / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def ingest(place: Place, source: Path, **options: Any) -> IngestReport:
    with place.open() as archive:
        return archive.ingest([source], workers=1, **options)


def record(place: Place, report: IngestReport, number: int = 0) -> dict[str, Any]:
    path = place.root / str(report.items[number].path) / "data/metadata/article.json"
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def said(report: IngestReport) -> list[tuple[str, str]]:
    return [(item.status.value, item.message or "") for item in report.items]


def test_a_main_document_may_lie_beside_its_container(place: Place, fake: FakeUnpacker) -> None:
    beside(place, "texts/story.txt", article("quay"))
    fake.found = (Item(1, "first", Beside("texts/story.txt")),)

    report = ingest(place, container(place))

    told = record(place, report)["delivery"]
    assert said(report) == [("stored", "")]
    assert (told["kind"], told["position"], told["label"]) == ("fake", 1, "first")
    assert report.items[0].delivery is not None
    [kept] = [b for b in bags(place.root) if (b / "data/original/story.txt").exists()]
    assert (kept / "data/original/story.txt").read_text(encoding="utf-8") == article("quay")


def test_a_delivery_whose_articles_lie_beside_it_is_kept_once(
    place: Place, fake: FakeUnpacker
) -> None:
    for number in range(3):
        beside(place, f"{number}.txt", article(f"topic {number}"))
    fake.found = tuple(Item(n + 1, f"{n}", Beside(f"{n}.txt")) for n in range(3))

    report = ingest(place, container(place))
    again = ingest(place, container(place))

    assert [s for s, _ in said(report)] == ["stored"] * 3
    assert [s for s, _ in said(again)] == ["present"] * 3
    assert len(bags(place.root)) == 4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../secret.txt", "lies outside"),
        ("texts/../../secret.txt", "lies outside"),
        ("..\\secret.txt", "lies outside"),
        ("/etc/passwd", "lies outside"),
        ("C:\\news\\story.txt", "lies outside"),
        ("\\\\server\\story.txt", "lies outside"),
        ("https://example.org/a.txt", "is an address"),
        ("", "is no name"),
        (".", "is no name"),
        ("a\0b.txt", "is no name"),
        ("stroy.txt", "did you mean story.txt?"),
        ("STORY.txt", "did you mean story.txt?"),
        ("none/at/all.txt", "is not beside feed.fake"),
        ("x" * 5000, "is not beside feed.fake"),
        ("folder", "is a folder"),
        ("link.txt", "is a link"),
        ("linked/story.txt", "lies behind the link linked"),
    ],
)
def test_a_file_beside_a_container_is_there_and_nowhere_else(
    place: Place, fake: FakeUnpacker, name: str, words: str
) -> None:
    (place.sources.parent / "secret.txt").write_text(article("secret"), encoding="utf-8")
    beside(place, "story.txt", article("quay"))
    beside(place, "folder/x.txt", article("x"))
    (place.sources / "link.txt").symlink_to(place.sources / "story.txt")
    (place.sources / "linked").symlink_to(place.sources)
    fake.found = (Item(1, "bad", Beside(name)), Item(2, "good", Beside("story.txt")))

    report = ingest(place, container(place))

    assert [s for s, _ in said(report)] == ["refused", "stored"]
    assert words in said(report)[0][1]
    assert len(said(report)[0][1]) < 600


@pytest.mark.parametrize("name", ["texts\\story.txt", "./texts//story.txt", "texts/story.txt"])
def test_a_name_may_be_written_as_other_systems_do(
    place: Place, fake: FakeUnpacker, name: str
) -> None:
    beside(place, "texts/story.txt", article("quay"))
    fake.found = (Item(1, "first", Beside(name)),)

    assert said(ingest(place, container(place))) == [("stored", "")]


def test_letters_whose_marks_a_system_took_apart_are_the_same(
    place: Place, fake: FakeUnpacker
) -> None:
    beside(place, "u\u0308ber.txt", article("quay"))
    fake.found = (Item(1, "first", Beside("über.txt")),)

    assert said(ingest(place, container(place))) == [("stored", "")]


def test_links_are_followed_where_that_was_asked_for(place: Place, fake: FakeUnpacker) -> None:
    beside(place, "story.txt", article("quay"))
    (place.sources / "link.txt").symlink_to(place.sources / "story.txt")
    fake.found = (Item(1, "first", Beside("link.txt")),)

    assert said(ingest(place, container(place), dereference=True)) == [("stored", "")]


def test_a_container_in_a_folder_finds_what_lies_beside_it(
    place: Place, fake: FakeUnpacker
) -> None:
    beside(place, "in/deep/feed.fake", HEAD)
    beside(place, "in/deep/p.bin", article("quay"))
    beside(place, "in/other.txt", article("other"))
    fake.found = (Item(1, "first", Beside("p.bin")),)

    report = ingest(place, place.sources / "in")

    assert ("stored", "") in said(report)


def test_a_part_may_be_a_slice_or_made(place: Place, fake: FakeUnpacker) -> None:
    one, two = article("one").encode(), article("two").encode()
    fake.found = (
        Item(1, "slice", Part("a.txt", len(one), Slice(len(HEAD), len(HEAD) + len(one)))),
        Item(2, "made", Part("b.txt", len(two), Made(two))),
    )

    report = ingest(place, container(place, one + b"rest"))

    assert [s for s, _ in said(report)] == ["stored", "stored"]
    assert record(place, report)["delivery"]["offset"] == len(HEAD)
    assert "offset" not in record(place, report, 1)["delivery"]
    kept = place.root / str(report.items[0].path) / "data/original/a.txt"
    assert kept.read_bytes() == one


def test_a_slice_that_is_not_there_costs_its_item_only(place: Place, fake: FakeUnpacker) -> None:
    one = article("one").encode()
    fake.found = (
        Item(1, "short", Part("a.txt", 9999, Slice(0, 9999))),
        Item(2, "good", Part("b.txt", len(one), Slice(len(HEAD), len(HEAD) + len(one)))),
    )

    report = ingest(place, container(place, one))

    assert [s for s, _ in said(report)] == ["failed", "stored"]
    assert "ends in the middle" in said(report)[0][1]


def test_what_a_container_tells_is_supplied(place: Place, fake: FakeUnpacker) -> None:
    beside(place, "story.txt", article("quay"))
    beside(place, "p.png", b"\x89PNG\r\n\x1a\n")
    basis = "manifest:feed.fake#1"
    told = Told(
        basis,
        (
            Value.parse("publisher", ["Tolm Post"], basis=basis),
            Value.parse("place", ["Tolm"], basis=basis),
        ),
        (ToldImage(Beside("p.png"), "A quay", "A. Photographer"),),
        identifier="urn:example:7",
    )
    fake.found = (Item(1, "first", Beside("story.txt"), told=told),)

    report = ingest(place, container(place))

    found = record(place, report)
    [place_said] = found["places"]
    publisher = found["provenance"]["publisher"]
    assert (publisher["value"], publisher["status"], publisher["basis"]) == (
        *("Tolm Post", "supplied"),
        basis,
    )
    assert basis in place_said["basis"]
    assert found["identifier"] == "urn:example:7"
    [medium] = [m for m in found["media"] if m.get("path")]
    assert (medium["caption"]["value"], medium["caption"]["basis"]) == ("A quay", basis)
    assert medium["creditLine"]["value"] == "A. Photographer"


def test_what_is_said_of_all_wins_over_what_a_container_tells(
    place: Place, fake: FakeUnpacker
) -> None:
    beside(place, "story.txt", article("quay"))
    told = Told("t", (Value.parse("publisher", ["Tolm Post"], basis="t"),))
    fake.found = (Item(1, "first", Beside("story.txt"), told=told),)

    report = ingest(place, container(place), publisher="Port Bell")

    assert record(place, report)["provenance"]["publisher"]["value"] == "Port Bell"


def test_a_version_that_is_supplied_is_the_version(place: Place, fake: FakeUnpacker) -> None:
    for number in (1, 2):
        beside(place, f"{number}.txt", article(f"topic {number}"))
    fake.found = tuple(
        Item(
            n,
            str(n),
            Beside(f"{n}.txt"),
            told=Told("t", (Value.parse("version", ["7"], basis="t"),), identifier="urn:x:1"),
        )
        for n in (1, 2)
    )

    report = ingest(place, container(place))

    found = record(place, report, 1)
    assert [r["rel"] for r in found["relations"]] == ["alternate"]


def test_companions_are_originals_of_the_same_article(place: Place, fake: FakeUnpacker) -> None:
    main = article("quay").encode()
    other = PICTURE + b"A quay at dusk\nhttps://agency.example/renditions/p7.png?size=l"
    beside(place, "p7.png", b"\x89PNG\r\n\x1a\n")
    fake.found = (
        Item(
            1,
            "first",
            Part("a.txt", len(main), Made(main)),
            images=(Beside("p7.png"),),
            companions=(Part("p.pic", len(other), Made(other)),),
        ),
    )

    report = ingest(place, container(place))

    found = record(place, report)
    assert [o["path"] for o in found["originals"]] == [
        "data/original/a.txt",
        "data/original/p.pic",
    ]
    [medium] = [m for m in found["media"] if m["caption"].get("value") == "A quay at dusk"]
    assert medium["path"].endswith("p7.png")
    assert found["lead"]["value"].startswith("Rain fell on the harbour")  # of the main document


def test_a_companion_that_cannot_be_read_is_said_of_its_article(
    place: Place, fake: FakeUnpacker
) -> None:
    main = article("quay").encode()
    fake.found = (
        Item(
            1,
            "first",
            Part("a.txt", len(main), Made(main)),
            companions=(Part("p.pdf", 5, Made(b"%PDF-")),),
        ),
    )

    report = ingest(place, container(place))

    assert [s for s, _ in said(report)] == ["refused"]
    assert "p.pdf is a PDF" in said(report)[0][1]


def test_a_row_is_kept_as_it_is_and_read_by_its_text(place: Place, fake: FakeUnpacker) -> None:
    row = b'7,"It rained on the quay.","Rain"'
    fake.found = (
        Item(
            1,
            "row 7",
            Part("row-7.csv", len(row), Made(row)),
            row=Row("It rained on the quay.\n\nNobody came.", "text/csv", "Rain"),
            told=Told("t", (Value.parse("headline", ["Rain"], basis="t"),)),
        ),
    )

    report = ingest(place, container(place))

    bag = place.root / str(report.items[0].path)
    found = record(place, report)
    assert (bag / "data/original/row-7.csv").read_bytes() == row
    assert found["originals"][0]["mediaType"] == "text/csv"
    assert (bag / "data/article.txt").read_text(encoding="utf-8") == (
        "It rained on the quay.\n\nNobody came.\n"
    )
    assert [(h["value"], h["role"]) for h in found["headlines"]] == [("Rain", "main")]
