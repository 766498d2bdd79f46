"""An audit that is killed at any of its calls, or at any moment, is ended by the next.

What must hold then is checked with nothing of the program's own: each bag is told once, the numbers
fit, the ledger is a chain, and every folder of a run is on record or gone.
"""

import json
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.archives import article
from support.breaking import SAMPLE
from support.cli import COMMAND, Cli
from support.faults import Call, Fault, calls
from support.states import Before, breaches
from support.victims import Run, Victims

BAGS = 5


@dataclass(frozen=True, slots=True)
class Template:
    """An archive to be copied; `damaged` are the paths of bags that were changed beforehand."""

    root: Path
    before: Before
    bags: frozenset[str]
    damaged: frozenset[str]

    def copy(self, target: Path) -> Path:
        shutil.rmtree(target, ignore_errors=True)
        subprocess.run(["cp", "-a", self.root, target], check=True)  # noqa: S607
        return target


def template(victims: Victims, folder: Path, *, bags: int = BAGS, audits: int = 0) -> Template:
    """An archive of some bags, the second of them damaged; audited so often before the damage."""
    root = folder / "template"
    sources = [folder / f"{n}.txt" for n in range(bags)]
    for path in sources:
        path.write_text(article(path.name), encoding="utf-8")
    assert victims.run("init", "-a", root).code == 0
    assert victims.run("ingest", "-a", root, *sources).code == 0
    for _ in range(audits):
        assert victims.run("audit", "-a", root).code == 0
    every = sorted(p.parent for p in (root / "bags").rglob("bagit.txt"))
    text = every[1] / "data/article.txt"
    text.write_bytes(text.read_bytes().replace(b"four metres", b"nine metres"))
    damaged = [every[1].relative_to(root).as_posix()]
    return Template(
        root,
        Before.of(root, damaged),
        frozenset(p.relative_to(root).as_posix() for p in every),
        frozenset(damaged),
    )


def entries(root: Path) -> list[dict[str, Any]]:
    return [json.loads(x) for x in (root / "ledger/entries.jsonl").read_bytes().splitlines()]


def faults_after(one: Template, root: Path, last: Run) -> Iterator[str]:
    """What is wrong after killed audits and `last`, which nobody disturbed, in words."""
    yield from breaches(root, one.before, [last])
    if last.code != 1:
        yield f"the last audit gave {last.code}: {last.stdout}{last.stderr}"
        return
    told = Counter(x["path"] for x in last.said if "path" in x)
    if told != Counter(one.bags):
        yield f"told were {told}"
    summary = last.said[-1]["summary"]
    bags = len(one.bags)
    counts = [summary[k] for k in ("planned", "bags", "intact", "damaged", "not_reached")]
    if counts != [bags, bags, bags - 1, 1, 0]:
        yield f"the numbers are {counts}"
    if summary["state"] != "complete":
        yield f"its state is {summary['state']}"
    yield from _on_record(root)
    yield from _lists(root, summary["run"], one.bags)


def _on_record(root: Path) -> Iterator[str]:
    audits = Counter(e["run"] for e in entries(root) if e["type"] == "audit")
    if set(audits.values()) - {1}:
        yield f"an audit is on record more than once: {audits}"
    gone = {run for e in entries(root) if e["type"] == "prune" for run in e["runs"]}
    folders = {path.name for path in (root / "audits").iterdir()}
    if folders != set(audits) - gone:
        yield f"folders {sorted(folders)}, and on record {sorted(set(audits) - gone)}"


def _lists(root: Path, last: str, bags: frozenset[str]) -> Iterator[str]:
    """Whether the lists of the runs that hang together hold each bag once."""
    runs = {e["run"]: e for e in entries(root) if e["type"] == "audit"}
    chain = [last]
    while before := runs[chain[-1]].get("continues"):
        chain.append(before)
    listed: Counter[str] = Counter()
    for run in chain:
        for line in (root / "audits" / run / "part-1.jsonl").read_bytes().splitlines():
            listed[json.loads(line)["path"]] += 1
    if listed != Counter(bags):
        yield f"the lists of {chain} hold {listed}"


@dataclass
class Killing:
    """Kills a command at its calls, one after the other, each time in a fresh archive."""

    victims: Victims
    folder: Path
    one: Template
    command: tuple[str, ...]

    def run(self, fault: Fault | None = None) -> Run:
        return self.victims.run(self.command[0], *self.command[1:], "-a", self.work, fault=fault)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def points(self) -> list[Call]:
        """The calls of an undisturbed run, in order."""
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        self.one.copy(self.work)
        self.run(Fault(str(self.work), str(log)))
        return calls(log)

    def kill(self, nth: int) -> Run:
        log = self.folder / "trial"
        log.unlink(missing_ok=True)
        self.one.copy(self.work)
        return self.run(Fault(str(self.work), str(log), nth, "KILL"))


AUDIT = ("audit", "--json", "--workers", "1")


@pytest.fixture
def audited(victims: Victims, tmp_path: Path) -> Killing:
    return Killing(victims, tmp_path, template(victims, tmp_path), AUDIT)


