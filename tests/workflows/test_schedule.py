"""Scheduling the audit: what the machine says it needs, and files that are put in place."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.errors import StoreError
from newsarchive.model.policy import Policy, Telling
from newsarchive.model.schedule import Job, ScheduleFile
from newsarchive.reports.units import systemd
from newsarchive.workflows.audit import schedule
from support.archives import Place, snapshot
from support.cli import COMMAND
from support.mounts import need_root

PROGRAM = str(COMMAND)
FILES = (ScheduleFile("a.service", "[Service]\n"), ScheduleFile("a.timer", "[Timer]\n"))


def plan(archive: Path, telling: Telling | None = None, *, name: str = "", user: str = "") -> Job:
    """The job of an archive, with nothing said but what the test says."""
    return schedule.plan(
        archive,
        Policy(),
        telling or Telling(),
        PROGRAM,
        hour=2,
        minute=30,
        name=name,
        user=user,
    )


# --- what is needed


def test_a_job_has_the_whole_path_of_its_archive(place: Place, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(place.root)

    assert plan(link).archive == str(place.root)
    assert plan(Path(os.path.relpath(place.root))).archive == str(place.root)


def test_a_job_is_named_after_the_folder_and_runs_as_its_owner(place: Place) -> None:
    job = plan(place.root)

    assert job.name == "archive"
    assert job.user == place.root.owner()


def test_name_and_account_can_be_said(place: Place) -> None:
    job = plan(place.root, name="wendle", user="keeper")

    assert (job.name, job.user) == ("wendle", "keeper")


@pytest.mark.root
def test_an_owner_without_a_name_is_a_number(place: Place) -> None:
    need_root()
    os.chown(place.root, 54_321, -1)

    assert plan(place.root).user == "54321"


def test_an_archive_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot look at"):
        plan(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("metrics", "folder"),
    [
        pytest.param("", "", id="none"),
        pytest.param("audit.prom", "", id="in the archive"),
        pytest.param("audits/audit.prom", "", id="in a folder of it"),
        pytest.param("/var/lib/node/audit.prom", "/var/lib/node", id="elsewhere"),
    ],
)
def test_the_folder_of_the_metrics_is_needed_where_it_is_another(
    place: Place, metrics: str, folder: str
) -> None:
    assert plan(place.root, Telling(metrics=metrics)).metrics_folder == folder


def test_the_folders_of_users_are_needed_where_something_lies_there(place: Place) -> None:
    assert plan(place.root, Telling(metrics="/home/x/audit.prom")).needs_home
    assert plan(place.root, Telling(hook=("mail", "operator"))).needs_home


def test_a_link_from_the_bags_to_elsewhere_is_followed(place: Place) -> None:
    shutil.rmtree(place.root / "bags")
    (place.root / "bags").symlink_to("/home/disk/bags")

    assert plan(place.root).needs_home


def test_whom_it_tells_is_known(place: Place) -> None:
    silent, told = plan(place.root), plan(place.root, Telling("https://x/", hook=("/bin/x",)))

    assert (silent.ping, silent.hook, silent.tells) == ("", (), False)
    assert (told.ping, told.hook, told.tells) == ("https://x/", ("/bin/x",), True)


def test_planning_changes_nothing(place: Place) -> None:
    before = snapshot(place.root)

    plan(place.root)

    assert snapshot(place.root) == before


# --- putting files in place


def test_files_are_put_in_place_and_can_be_read_by_all(tmp_path: Path) -> None:
    folder = tmp_path / "systemd/user"

    done = schedule.install(FILES, folder)

    assert done.paths == (str(folder / "a.service"), str(folder / "a.timer"))
    assert done.unchanged == frozenset()
    assert {p.name: p.read_text() for p in folder.iterdir()} == {f.name: f.text for f in FILES}
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o644}


def test_the_same_files_are_left_as_they_are(tmp_path: Path) -> None:
    schedule.install(FILES, tmp_path)
    before = snapshot(tmp_path)

    done = schedule.install(FILES, tmp_path)

    assert done.unchanged == frozenset(done.paths)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", ["a.service", "a.timer"])
def test_a_file_that_says_something_else_is_not_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(StoreError, match="says something else") as refusal:
        schedule.install(FILES, tmp_path)

    assert "--force" in refusal.value.hint
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {name: "mine"}


def test_a_unit_that_was_masked_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.timer").symlink_to("/dev/null")

    with pytest.raises(StoreError, match="says something else"):
        schedule.install(FILES, tmp_path)


def test_force_replaces_them(tmp_path: Path) -> None:
    (tmp_path / "a.service").write_text("mine")

    schedule.install(FILES, tmp_path, force=True)

    assert (tmp_path / "a.service").read_text() == FILES[0].text


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError):
        schedule.install(FILES, tmp_path / "file")


# --- the unit leaves an audit what it needs

# What ProtectSystem=strict, ReadWritePaths=, ReadOnlyPaths=, PrivateNetwork=, NoNewPrivileges= and
# CapabilityBoundingSet= come to; systemd is not there to do it.
_CONFINED = r"""
set -e
mount --make-rprivate /
mount --bind "$AROUND" "$AROUND"  # it may be a disk of its own
mount --bind "$WRITABLE" "$WRITABLE"
for path in $FIXED; do
  [ -e "$path" ] || continue
  mount --bind "$path" "$path"; mount -o remount,bind,ro "$path"
