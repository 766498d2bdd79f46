"""What is not ours is never removed, moved or written to, wherever in an archive it lies."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsarchive.errors import StoreError
from newsarchive.holdings import staging
from newsarchive.holdings.staging import MARK, staging_folder, sweep
from newsarchive.model.layout import FOLDERS
from support.archives import Place, article, bags, make_place, snapshot
from support.cli import Cli

HEX = "0123456789abcdef"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


def take_in(place: Place, *names: str) -> list[str]:
    with place.open() as archive:
        report = archive.ingest([place.source(name) for name in names], lambda _: None)
        return [item.status.value for item in report.items]


# staging/


def folder(name: str, lock: bytes | None = None) -> Callable[[Path], None]:
    def make(top: Path) -> None:
        (top / name).mkdir()
        (top / name / "notes.txt").write_text("a person's own")
        if lock is not None:
            (top / name / "lock").write_bytes(lock)

    return make


def with_a_pipe_for_a_lock(top: Path) -> None:
    folder(HEX)(top)
    os.mkfifo(top / HEX / "lock")


def with_a_folder_for_a_lock(top: Path) -> None:
    folder(HEX)(top)
    (top / HEX / "lock").mkdir()


def with_a_link_for_a_lock(top: Path) -> None:
    folder(HEX)(top)
    (top.parents[1] / "marked").write_bytes(MARK)
    (top / HEX / "lock").symlink_to(top.parents[1] / "marked")


def behind_a_link(top: Path) -> None:
    folder("shared", MARK)(top.parents[1])
    (top / HEX).symlink_to(top.parents[1] / "shared")


def a_file(top: Path) -> None:
    (top / HEX).write_text("a person's own")


NOT_OURS: dict[str, Callable[[Path], None]] = {
    "a folder": folder("Jane's texts"),
    "a marked folder with another name": folder("texts", MARK),
    "fifteen digits": folder(HEX[1:], MARK),
    "seventeen digits": folder(HEX + "0", MARK),
    "capital digits": folder(HEX.upper(), MARK),
    "no lock": folder(HEX),
    "an empty lock": folder(HEX, b""),
    "another's lock": folder(HEX, b"pid 17\n"),
    "half a mark": folder(HEX, MARK[:-1]),
    "a mark and more": folder(HEX, MARK + b"x"),
    "a pipe for a lock": with_a_pipe_for_a_lock,
    "a folder for a lock": with_a_folder_for_a_lock,
    "a link for a lock": with_a_link_for_a_lock,
    "a link to a marked folder": behind_a_link,
    "a file": a_file,
}


@pytest.mark.parametrize("make", NOT_OURS.values(), ids=list(NOT_OURS))
def test_what_carries_no_mark_of_ours_stays_in_staging_as_it_is(
    place: Place, make: Callable[[Path], None]
) -> None:
    top = place.root / "staging"
    make(top)
    names = {entry.name for entry in os.scandir(top)} - {"write.lock", "audit.lock"}
    before = {name: snapshot(top / name) for name in names}
    shared = snapshot(place.root.parent / "shared")

    came = take_in(place, "a.txt", "b.txt")

    assert came == ["stored", "stored"]
    assert {name: snapshot(top / name) for name in names} == before
    assert {entry.name for entry in os.scandir(top)} == names | {"write.lock", "audit.lock"}
    assert snapshot(place.root.parent / "shared") == shared


def killed_before_the_mark(top: Path) -> None:
    (top / HEX).mkdir()
    (top / HEX / "lock").touch()


OURS: dict[str, Callable[[Path], None]] = {
    "marked": folder(HEX, MARK),
    "empty": lambda top: (top / HEX).mkdir(),
    "killed before it was marked": killed_before_the_mark,
}


@pytest.mark.parametrize("make", OURS.values(), ids=list(OURS))
def test_the_folder_of_a_dead_run_goes(place: Place, make: Callable[[Path], None]) -> None:
    make(place.root / "staging")

    sweep(place.root)

    assert not (place.root / "staging" / HEX).exists()


def test_a_run_marks_its_folder_and_holds_the_mark_alone_to_the_end(place: Place) -> None:
    with staging_folder(place.root) as mine:
        first = [path.name for path in mine.folder.iterdir()]
        mark = (mine.folder / "lock").read_bytes()
        sweep(place.root)
        lives = mine.folder.is_dir()

    assert (first, mark, lives) == (["lock"], MARK, True)
    assert not mine.folder.exists()


def test_what_cannot_be_removed_keeps_the_mark(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(HEX, MARK)(place.root / "staging")
    (place.root / "staging" / HEX / "bag-1-0001").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        sweep(place.root)
    kept = (place.root / "staging" / HEX / "lock").read_bytes()

    sweep(place.root)

    assert kept == MARK
    assert not (place.root / "staging" / HEX).exists()


def test_a_worker_that_writes_at_the_last_moment_leaves_a_marked_folder(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = place.root / "staging" / HEX
    folder(HEX, MARK)(place.root / "staging")
    rmdir = Path.rmdir

    def written_to_meanwhile(path: Path) -> None:
        if path == top and not list(top.iterdir()):
            (top / "spool-1-0001").write_bytes(b"half")
        rmdir(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rmdir", written_to_meanwhile)
        sweep(place.root)

    assert {path.name for path in top.iterdir()} == {"lock", "spool-1-0001"}
    assert (top / "lock").read_bytes() == MARK


def test_a_folder_in_staging_that_is_named_to_ingest_is_taken_in_and_stays(place: Place) -> None:
    mine = place.root / "staging" / HEX
    mine.mkdir()
    (mine / "story.txt").write_text(article("story.txt"), encoding="utf-8")
    before = snapshot(mine)

    with place.open() as archive:
        from newsarchive.model.outcome import ItemStatus  # noqa: PLC0415

        report = archive.ingest([mine], lambda _: None)

    assert [item.status for item in report.items] == [ItemStatus.STORED]
    assert snapshot(mine) == before


@pytest.mark.parametrize("below", ["", "story.txt"])
def test_what_lies_in_the_folder_of_a_dead_run_is_refused_as_a_source_and_stays(
    place: Place, cli: Cli, below: str
) -> None:
    dead = place.root / "staging" / HEX
    folder(HEX, MARK)(place.root / "staging")
    (dead / "story.txt").write_text(article("story.txt"), encoding="utf-8")
    before = snapshot(dead)

    done = cli("ingest", "-a", place.root, place.source("a.txt"), dead / below)

    assert done.code == 1
    assert done.stderr.count("\n") == 1
    assert snapshot(dead) == before


# Folders of the archive that are links


COMMANDS: dict[str, tuple[str, ...]] = {
    "ingest": ("ingest", "SOURCE"),
    "describe": ("describe", "BAG", "--source", "Courier"),
    "decide": ("decide", "BAG", "--access", "onsite", "--reason", "curation"),
    "audit": ("audit",),
    "rebuild": ("rebuild",),
}


@pytest.fixture
def stranger(place: Place) -> Path:
    """A folder of somebody else's, with what looks like ours in it."""
    other = place.root.parent / "stranger"
    folder(HEX, MARK)(_made(other))
    folder("2026-01-01T000000Z-abcdef")(other)
    (other / "journal.json").write_text("{}")
    return other


