"""Bags to take home: what is delivered is what was taken in, or nothing is."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.bag import DirectoryTree, check, tree
from newsarchive.bag.serialized import SerializedTree
from newsarchive.bag.tree import DirectoryFile
from newsarchive.errors import (
    DamagedBagError,
    NewsArchiveError,
    NotFoundError,
    PolicyError,
    StoreError,
    UsageError,
)
from newsarchive.judgement.validity import validity
from newsarchive.model.access import Reader
from newsarchive.model.entries import Use
from newsarchive.model.finding import Validity, Verdict
from newsarchive.model.given import Container
from newsarchive.workflows.access import Asking
from support.archives import Place, article, bags, fill, make_place

ANYONE = Asking(Reader.ANYONE, "get")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One article, to be copied."""
    made = make_place(tmp_path_factory.mktemp("one"))
    with made.open() as archive:
        archive.ingest(made.source())
    return made


@pytest.fixture
def place(tmp_path: Path, one: Place) -> Place:
    """An archive with one article."""
    return fill(make_place(tmp_path), one)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def sha512sum(folder: Path, *lists: str) -> str:
    """What `sha512sum -c` says against, run in `folder`."""
    done = subprocess.run(
        ["sha512sum", "--check", "--quiet", "--strict", *lists],  # noqa: S607
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}
    return done.stdout + done.stderr


def take(place: Place, dest: Path, *references: str, asking: Asking | None = None) -> None:
    with place.open() as archive:
        archive.get(references or "rain", dest, asking=asking)


def test_one_bag_is_delivered_as_it_is(place: Place, out: Path) -> None:
    take(place, out / "rain")

    assert files(out / "rain") == files(bags(place.root)[0])
    assert sha512sum(out / "rain", "manifest-sha512.txt", "tagmanifest-sha512.txt") == ""
    assert os.listdir(out) == ["rain"]


def test_a_zip_holds_the_bag_in_a_folder_of_its_name(place: Place, out: Path) -> None:
    take(place, out / "rain.zip")

    with zipfile.ZipFile(out / "rain.zip") as packed:
        packed.extractall(out / "unpacked")  # noqa: S202  # it is ours
    assert files(out / "unpacked/rain") == files(bags(place.root)[0])


def test_a_tar_holds_the_bag_in_a_folder_of_its_name(place: Place, out: Path) -> None:
    take(place, out / "rain.TAR")

    with tarfile.open(out / "rain.TAR") as packed:
        packed.extractall(out / "unpacked", filter="data")
        owners = {(m.uid, m.gid, m.uname, m.gname, m.mtime) for m in packed.getmembers()}
    assert files(out / "unpacked/rain") == files(bags(place.root)[0])
    assert owners == {(0, 0, "", "", 0)}


@pytest.mark.parametrize("name", ["rain.zip", "rain.tar"])
def test_a_container_is_the_same_each_time_and_a_valid_bag(
    place: Place, out: Path, name: str
) -> None:
    (out / "again").mkdir()
    place.clock.move(days=400)

    take(place, out / name)
    take(place, out / "again" / name)

    assert (out / name).read_bytes() == (out / "again" / name).read_bytes()
    assert validity(check(SerializedTree(out / name))) is Validity.VALID


def amended(place: Place) -> None:
    with place.open() as archive:
        archive.describe("rain", date_published="2017-04-13")


@pytest.mark.parametrize("form", Container)
def test_a_bag_comes_with_its_amendments_and_a_list_for_sha512sum(
    place: Place, out: Path, form: Container
) -> None:
    amended(place)
    name = "rain" if form is Container.FOLDER else f"rain.{form}"

    take(place, out / name)

    if form is not Container.FOLDER:
        shutil.unpack_archive(
            out / name, out, form.value, filter="data" if form is Container.TAR else None
        )
    stored = {path.name: files(path) for path in bags(place.root)}
    delivered = out / "rain"
    assert len(stored) == 2
    assert {n: files(delivered / n) for n in stored} == stored
    assert {p.name for p in delivered.iterdir()} == {*stored, "README.txt", "sha512sums.txt"}
    assert sha512sum(delivered, "sha512sums.txt") == ""
    listed = {line.partition("  ")[2] for line in _lines(delivered / "sha512sums.txt")}
    assert listed == set(files(delivered)) - {"sha512sums.txt"}


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_readme_names_each_bag_with_its_seal(place: Place, out: Path) -> None:
    amended(place)

    take(place, out / "rain")

    with place.open() as archive:
        every = list(archive.bags())
    text = (out / "rain/README.txt").read_text(encoding="utf-8")
    assert "Town Library" in text
    assert [b for b in every if b.name not in text or str(b.seal) not in text] == []
    assert max(map(len, text.splitlines())) < 170


