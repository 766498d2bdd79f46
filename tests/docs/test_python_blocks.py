"""Python examples in README.md and docs/ run, and print what the page says they print."""

import shutil
from pathlib import Path

import pytest

from support import console, python_blocks
from support.cli import clean_environment
from support.project import ROOT, manual, relative
from support.python_blocks import Block

PAGES = [page for page in manual() if "```python\n" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_examples_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    folder, home = tmp_path / "work", tmp_path / "home"
    for path in (folder, home):
        path.mkdir()
    shutil.copytree(ROOT / "examples", folder / "examples")
    blocks = python_blocks.blocks(page.read_text(encoding="utf-8"))

    printed = python_blocks.run(relative(page), blocks, folder, clean_environment(home))

    for block, told in zip(blocks, printed, strict=True):
        assert console.matches(block.output, told), (
            f"{relative(page)}, line {block.line}\n--- the page says\n{block.output}"
            f"\n--- the example prints\n{told}"
        )


def test_the_page_of_the_api_has_examples() -> None:
    assert ROOT / "docs/api.md" in PAGES


def test_an_example_is_read_with_what_it_prints() -> None:
    page = (
        "Words.\n\n```python\nx = 1\n```\n\n```text\nout of the first\n```\n\nMore.\n\n"
        "```python\nprint(x)\n```\n\nWords.\n\n```text\nno output\n```\n"
    )

    assert python_blocks.blocks(page) == (
        Block("x = 1\n", "out of the first\n", 4),
        Block("print(x)\n", "", 14),
    )


def test_examples_share_their_names(tmp_path: Path) -> None:
    blocks = (Block("x = 'rain'\n", "", 1), Block("print(x)\n", "", 5))

    assert python_blocks.run("a page", blocks, tmp_path, clean_environment(tmp_path)) == (
        "",
        "rain\n",
    )


@pytest.mark.parametrize(
    ("code", "why"),
    [
        pytest.param("1 / 0\n", "line 7", id="an error"),
        pytest.param("import warnings\nwarnings.warn('old')\n", "old", id="a warning"),
    ],
)
def test_an_example_that_fails_is_told_with_its_place(tmp_path: Path, code: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        python_blocks.run("a page", (Block(code, "", 7),), tmp_path, clean_environment(tmp_path))
