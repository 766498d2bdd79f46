"""A file that somebody else may be at moves as it was, or stays; nothing is lost on the way."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsarchive import durable
from newsarchive.durable import move_file, move_folder, state_in


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield fd
    finally:
        os.close(fd)


@pytest.fixture(params=["this disk", "another disk", "a disk without links"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the file goes: what is linked from an open folder may not be there to be linked."""
    code = {"another disk": errno.EXDEV, "a disk without links": errno.EPERM}.get(request.param)
    real = os.link

    def link(src: str, dst: str, *, src_dir_fd: int | None = None, **options: bool) -> None:
        if code is not None and (src_dir_fd is not None or code == errno.EPERM):
            raise OSError(code, os.strerror(code))
        real(src, dst, src_dir_fd=src_dir_fd, **options)

    monkeypatch.setattr(os, "link", link)
    return str(request.param)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    path = tmp_path / "in/a.txt"
    path.write_bytes(b"news" * 1000)
    return path


def move(file: Path, place: Path, state: durable.State | None = None) -> bool:
    with opened(file.parent) as folder:
        return move_file(folder, file.name, place, state or state_in(file.lstat()))


@pytest.mark.usefixtures("disk")
def test_it_lies_at_its_place_and_nowhere_else(file: Path, tmp_path: Path) -> None:
    before, time = file.read_bytes(), file.stat().st_mtime_ns

    assert move(file, tmp_path / "out/b.txt")

    assert os.listdir(file.parent) == []
    assert os.listdir(tmp_path / "out") == ["b.txt"]
    assert (tmp_path / "out/b.txt").read_bytes() == before
    assert (tmp_path / "out/b.txt").stat().st_mtime_ns == time


@pytest.mark.usefixtures("disk")
@pytest.mark.parametrize("there", [b"", b"olds" * 1000, b"news" * 999, None])
def test_something_else_that_lies_there_stays_and_so_does_the_file(
    file: Path, tmp_path: Path, there: bytes | None
) -> None:
    place = tmp_path / "out/b.txt"
    if there is None:
        place.mkdir()
    else:
        place.write_bytes(there)

    with pytest.raises(OSError):  # noqa: PT011  # which one is the next claim's
        move(file, place)

    assert file.exists()
    assert place.is_dir() if there is None else place.read_bytes() == there
    assert os.listdir(tmp_path / "out") == ["b.txt"]


def test_what_has_the_same_bytes_there_is_what_an_earlier_move_left(
    file: Path, tmp_path: Path
) -> None:
    place = tmp_path / "out/b.txt"
    place.write_bytes(file.read_bytes())

    assert move(file, place)

    assert not file.exists()
    assert os.listdir(tmp_path / "out") == ["b.txt"]


def another(file: Path) -> None:
    """Another file comes to have the name, as when a feed is written anew."""
    new = file.with_name("new")
    new.write_bytes(b"more news")
    new.replace(file)


def test_a_file_that_came_before_the_move_stays(file: Path, tmp_path: Path) -> None:
    state = state_in(file.lstat())
    another(file)

    assert not move(file, tmp_path / "out/b.txt", state)

    assert file.read_bytes() == b"more news"
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.usefixtures("disk")
def test_a_file_that_came_while_the_other_one_moved_stays(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()
    real = durable.fsync_directory

    def fsync_directory(path: Path | str) -> None:
        real(path)
        if file.read_bytes() == before:
            another(file)

    monkeypatch.setattr(durable, "fsync_directory", fsync_directory)

    assert not move(file, tmp_path / "out/b.txt")

    assert file.read_bytes() == b"more news"
    assert (tmp_path / "out/b.txt").read_bytes() == before


def test_a_folder_moves_whole_and_takes_no_place(file: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with opened(tmp_path) as above:
        with pytest.raises(FileExistsError):
            move_folder(above, "in", tmp_path / "taken")
        move_folder(above, "in", tmp_path / "out/in")

    assert (tmp_path / "out/in" / file.name).exists()
    assert not file.exists()