def test_several_bags_lie_beside_one_another(place: Place, out: Path) -> None:
    with place.open() as archive:
        archive.ingest(place.source("snow.txt", article("snow").replace("Rain", "Snow")))

    take(place, out / "both", "rain", "snow", "rain")

    assert len([p for p in (out / "both").iterdir() if p.is_dir()]) == 2
    assert sha512sum(out / "both", "sha512sums.txt") == ""


@pytest.fixture
def delivered(tmp_path: Path) -> Place:
    """An archive with two articles that came in one zip."""
    made = make_place(tmp_path)
    source = made.sources / "two.zip"
    with zipfile.ZipFile(source, "w") as packed:
        packed.writestr("rain.txt", article("rain"))
        packed.writestr("snow.txt", article("snow").replace("Rain", "Snow"))
    with made.open() as archive:
        archive.ingest(source)
    return made


def test_where_asked_the_delivery_comes_too(delivered: Place, out: Path) -> None:
    with delivered.open() as archive:
        archive.get("snow", out / "snow", delivery=True)
        (container,) = archive.bags(kind="delivery")

    assert files(out / "snow" / container.name) == files(container.path)
    assert "It is a delivery" in (out / "snow/README.txt").read_text("utf-8")


def test_a_delivery_is_not_given_while_an_article_in_it_is_closed(
    delivered: Place, out: Path
) -> None:
    with delivered.open() as archive:
        archive.decide("rain", access="closed", reason="privacy")
        (container,) = archive.bags(kind="delivery")

        with pytest.raises(PolicyError):
            archive.get("snow", out / "snow", delivery=True, asking=ANYONE)
        with pytest.raises(PolicyError):
            archive.get(container, out / "snow", asking=ANYONE)
        archive.get("snow", out / "snow", asking=ANYONE)

    assert os.listdir(out) == ["snow"]


# Damage


def rewrite(bag: Path) -> None:
    """Change a file and every list that names it: only the seal tells."""
    text = bag / "data/article.txt"
    old = hashlib.sha512(text.read_bytes()).hexdigest()
    text.write_bytes(text.read_bytes().replace(b"four", b"nine"))
    for name in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        path = bag / name
        before = path.read_bytes()
        new = hashlib.sha512(text.read_bytes()).hexdigest()
        path.write_bytes(before.replace(old.encode(), new.encode()))
        old, text = hashlib.sha512(before).hexdigest(), path


def append(path: Path, data: bytes) -> None:
    path.write_bytes(path.read_bytes() + data)


def exchange_for_a_link(path: Path) -> None:
    path.rename(path.with_name("a"))
    path.symlink_to("a")


HARM: dict[str, Callable[[Path], object]] = {
    "a changed file": lambda b: (b / "data/article.txt").write_bytes(b"other"),
    "a changed original": lambda b: next((b / "data/original").iterdir()).write_bytes(b"other"),
    "a file with more": lambda b: append(b / "data/article.txt", b"x"),
    "a file without an end": lambda b: os.truncate(b / "data/article.txt", 10),
    "an empty file": lambda b: os.truncate(b / "data/article.txt", 0),
    "a missing file": lambda b: (b / "data/article.txt").unlink(),
    "a stray file": lambda b: (b / "data/stray.txt").write_bytes(b"?"),
    "a stray link": lambda b: (b / "data/stray.txt").symlink_to("article.txt"),
    "a link for a file": lambda b: exchange_for_a_link(b / "data/article.txt"),
    "a changed tag file": lambda b: append(b / "bag-info.txt", b"A: b\n"),
    "a changed manifest": lambda b: append(b / "manifest-sha512.txt", b"\n"),
    "no manifest": lambda b: (b / "manifest-sha512.txt").unlink(),
    "no tag manifest": lambda b: (b / "tagmanifest-sha512.txt").unlink(),
    "another seal": rewrite,
    "no bag": shutil.rmtree,
}


@pytest.mark.parametrize("name", ["rain", "rain.zip", "rain.tar"])
@pytest.mark.parametrize("harm", HARM)
def test_of_a_damaged_bag_nothing_is_delivered(
    place: Place, out: Path, harm: str, name: str
) -> None:
    HARM[harm](bags(place.root)[0])

    with pytest.raises(DamagedBagError) as caught:
        take(place, out / name)

    assert caught.value.exit_code == 1
    assert caught.value.details
    assert os.listdir(out) == []


