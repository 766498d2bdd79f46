"""Taking articles in, next to copying the same files, making a bag of them by `bagit`, and sync.

    ingest.py [ARTICLES]        default 2,000, three rounds that take turns

The third is the second with a validation of each bag by `bagit`, which promises what ours does.

Ours reads the text, writes the record, PREMIS and README, reads every bag back, has `bagit` agree,
and puts each group on disk with its ledger entry. The limit is half of the other's bags in a
second, the aim as many (docs/performance.md).
"""

import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

import bagit
from _measure import COMMAND, article_folder, heading, peak_megabytes, rested, run, spread, timed

ROUNDS = 3


def other(source: Path, target: Path) -> None:
    """One bag for each folder in `source`, on disk when this returns."""
    for folder in sorted(source.iterdir()):
        shutil.copytree(folder, target / folder.name)
        bagit.make_bag(str(target / folder.name))
    os.sync()


def promising(source: Path, target: Path) -> None:
    """The same, each bag read back and compared with its manifests."""
    for folder in sorted(source.iterdir()):
        shutil.copytree(folder, target / folder.name)
        bagit.make_bag(str(target / folder.name)).validate()
    os.sync()


def main() -> None:
    """Print both rates for each round, and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(name).resolve()
        run(COMMAND, "init", "-a", root / "archive")
        heading(f"ingest of {count:,} articles with two images of 100 KB")
        ratios, promised = [], []
        for number in range(ROUNDS):
            # Nothing is removed before the end: ext4 makes files slowly where some just went.
            source = root / f"in-{number}"
            for article in range(count):
                article_folder(source / f"{article:06d}", number * count + article)
            rested(source)
            os.sync()
            theirs = count / timed(partial(other, source, root / f"bags-{number}"))
            sure = count / timed(partial(promising, source, root / f"sure-{number}"))
            ours = count / run(COMMAND, "ingest", "-a", root / "archive", "--quiet", source)
            ratios.append(ours / theirs)
            promised.append(ours / sure)
            print(
                f"  ours {ours:6.1f} a second, copy and make_bag {theirs:6.1f}, with validate"
                f" {sure:6.1f}",
                flush=True,
            )
        print(f"to copy and make_bag: {spread(ratios)}; at least 0.5, aim 1")
        print(f"to copy, make_bag and validate: {spread(promised)}; at least 1")
        print(f"largest process: {peak_megabytes():.0f} MB; at most 150")


if __name__ == "__main__":
    main()
