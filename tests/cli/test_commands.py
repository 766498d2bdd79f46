"""The commands as a user runs them: exit statuses, JSON, and one line for every mistake."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from support.archives import article, bags
from support.cli import Cli

ITEM = {
    "input",
    "status",
    "bag",
    "bag_id",
    "article_id",
    "path",
    "seal",
    "provenance_complete",
    "findings",
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "rain.txt"
    path.write_text(article("x"), encoding="utf-8")
    return path


def test_ingest_gives_one_json_line_an_article_and_a_summary(
    cli: Cli, archive: Path, story: Path
) -> None:
    done = cli("ingest", "-a", archive, "--json", story, "gone.txt")

    first, second, last = done.lines
    assert done.code == 1
    assert set(first) >= ITEM
    assert set(second) >= ITEM
    assert (first["status"], second["status"]) == ("stored", "refused")
    assert second["bag"] is None
    assert last["summary"]["stored"] == 1


def test_show_gives_the_record_and_the_standing(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)
    cli("audit", "-a", archive)

    shown = cli("show", "-a", archive, "rain", "--json").document

    assert set(shown) >= {"record", "standing", "path", "seal", "versions", "amendments"}
    assert shown["record"]["provenance"]["sources"][0]["value"] == "Harbour Gazette"
    assert shown["standing"]["verdict"] == "intact"


def test_a_bag_is_found_by_any_of_its_names(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)
    first = cli("show", "-a", archive, "rain", "--json").document

    for name in (
        first["bag"],
        first["bag"][:9],
        first["bag_id"],
        first["bag_id"][:8],
        first["urn"],
        first["path"],
        first["path"] + "/",
        archive / first["path"],
    ):
        assert cli("show", "-a", archive, name, "--json").document["bag"] == first["bag"]


def test_show_without_such_a_bag_is_not_found(cli: Cli, archive: Path) -> None:
    done = cli("show", "-a", archive, "nothing")

    assert (done.code, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1


def test_an_ambiguous_beginning_is_not_guessed(cli: Cli, archive: Path, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(article(name), encoding="utf-8")
    cli("ingest", "-a", archive, tmp_path / "a", tmp_path / "b")

    done = cli("show", "-a", archive, "rain")

    assert done.code == 3
    assert "more than one" in done.stderr


def test_audit_gives_one_json_line_a_bag_and_a_summary(
    cli: Cli, archive: Path, story: Path
) -> None:
    cli("ingest", "-a", archive, story)

    done = cli("audit", "-a", archive, "--json")

    bag, last = done.lines
    assert done.code == 0
    assert (bag["verdict"], bag["findings"]) == ("intact", [])
    assert last["summary"]["intact"] == 1
    assert last["summary"]["read"] == "cached"


def test_a_finding_has_its_names(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)
    (bag,) = bags(archive)
    (bag / "data/article.txt").write_text("other")

    done = cli("audit", "-a", archive, "--json")

    (finding,) = [f for f in done.lines[0]["findings"] if f["level"] == "error"]
    assert done.code == 1
    assert set(finding) >= {"id", "code", "kind", "level", "path", "detail", "clause"}
    assert (finding["code"], finding["kind"], finding["path"]) == (
        "RX-10",
        "changed",
        "data/article.txt",
    )
    assert finding["clause"] == "RFC 8493 section 3"


def test_quiet_says_nothing_when_all_is_well(cli: Cli, archive: Path, story: Path) -> None:
    stored = cli("ingest", "-a", archive, "--quiet", story)
    audited = cli("audit", "-a", archive, "--quiet")

    assert (stored.stdout, stored.stderr, audited.stdout, audited.stderr) == ("", "", "", "")


def test_quiet_is_not_silent_about_damage(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)
    (bags(archive)[0] / "data/article.txt").unlink()

    done = cli("audit", "-a", archive, "--quiet")

    assert done.code == 1
    assert "missing data/article.txt" in done.stdout


@pytest.mark.parametrize("command", [["ingest", "x.txt"], ["show", "x"], ["audit"]])
def test_without_an_archive_one_line_says_what_to_do(cli: Cli, command: list[str]) -> None:
    done = cli(*command, "-a", "nowhere")

    assert (done.code, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "newsarchive init" in done.stderr


def test_the_archive_comes_from_the_environment_else_is_the_folder_archive(
    cli: Cli, archive: Path, story: Path
) -> None:
    elsewhere = archive.rename(archive.with_name("elsewhere"))

    assert cli("ingest", story).code == 3
    assert cli("ingest", story, env={"NEWSARCHIVE": str(elsewhere)}).code == 0


def test_init_accepts_what_git_keeps_in_an_empty_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/README.md").write_text("the default archive")
    (tmp_path / "archive/.gitignore").write_text("*")

    assert cli("init").code == 0


def test_init_leaves_what_is_there_alone(cli: Cli, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/thesis.doc").write_text("years of work")
    before = (archive / "archive.toml").read_bytes()

    again, full = cli("init", "-a", archive), cli("init", "-a", tmp_path / "full")

    assert (again.code, full.code) == (3, 3)
    assert (archive / "archive.toml").read_bytes() == before
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["thesis.doc"]


def test_init_goes_on_where_it_was_broken_off(cli: Cli, archive: Path) -> None:
    (archive / "archive.toml").unlink()

    assert cli("init", "-a", archive).code == 0
    assert cli("audit", "-a", archive).code == 0


def test_init_never_makes_a_new_ledger_over_bags(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)
    (archive / "archive.toml").unlink()
    ledger = (archive / "ledger/entries.jsonl").read_bytes()

    done = cli("init", "-a", archive)

    assert done.code == 3
    assert (archive / "ledger/entries.jsonl").read_bytes() == ledger


def test_an_archive_newer_than_the_program_is_not_touched(cli: Cli, archive: Path) -> None:
    config = archive / "archive.toml"
    config.write_text(config.read_text().replace("layout = 1", "layout = 2"))

    done = cli("audit", "-a", archive)

    assert done.code == 3
    assert "newer newsarchive is needed" in done.stderr


def test_every_mistake_in_the_settings_is_named_at_once(cli: Cli, archive: Path) -> None:
    config = archive / "archive.toml"
    config.write_text('[archive]\nlayout = 1\n[bags]\nalgorithms = ["crc"]\n[bogs]\nx = 1\n')

    done = cli("audit", "-a", archive)

    assert done.code == 3
    for words in ("archive.id", "'crc'", "sha512", "[bogs]"):
        assert words in done.stderr


def test_a_damaged_ledger_is_named_and_nothing_is_done(
    cli: Cli, archive: Path, story: Path
) -> None:
    cli("ingest", "-a", archive, story)
    ledger = archive / "ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"layout":1', b'"layout":7'))
    before = ledger.read_bytes()

    audited = cli("audit", "-a", archive)

    assert audited.code == 3
    assert "entries.jsonl is damaged: line 2" in audited.stderr
    assert ledger.read_bytes() == before


def test_standard_tools_accept_a_bag(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)
    (bag,) = bags(archive)

    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        done = subprocess.run(
            ["sha512sum", "--strict", "-c", manifest],  # noqa: S607
            cwd=bag,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_seal_is_the_digest_of_the_tag_manifest(cli: Cli, archive: Path, story: Path) -> None:
    item = cli("ingest", "-a", archive, story, "--json").lines[0]
    (bag,) = bags(archive)

    digest = hashlib.sha512((bag / "tagmanifest-sha512.txt").read_bytes()).hexdigest()

    assert item["seal"] == f"sha512:{digest}"


def test_the_bags_explanation_is_short(cli: Cli, archive: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("Ö" * 400 + "\n\n" + article("x") + "\nSource: " + "Zeitung " * 20)
    cli("ingest", "-a", archive, long)

    (bag,) = bags(archive)

    assert len((bag / "data/README.txt").read_bytes()) < 3000


@pytest.mark.parametrize("command", ["init", "ingest", "show", "audit"])
def test_help_has_an_example_and_the_exit_statuses(cli: Cli, command: str) -> None:
    shown = cli(command, "--help").stdout

    assert "Example:" in shown
    assert "Exit status:" in shown
    assert "--json" in shown


def test_a_wrong_call_is_exit_2_and_begins_nothing(cli: Cli, archive: Path) -> None:
    assert cli("ingest", "-a", archive).code == 2
    assert cli("ingest", "-a", archive, "--nonsense", "x").code == 2
    assert cli("nonsense").code == 2


def test_a_reader_of_our_output_may_leave(cli: Cli, archive: Path, story: Path) -> None:
    cli("ingest", "-a", archive, story)

    done = subprocess.run(
        ["bash", "-c", "newsarchive audit -a archive --json | true"],  # noqa: S607
        cwd=cli.cwd,
        env=dict(cli.env),
        capture_output=True,
        check=False,
    )

    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ingset", "there is no command ingset. Did you mean ingest?"),
        ("audti", "there is no command audti. Did you mean audit?"),
        ("qqq", "there is no command qqq. newsarchive --help lists the commands."),
    ],
)
def test_a_mistyped_command_is_told_the_nearest_one(cli: Cli, name: str, said: str) -> None:
    done = cli(name)

    assert (done.code, done.stdout, done.stderr) == (2, "", f"newsarchive: {said}\n")
