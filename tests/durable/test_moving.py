"""What was made gets its place without taking that of anything else."""

import os
from pathlib import Path

import pytest

from newsarchive import durable
from newsarchive.durable import move_to_new


@pytest.fixture(params=["file", "folder"])
def draft(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "draft"
    if request.param == "file":
        path.write_bytes(b"new")
    else:
        path.mkdir()
        (path / "a").write_bytes(b"new")
    return path


def test_it_lies_at_its_place_and_nowhere_else(draft: Path) -> None:
    place = draft.with_name("place")

    move_to_new(draft, place)

    assert os.listdir(draft.parent) == ["place"]
    assert (place / "a" if place.is_dir() else place).read_bytes() == b"new"


@pytest.mark.parametrize("there", ["file", "empty folder", "folder", "link to nothing"])
def test_what_lies_there_stays(draft: Path, there: str) -> None:
    place = draft.with_name("place")
    match there:
        case "file":
            place.write_bytes(b"old")
        case "empty folder":
            place.mkdir()
        case "folder":
            place.mkdir()
            (place / "b").write_bytes(b"old")
        case _:
            place.symlink_to("nowhere")
    before = place.lstat()

    with pytest.raises(FileExistsError):
        move_to_new(draft, place)

    assert place.lstat() == before
    assert draft.exists()


def test_a_name_that_may_not_be_on_disk_is_none(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "fsync_directory", refuse)
    with pytest.raises(OSError, match="Input/output"):
        move_to_new(draft, draft.with_name("place"))

    assert os.listdir(draft.parent) == ["draft"]
