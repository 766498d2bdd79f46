"""Terminal sessions in README.md and docs/ print what the page says they print."""

import shutil
from pathlib import Path

import pytest

from support import console
from support.cli import clean_environment
from support.console import Step
from support.project import ROOT, manual, relative

README = ROOT / "README.md"
PAGES = [
    page
    for page in manual()
    if page == README or "```console\n" in page.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_a_session_prints_what_the_page_says(page: Path, tmp_path: Path) -> None:
    folder, state, home = tmp_path / "work", tmp_path / "state", tmp_path / "home"
    for path in (folder, state, home):
        path.mkdir()
    shutil.copytree(ROOT / "examples", folder / "examples")
    env = clean_environment(home)

    for step in console.steps(page.read_text(encoding="utf-8")):
        printed = console.run(step, folder, state, env)
        where = f"{relative(page)}, line {step.line}: $ {step.command}"

        assert "Traceback (most recent call last)" not in printed, where
        assert console.matches(step.output, printed), (
            f"{where}\n--- the page says\n{step.output}\n--- the command prints\n{printed}"
        )


def test_the_readme_shows_a_session() -> None:
    assert list(console.steps(README.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        pytest.param("stored  rain.txt", "stored  rain.txt\n", id="the same"),
        pytest.param("", "", id="nothing"),
        pytest.param("rain-...  stored", "rain-42f4b594c1d0  stored\n", id="part of a line"),
        pytest.param("one\n...\nlast", "one\ntwo\nthree\nlast\n", id="some lines"),
        pytest.param("one\n...\nlast", "one\nlast\n", id="no line"),
        pytest.param("...", "anything\nat all\n", id="everything"),
        pytest.param("a  \nb\n\n", "a\nb\n", id="blank ends"),
        pytest.param("(1 + 1) [x]*", "(1 + 1) [x]*\n", id="signs that patterns use"),
    ],
)
def test_output_that_fits_is_accepted(expected: str, printed: str) -> None:
    assert console.matches(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        pytest.param("stored", "refused\n", id="another word"),
        pytest.param("", "a warning\n", id="output where none is promised"),
        pytest.param("a line", "", id="none where some is promised"),
        pytest.param("one", "one\ntwo\n", id="a line more"),
        pytest.param("one\n...\nlast", "one\ntwo\n", id="no end"),
        pytest.param("a...z", "a\nz\n", id="dots within a line span no lines"),
    ],
)
def test_output_that_does_not_fit_is_refused(expected: str, printed: str) -> None:
    assert not console.matches(expected, printed)


def test_a_session_is_read_command_by_command() -> None:
    page = "Words.\n\n```console\n$ one \\\n    more\nout\n\nput\n$ two\n```\n```text\n$ no\n```\n"

    assert list(console.steps(page)) == [
        Step("one \\\n    more", "out\n\nput", 4),
        Step("two", "", 9),
    ]


def test_what_one_command_sets_the_next_one_sees(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    commands = ["cd below", "export PLACE='a b'", 'echo "$PLACE in $(basename "$PWD")"']

    printed = [
        console.run(Step(command, "", 1), tmp_path, tmp_path, clean_environment(tmp_path))
        for command in commands
    ]

    assert printed == ["", "", "a b in below\n"]
