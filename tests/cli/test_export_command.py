"""`export`: one bag as before, many with `--to`; exit statuses, and what does not go together."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newsarchive.model.corpus import CorpusForm
from support.archives import archive_of, article, bags, put
from support.cli import COMMAND, Cli
from support.mounts import small

TABLES = {
    "jsonl": "articles.jsonl",
    "csv": "articles.csv",
    "parquet": "articles.parquet",
    "texts": "index.csv",
    "dc": "index.csv",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every case has a copy of."""
    texts = {name: article(name) for name in ("rain", "snow", "wind")}
    return archive_of(tmp_path_factory.mktemp("made"), texts)


@pytest.fixture
def full(archive: Path, made: Path) -> Path:
    return put(made, archive)


@pytest.mark.parametrize("form", TABLES)
def test_many_articles_are_given_in_every_form(cli: Cli, full: Path, form: str) -> None:
    done = cli("export", "-a", full, "--into", "out", "--format", form)

    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith("Exported 3 articles to out: ")
    assert (cli.cwd / "out" / TABLES[form]).is_file()
    assert (cli.cwd / "out/README.txt").is_file()


def test_every_form_is_tried() -> None:
    assert set(TABLES) == set(CorpusForm)


def test_without_a_form_it_is_json_lines(cli: Cli, full: Path) -> None:
    assert cli("export", "-a", full, "--into", "out").code == 0
    assert (cli.cwd / "out/articles.jsonl").is_file()


def test_the_result_is_data_if_asked_for(cli: Cli, full: Path) -> None:
    made = cli("export", "-a", full, "--into", "out", "--source", "Harbour Gazette", "--json")

    document = made.document
    assert document["articles"] == 3
    assert document["asked_for"] == {"source": "Harbour Gazette"}
    assert (document["left_out"], document["unread"]) == ({}, 0)
    assert document["table"]["name"] == "articles.jsonl"
    assert len(document["ledger"]["line_sha256"]) == 64


def test_one_that_cannot_be_read_is_named_and_the_others_are_there(cli: Cli, full: Path) -> None:
    bag = bags(full)[0]
    (bag / "data/article.txt").write_text("other")

    done = cli("export", "-a", full, "--into", "out")

    assert done.code == 1
    assert (
        done.stderr
        == f"newsarchive: {bag.name}: {bag.name}/data/article.txt is not what was taken in\n"
    )
    assert "not read  1; run newsarchive audit" in done.stdout
    assert (cli.cwd / "out/articles.jsonl").read_text("utf-8").count("\n") == 2


WRONG: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "one BAG, or a folder"),
    "a file and a folder": (["--into", "out", "-o", "x"], "-o is for one BAG"),
    "a form of one for many": (["--into", "out", "--format", "ninjs"], "form for one BAG"),
    "a form of many for one": (["rain", "--format", "csv"], "form for many"),
    "a filter for one": (["rain", "--year", "2017"], "go with --into"),
    "a mark for one": (["rain", "--bom"], "go with --into"),
    "no such form": (["--into", "out", "--format", "xls"], "'xls' is not one of"),
    "in the archive": (["--into", "archive/out"], "would lie in the archive"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_what_does_not_go_together_begins_nothing(
    cli: Cli, full: Path, words: list[str], said: str
) -> None:
    before = sorted(cli.cwd.iterdir())

    done = cli("export", "-a", full, *words)

    assert (done.code, done.stdout) == (2, "")
    assert said in done.stderr
    assert sorted(cli.cwd.iterdir()) == before


def test_nothing_is_overwritten(cli: Cli, full: Path) -> None:
    (cli.cwd / "out").mkdir()

    done = cli("export", "-a", full, "--into", "out")

    assert (done.code, done.stdout) == (3, "")
    assert "something lies at out already" in done.stderr


def test_dublin_core_of_one_bag_is_as_it_was(cli: Cli, full: Path) -> None:
    name = bags(full)[0].name

    one = cli("export", "-a", full, name, "--format", "dc").stdout
    cli("export", "-a", full, "--into", "out", "--format", "dc")

    [file] = (cli.cwd / "out/records").rglob(f"{name}.xml")
    assert file.read_text("utf-8").partition("\n")[2] == one


def test_standard_output_that_is_full_does_not_undo_it(cli: Cli, full: Path) -> None:
    with Path("/dev/full").open("w") as gone:
        done = subprocess.run(
            [COMMAND, "export", "-a", full, "--into", "out"],
            cwd=cli.cwd,
            env=dict(cli.env),
            stdout=gone,
            check=False,
        )

    assert done.returncode == 0
    assert (cli.cwd / "out/articles.jsonl").is_file()


@pytest.mark.root
@pytest.mark.parametrize("form", TABLES)
def test_a_full_disk_is_said_and_nothing_looks_whole(
    cli: Cli, archive: Path, tmp_path: Path, form: str
) -> None:
    long = tmp_path / "long.txt"
    noise = "\n\n".join(os.urandom(60).hex() for _ in range(3_000))
    long.write_text(f"{article('noise')}\n\n{noise}\n", encoding="utf-8")
    assert cli("ingest", "-a", archive, "--as-is" if form == "dc" else "--quiet", long).code == 0
    disk = tmp_path / "disk"
    disk.mkdir()

    with small(disk, "size=8k" if form == "dc" else "size=64k"):
        done = cli("export", "-a", archive, "--into", disk / "out", "--format", form)
        left = list(disk.iterdir())

    assert done.code == 3
    assert "no space left on device" in done.stderr
    assert done.stderr.count("\n") == 1
    assert left == []


def test_one_that_was_killed_is_no_hindrance(cli: Cli, full: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from newsarchive.workflows import corpus\n"
        "corpus.give_place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "import newsarchive.cli\n"
        f"sys.argv[1:] = ['export', '-a', {str(full)!r}, '--into', 'out', '--format', 'parquet']\n"
        "newsarchive.cli.main()\n"
    )
    python = COMMAND.with_name("python")
    killed = subprocess.run([python, "-c", program], cwd=cli.cwd, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (cli.cwd / "out").exists()

    done = cli("export", "-a", full, "--into", "out", "--format", "parquet")

    assert done.code == 0
    assert pq.read_table(cli.cwd / "out/articles.parquet").num_rows == 3
    assert [path.name for path in cli.cwd.iterdir() if path.name.startswith(".")] == []


def test_a_word_of_a_source_that_moves_the_cursor_is_shown_as_text(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_text(article("x"), encoding="utf-8")
    cli("ingest", "-a", archive, tmp_path / "x.txt", "--source", "A\u202eB")

    done = cli("export", "-a", archive, "--into", "out", "--source", "A\u202eB", "--json")

    assert "\u202e" not in done.stdout
    assert json.loads(done.stdout)["asked_for"] == {"source": "A\u202eB"}


def test_words_choose_what_a_corpus_holds(cli: Cli, full: Path) -> None:
    done = cli("export", "-a", full, "--into", "out", "--json", "snow OR nothing")

    rows = (cli.cwd / "out/articles.jsonl").read_text("utf-8").splitlines()
    assert (done.code, done.document["articles"]) == (0, 1)
    assert ["snow" in json.loads(row)["text"] for row in rows] == [True]
    assert "query: snow OR nothing" in (cli.cwd / "out/README.txt").read_text("utf-8")
