"""An archive in this process for every test of the workflows, and one to be harmed."""

from pathlib import Path

import pytest

from support.archives import Place, make_place
from support.mixed import Mixed, mixed


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)


@pytest.fixture(scope="session")
def mixture(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    """An archive of all sorts of bags. Nobody changes it: take a copy."""
    return mixed(tmp_path_factory.mktemp("mixture"), articles=40)
