"""A file that is shorter than it was: cut short, or replaced by something else."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.model.finding import Finding, Kind, Level
from newsarchive.model.verdict import BagVerdict
from support.archives import Place, bags

FILES = {
    "text": "data/article.txt",
    "original": "data/original/rain.txt",
    "record": "data/metadata/article.json",
    "premis": "data/metadata/premis.xml",
    "bag-info": "bag-info.txt",
    "declaration": "bagit.txt",
}


def in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def all_but_a_byte(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def to_nothing(path: Path) -> None:
    os.truncate(path, 0)


def found(place: Place, file: str, harm: Callable[[Path], object]) -> Finding:
    """What an audit says of the file, once it was harmed."""
    with place.open() as archive:
        archive.ingest([place.source("rain.txt")], lambda _: None)
    (bag,) = bags(place.root)
    harm(bag / file)
    told: list[BagVerdict] = []
    with place.open() as archive:
        archive.audit(told.append)
    (finding,) = [f for v in told for f in v.findings if f.level is Level.ERROR and f.path == file]
    return finding


@pytest.mark.parametrize("cut", [in_half, all_but_a_byte, to_nothing])
@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_the_beginning_of_a_file_is_a_file_cut_short(
    place: Place, file: str, cut: Callable[[Path], object]
) -> None:
    finding = found(place, file, cut)

    assert finding.kind is Kind.TRUNCATED
    assert " of its " in finding.detail


@pytest.mark.parametrize(
    "file", [f for f in FILES.values() if f != "bagit.txt"], ids=[f for f in FILES if f[0] != "d"]
)
def test_something_else_that_is_shorter_was_not_cut_short(place: Place, file: str) -> None:
    finding = found(place, file, lambda path: path.write_text("xyzzy, said the magician", "utf-8"))

    assert finding.kind is Kind.CHANGED
    assert "it has 24 bytes and had" in finding.detail


def test_a_longer_file_says_how_long_it_was(place: Place) -> None:
    finding = found(
        place, "data/article.txt", lambda path: path.write_bytes(path.read_bytes() + b"more")
    )

    assert finding.kind is Kind.CHANGED
    assert " bytes and had " in finding.detail