def _made(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_written_where_a_folder_of_the_archive_is_a_link(
    place: Place, stranger: Path, cli: Cli, name: str, command: str
) -> None:
    take_in(place, "a.txt")
    bag = bags(place.root)[0].name
    original = place.root / name
    for path in original.iterdir():  # what the command reads is there, behind the link
        if not (stranger / path.name).exists():
            path.rename(stranger / path.name)
    shutil.rmtree(original)
    original.symlink_to(stranger)
    before = snapshot(stranger)
    words = {"SOURCE": str(place.source("new.txt")), "BAG": bag}

    done = cli(*(words.get(word, word) for word in COMMANDS[command]), "-a", place.root)

    assert done.code == 3
    assert [line.startswith("newsarchive: ") for line in done.stderr.splitlines()] == [True]
    assert f"{original} is a symbolic link" in done.stderr
    assert snapshot(stranger) == before


def test_no_archive_is_made_in_a_folder_with_a_link(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new/audits").symlink_to(tmp_path / "shared")

    done = cli("init", "-a", tmp_path / "new")

    assert done.code == 3
    assert "is a symbolic link" in done.stderr
    assert list((tmp_path / "shared").iterdir()) == []


@pytest.mark.parametrize("way", ["bags/undated", "bags/undated/XX"])
def test_no_bag_goes_through_a_link_on_its_way(place: Place, way: str) -> None:
    source = place.source("a.txt")
    with place.open() as archive:
        planned = archive.ingest([source], lambda _: None, dry_run=True).items[0]
    shared = place.root.parent / "shared"
    shared.mkdir()
    link = place.root / way.replace("XX", str(planned.path).split("/")[2])
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(shared)

    came = take_in(place, "a.txt")

    assert came == ["failed"]
    assert list(shared.iterdir()) == []


def test_the_folder_of_a_run_that_is_a_link_is_let_alone(place: Place, stranger: Path) -> None:
    take_in(place, "a.txt")
    (stranger / "part-1.jsonl").write_text("torn")
    (place.root / "audits/2026-01-02T000000Z-abcdef").symlink_to(stranger)
    before = snapshot(stranger)

    with place.open() as archive:
        report = archive.audit(lambda _: None)

    assert (report.exit_code, report.unrecorded) == (0, "")
    assert snapshot(stranger) == before


def test_what_people_put_into_the_folder_of_a_run_stays(place: Place) -> None:
    take_in(place, "a.txt")
    mine = place.root / "audits/2026-01-02T000000Z-abcdef"
    mine.mkdir()
    (mine / "notes.txt").write_text("a person's own")

    with place.open() as archive:
        report = archive.audit(lambda _: None)

    assert report.unrecorded == ""
    assert (mine / "notes.txt").read_text() == "a person's own"


@pytest.fixture
def linked_lock(place: Place) -> Iterator[Path]:
    other = place.root.parent / "theirs"
    other.write_text("a person's own")
    lock = place.root / "staging/write.lock"
    lock.unlink()
    lock.symlink_to(other)
    yield other
    assert other.read_text() == "a person's own"


def test_a_lock_that_is_a_link_is_refused(place: Place, linked_lock: Path) -> None:
    assert linked_lock.exists()
    with place.open() as archive, pytest.raises(StoreError, match="a symbolic link lies"):
        archive.ingest([place.source("a.txt")], lambda _: None)


def test_a_mark_is_one_line_that_says_whose_it_is() -> None:
    assert staging.MARK.decode() == "newsarchive run folder\n"
