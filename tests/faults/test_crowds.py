"""Many processes at one archive: the same articles and others, audits beside them, one killed."""

import json
import random
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.archives import article
from support.cli import COMMAND, Cli
from support.patience import PATIENCE_SECONDS
from support.states import Before, breaches, breaches_after_healing
from support.victims import Run


@dataclass
class Crowd:
    """Processes that run at once on one archive."""

    archive: Path
    folder: Path
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [COMMAND, arguments[0], "-a", self.archive, *arguments[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=self.folder,
        )
        self.running.append(process)
        return process

    def end(self) -> list[Run]:
        """How each ended, in the order in which they were started."""
        runs = []
        for process in self.running:
            out, err = process.communicate(timeout=PATIENCE_SECONDS)
            runs.append(Run(process.returncode, out, err))
        return runs


def sources(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(article(name), encoding="utf-8")
    return [folder / f"{name}.txt" for name in names]


@pytest.fixture
def crowd(archive: Path, tmp_path: Path) -> Crowd:
    return Crowd(archive, tmp_path)


@pytest.mark.parametrize("count", [2, pytest.param(8, marks=pytest.mark.heavy)])
def test_the_same_articles_from_several_processes_are_stored_once(crowd: Crowd, count: int) -> None:
    inputs = sources(crowd.folder / "in", "a", "b", "c")
    before = Before.of(crowd.archive)

    for n in range(count):
        crowd.start("ingest", "--json", *inputs[n % 3 :], *inputs[: n % 3])
    runs = crowd.end()

    assert breaches(crowd.archive, before, runs, inputs) == []
    assert [r.code for r in runs] == [0] * count
    assert sum(line.get("status") == "stored" for r in runs for line in r.said) == len(inputs)


@pytest.mark.parametrize("count", [3, pytest.param(8, marks=pytest.mark.heavy)])
def test_audits_and_looks_beside_an_ingest_raise_no_alarm(
    crowd: Crowd, cli: Cli, count: int
) -> None:
    (first,) = sources(crowd.folder / "first", "first")
    assert cli("ingest", "-a", crowd.archive, first).code == 0
    before = Before.of(crowd.archive)
    batches = [
        sources(crowd.folder / f"in{n}", *(f"{n}-{k}" for k in range(4))) for n in range(count)
    ]

    ingests = [crowd.start("ingest", "--json", *batch) for batch in batches]
    audits: list[subprocess.Popen[str]] = []
    while any(p.poll() is None for p in ingests) and len(audits) < 2 * count:
        audits.append(crowd.start("audit", "--json"))
        crowd.start("show", "--json", "rain-fell")
        audits[-1].wait(PATIENCE_SECONDS)
    runs = crowd.end()

    assert breaches(crowd.archive, before, runs, [s for batch in batches for s in batch]) == []
    assert [p.returncode for p in (*ingests, *audits)] == [0] * (len(ingests) + len(audits))


@pytest.mark.parametrize(
    "rounds", [3, pytest.param(40, marks=pytest.mark.heavy)], ids=["some", "many"]
)
def test_one_that_is_killed_does_not_hinder_the_others(
    cli: Cli, tmp_path: Path, rounds: int
) -> None:
    chance = random.Random(20261122)  # noqa: S311  # the same rounds each time
    for number in range(rounds):
        crowd = Crowd(tmp_path / f"archive{number}", tmp_path)
        assert cli("init", "-a", crowd.archive).code == 0
        before = Before.of(crowd.archive)
        batches = [
            sources(tmp_path / f"in{number}-{n}", *(f"{n}-{k}" for k in range(3)), "same")
            for n in range(3)
        ]

        for batch in batches:
            crowd.start("ingest", "--json", *batch)
        time.sleep(chance.uniform(0.1, 0.6))
        crowd.running[0].kill()
        killed, *others = crowd.end()

        inputs = [s for batch in batches for s in batch]
        assert breaches(crowd.archive, before, [killed]) == []
        assert breaches(crowd.archive, before, others, inputs[4:]) == []
        assert [r.code for r in others] == [0, 0]
        again = cli("ingest", "-a", crowd.archive, "--json", *inputs)
        run = Run(again.code, again.stdout, again.stderr)
        assert breaches_after_healing(crowd.archive, before, run, inputs) == []


@pytest.mark.parametrize("signal", ["KILL", "TERM", "INT"])
@pytest.mark.parametrize(
    "rounds", [2, pytest.param(30, marks=pytest.mark.heavy)], ids=["some", "many"]
)
def test_a_signal_at_any_moment_does_no_harm(
    cli: Cli, tmp_path: Path, signal: str, rounds: int
) -> None:
    chance = random.Random(11)  # noqa: S311  # the same rounds each time
    inputs = sources(tmp_path / "in", *(f"{n}" for n in range(6)))
    for number in range(rounds):
        crowd = Crowd(tmp_path / f"archive{number}", tmp_path)
        assert cli("init", "-a", crowd.archive).code == 0
        before = Before.of(crowd.archive)

        process = crowd.start("ingest", "--json", "--workers", str(1 + number % 2), *inputs)
        time.sleep(chance.uniform(0.05, 0.9))
        process.send_signal({"KILL": 9, "TERM": 15, "INT": 2}[signal])
        (broken,) = crowd.end()

        assert breaches(crowd.archive, before, [broken], inputs) == []
        again = cli("ingest", "-a", crowd.archive, "--json", *inputs)
        run = Run(again.code, again.stdout, again.stderr)
        assert breaches_after_healing(crowd.archive, before, run, inputs) == []


VERBS = ("ingest", "audit", "rebuild", "audit")


@pytest.mark.parametrize(
    "seconds", [5, pytest.param(600, marks=pytest.mark.heavy)], ids=["sampled", "soak"]
)
def test_four_that_are_killed_again_and_again_leave_an_archive_that_is_sound(
    cli: Cli, crowd: Crowd, seconds: int
) -> None:
    chance = random.Random(20261122)  # noqa: S311  # the same kills each time
    before = Before.of(crowd.archive)
    inputs = sources(crowd.folder / "in", *(f"{n:05d}" for n in range(4 * seconds)))
    slots: list[subprocess.Popen[str] | None] = [None] * len(VERBS)
    over = time.monotonic() + seconds

    while time.monotonic() < over:
        for number, verb in enumerate(VERBS):
            process = slots[number]
            if process is not None and process.poll() is None:
                continue
            named = chance.sample(inputs, 8) if verb == "ingest" else []
            slots[number] = crowd.start(verb, "--json", *named)
        time.sleep(chance.uniform(0.02, 0.5))
        if (victim := slots[chance.randrange(len(slots))]) is not None:
            victim.kill()
    runs = crowd.end()

    ended = [r for r in runs if r.code != -9]
    assert [r.stderr for r in runs if "Traceback" in r.stderr or "is damaged" in r.stderr] == []
    assert {r.code for r in ended} <= {0, 3}, [r.stderr for r in ended if r.code not in {0, 3}]
    assert breaches(crowd.archive, before) == []
    again = cli("ingest", "-a", crowd.archive, "--json", *inputs)
    run = Run(again.code, again.stdout, again.stderr)
    assert breaches_after_healing(crowd.archive, before, run, inputs) == []
    ledger = (crowd.archive / "ledger/entries.jsonl").read_text("utf-8")
    entries = [json.loads(line) for line in ledger.splitlines()]
    audits = [e["run"] for e in entries if e["type"] == "audit"]
    assert len(audits) == len(set(audits))
    assert cli("audit", "-a", crowd.archive).code == 0
    rebuilt = cli("rebuild", "-a", crowd.archive, "--json")
    assert rebuilt.code == 0
    assert json.loads(rebuilt.stdout)["same"]


def test_a_writer_that_waits_too_long_says_who_holds_the_lock(crowd: Crowd, cli: Cli) -> None:
    assert crowd.archive.is_dir()
    with (crowd.archive / "staging/audit.lock").open() as held:
        import fcntl  # noqa: PLC0415  # here only

        fcntl.flock(held, fcntl.LOCK_EX)
        done = cli("audit", "-a", crowd.archive)

    assert done.code == 3
    assert "another newsarchive is running an audit" in done.stderr
