"""`search` as a command; `list` with its filters, and `status --table`."""

import json
from pathlib import Path

import pytest

from support.archives import THREE, archive_of, put
from support.cli import Cli

KOELN = "The bridge\n\nPublished: 4 March 2016\n\nThe bridge opened on a cold day in Köln.\n"
TEXTS = THREE | {"bridge": f"{KOELN}\nSource: The Courier\n"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every case has a copy of."""
    return archive_of(tmp_path_factory.mktemp("made"), TEXTS)


@pytest.fixture
def full(archive: Path, made: Path) -> Path:
    return put(made, archive)


def test_the_answer_is_one_document(cli: Cli, full: Path) -> None:
    done = cli("search", "-a", full, "day", "NOT", "warm", "--json")

    found = done.document
    assert done.code == 0
    assert {"total", "hits", "facets", "undated", "offset"} <= found.keys()
    assert found["total"] == 1
    hit = found["hits"][0]
    assert hit["headline"] == "The bridge"
    assert (hit["date"], hit["date_kind"], hit["source"]) == ("2016-03-04", "stated", "The Courier")
    assert hit["snippet"] == "The bridge opened on a cold day in Köln."
    assert hit["bag"].startswith("the-bridge-")
    assert found["facets"]["agency"] == [{"value": None, "count": 1}]


def test_the_answer_for_people_says_how_many_have_no_date(cli: Cli, full: Path) -> None:
    done = cli("search", "-a", full, "--from", "2017")

    assert done.code == 0
    assert done.stdout.startswith("1 article found.\n2017-05-05  The ferry  (The Courier)")
    assert "1 more has no date." in done.stdout


def test_nothing_found_is_an_answer(cli: Cli, full: Path) -> None:
    done = cli("search", "-a", full, "volcano")

    assert (done.code, done.stdout) == (0, "0 articles found.\n")


def test_a_query_without_words_says_so(cli: Cli, full: Path) -> None:
    done = cli("search", "-a", full, "?!")

    assert (done.code, done.stdout) == (0, "0 articles found.\n")
    assert "there is no word in the query" in done.stderr


def test_pages_follow_each_other(cli: Cli, full: Path) -> None:
    first = cli("search", "-a", full, "--limit", "2", "--json").document
    second = cli("search", "-a", full, "--offset", str(first["next"]), "--json").document

    titles = [hit["title"] for page in (first, second) for hit in page["hits"]]
    assert titles == ["The ferry", "The bridge", "The rain"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "options",
    [["--from", "soon"], ["--verdict", "fine"], ["--sort", "best"], ["--limit", "-1"]],
    ids=["no date", "no verdict", "no order", "a limit below nothing"],
)
def test_what_cannot_be_asked_is_a_mistake(cli: Cli, full: Path, options: list[str]) -> None:
    done = cli("search", "-a", full, *options)

    assert done.code == 2
    assert "Traceback" not in done.stderr


def test_without_an_archive_it_says_so(cli: Cli, tmp_path: Path) -> None:
    done = cli("search", "-a", tmp_path / "none", "rain")

    assert done.code == 3
    assert done.stderr.count("\n") == 1


def test_a_headline_cannot_write_to_the_terminal_what_it_likes(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    text = "The \x1b[2J comet\n\nIt was seen by all on one of the days.\n"
    (tmp_path / "comet.txt").write_text(text, encoding="utf-8")
    assert cli("ingest", "-a", archive, tmp_path / "comet.txt").code == 0

    for options in ([], ["--json"]):
        assert "\x1b" not in cli("search", "-a", archive, "comet", *options).stdout


LISTED: dict[str, tuple[list[str], set[str]]] = {
    "a range": (["--from", "2016-06", "--to", "2017"], {"The ferry"}),
    "a status of the date": (["--date-status", "unknown"], {"The rain"}),
    "a verdict": (["--verdict", "never", "--year", "2016"], {"The bridge"}),
    "no media": (["--no-media", "--undated"], {"The rain"}),
    "media": (["--media"], set()),
    "no person": (["--person", "Nobody"], set()),
}


@pytest.mark.parametrize(("options", "titles"), LISTED.values(), ids=LISTED)
def test_a_list_takes_the_filters_of_a_search(
    cli: Cli, full: Path, options: list[str], titles: set[str]
) -> None:
    done = cli("list", "-a", full, "--json", *options)

    assert done.code == 0
    assert {line["title"] for line in done.lines} == titles


def test_a_list_with_filters_names_a_record_that_cannot_be_read(cli: Cli, full: Path) -> None:
    [record] = full.glob("bags/2017/*/*/*/data/metadata/article.json")
    record.write_text("{", encoding="utf-8")

    done = cli("list", "-a", full, "--json", "--to", "2016")

    assert done.code == 1
    assert {line["title"] for line in done.lines} == {"The bridge"}
    assert "the-ferry" in done.stderr


def test_a_table_counts_articles(cli: Cli, full: Path) -> None:
    done = cli("status", "-a", full, "--table", "year,source")
    rows = json.loads(cli("status", "-a", full, "--table", "source", "--json").stdout)

    assert done.stdout.splitlines() == [
        "year     source       articles",
        "2016     The Courier         1",
        "2017     The Courier         1",
        "unknown  unknown             1",
    ]
    assert rows == [{"source": "The Courier", "articles": 2}, {"source": None, "articles": 1}]


def test_a_table_of_no_such_column_is_a_mistake(cli: Cli, full: Path) -> None:
    done = cli("status", "-a", full, "--table", "colour")

    assert done.code == 2
    assert "'colour' is no column" in done.stderr


def test_words_of_a_title_name_a_bag(cli: Cli, full: Path) -> None:
    done = cli("show", "-a", full, "ferry", "--json")

    assert done.document["bag"].startswith("the-ferry-")


def test_words_of_two_titles_list_the_candidates(cli: Cli, full: Path, tmp_path: Path) -> None:
    text = "Another ferry\n\nThis ferry sailed on one of the other days.\n"
    (tmp_path / "other.txt").write_text(text, encoding="utf-8")
    assert cli("ingest", "-a", full, tmp_path / "other.txt").code == 0

    done = cli("show", "-a", full, "ferry")

    assert done.code == 3
    assert {line.split("-")[0].strip() for line in done.stderr.splitlines()[1:]} == {
        "another",
        "the",
    }


def test_an_audit_does_not_mind_the_index(cli: Cli, full: Path) -> None:
    assert cli("search", "-a", full, "day").code == 0

    assert cli("audit", "-a", full).code == 0
    assert cli("doctor", "-a", full).stdout.startswith("Nothing needs doing.")


def test_what_was_found_is_kept_and_compared_later(cli: Cli, full: Path) -> None:
    kept = cli(
        "search", "-a", full, "ferry", "--incomplete", "--save", "ferries.jsonl", "--json"
    ).document

    compared = cli("list", "-a", full, "--compare", "ferries.jsonl", "--json")

    assert kept["articles"] == 1
    assert compared.code == 0
    assert compared.lines[-1]["summary"]["same"] == 1
