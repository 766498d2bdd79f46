"""Any folder to a bag: whole or not at all, nothing lost on the way, the folder untouched."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.bag import DirectoryTree, check
from newsarchive.digests import Algorithm
from newsarchive.errors import RefusedError, SourceError, StoreError, UsageError
from newsarchive.judgement.validity import validity
from newsarchive.model.bagged import Bagged
from newsarchive.model.finding import Validity
from newsarchive.workflows.bagging import run as bagging
from newsarchive.workflows.bagging.run import make_bag
from support.archives import HandClock, snapshot
from support.nodes import make_socket


@pytest.fixture(scope="module", params=["one by one", "by threads"], autouse=True)
def _by(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everything twice: once as if every file were large."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "by threads":
            patched.setattr(bagging, "_LARGE", 0)
            patched.setattr(bagging, "cores", lambda: 3)
        yield


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with files, one of them in a folder of its own."""
    folder = tmp_path / "source"
    (folder / "below/deep").mkdir(parents=True)
    (folder / "one.txt").write_bytes(b"one")
    (folder / "below/deep/two.bin").write_bytes(bytes(range(256)) * 9000)
    (folder / "empty").touch()
    return folder


def bag(source: Path, **options: object) -> Bagged:
    """Make a bag of it beside it."""
    return make_bag(source, source.with_name("made"), HandClock(), "test 1.0", **options)  # type: ignore[arg-type]


def made(source: Path) -> Path:
    return source.with_name("made")


def beside(source: Path) -> list[str]:
    """What lies beside the folder."""
    return sorted(p.name for p in source.parent.iterdir() if p != source)


def test_the_bag_holds_every_file_and_is_valid(source: Path) -> None:
    result = bag(source)

    for path in (p for p in source.rglob("*") if p.is_file()):
        kept = made(source) / "data" / path.relative_to(source)
        assert kept.read_bytes() == path.read_bytes()
    assert (result.files, result.bytes) == (3, 3 + 256 * 9000)
    assert validity(check(DirectoryTree(made(source)))) is Validity.VALID
    bagit.Bag(str(made(source))).validate()


def test_the_seal_is_the_digest_of_the_tag_manifest(source: Path) -> None:
    result = bag(source)

    data = (made(source) / "tagmanifest-sha512.txt").read_bytes()
    assert str(result.seal) == f"sha512:{hashlib.sha512(data).hexdigest()}"


def test_the_folder_is_left_as_it_was(source: Path) -> None:
    before = snapshot(source)

    bag(source)

    assert snapshot(source) == before
    assert beside(source) == ["made"]


def test_an_empty_folder_makes_an_empty_bag(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()

    assert bag(tmp_path / "source").files == 0
    assert validity(check(DirectoryTree(tmp_path / "made"))) is Validity.VALID


def test_elements_are_kept_and_ours_added(source: Path) -> None:
    bag(source, info=[("Contact-Name", "Ann"), ("X-Note", "a: b"), ("Contact-Name", "Bo")])

    lines = (made(source) / "bag-info.txt").read_text().splitlines()
    assert lines[:3] == ["Contact-Name: Ann", "X-Note: a: b", "Contact-Name: Bo"]
    assert lines[3:5] == ["Bagging-Date: 2026-11-22", "Bag-Software-Agent: test 1.0"]


def test_given_elements_take_the_place_of_ours(source: Path) -> None:
    bag(source, info=[("bagging-date", "2001-01-01")])

    text = (made(source) / "bag-info.txt").read_text()
    assert text.lower().count("bagging-date") == 1


@pytest.mark.parametrize("label", ["Payload-Oxum", "payload-oxum", "", "a:b", " a", "a\nb"])
def test_an_element_that_cannot_be_written_is_refused_before_anything(
    source: Path, label: str
) -> None:
    with pytest.raises(UsageError):
        bag(source, info=[(label, "x")])

    assert beside(source) == []


def test_more_algorithms_make_more_manifests(source: Path) -> None:
    bag(source, algorithms=[Algorithm.MD5])

    names = {p.name for p in made(source).glob("manifest-*")}
    assert names == {"manifest-md5.txt", "manifest-sha512.txt"}


@pytest.mark.parametrize(
    "name",
    ["a b", "per%cent", "%0A", "line\nfeed", "carriage\rreturn", "nel\x85", "\u2028", " ends ", "é",
     "e\u0301", "back\\slash", "~home", "C:", "-rf", "*", "#", "\t", "\x01", "x" * 255],
    ids=ascii,
)  # fmt: skip
def test_names_of_every_kind_are_kept(source: Path, name: str) -> None:
    (source / name).write_bytes(b"here")

    bag(source)

    assert (made(source) / "data" / name).read_bytes() == b"here"


_NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1)


