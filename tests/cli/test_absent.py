"""An archive whose disk is not there: the question is asked, and whoever watches is told."""

import json
from pathlib import Path

import pytest

from support.cli import Cli
from support.watchers import watcher


@pytest.mark.parametrize("absent", ["no such folder", "an empty mount point"])
@pytest.mark.parametrize(
    "words", [["status"], ["audit"], ["ingest", "x.txt"], ["show", "x"], ["rebuild"]], ids=str
)
def test_the_mount_is_asked_for_first(
    cli: Cli, tmp_path: Path, words: list[str], absent: str
) -> None:
    folder = tmp_path / "mnt archive"
    if absent == "an empty mount point":
        folder.mkdir()

    done = cli(*words, "-a", folder)

    assert done.code == 3
    assert done.stderr.index("Is the disk attached") < done.stderr.index("newsarchive init")
    assert not list(folder.glob("*"))


def test_a_ping_that_was_asked_for_tells_of_it(cli: Cli, tmp_path: Path) -> None:
    with watcher() as one:
        done = cli("audit", "--due", "--quiet", "-a", tmp_path / "gone", "--ping", one.url + "/x")

    assert done.code == 3
    assert [heard.path for heard in one.heard] == ["/x/fail"]
    assert "there is no archive" in one.heard[0].body


def test_a_scheduled_audit_tells_whom_its_unit_names(cli: Cli, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    hook = f"/bin/sh -c 'cat > {heard}'"

    with watcher() as one:
        environment = {"NEWSARCHIVE_PING": one.url + "/x", "NEWSARCHIVE_HOOK": hook}
        done = cli("audit", "--due", "--quiet", "-a", tmp_path / "gone", env=environment)

    assert done.code == 3
    assert [heard.path for heard in one.heard] == ["/x/fail"]
    assert "Is the disk attached" not in heard.read_text()
    assert "there is no archive" in heard.read_text()


def test_settings_that_can_be_read_win(cli: Cli, archive: Path, tmp_path: Path) -> None:
    with watcher() as one:
        environment = {"NEWSARCHIVE_PING": one.url + "/x"}
        done = cli("audit", "--due", "--quiet", "-a", archive, env=environment)

    assert (done.code, one.heard) == (0, [])
    assert json.loads(cli("status", "--json", "-a", archive).stdout)["bags"] == 0
    assert tmp_path.exists()


@pytest.mark.parametrize("hook", ["'", "no-such-program", ""])
def test_a_hook_that_is_none_stops_nothing(cli: Cli, tmp_path: Path, hook: str) -> None:
    done = cli("audit", "--due", "-a", tmp_path / "gone", env={"NEWSARCHIVE_HOOK": hook})

    assert done.code == 3
    assert "Traceback" not in done.stderr
