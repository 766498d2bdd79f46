"""A bag is written whole or not at all, and the same plan gives the same bytes."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive import durable
from newsarchive.bag import DirectoryTree, check
from newsarchive.bag.plan import BagPlan, Inline, Spooled
from newsarchive.bag.writer import write
from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import NoSpaceError, StoreError
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import Validity
from support import bags


def _spool(tmp_path: Path, data: bytes = b"\x00picture\xff") -> Spooled:
    source = tmp_path / "spool-1"
    source.write_bytes(data)
    digests = tuple(digest_of(data, a) for a in (Algorithm.SHA512, Algorithm.SHA256))
    return Spooled("data/media/001.jpg", str(source), len(data), digests)


def _plan(*files: Inline | Spooled) -> BagPlan:
    return BagPlan((Inline("data/a/b/text.txt", b"text\n"), *files), bags.INFO)


def _bytes_of(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("sync", [True, False])
def test_a_written_bag_is_valid(tmp_path: Path, *, sync: bool) -> None:
    write(_plan(_spool(tmp_path)), tmp_path / "bag", sync=sync)

    assert validity(check(DirectoryTree(tmp_path / "bag"))) is Validity.VALID


def test_the_seal_is_the_digest_of_the_tag_manifest(tmp_path: Path) -> None:
    seal = write(_plan(), tmp_path / "bag")

    tag_manifest = (tmp_path / "bag/tagmanifest-sha512.txt").read_bytes()
    assert seal.hex == hashlib.sha512(tag_manifest).hexdigest()
    assert seal == check(DirectoryTree(tmp_path / "bag")).seal


@pytest.mark.parametrize(
    ("umask", "folder", "file"),
    [(0o000, 0o755, 0o644), (0o022, 0o755, 0o644), (0o027, 0o750, 0o640), (0o077, 0o700, 0o600)],
    ids=oct,
)
def test_the_same_plan_gives_the_same_bytes_with_modes_that_the_umask_only_tightens(
    tmp_path: Path, umask: int, folder: int, file: int
) -> None:
    first = bags.make_bag(tmp_path / "1")
    old = os.umask(umask)
    try:
        second = bags.make_bag(tmp_path / "2")
    finally:
        os.umask(old)

    modes = {(p.is_dir(), stat.S_IMODE(p.stat().st_mode)) for p in (second, *second.rglob("*"))}
    assert _bytes_of(first) == _bytes_of(second)
    assert modes == {(True, folder), (False, file)}


@pytest.mark.parametrize(("spooled", "stored"), [(0o777, 0o644), (0o600, 0o600), (0o666, 0o644)])
def test_a_spooled_file_never_gets_more_than_it_had(
    tmp_path: Path, spooled: int, stored: int
) -> None:
    plan = _plan(_spool(tmp_path))
    for file in plan.files():
        if isinstance(file, Spooled):
            Path(file.source).chmod(spooled)

    write(plan, tmp_path / "bag")

    modes = {
        stat.S_IMODE((tmp_path / "bag" / file.path).stat().st_mode)
        for file in plan.files()
        if isinstance(file, Spooled)
    }
    assert modes == {stored}


def test_every_tag_file_but_the_tag_manifest_is_in_it(bag: Path) -> None:
    listed = {
        line.split("  ", 1)[1]
        for line in (bag / "tagmanifest-sha512.txt").read_text().removesuffix("\n").split("\n")
    }

    assert listed == {p.name for p in bag.iterdir() if p.is_file()} - {"tagmanifest-sha512.txt"}


def test_an_empty_payload_has_its_folder_and_an_empty_manifest(tmp_path: Path) -> None:
    write(BagPlan((), bags.INFO), tmp_path / "bag")

    assert validity(check(DirectoryTree(tmp_path / "bag"))) is Validity.VALID
    assert (tmp_path / "bag/manifest-sha512.txt").read_bytes() == b""


def test_a_spooled_file_is_moved_into_the_bag(tmp_path: Path) -> None:
    file = _spool(tmp_path)

    write(_plan(file), tmp_path / "bag")

    assert not Path(file.source).exists()
    assert (tmp_path / "bag" / file.path).read_bytes() == b"\x00picture\xff"


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["folder", "file"])
def test_an_existing_target_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "bag")
    before = bags.snapshot(tmp_path)

    with pytest.raises(StoreError, match="is there"):
        write(_plan(), tmp_path / "bag")

    assert bags.snapshot(tmp_path) == before


@pytest.mark.parametrize("change", ["shorter", "gone", "link"])
def test_a_spooled_file_that_is_not_as_planned_stops_the_bag(tmp_path: Path, change: str) -> None:
    file = _spool(tmp_path)
    source = Path(file.source)
    other = tmp_path / "other"
    other.write_bytes(source.read_bytes())
    source.unlink()
    if change == "shorter":
        source.write_bytes(b"x")
    if change == "link":
        source.symlink_to(other)

    with pytest.raises(StoreError):
        write(_plan(file), tmp_path / "bag")

    assert not (tmp_path / "bag").exists()


_CALLS = ("mkdir", "open", "write", "fchmod", "chmod", "rename", "fsync", "close")


class _FailAt:
    """Makes the n-th of all file system calls fail, once; counts those that were made."""

    def __init__(self, patch: pytest.MonkeyPatch, n: int, error: int) -> None:
        self.made = 0
        self._n = n
        self._error = error
        for name in _CALLS:
            patch.setattr(os, name, self._failing(getattr(os, name), closes=name == "close"))

    def _failing(self, call: Callable[..., object], *, closes: bool) -> Callable[..., object]:
        def wrapped(*args: object, **kwargs: object) -> object:
            self.made += 1
            if self.made == self._n:
                if closes:  # a close that fails has closed all the same
                    call(*args, **kwargs)
                raise OSError(self._error, os.strerror(self._error))
            return call(*args, **kwargs)

        return wrapped


def _failure_at(n: int, error: int, plan: BagPlan, target: Path) -> StoreError | None:
    with pytest.MonkeyPatch.context() as patch:
        _FailAt(patch, n, error)
        try:
            write(plan, target)
        except StoreError as failure:
            return failure
    return None


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EIO], ids=errno.errorcode.get)
def test_whichever_call_fails_nothing_is_left_and_a_second_try_works(
    tmp_path: Path, error: int
) -> None:
    file = _spool(tmp_path)
    plan = _plan(file)
    n = 1
    while failure := _failure_at(n, error, plan, tmp_path / "bag"):
        assert isinstance(failure, NoSpaceError) == (error != errno.EIO)
        assert not (tmp_path / "bag").exists()
        assert Path(file.source).read_bytes() == b"\x00picture\xff"
        n += 1

    assert n > 30
    assert validity(check(DirectoryTree(tmp_path / "bag"))) is Validity.VALID


def test_every_file_and_folder_is_synced_files_before_their_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def noted(fd: int) -> None:
        synced.append(os.fstat(fd).st_ino)
        fsync(fd)

    monkeypatch.setattr(os, "fsync", noted)
    bag = tmp_path / "bag"
    write(_plan(_spool(tmp_path)), bag)

    inode = {path: path.stat().st_ino for path in (bag, *bag.rglob("*"))}
    last = {number: i for i, number in enumerate(synced)}
    assert set(synced) >= set(inode.values())
    assert all(last[inode[p]] < last[inode[p.parent]] for p in bag.rglob("*"))


def test_an_interruption_leaves_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    file = _spool(tmp_path)
    monkeypatch.setattr(durable, "fsync_directories", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(_plan(file), tmp_path / "bag")

    assert not (tmp_path / "bag").exists()
    assert Path(file.source).exists()
