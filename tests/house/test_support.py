"""The helpers that other tests lean on do what they say."""

from pathlib import Path

import pytest

from support.cli import Cli
from support.forks import Forks
from support.project import ROOT, tracked_files


def test_the_project_is_found() -> None:
    files = tracked_files()

    assert ROOT / "pyproject.toml" in files
    assert not [path for path in files if ".venv" in path.parts]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--version"], id="it succeeds"),
        pytest.param(["ingest", "--help"], id="help"),
        pytest.param(["audti"], id="a wrong call"),
        pytest.param(["status"], id="no archive"),
        pytest.param(["ingest", "rain.txt", "none.txt"], id="one is refused"),
        pytest.param(["init", "-a", "archive\u00e9"], id="a name beyond ASCII"),
    ],
)
def test_a_command_that_is_forked_ends_and_speaks_as_one_that_is_started(
    cli: Cli, forks: Forks, tmp_path: Path, words: list[str]
) -> None:
    done = []
    for name, how in (("forked", forks), ("started", None)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rain.txt").write_text("Rain\n\nIt rained.\n", encoding="utf-8")
        run = Cli(tmp_path / name, cli.env, how)
        if "rain.txt" in words:
            run("init")
        done.append(run(*words))

    assert done[0] == done[1]


def test_what_a_process_heeds_at_its_start_is_not_asked_of_one_that_is_forked(cli: Cli) -> None:
    with pytest.raises(AssertionError, match="for a process that is started"):
        cli("--version", env={"LC_ALL": "C"})
