"""A drop folder that is emptied, broken at each system call: nothing is lost, a next run ends it.

At every moment each file lies in the drop folder, where it goes, or both, with its own bytes; it
has left only if its article is in the archive. `make test` takes a sample of the calls.
"""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.archives import article
from support.breaking import error_trials
from support.faults import SIGNALS, Call, Fault, calls
from support.states import Before, breaches, breaches_after_healing
from support.victims import Run, Victims

STEP = 61  # of so many points the short loop takes one, and the last of them all
WAYS = ("folder", "list")


@dataclass(frozen=True)
class Dropping:
    """An archive, a folder with two articles and a delivery, and the folder to which they go."""

    victims: Victims
    folder: Path

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def fresh(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.folder / "template", self.work)

    def run(self, way: str, fault: Fault | None = None) -> Run:
        source = self.work / "drop" if way == "folder" else f"@{self.work / 'list'}"
        options = ("--json", "--workers", "1", "--move-to", self.work / "done")
        return self.victims.run(
            "ingest", "-a", self.work / "archive", *options, source, fault=fault
        )

    def points(self, way: str) -> list[Call]:
        self.fresh()
        log = self.folder / "points.log"
        log.unlink(missing_ok=True)
        run = self.run(way, Fault(str(self.work), str(log)))
        assert run.code == 0, run.stderr
        return calls(log)

    def trial(self, way: str, nth: int, action: str, *, lasting: bool = False) -> list[str]:
        """Break one run and run it again: all that went wrong, in words."""
        self.fresh()
        log = self.folder / "trial.log"
        log.unlink(missing_ok=True)
        archive = self.work / "archive"
        before = Before.of(archive)
        broken = self.run(way, Fault(str(self.work), str(log), nth, action, lasting))
        found = [*breaches(archive, before, [broken]), *self.lost()]
        again = self.run(way)
        if way == "list":  # what has left is not there any more, says the list that still names it
            refused = {x["input"] for x in again.said if x.get("status") == "refused"}
            found += [f"{i} is refused" for i in refused if Path(i).exists()]
        else:
            found += [f"again: {b}" for b in breaches_after_healing(archive, before, again)]
        found += [f"again: {b}" for b in self.left()]
        return [f"{action} at {nth} of {way}: {one}" for one in found]

    def lost(self) -> Iterator[str]:
        """The files that are at neither place, or at one with other bytes."""
        kept = b"".join(p.read_bytes() for p in self.work.glob("archive/ledger/*.jsonl"))
        for path in (self.folder / "template/drop").iterdir():
            there = [self.work / "drop" / path.name, self.work / "done" / path.name]
            there = [p for p in there if p.exists()]
            if not there:
                yield f"{path.name} is lost"
            if any(p.read_bytes() != path.read_bytes() for p in there):
                yield f"{path.name} is changed"
            if there == [self.work / "done" / path.name] and b"accession" not in kept:
                yield f"{path.name} has left, and nothing is in the archive"

    def left(self) -> Iterator[str]:
        """What is not as it is after a run that was never broken."""
        wanted = sorted(p.name for p in (self.folder / "template/drop").iterdir())
        if (names := sorted(p.name for p in (self.work / "drop").iterdir())) != []:
            yield f"{names} stay"
        if (names := sorted(p.name for p in (self.work / "done").iterdir())) != wanted:
            yield f"{names} have left"
        texts = list(self.work.glob("archive/bags/**/data/article.txt"))
        if len(texts) != 4:
            yield f"{len(texts)} articles are in the archive"
        deliveries = list(self.work.glob("archive/bags/deliveries/*/*"))
        if len(deliveries) != 1:
            yield f"{len(deliveries)} deliveries are in the archive"


@pytest.fixture(scope="module")
def dropping(victims: Victims, tmp_path_factory: pytest.TempPathFactory) -> Dropping:
    folder = tmp_path_factory.mktemp("dropping")
    template = folder / "template"
    for name in ("drop", "done"):
        (template / name).mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (template / "drop" / name).write_text(article(name), encoding="utf-8")
    with zipfile.ZipFile(template / "drop/batch.zip", "w") as packed:
        for name in ("c.txt", "d.txt"):
            packed.writestr(name, article(name))
    names = sorted((template / "drop").iterdir())
    work = folder / "work"
    listed = "".join(f"{work / 'drop' / p.name}\n" for p in names)
    (template / "list").write_text(listed, encoding="utf-8")
    assert victims.run("init", "-a", template / "archive").code == 0
    settings = template / "archive/archive.toml"
    settings.write_text(settings.read_text().replace("[ingest]", '[ingest]\nsettle = "0s"'))
    return Dropping(victims, folder)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_signal_at_some_call_loses_nothing(dropping: Dropping, signal: str, way: str) -> None:
    count = len(dropping.points(way))
    points = [*range(1, count + 1, STEP), *range(count - 5, count + 1)]

    assert [b for nth in points for b in dropping.trial(way, nth, signal)] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_call_that_fails_loses_nothing(dropping: Dropping, way: str) -> None:
    trials = list(error_trials(dropping.points(way)))
    points = [*trials[::STEP], *trials[-6:]]

    assert [b for nth, error in points for b in dropping.trial(way, nth, error)] == []


@pytest.mark.heavy
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_signal_at_any_call_loses_nothing(dropping: Dropping, signal: str, way: str) -> None:
    points = range(1, len(dropping.points(way)) + 1)

    assert [b for nth in points for b in dropping.trial(way, nth, signal)] == []


@pytest.mark.heavy
@pytest.mark.parametrize("way", WAYS)
def test_no_call_that_fails_loses_anything(dropping: Dropping, way: str) -> None:
    trials = list(error_trials(dropping.points(way)))

    assert [b for nth, error in trials for b in dropping.trial(way, nth, error)] == []
