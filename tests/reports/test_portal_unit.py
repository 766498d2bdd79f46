"""The portal as a service of systemd: what the unit says, and that systemd understands it."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.model.schedule import Job, ScheduleFile
from newsarchive.reports.units import portal
from support.cli import COMMAND, Cli
from support.systemd import need_systemd, understood, verify

JOB = Job("/opt/newsarchive/bin/newsarchive", "/srv/news", "news", "news", 0, 0, 0)


def unit(job: Job = JOB, *, host: str = "127.0.0.1", here: bool = True) -> ScheduleFile:
    return portal(job, host, 8000, here=here)


def settings(file: ScheduleFile) -> list[str]:
    return [line for line in file.text.splitlines() if line and not line.startswith(("#", "["))]


def real(folder: Path, name: str) -> Job:
    """A job whose paths are there."""
    archive, program = folder / name, folder / "bin" / "newsarchive"
    program.parent.mkdir()
    archive.mkdir()
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    return replace(JOB, program=str(program), archive=str(archive))


def test_it_serves_the_archive_and_can_write_nothing() -> None:
    said = settings(unit())

    assert (
        "ExecStart=/opt/newsarchive/bin/newsarchive serve --host 127.0.0.1 --port 8000 -a /srv/news"
    ) in said
    assert {"ProtectSystem=strict", "ReadOnlyPaths=-/srv/news", "NoNewPrivileges=yes"} <= set(said)
    assert not [line for line in said if line.startswith("ReadWritePaths")]


@pytest.mark.parametrize("here", [True, False])
def test_what_answers_this_machine_alone_reaches_no_other(here: bool) -> None:
    said = settings(unit(host="127.0.0.1" if here else "0.0.0.0", here=here))  # noqa: S104  # as text

    assert ("IPAddressDeny=any" in said) is here


@pytest.mark.parametrize(
    ("user", "line"), [("news", "User=news"), ("root", "DynamicUser=yes"), ("0", "DynamicUser=yes")]
)
def test_it_never_runs_as_root(user: str, line: str) -> None:
    said = settings(unit(replace(JOB, user=user)))

    assert line in said
    assert "User=root" not in said


@pytest.mark.parametrize("name", ["news", "a b", "100%n", "$HOME", "it's", "Überlingen", "-a;b#c"])
def test_systemd_accepts_it_whatever_the_paths(tmp_path: Path, name: str) -> None:
    job = real(tmp_path, name)

    assert verify([unit(job)], tmp_path / "units") == ""
    assert f"ReadOnlyPaths: -{job.archive}\n" in understood([unit(job)], tmp_path / "units")


def test_it_is_little_exposed(tmp_path: Path) -> None:
    need_systemd()
    path = tmp_path / "x.service"
    path.write_text(unit().text)

    done = subprocess.run(
        # Of ten, in tenths, as of the audit's.
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", path],  # noqa: S607
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_prints_it_and_serves_nothing(cli: Cli, archive: Path) -> None:
    done = cli("serve", "-a", archive, "--unit", "--port", "8123")

    assert (done.code, done.stderr) == (0, "")
    assert f"ExecStart={COMMAND} serve --host 127.0.0.1 --port 8123 -a {archive}\n" in done.stdout


@pytest.mark.parametrize("options", [("--staff",), ("--port", "0")])
def test_what_should_be_no_service_is_refused(
    cli: Cli, archive: Path, options: tuple[str, ...]
) -> None:
    done = cli("serve", "-a", archive, "--unit", *options)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
