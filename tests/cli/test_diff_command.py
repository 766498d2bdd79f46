"""`newsarchive diff` and `history` of an article, as a person or a script calls them."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

import newsarchive
from support.cli import COMMAND, Cli
from support.patience import PATIENCE_SECONDS

RAIN = "urn:x:rain"
TEXTS = (
    "Rain on the harbour\n\nThe ferry did not run on Monday.\n\nBoats stayed at the quay.\n",
    "Rain on the harbour\n\nThe ferry did not run on Tuesday.\n\nBoats stayed at the quay.\n",
)


@pytest.fixture
def bags(archive: Path, tmp_path: Path) -> list[str]:
    """Two versions of an article; the later one came first. The names of their bags, in order."""
    names = {}
    with newsarchive.open(archive) as opened:
        for number, text in ((2, TEXTS[1]), (1, TEXTS[0])):
            source = tmp_path / f"{number}.txt"
            source.write_text(text, encoding="utf-8")
            (item,) = opened.ingest(
                source, identifier=RAIN, version=str(number), date_issued=f"2026-11-2{number}"
            ).items
            names[number] = item.bag or ""
    return [names[1], names[2]]


def test_the_last_two_versions_of_an_article_are_compared(
    cli: Cli, archive: Path, bags: list[str]
) -> None:
    done = cli("diff", "-a", archive, RAIN)

    assert done.code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"from  {bags[0]}  version 1")
    assert lines[1].startswith(f"to    {bags[1]}  version 2")
    assert "The ferry did not run on [-Monday-] {+Tuesday+}." in lines
    assert "    (1 paragraph is the same)" in lines
    assert "1 word taken out, 1 word put in." in lines
    assert "    from  2026-11-21 (supplied)" in lines
    assert "\x1b" not in done.stdout


def test_the_same_as_data(cli: Cli, archive: Path, bags: list[str]) -> None:
    found = cli("diff", "-a", archive, "--json", bags[1], bags[0]).document

    assert (found["first"]["bag"], found["second"]["bag"]) == (bags[1], bags[0])
    assert not found["same"]
    told = [[piece["in"] for piece in one] for one in found["words"]["paragraphs"]]
    assert next(one for one in told if one != ["both"]) == ["both", "first", "second", "both"]
    assert {c["field"] for c in found["fields"]} == {
        "version",
        "provenance.dateIssued",
    }
    assert found["images"] == {"taken_out": [], "put_in": []}


def test_a_bag_beside_itself_is_the_same(cli: Cli, archive: Path, bags: list[str]) -> None:
    done = cli("diff", "-a", archive, bags[0], bags[0])

    assert "The words are the same." in done.stdout
    assert "What is known of them is the same." in done.stdout


def test_the_first_version_has_none_before_it(cli: Cli, archive: Path, bags: list[str]) -> None:
    done = cli("diff", "-a", archive, bags[0])

    assert done.code == 1
    assert "the first version of its article" in done.stderr
    assert done.stdout == ""


def test_what_is_closed_is_not_compared(cli: Cli, archive: Path, bags: list[str]) -> None:
    with newsarchive.open(archive) as opened:
        opened.decide(bags[0], access="closed", reason="curation")

    assert cli("diff", "-a", archive, RAIN).code == 4
    assert cli("diff", "-a", archive, RAIN, "--as", "staff").code == 0


def on_a_terminal(cli: Cli, archive: Path, **env: str) -> str:
    """What the command writes where standard output is a terminal."""
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [COMMAND, "diff", "-a", archive, RAIN],
            env={**cli.env, **env},
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=True,
        )
        return os.read(ours, 1 << 16).decode()
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.usefixtures("bags")
def test_on_a_terminal_it_is_in_colour_unless_that_is_not_wanted(cli: Cli, archive: Path) -> None:
    assert "\x1b[31m[-Monday-]\x1b[0m \x1b[32m{+Tuesday+}\x1b[0m" in on_a_terminal(cli, archive)
    assert "\x1b" not in on_a_terminal(cli, archive, NO_COLOR="1")


def test_nothing_in_an_article_colours_the_terminal(
    cli: Cli, archive: Path, bags: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "3.txt"
    source.write_text(TEXTS[1].replace("quay", "\x1b[31mquay\x1b[2J"), encoding="utf-8")
    with newsarchive.open(archive) as opened:
        opened.ingest(source, identifier=RAIN, version="3", date_issued="2026-11-23")

    shown = on_a_terminal(cli, archive)

    assert "\x1b[31mquay" not in shown
    assert "\x1b[2J" not in shown
    assert bags


def test_the_history_of_an_article_tells_its_versions_in_their_order(
    cli: Cli, archive: Path, bags: list[str]
) -> None:
    told = cli("history", "-a", archive, RAIN).stdout
    found = cli("history", "-a", archive, "--json", RAIN).document

    assert told.startswith(f"2 versions of {RAIN}, in their order:\n")
    assert told.index(bags[0]) < told.index(bags[1])
    assert "a later version was here before" in told
    assert [v["bag"] for v in found["versions"]] == bags
    assert [v["came_late"] for v in found["versions"]] == [True, False]
    assert [v["current"] for v in found["versions"]] == [False, True]
    assert [v["time"] for v in found["versions"]] == ["2026-11-21", "2026-11-22"]
    assert [one["bag"] for one in found["of_article"]] == bags
    assert found["bag"] == bags[1]


def test_the_history_of_a_bag_is_its_own_and_tells_the_versions(
    cli: Cli, archive: Path, bags: list[str]
) -> None:
    found = cli("history", "-a", archive, "--json", bags[0]).document

    assert (found["bag"], found["of_article"]) == (bags[0], [])
    assert [v["bag"] for v in found["versions"]] == bags
    assert [e["event"] for e in found["events"]] == ["accession"]


def test_a_withdrawn_version_is_counted_without_its_name(
    cli: Cli, archive: Path, bags: list[str]
) -> None:
    with newsarchive.open(archive) as opened:
        opened.withdraw(bags[0], "privacy", "letter 1")

    told = cli("history", "-a", archive, RAIN).stdout
    found = cli("history", "-a", archive, "--json", RAIN).document

    assert bags[0] not in told
    assert "withdrawn" in told
    assert [(v["bag"], v["withdrawn"]) for v in found["versions"]] == [
        (None, True),
        (bags[1], False),
    ]


def test_lists_and_searches_say_which_version_counts(
    cli: Cli, archive: Path, bags: list[str]
) -> None:
    listed, every = (
        [
            json.loads(line)
            for line in cli("list", "-a", archive, "--json", *more).stdout.split("\n")[:-1]
        ]
        for more in ((), ("--versions",))
    )
    searched = cli("search", "-a", archive, "monday").stdout
    marked = cli("search", "-a", archive, "monday", "--versions").stdout

    assert [line["bag"] for line in listed] == [bags[1]]
    assert {line["bag"]: line["current"] for line in every} == {bags[0]: False, bags[1]: True}
    assert "[superseded]" in cli("list", "-a", archive, "--versions").stdout
    assert "1 earlier version fits, too: --versions shows them." in searched
    assert f"{bags[0]}  [superseded]" in marked
    assert f"the current one is {bags[1]}" in marked


def test_why_an_article_is_closed_is_said_wherever_it_is_left_out(
    cli: Cli, archive: Path, bags: list[str]
) -> None:
    with newsarchive.open(archive) as opened:
        opened.describe(bags[1], pub_status="canceled")
    why = "its source says that it is canceled"

    assert why in cli("show", "-a", archive, bags[0]).stderr
    assert why in cli("list", "-a", archive).stderr
    assert why in cli("search", "-a", archive, "ferry").stdout
    assert f"[closed: {why}]" in cli("list", "-a", archive, "--as", "staff").stdout
    assert f"closed: {why}" in cli("search", "-a", archive, "ferry", "--as", "staff").stdout