@pytest.fixture
def prunable(victims: Victims, tmp_path: Path) -> Killing:
    """An archive with audits that are not needed, all but the first and the last."""
    one = template(victims, tmp_path, bags=2, audits=5)
    time.sleep(1.1)  # older than the second in which they are pruned
    return Killing(victims, tmp_path, one, ("audits", "prune", "--older-than", "0", "--yes"))


LOOPS = [
    pytest.param(SAMPLE, id="some"),
    pytest.param(1, id="every", marks=pytest.mark.heavy),
]


def trials(points: list[Call], step: int) -> list[int]:
    """The numbers of the calls at which to kill, the last two always among them."""
    last = len(points)
    return sorted({*range(1, last + 1, step), last - 1, last})


@pytest.mark.parametrize("step", LOOPS)
def test_an_audit_that_was_killed_at_a_call_is_ended_by_the_next(
    audited: Killing, step: int
) -> None:
    found = []
    for nth in trials(audited.points(), step):
        assert audited.kill(nth).killed
        again = audited.run()
        found += [f"{nth}: {words}" for words in faults_after(audited.one, audited.work, again)]

    assert found == []


@pytest.mark.parametrize("step", LOOPS)
def test_an_audit_that_takes_up_another_may_be_killed_at_a_call_too(
    audited: Killing, step: int
) -> None:
    """Killed once in the midst of its bags, and the one after it at every call."""
    points = audited.points()
    midst = next(n for n, c in enumerate(points, 1) if c.name == "write" and "part-" in c.path) + 2
    audited.kill(midst)
    kept = Template(
        audited.folder / "kept", audited.one.before, audited.one.bags, audited.one.damaged
    )
    shutil.copytree(audited.work, kept.root)
    twice = Killing(audited.victims, audited.folder, kept, AUDIT)

    found = []
    for nth in trials(twice.points(), step):
        assert twice.kill(nth).killed
        again = twice.run()
        found += [f"{nth}: {words}" for words in faults_after(audited.one, twice.work, again)]

    assert found == []


@pytest.mark.parametrize("step", LOOPS)
def test_an_audit_that_was_killed_and_is_begun_afresh_counts_each_bag_once(
    audited: Killing, step: int
) -> None:
    found = []
    for nth in trials(audited.points(), 2 * step):
        audited.kill(nth)
        again = audited.victims.run(*AUDIT, "--fresh", "-a", audited.work)
        found += [f"{nth}: {words}" for words in faults_after(audited.one, audited.work, again)]

    assert found == []


@pytest.mark.parametrize("step", LOOPS)
def test_a_prune_that_was_killed_at_a_call_is_finished_by_the_next(
    prunable: Killing, step: int
) -> None:
    found = []
    for nth in trials(prunable.points(), step):
        assert prunable.kill(nth).killed
        again = prunable.run()
        if again.code != 0:
            found.append(f"{nth}: the next gave {again.code}: {again.stderr}")
        found += [f"{nth}: {words}" for words in _on_record(prunable.work)]
        pruned = [run for e in entries(prunable.work) if e["type"] == "prune" for run in e["runs"]]
        if len(pruned) != 3 or len(set(pruned)) != 3:
            found.append(f"{nth}: pruned were {pruned}")
        rebuilt = prunable.victims.run("rebuild", "--json", "-a", prunable.work)
        if not json.loads(rebuilt.stdout)["same"]:
            found.append(f"{nth}: rebuild says other than the catalog: {rebuilt.stdout}")

    assert found == []


@pytest.mark.parametrize(
    ("workers", "bags", "rate", "seconds"),
    # Workers give back what they saw in handfuls of 64 bags.
    [("1", 60, "1MB", (0.3, 1.5)), ("2", 200, "4MB", (1.5, 3.0))],
    ids=["one worker", "two workers"],
)
@pytest.mark.parametrize(
    "kills", [3, pytest.param(50, marks=pytest.mark.heavy)], ids=["some", "many"]
)
def test_audits_that_are_killed_in_a_row_end_complete_with_each_bag_once(
    victims: Victims,
    cli: Cli,
    tmp_path: Path,
    kills: int,
    workers: str,
    bags: int,
    rate: str,
    seconds: tuple[float, float],
) -> None:
    """They read slowly, so that most are killed in the midst of it."""
    one = template(victims, tmp_path, bags=bags)
    chance = random.Random(50)  # noqa: S311  # the same moments each time
    slowly = ("--workers", workers, "--bwlimit", rate)
    command: list[str | Path] = ["audit", "-a", one.root, "--json", *slowly]
    environment = dict(cli.env)
    for _ in range(kills):
        process = subprocess.Popen(
            [COMMAND, *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=tmp_path,
        )
        time.sleep(chance.uniform(*seconds))
        process.kill()
        process.wait()

    last = cli("audit", "-a", one.root, "--json")

    run = Run(last.code, last.stdout, last.stderr)
    assert list(faults_after(one, one.root, run)) == []
