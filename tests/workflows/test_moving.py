"""`--move-to`: what is in the archive leaves a drop folder, and nothing else does."""

import errno
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.errors import SourceError, UsageError
from newsarchive.model.asked import IngestOptions
from newsarchive.model.outcome import IngestReport, ItemStatus
from newsarchive.workflows.ingest.prepare import Prepared, Preparer
from newsarchive.workflows.ingest.requested import Request
from support.archives import Place, article, bags
from support.cli import Cli

JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)


@pytest.fixture
def done(place: Place) -> Path:
    folder = place.sources.with_name("done")
    folder.mkdir()
    return folder


def ingest(
    place: Place, done: Path, *sources: Path, options: IngestOptions | None = None
) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, options=options, move_to=done, workers=1)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def drop(place: Place) -> Path:
    return place.sources / "drop"


def test_what_was_taken_in_leaves_the_folder_and_keeps_its_path_in_it(
    place: Place, done: Path
) -> None:
    place.source("drop/a.txt")
    place.source("drop/north/b.txt")
    texts = {p.name: p.read_bytes() for p in drop(place).rglob("*.txt")}

    report = ingest(place, done, drop(place))

    assert (files(drop(place)), files(done)) == ([], ["a.txt", "north/b.txt"])
    assert {p.name: p.read_bytes() for p in done.rglob("*.txt")} == texts
    assert (report.moved, report.unmoved, report.exit_code) == (2, (), 0)


def test_what_goes_with_an_article_goes_with_it(place: Place, done: Path) -> None:
    place.source("drop/1/story.txt")
    place.source("drop/1/metadata.json", '{"source": "Gazette"}')
    (drop(place) / "1/harbour.jpg").write_bytes(JPG)
    (drop(place) / "1/notes.dat").write_bytes(b"\0notes")
    place.source("drop/2.txt")
    place.source("drop/2.json", '{"source": "Gazette"}')

    ingest(place, done, drop(place))

    assert files(drop(place)) == []
    assert files(done) == [
        "1/harbour.jpg",
        "1/metadata.json",
        "1/notes.dat",
        "1/story.txt",
        "2.json",
        "2.txt",
    ]


def test_a_file_that_is_named_itself_goes_under_its_name(place: Place, done: Path) -> None:
    ingest(place, done, place.source("drop/deep/a.txt"))

    assert files(done) == ["a.txt"]


def test_what_was_refused_or_left_stays(place: Place, done: Path) -> None:
    for name in ("a.txt", "c.txt.part"):
        place.source(f"drop/{name}")
    place.source("drop/b.txt", "")

    report = ingest(place, done, drop(place))

    assert files(drop(place)) == ["b.txt", "c.txt.part"]
    assert files(done) == ["a.txt"]
    assert report.exit_code == 1


def test_what_is_in_the_archive_already_goes_as_well(place: Place, done: Path) -> None:
    place.source("drop/a.txt")
    with place.open() as archive:
        archive.ingest([drop(place)], workers=1)

    report = ingest(place, done, drop(place))

    assert report.count(ItemStatus.PRESENT) == 1
    assert files(done) == ["a.txt"]


def test_a_known_article_whose_bag_is_gone_stays(place: Place, done: Path) -> None:
    place.source("drop/a.txt")
    with place.open() as archive:
        archive.ingest([drop(place)], workers=1)
    bags(place.root)[0].rename(place.root.with_name("elsewhere"))

    ingest(place, done, drop(place))

    assert files(drop(place)) == ["a.txt"]


def test_nothing_is_overwritten(place: Place, done: Path) -> None:
    for name in ("a.txt", "a-2.txt"):
        (done / name).write_text("of another day")
    place.source("drop/a.txt")

    ingest(place, done, drop(place))

    assert files(done) == ["a-2.txt", "a-3.txt", "a.txt"]
    assert (done / "a.txt").read_text() == "of another day"


