"""What tests of the portal share: an archive that they only ask, and a reader of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import portal
from support.archives import snapshot
from support.portal import Made

if TYPE_CHECKING:
    from starlette.testclient import TestClient

pytest.importorskip("starlette", reason="the extra `web` is not installed")
pytest.importorskip("httpx", reason="Starlette's test client needs it")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """An archive with one article of each kind; when all tests are done it is as it was."""
    found = portal.make(tmp_path_factory.mktemp("portal"))
    before = snapshot(found.root)
    yield found
    assert snapshot(found.root) == before, "the portal changed the archive"


@pytest.fixture(scope="session")
def reader(made: Made) -> Iterator["TestClient"]:
    """Somebody who reads."""
    with portal.client(made.root) as reader:
        yield reader


@pytest.fixture(scope="session")
def staff(made: Made) -> Iterator["TestClient"]:
    """Somebody who keeps the archive."""
    with portal.client(made.root, staff=True) as reader:
        yield reader


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Made:
    """A copy of the archive that a test may harm."""
    root = tmp_path / "copy"
    shutil.copytree(made.root, root, symlinks=True)
    return Made(root, made.bags)


@pytest.fixture
def of_copy(copy: Made) -> Iterator["TestClient"]:
    """Somebody who reads the copy."""
    with portal.client(copy.root) as reader:
        yield reader
