"""What is still being written is left for the next run, in folders and lists; it is no failure."""

import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.model.outcome import IngestReport, ItemOutcome, ItemStatus
from newsarchive.model.unfinished import finished_name, is_unfinished
from newsarchive.reports.text import ingest_summary
from newsarchive.workflows.ingest.lists import Listed
from support.archives import Place, article
from support.newsml import message, picture, text
from support.photos import png

NAMES = (
    "story.txt.part",
    "story.txt.partial",
    "story.txt.filepart",
    "story.txt.crdownload",
    "story.txt.tmp",
    "story.txt.TMP",
    "story.txt~",
    "story.download",
)


def ingest(place: Place, *sources: Path | Listed) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, workers=1)


def said(report: IngestReport) -> dict[str, str]:
    return {Path(item.input).name: item.status.value for item in report.items}


def write_now(place: Place, path: Path, seconds_ago: float = 0) -> None:
    """Give a file a time of change that is so long ago by the clock of the archive."""
    moment = (place.clock.now() - timedelta(seconds=seconds_ago)).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_may_say_that_a_file_is_not_finished(name: str) -> None:
    assert is_unfinished(name)
    assert finished_name(name) in {"story.txt", "story"}


@pytest.mark.parametrize("name", ["story.txt", "part.txt", "a.parts", "tmp", "department"])
def test_another_name_says_nothing_of_the_kind(name: str) -> None:
    assert not is_unfinished(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_unfinished_file_in_a_folder_is_left(place: Place, name: str) -> None:
    place.source("in/ready.txt")
    place.source(f"in/{name}")

    report = ingest(place, place.sources / "in")

    assert said(report) == {"ready.txt": "stored", name: "waiting"}
    assert report.exit_code == 0
    assert next(ingest_summary(report)) == "2 articles: 1 stored, 1 left: still being written."


def test_a_folder_of_nothing_but_unfinished_files_is_no_refusal(place: Place) -> None:
    place.source("in/a.txt.part")

    report = ingest(place, place.sources / "in")

    assert said(report) == {"a.txt.part": "waiting"}
    assert report.exit_code == 0


def test_an_unfinished_file_of_a_list_is_left(place: Place) -> None:
    report = ingest(place, Listed(place.source("a.txt.part")))

    assert said(report) == {"a.txt.part": "waiting"}
    assert report.exit_code == 0


def test_an_unfinished_file_that_is_named_itself_is_refused(place: Place) -> None:
    report = ingest(place, place.source("a.txt.part"))

    assert said(report) == {"a.txt.part": "refused"}
    assert report.exit_code == 1
    assert "give it its own name" in str(report.items[0].hint)


def test_a_folder_that_is_named_itself_may_be_called_anything(place: Place) -> None:
    place.source("in.tmp/a.txt")

    assert said(ingest(place, place.sources / "in.tmp")) == {"a.txt": "stored"}


WAITS = {
    "its placeholder": ("story.txt", "story.txt.part"),
    "its sidecar is coming": ("story.txt", "story.json.part"),
    "a picture of its folder is coming": ("metadata.json", "2.jpg.part"),
    "the record of its folder is coming": ("1.txt", "metadata.json.part"),
}


@pytest.mark.parametrize(("other", "coming"), WAITS.values(), ids=WAITS.keys())
def test_an_article_waits_for_what_belongs_to_it(place: Place, other: str, coming: str) -> None:
    folder = place.sources / "in/one"
    place.source("in/one/story.txt")
    (folder / coming).touch()
    if not (folder / other).exists():
        (folder / other).write_text("{}" if other.endswith(".json") else article(other))

    report = ingest(place, place.sources / "in")

    assert report.count(ItemStatus.STORED) == 0
    assert report.count(ItemStatus.REFUSED) == 0
    assert report.exit_code == 0


def test_a_sidecar_whose_text_is_coming_is_no_stranger(place: Place) -> None:
    place.source("in/a.txt")
    place.source("in/b.json", "{}")
    place.source("in/b.txt.part")

    assert said(ingest(place, place.sources / "in")) == {"a.txt": "stored", "b.txt.part": "waiting"}


def test_in_a_container_nothing_is_being_written(place: Place) -> None:
    with zipfile.ZipFile(place.sources / "batch.zip", "w") as packed:
        packed.writestr("a.txt", article("a"))
        packed.writestr("b.txt.part", article("b"))

    report = ingest(place, place.sources / "batch.zip")

    assert report.count(ItemStatus.STORED) == 2


# Young files


class Writer:
    """A clock by which somebody writes to a file whenever a run waits."""

    def __init__(self, place: Place, path: Path) -> None:
        self._place, self._path = place, path
        self.waits: list[float] = []
        self._wait: Callable[[float], None] = place.clock.wait

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._wait(seconds)
        with self._path.open("a") as file:
            file.write("and more of it\n")
        write_now(self._place, self._path)


def test_a_young_file_that_rests_is_taken_in_after_a_second_look(place: Place) -> None:
    path = place.source("in/a.txt")
    write_now(place, path, 0.5)
    before = place.clock.now()

    report = ingest(place, place.sources / "in")

    assert said(report) == {"a.txt": "stored"}
    assert place.clock.now() - before == timedelta(seconds=1.5)


def test_a_file_that_moves_between_two_looks_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.source("in/a.txt")
    place.source("in/b.txt")
    write_now(place, path)
    monkeypatch.setattr(place.clock, "wait", Writer(place, path).wait)

    report = ingest(place, place.sources / "in")

    assert said(report) == {"a.txt": "waiting", "b.txt": "stored"}
    assert "still being written" in str(report.items[0].message)
    assert report.exit_code == 0


def test_a_run_waits_no_longer_than_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [place.source(f"in/{name}.txt") for name in "abc"]
    for path in paths:
        write_now(place, path)
    writer = Writer(place, paths[1])
    monkeypatch.setattr(place.clock, "wait", writer.wait)

    report = ingest(place, place.sources / "in")

    assert said(report) == {"a.txt": "stored", "b.txt": "waiting", "c.txt": "stored"}
    assert sum(writer.waits) <= 2


def test_a_sidecar_that_is_being_written_lets_its_text_wait(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.source("in/a.txt")
    sidecar = place.source("in/a.json", "{}")
    write_now(place, sidecar)
    monkeypatch.setattr(place.clock, "wait", Writer(place, sidecar).wait)

    assert said(ingest(place, place.sources / "in")) == {"a.txt": "waiting"}


def test_a_young_file_that_is_named_itself_is_taken_in_at_once(place: Place) -> None:
    path = place.source("a.txt")
    write_now(place, path)
    before = place.clock.now()

    report = ingest(place, path)

    assert said(report) == {"a.txt": "stored"}
    assert place.clock.now() == before


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(seconds=3)])
def test_a_time_that_lies_ahead_is_of_another_clock(place: Place, ahead: timedelta) -> None:
    path = place.source("in/a.txt")
    write_now(place, path, -ahead.total_seconds())
    before = place.clock.now()

    assert said(ingest(place, place.sources / "in")) == {"a.txt": "stored"}
    assert place.clock.now() == before


