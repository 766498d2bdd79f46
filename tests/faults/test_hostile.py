"""An audit where it cannot write, and of bags that somebody made to stop it."""

import json
import os
import resource
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from support.archives import archive_of, article, bags, make_place, snapshot
from support.cli import COMMAND
from support.mounts import need_root, read_only, small
from support.patience import PATIENCE_SECONDS
from support.victims import Run, Victims

NOBODY = 65534
MEMORY = 700 << 20  # address space of a whole process; the program itself takes some 150 MB of it


@pytest.fixture
def common() -> Iterator[Path]:
    """A folder that other users can reach, unlike those that pytest makes."""
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three bags, to be copied."""
    texts = {str(n): article(f"{n}.txt") for n in range(3)}
    return archive_of(tmp_path_factory.mktemp("three"), texts)


@pytest.fixture
def root(three: Path, common: Path) -> Path:
    """An archive of three bags that was never audited."""
    archive = common / "disk/archive"
    shutil.copytree(three, archive, symlinks=True)
    return archive


def harm(root: Path) -> str:
    """Damage one bag; its name."""
    text = bags(root)[1] / "data/article.txt"
    text.write_bytes(text.read_bytes().replace(b"four metres", b"nine metres"))
    return bags(root)[1].name


@contextmanager
def on_read_only_mount(root: Path) -> Iterator[None]:
    with read_only(root):
        yield


@contextmanager
def on_full_disk(root: Path) -> Iterator[None]:
    """The archive on a tmpfs on which nothing more fits."""
    aside = root.parents[1] / "aside"
    root.rename(aside)
    with small(root.parent, "size=4m"):
        shutil.copytree(aside, root)
        with (root.parent / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(bytes(4096)):
                pass
        yield


@contextmanager
def as_another_user(root: Path) -> Iterator[int]:
    need_root()
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield NOBODY


HOSTILE = {
    "a read-only mount": on_read_only_mount,
    "a full disk": on_full_disk,
    "another's archive": as_another_user,
}
Hostile = Callable[[Path], AbstractContextManager[int | None]]
everywhere = pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))


def audit(victims: Victims, root: Path, uid: int | None, *options: str | Path) -> Run:
    return victims.run("audit", "-a", root, *options, uid=uid)


@pytest.mark.root
@everywhere
@pytest.mark.parametrize(
    ("damaged", "options", "code"),
    [
        (False, (), 3),
        (True, (), 1),
        (False, ("--no-record",), 0),
        (True, ("--no-record",), 1),
    ],
    ids=["well", "damaged", "well, on no record", "damaged, on no record"],
)
def test_where_it_cannot_write_the_exit_says_what_was_found_or_that_it_is_not_on_record(
    victims: Victims, root: Path, hostile: Hostile, damaged: bool, options: tuple[str], code: int
) -> None:
    if damaged:
        harm(root)

    with hostile(root) as uid:
        run = audit(victims, root, uid, *options)

    assert (run.code, run.stderr) == (code, "")


@pytest.mark.root
@everywhere
def test_where_it_cannot_write_each_bag_is_judged_all_the_same(
    victims: Victims, root: Path, hostile: Hostile
) -> None:
    name = harm(root)

    with hostile(root) as uid:
        run = audit(victims, root, uid, "--json")

    told = sorted((x["verdict"], x["bag"] == name) for x in run.said if "bag" in x)
    assert told == [("damaged", True), ("intact", False), ("intact", False)]


@pytest.mark.root
@everywhere
def test_where_it_cannot_write_the_report_goes_to_standard_output_with_all_that_was_found(
    victims: Victims, root: Path, hostile: Hostile
) -> None:
    name = harm(root)

    with hostile(root) as uid:
        run = audit(victims, root, uid, "--quiet")

    assert name in run.stdout
    assert "data/article.txt" in run.stdout


@pytest.mark.root
@everywhere
def test_where_it_cannot_write_the_report_goes_to_the_file_that_was_named(
    victims: Victims, root: Path, common: Path, hostile: Hostile
) -> None:
    name = harm(root)
    reports = common / "reports"
    reports.mkdir()
    reports.chmod(0o777)

    with hostile(root) as uid:
        audit(victims, root, uid, "--report", reports / "audit.json")

    report = json.loads((reports / "audit.json").read_bytes())
    assert [p["bag"] for p in report["problems"]] == [name]
    assert (report["bags"], report["intact"], report["damaged"]) == (3, 2, 1)


@pytest.mark.root
@everywhere
@pytest.mark.parametrize("options", [(), ("--no-record",)], ids=["", "on no record"])
def test_where_it_cannot_write_nothing_changes(
    victims: Victims, root: Path, hostile: Hostile, options: tuple[str]
) -> None:
    harm(root)

    with hostile(root) as uid:
        before = snapshot(root)
        audit(victims, root, uid, *options)
        after = snapshot(root)

    # On a full disk there is room for the name of a run, and none for what it found.
    new = {path for path in after if path not in before}
    begun = hostile is on_full_disk and not options
    assert {p: after[p] for p in before if not (begun and p == "audits")} == {
        p: before[p] for p in before if not (begun and p == "audits")
    }
    assert all(begun and p.startswith("audits/") and not after[p][2] for p in new)


@pytest.mark.parametrize("damaged", [False, True], ids=["well", "damaged"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_without_a_record_nothing_changes_in_the_archive_nor_its_times(
    victims: Victims, root: Path, damaged: bool, workers: str
) -> None:
    """The archive was never audited before: not even the lock is new."""
    if damaged:
        harm(root)
    before = snapshot(root)

    run = audit(victims, root, None, "--no-record", "--workers", workers)

    assert (snapshot(root), run.code) == (before, int(damaged))


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--due",),
        ("--direct",),
        ("--sample", "50%"),
        ("--workers", "2"),
        ("--bwlimit", "1GB"),
        ("--plan",),
        ("--no-record",),
        ("--max-bytes", "1"),
    ],
    ids=" ".join,
)
def test_in_no_mode_is_anything_in_the_bags_changed(
    victims: Victims, root: Path, options: tuple[str]
) -> None:
    harm(root)
    before = snapshot(root / "bags")

    run = audit(victims, root, None, *options)

    assert (snapshot(root / "bags"), run.code in {0, 1}) == (before, True)


def test_a_report_that_exists_is_said_before_anything_is_done(
    victims: Victims, root: Path, common: Path
) -> None:
    report = common / "audit.json"
    report.write_text("mine")
    before = snapshot(root)

    run = audit(victims, root, None, "--report", report)

    assert (run.code, report.read_text(), snapshot(root)) == (2, "mine", before)
    assert "exists already" in run.stderr


@pytest.mark.root
def test_a_report_that_cannot_be_written_is_said(
    victims: Victims, root: Path, common: Path
) -> None:
    need_root()
    locked = common / "locked"
    locked.mkdir(mode=0o755)

    run = audit(victims, root, NOBODY, "--no-record", "--report", locked / "audit.json")

    assert f"cannot write the report {locked}" in run.stderr


# --- Bags that somebody made to stop it


def fifo(bag: Path) -> None:
    (bag / "data/article.txt").unlink()
    os.mkfifo(bag / "data/article.txt")


def device(bag: Path) -> None:
    (bag / "data/article.txt").unlink()
    os.mknod(bag / "data/article.txt", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero


def deep(bag: Path) -> None:
    """A folder 900 levels deep, longer than any path that a system call takes."""
    fd = os.open(bag / "data", os.O_RDONLY)
    for _ in range(900):
        os.mkdir("deeper", dir_fd=fd)
        below = os.open("deeper", os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = below
    os.close(os.open("stray", os.O_WRONLY | os.O_CREAT, dir_fd=fd))
    os.close(fd)


def _strays(bag: Path, count: int) -> None:
    (bag / "data/strays").mkdir()
    for number in range(count):
        (bag / f"data/strays/{number}").touch()


def strays(bag: Path) -> None:
    _strays(bag, 5_000)


def many_strays(bag: Path) -> None:
    _strays(bag, 200_000)


def endless_line(bag: Path) -> None:
    """A manifest of one line of 300 MB."""
    os.truncate(bag / "manifest-sha512.txt", 300_000_000)


def sparse(bag: Path) -> None:
    os.truncate(bag / "data/article.txt", 500_000_000)


def huge_sparse(bag: Path) -> None:
    os.truncate(bag / "data/article.txt", 10_000_000_000)


def sparse_premis(bag: Path) -> None:
    """The file that says how long all others were, where another one is wrong as well."""
    os.truncate(bag / "data/metadata/premis.xml", 500_000_000)
    (bag / "data/article.txt").unlink()


def sparse_tags(bag: Path) -> None:
    os.truncate(bag / "tagmanifest-sha512.txt", 500_000_000)


def link_elsewhere(bag: Path) -> None:
    shutil.rmtree(bag)
    bag.symlink_to("/")


def odd_names(bag: Path) -> None:
    for name in (b"\xff\xfe", b"a\nb", b"\x1b[2J", "é".encode(), b"-rf", b"con."):
        with open(os.fsencode(bag / "data") + b"/" + name, "wb"):
            pass


POISONS = [
    fifo,
    pytest.param(device, marks=pytest.mark.root),
    deep,
    strays,
    endless_line,
    sparse,
    sparse_premis,
    sparse_tags,
    link_elsewhere,
    odd_names,
    pytest.param(many_strays, marks=pytest.mark.heavy),
    pytest.param(huge_sparse, marks=pytest.mark.heavy),
]


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize("poison", POISONS)
def test_a_bag_that_was_made_to_stop_it_is_damaged_and_the_others_are_judged_in_little_memory(
    tmp_path: Path, poison: Callable[[Path], None]
) -> None:
    if poison is device:
        need_root()
    place = make_place(tmp_path)
    with place.open() as archive:
        archive.ingest([place.source(f"{n}.txt") for n in range(3)], lambda _: None, workers=1)
    victim, *others = bags(place.root)
    poison(victim)

    done = subprocess.run(
        [COMMAND, "audit", "-a", place.root, "--json", "--workers", "1"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE_SECONDS,
        preexec_fn=_limited,
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    told = {line["path"]: line["verdict"] for line in lines if line.get("bag_id")}
    names = [bag.relative_to(place.root).as_posix() for bag in (victim, *others)]
    assert done.returncode == 1, done.stderr[-2000:]
    assert told[names[0]] in {"damaged", "missing"}
    assert [told[name] for name in names[1:]] == ["intact", "intact"]
    _remove_deep(victim)


def _remove_deep(bag: Path) -> None:
    """What pytest cannot remove for its depth."""
    subprocess.run(["rm", "-rf", bag / "data/deeper"], check=True)  # noqa: S607