done
mount -o remount,bind,ro "$AROUND"; mount -o remount,bind,ro /
if touch "$AROUND/outside" 2>/dev/null; then echo "the system can be written"; exit 99; fi
exec setpriv --bounding-set -all --inh-caps -all --no-new-privs "$@"
"""


@pytest.mark.root
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_audit_needs_no_more_than_the_unit_leaves_it(place: Place, workers: str) -> None:
    need_root()
    if not all(map(shutil.which, ("unshare", "setpriv", "mount"))):
        pytest.skip("this machine has no unshare, setpriv or mount")
    if subprocess.run(["unshare", "-m", "-n", "true"], check=False).returncode:  # noqa: S607
        pytest.skip("no mounts of one's own can be made here")
    with place.open() as archive:
        archive.ingest([place.source("a.txt"), place.source("b.txt")], lambda _: None)
    bags = snapshot(place.root / "bags")
    unit = systemd(plan(place.root))[0].text
    (writable,) = re.findall(r"^ReadWritePaths=-(/\S+)$", unit, re.MULTILINE)
    (fixed,) = re.findall(r"^ReadOnlyPaths=(.+)$", unit, re.MULTILINE)
    audit: list[str | Path] = [COMMAND, "audit", "--workers", workers, "-a", place.root]

    done = subprocess.run(
        ["unshare", "-m", "-n", "sh", "-c", _CONFINED, "sh", *audit],  # noqa: S607
        env={
            "PATH": os.environ["PATH"],
            "WRITABLE": writable,
            "FIXED": fixed.replace(" -", " ").removeprefix("-"),
            "AROUND": str(place.root.parent),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "All 2 bags are intact." in done.stdout
    assert snapshot(place.root / "bags") == bags
    assert len(os.listdir(place.root / "audits")) == 1


_NO_NEW_CODE = """
import ctypes, os, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):  # PR_SET_MDWE: MemoryDenyWriteExecute=
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_an_audit_makes_no_code_at_run_time(place: Place) -> None:
    with place.open() as archive:
        archive.ingest([place.source("a.txt")], lambda _: None)

    done = subprocess.run(
        [sys.executable, "-c", _NO_NEW_CODE, COMMAND, "audit", "--workers", "2", "-a", place.root],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    if done.returncode == 77:
        pytest.skip("this kernel cannot refuse it (Linux 6.3 and newer can)")
    assert done.returncode == 0, done.stdout + done.stderr
