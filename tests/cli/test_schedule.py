"""`newsarchive schedule` as a user runs it."""

from pathlib import Path

import pytest

from support.cli import COMMAND, Cli

SYSTEMD = ("schedule", "systemd", "--system")


def test_help_has_an_example_and_the_exit_statuses(cli: Cli) -> None:
    shown = cli("schedule", "--help").stdout

    assert "Example:" in shown
    assert "Exit status:" in shown


def test_the_units_are_printed_with_the_program_that_printed_them(cli: Cli, archive: Path) -> None:
    done = cli(*SYSTEMD, "-a", archive)

    assert (done.code, done.stderr) == (0, "")
    assert f"ExecStart={COMMAND} audit --due --quiet --wait 1h -a {archive}\n" in done.stdout
    assert "OnCalendar=*-*-* 02:30:00\n" in done.stdout


def test_the_archive_is_named_by_its_whole_path(cli: Cli, archive: Path) -> None:
    done = cli(*SYSTEMD)  # in the folder where `archive` lies

    assert f" -a {archive}\n" in done.stdout


def test_the_units_follow_archive_toml(cli: Cli, archive: Path) -> None:
    with (archive / "archive.toml").open("a") as settings:
        settings.write('[audit.collections]\n"x" = 3\n')
    text = (archive / "archive.toml").read_text()
    (archive / "archive.toml").write_text(
        text.replace("[audit]\n", '[audit]\nrun-every = "6h"\nping = "https://127.0.0.1/x"\n')
    )

    done = cli(*SYSTEMD, "-a", archive, "--at", "4:05")

    assert "OnCalendar=*-*-* 04/6:05:00\n" in done.stdout
    assert "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n" in done.stdout


def test_the_files_are_data(cli: Cli, archive: Path) -> None:
    document = cli(*SYSTEMD, "-a", archive, "--json").document

    assert document["form"] == "systemd"
    assert [file["name"] for file in document["files"]] == [
        "newsarchive-audit-archive.service",
        "newsarchive-audit-archive.timer",
    ]
    assert document["installed"] is None
    assert document["next"] == []


def test_install_says_what_it_wrote_and_what_to_run(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "units"

    done = cli(*SYSTEMD, "-a", archive, "--install", "--to", folder, "--name", "wendle")

    assert done.code == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"Wrote {folder}/newsarchive-audit-wendle.service",
        f"Wrote {folder}/newsarchive-audit-wendle.timer",
        "Next: systemctl daemon-reload && systemctl enable --now newsarchive-audit-wendle.timer",
    ]


def test_what_is_installed_is_what_is_printed(cli: Cli, archive: Path, tmp_path: Path) -> None:
    printed = cli(*SYSTEMD, "-a", archive, "--json").document["files"]

    cli(*SYSTEMD, "-a", archive, "--install", "--to", tmp_path / "units")

    assert {p.name: p.read_text() for p in (tmp_path / "units").iterdir()} == {
        file["name"]: file["text"] for file in printed
    }


def test_another_archive_of_the_same_name_is_not_pushed_aside(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other/archive"
    cli("init", "-a", other)
    install = ("--install", "--to", tmp_path / "units")
    cli(*SYSTEMD, "-a", archive, *install)

    refused = cli(*SYSTEMD, "-a", other, *install)
    named = cli(*SYSTEMD, "-a", other, *install, "--name", "other")

    assert refused.code == 3
    assert "--name" in refused.stderr
    assert named.code == 0


def test_a_personal_unit_is_installed_in_the_home_of_its_user(cli: Cli, archive: Path) -> None:
    done = cli("schedule", "systemd", "--personal", "-a", archive, "--install")

    folder = Path(cli.env["HOME"]) / ".config/systemd/user"
    assert done.code == 0, done.stderr
    assert len(list(folder.iterdir())) == 2
    assert "systemctl --user enable" not in done.stderr
    assert "systemctl --user daemon-reload" in done.stdout
    assert "loginctl enable-linger" in done.stdout


def test_a_line_for_the_own_crontab_is_left_to_be_added(cli: Cli, archive: Path) -> None:
    done = cli("schedule", "cron", "--personal", "-a", archive, "--install")

    assert done.code == 0
    assert done.stdout.splitlines()[-2:] == [
        f"30 2 * * * nice -n 19 ionice -c 3 {COMMAND} audit --due --quiet --wait 1h -a {archive}",
        "Next: crontab -e, and add the last line above",
    ]


def test_a_file_for_cron_is_installed(cli: Cli, archive: Path, tmp_path: Path) -> None:
    done = cli(
        *("schedule", "cron", "--system", "--user", "keeper", "-a", archive),
        *("--install", "--to", tmp_path / "cron.d"),
    )

    path = tmp_path / "cron.d/newsarchive-audit-archive"
    assert done.stdout == f"Wrote {path}\n"
    assert " * * * keeper nice " in path.read_text().splitlines()[-1]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["launchd"], id="form"),
        pytest.param(["systemd", "--at", "25:00"], id="time"),
        pytest.param(["systemd", "--at", "2"], id="half a time"),
        pytest.param(["systemd", "--user", "a b\nExecStart=/x"], id="account"),
        pytest.param(["systemd", "--name", "../x"], id="name"),
    ],
)
def test_what_cannot_be_understood_is_refused(cli: Cli, archive: Path, options: list[str]) -> None:
    done = cli("schedule", *options, "-a", archive)

    assert (done.code, done.stdout) == (2, "")


def test_an_archive_whose_path_is_no_text_is_refused(cli: Cli, tmp_path: Path) -> None:
    cli("init", "-a", tmp_path / "a\nb")

    done = cli(*SYSTEMD, "-a", tmp_path / "a\nb")

    assert (done.code, done.stdout) == (2, "")
    assert "Use another path" in done.stderr


def test_without_an_archive_one_line_says_what_to_do(cli: Cli) -> None:
    done = cli(*SYSTEMD, "-a", "nowhere")

    assert (done.code, done.stdout) == (3, "")
    assert "newsarchive init" in done.stderr
