"""Breaks a command at one point, checks what is left, and that running it again heals it."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from support.archives import article
from support.faults import ERRORS, Call, Fault, calls
from support.states import Before, breaches, breaches_after_healing
from support.victims import Run, Victims

SAMPLE = 23  # of so many points the short loop takes one
SLOW_SAMPLE = 61  # where each run of a trial starts two processes


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command to be broken: its `verb` and options, on an archive with `bags` articles in it.

    `sources` new articles are its inputs, besides one of those that are there already; with
    `listed` it is a sheet that names them, and has a row with a text besides. `damaged`:
    one bag was changed beforehand. `copied`: the bags were audited, and copies of them lie
    elsewhere below the archive. Without `made` there is no archive yet. `in_workers`: what is
    broken is a worker, and the command has to cope.
    """

    verb: tuple[str, ...]
    bags: int = 1
    sources: int = 0
    listed: bool = False
    damaged: bool = False
    made: bool = True
    copied: bool = False
    in_workers: bool = False

    @property
    def starts_processes(self) -> bool:
        """Whether a run of it waits for workers to start, which takes longer than all the rest."""
        return "--workers" in self.verb and self.verb[-1] != "1"


SCENARIOS = {
    "init": Scenario(("init",), bags=0, made=False),
    "ingest": Scenario(("ingest", "--json"), sources=2),
    "ingest by one": Scenario(("ingest", "--json", "--workers", "1"), sources=2),
    "ingest by two": Scenario(("ingest", "--json", "--workers", "2"), sources=2),
    "ingest, a worker of it": Scenario(
        ("ingest", "--json", "--workers", "2"), sources=2, in_workers=True
    ),
    "ingest of a sheet": Scenario(("ingest", "--json", "--workers", "1"), sources=2, listed=True),
    "describe": Scenario(("describe", "rain-fell", "--date-published", "2017-04", "--json")),
    "withdraw": Scenario(
        (
            "withdraw",
            "6983671ba505",  # once it is gone it has no other name
            "--destroy",
            "--yes",
            "--json",
            "--reason=court-order",
            "--authority=12 O 26/26",
        ),
        copied=True,
    ),
    "rebuild": Scenario(("rebuild",), bags=2),
    "audit": Scenario(("audit", "--json"), bags=2),
    "audit of damage": Scenario(("audit", "--json"), bags=2, damaged=True),
}


class Breaking:
    """A folder with a template for each scenario; every trial works on a fresh copy."""

    def __init__(self, folder: Path, victims: Victims) -> None:
        self._folder = folder
        self._victims = victims
        self._templates: dict[str, tuple[Path, Before, list[Path]]] = {}
        self.work = folder / "work"

    def points(self, name: str) -> list[Call]:
        """The calls of an undisturbed run, in order."""
        log = self._folder / f"{name}.log"
        if not log.exists():
            self._fresh(name)
            run = self._run(name, self._fault(name, log))
            assert not run.killed, run.stderr
        return calls(log)

    def trial(self, name: str, nth: int, action: str, *, lasting: bool = False) -> list[str]:
        """Break the scenario once, and heal it: all that went wrong, in words."""
        archive = self._fresh(name)
        _, before, inputs = self._templates[name]
        log = self._folder / "trial.log"
        log.unlink(missing_ok=True)
        log.with_name(f"{log.name}.struck").unlink(missing_ok=True)
        fault = self._fault(name, log, nth, action, lasting=lasting)
        broken = self._run(name, fault)
        found = [f"broken: {b}" for b in breaches(archive, before, [broken], inputs)]
        again = self._heal(name, archive)
        found += [f"healed: {b}" for b in breaches_after_healing(archive, before, again, inputs)]
        if not before.damaged and not found:
            audit = self._victims.run("audit", "-a", archive, "--quiet")
            found += [] if audit.code == 0 else [f"audit gave {audit.code}: {audit.stdout}"]
        where = calls(log)[nth - 1] if nth <= len(calls(log)) else "never reached"
        return [f"{action} at {where} ({nth}), exit {broken.code}: {problem}" for problem in found]

    def _fault(
        self, name: str, log: Path, nth: int = 0, action: str = "", *, lasting: bool = False
    ) -> Fault:
        archive, in_workers = self.work / "archive", SCENARIOS[name].in_workers
        return Fault(str(archive), str(log), nth, action, lasting, in_workers)

    def _heal(self, name: str, archive: Path) -> Run:
        if not SCENARIOS[name].made and (archive / "archive.toml").exists():
            return Run(0, "", "")  # `init` had come to its end and would refuse
        return self._run(name, None)

    def _run(self, name: str, fault: Fault | None) -> Run:
        _, _, inputs = self._templates[name]
        command = SCENARIOS[name].verb
        return self._victims.run(
            command[0], "-a", self.work / "archive", *command[1:], *inputs, fault=fault
        )

    def _fresh(self, name: str) -> Path:
        """A copy of the scenario's template, always at the same place."""
        if name not in self._templates:
            self._templates[name] = self._make(name, SCENARIOS[name])
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        template, _, _ = self._templates[name]
        if template.exists():
            shutil.copytree(template, self.work / "archive")
        return self.work / "archive"

    def _make(self, name: str, scenario: Scenario) -> tuple[Path, Before, list[Path]]:
        folder = self._folder / name.replace(" ", "-")
        folder.mkdir()
        archive = folder / "archive"
        old = [_source(folder, f"old-{n}") for n in range(scenario.bags)]
        new = [_source(folder, f"new-{n}") for n in range(scenario.sources)]
        if not scenario.made:
            return archive, Before(), []
        made: list[list[str | Path]] = [["init"], ["ingest", *old] if old else ["audit"]]
        for command in made:
            done = self._victims.run(command[0], "-a", archive, *command[1:])
            assert done.code == 0, done.stderr
        damaged = []
        if scenario.damaged:
            text = next(archive.glob("bags/**/data/article.txt"))
            text.write_bytes(text.read_bytes().replace(b"four metres", b"nine metres"))
            damaged = [text.parents[1].relative_to(archive).as_posix()]
        if scenario.copied:
            assert self._victims.run("audit", "-a", archive).code == 0
            for place in ("quarantine", "staging"):
                shutil.copy(old[0], archive / place / "copy.txt")
        inputs = [*new[:1], *old[:1], *new[1:]] if new else []
        if scenario.listed:
            inputs = [_sheet(folder, new)]
        return archive, Before.of(archive, damaged), inputs


def _source(folder: Path, name: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(article(name), encoding="utf-8")
    return path


def _sheet(folder: Path, texts: Sequence[Path]) -> Path:
    path = folder / "batch.csv"
    named = "".join(f"{text.name},,Tolm Post\r\n" for text in texts)
    row = ",It rained on the quay.,Tolm Post\r\n"
    path.write_text(f"file,text,source\r\n{named}{row}", encoding="utf-8", newline="")
    return path


def error_trials(points: Sequence[Call]) -> Iterator[tuple[int, str]]:
    """Every call with every error that it can give."""
    for nth, call in enumerate(points, 1):
        for error in ERRORS[call.name]:
            yield nth, error


def sample(trials: Iterable[tuple[int, str]], scenario: str, kind: str) -> list[tuple[int, str]]:
    """One of every few trials, the last among them.

    Each scenario and `kind` of trial begins elsewhere, so that together they reach more points.
    """
    every = list(trials)
    step = SLOW_SAMPLE if SCENARIOS[scenario].starts_processes else SAMPLE
    start = crc32(f"{scenario} {kind}".encode()) % min(step, len(every))
    return [*every[start::step], *every[-1:]]