@pytest.mark.parametrize("left", ["link", "copy"])
def test_what_a_killed_move_left_at_both_places_is_not_doubled(
    place: Place, done: Path, left: str
) -> None:
    path = place.source("drop/a.txt")
    if left == "link":
        os.link(path, done / "a.txt")
    else:
        (done / "a.txt").write_bytes(path.read_bytes())

    ingest(place, done, drop(place))

    assert (files(drop(place)), files(done)) == ([], ["a.txt"])


def packed(place: Place, texts: dict[str, str]) -> Path:
    drop(place).mkdir(exist_ok=True)
    with zipfile.ZipFile(drop(place) / "batch.zip", "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return drop(place) / "batch.zip"


def test_a_container_goes_when_all_its_items_are_in_the_archive(place: Place, done: Path) -> None:
    packed(place, {"a.txt": article("a"), "b.txt": article("b")})

    report = ingest(place, done, drop(place))

    assert (files(drop(place)), files(done)) == ([], ["batch.zip"])
    assert report.moved == 1


def test_a_container_with_a_refused_item_stays(place: Place, done: Path) -> None:
    packed(place, {"a.txt": article("a"), "b.txt": ""})

    ingest(place, done, drop(place))

    assert (files(drop(place)), files(done)) == (["batch.zip"], [])


def test_a_picture_that_another_article_still_needs_stays_with_all_of_its_own(
    place: Place, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.source("drop/a.txt")
    place.source("drop/a.json", '{"images": ["x.jpg"]}')
    place.source("drop/b.txt")
    place.source("drop/b.json", '{"images": ["x.jpg"]}')
    (drop(place) / "x.jpg").write_bytes(JPG)
    real = Preparer.prepare

    def prepare(self: Preparer, request: Request, *, sync: bool) -> Prepared:
        if request.name.endswith("b.txt"):
            raise SourceError("b.txt cannot be read today")
        return real(self, request, sync=sync)

    monkeypatch.setattr(Preparer, "prepare", prepare)

    report = ingest(place, done, drop(place))

    assert report.count(ItemStatus.STORED) == 1
    assert {"a.txt", "a.json", "x.jpg"} < set(files(drop(place)))


def then(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen when an article was read, and before anything is moved."""
    real = Preparer.prepare

    def prepare(*arguments: object, **options: object) -> object:
        prepared = real(*arguments, **options)  # type: ignore[arg-type]
        act()
        return prepared

    monkeypatch.setattr(Preparer, "prepare", prepare)


def test_a_file_that_changed_after_it_was_read_stays_and_is_taken_in_the_next_time(
    place: Place, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.source("drop/a.txt")
    with monkeypatch.context() as patch:
        then(patch, lambda: path.write_text(article("more news of the harbour")))
        report = ingest(place, done, drop(place))
    [unmoved] = report.unmoved

    assert files(drop(place)) == ["a.txt"]
    assert "changed after it was read" in unmoved.reason
    assert report.exit_code == 0
    assert ingest(place, done, drop(place)).count(ItemStatus.STORED) == 1


def test_a_file_that_somebody_took_away_is_no_trouble(
    place: Place, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.source("drop/a.txt")
    then(monkeypatch, path.unlink)

    report = ingest(place, done, drop(place))

    assert (report.moved, report.unmoved, report.exit_code) == (0, (), 0)


def test_a_link_stays(place: Place, done: Path) -> None:
    path = place.source("elsewhere/a.txt")
    link = drop(place) / "a.txt"
    link.parent.mkdir()
    link.symlink_to(path)

    report = ingest(place, done, link)

    assert link.is_symlink()
    assert path.exists()
    assert files(done) == []
    assert "symbolic link" in report.unmoved[0].reason


def test_a_dry_run_moves_nothing(place: Place, done: Path) -> None:
    place.source("drop/a.txt")
    with place.open() as archive:
        archive.ingest([drop(place)], workers=1)
    place.source("drop/b.txt")

    ingest(place, done, drop(place), options=IngestOptions(dry_run=True))

    assert (files(drop(place)), files(done)) == (["a.txt", "b.txt"], [])


def other_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is linked from an open folder be on another disk."""
    real = os.link

    def link(src: str, dst: str, *, src_dir_fd: int | None = None, **options: bool) -> None:
        if src_dir_fd is not None:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(src, dst, **options)

    monkeypatch.setattr(os, "link", link)


def test_to_another_disk_a_file_is_copied_and_then_goes(
    place: Place, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.source("drop/a.txt")
    before, time = path.read_bytes(), path.stat().st_mtime_ns
    (done / "a.txt").write_text("of another day")
    other_disk(monkeypatch)

    ingest(place, done, drop(place))

    assert (files(drop(place)), files(done)) == ([], ["a-2.txt", "a.txt"])
    assert (done / "a-2.txt").read_bytes() == before
    assert (done / "a-2.txt").stat().st_mtime_ns == time


def test_a_copy_that_fails_leaves_the_file_and_nothing_else(
    place: Place, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.source("drop/a.txt")
    other_disk(monkeypatch)

    def utime(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "utime", utime)

    report = ingest(place, done, drop(place))

    assert (files(drop(place)), files(done)) == (["a.txt"], [])
    assert report.unmoved[0].reason == "it cannot be moved: no space left on device"
    assert report.exit_code == 3


def test_a_drop_folder_that_is_empty_is_nothing_to_do(place: Place, done: Path) -> None:
    place.source("drop/north/a.txt")

    first = ingest(place, done, drop(place))
    second = ingest(place, done, drop(place))
    (drop(place) / "north").rmdir()
    third = ingest(place, done, drop(place))

    assert [r.exit_code for r in (first, second, third)] == [0, 0, 0]
    assert third.items == ()


def test_what_lies_in_the_archive_does_not_leave_it(place: Place, done: Path) -> None:
    with place.open() as archive:
        archive.ingest([place.source("a.txt")], workers=1)
    original = next(bags(place.root)[0].glob("data/original/*"))

    report = ingest(place, done, original)

    assert original.exists()
    assert report.unmoved[0].reason == "it lies in the archive"


BAD_TARGETS: dict[str, tuple[Callable[[Place], Path], str]] = {
    "not there": (lambda place: place.sources / "no", "is no folder"),
    "a file": (lambda place: place.source("file"), "is no folder"),
    "in the archive": (lambda place: place.root / "quarantine", "lies in the archive"),
}


@pytest.mark.parametrize(("target", "words"), BAD_TARGETS.values(), ids=BAD_TARGETS.keys())
def test_where_nothing_can_go_nothing_is_begun(
    place: Place, target: Callable[[Place], Path], words: str
) -> None:
    place.source("drop/a.txt")

    with pytest.raises(UsageError, match=words):
        ingest(place, target(place), drop(place))

    assert bags(place.root) == []


@pytest.mark.parametrize("inside", [".", "taken"])
def test_a_folder_is_not_emptied_into_itself(place: Place, inside: str) -> None:
    place.source("drop/a.txt")
    target = drop(place) / inside
    target.mkdir(exist_ok=True)

    report = ingest(place, target, drop(place))

    assert [item.status for item in report.items] == [ItemStatus.REFUSED]
    assert "would be taken in the next time" in str(report.items[0].message)
    assert (drop(place) / "a.txt").exists()


def test_by_many_processes_all_of_it_goes(place: Place, done: Path) -> None:
    names = [f"{n:02}.txt" for n in range(30)]
    for name in names:
        place.source(f"drop/{name}")

    with place.open() as archive:
        archive.ingest([drop(place)], move_to=done, workers=2)

    assert (files(drop(place)), files(done)) == ([], names)


def test_the_command_says_how_many_files_went(cli: Cli, archive: Path, tmp_path: Path) -> None:
    for folder in ("in", "out"):
        (tmp_path / folder).mkdir()
    (tmp_path / "in/a.txt").write_text(article("a"), encoding="utf-8")

    done = cli("ingest", "-a", archive, "in", "--move-to", "out")
    again = cli("ingest", "-a", archive, "in", "--move-to", "out", "--quiet")

    assert "1 file moved." in done.stderr
    assert files(tmp_path / "out") == ["a.txt"]
    assert (again.code, again.stdout, again.stderr) == (0, "", "")
