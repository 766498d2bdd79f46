"""A bag of five files, fresh for every test."""

from pathlib import Path

import pytest

from support import bags


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return bags.make_bag(tmp_path / "bag")
