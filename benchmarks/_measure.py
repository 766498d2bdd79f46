"""What the benchmarks share: articles made up for the purpose, timing, and printing ratios."""

import compileall
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# As an installation does. A working copy has no bytecode where PYTHONDONTWRITEBYTECODE is set, and
# then each process compiles 130 modules first: half a second that no installed program needs.
compileall.compile_dir(Path(__file__).parents[1] / "src", quiet=1)

COMMAND = str(Path(sys.executable).with_name("newsarchive"))

# The beginning of a JPEG of 16 by 16 points: enough for its size and type to be recognised.
_JPEG = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300")
    + bytes([1] * 64)
    + bytes.fromhex("ffc0000b080010001001011100ffda0008010100003f00")
)


def article_folder(folder: Path, number: int, images: int = 2, image_bytes: int = 100_000) -> None:
    """A folder with one article of sixteen paragraphs and its images; no two are alike."""
    chance = random.Random(number)  # noqa: S311  # the same articles each time
    folder.mkdir(parents=True)
    paragraphs = [
        f"On day {number} at {chance.randrange(10**6)} boats stayed at quay {n}, the ferry did not"
        " run, and the gauge at the lock showed four metres, the most since it was built."
        for n in range(15)
    ]
    head = f"Rain fell on the harbour for day {number}\n\nBy Ana Writer\n\n"
    tail = "\n\nSource: Harbour Gazette and agencies\n"
    (folder / "story.txt").write_text(head + "\n\n".join(paragraphs) + tail, encoding="utf-8")
    for n in range(images):
        noise = chance.randbytes(image_bytes).replace(b"\xff", b"\xfe")
        (folder / f"picture-{n}.jpg").write_bytes(_JPEG + noise + b"\xff\xd9")


def rested(source: Path) -> None:
    """Make files look an hour old: those of the last two seconds are waited for, and not timed."""
    old = time.time() - 3600
    for path in (source, *source.rglob("*")):
        os.utime(path, (old, old))


def run(*command: str | Path) -> float:
    """The seconds that a command took.

    Raises:
        subprocess.CalledProcessError: it failed; its time would mean nothing.
    """
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return time.perf_counter() - start


def timed(work: Callable[[], object]) -> float:
    """The seconds that `work` took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """The largest memory that any one process waited for so far has had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def spread(values: Sequence[float]) -> str:
    """`0.61 (0.58 to 0.66)`: the median, the least and the largest."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def heading(what: str) -> None:
    """Say what is measured, and how busy the machine was already."""
    load = os.getloadavg()[0]
    print(f"{what}; {len(os.sched_getaffinity(0))} cores, load {load:.1f}", flush=True)
