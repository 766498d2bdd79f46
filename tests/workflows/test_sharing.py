"""Work shared out: results in order, whatever the workers do, and nobody is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from newsarchive.bag import Tree
from newsarchive.judgement import workers as rule
from newsarchive.model.asked import IngestOptions
from newsarchive.model.auditing import AuditOptions, AuditReport
from newsarchive.model.finding import Verdict
from newsarchive.model.outcome import ItemStatus
from newsarchive.model.verdict import BagVerdict
from newsarchive.parallel.sharing import Results, Work, by_processes, by_threads
from newsarchive.workflows.audit.run import Listener, Stop
from newsarchive.workflows.ingest import run as ingesting
from support.archives import Place, bags
from support.faulty import Endless, with_store
from support.patience import PATIENCE_SECONDS
from support.project import ROOT


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


def no_matter() -> None:
    pass


@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_of_threads_come_in_the_order_of_the_work(count: int) -> None:
    with by_threads(count, double, no_matter) as results_of:
        results = list(results_of(CHUNKS))

    assert results == [2 * n for chunk in CHUNKS for n in chunk]


def test_what_is_raised_in_a_thread_is_raised_here() -> None:
    with by_threads(2, refuse_seven, no_matter) as results_of, pytest.raises(ValueError, match="s"):
        list(results_of(CHUNKS))


def test_threads_are_told_to_leave_when_nobody_wants_their_results() -> None:
    over = threading.Event()

    def wait(chunk: Sequence[int]) -> Sequence[int]:
        assert over.wait(PATIENCE_SECONDS)
        return chunk

    with pytest.raises(KeyboardInterrupt), by_threads(2, wait, over.set) as results_of:
        list(results_of(_and_then_ctrl_c()))

    assert over.is_set()


def _and_then_ctrl_c() -> Iterator[Sequence[int]]:
    yield [1]
    raise KeyboardInterrupt


@pytest.mark.parametrize("given", [0, 1, 3])
def test_fewer_threads_do_the_same_where_the_system_gives_no_more(
    given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, left = threading.Thread.start, [given]

    def begin_a_few(thread: threading.Thread) -> None:
        if not left[0]:
            raise RuntimeError("can't start new thread")
        left[0] -= 1
        begin(thread)

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", begin_a_few)
        with by_threads(2, double, no_matter) as results_of:
            results = list(results_of(CHUNKS))

    assert results == [2 * n for chunk in CHUNKS for n in chunk]
    assert left == [max(given - 2, 0)]


class Counting:
    """Notes how many processes were to share the work, and of which sizes their shares were."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts: list[int] = []
        self.shares: list[int] = []
        monkeypatch.setattr(ingesting, "by_processes", self._by)
        monkeypatch.setattr(ingesting, "cores", lambda: 4)

    @contextlib.contextmanager
    def _by(self, count: int, work: Work[Any, Any], _lost: object) -> Iterator[Results[Any, Any]]:
        self.counts.append(count)

        def results(chunks: Iterable[Sequence[Any]]) -> Iterator[Any]:
            for chunk in chunks:
                self.shares.append(len(chunk))
                yield from work(chunk)

        yield results


@pytest.mark.parametrize(
    ("sizes", "count", "shares"),
    [
        ([10] * 10, 1, [1] * 10),
        ([10] * 30, 4, [8, 8, 8, 6]),
        ([20_000_000] * 4, 4, [1] * 4),
        ([10, 10, 60_000_000, 10], 4, [3, 1]),
        ([90_000_000], 1, [1]),
    ],
    ids=["few", "many", "large", "one of them large", "a single one"],
)
def test_an_ingest_is_shared_out_where_there_is_much_of_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, sizes: list[int], count: int, shares: list[int]
) -> None:
    sources = [place.sources / f"{n}.bin" for n in range(len(sizes))]
    for number, (source, size) in enumerate(zip(sources, sizes, strict=True)):
        source.write_bytes(bytes([number]))
        os.truncate(source, size)  # it takes no room
    counting = Counting(monkeypatch)

    with place.open() as archive:
        manner = IngestOptions("archivist", dry_run=False, as_is=True)
        report = archive.ingest(sources, lambda _: None, options=manner)

    assert {item.status for item in report.items} == {ItemStatus.STORED}
    assert (counting.counts, counting.shares) == ([count], shares)


def audit(place: Place, workers: int) -> tuple[AuditReport, list[BagVerdict]]:
    told: list[BagVerdict] = []
    with place.open() as archive:
        return archive.audit(told.append, workers=workers), told


@pytest.mark.parametrize("large", [1 << 40, 0], ids=["processes", "threads"])
def test_an_audit_by_two_tells_the_same_in_the_same_order(
    place: Place, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule, "_LARGE_BAG", large)
    with place.open() as archive:
        archive.ingest([place.source(f"{n}.txt") for n in range(6)], lambda _: None)
    folder, gone, *_ = bags(place.root)
    (folder / "data/article.txt").write_bytes(b"?")
    gone.rename(place.sources / "gone")

    alone, told_alone = audit(place, 1)
    shared, told_shared = audit(place, 2)

    assert told_shared == told_alone
    assert shared.found.counts == alone.found.counts
    assert shared.found.counts == {Verdict.INTACT: 4, Verdict.DAMAGED: 1, Verdict.MISSING: 1}
    assert [v.path for v in told_shared] == sorted(v.path for v in told_shared)


@pytest.mark.parametrize("path", ["data/article.txt", "bag-info.txt"])
def test_an_audit_by_threads_leaves_what_it_has_in_hand(
    place: Place, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule, "_LARGE_BAG", 0)
    stop, told, trees = Stop(), list[BagVerdict](), list[Endless]()

    def endless(tree: Tree) -> Endless:
        trees.append(Endless(tree, {path}))
        threading.Thread(target=_alarm_when, args=(trees[0].begun,)).start()
        return trees[0]

    def leave(_number: int, _frame: object) -> None:
        stop.ask("SIGTERM")
        stop.leave()

    before = signal.signal(signal.SIGALRM, leave)
    try:
        with place.open() as archive:
            archive.ingest([place.source(f"{n}.txt") for n in range(3)], lambda _: None)
            second = bags(place.root)[1].relative_to(place.root).as_posix()
            hung = with_store(archive, {second: endless})
            report = hung.audit(Listener(told.append), AuditOptions(workers=2), stop)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert (report.end.state, report.end.stopped, report.exit_code) == ("interrupted", "SIGTERM", 3)
    assert sum(report.found.counts.values()) == len(told) < 3
    assert {v.verdict for v in told} <= {Verdict.INTACT}
    assert [tree.open_files for tree in trees] == [0]


def _alarm_when(begun: threading.Event) -> None:
    assert begun.wait(PATIENCE_SECONDS)
    time.sleep(0.05)  # what is under way in other threads may go on for a moment
    os.kill(os.getpid(), signal.SIGALRM)


PARENT = """
from newsarchive.parallel.sharing import by_processes
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
