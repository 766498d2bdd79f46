"""`get`, `cite` and access at the command line: exit statuses, and what goes where."""

import base64
import json
from pathlib import Path

import pytest

from support.archives import archive_of, article, bags, put
from support.cli import Cli


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article, to be copied."""
    return archive_of(tmp_path_factory.mktemp("one"), {"rain": article("x")})


@pytest.fixture
def rain(archive: Path, one: Path) -> Path:
    """An archive with one article."""
    return put(one, archive)


def decide(cli: Cli, archive: Path, access: str) -> None:
    done = cli("decide", "-a", archive, "rain", "--access", access, "--reason", "curation")
    assert done.code == 0, done.stderr


def test_get_says_what_lies_there(cli: Cli, rain: Path, tmp_path: Path) -> None:
    told = cli("get", "-a", rain, "rain", "a.zip")
    given = cli("get", "-a", rain, "rain", "b", "--json").document

    assert told.code == 0
    assert told.stdout.startswith("a.zip holds 1 bag; every byte is what was taken in.")
    assert (given["container"], given["bags"][0]["verdict"], given["exit"]) == (
        "folder",
        "intact",
        0,
    )
    assert (tmp_path / "b/bagit.txt").exists()


def test_get_of_damage_is_one_and_leaves_nothing(cli: Cli, rain: Path, tmp_path: Path) -> None:
    (bags(rain)[0] / "data/article.txt").write_text("other")

    done = cli("get", "-a", rain, "rain", "x")
    text = cli("get", "-a", rain, "rain", "--text")
    all_the_same = cli("get", "-a", rain, "rain", "y", "--damaged")

    assert (done.code, done.stdout, text.code, text.stdout) == (1, "", 1, "")
    assert "data/article.txt" in done.stderr
    assert not (tmp_path / "x").exists()
    assert all_the_same.code == 1
    assert (tmp_path / "y/DAMAGED.txt").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("rain",),
        ("rain", "x.tar.gz"),
        ("rain", "--text", "--html"),
        ("rain", "x", "--file", "data/article.txt", "--damaged"),
        ("rain", "rain", "x", "--text"),
        ("rain", "x", "--by", "clerk"),
        ("rain", "x", "--as", "king"),
        (),
    ],
    ids=str,
)
def test_get_called_wrongly_is_two_and_leaves_nothing(
    cli: Cli, rain: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = sorted(tmp_path.iterdir())

    done = cli("get", "-a", rain, *words)

    assert (done.code, done.stdout) == (2, "")
    assert sorted(tmp_path.iterdir()) == before


def test_export_to_a_zip_points_to_get(cli: Cli, rain: Path, tmp_path: Path) -> None:
    done = cli("export", "-a", rain, "rain", "-o", "rain.zip")

    assert done.code == 2
    assert "newsarchive get rain rain.zip" in done.stderr
    assert not (tmp_path / "rain.zip").exists()


def test_the_text_and_a_file_are_given_as_they_are(cli: Cli, rain: Path, tmp_path: Path) -> None:
    stored = (bags(rain)[0] / "data/article.txt").read_bytes()

    text = cli("get", "-a", rain, "rain", "--text")
    file = cli("get", "-a", rain, "rain", "t.txt", "--file", "data/article.txt")

    assert (text.code, text.stdout.encode(), file.code) == (0, stored, 0)
    assert (tmp_path / "t.txt").read_bytes() == stored


@pytest.mark.parametrize(
    "path", ["data/nothing.txt", "../ledger/entries.jsonl", "/etc/passwd", "data", "data/../x"]
)
def test_a_path_that_is_no_file_of_the_bag_is_not_found(cli: Cli, rain: Path, path: str) -> None:
    done = cli("get", "-a", rain, "rain", "--file", path)

    assert (done.code, done.stdout) == (3, "")
    assert "no file" in done.stderr


def test_a_file_there_already_stays(cli: Cli, rain: Path, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("mine")

    codes = [
        cli("get", "-a", rain, "rain", "t.txt", *option).code
        for option in (("--text",), ("--html",), ("--file", "data/article.txt"), ())
    ]

    assert (codes[:3], codes[3]) == ([3, 3, 3], 2)
    assert (tmp_path / "t.txt").read_text() == "mine"


DOORS = {
    "get": ("get", "rain", "x"),
    "get --text": ("get", "rain", "--text"),
    "get --html": ("get", "rain", "--html"),
    "get --file": ("get", "rain", "--file", "data/article.txt"),
    "show": ("show", "rain"),
    "show --json": ("show", "rain", "--json"),
    "show --text": ("show", "rain", "--text"),
    "export": ("export", "rain"),
    "export ninjs": ("export", "rain", "--format", "ninjs"),
    "export jsonld": ("export", "rain", "--format", "jsonld"),
    "export dc": ("export", "rain", "--format", "dc"),
    "cite": ("cite", "rain", "--format", "csl-json"),
    "list": ("list", "--json"),
}
WHOLE = {name for name in DOORS if name.startswith("get")} | {"show --text"}


@pytest.mark.parametrize("door", DOORS)
def test_a_closed_article_comes_out_of_no_door(cli: Cli, rain: Path, door: str) -> None:
    decide(cli, rain, "closed")
    name, *words = DOORS[door]

    refused = cli(name, "-a", rain, *words)
    staff = cli(name, "-a", rain, *words, "--as", "staff")

    assert refused.code == (0 if door == "list" else 4)
    assert refused.stdout == ""
    assert "closed" in refused.stderr
    assert staff.code == 0
    assert staff.stdout


@pytest.mark.parametrize("door", DOORS)
def test_where_nobody_can_say_whether_it_may_be_given_it_is_damage(
    cli: Cli, rain: Path, door: str
) -> None:
    (bags(rain)[0] / "data/metadata/article.json").write_text("{")
    name, *words = DOORS[door]

    done = cli(name, "-a", rain, *words)

    assert (done.code, done.stdout) == (1, "")


@pytest.mark.parametrize("level", ["onsite", "metadata-only"])
@pytest.mark.parametrize("door", DOORS)
def test_where_only_the_description_is_given_no_text_comes_out(
    cli: Cli, rain: Path, door: str, level: str
) -> None:
    decide(cli, rain, level)
    name, *words = DOORS[door]

    given = cli(name, "-a", rain, *words)

    assert given.code == (4 if door in WHOLE else 0)
    for piece in ("Rain fell", "ninth day", "Boats", "four metres"):
        assert piece not in given.stdout
    assert bool(given.stdout) is (door not in WHOLE)


def test_what_is_for_the_reading_room_is_given_there(cli: Cli, rain: Path) -> None:
    decide(cli, rain, "onsite")

    assert "Boats" in cli("get", "-a", rain, "rain", "--text", "--as", "onsite").stdout
    decide(cli, rain, "metadata-only")
    assert cli("get", "-a", rain, "rain", "--text", "--as", "onsite").code == 4


def test_a_list_marks_what_is_not_open_and_counts_what_is_closed(cli: Cli, rain: Path) -> None:
    decide(cli, rain, "onsite")
    marked = cli("list", "-a", rain).stdout
    decide(cli, rain, "closed")
    closed = cli("list", "-a", rain)

    assert "[onsite: decided on" in marked
    assert closed.stdout == ""
    assert "1 article is closed or embargoed" in closed.stderr
    assert "[closed: decided on" in cli("list", "-a", rain, "--as", "staff").stdout


def test_an_embargo_is_said_with_its_end(cli: Cli, rain: Path) -> None:
    cli("describe", "-a", rain, "rain", "--set", "embargoed-until=2999-01-01")

    shown = cli("show", "-a", rain, "rain")
    staff = cli("show", "-a", rain, "rain", "--as", "staff", "--json").document

    assert shown.code == 4
    assert "2999-01-01" in shown.stderr
    assert staff["access"]["until"] == "2999-01-01"


def test_the_default_of_the_settings_holds(cli: Cli, rain: Path) -> None:
    config = rain / "archive.toml"
    config.write_text(config.read_text("utf-8").replace('default = "open"', 'default = "onsite"'))

    assert cli("get", "-a", rain, "rain", "--text").code == 4
    decide(cli, rain, "open")
    assert cli("get", "-a", rain, "rain", "--text").code == 0


@pytest.mark.parametrize(
    "line",
    ['default = "secret"', "default = 1", 'record = "staff"', 'record = ["anyone"]', "levels = 1"],
)
def test_a_mistake_in_the_settings_of_access_is_one_line(cli: Cli, rain: Path, line: str) -> None:
    config = rain / "archive.toml"
    config.write_text(config.read_text("utf-8").partition("[access]")[0] + f"[access]\n{line}\n")

    done = cli("show", "-a", rain, "rain")

    assert done.code == 3
    assert done.stderr.count("\n") == 1
    assert "access." in done.stderr


def test_a_use_is_seen_in_the_history(cli: Cli, rain: Path) -> None:
    config = rain / "archive.toml"
    config.write_text(config.read_text("utf-8").replace("record = []", 'record = ["staff"]'))
    decide(cli, rain, "closed")

    cli("show", "-a", rain, "rain", "--as", "staff", "--by", "clerk")

    assert "given by show to staff, clerk" in cli("history", "-a", rain, "rain").stdout


def test_cite_gives_what_a_reference_manager_reads(cli: Cli, rain: Path) -> None:
    done = cli("cite", "-a", rain, "rain", "--format", "csl-json")
    whole = cli("cite", "-a", rain, "rain", "--json").document

    assert json.loads(done.stdout)[0]["type"] == "article-newspaper"
    assert whole["format"] == "text"
    assert any("unknown" in note for note in whole["notes"])


def test_a_page_shows_a_picture_that_came_later(cli: Cli, rain: Path, tmp_path: Path) -> None:
    picture = Path(__file__).parents[2] / "examples/harbour.png"
    added = cli("describe", "-a", rain, "rain", "--image", picture, "--caption", "The harbour")

    page = cli("get", "-a", rain, "rain", "--html").stdout

    assert added.code == 0, added.stderr
    assert base64.b64encode(picture.read_bytes()).decode() in page
    assert cli("get", "-a", rain, "rain", "along").code == 0
    assert len(list((tmp_path / "along").glob("*/data/media/*harbour.png"))) == 1
