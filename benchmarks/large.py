"""Large files: four of 512 MiB, taken in and audited, next to what others need for the same.

    large.py [MEBIBYTES]        default 512 each, three rounds that take turns

Taking in is next to copying each file, making a bag of it by `bagit`, and sync; the audit next to
raw hashing on two cores. The start of the program weighs as much as 200 MiB on a machine that
hashes fast; it is shown apart. Shows too how much memory the largest process took: it must not grow
with the files.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import bagit
from _measure import COMMAND, heading, peak_megabytes, run, spread, timed
from audit import hash_by_two

ROUNDS = 3
FILES = 4


def make_files(folder: Path, number: int, mebibytes: int) -> list[Path]:
    """Files that no round before had."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"tape-{n}.bin" for n in range(FILES)]
    for name in files:
        with name.open("wb") as file:
            for _ in range(mebibytes):
                file.write(os.urandom(1 << 10) * (1 << 10))
            file.write(bytes([number]))
    os.sync()
    return files


def make_bags(files: Sequence[Path], target: Path) -> None:
    """One bag for each file, on disk when this returns."""
    for number, file in enumerate(files):
        bag = target / str(number)
        bag.mkdir(parents=True)
        shutil.copy2(file, bag)
        bagit.make_bag(str(bag))
    os.sync()


def main() -> None:
    """Print the seconds of each, the ratios, and the memory."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 512
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(name).resolve()
        heading(f"{FILES} files of {size} MiB")
        ingests, audits, streaming = [], [], []
        for number in range(ROUNDS):
            archive = root / f"archive-{number}"
            run(COMMAND, "init", "-a", archive)
            sources = make_files(root / "sources", number, size)
            theirs = timed(partial(make_bags, sources, root / f"bags-{number}"))
            ours = run(COMMAND, "ingest", "-a", archive, "--as-is", "--quiet", *sources)
            ingests.append(theirs / ours)
            print(f"  taken in in {ours:.1f} s; copied and bagged in {theirs:.1f} s", flush=True)
            shutil.rmtree(root / f"bags-{number}")
        archive = root / "archive-0"
        files = [str(path) for path in (archive / "bags").rglob("*.bin")]
        for _ in range(ROUNDS):
            raw = timed(partial(hash_by_two, files))
            ours = run(COMMAND, "audit", "-a", archive, "--quiet")
            # Nothing is due now: this is what the program needs to start, plan and record.
            start = run(COMMAND, "audit", "-a", archive, "--due", "--quiet")
            audits.append(raw / ours)
            streaming.append(raw / (ours - start))
            print(f"  audited in {ours:.2f} s, {start:.2f} s to start; raw {raw:.2f} s", flush=True)
        print(f"taking in to copy and make_bag: {spread(ingests)}")
        print(f"audit to raw hashing: {spread(audits)}; at least 0.95")
        print(f"the same without the start: {spread(streaming)}")
        print(f"largest process: {peak_megabytes():.0f} MB; at most 150")


if __name__ == "__main__":
    main()