@pytest.mark.parametrize("harm", HARM)
def test_what_is_there_is_delivered_where_that_was_asked_and_said(
    place: Place, out: Path, harm: str
) -> None:
    stored = bags(place.root)[0]
    HARM[harm](stored)

    with place.open() as archive:
        given = archive.get("rain", out / "rain", damaged=True)

    there = {f"{stored.name}/{p}": d for p, d in _regular(stored).items()}
    beside = {"README.txt", "DAMAGED.txt", "sha512sums.txt"}
    assert given.exit_code == 1
    assert {p: d for p, d in files(out / "rain").items() if p not in beside} == there
    assert beside <= set(files(out / "rain"))
    assert stored.name in (out / "rain/DAMAGED.txt").read_text("utf-8")
    assert sha512sum(out / "rain", "sha512sums.txt") == ""


def _regular(root: Path) -> dict[str, bytes]:
    return {p: d for p, d in files(root).items() if not (root / p).is_symlink()}


def test_a_whole_bag_is_delivered_as_it_is_also_where_damage_was_allowed(
    place: Place, out: Path
) -> None:
    with place.open() as archive:
        given = archive.get("rain", out / "rain", damaged=True)

    assert given.exit_code == 0
    assert files(out / "rain") == files(bags(place.root)[0])


def test_what_a_system_left_in_a_bag_is_no_damage_and_stays(place: Place, out: Path) -> None:
    stored = bags(place.root)[0]
    before = files(stored)
    (stored / "data/.DS_Store").write_bytes(b"icons")

    take(place, out / "rain")

    assert files(out / "rain") == before


