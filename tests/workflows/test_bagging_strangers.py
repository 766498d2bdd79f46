"""Making a bag clears away what a dead run of ours left beside it, and nothing of anybody else."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.errors import StoreError
from newsarchive.workflows.bagging.run import make_bag
from support.archives import HandClock, snapshot

MARK = b"newsarchive workshop\n"
WORKSHOP = f".newsarchive-{hashlib.sha256(b'made').hexdigest()[:16]}.part"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "one.txt").write_text("one")
    return folder


def theirs(lock: bytes | None) -> Callable[[Path], None]:
    def make(at: Path) -> None:
        at.mkdir()
        (at / "notes.txt").write_text("a person's own")
        if lock is not None:
            (at / ".lock").write_bytes(lock)

    return make


def a_link(at: Path) -> None:
    theirs(MARK)(at.with_name("shared"))
    at.symlink_to(at.with_name("shared"))


def a_file(at: Path) -> None:
    at.write_text("a person's own")


def with_a_link_for_a_lock(at: Path) -> None:
    theirs(None)(at)
    at.with_name("marked").write_bytes(MARK)
    (at / ".lock").symlink_to(at.with_name("marked"))


NOT_OURS = {
    "no lock": theirs(None),
    "an empty lock": theirs(b""),
    "another's lock": theirs(b"17"),
    "a link": a_link,
    "a link for a lock": with_a_link_for_a_lock,
    "a file": a_file,
}


@pytest.mark.parametrize("make", NOT_OURS.values(), ids=list(NOT_OURS))
def test_what_is_not_ours_stays_and_is_named(source: Path, make: Callable[[Path], None]) -> None:
    make(source.with_name(WORKSHOP))
    before = snapshot(source.parent)

    with pytest.raises(StoreError, match="part is"):
        make_bag(source, source.with_name("made"), HandClock(), "test 1.0")

    assert snapshot(source.parent) == before


OURS = {"marked": theirs(MARK), "empty": Path.mkdir}


@pytest.mark.parametrize("make", OURS.values(), ids=list(OURS))
def test_what_a_dead_run_left_is_cleared_away(source: Path, make: Callable[[Path], None]) -> None:
    make(source.with_name(WORKSHOP))

    make_bag(source, source.with_name("made"), HandClock(), "test 1.0")

    assert not source.with_name(WORKSHOP).exists()
    assert (source.with_name("made") / "bagit.txt").exists()
