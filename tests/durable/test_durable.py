"""What is reported as written is on disk, whole, or is not there at all."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from newsarchive import durable
from newsarchive.errors import LockedError, NoSpaceError, StoreError


def failing(code: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every fsync with the file or directory it was for, and every rename with its target."""
    seen: list[tuple[str, str]] = []
    fsync, rename = os.fsync, os.rename

    def noted_fsync(fd: int) -> None:
        seen.append(("fsync", Path(os.readlink(f"/proc/self/fd/{fd}")).name))
        fsync(fd)

    def noted_rename(source: Path, target: Path) -> None:
        seen.append(("rename", target.name))
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "rename", noted_rename)
    return seen


def test_write_new_makes_a_file_that_its_owner_reads_and_writes(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"news")

    assert (tmp_path / "a").read_bytes() == b"news"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) & 0o700 == 0o600


def test_write_new_syncs_the_file(tmp_path: Path, calls: list[tuple[str, str]]) -> None:
    durable.write_new(tmp_path / "a", b"news")

    assert calls == [("fsync", "a")]


def test_write_new_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("target", ["a", "nowhere"])
def test_write_new_follows_no_link(tmp_path: Path, target: str) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / target)

    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "link", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()


def test_every_byte_is_written_where_the_disk_takes_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:3]))

    durable.write_new(tmp_path / "a", b"0123456789")

    assert (tmp_path / "a").read_bytes() == b"0123456789"


@pytest.mark.parametrize("old", [None, b"old"], ids=["new file", "old file"])
def test_replace_gives_a_file_new_content(tmp_path: Path, old: bytes | None) -> None:
    if old is not None:
        (tmp_path / "a").write_bytes(old)

    durable.replace(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_replace_syncs_the_draft_then_renames_then_syncs_the_directory(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    durable.replace(tmp_path / "a", b"new")

    assert calls == [("fsync", ".a.new"), ("rename", "a"), ("fsync", tmp_path.name)]


@pytest.mark.parametrize("call", ["fsync", "rename", "write"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_a_replace_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    with monkeypatch.context() as broken:
        broken.setattr(os, call, failing(code))
        with pytest.raises(OSError, match=os.strerror(code)):
            durable.replace(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_draft_that_a_crash_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".a.new").write_bytes(b"half")

    durable.replace(tmp_path / "a", b"new")

    assert os.listdir(tmp_path) == ["a"]


def test_a_sync_that_failed_is_not_tried_again_on_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fail(fd: int) -> NoReturn:
        tries.append(fd)
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="no"):
        durable.replace(tmp_path / "a", b"new")

    assert len(tries) == 1


def test_make_directories_puts_each_new_name_on_disk(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    (tmp_path / "x").mkdir()

    durable.make_directories(tmp_path / "x/y/z", below=tmp_path)

    assert (tmp_path / "x/y/z").is_dir()
    assert calls == [("fsync", "x"), ("fsync", "y")]


def test_make_directories_is_content_with_what_is_there(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    (tmp_path / "x/y").mkdir(parents=True)

    durable.make_directories(tmp_path / "x/y", below=tmp_path)
    durable.make_directories(tmp_path, below=tmp_path)

    assert calls == []


def test_a_directory_that_another_process_makes_meanwhile_is_synced_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[tuple[str, str]]
) -> None:
    mkdir = os.mkdir

    def made_by_another_first(path: Path, mode: int) -> None:
        mkdir(path, mode)
        mkdir(path, mode)

    monkeypatch.setattr(os, "mkdir", made_by_another_first)

    durable.make_directories(tmp_path / "x", below=tmp_path)

    assert calls == [("fsync", tmp_path.name)]


def test_a_file_in_the_way_of_a_directory_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")

    with pytest.raises(NotADirectoryError):
        durable.make_directories(tmp_path / "x/y", below=tmp_path)


def test_directories_are_synced_from_the_bottom_up(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    (tmp_path / "t/sub").mkdir(parents=True)
    (tmp_path / "t/a").write_bytes(b"")
    (tmp_path / "t/sub/b").write_bytes(b"")

    durable.fsync_directories(tmp_path / "t")

    assert [name for _, name in calls] == ["sub", "t"]


def test_remove_tree_removes_a_folder_and_minds_none(tmp_path: Path) -> None:
    (tmp_path / "t/sub").mkdir(parents=True)

    durable.remove_tree(tmp_path / "t")
    durable.remove_tree(tmp_path / "t")

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, NoSpaceError),
        (errno.EDQUOT, NoSpaceError),
        (errno.EIO, StoreError),
        (errno.EROFS, StoreError),
    ],
)
def test_a_full_disk_is_told_from_a_broken_one(code: int, kind: type[StoreError]) -> None:
    error = durable.store_error("write", "x/y", OSError(code, os.strerror(code)))

    assert type(error) is kind
    assert str(error) == f"cannot write x/y: {os.strerror(code).lower()}"
    assert bool(error.hint) == (kind is NoSpaceError)


HOLD = """
import sys
from pathlib import Path
from newsarchive.durable import Lock
with Lock(Path(sys.argv[1]), what="writing").held(5):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_holder(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock until its standard input is closed."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process


def test_two_processes_never_hold_one_lock(tmp_path: Path) -> None:
    lock = durable.Lock(tmp_path / "write.lock", what="writing")

    with (
        another_holder(lock.path),
        pytest.raises(LockedError, match=r"another newsarchive is writing \(.*write\.lock"),
        lock.held(0),
    ):
        pass


def test_who_waits_gets_the_lock_when_it_is_released(tmp_path: Path) -> None:
    lock = durable.Lock(tmp_path / "write.lock", what="writing")

    with another_holder(lock.path) as process:
        assert process.stdin is not None
        process.stdin.close()
        with lock.held(30):
            held = True

    assert held


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    lock = durable.Lock(tmp_path / "write.lock", what="writing")

    with another_holder(lock.path) as process:
        process.kill()
        process.wait()
        with lock.held(0):
            held = True

    assert held


def test_a_lock_is_free_again_after_an_error_under_it(tmp_path: Path) -> None:
    lock = durable.Lock(tmp_path / "write.lock", what="writing")

    with pytest.raises(RuntimeError, match="boom"), lock.held(0):
        raise RuntimeError("boom")

    with lock.held(0):
        held = True

    assert held


def test_a_lock_excludes_within_one_process_too(tmp_path: Path) -> None:
    lock = durable.Lock(tmp_path / "write.lock", what="writing")

    with lock.held(0), pytest.raises(LockedError), lock.held(0):
        pass


def test_a_lock_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    lock = durable.Lock(tmp_path / "nowhere/write.lock", what="writing")

    with pytest.raises(StoreError, match=r"cannot lock .*nowhere"), lock.held(0):
        pass
