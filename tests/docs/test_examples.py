"""The examples are what their page says they are."""

import os
import signal
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from support.patience import PATIENCE_SECONDS
from support.project import ROOT
from support.serving import fetched

EXAMPLES = ROOT / "examples"
PICTURES = sorted(EXAMPLES.glob("*.png"))
SHOWN = sorted((ROOT / "docs/pictures").iterdir())


def test_drawing_the_pictures_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "draw_pictures.py", tmp_path], check=True)

    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert drawn == {path.name: path.read_bytes() for path in PICTURES}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_a_small_and_sound_png(picture: Path) -> None:
    data = picture.read_bytes()
    chunks = {}
    place = 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind = data[place + 4 : place + 8]
        chunks[kind] = data[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, place + 8 + length)
        assert checksum == zlib.crc32(kind + chunks[kind])
        place += length + 12

    assert len(data) < 60_000
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert len(zlib.decompress(chunks[b"IDAT"])) == 240 * (1 + 360 // 2)


@pytest.mark.parametrize("picture", SHOWN, ids=lambda path: path.name)
def test_a_picture_of_the_portal_is_small_and_shown_on_its_page(picture: Path) -> None:
    page = (ROOT / "docs/portal.md").read_text("utf-8")

    assert f"](pictures/{picture.name})" in page
    assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.stat().st_size < 120_000


def test_every_example_is_named_on_its_page() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    files = [path.name for path in EXAMPLES.iterdir() if path.is_file()]

    assert [name for name in files if f"`{name}`" not in page and name != "README.md"] == []


def test_the_walk_through_succeeds_in_a_folder_of_its_own_which_it_makes_anew(
    tmp_path: Path,
) -> None:
    for _ in range(2):
        walk = walk_through(tmp_path)

        assert walk.returncode == 0, walk.stdout + walk.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["walk-1"]
        assert not (tmp_path / "walk-1/left-over").exists()
        (tmp_path / "walk-1/left-over").touch()


def test_the_walk_through_touches_no_folder_of_others(tmp_path: Path) -> None:
    precious = tmp_path / "walk-1/archive/precious"
    precious.parent.mkdir(parents=True)
    precious.write_text("mine")

    walk_through(tmp_path)

    assert [path.name for path in precious.parent.iterdir()] == ["precious"]
    assert (tmp_path / "walk-2").is_dir()


def test_the_walk_through_serves_the_archive_until_it_is_interrupted(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, EXAMPLES / "demo.py", tmp_path],
        stdout=subprocess.PIPE,
        env={**os.environ, "DEMO_SERVE": "1", "PYTHONUNBUFFERED": "1"},
        encoding="utf-8",
    ) as walk:
        assert walk.stdout
        said: list[str] = []
        while "It goes on at" not in (line := walk.stdout.readline()):
            assert line, said
            said.append(line)
        status, page = fetched(line.split()[4])

        walk.send_signal(signal.SIGINT)

        assert walk.wait(PATIENCE_SECONDS) == 0
    assert (status, b"6 articles" in page) == (200, True)
    assert any("serve -a" in line for line in said)


def walk_through(place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLES / "demo.py", place],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