def test_how_long_a_file_must_rest_is_a_setting(place: Place) -> None:
    settings = place.root / "archive.toml"
    settings.write_text(settings.read_text().replace("[ingest]", '[ingest]\nsettle = "0s"'))
    write_now(place, place.source("in/a.txt"))
    before = place.clock.now()

    assert said(ingest(place, place.sources / "in")) == {"a.txt": "stored"}
    assert place.clock.now() == before


@pytest.mark.parametrize(
    ("within", "status", "code"), [(True, ItemStatus.WAITING, 0), (False, ItemStatus.FAILED, 3)]
)
def test_a_file_that_changes_while_it_is_read_is_left_in_a_folder_and_failed_by_name(
    place: Place, monkeypatch: pytest.MonkeyPatch, within: bool, status: ItemStatus, code: int
) -> None:
    path = place.source("in/a.txt")
    real = os.read

    def read(fd: int, size: int) -> bytes:
        data = real(fd, size)
        if os.readlink(f"/proc/self/fd/{fd}") == os.fspath(path) and not data:
            with path.open("a") as file:
                file.write("more")
        return data

    monkeypatch.setattr(os, "read", read)

    report = ingest(place, path.parent if within else path)

    assert [item.status for item in report.items] == [status]
    assert report.exit_code == code


def test_what_was_left_is_taken_in_by_the_next_run(place: Place) -> None:
    part = place.source("in/a.txt.part")
    first = ingest(place, place.sources / "in")
    part.rename(part.with_suffix(""))

    second = ingest(place, place.sources / "in")

    assert (said(first), said(second)) == ({"a.txt.part": "waiting"}, {"a.txt": "stored"})


def test_a_left_file_is_told_apart_from_a_bad_one() -> None:
    left = ItemOutcome("a", ItemStatus.WAITING, message="a is still being written")
    began = datetime(2026, 1, 1, tzinfo=UTC).isoformat()

    assert IngestReport((left,), began, 0).exit_code == 0


def test_a_wire_waits_for_a_picture_that_it_names_and_that_grows(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, growing = place.source("in/t.xml"), place.source("in/quay.png")
    wire.write_bytes(message(text("t"), picture("p")))
    growing.write_bytes(png(b""))
    write_now(place, wire, 60)
    write_now(place, growing)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(place.clock, "wait", Writer(place, growing).wait)
        first = ingest(place, place.sources / "in")
    second = ingest(place, place.sources / "in")

    assert said(first) == {"t.xml": "waiting"}
    assert said(second) == {"t.xml": "stored"}
