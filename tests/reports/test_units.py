"""The scheduled audit as text for systemd and cron: what it says, and that they understand it."""

import itertools
import re
import shlex
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.errors import UsageError
from newsarchive.model.schedule import Job, ScheduleFile
from newsarchive.reports.units import cron, systemd, unit_name
from support.systemd import need_systemd, next_times, understood, verify

DAY = 86_400
JOB = Job(
    program="/opt/newsarchive/bin/newsarchive",
    archive="/srv/news",
    name="news",
    user="news",
    hour=2,
    minute=30,
    every=DAY,
)
PERSONAL = replace(JOB, personal=True)

PING = "https://watch.example.org/abc"
HOOK = ("/bin/mail", "operator")

HOSTILE = [
    pytest.param("a b", id="space"),
    pytest.param("100%n", id="percent"),
    pytest.param("$HOME ${PATH}", id="dollar"),
    pytest.param("it's", id="apostrophe"),
    pytest.param('say "hello"', id="quotes"),
    pytest.param("back\\slash\\", id="backslash"),
    pytest.param("Überlingen-東京", id="other scripts"),
    pytest.param("-dash;semi#hash", id="signs"),
    pytest.param("@at+plus!bang:colon", id="prefixes of commands"),
    pytest.param("[Service]=x", id="section"),
    pytest.param("%i%h$$'\"\\ \\x20`id`$(id)", id="all at once"),
]


def settings(file: ScheduleFile) -> dict[str, list[str]]:
    """The settings of a unit file, each with its values."""
    found: dict[str, list[str]] = {}
    for line in file.text.splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def service(job: Job) -> dict[str, list[str]]:
    """The settings of the service."""
    return settings(systemd(job)[0])


def real(folder: Path, name: str, job: Job = JOB) -> Job:
    """A job whose program is there, in a folder of this name, and its archive too."""
    archive = folder / name
    (archive / "bags").mkdir(parents=True)
    program = archive / "newsarchive"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    return replace(job, program=str(program), archive=str(archive), name=name)


# --- systemd


def test_the_service_runs_what_is_due_and_says_nothing_while_all_is_well() -> None:
    assert service(JOB)["ExecStart"] == [
        "/opt/newsarchive/bin/newsarchive audit --due --quiet --wait 1h -a /srv/news"
    ]
    assert service(JOB)["Type"] == ["oneshot"]
    assert service(JOB)["User"] == ["news"]


def test_only_the_archive_can_be_written_and_its_bags_cannot() -> None:
    found = service(JOB)

    assert found["ProtectSystem"] == ["strict"]
    assert found["ReadWritePaths"] == ["-/srv/news"]
    assert "-/srv/news/bags" in found["ReadOnlyPaths"][0].split()
    assert "-/srv/news/archive.toml" in found["ReadOnlyPaths"][0].split()


def test_the_folder_of_the_metrics_can_be_written() -> None:
    found = service(replace(JOB, metrics_folder="/var/lib/node exporter"))

    assert found["ReadWritePaths"] == ["-/srv/news", '"-/var/lib/node exporter"']


@pytest.mark.parametrize(
    ("job", "name", "value"),
    [
        (JOB, "PrivateNetwork", ["yes"]),
        (JOB, "RestrictAddressFamilies", ["none"]),
        (JOB, "ProtectHome", ["tmpfs"]),
        (JOB, "PrivateTmp", ["yes"]),
        (JOB, "CapabilityBoundingSet", [""]),
        (replace(JOB, needs_home=True), "ProtectHome", ["read-only"]),
        (replace(JOB, user="root"), "CapabilityBoundingSet", ["CAP_DAC_READ_SEARCH"]),
        *(
            (replace(JOB, ping=PING if pings else "", hook=() if pings else HOOK), name, value)
            for pings in (True, False)
            for name, value in (
                ("RestrictAddressFamilies", ["AF_INET AF_INET6 AF_UNIX"]),
                ("Wants", ["network-online.target"]),
            )
        ),
    ],
)
def test_a_job_may_do_what_it_needs_and_no_more(job: Job, name: str, value: list[str]) -> None:
    assert service(job)[name] == value


@pytest.mark.parametrize("job", [replace(JOB, ping=PING), replace(JOB, hook=HOOK)])
def test_a_job_that_tells_somebody_keeps_the_network(job: Job) -> None:
    assert "PrivateNetwork" not in service(job)


def test_a_job_below_tmp_sees_what_lies_there() -> None:
    assert "PrivateTmp" not in service(replace(JOB, needs_temp=True))


def test_a_personal_unit_has_nothing_that_only_the_system_can_do() -> None:
    found = service(PERSONAL)

    needs_the_system = ("User", "Capability", "Private", "Protect", "Read", "Requires", "After")
    assert [name for name in found if name.startswith(needs_the_system)] == []
    assert found["NoNewPrivileges"] == ["yes"]


