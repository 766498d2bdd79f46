"""One process that forks, for all tests of a session; and templates of archives to be broken."""

from collections.abc import Iterator

import pytest

from support.breaking import Breaking
from support.victims import Victims


@pytest.fixture(scope="session")
def victims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victims]:
    with Victims(tmp_path_factory.mktemp("victims")) as running:
        yield running


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory, victims: Victims) -> Breaking:
    return Breaking(tmp_path_factory.mktemp("breaking"), victims)
