"""How fast bags are validated: next to raw hashing, and next to the `bagit` package.

Many small bags: `newsarchive validate --workers 2` against two processes that only read and hash
the same files, and against `bagit`, which uses one. One bag of many small files: against `bagit`,
with the peak memory. Everything lies in the page cache; the three take turns. Ratios are of
medians, with the spread of the ratios of single rounds. NEWSARCHIVE_BENCH_BAGS and
NEWSARCHIVE_BENCH_FILES make it smaller.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from newsarchive.bag.plan import BagPlan, Inline
from newsarchive.bag.writer import write

BAGS = int(os.environ.get("NEWSARCHIVE_BENCH_BAGS", "3000"))
FILES = int(os.environ.get("NEWSARCHIVE_BENCH_FILES", "100000"))
ROUNDS = 3
COMMAND = str(Path(sys.executable).with_name("newsarchive"))
# Five payload files and four tag files, 264 KB together.
SIZES = {
    "data/README.txt": 2_000,
    "data/article.txt": 4_000,
    "data/original/story.txt": 4_200,
    "data/media/001-picture.jpg": 245_000,
    "data/metadata/article.json": 7_000,
}
INFO = (("Source-Organization", "Library"), ("Bagging-Date", "2026-11-22"))

HASH = """\
import hashlib, os, sys
for bag in sys.stdin.read().split("\\n"):
    for folder, _, names in os.walk(bag):
        for name in names:
            with open(os.path.join(folder, name), "rb", buffering=0) as file:
                hashlib.sha512(file.read()).hexdigest()
"""
BAGIT = """\
import logging, sys, bagit
logging.disable()
for bag in sys.stdin.read().split("\\n"):
    bagit.Bag(bag).validate()
"""


def make_bags(folder: Path) -> list[Path]:
    """Many small bags of random bytes."""
    chance = random.Random(1)  # noqa: S311  the same bytes in every run
    made = []
    for number in range(BAGS):
        files = tuple(Inline(path, chance.randbytes(size)) for path, size in SIZES.items())
        made.append(folder / f"bag-{number:05d}")
        write(BagPlan(files, INFO), made[-1], sync=False)
    return made


def make_large_bag(target: Path) -> Path:
    """One bag of many small files."""
    files = tuple(
        Inline(f"data/{n // 1000:03d}/file-{n:06d}.txt", b"file %d\n" % n) for n in range(FILES)
    )
    write(BagPlan(files, INFO), target, sync=False)
    return target


def feed(command: list[str], bags: list[Path], processes: int = 1) -> None:
    """Run `command` in so many processes, each with its share of the bags on standard input."""
    running = []
    for share in range(processes):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        names = "\n".join(map(str, bags[share::processes]))
        running.append((process, names.encode()))
    for process, data in running:
        if process.stdin is not None:
            process.stdin.write(data)
            process.stdin.close()
    for process, _ in running:
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)


def rounds(cases: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Seconds of every round, the cases in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(ROUNDS):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def ratio(of: list[float], to: list[float]) -> str:
    """How many times as fast `to` is: of the medians, and the range over the rounds."""
    each = [a / b for a, b in zip(of, to, strict=True)]
    middle = statistics.median(of) / statistics.median(to)
    return f"{middle:5.2f}x  ({min(each):.2f} to {max(each):.2f})"


def main() -> None:
    """Make the bags, measure, print."""
    validate = [COMMAND, "validate", "--quiet"]
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        print(f"Python {sys.version.split()[0]}, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f}")
        (folder / "small").mkdir()
        bags = make_bags(folder / "small")
        seconds = rounds(
            {
                "raw": lambda: feed([sys.executable, "-c", HASH], bags, 2),
                "ours": lambda: feed([*validate, "--workers", "2", "-"], bags),
                "bagit": lambda: feed([sys.executable, "-c", BAGIT], bags),
            }
        )
        print(f"{BAGS:,} bags of {len(SIZES) + 4} files, 264 KB each; two processes, bagit one")
        for name, times in seconds.items():
            print(f"  {name:6}{statistics.median(times):8.2f} s")
        print(f"  of raw hashing  {ratio(seconds['raw'], seconds['ours'])}   at least 0.5, aim 0.8")
        print(f"  to bagit        {ratio(seconds['bagit'], seconds['ours'])}   at least 2.5, aim 4")
        large = [make_large_bag(folder / "large")]
        seconds = rounds({"ours": lambda: feed([*validate, "--workers", "1", "-"], large)})
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        seconds |= rounds({"bagit": lambda: feed([sys.executable, "-c", BAGIT], large)})
        print(f"one bag of {FILES:,} files")
        for name, times in seconds.items():
            print(f"  {name:6}{statistics.median(times):8.2f} s")
        print(f"  to bagit        {ratio(seconds['bagit'], seconds['ours'])}   at least 5")
        print(f"  peak memory     {peak:,} MiB")


if __name__ == "__main__":
    main()
