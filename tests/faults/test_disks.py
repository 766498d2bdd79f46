"""Disks that are full, read-only, or not ours to write; and a power cut right after success."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.archives import article
from support.mounts import cut, enlarge, image, make_ext4, read_only, small
from support.states import Before, breaches, breaches_after_healing
from support.victims import Run, Victims

pytestmark = pytest.mark.root

NOBODY = 65534


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def sources(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{n}.txt" for n in range(count)]
    for path in made:
        path.write_text(article(path.name) * 3, encoding="utf-8")
    return made


def begin(victims: Victims, archive: Path, *articles: Path) -> None:
    """Make an archive and take in `articles`."""
    assert victims.run("init", "-a", archive).code == 0
    assert victims.run("ingest", "-a", archive, *articles).code == 0


def footprint(archive: Path) -> tuple[int, int]:
    """What an archive takes on a tmpfs: KiB in pages of 4 KiB, and inodes."""
    paths = [archive, *archive.rglob("*")]
    pages = sum(-(-p.stat().st_size // 4096) for p in paths if p.is_file())
    return pages * 4 + 8, len(paths) + 2


def filled(victims: Victims, folder: Path, disk: Path, options: str) -> tuple[list[str], bool]:
    """Ingest on a disk that is too small, then on one that is not: breaches, and if it was."""
    inputs = sources(folder / "sources", 4)
    with small(disk, options):
        archive = disk / "archive"
        shutil.copytree(folder / "template", archive)
        before = Before.of(archive)
        shared = ["--workers", "2"] if int(options.rpartition("=")[2].rstrip("k")) % 2 else []
        run = victims.run("ingest", "-a", archive, "--json", *shared, *inputs)
        found = breaches(archive, before, [run], inputs)
        if run.code not in {0, 3}:
            found.append(f"a full disk gave {run.code}: {run.stderr}")
        shown = victims.run("audit", "-a", archive, "--json")
        found += breaches(archive, before, [shown])
        enlarge(disk)
        again = victims.run("ingest", "-a", archive, "--json", *inputs)
        found += breaches_after_healing(archive, before, again, inputs)
    return [f"{options}: {b}" for b in found], run.code != 0


@pytest.fixture
def template(victims: Victims, tmp_path: Path) -> tuple[int, int]:
    archive = tmp_path / "template"
    (old,) = sources(tmp_path / "old", 1)
    begin(victims, archive, old)
    return footprint(archive)


STEPS = {"some": 37, "every": 4}


@pytest.mark.parametrize(
    "step", ["some", pytest.param("every", marks=pytest.mark.heavy)], ids=["some", "every"]
)
@pytest.mark.parametrize("kind", ["bytes", "inodes"])
def test_a_disk_that_is_too_small_loses_nothing_and_is_said(
    victims: Victims, tmp_path: Path, disk: Path, template: tuple[int, int], kind: str, step: str
) -> None:
    pages, inodes = template
    if kind == "bytes":
        sizes = [f"size={pages + more}k" for more in range(0, 480, STEPS[step])]
    else:
        sizes = [f"size=64m,nr_inodes={inodes + more}" for more in range(0, 70, STEPS[step] // 4)]

    results = [filled(victims, tmp_path, disk, size) for size in sizes]

    assert [b for found, _ in results for b in found] == []
    assert {full for _, full in results} == {True, False}


@pytest.mark.parametrize(
    ("command", "codes"),
    [
        (("ingest", "--json"), {3}),
        (("audit", "--json"), {3}),
        (("show",), {0}),
    ],
    ids=["ingest", "audit", "show"],
)
def test_on_a_read_only_disk_each_command_says_what_it_could_not_do(
    victims: Victims,
    tmp_path: Path,
    template: tuple[int, int],
    command: tuple[str, ...],
    codes: set[int],
) -> None:
    assert template
    archive = tmp_path / "template"
    before = Before.of(archive)
    words: dict[str, list[str | Path]] = {
        "ingest": [*sources(tmp_path / "new", 1)],
        "show": [_bag(archive)],
        "audit": [],
    }

    with read_only(archive):
        run = victims.run(command[0], "-a", archive, *command[1:], *words[command[0]])

    assert breaches(archive, before, [run]) == []
    assert run.code in codes


def _bag(archive: Path) -> str:
    return next((archive / "bags").glob("**/bagit.txt")).parent.name


@pytest.fixture
def common() -> Iterator[Path]:
    """A folder that other users can reach, unlike those that pytest makes."""
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


LOCKED = ["staging", "bags", "ledger", "ledger/entries.jsonl", "audits", "catalog.sqlite", "."]


@pytest.mark.parametrize("locked", LOCKED)
@pytest.mark.parametrize("command", ["ingest", "audit", "show"])
def test_what_another_user_may_not_write_is_said_and_nothing_is_lost(
    victims: Victims, common: Path, command: str, locked: str
) -> None:
    if os.geteuid() != 0:
        pytest.skip("becoming another user needs root")
    archive = common / "archive"
    old, new = sources(common, 2)
    begin(victims, archive, old)
    for path in (archive, *archive.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.chown(archive / locked, 0, 0)
    (archive / locked).chmod((archive / locked).stat().st_mode & ~0o022)
    before = Before.of(archive)
    inputs = [new] if command == "ingest" else []
    extra: list[str | Path] = [_bag(archive)] if command == "show" else [*inputs]

    run = victims.run(command, "-a", archive, "--json", *extra, uid=NOBODY)

    assert breaches(archive, before, [run], inputs) == []
    os.chown(archive / locked, NOBODY, NOBODY)
    again = victims.run("ingest", "-a", archive, "--json", old, new, uid=NOBODY)
    assert breaches_after_healing(archive, before, again, [old, new]) == []


@pytest.mark.parametrize("folder", ["bags", "ledger", "archive.toml"])
@pytest.mark.parametrize("command", ["ingest", "audit", "show"])
def test_what_another_user_may_not_read_is_said_in_words(
    victims: Victims, common: Path, command: str, folder: str
) -> None:
    if os.geteuid() != 0:
        pytest.skip("becoming another user needs root")
    archive = common / "archive"
    old, new = sources(common, 2)
    begin(victims, archive, old)
    words: dict[str, list[str | Path]] = {
        "ingest": [new],
        "show": [_bag(archive)],
        "audit": [],
    }
    before = Before.of(archive)
    (archive / folder).chmod(0)

    run = victims.run(command, "-a", archive, "--json", *words[command], uid=NOBODY)

    assert breaches(archive, before, [run]) == []
    assert run.code != 0


def powercut(victims: Victims, folder: Path, *, workers: str) -> tuple[Run, list[str]]:
    """Take in articles on an ext4 image, cut it right after the exit, and look at what is left."""
    disk = folder / "disk"
    live, after = folder / "live.img", folder / "cut.img"
    inputs = sources(folder / "sources", 12)
    make_ext4(live, 48)
    with image(live, disk):
        archive = disk / "archive"
        victims.run("init", "-a", archive)
    with image(live, disk):
        before = Before.of(archive)
        run = victims.run("ingest", "-a", archive, "--json", *workers.split(), *inputs)
        cut(live, after)
    with image(after, disk):
        found = breaches(archive, before, [run], inputs)
        audit = victims.run("audit", "-a", archive, "--json")
        found += breaches(archive, before, [audit])
        found += [] if audit.code == 0 else [f"audit gave {audit.code}: {audit.stdout}"]
    return run, found


@pytest.mark.parametrize("workers", ["", "--workers 1", "--workers 2"])
def test_a_power_cut_right_after_success_keeps_everything(
    victims: Victims, tmp_path: Path, disk: Path, workers: str
) -> None:
    assert disk.is_dir()
    run, found = powercut(victims, tmp_path, workers=workers)

    assert run.code == 0
    assert found == []


def test_an_archive_that_was_just_made_outlives_a_power_cut(
    victims: Victims, tmp_path: Path, disk: Path
) -> None:
    live, after = tmp_path / "live.img", tmp_path / "cut.img"
    make_ext4(live, 16)

    with image(live, disk):
        made = victims.run("init", "-a", disk / "archive")
        cut(live, after)

    with image(after, disk):
        audit = victims.run("audit", "-a", disk / "archive", "--json")
    assert (made.code, audit.code) == (0, 0)


def test_an_audit_that_ended_is_on_record_after_a_power_cut(
    victims: Victims, tmp_path: Path, disk: Path
) -> None:
    live, after = tmp_path / "live.img", tmp_path / "cut.img"
    make_ext4(live, 32)
    archive = disk / "archive"
    (source,) = sources(tmp_path / "sources", 1)

    with image(live, disk):
        begin(victims, archive, source)
        audit = victims.run("audit", "-a", archive, "--json")
        cut(live, after)

    with image(after, disk):
        assert breaches(archive, Before(), [audit]) == []
    assert audit.code == 0
