"""An archive for tests of the Python API."""

from pathlib import Path

import pytest

from support.archives import Place, make_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A new archive."""
    return make_place(tmp_path)
