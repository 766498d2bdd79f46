"""What became of files: what is said of them is so."""

import os
from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, check, trace
from newsarchive.model.finding import Finding, Kind, Level
from support.bags import PAYLOAD, make_bag

TWINS = {**PAYLOAD, "data/a.bin": b"the same bytes", "data/b.bin": b"the same bytes"}


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return make_bag(tmp_path / "bag", TWINS)


def octets(bag: Path) -> int:
    return sum(path.stat().st_size for path in bag.rglob("*") if path.is_file())


def errors(bag: Path, whole: int | None = None) -> list[Finding]:
    tree = DirectoryTree(bag)
    seen = trace(tree, check(tree), {}, whole)
    return [f for f in seen.findings if f.level is Level.ERROR]


def test_of_two_files_of_the_same_bytes_one_moved_and_one_is_lost(bag: Path) -> None:
    (bag / "data/a.bin").rename(bag / "data/c.bin")
    (bag / "data/b.bin").unlink()

    assert [(f.kind, f.path, f.found) for f in errors(bag)] == [
        (Kind.MOVED, "data/a.bin", "data/c.bin"),
        (Kind.MISSING, "data/b.bin", ""),
    ]


def test_two_files_of_the_same_bytes_that_moved_lie_at_two_places(bag: Path) -> None:
    (bag / "data/a.bin").rename(bag / "data/c.bin")
    (bag / "data/b.bin").rename(bag / "data/d.bin")

    assert {f.found for f in errors(bag)} == {"data/c.bin", "data/d.bin"}


@pytest.mark.parametrize("lines", [0, 1, 3])
def test_a_manifest_that_lost_lines_was_truncated(bag: Path, lines: int) -> None:
    whole = octets(bag)
    manifest = bag / "manifest-sha512.txt"
    had = manifest.stat().st_size
    kept = b"".join(manifest.read_bytes().splitlines(keepends=True)[:lines])

    manifest.write_bytes(kept)

    (found,) = [f for f in errors(bag, whole) if f.path == manifest.name]
    assert found.kind is Kind.TRUNCATED
    assert f"{len(kept):,} of its {had:,} bytes" in found.detail


def test_how_long_a_manifest_was_is_not_said_where_the_payload_changed_its_length_too(
    bag: Path,
) -> None:
    whole = octets(bag)
    manifest = bag / "manifest-sha512.txt"
    os.truncate(manifest, 200)
    unlisted = min((bag / "data").rglob("*.jpg"))
    os.truncate(unlisted, 10)

    found = [f for f in errors(bag, whole) if f.path == manifest.name]

    assert found
    assert not any("of its" in f.detail for f in found)
