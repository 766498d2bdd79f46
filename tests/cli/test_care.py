"""The commands of everyday care as a user runs them: JSON, exit statuses, one line a mistake."""

import json
from pathlib import Path

import pytest

import newsarchive
from newsarchive.metadata.premis.read import read_premis
from newsarchive.model.event import EventType
from support.archives import archive_of, article, bags, put
from support.cli import Cli
from support.premis import faults

TEXT = "data/article.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One damaged bag, audited, to be copied."""
    archive = archive_of(tmp_path_factory.mktemp("made"), {"rain": article("x")})
    (bags(archive)[0] / TEXT).write_text("other")
    with newsarchive.open(archive) as opened:
        assert opened.audit().exit_code == 1
    return archive


@pytest.fixture
def damaged(archive: Path, made: Path) -> Path:
    """An archive with one damaged bag, audited."""
    return put(made, archive)


@pytest.mark.parametrize(
    "command",
    ["status", "history", "acknowledge", "decide", "rebuild", "bag", "doctor", "export"],
)
def test_help_has_an_example_and_the_exit_statuses(cli: Cli, command: str) -> None:
    shown = cli(command, "--help").stdout

    assert "Example:" in shown
    assert "Exit status:" in shown
    assert "--json" in shown


@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["history", "x"],
        ["acknowledge", "x", "--reason", "y"],
        ["decide", "--list"],
        ["rebuild"],
        ["export", "x"],
    ],
    ids=lambda command: command[0],
)
def test_without_an_archive_one_line_says_what_to_do(cli: Cli, command: list[str]) -> None:
    done = cli(*command, "-a", "nowhere")

    assert (done.code, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "newsarchive init" in done.stderr


def test_status_is_one_document(cli: Cli, damaged: Path) -> None:
    done = cli("status", "-a", damaged, "--json")

    assert done.code == 1
    assert set(done.document) >= {
        "bags",
        "bytes",
        "coverage",
        "oldest_verification",
        "never_checked",
        "overdue",
        "last_audit",
        "open_findings",
        "acknowledged",
        "provenance_gaps",
        "store",
    }
    assert done.document["open_findings"][0]["path"] == TEXT


def test_status_is_quiet_when_all_is_well(cli: Cli, archive: Path) -> None:
    done = cli("status", "-a", archive, "--quiet")

    assert (done.code, done.stdout, done.stderr) == (0, "", "")


def test_a_finding_that_status_shows_can_be_acknowledged(cli: Cli, damaged: Path) -> None:
    shown = cli("status", "-a", damaged).stdout
    finding = next(line.split()[0] for line in shown.splitlines() if TEXT in line)

    done = cli(
        *("acknowledge", "-a", damaged, finding[:6], "--reason", "a copy comes", "--json"),
        *("--until", "2099-12-31", "--by", "staff-7"),
    )

    assert done.code == 0
    assert done.document["acknowledgement"]["until"] == "2099-12-31"
    assert cli("status", "-a", damaged).code == 0


@pytest.mark.parametrize("day", ["tomorrow", "2099-13-01", "20991231", "2001-01-01"])
def test_a_day_that_is_none_is_a_wrong_call(cli: Cli, damaged: Path, day: str) -> None:
    finding = cli("status", "-a", damaged, "--json").document["open_findings"][0]["id"]

    done = cli("acknowledge", "-a", damaged, finding, "--reason", "x", "--until", day)

    assert done.code == 2


def test_history_tells_when_a_bag_was_altered(cli: Cli, damaged: Path) -> None:
    text = cli("history", "-a", damaged, "rain").stdout
    document = cli("history", "-a", damaged, "rain", "--json").document

    assert "It was altered between" in text
    assert [e["event"] for e in document["events"]] == ["accession", "check"]
    assert document["events"][1]["altered"]["after"] == document["events"][0]["time"]


def test_decisions_are_given_and_listed(cli: Cli, damaged: Path) -> None:
    done = cli(
        *("decide", "-a", damaged, "rain", "--restrict", "--lift-embargo", "--json"),
        *("--identifier", "https://doi.org/10.5555/1", "--reason", "other", "--note", "n"),
    )
    listed = cli("decide", "-a", damaged, "--list", "--json")

    assert done.code == 0
    assert [(d["kind"], d["value"]) for d in done.document["decisions"]] == [
        ("embargo", "lifted"),
        ("identifier", "https://doi.org/10.5555/1"),
        ("restriction", "restricted"),
    ]
    assert listed.document == done.document


@pytest.mark.parametrize(
    "arguments",
    [
        ["rain"],
        ["--restrict", "--reason", "error"],
        ["rain", "--restrict"],
        ["rain", "--restrict", "--reason", "whim"],
        ["rain", "--restrict", "--reason", "other"],
        ["rain", "--access", "secret", "--reason", "error"],
        ["rain", "--list", "--restrict"],
        ["rain", "--restrict", "--reason", "error", "--by", "two\nlines"],
    ],
    ids=" ".join,
)
def test_a_decision_called_wrongly_is_exit_2(cli: Cli, damaged: Path, arguments: list[str]) -> None:
    before = (damaged / "ledger/entries.jsonl").read_bytes()

    assert cli("decide", "-a", damaged, *arguments).code == 2
    assert (damaged / "ledger/entries.jsonl").read_bytes() == before


def test_the_reasons_are_explained(cli: Cli) -> None:
    assert "a court ordered it" in cli("decide", "--help").stdout


def test_rebuild_says_what_it_made(cli: Cli, damaged: Path) -> None:
    done = cli("rebuild", "-a", damaged, "--json")

    assert done.code == 0
    assert (done.document["bags"], done.document["same"]) == (1, True)


def test_a_record_is_given_as_it_is(cli: Cli, damaged: Path) -> None:
    shown = cli("show", "-a", damaged, "rain", "--json").document

    assert json.loads(cli("export", "-a", damaged, "rain").stdout) == shown["record"]


def test_export_overwrites_nothing(cli: Cli, damaged: Path, tmp_path: Path) -> None:
    first = cli("export", "-a", damaged, "rain", "-o", tmp_path / "out.json", "--json")
    (tmp_path / "mine").write_text("mine")

    second = cli("export", "-a", damaged, "rain", "-o", tmp_path / "mine")

    assert (first.code, second.code) == (0, 3)
    assert first.document["bytes"] == (tmp_path / "out.json").stat().st_size
    assert (tmp_path / "mine").read_text() == "mine"


def test_bag_needs_no_archive(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"a")

    done = cli("bag", "photos", "made", "--info", "Contact-Name=Ann=e", "--json")

    assert done.code == 0
    assert (done.document["files"], done.document["bytes"]) == (1, 1)
    assert "Contact-Name: Ann=e" in (tmp_path / "made/bag-info.txt").read_text()


def test_a_folder_that_cannot_be_bagged_is_refused_in_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/li\nnk").symlink_to("x")

    done = cli("bag", "photos", "made")

    assert (done.code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "made").exists()


def test_doctor_works_without_an_archive(cli: Cli) -> None:
    done = cli("doctor", "--json")

    assert done.code == 0
    assert {"what", "health", "found", "advice"} == set(done.document["checks"][0])


def test_doctor_lists_what_needs_doing_first(cli: Cli, archive: Path) -> None:
    (archive / "bags/.store.json").unlink()

    done = cli("doctor", "-a", archive)

    first, second = done.stdout.splitlines()[:2]
    assert done.code == 3
    assert first == "1 thing needs doing:"
    assert second.startswith("PROBLEM  store")


@pytest.mark.parametrize(
    "line",
    [
        "[staff]\nby = 7",
        '[staff]\nby = ""',
        "[audit]\nevery-days = 0",
        "[audit]\nevery-days = true",
    ],
)
def test_settings_that_make_no_sense_are_named(cli: Cli, archive: Path, line: str) -> None:
    config = archive / "archive.toml"
    config.write_text(config.read_text().partition("[staff]")[0] + line)

    done = cli("status", "-a", archive)

    assert done.code == 3
    assert line.partition("]")[0].strip("[") in done.stderr


def test_an_archive_without_the_newer_settings_has_their_defaults(cli: Cli, archive: Path) -> None:
    config = archive / "archive.toml"
    config.write_text(config.read_text().partition("[staff]")[0])

    done = cli("status", "-a", archive, "--json")

    assert done.document["coverage"]["every_days"] == 90


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("ninjs", '"standard"'),
        ("jsonld", '"@type": "NewsArticle"'),
        ("dc", "<dc:title>"),
        ("record", '"schemaVersion"'),
    ],
)
def test_a_record_is_given_in_the_forms_of_others(
    cli: Cli, damaged: Path, form: str, words: str
) -> None:
    done = cli("export", "-a", damaged, "rain", "--format", form)

    assert done.code == 0
    assert words in done.stdout
    assert done.stdout.endswith("\n")


