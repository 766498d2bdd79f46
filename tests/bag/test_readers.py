"""Large files read by several threads: what is found is the same, and nothing is left behind."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from newsarchive.bag import DirectoryTree, check, comparing, examine, reading
from newsarchive.bag.readers import Readers
from newsarchive.bag.reading import SMALL, Reading
from newsarchive.digests import Algorithm
from newsarchive.model.finding import Code
from support.bags import FailingTree, errors, flip, make_bag
from support.conformance import ROWS, Row
from support.faulty import Endless
from support.patience import PATIENCE_SECONDS

LARGE = SMALL + 1
TAPES = tuple(f"data/original/tape-{n}.wav" for n in range(7))


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """Seven large files, and small ones between them."""
    payload = {"data/README.txt": b"What this is.\n"}
    for number, path in enumerate(TAPES):
        payload[path] = bytes([number]) * (LARGE + number)
        payload[f"data/media/{number}.txt"] = path.encode()
    return make_bag(tmp_path / "bag", payload, algorithms=(Algorithm.SHA512, Algorithm.SHA256))


@pytest.fixture(params=[1, 2, 5])
def readers(request: pytest.FixtureRequest) -> Iterator[Readers]:
    with Readers(request.param) as those:
        yield those


def nothing(_: Path) -> None:
    pass


def several_things(bag: Path) -> None:
    flip(bag / TAPES[1])
    (bag / TAPES[2]).unlink()
    (bag / TAPES[3]).write_bytes(b"")
    flip(bag / "data/media/5.txt")
    (bag / "data/media/stranger.wav").write_bytes(bytes(LARGE))
    flip(bag / "manifest-sha256.txt", 3)


def fetched(bag: Path) -> None:
    line = f"https://tapes.example/4 12 {TAPES[4]}\n"
    (bag / "fetch.txt").write_text(line, encoding="utf-8")


@pytest.mark.parametrize("harm", [nothing, several_things, fetched])
def test_threads_find_what_one_reader_finds(
    bag: Path, readers: Readers, harm: Callable[[Path], None]
) -> None:
    harm(bag)

    alone, together = examine(DirectoryTree(bag)), examine(DirectoryTree(bag), readers)

    assert together == alone
    assert bool(errors(alone.observation.findings)) == (harm is several_things)


def test_what_cannot_be_read_is_found_and_the_rest_is_read(bag: Path, readers: Readers) -> None:
    def failing() -> FailingTree:
        lost, changing = frozenset({TAPES[0], TAPES[6]}), frozenset({TAPES[3]})
        return FailingTree(bag, unreadable=lost, written=changing)

    seen = check(failing(), readers)

    assert [(f.code, f.path) for f in seen.findings if f.path in TAPES] == [
        (Code.IO_01, TAPES[0]),
        (Code.IO_03, TAPES[3]),
        (Code.IO_01, TAPES[6]),
    ]
    assert seen == check(failing())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_bag_of_the_conformance_suite_is_judged_the_same_by_threads(
    row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if each of their files were large."""
    monkeypatch.setattr(comparing, "SMALL", 0)
    monkeypatch.setattr(reading, "SMALL", 0)
    with Readers(3) as readers:
        for number, case in enumerate((*row.breaks, *row.keeps)):
            (folder := tmp_path / str(number)).mkdir()
            root = case.bag.write(folder)

            assert examine(DirectoryTree(root), readers) == examine(DirectoryTree(root)), case.what


def test_two_bags_share_their_readers(tmp_path: Path, readers: Readers) -> None:
    payload = {path: path.encode() * 30_000 for path in TAPES}
    bags = [make_bag(tmp_path / f"bag-{n}", payload) for n in range(4)]
    seen: dict[Path, int] = {}

    def look(bag: Path) -> None:
        seen[bag] = check(DirectoryTree(bag), readers).bytes

    looking = [threading.Thread(target=look, args=(bag,)) for bag in bags]
    for thread in looking:
        thread.start()
    for thread in looking:
        thread.join(PATIENCE_SECONDS)

    assert seen == {bag: check(DirectoryTree(bag)).bytes for bag in bags}


def test_no_file_or_folder_stays_open(bag: Path, readers: Readers) -> None:
    before = sorted(os.listdir("/proc/self/fd"))

    check(DirectoryTree(bag), readers)

    assert sorted(os.listdir("/proc/self/fd")) == before


def test_where_the_system_gives_no_thread_it_is_done_without(
    bag: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: threading.Thread) -> NoReturn:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        with Readers(4) as readers:
            seen = check(DirectoryTree(bag), readers)

    assert seen == check(DirectoryTree(bag))


def test_who_leaves_early_has_nothing_read_any_more(bag: Path) -> None:
    tree = Endless(DirectoryTree(bag), TAPES)
    with Readers(2) as readers:
        readings = readers.through(_and_then(tree))
        with pytest.raises(KeyboardInterrupt):
            next(readings)

        assert tree.begun.is_set()
        assert tree.open_files == 0


def _and_then(tree: Endless) -> Iterator[Reading]:
    """Two readings, and while they go on somebody presses Ctrl-C."""
    for path in TAPES[:2]:
        yield Reading(tree, path, [Algorithm.SHA512])
    tree.begun.wait(PATIENCE_SECONDS)
    raise KeyboardInterrupt
