"""Work shared out: results in order, whatever the workers do, and nobody is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsarchive.model.auditing import AuditReport
from newsarchive.model.finding import Verdict
from newsarchive.model.outcome import BagVerdict
from newsarchive.workflows.sharing import by_processes, by_threads
from support.archives import Place, bags
from support.project import ROOT

PATIENCE_SECONDS = 30


def double(chunk: Sequence[int]) -> Sequence[int]:
    return [2 * n for n in chunk]


def die_of_seven(chunk: Sequence[int]) -> Sequence[int]:
    if 7 in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * n for n in chunk]


def refuse_seven(chunk: Sequence[int]) -> Sequence[int]:
    if 7 in chunk:
        raise ValueError("seven")
    return list(chunk)


def lost(item: int) -> int:
    return -item


CHUNKS = [[1, 2], [3], [], [4, 5, 6], [7, 8], [9]] * 3


@pytest.mark.parametrize("count", [1, 2])
def test_results_come_in_the_order_of_the_work(count: int) -> None:
    with by_processes(count, double, lost) as results_of:
        results = list(results_of(CHUNKS))

    assert results == [2 * n for chunk in CHUNKS for n in chunk]


def test_an_item_that_kills_its_worker_is_lost_and_no_other() -> None:
    with by_processes(2, die_of_seven, lost) as results_of:
        results = list(results_of(CHUNKS[:6]))

    assert results == [-7 if n == 7 else 2 * n for chunk in CHUNKS[:6] for n in chunk]


def test_what_a_worker_raises_is_raised_here() -> None:
    with (
        by_processes(2, refuse_seven, lost) as results_of,
        pytest.raises(ValueError, match="seven"),
    ):
        list(results_of(CHUNKS))


def audit(place: Place, workers: int) -> tuple[AuditReport, list[BagVerdict]]:
    told: list[BagVerdict] = []
    with place.open() as archive:
        return archive.audit(told.append, workers=workers), told


def test_an_audit_by_two_tells_the_same_in_the_same_order(place: Place) -> None:
    with place.open() as archive:
        archive.ingest([place.source(f"{n}.txt") for n in range(6)], lambda _: None)
    folder, gone, *_ = bags(place.root)
    (folder / "data/article.txt").write_bytes(b"?")
    gone.rename(place.sources / "gone")

    alone, told_alone = audit(place, 1)
    shared, told_shared = audit(place, 2)

    assert told_shared == told_alone
    assert shared.counts == alone.counts
    assert shared.counts == {Verdict.INTACT: 4, Verdict.DAMAGED: 1, Verdict.MISSING: 1}
    assert [v.path for v in told_shared] == sorted(v.path for v in told_shared)


PARENT = """
from newsarchive.workflows.sharing import by_processes
from waiting import wait
if __name__ == "__main__":
    with by_processes(2, wait, None) as results_of:
        list(results_of([[0], [0], [0]]))
"""
WAITING = """
import os, sys, time
def wait(chunk):
    open(sys.path[0] + f"/{os.getpid()}.pid", "w").close()
    time.sleep(600)
    return chunk
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, number: int) -> None:
    (tmp_path / "waiting.py").write_text(WAITING)
    (tmp_path / "parent.py").write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"],
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"]},
        stderr=subprocess.DEVNULL,
    )
    pids = _wait_for_two(tmp_path)

    parent.send_signal(number)
    parent.wait(PATIENCE_SECONDS)

    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [pid for pid in pids if _alive(pid)] == []


def _wait_for_two(folder: Path) -> list[int]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(found := list(folder.glob("*.pid"))) < 2:
        assert time.monotonic() < deadline, "the workers did not start"
        time.sleep(0.02)
    return [int(path.stem) for path in found]


def _alive(pid: int) -> bool:
    """Whether a process runs; one that ended and whose parent did not ask yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