@pytest.mark.parametrize("form", ["ninjs", "jsonld"])
def test_forms_that_hold_the_text_hold_it(cli: Cli, damaged: Path, form: str) -> None:
    (bag,) = bags(damaged)
    text = json.dumps((bag / "data/article.txt").read_text("utf-8"), ensure_ascii=False)

    done = cli("export", "-a", damaged, "rain", "--format", form)

    assert text in done.stdout


def test_what_has_no_place_in_a_form_is_said(cli: Cli, damaged: Path) -> None:
    told = cli("export", "-a", damaged, "rain", "--format", "dc")
    document = cli("export", "-a", damaged, "rain", "--format", "dc", "--json").document

    assert document["content"] == told.stdout
    assert [f"Left out: {place}" for place in document["left_out"]] == told.stderr.splitlines()
    assert document["left_out"]


def test_history_as_premis_joins_the_bags_own_events_and_later_ones(
    cli: Cli, damaged: Path
) -> None:
    done = cli("history", "-a", damaged, "rain", "--premis")

    events = [e.type for e in read_premis(done.stdout.encode()).events]
    assert done.code == 0
    assert events[-3:] == [EventType.VALIDATION, EventType.ACCESSION, EventType.FIXITY_CHECK]
    assert EventType.INFORMATION_PACKAGE_CREATION in events


@pytest.mark.samples
def test_history_as_premis_fits_the_schema(cli: Cli, damaged: Path) -> None:
    done = cli("history", "-a", damaged, "rain", "--premis")

    assert faults(done.stdout.encode()) == []


def test_a_decision_about_an_amendment_is_one_about_its_bag(cli: Cli, damaged: Path) -> None:
    (bag,) = [b.name for b in bags(damaged)]
    given = cli(
        *("describe", "-a", damaged, "rain", "--date-published", "2017-04", "--note", "n", "--json")
    )
    amendment = next(b.name for b in bags(damaged) if b.name != bag)

    done = cli("decide", "-a", damaged, amendment, "--restrict", "--reason", "error", "--json")

    assert given.code == 0
    assert [d["bag"] for d in done.document["decisions"]] == [bag]


def test_what_was_supplied_is_no_gap_any_more(cli: Cli, damaged: Path) -> None:
    before = cli("status", "-a", damaged, "--json").document["provenance_gaps"]
    cli("describe", "-a", damaged, "rain", "--date-published", "2017-04", "--note", "n")

    after = cli("status", "-a", damaged, "--json").document["provenance_gaps"]

    assert (before["bags"], before["date"]) == (1, 1)
    assert (after["bags"], after["date"]) == (0, 0)
