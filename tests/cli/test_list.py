"""`list` answers what there is of a source, an agency, a year; `help` and `init FOLDER` help."""

import csv
import io
import json
from pathlib import Path

import pytest

from support.archives import THREE, archive_of, put
from support.cli import Cli


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every case has a copy of."""
    return archive_of(tmp_path_factory.mktemp("made"), THREE)


@pytest.fixture
def full(archive: Path, made: Path) -> Path:
    return put(made, archive)


ASKED: dict[str, tuple[list[str], set[str]]] = {
    "everything": ([], {"The bridge", "The ferry", "The rain"}),
    "a source": (["--source", "The Courier"], {"The bridge", "The ferry"}),
    "no source": (["--source", ""], {"The rain"}),
    "an agency": (["--agency", "afp"], {"The bridge"}),
    "no agency": (["--agency", ""], {"The ferry", "The rain"}),
    "a year": (["--year", "2017"], {"The ferry"}),
    "a source in a year": (["--source", "The Courier", "--year", "2016"], {"The bridge"}),
    "incomplete": (["--incomplete"], {"The ferry", "The rain"}),
    "undated": (["--undated"], {"The rain"}),
    "nothing": (["--year", "1900"], set()),
}


@pytest.mark.parametrize(("options", "titles"), ASKED.values(), ids=ASKED)
def test_those_are_listed_for_which_all_that_is_said_holds(
    cli: Cli, full: Path, options: list[str], titles: set[str]
) -> None:
    done = cli("list", "-a", full, "--json", *options)

    assert done.code == 0
    assert {line["title"] for line in done.lines} == titles


def test_a_table_can_be_read_by_a_spreadsheet(cli: Cli, full: Path) -> None:
    done = cli("list", "-a", full, "--csv")

    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["date"] for r in rows] == ["2016-03-04", "2017-05-05", ""]
    assert rows[0]["agencies"] == "AFP"
    assert rows[2]["gaps"] == "source; date; agency"


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_listed(
    cli: Cli, full: Path
) -> None:
    [record] = full.glob("bags/2017/*/*/*/data/metadata/article.json")
    record.write_text("{", encoding="utf-8")

    done = cli("list", "-a", full, "--json")

    assert done.code == 1
    assert {json.loads(x)["title"] for x in done.stdout.splitlines()} == {"The bridge", "The rain"}
    assert "the-ferry" in done.stderr


def test_a_folder_can_be_named_without_an_option(cli: Cli, tmp_path: Path) -> None:
    done = cli("init", tmp_path / "my news")

    assert done.code == 0
    assert (tmp_path / "my news/archive.toml").is_file()
    assert f"newsarchive ingest -a '{tmp_path / 'my news'}' FILE..." in done.stderr


def test_a_folder_that_is_named_twice_is_a_mistake(cli: Cli, tmp_path: Path) -> None:
    done = cli("init", "-a", tmp_path / "one", tmp_path / "other")

    assert done.code == 2
    assert not (tmp_path / "one").exists()


def test_help_is_what_the_option_shows(cli: Cli) -> None:
    assert cli("help", "audit").stdout == cli("audit", "--help").stdout
    assert cli("help").stdout == cli("--help").stdout


def test_help_of_a_mistake_asks_what_was_meant(cli: Cli) -> None:
    done = cli("help", "adit")

    assert done.code == 2
    assert "Did you mean audit?" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_a_shell_can_complete_commands(cli: Cli, shell: str) -> None:
    done = cli("completion", shell)

    assert done.code == 0
    assert "_NEWSARCHIVE_COMPLETE" in done.stdout


def test_what_is_asked_of_it_is_answered(cli: Cli) -> None:
    words = {"_NEWSARCHIVE_COMPLETE": "bash_complete", "COMP_WORDS": "newsarchive aud"}

    done = cli(env={**words, "COMP_CWORD": "1"})

    assert {line.partition(",")[2] for line in done.stdout.splitlines()} == {"audit", "audits"}


def test_a_folder_in_a_folder_that_is_empty_is_no_refusal(cli: Cli, full: Path) -> None:
    (full.parent / "in/empty").mkdir(parents=True)
    (full.parent / "in/new.txt").write_text("New\n\nIt is new on this day, they said.\n")

    assert cli("ingest", "-a", full, full.parent / "in").code == 0
    assert cli("ingest", "-a", full, full.parent / "in/empty").code == 1


def test_a_result_set_is_saved_and_compared(cli: Cli, full: Path, tmp_path: Path) -> None:
    saved = cli("list", "-a", full, "--year", "2017", "--save", "set.jsonl")
    (tmp_path / "tram.txt").write_text(THREE["ferry"].replace("ferry", "tram"), encoding="utf-8")
    same = cli("list", "-a", full, "--compare", "set.jsonl")
    cli("ingest", "-a", full, tmp_path / "tram.txt")
    compared = cli("list", "-a", full, "--compare", "set.jsonl")

    assert (saved.code, same.code, compared.code) == (0, 0, 0)
    assert saved.stdout.startswith("Saved 1 article to set.jsonl.\n")
    assert same.stdout.startswith("1 of 1 article as saved on ")
    first, *rest = compared.stdout.splitlines()
    assert first.startswith("new  the-tram-")
    assert rest[1] == "1 new."


def test_a_comparison_is_data_if_asked_for(cli: Cli, full: Path) -> None:
    saved = cli("list", "-a", full, "--save", "set.jsonl", "--json").document
    cli("describe", "-a", full, "the-rain", "--date-published", "2018")

    changed, last = cli("list", "-a", full, "--compare", "set.jsonl", "--json").lines

    assert saved["articles"] == 3
    assert changed["change"] == "amended"
    assert last["summary"]["changed"] == {"amended": 1}
    assert last["summary"]["saved"]["known"] is True


WRONG: dict[str, list[str]] = {
    "saved and compared": ["--save", "a", "--compare", "b"],
    "compared by another question": ["--compare", "b", "--year", "2017"],
    "a set as a table": ["--save", "a", "--csv"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_what_does_not_go_together_is_a_mistake(cli: Cli, full: Path, words: list[str]) -> None:
    done = cli("list", "-a", full, *words)

    assert (done.code, done.stdout) == (2, "")
    assert not (cli.cwd / "a").exists()


def test_a_file_that_is_no_result_set_is_told_in_a_line(cli: Cli, full: Path) -> None:
    (cli.cwd / "other").write_text("date,title\n")

    done = cli("list", "-a", full, "--compare", "other")

    assert (done.code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
