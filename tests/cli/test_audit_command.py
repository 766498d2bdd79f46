"""`audit` and `audits` as an operator runs them: options, signals, reports, and who is told."""

import csv
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsarchive.metadata import report_problems
from support.archives import archive_of, article, bags, put
from support.cli import COMMAND, Cli
from support.patience import PATIENCE_SECONDS
from support.watchers import watcher

COUNT = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five bags, to be copied."""
    texts = {str(n): article(str(n)) for n in range(COUNT)}
    return archive_of(tmp_path_factory.mktemp("made"), texts)


@pytest.fixture
def full(archive: Path, made: Path) -> Path:
    """An archive of five bags."""
    return put(made, archive)


def damage(archive: Path) -> Path:
    (bag,) = bags(archive)[:1]
    text = bag / "data/article.txt"
    text.write_bytes(text.read_bytes()[::-1])
    return bag


# Options

WRONG = {
    "two scopes": (["--due", "--bag", "x"], "do not go together"),
    "no share": (["--sample", "5"], "no share such as 5%"),
    "no time": (["--max-duration", "2 fortnights"], "no length of time"),
    "no size": (["--max-bytes", "much"], "no amount of data"),
    "no speed": (["--bwlimit", "0"], "less than a byte"),
    "a report of no known form": (["--report", "x.pdf"], "a report ends in"),
    "a report where there is no folder": (["--report", "no/x.json"], "there is no folder"),
    "a hook that is no command": (["--hook", "'"], "is no command"),
}


@pytest.mark.parametrize(("options", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_option_is_said_in_a_line_and_nothing_is_begun(
    cli: Cli, full: Path, options: list[str], said: str
) -> None:
    done = cli("audit", "-a", full, *options)

    assert (done.code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list((full / "audits").iterdir()) == []


@pytest.mark.parametrize("options", [["--bag", "nowhere"], ["--collection", "None"]])
def test_what_is_not_there_is_not_audited(cli: Cli, full: Path, options: list[str]) -> None:
    done = cli("audit", "-a", full, *options)

    assert (done.code, done.stdout) == (3, "")
    assert done.stderr.startswith("newsarchive: there is no bag")


def test_a_plan_says_what_would_be_looked_at_and_looks_at_nothing(cli: Cli, full: Path) -> None:
    done = cli("audit", "-a", full, "--due", "--plan", "--max-bytes", "1")

    assert done.code == 0
    assert f"1 of {COUNT} bags is to be looked at now" in done.stdout
    assert f"{COUNT - 1} more would be looked at, and do not go into the budget." in done.stdout
    assert re.search(r"By \d{4}-\d\d-\d\d every bag will have been checked", done.stdout)
    assert "in 5 scheduled runs, one a day" in done.stdout
    assert list((full / "audits").iterdir()) == []


def test_a_plan_as_data_names_every_bag(cli: Cli, full: Path) -> None:
    told = cli("audit", "-a", full, "--due", "--plan", "--json").document

    assert [b["path"] for b in told["bags"]] == [
        b.relative_to(full).as_posix() for b in bags(full)
    ] or len(told["bags"]) == COUNT
    assert (told["planned"], told["forecast"]["late"]) == (COUNT, 0)


def test_a_sample_says_that_it_is_one(cli: Cli, full: Path) -> None:
    done = cli("audit", "-a", full, "--sample", "40%")

    assert done.code == 0
    assert f"It is a sample: the other {COUNT - 2} bags were not looked at." in done.stdout
    assert "the chance to have seen it is 40 %." in done.stdout


def test_reading_past_the_page_cache_is_said(cli: Cli, full: Path) -> None:
    done = cli("audit", "-a", full, "--direct", "--json")

    assert (done.code, done.summary["read"]) == (0, "direct")


# Reports


def test_reports_of_every_form_are_written(cli: Cli, full: Path, tmp_path: Path) -> None:
    bag = damage(full)
    forms = [tmp_path / f"report.{form}" for form in ("json", "csv", "html", "txt")]
    options = [word for path in forms for word in ("--report", str(path))]

    done = cli("audit", "-a", full, *options)

    document, table, page, text = forms
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done.code == 1
    assert report_problems(json.loads(document.read_bytes())) == ()
    assert {row["bag"] for row in rows} == {b.name for b in bags(full)}
    assert bag.name in page.read_text("utf-8")
    assert text.read_text("utf-8").startswith(f"{COUNT - 1} of {COUNT} bags are intact")


def test_a_report_is_never_written_over_another(cli: Cli, full: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("mine")

    done = cli("audit", "-a", full, "--report", report)

    assert (done.code, report.read_text()) == (2, "mine")
    assert "exists already" in done.stderr


def test_a_report_may_be_named_after_its_run(cli: Cli, full: Path, tmp_path: Path) -> None:
    done = cli("audit", "-a", full, "--json", "--report", tmp_path / "audit-{run}.html")

    assert (tmp_path / f"audit-{done.summary['run']}.html").exists()


def test_a_report_that_cannot_be_written_is_no_success(
    cli: Cli, full: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()

    done = cli("audit", "-a", full, "--report", folder / ("x" * 240 + "{run}.txt"))

    assert done.code == 3
    assert "cannot write the report" in done.stderr


def test_the_report_that_is_kept_is_the_one_that_is_on_record(
    cli: Cli, full: Path, tmp_path: Path
) -> None:
    cli("audit", "-a", full, "--report", tmp_path / "report.json")

    (kept,) = full.glob("audits/*/report.json")
    assert (tmp_path / "report.json").read_bytes() == kept.read_bytes()


def test_without_a_record_all_that_is_not_intact_is_printed(cli: Cli, full: Path) -> None:
    for bag in bags(full):
        for name in ("article.txt", "README.txt"):
            (bag / "data" / name).write_bytes(b"?")
    (full / "audits").rmdir()
    (full / "audits").write_bytes(b"no folder")

    done = cli("audit", "-a", full)

    assert done.code == 1
    assert "not on record" in done.stdout
    assert done.stdout.count("  damaged  ") == 2 * COUNT


# Who is told


def test_a_watcher_hears_of_start_and_success(cli: Cli, full: Path) -> None:
    with watcher() as one:
        done = cli("audit", "-a", full, "--ping", f"{one.url}/abc")

    assert done.code == 0
    assert [heard.path for heard in one.heard] == ["/abc/start", "/abc"]
    assert f"All {COUNT} bags are intact" in one.heard[1].body


def test_a_watcher_hears_of_failure_also_where_there_is_no_report(cli: Cli, full: Path) -> None:
    (full / "ledger/entries.jsonl").write_text("no ledger\n")

    with watcher() as one:
        done = cli("audit", "-a", full, "--ping", f"{one.url}/abc")

    assert done.code == 3
    assert [heard.path for heard in one.heard] == ["/abc/fail"]


def test_a_watcher_that_does_not_answer_changes_nothing(cli: Cli, full: Path) -> None:
    with watcher((500, "")) as one:
        done = cli("audit", "-a", full, "--ping", f"{one.url}/abc")

    assert done.code == 0
    assert "newsarchive: " in done.stderr


def test_the_hook_is_run_once_when_something_is_damaged(
    cli: Cli, full: Path, tmp_path: Path
) -> None:
    hook, told_at = tmp_path / "hook", tmp_path / "told"
    hook.write_text(f"#!/bin/sh\n(cat; echo $NEWSARCHIVE_EXIT) >> {told_at}\n")
    hook.chmod(0o755)

    well = cli("audit", "-a", full, "--hook", str(hook))
    quiet = not told_at.exists()
    damage(full)
    done = cli("audit", "-a", full, "--hook", str(hook))

    told = told_at.read_text()
    assert (well.code, quiet, done.code) == (0, True, 1)
    assert told.count("bags are intact") == 1
    assert told.endswith("1\n")


def test_figures_are_written_for_prometheus(cli: Cli, full: Path, tmp_path: Path) -> None:
    cli("audit", "-a", full, "--metrics", tmp_path / "n.prom")

    assert re.search(
        r"^newsarchive_bags\S*{?.* 5$", (tmp_path / "n.prom").read_text(), re.MULTILINE
    )


def test_the_settings_say_whom_to_tell_also_where_the_ledger_is_damaged(
    cli: Cli, full: Path
) -> None:
    settings = full / "archive.toml"
    (full / "ledger/entries.jsonl").write_text("no ledger\n")

    with watcher() as one:
        text = settings.read_text("utf-8") + f'\nping = "{one.url}/abc"\n'
        settings.write_text(text, encoding="utf-8")
        done = cli("audit", "-a", full, "--due")

    assert done.code == 3
    assert [heard.path for heard in one.heard] == ["/abc/fail"]


def test_the_settings_say_whom_to_tell(cli: Cli, full: Path, tmp_path: Path) -> None:
    settings = full / "archive.toml"
    text = settings.read_text("utf-8") + f'\nmetrics = "{tmp_path}/n.prom"\n'
    settings.write_text(text, encoding="utf-8")

    cli("audit", "-a", full, "--bag", bags(full)[0].name)
    by_hand = (tmp_path / "n.prom").exists()
    cli("audit", "-a", full, "--due", "--quiet")

    assert (by_hand, (tmp_path / "n.prom").exists()) == (False, True)


# Signals


@contextmanager
def slow(cli: Cli, archive: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """An audit that takes about two seconds for each bag, stopped when it has told of the first.

    What is sent to it comes when it goes on, so nothing hangs on how soon a test is ready for it.
    """
    command: list[str | Path] = [
        COMMAND,
        "audit",
        "-a",
        archive,
        "--bwlimit",
        "10KB",
        "--json",
        *options,
    ]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=cli.cwd, env=dict(cli.env), stdout=pipe, stderr=pipe, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        json.loads(process.stdout.readline())
        process.send_signal(signal.SIGSTOP)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_an_audit_with_a_report_of_what_was_not_reached(
    cli: Cli, full: Path, number: signal.Signals
) -> None:
    with slow(cli, full, "--workers", "1") as process:
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)

    summary = json.loads(out.splitlines()[-1])["summary"]
    assert process.returncode == 3
    assert (summary["state"], summary["stopped"]) == ("interrupted", number.name)
    assert summary["bags"] + summary["not_reached"] == COUNT
    assert summary["not_reached"] > 0
    assert "Traceback" not in err


def test_a_signal_ends_an_audit_by_many_processes(cli: Cli, full: Path) -> None:
    command: list[str | Path] = [
        COMMAND,
        "audit",
        "-a",
        full,
        "--bwlimit",
        "100B",
        "--json",
        "--workers",
        "2",
    ]
    process = subprocess.Popen(
        command, cwd=cli.cwd, env=dict(cli.env), stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        while not list(full.glob("audits/*/part-1.jsonl")):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
        process.wait()

    summary = json.loads(out.splitlines()[-1])["summary"]
    assert process.returncode == 3
    assert (summary["state"], summary["bags"]) == ("interrupted", 0)


def test_asking_twice_does_not_wait_for_the_bag_in_hand(cli: Cli, full: Path) -> None:
    with slow(cli, full, "--workers", "1") as process:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)  # two of one kind may come as one
        process.send_signal(signal.SIGCONT)
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)

    summary = json.loads(out.splitlines()[-1])["summary"]
    assert (process.returncode, summary["bags"]) == (3, 1)


def test_a_signal_asks_for_a_line_of_progress(cli: Cli, full: Path) -> None:
    with slow(cli, full, "--workers", "1") as process:
        process.send_signal(signal.SIGUSR1)
        process.send_signal(signal.SIGCONT)
        assert process.stderr is not None
        said = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)

    assert re.search(r"newsarchive: \d of 5 bags", said)


def test_status_can_be_asked_while_an_audit_runs(cli: Cli, full: Path) -> None:
    with slow(cli, full, "--workers", "1"):
        done = cli("status", "-a", full)

    assert "not finished  audit" in done.stdout


def test_a_second_audit_waits_if_it_is_told_to(cli: Cli, full: Path) -> None:
    with slow(cli, full, "--workers", "1") as process:
        refused = cli("audit", "-a", full)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGCONT)
        waited = cli("audit", "-a", full, "--wait", f"{PATIENCE_SECONDS / 60:.0f}m", "--json")

    assert refused.code == 3
    assert "another newsarchive is running an audit" in refused.stderr
    assert (waited.code, waited.summary["bags"]) == (0, COUNT)


# What is on record


def test_audits_lists_what_is_on_record(cli: Cli, full: Path) -> None:
    cli("audit", "-a", full)
    cli("audit", "-a", full, "--due")

    done = cli("audits", "-a", full)

    first, second = done.stdout.splitlines()
    assert first.endswith("  all  5 intact")
    assert second.endswith("  due  no bags")


def test_audits_as_data(cli: Cli, full: Path) -> None:
    cli("audit", "-a", full)

    (run,) = cli("audits", "-a", full, "--json").lines

    assert (run["intact"], run["scope"], run["report_removed"]) == (
        COUNT,
        {"reach": "all", "value": ""},
        False,
    )


def test_reports_are_removed_only_where_that_is_confirmed(cli: Cli, full: Path) -> None:
    for _ in range(4):
        cli("audit", "-a", full)

    shown = cli("audits", "-a", full, "prune", "--older-than", "0")
    before = len(os.listdir(full / "audits"))
    done = cli("audits", "prune", "-a", full, "--older-than", "0", "--yes")

    assert "Would remove 2 reports" in shown.stdout
    assert (before, len(os.listdir(full / "audits"))) == (4, 2)
    assert "Removed 2 reports" in done.stdout
