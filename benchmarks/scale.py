"""Audits of small and large archives: what one bag costs in each, and what the whole needs.

    scale.py [BAGS]             default 200,000, next to an archive of a hundredth of that

The bags are one bag under many names, hard-linked: they cost one place in the page cache and have
all folders and names of real ones. The cost of a bag must stay flat from the small archive to the
large one, memory of all processes together below 200 MB, and a plan must be there in seconds.
"""

import dataclasses
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from _measure import COMMAND, article_folder, heading, run

from newsarchive.archive import Archive
from newsarchive.clock import SystemClock
from newsarchive.ledger import NewEntry
from newsarchive.model.holding import Accession

_AT_ONCE = 5_000
_MOST_LINKS = 50_000  # names of one file; ext4 knows no more than 65,000
_SAMPLE_SECONDS = 0.05


def make_archive(root: Path, sources: Path, count: int) -> None:
    """An archive of `count` bags that are one bag under many names."""
    run(COMMAND, "init", "-a", root)
    if not sources.exists():
        article_folder(sources, 1, images=1, image_bytes=2_000)
    run(COMMAND, "ingest", "-a", root, "--quiet", sources)
    with Archive.open(root, SystemClock()) as archive:
        (first,) = archive.holdings.catalog.accessions()
        template = root / first.path
        drafts: list[NewEntry] = []
        for number in range(1, count):
            twin = _twin(first, number)
            if number % _MOST_LINKS == 0:
                template = Path(shutil.copytree(template, root.parent / f"template-{number}"))
            _link(template, root / twin.path)
            drafts.append(NewEntry("accession", twin.fields()))
            if len(drafts) == _AT_ONCE or number == count - 1:
                with archive.holdings.writing():
                    archive.holdings.ledger.append(drafts, datetime.now(UTC))
                drafts = []
        archive.holdings.catch_up()


def _twin(first: Accession, number: int) -> Accession:
    bag = hashlib.sha256(str(number).encode()).hexdigest()
    name = f"rain-fell-on-the-harbour-{bag[:12]}"
    day = f"{1950 + number % 70}/{1 + number % 12:02d}/{1 + number % 28:02d}"
    return dataclasses.replace(
        first,
        bag=bag,
        name=name,
        path=f"bags/{day}/{name}",
        article=f"urn:example:{number}",
        text=bag,  # each says that it has one of its own
    )


def _link(template: Path, target: Path) -> None:
    for folder, _, names in os.walk(template):
        here = target / os.path.relpath(folder, template)
        here.mkdir(parents=True)
        for name in names:
            os.link(os.path.join(folder, name), here / name)


class Memory:
    """The most memory that a process and its children had together, as sampled, in megabytes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.most = 0.0
        self._process = process
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while self._process.poll() is None:
            self.most = max(self.most, sum(map(_resident, _family(self._process.pid))) / 1e6)
            time.sleep(_SAMPLE_SECONDS)


def _family(pid: int) -> list[int]:
    found = [pid]
    for process in found:
        try:
            text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, text.split())
    return found


def _resident(pid: int) -> float:
    """Bytes of its own: what it shares with others (libraries, the interpreter) counts in part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return 1024.0 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def measured(*command: str | Path) -> tuple[float, float]:
    """The seconds that a command took, and the megabytes that it and its children had."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = Memory(process)
    if process.wait():
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - start, memory.most


def main() -> None:
    """Print the cost of a bag in each archive, and the ratio."""
    large = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    small = max(large // 100, 1_000)
    costs = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        folder = Path(name).resolve()
        for count in (small, large):
            root = folder / f"archive-{count}"
            make_archive(root, folder / "in", count)
            heading(f"audit of {count:,} bags")
            run(COMMAND, "audit", "-a", root, "--quiet", "--no-record")  # into the page cache
            seconds, megabytes = measured(COMMAND, "audit", "-a", root, "--quiet")
            costs.append(seconds / count)
            print(f"  {seconds:.1f} s, {1000 * seconds / count:.2f} ms a bag, {megabytes:.0f} MB")
            for what in ("--plan", "--quiet"):
                seconds, megabytes = measured(COMMAND, "audit", "-a", root, "--due", what)
                print(f"  audit --due {what}: {seconds:.1f} s, {megabytes:.0f} MB")
            seconds, megabytes = measured(COMMAND, "status", "-a", root)
            print(f"  status: {seconds:.1f} s, {megabytes:.0f} MB", flush=True)
            shutil.rmtree(root)
    print(f"cost of a bag, large to small: {costs[1] / costs[0]:.2f}; flat is 1")


if __name__ == "__main__":
    main()