@given(_NAMES.filter(lambda n: n not in {".", "..", "bagit.txt"} and len(n.encode()) < 256))
@settings(max_examples=25)
def test_any_name_reads_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("any") / "source"
    folder.mkdir()
    (folder / name).write_bytes(b"here")

    bag(folder)

    assert [p.name for p in (made(folder) / "data").iterdir()] == [name]


def test_a_name_that_is_no_utf8_is_refused(source: Path) -> None:
    Path(os.fsdecode(os.fsencode(source) + b"/caf\xe9")).touch()

    with pytest.raises(RefusedError, match=r"caf\\xe9: its name is not UTF-8"):
        bag(source)


def strange(source: Path, kind: str) -> None:
    """Put something that is no file into the folder."""
    path = source / "strange"
    match kind:
        case "link to a file":
            path.symlink_to(source / "one.txt")
        case "link to nothing":
            path.symlink_to("nowhere")
        case "FIFO":
            os.mkfifo(path)
        case _:
            make_socket(path)


@pytest.mark.parametrize("kind", ["link to a file", "link to nothing", "FIFO", "socket"])
def test_what_is_no_file_is_refused_and_named(source: Path, kind: str) -> None:
    strange(source, kind)

    with pytest.raises(RefusedError, match="strange"):
        bag(source)

    assert beside(source) == []


def test_everything_that_cannot_go_in_is_named_at_once(source: Path) -> None:
    os.mkfifo(source / "pipe")
    (source / "below/link").symlink_to("x")

    with pytest.raises(RefusedError, match=r"pipe.*below/link|below/link.*pipe"):
        bag(source)


