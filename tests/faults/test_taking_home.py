"""`get` broken at each of its system calls, and on a disk that is too small: all of it or nothing.

At the place there is either nothing or the whole delivery; what is beside it is swept by the next
run for the same place, which succeeds; and the archive is as it was.
"""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.archives import article, snapshot
from support.faults import SIGNALS, Call, Fault, calls
from support.mounts import cut, enlarge, image, make_ext4, small
from support.victims import Run, Victims

FORMS = ("rain", "rain.zip", "rain.tar", "text")
STEP = 5  # of so many points the short loop takes one


@dataclass(frozen=True)
class Taking:
    """An archive with an amended article, and what a delivery of it looks like by its name."""

    victims: Victims
    archive: Path
    out: Path
    whole: dict[str, dict[str, bytes]]

    def run(self, name: str, fault: Fault | None = None, out: Path | None = None) -> Run:
        return get(self.victims, self.archive, (out or self.out) / name, fault)

    def points(self, name: str) -> list[Call]:
        """The calls of an undisturbed run below the folder that it delivers to."""
        self.clear()
        log = self.out.with_name("points.log")
        log.unlink(missing_ok=True)
        run = self.run(name, Fault(str(self.out), str(log)))
        assert run.code == 0, run.stderr
        return calls(log)

    def clear(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()

    def trial(self, name: str, nth: int, action: str, *, lasting: bool = False) -> list[str]:
        """Break one run and run it again: all that went wrong, in words."""
        self.clear()
        log = self.out.with_name("trial.log")
        log.unlink(missing_ok=True)
        broken = self.run(name, Fault(str(self.out), str(log), nth, action, lasting))
        found = list(self.faults(name, broken))
        there = (self.out / name).exists()
        again = self.run(name)
        if again.code != (3 if there else 0):
            found.append(f"again: {again.code}: {again.stderr}")
        if content(self.out / name) != self.whole[name]:
            found.append("again: it is not whole")
        if not there and (left := [p.name for p in self.out.iterdir() if p.name != name]):
            found.append(f"again: {left} is left")
        return [f"{action} at {nth} of {name}: {one}" for one in found]

    def faults(self, name: str, broken: Run, out: Path | None = None) -> Iterator[str]:
        """What is wrong with what a broken run left and said."""
        dest = (out or self.out) / name
        if dest.exists() and content(dest) != self.whole[name]:
            yield "half of it is there"
        if broken.code == 0 and not dest.exists():
            yield "success was said, and nothing is there"
        if not broken.killed and broken.code not in {0, 3}:
            yield f"it gave {broken.code}: {broken.stderr}"
        if "Traceback" in broken.stderr:
            yield broken.stderr[-500:]


def get(victims: Victims, archive: Path, dest: Path, fault: Fault | None = None) -> Run:
    part = ("--text",) if dest.name == "text" else ()
    return victims.run("get", "-a", archive, "rain", dest, *part, fault=fault)


def content(dest: Path) -> dict[str, bytes]:
    """What a delivery holds: of a folder its files, else its bytes."""
    if dest.is_dir():
        return {p.relative_to(dest).as_posix(): p.read_bytes() for p in dest.rglob("*.*")}
    return {"": dest.read_bytes()} if dest.exists() else {}


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory, victims: Victims) -> Taking:
    folder = tmp_path_factory.mktemp("taking")
    archive, source = folder / "archive", folder / "rain.txt"
    source.write_text(article("x"), encoding="utf-8")
    for words in (("init",), ("ingest", source), ("describe", "rain", "--source", "Courier")):
        done = victims.run(words[0], "-a", archive, *words[1:])
        assert done.code == 0, done.stderr
    right = folder / "right"
    right.mkdir()
    for name in FORMS:
        assert get(victims, archive, right / name).code == 0
    with zipfile.ZipFile(right / "rain.zip") as packed:
        assert packed.testzip() is None
    whole = {name: content(right / name) for name in FORMS}
    return Taking(victims, archive, folder / "out", whole)


TRIALS = [
    pytest.param(STEP, id="some"),
    pytest.param(1, id="every", marks=pytest.mark.heavy),
]


@pytest.mark.parametrize("step", TRIALS)
@pytest.mark.parametrize("name", FORMS)
def test_a_call_that_fails_leaves_all_or_nothing(taking: Taking, name: str, step: int) -> None:
    before = snapshot(taking.archive / "bags")
    points = taking.points(name)
    errors = {"write": "ENOSPC", "open": "ENOSPC", "mkdir": "ENOSPC"}

    found = [
        fault
        for nth in range(1, len(points) + 1, step)
        for fault in taking.trial(name, nth, errors.get(points[nth - 1].name, "EIO"))
    ]

    assert found == []
    assert snapshot(taking.archive / "bags") == before


@pytest.mark.parametrize("step", TRIALS)
@pytest.mark.parametrize("name", FORMS)
def test_a_disk_that_is_gone_from_some_call_on_leaves_all_or_nothing(
    taking: Taking, name: str, step: int
) -> None:
    count = len(taking.points(name))

    found = [
        fault
        for nth in range(1, count + 1, step)
        for fault in taking.trial(name, nth, "EROFS", lasting=True)
    ]

    assert found == []


@pytest.mark.parametrize("step", TRIALS)
@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("name", FORMS)
def test_a_signal_at_some_call_leaves_all_or_nothing(
    taking: Taking, name: str, signal: str, step: int
) -> None:
    count = len(taking.points(name))

    found = [
        fault for nth in range(1, count + 1, step) for fault in taking.trial(name, nth, signal)
    ]

    assert found == []


@pytest.mark.root
@pytest.mark.parametrize(
    "options",
    [*(f"size={kib}k" for kib in range(4, 160, 24)), *(f"nr_inodes={n}" for n in (2, 5, 9, 30))],
)
@pytest.mark.parametrize("name", FORMS)
def test_a_disk_that_is_too_small_gets_all_or_nothing(
    taking: Taking, tmp_path: Path, name: str, options: str
) -> None:
    with small(tmp_path, options):
        broken = taking.run(name, out=tmp_path)
        found = list(taking.faults(name, broken, tmp_path))
        left = [p.name for p in tmp_path.iterdir() if p.name != name]
        enlarge(tmp_path)
        if broken.code == 0:
            (tmp_path / name).rename(tmp_path / "first")
        again = taking.run(name, out=tmp_path)
        whole = content(tmp_path / name) == taking.whole[name]

    assert (found, left, again.code, whole) == ([], [], 0, True)


@pytest.mark.root
def test_what_was_said_to_be_delivered_outlives_a_power_cut(taking: Taking, tmp_path: Path) -> None:
    live, after, disk = tmp_path / "live.img", tmp_path / "cut.img", tmp_path / "disk"
    disk.mkdir()
    make_ext4(live, 16)

    with image(live, disk):
        codes = [taking.run(name, out=disk).code for name in FORMS]
        cut(live, after)

    with image(after, disk):
        found = {name: content(disk / name) == taking.whole[name] for name in FORMS}
    assert codes == [0, 0, 0, 0]
    assert found == dict.fromkeys(FORMS, True)
