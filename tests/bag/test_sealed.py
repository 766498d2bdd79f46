"""The quick look agrees with the check: it knows a bag that is as sealed, and takes no other."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.bag import BagPlan, DirectoryTree, Inline, check, is_as_sealed, write
from newsarchive.digests import Algorithm, Digest, digest_of
from support.bags import INFO, PAYLOAD, TEXT, flip

FILES = [TEXT, "data/media/001-rain.jpg", "bagit.txt", "bag-info.txt", "manifest-sha512.txt"]


@pytest.fixture(params=["one manifest", "two manifests"])
def sealed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Digest]:
    two = request.param == "two manifests"
    algorithms = (Algorithm.SHA512, Algorithm.SHA256) if two else (Algorithm.SHA512,)
    files = tuple(Inline(path, data) for path, data in PAYLOAD.items())
    root = tmp_path / "bag"
    return root, write(BagPlan(files, INFO, algorithms), root, sync=False)


def test_what_it_sees_of_a_bag_as_sealed_is_what_the_check_sees(
    sealed: tuple[Path, Digest],
) -> None:
    root, seal = sealed

    assert is_as_sealed(DirectoryTree(root), seal) == check(DirectoryTree(root))


def test_names_that_a_manifest_encodes_are_known(tmp_path: Path) -> None:
    names = ["data/100%.txt", "data/a\nb", "data/%0A", "data/Regen über dem Hafen", "data/ a  b "]
    files = tuple(Inline(name, name.encode()) for name in names)
    seal = write(BagPlan(files, INFO, (Algorithm.SHA512,)), tmp_path / "bag", sync=False)

    assert is_as_sealed(DirectoryTree(tmp_path / "bag"), seal) is not None


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def replace_by_link(path: Path) -> None:
    path.symlink_to(path.rename(path.parents[3] / "copy"))


DAMAGE: list[Callable[[Path], object]] = [flip, cut, Path.unlink, replace_by_link]


@pytest.mark.parametrize("file", [*FILES, "tagmanifest-sha512.txt"])
@pytest.mark.parametrize("damage", DAMAGE, ids=["flip", "cut", "delete", "link"])
def test_a_damaged_bag_is_left_to_the_check(
    sealed: tuple[Path, Digest], damage: Callable[[Path], object], file: str, tmp_path: Path
) -> None:
    root, seal = sealed
    assert tmp_path.is_dir()

    damage(root / file)

    assert is_as_sealed(DirectoryTree(root), seal) is None


@pytest.mark.parametrize(
    "stray", ["stray", "data/stray", "tagmanifest-md5.txt", "manifest-md5.txt", "fetch.txt"]
)
def test_a_file_that_was_not_sealed_is_left_to_the_check(
    sealed: tuple[Path, Digest], stray: str
) -> None:
    root, seal = sealed
    (root / stray).touch()

    assert is_as_sealed(DirectoryTree(root), seal) is None


def test_a_pipe_is_left_to_the_check(sealed: tuple[Path, Digest]) -> None:
    root, seal = sealed
    os.mkfifo(root / "data/pipe")

    assert is_as_sealed(DirectoryTree(root), seal) is None


def test_another_seal_is_left_to_the_check(sealed: tuple[Path, Digest]) -> None:
    root, _ = sealed

    assert is_as_sealed(DirectoryTree(root), digest_of(b"another")) is None


def test_a_bag_that_breaks_a_rule_since_it_was_sealed_is_left_to_the_check(tmp_path: Path) -> None:
    root = tmp_path / "bag"
    files = (Inline("data/a", b"a"),)
    write(BagPlan(files, INFO, (Algorithm.SHA512,)), root, sync=False)
    (root / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    lines = (root / "tagmanifest-sha512.txt").read_text().splitlines()
    lines = [
        f"{digest_of((root / line.split()[1]).read_bytes()).hex}  {line.split()[1]}"
        for line in lines
    ]
    (root / "tagmanifest-sha512.txt").write_text("".join(f"{line}\n" for line in lines))
    seal = digest_of((root / "tagmanifest-sha512.txt").read_bytes())

    assert is_as_sealed(DirectoryTree(root), seal) is None


def test_a_bag_that_is_not_there_is_left_to_the_check(tmp_path: Path) -> None:
    assert is_as_sealed(DirectoryTree(tmp_path / "none"), digest_of(b"")) is None
