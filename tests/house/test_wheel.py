"""The wheel that people install holds everything that the program reads at run time."""

import subprocess
import sys
import zipfile

import pytest

from support.project import ROOT


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel made from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_every_schema(names: set[str]) -> None:
    schemas = [path for path in (ROOT / "schemas").rglob("*") if path.is_file()]

    assert schemas
    assert {f"newsarchive/{path.relative_to(ROOT).as_posix()}" for path in schemas} <= names


def test_the_wheel_holds_every_source_file(names: set[str]) -> None:
    sources = [
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/newsarchive").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]

    assert set(sources) <= names


def test_the_wheel_holds_the_licence(names: set[str]) -> None:
    assert [name for name in names if name.endswith("/LICENSE")]


def test_the_wheel_holds_nothing_but_the_package(names: set[str]) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"newsarchive"}
