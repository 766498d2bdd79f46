"""`withdraw` as a user runs it: what it asks for, what it says, and its exit statuses."""

from pathlib import Path

import pytest

from newsarchive.model.decision import Reason
from newsarchive.model.withdrawal import REASONS
from support.archives import archive_of, put
from support.cli import Cli

TEXTS = {
    "bridge": "The bridge\n\nPublished: 4 March 2016\n\nThe bridge opened on a cold day.\n",
    "ferry": "The ferry\n\nPublished: 5 May 2017\n\nThe ferry sailed on a warm day.\n",
}
WHY = ("--reason", "court-order", "--authority", "12 O 26/26")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every case has a copy of."""
    return archive_of(tmp_path_factory.mktemp("made"), TEXTS)


@pytest.fixture
def full(archive: Path, made: Path) -> Path:
    return put(made, archive)


def bag_id(cli: Cli, archive: Path) -> str:
    return str(cli("show", "-a", archive, "the-bridge", "--json").document["bag_id"])


CLOSED = ("show", "history", "export")


@pytest.mark.parametrize("command", CLOSED)
def test_what_is_dark_is_shown_by_no_command(cli: Cli, full: Path, command: str) -> None:
    assert cli("withdraw", "-a", full, "the-bridge", *WHY).code == 0

    done = cli(command, "-a", full, "the-bridge")

    assert (done.code, done.stdout) == (4, "")
    assert "court-order (12 O 26/26)" in done.stderr
    assert "bridge" not in done.stderr


@pytest.mark.parametrize("command", CLOSED)
def test_what_is_destroyed_is_said_to_be_by_every_command(
    cli: Cli, full: Path, command: str
) -> None:
    bag = bag_id(cli, full)
    assert cli("withdraw", "-a", full, "the-bridge", "--destroy", "--yes", *WHY).code == 0

    done = cli(command, "-a", full, bag[:12])

    assert (done.code, done.stdout) == (4, "")
    assert "was destroyed on" in done.stderr


def test_it_is_left_out_of_lists_and_counted_by_audit_and_status(cli: Cli, full: Path) -> None:
    cli("withdraw", "-a", full, "the-bridge", "--destroy", "--yes", *WHY)
    cli("withdraw", "-a", full, "the-ferry", *WHY)

    listed, audit = cli("list", "-a", full), cli("audit", "-a", full)
    counted = {"dark": 1, "destroyed": 1}

    assert listed.stdout == ""
    assert audit.code == 0
    assert "withdrawn: 1 bag was destroyed, 1 is dark" in audit.stdout
    assert cli("audit", "-a", full, "--json").summary["withdrawn"] == counted
    assert cli("status", "-a", full, "--json").document["withdrawn"] == counted
    assert "withdrawn     1 bag was destroyed, 1 is dark" in cli("status", "-a", full).stdout


@pytest.mark.parametrize(
    "options",
    [
        ("the-bridge",),
        ("the-bridge", "--reason", "privacy"),
        ("the-bridge", "--reason", "privacy", "--authority", "  "),
        ("the-bridge", "--authority", "x"),
        ("the-bridge", "--destroy", *WHY),
        ("the-bridge", "--approve"),
        ("the-bridge", "--dark", "--destroy", "--yes", *WHY),
        ("the-bridge", "--list"),
        WHY,
        ("the-bridge", "--reason", "nonsense", "--authority", "x"),
    ],
    ids=" ".join,
)
def test_a_call_that_says_too_little_or_too_much_changes_nothing(
    cli: Cli, full: Path, options: tuple[str, ...]
) -> None:
    before = (full / "ledger/entries.jsonl").read_bytes()

    done = cli("withdraw", "-a", full, *options)

    assert done.code == 2
    assert (full / "ledger/entries.jsonl").read_bytes() == before


def test_a_preview_is_data_too(cli: Cli, full: Path) -> None:
    done = cli("withdraw", "-a", full, "the-bridge", "--destroy", "--dry-run", "--json")

    assert done.code == 0
    assert [Path(path).parent.as_posix() for path in done.document["bags"]] == ["bags/2016/03/04"]
    assert done.document["refused"] == 1
    assert cli("withdraw", "-a", full, "--list").stdout == "Nothing is withdrawn.\n"


def test_what_is_withdrawn_is_listed_without_names(cli: Cli, full: Path) -> None:
    bag = bag_id(cli, full)
    cli("withdraw", "-a", full, "the-bridge", "--destroy", "--yes", *WHY)

    text = cli("withdraw", "-a", full, "--list").stdout
    (stands,) = cli("withdraw", "-a", full, "--list", "--json").document["withdrawn"]

    assert text.startswith(f"{bag[:12]}  destroyed  ")
    assert "bridge" not in text
    assert (stands["bag_id"], stands["grade"], stands["gone"]) == (bag, "destroyed", True)


def test_two_persons_agree(cli: Cli, full: Path) -> None:
    settings = full / "archive.toml"
    settings.write_text(settings.read_text().replace("persons = 1", "persons = 2"))
    bag = bag_id(cli, full)

    asked = cli("withdraw", "-a", full, bag, "--destroy", "--yes", "--by", "desk 4", *WHY)
    twice = cli("withdraw", "-a", full, bag, "--approve", "--yes", "--by", "Desk 4")
    agreed = cli("withdraw", "-a", full, bag, "--approve", "--yes", "--by", "director")

    assert (asked.code, twice.code, agreed.code) == (0, 1, 0)
    assert "its destruction waits: 1 of 2 persons agreed" in asked.stdout
    assert f"{bag[:12]}  destroyed  " in agreed.stdout


@pytest.mark.parametrize("persons", ["0", "-1", "10", '"two"', "1.5", "true", "[2]"])
def test_a_number_of_persons_that_is_none_is_said(cli: Cli, full: Path, persons: str) -> None:
    settings = full / "archive.toml"
    settings.write_text(settings.read_text().replace("persons = 1", f"persons = {persons}"))

    done = cli("withdraw", "-a", full, "--list")

    assert done.code == 3
    assert "withdrawal.persons must be a number from 1 to 9" in done.stderr


def test_settings_from_before_there_were_withdrawals_want_one_person(cli: Cli, full: Path) -> None:
    settings = full / "archive.toml"
    settings.write_text(settings.read_text().replace("[withdrawal]", "").replace("persons = 1", ""))

    assert cli("withdraw", "-a", full, "the-bridge", "--destroy", "--yes", *WHY).code == 0


def test_the_help_explains_every_reason(cli: Cli) -> None:
    text = cli("withdraw", "--help").stdout

    explained = [r for r in REASONS if r is not Reason.OTHER]
    assert [r for r in explained if f"{r.value} " not in text or r.meaning not in text] == []
    assert "other            something else; the authority says what" in text