def test_links_are_followed_when_asked(source: Path, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else/three").write_bytes(b"three")
    (source / "file").symlink_to("one.txt")
    (source / "folder").symlink_to(tmp_path / "else")

    bag(source, dereference=True)

    data = made(source) / "data"
    assert (data / "file").read_bytes() == b"one"
    assert (data / "folder/three").read_bytes() == b"three"
    assert not any(p.is_symlink() for p in data.rglob("*"))


@pytest.mark.parametrize("target", ["..", "nowhere", "strange"])
def test_links_that_lead_nowhere_or_round_are_refused(source: Path, target: str) -> None:
    (source / "below/strange").symlink_to(target)

    with pytest.raises(RefusedError, match="below/strange"):
        bag(source, dereference=True)


def test_the_same_name_in_other_code_points_is_refused(source: Path) -> None:
    (source / "caf\u00e9").touch()
    (source / "cafe\u0301").touch()

    with pytest.raises(RefusedError, match="code points"):
        bag(source)


def test_names_that_differ_in_case_are_kept_with_a_warning(source: Path) -> None:
    (source / "ONE.txt").touch()

    result = bag(source)

    assert result.files == 4
    assert [w for w in result.warnings if "only in case" in w]


def test_empty_folders_are_told_of(source: Path) -> None:
    (source / "hollow/deeper").mkdir(parents=True)

    assert any("1 empty folder" in w for w in bag(source).warnings)


def test_a_bag_goes_into_a_bag_only_by_force(source: Path) -> None:
    (source / "bagit.txt").touch()

    with pytest.raises(RefusedError, match="a bag already"):
        bag(source)
    bag(source, bag_of_bag=True)

    assert (made(source) / "data/bagit.txt").exists()


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_what_lies_at_the_place_stays(source: Path, what: str) -> None:
    place = made(source)
    match what:
        case "file":
            place.write_bytes(b"mine")
        case "folder":
            place.mkdir()
        case _:
            place.symlink_to("nowhere")
    before = place.lstat()

    with pytest.raises(StoreError, match="already"):
        bag(source)

    assert place.lstat() == before


def test_a_bag_inside_its_source_is_refused(source: Path) -> None:
    before = snapshot(source)

    with pytest.raises(UsageError, match="inside"):
        make_bag(source, source / "below/made", HandClock(), "test 1.0")

    assert snapshot(source) == before


@pytest.mark.parametrize("name", ["nowhere", "source/one.txt"])
def test_a_source_that_is_no_folder_is_refused(source: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="no folder"):
        make_bag(source.parent / name, made(source), HandClock(), "test 1.0")


@pytest.mark.parametrize("change", ["grows", "is exchanged", "comes", "goes"])
def test_a_folder_that_changes_meanwhile_stops_it(
    source: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    read = os.read
    two = source / "below/deep/two.bin"

    def meddle(fd: int, size: int) -> bytes:
        data = read(fd, size)
        if os.readlink(f"/proc/self/fd/{fd}") == str(two):
            match change:
                case "grows":
                    with two.open("ab") as file:
                        file.write(b"more")
                case "is exchanged":
                    (source / "one.txt").unlink()
                    (source / "one.txt").write_bytes(b"eno")
                case "comes":
                    (source / "new").touch()
                case _:
                    (source / "empty").unlink(missing_ok=True)
        return data

    with monkeypatch.context() as patch:
        patch.setattr("os.read", meddle)
        with pytest.raises(SourceError):
            bag(source)

    assert beside(source) == []


STEPS = ["bagging.run.write", "bagging.run.check", "workshop.os.rename", "workshop.fsync_directory"]


@pytest.mark.parametrize("step", STEPS)
def test_when_it_fails_there_is_nothing_at_the_place(
    source: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"newsarchive.workflows.{step}", refuse)
        with pytest.raises((StoreError, OSError)):
            bag(source)

    assert beside(source) == []


def test_what_a_killed_run_left_is_no_hindrance(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("newsarchive.workflows.bagging.run.write", die)
        patch.setattr("newsarchive.workflows.workshop.remove_tree", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            bag(source)
    assert len(beside(source)) == 1

    bag(source)

    assert beside(source) == ["made"]


class Watching:
    """Adds up what it sees; the one who presses Ctrl-C after so many bytes."""

    def __init__(self, most: int = 1 << 60) -> None:
        self.planned = (0, 0)
        self.octets = self.files = 0
        self._most = most

    def plan(self, total: int, octets: int) -> None:
        self.planned = (total, octets)

    def read(self, octets: int) -> None:
        self.octets += octets
        if self.octets > self._most:
            raise KeyboardInterrupt

    def advance(self) -> None:
        self.files += 1


def test_who_watches_sees_every_file_and_every_byte_twice(source: Path) -> None:
    watching = Watching()

    result = bag(source, watcher=watching)

    assert watching.planned == (result.files, 2 * result.bytes)
    assert watching.files == result.files
    tags = sum(p.stat().st_size for p in made(source).iterdir() if p.is_file())
    assert watching.octets == 2 * result.bytes + tags


@pytest.mark.parametrize("octets", [0, 3_000_000], ids=["while copying", "while reading back"])
def test_stopped_in_the_midst_of_it_there_is_nothing(source: Path, octets: int) -> None:
    before = snapshot(source)
    opened = sorted(os.listdir("/proc/self/fd"))

    with pytest.raises(KeyboardInterrupt):
        bag(source, watcher=Watching(octets))

    assert beside(source) == []
    assert snapshot(source) == before
    assert sorted(os.listdir("/proc/self/fd")) == opened
