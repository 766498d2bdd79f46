"""An archive in this process for every test of the workflows."""

from pathlib import Path

import pytest

from support.archives import Place, make_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path)