@pytest.mark.parametrize("job", [JOB, PERSONAL, replace(JOB, ping=PING, hook=HOOK)])
def test_every_setting_that_takes_something_away_is_explained(job: Job) -> None:
    lines = systemd(job)[0].text.partition("[Service]\n")[2].splitlines()
    unexplained = []
    explained = False
    for line in lines:
        if line.startswith("#") or not line:
            explained = line.startswith("#")
        elif not explained and not line.startswith(("Type=", "ExecStart=")):
            unexplained.append(line)

    assert unexplained == []


@pytest.mark.parametrize("name", HOSTILE)
def test_systemd_accepts_the_units_whatever_the_paths(tmp_path: Path, name: str) -> None:
    job = real(tmp_path, name)

    assert verify(systemd(job), tmp_path / "units") == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_systemd_understands_each_path_as_it_is(tmp_path: Path, name: str) -> None:
    job = real(tmp_path, name)

    said = understood(systemd(job), tmp_path / "units")

    assert f"ReadWritePaths: -{job.archive}\n" in said
    assert f"ReadOnlyPaths: -{job.archive}/bags " in said
    assert "RequiresMountsFor" not in systemd(job)[0].text  # it could not say what is not there


@pytest.mark.parametrize("name", HOSTILE)
def test_whom_to_tell_without_settings_is_in_the_unit(tmp_path: Path, name: str) -> None:
    job = replace(real(tmp_path, name), ping=PING, hook=("/bin/mail", "-s", name))

    said = understood(systemd(job), tmp_path / "units")

    assert f"NEWSARCHIVE_PING={PING}" in said
    assert "NEWSARCHIVE_HOOK=/bin/mail -s" in said


def test_cron_is_told_whom_to_tell() -> None:
    line = cron(replace(JOB, ping=PING, hook=HOOK)).text.splitlines()[-1]

    assert f" env NEWSARCHIVE_PING={PING} 'NEWSARCHIVE_HOOK=/bin/mail operator' nice" in line


@pytest.mark.parametrize(
    "job",
    [
        pytest.param(JOB, id="plain"),
        pytest.param(PERSONAL, id="personal"),
        pytest.param(replace(JOB, ping=PING, hook=HOOK, metrics_folder="/var/lib/a b"), id="told"),
        pytest.param(replace(JOB, user="root", needs_home=True, needs_temp=True), id="root"),
        pytest.param(replace(JOB, user="1234", every=36 * 3600), id="account without a name"),
    ],
)
def test_systemd_accepts_every_kind_of_unit(tmp_path: Path, job: Job) -> None:
    assert verify(systemd(real(tmp_path, "news", job)), tmp_path / "units") == ""


def test_systemd_finds_a_mistake_in_a_unit(tmp_path: Path) -> None:
    files = systemd(real(tmp_path, "news"))

    spoilt = [replace(f, text=f.text.replace("[Service]", "[Service]\nNice=very")) for f in files]

    assert "nice priority 'very'" in verify(spoilt, tmp_path / "units")


def test_the_unit_is_little_exposed(tmp_path: Path) -> None:
    need_systemd()
    path = tmp_path / "x.service"
    path.write_text(systemd(JOB)[0].text)

    done = subprocess.run(
        # Of ten: 10 is a service without any protection, and 2.0 where its own words turn to OK.
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", path],  # noqa: S607
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_path_that_is_no_text_is_refused() -> None:
    for path in ("/srv/a\nExecStart=/bin/x", "/srv/\udcff", "/srv/a\x1b"):
        for make in (systemd, cron):
            with pytest.raises(UsageError, match="no schedule can be written"):
                make(replace(JOB, archive=path))


# --- names


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("news", "newsarchive-audit-news"),
        ("news-archive_2.1", "newsarchive-audit-news-archive_2.1"),
        ("a b", r"newsarchive-audit-a\x20b"),
        ("a@b", r"newsarchive-audit-a\x40b"),
        ("a\\x20b", r"newsarchive-audit-a\x5cx20b"),
        ("ü", r"newsarchive-audit-\xc3\xbc"),
    ],
)
def test_a_unit_is_named_after_its_archive(name: str, unit: str) -> None:
    assert unit_name(replace(JOB, name=name)) == unit
    assert [f.name for f in systemd(replace(JOB, name=name))] == [
        f"{unit}.service",
        f"{unit}.timer",
    ]


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(UsageError, match="too long a name"):
        unit_name(replace(JOB, name="ü" * 100))


