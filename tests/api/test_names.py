"""What `import newsarchive` gives: few names, each loaded when it is asked for."""

import subprocess
import sys

import pytest

import newsarchive
from newsarchive.errors import NewsArchiveError


def loaded_after(statement: str) -> set[str]:
    """The modules that are loaded when a fresh interpreter has run the statement."""
    program = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stdout.split())


def test_importing_it_loads_nothing_of_it() -> None:
    ours = {name for name in loaded_after("import newsarchive") if name.startswith("newsarchive")}

    assert ours == {"newsarchive"}


def test_an_error_is_there_without_the_archive() -> None:
    loaded = loaded_after("import newsarchive\nnewsarchive.errors.NotFoundError")

    assert "newsarchive.errors" in loaded
    assert "newsarchive.archive" not in loaded


@pytest.mark.parametrize("name", newsarchive.__all__)
def test_every_name_is_there_and_is_named(name: str) -> None:
    assert getattr(newsarchive, name) is not None
    assert name in dir(newsarchive)


def test_all_of_them_can_be_imported_at_once() -> None:
    names: dict[str, object] = {}

    exec("from newsarchive import *", names)  # noqa: S102  # what a star import does is the claim

    assert set(newsarchive.__all__) <= names.keys()


def test_what_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Artikel'"):
        newsarchive.Artikel  # type: ignore[attr-defined]  # noqa: B018


def test_the_errors_are_those_that_are_raised() -> None:
    assert newsarchive.errors.NewsArchiveError is NewsArchiveError
