"""Auditing bags, next to raw hashing by two processes of openssl, and to `bagit` validating them.

    audit.py [BAGS]             default 3,000, three rounds that take turns

What is audited lies in the page cache for all of them. The limits are half of openssl's speed (aim
0.75), and 2.5 times (aim 4) that of Bag.validate in one process (docs/performance.md).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from _measure import COMMAND, article_folder, heading, peak_megabytes, run, spread, timed

ROUNDS = 3
VALIDATE = """
import logging, sys, bagit
logging.disable(logging.CRITICAL)
for path in sys.stdin.read().split("\\n")[:-1]:
    bagit.Bag(path).validate()
"""


def make_archive(archive: Path, sources: Path, count: int) -> None:
    """An archive of `count` articles with two images each."""
    run(COMMAND, "init", "-a", archive)
    for number in range(count):
        article_folder(sources / f"{number:06d}", number)
    run(COMMAND, "ingest", "-a", archive, "--quiet", sources)


def hash_by_two(files: list[str]) -> None:
    """Every file through openssl, half of them in each of two processes."""
    halves = ["\0".join(files[n::2]) for n in range(2)]
    running = [
        subprocess.Popen(
            ["xargs", "-0", "openssl", "dgst", "-sha512"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            encoding="utf-8",
        )
        for _ in halves
    ]
    for process, half in zip(running, halves, strict=True):
        if process.stdin is not None:
            process.stdin.write(half)
            process.stdin.close()
    if any(process.wait() for process in running):
        raise SystemExit("openssl failed")


def validate(bags: list[str]) -> None:
    """Every bag through Bag.validate, in one process."""
    text = "".join(f"{bag}\n" for bag in bags)
    subprocess.run([sys.executable, "-c", VALIDATE], input=text, encoding="utf-8", check=True)


def main() -> None:
    """Print the seconds of each, and the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        archive = Path(name).resolve() / "archive"
        make_archive(archive, Path(name).resolve() / "in", count)
        bags = [str(path.parent) for path in archive.glob("bags/**/bagit.txt")]
        files = [str(path) for bag in bags for path in Path(bag).rglob("*") if path.is_file()]
        heading(f"audit of {len(bags):,} bags, {len(files):,} files")
        to_openssl, to_bagit = [], []
        for _ in range(ROUNDS):
            raw = timed(lambda: hash_by_two(files))
            ours = run(COMMAND, "audit", "-a", archive, "--quiet")
            theirs = timed(lambda: validate(bags))
            to_openssl.append(raw / ours)
            to_bagit.append(theirs / ours)
            print(f"  ours {ours:.2f} s, openssl {raw:.2f} s, bagit {theirs:.2f} s", flush=True)
        print(f"to openssl: {spread(to_openssl)}; at least 0.5, aim 0.75")
        print(f"to bagit:   {spread(to_bagit)}; at least 2.5, aim 4")
        print(f"largest process: {peak_megabytes():.0f} MB; at most 150")


if __name__ == "__main__":
    main()