def test_a_file_that_is_read_wrong_once_is_no_damage_and_not_delivered(
    place: Place, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = DirectoryFile.read
    wrong = [True]

    def misread(file: DirectoryFile, size: int) -> bytes:
        data = real(file, size)
        if wrong and b"four metres" in data:
            wrong.pop()
            return bytes(len(data))
        return data

    monkeypatch.setattr(DirectoryFile, "read", misread)
    with pytest.raises(StoreError) as caught:
        take(place, out / "rain")

    assert caught.value.exit_code == 3
    assert not isinstance(caught.value, DamagedBagError)
    assert os.listdir(out) == []


def test_of_a_bag_that_cannot_be_reached_nothing_is_said_to_be_damaged(
    place: Place, out: Path
) -> None:
    (place.root / "bags").rename(place.root / "elsewhere")
    (place.root / "bags").mkdir()

    with pytest.raises(StoreError):
        take(place, out / "rain")

    assert os.listdir(out) == []


def test_the_verdict_on_each_bag_is_told(place: Place, out: Path) -> None:
    amended(place)
    (bags(place.root)[0] / "data/stray").write_bytes(b"?")

    with place.open() as archive:
        given = archive.get("rain", out / "rain", damaged=True)

    assert sorted(bag.verdict for bag in given.bags) == [Verdict.DAMAGED, Verdict.INTACT]


# The place


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_what_lies_at_the_place_stays(place: Place, out: Path, what: str) -> None:
    dest = out / "rain"
    match what:
        case "file":
            dest.write_bytes(b"mine")
        case "folder":
            dest.mkdir()
        case _:
            dest.symlink_to("nowhere")
    before = dest.lstat()

    with pytest.raises(StoreError):
        take(place, dest)

    assert dest.lstat() == before
    assert os.listdir(out) == ["rain"]


@pytest.mark.parametrize("name", ["rain", "rain.zip"])
def test_what_comes_to_lie_there_meanwhile_stays(
    place: Place, out: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = DirectoryFile.read

    def meddle(file: DirectoryFile, size: int) -> bytes:
        (out / name).write_bytes(b"mine")
        return real(file, size)

    monkeypatch.setattr(DirectoryFile, "read", meddle)
    with pytest.raises(StoreError):
        take(place, out / name)

    assert files(out) == {name: b"mine"}


def test_a_disk_without_hard_links_will_do(
    place: Place, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    take(place, out / "rain.zip")

    assert os.listdir(out) == ["rain.zip"]


@pytest.mark.parametrize("where", ["archive/new", "archive/bags/new", "archive/staging/x.zip"])
def test_nothing_is_delivered_into_the_archive(place: Place, where: str) -> None:
    dest = place.root.parent / where

    with pytest.raises(UsageError):
        take(place, dest)

    assert not dest.exists()


@pytest.mark.parametrize("name", ["x.tar.gz", "x.tgz", "x.json", "x.html", "x.7z", "x.pdf"])
def test_a_name_of_what_is_not_made_here_is_refused(place: Place, out: Path, name: str) -> None:
    with pytest.raises(UsageError):
        take(place, out / name)

    assert os.listdir(out) == []


def test_a_bag_that_is_not_there_is_not_found(place: Place, out: Path) -> None:
    with pytest.raises(NotFoundError):
        take(place, out / "x", "rain", "nothing")

    assert os.listdir(out) == []


@pytest.mark.parametrize("name", ["rain", "rain.zip", "rain.tar"])
def test_a_file_that_changes_while_it_is_copied_is_not_delivered(
    place: Place, out: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = bags(place.root)[0] / "data/article.txt"
    real = DirectoryFile.read

    def meddle(file: DirectoryFile, size: int) -> bytes:
        data = real(file, size)
        if b"four metres" in data and b"Source" not in data:
            text.write_bytes(text.read_bytes().replace(b"four", b"nine"))
        return data

    monkeypatch.setattr(DirectoryFile, "read", meddle)
    with pytest.raises(NewsArchiveError):
        take(place, out / name)

    assert os.listdir(out) == []


# Who may have it


@pytest.mark.parametrize("level", ["registered", "onsite", "metadata-only", "closed"])
def test_what_is_not_open_is_not_given_to_anyone(place: Place, out: Path, level: str) -> None:
    with place.open() as archive:
        archive.decide("rain", access=level, reason="curation")

        with pytest.raises(PolicyError) as caught:
            archive.get("rain", out / "rain", asking=ANYONE)
        archive.get("rain", out / "staff", asking=Asking(Reader.STAFF, "get"))

    assert caught.value.exit_code == 4
    assert level in caught.value.message
    assert os.listdir(out) == ["staff"]


def test_a_refusal_says_until_when(place: Place, out: Path) -> None:
    with place.open() as archive:
        archive.describe("rain", embargoed_until="2027-01-01")

        with pytest.raises(PolicyError, match="2027-01-01"):
            archive.get("rain", out / "rain", asking=ANYONE)
        place.clock.move(days=60)
        archive.get("rain", out / "rain", asking=ANYONE)

    assert os.listdir(out) == ["rain"]


def record_uses(place: Place, readers: str) -> Archive:
    config = place.root / "archive.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("record = []", f"record = [{readers}]"), encoding="utf-8")
    return place.open()


@pytest.mark.parametrize(
    ("level", "recorded", "entered"),
    [
        ("closed", '"staff"', 1),
        ("onsite", '"onsite", "staff"', 1),
        ("open", '"staff"', 0),
        ("closed", '"onsite"', 0),
        ("closed", "", 0),
    ],
)
def test_a_use_is_in_the_ledger_where_the_settings_say_so(
    place: Place, out: Path, level: str, recorded: str, entered: int
) -> None:
    with record_uses(place, recorded) as archive:
        archive.decide("rain", access=level, reason="curation")

        archive.get("rain", out / "rain", asking=Asking(Reader.STAFF, "get", "clerk"))

        uses = [h for h in archive.history("rain").happenings if isinstance(h, Use)]
    assert len(uses) == entered
    assert all((u.reader, u.door, u.by) == ("staff", "get", "clerk") for u in uses)


def test_a_use_that_cannot_be_entered_is_refused(place: Place, out: Path) -> None:
    with record_uses(place, '"staff"') as archive:
        archive.decide("rain", access="closed", reason="curation")
    with (
        Archive.open(place.root, place.clock, read_only=True) as archive,
        pytest.raises(StoreError),
    ):
        archive.get("rain", out / "rain")

    assert os.listdir(out) == []


def test_reading_for_a_delivery_leaves_the_bag_as_it_was(place: Place, out: Path) -> None:
    (stored,) = bags(place.root)
    before = {p: (p.stat().st_mtime_ns, p.stat().st_mode) for p in stored.rglob("*")}

    take(place, out / "rain")

    assert {p: (p.stat().st_mtime_ns, p.stat().st_mode) for p in stored.rglob("*")} == before
    assert validity(check(DirectoryTree(out / "rain"))) is Validity.VALID


def test_what_lies_in_a_folder_that_cannot_be_read_is_left_out_and_said(
    place: Place, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tree._scan  # noqa: SLF001  # a folder that a disk cannot list

    def refuse(fd: int, folder: str, found: list[tree.Node]) -> None:
        if folder == "data/original":
            raise OSError(5, "Input/output error")
        real(fd, folder, found)

    monkeypatch.setattr(tree, "_scan", refuse)
    with pytest.raises(NewsArchiveError):
        take(place, out / "whole")
    with place.open() as archive:
        given = archive.get("rain", out / "rain", damaged=True)

    assert os.listdir(out) == ["rain"]
    assert given.exit_code == 1
    assert "data/original" in (out / "rain/DAMAGED.txt").read_text("utf-8")
    assert sha512sum(out / "rain", "sha512sums.txt") == ""


def test_a_page_is_one_use(place: Place) -> None:
    with record_uses(place, '"staff"') as archive:
        archive.decide("rain", access="closed", reason="curation")

        archive.page("rain", Asking(Reader.STAFF, "get", "clerk"))

        uses = [h for h in archive.history("rain").happenings if isinstance(h, Use)]
    assert [(use.door, use.by) for use in uses] == [("get", "clerk")]