def test_a_file_for_cron_has_a_name_that_cron_reads() -> None:
    assert cron(replace(JOB, name="my news.old")).name == "newsarchive-audit-my_news_old"


# --- when

TIMES = [
    pytest.param(60, "*-*-* *:00/1:00", "0-59/1 * * * *", id="minute"),
    pytest.param(20 * 60, "*-*-* *:10/20:00", "10-59/20 * * * *", id="20 minutes"),
    pytest.param(45 * 60, "*-*-* *:00/30:00", "0-59/30 * * * *", id="45 minutes"),
    pytest.param(3600, "*-*-* 00/1:30:00", "30 0-23/1 * * *", id="hour"),
    pytest.param(6 * 3600, "*-*-* 02/6:30:00", "30 2-23/6 * * *", id="6 hours"),
    pytest.param(DAY, "*-*-* 02:30:00", "30 2 * * *", id="day"),
    pytest.param(36 * 3600, "*-*-* 02:30:00", "30 2 * * *", id="36 hours"),
    pytest.param(7 * DAY, "Sun *-*-* 02:30:00", "30 2 * * 0", id="week"),
    pytest.param(30 * DAY, "Sun *-*-* 02:30:00", "30 2 * * 0", id="30 days"),
    pytest.param(31 * DAY, "*-*-01 02:30:00", "30 2 1 * *", id="month"),
    pytest.param(400 * DAY, "*-*-01 02:30:00", "30 2 1 * *", id="400 days"),
]


@pytest.mark.parametrize(("every", "calendar", "crontab"), TIMES)
def test_the_times_are_those_of_archive_toml(every: int, calendar: str, crontab: str) -> None:
    job = replace(JOB, every=every)

    assert settings(systemd(job)[1])["OnCalendar"] == [calendar]
    assert cron(job).text.splitlines()[-1].startswith(f"{crontab} news nice ")


@pytest.mark.parametrize(("every", "calendar", "crontab"), TIMES)
def test_no_two_runs_are_further_apart_than_archive_toml_says(
    every: int, calendar: str, crontab: str
) -> None:
    del crontab
    times = [
        datetime.strptime(time, "%a %Y-%m-%d %H:%M:%S UTC")  # noqa: DTZ007  # only differences count
        for time in next_times(calendar, 40)
    ]

    assert len(times) == 40
    gaps = {b - a for a, b in itertools.pairwise(times)}
    assert max(gaps) <= timedelta(seconds=every)


def test_a_time_that_no_calendar_repeats_is_explained() -> None:
    odd = replace(JOB, every=36 * 3600)

    assert "run-every" in systemd(odd)[1].text
    assert "run-every" in cron(odd).text
    assert "run-every" not in systemd(JOB)[1].text


def test_a_run_that_was_missed_is_made_up_for() -> None:
    assert settings(systemd(JOB)[1])["Persistent"] == ["yes"]


# --- cron


def as_cron_reads(line: str, fields: int) -> str:
    """The command in a line of a crontab, with what crontab(5) does to it."""
    command = line.split(" ", fields)[fields]
    assert re.search(r"(?<!\\)%", command) is None, "cron cuts the command here"
    return command.replace(r"\%", "%")


@pytest.mark.parametrize(("job", "fields"), [(JOB, 6), (PERSONAL, 5)], ids=["system", "personal"])
@pytest.mark.parametrize("name", [p for p in HOSTILE if "\\" not in str(p.values[0])])
def test_a_shell_gets_each_path_from_cron_as_it_is(
    tmp_path: Path, name: str, job: Job, fields: int
) -> None:
    job = real(tmp_path, name, job)
    command = as_cron_reads(cron(job).text.splitlines()[-1], fields)
    words = shlex.split(command)

    assert words == [
        *("nice", "-n", "19", "ionice", "-c", "3", job.program),
        *("audit", "--due", "--quiet", "--wait", "1h", "-a", job.archive),
    ]
    done = subprocess.run(["/bin/sh", "-c", shlex.join(words[6:])], capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == words[7:]


def test_cron_is_given_one_line_that_is_no_comment() -> None:
    lines = [line for line in cron(JOB).text.splitlines() if not line.startswith("#")]

    assert "\n".join(lines) == (
        "30 2 * * * news nice -n 19 ionice -c 3 /opt/newsarchive/bin/newsarchive"
        " audit --due --quiet --wait 1h -a /srv/news"
    )


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        pytest.param(replace(JOB, archive="/srv/a\\b"), "backslash", id="backslash"),
        pytest.param(replace(JOB, archive="/srv/" + "a" * 1000), "so long a path", id="long"),
        pytest.param(replace(JOB, user="1234"), "has no name", id="number"),
    ],
)
def test_what_no_crontab_can_hold_is_refused(job: Job, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        cron(job)
