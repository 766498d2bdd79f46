"""Large files: four of 512 MiB, taken in and audited, next to raw hashing on two cores.

    large.py [MEBIBYTES]        default 512 each, three rounds that take turns

The start of the program weighs as much as 400 MiB on a machine that hashes fast; it is shown apart.
Shows too how much memory the largest process took: it must not grow with the files.
"""

import os
import sys
import tempfile
from pathlib import Path

from _measure import COMMAND, heading, peak_megabytes, run, spread, timed
from audit import hash_by_two

ROUNDS = 3
FILES = 4


def main() -> None:
    """Print the seconds of each, the ratio, and the memory."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 512
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(name).resolve()
        sources = [root / f"tape-{n}.bin" for n in range(FILES)]
        for number, source in enumerate(sources):
            with source.open("wb") as file:
                for _ in range(size):
                    file.write(os.urandom(1 << 10) * (1 << 10))
                file.write(bytes([number]))
        run(COMMAND, "init", "-a", root / "archive")
        heading(f"{FILES} files of {size} MiB")
        seconds = run(COMMAND, "ingest", "-a", root / "archive", "--as-is", "--quiet", *sources)
        print(f"  taken in in {seconds:.1f} s", flush=True)
        files = [str(path) for path in (root / "archive/bags").rglob("*.bin")]
        ratios, streaming = [], []
        for _ in range(ROUNDS):
            raw = timed(lambda: hash_by_two(files))
            ours = run(COMMAND, "audit", "-a", root / "archive", "--quiet")
            # Nothing is due now: this is what the program needs to start, plan and record.
            start = run(COMMAND, "audit", "-a", root / "archive", "--due", "--quiet")
            ratios.append(raw / ours)
            streaming.append(raw / (ours - start))
            print(f"  audited in {ours:.2f} s, {start:.2f} s to start; raw {raw:.2f} s", flush=True)
        print(f"audit to raw hashing: {spread(ratios)}; at least 0.95")
        print(f"the same without the start: {spread(streaming)}")
        print(f"largest process: {peak_megabytes():.0f} MB; at most 150")


if __name__ == "__main__":
    main()
