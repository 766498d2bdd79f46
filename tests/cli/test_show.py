"""`show` tells all there is of a bag, and prints the text; `history` says what changed."""

import json
from pathlib import Path

import pytest

from support.archives import take_in
from support.cli import Cli

TEXT = """An old bridge is closed

By Marit Oake

The bridge over the Wendle was closed on Monday, the town said, after a pier sank by a hand.

Boats at the quay.
Boats at the quay. (Harbour Gazette)

Nobody was hurt, and the ferry runs every hour until the pier has been mended.

Source: The Wendle Courier
"""


@pytest.fixture
def bag(archive: Path, tmp_path: Path) -> str:
    source = tmp_path / "bridge.txt"
    source.write_text(TEXT, encoding="utf-8")
    (name,) = take_in(archive, source)
    return name


SUPPLIED = {
    "copyright": ("--copyright-notice", "(c) The Wendle Courier"),
    "terms": ("--usage-terms", "for reading rooms only"),
    "embargo": ("--set", "embargoed-until=2030-01-01"),
    "status": ("--set", "pub-status=withheld"),
    "keyword": ("--set", "keyword=bridges"),
    "issued": ("--set", "date-issued=2019-02-03"),
    "captured": ("--set", "captured=2019-02-04"),
    "version": ("--set", "version=2"),
    "kind": ("--set", "form=letter"),
}


@pytest.mark.parametrize("label", SUPPLIED)
def test_whatever_is_known_is_shown(cli: Cli, archive: Path, bag: str, label: str) -> None:
    option, value = SUPPLIED[label]
    cli("describe", "-a", archive, bag, option, value)

    shown = cli("show", "-a", archive, "--as", "staff", bag).stdout

    lines = [line for line in shown.splitlines() if line.startswith(f"{label} ")]
    assert len(lines) == 1, shown
    assert value.rpartition("=")[2] in lines[0]


def test_what_nobody_said_takes_no_line(cli: Cli, archive: Path, bag: str) -> None:
    shown = cli("show", "-a", archive, bag).stdout

    assert not [x for x in SUPPLIED if any(line.startswith(x) for line in shown.splitlines())]


def test_pictures_are_shown_with_caption_and_credit(cli: Cli, archive: Path, bag: str) -> None:
    cli("describe", "-a", archive, bag, "--image", "1", "--credit", "Photo: J. Lund")

    shown = cli("show", "-a", archive, bag).stdout

    assert "image 1" in shown
    assert "missing: Boats at the quay." in shown
    assert "Photo: J. Lund" in shown


def test_decisions_and_findings_are_shown(cli: Cli, archive: Path, bag: str) -> None:
    cli("decide", "-a", archive, bag, "--collection", "Bridges", "--reason", "curation")

    shown = cli("show", "-a", archive, bag).stdout

    assert "decided" in shown
    assert "collection Bridges" in shown
    assert "PV-02 warning" in shown


def test_a_later_version_is_named(cli: Cli, archive: Path, bag: str, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text(TEXT.replace("an hour", "two hours") + "\n", encoding="utf-8")
    article = json.loads(cli("show", "-a", archive, "--json", bag).stdout)["article_id"]
    done = cli("ingest", "-a", archive, "--json", "--identifier", article, later)
    name = json.loads(done.stdout.splitlines()[0])["bag"]

    assert "a later version, taken in" in cli("show", "-a", archive, bag).stdout
    assert name in cli("show", "-a", archive, bag).stdout


def test_the_article_itself_is_printed(cli: Cli, archive: Path, bag: str) -> None:
    printed = cli("show", "-a", archive, bag, "--text").stdout

    assert printed.startswith("An old bridge is closed\n\nBy Marit Oake\n\nThe bridge over")
    assert printed.endswith("mended.\n")
    assert "Source:" not in printed


def test_the_article_itself_is_given_as_data(cli: Cli, archive: Path, bag: str) -> None:
    given = json.loads(cli("show", "-a", archive, bag, "--text", "--json").stdout)

    assert (given["bag"], given["headline"]) == (bag, "An old bridge is closed")
    assert given["text"].startswith("The bridge over the Wendle")


def test_what_has_no_text_says_so(cli: Cli, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "blob.bin").write_bytes(bytes(range(256)))
    done = cli("ingest", "-a", archive, "--json", "--as-is", tmp_path / "blob.bin")
    name = json.loads(done.stdout.splitlines()[0])["bag"]

    refused = cli("show", "-a", archive, name, "--text")

    assert refused.code == 1
    assert "has no text" in refused.stderr


def test_history_says_what_an_amendment_changed(cli: Cli, archive: Path, bag: str) -> None:
    cli("describe", "-a", archive, bag, "--date-published", "2019-02", "--agency", "none")

    told = cli("history", "-a", archive, bag)
    events = json.loads(cli("history", "-a", archive, "--json", bag).stdout)["events"]

    assert "  date-published: 2019-02\n" in told.stdout
    assert "  agency: none\n" in told.stdout
    assert events[-1]["supplied"] == {"date-published": "2019-02", "agency": None}


def test_who_runs_the_archive_and_reads_what_is_closed_is_entered_once(
    cli: Cli, archive: Path, bag: str
) -> None:
    settings = archive / "archive.toml"
    text = settings.read_text("utf-8").replace("record = []", 'record = ["staff"]')
    settings.write_text(text, encoding="utf-8")
    cli("decide", "-a", archive, bag, "--access", "closed", "--reason", "privacy")

    read = cli("show", "-a", archive, bag, "--text", "--as", "staff")

    events = cli("history", "-a", archive, "--json", bag).document["events"]
    assert read.code == 0
    assert [e["door"] for e in events if e["event"] == "use"] == ["show"]
