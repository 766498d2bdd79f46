"""Telling those who watch: each hears once, and what fails is said and changes nothing."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from newsarchive.model.attention import FindingCounts
from newsarchive.model.auditing import AuditReport, End, Found, RunState, Start
from newsarchive.model.chronicle import Coverage, Gaps
from newsarchive.model.finding import Verdict
from newsarchive.model.policy import Telling
from newsarchive.model.status import Status
from newsarchive.notify.watchers import (
    Limits,
    State,
    Tellers,
    last_success,
    notify,
    ping,
    write_metrics,
)
from support.audits import changed
from support.patience import PATIENCE_SECONDS
from support.watchers import Heard, nobody, silent, watcher

QUICK = 0.2
HEAD = "17:" + "9f" * 32
GOOD = AuditReport(
    Start("2026-11-25T195000Z-abcdef", "2026-11-25T19:50:00Z", planned=2, of=2),
    Found(Counter({Verdict.INTACT: 2}), files=8, bytes=100),
    End("2026-11-25T20:00:00Z", 1500),
)
DAMAGED = changed(GOOD, counts=Counter({Verdict.INTACT: 1, Verdict.DAMAGED: 1}), new_trouble=1)
ACKNOWLEDGED = changed(DAMAGED, new_trouble=0)
UNVERIFIED = changed(GOOD, counts=Counter({Verdict.INTACT: 1, Verdict.UNVERIFIED: 1}), new_unseen=1)
INTERRUPTED = changed(GOOD, state=RunState.INTERRUPTED)
UNRECORDED = changed(GOOD, unrecorded="the disk is full")
STATUS = Status(
    now="2026-11-25T20:00:00Z",
    bags=2,
    bytes=100,
    coverage=Coverage(90, 2, 2, 0, 0, None),
    last_audit=None,
    open=(),
    tally=FindingCounts(Counter(), Counter(), {}),
    acknowledged=(),
    gaps=Gaps(0),
    months={},
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def script(program: str, *arguments: str | Path) -> tuple[str, ...]:
    """A hook: a small program."""
    return (sys.executable, "-S", "-c", program, *map(str, arguments))


# A hook that writes down what it was told, one file for each time.
_RECORDER = """
import os, sys
names = sorted(n for n in os.environ if n.startswith("NEWSARCHIVE_"))
told = "".join(f"{n}={os.environ[n]}\\n" for n in names) + sys.stdin.read()
open(os.path.join(sys.argv[1], str(len(os.listdir(sys.argv[1])))), "w").write(told)
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """The folder where the hook writes down what it was told."""
    path = tmp_path / "told"
    path.mkdir()
    return path


def letters(told: Path) -> list[str]:
    """What the hook was told, each time."""
    return [path.read_text() for path in sorted(told.iterdir())]


# --- pings


@pytest.mark.parametrize(
    ("address", "state", "path"),
    [
        ("/abc", "start", "/abc/start"),
        ("/abc", "success", "/abc"),
        ("/abc", "failure", "/abc/fail"),
        ("/abc/", "start", "/abc/start"),
        ("/abc/", "success", "/abc/"),
        ("/abc?create=1", "failure", "/abc/fail?create=1"),
        ("/abc?create=1", "success", "/abc?create=1"),
        ("/abc#part", "start", "/abc/start"),
        ("", "failure", "/fail"),
    ],
)
def test_a_ping_goes_where_watchers_expect_it(address: str, state: State, path: str) -> None:
    with watcher() as one:
        problem = ping(one.url + address, state, "All 2 bags are intact.", seconds=PATIENCE_SECONDS)

    assert problem == ""
    assert one.heard == [Heard("POST", path, "All 2 bags are intact.")]


def test_a_long_summary_is_cut_and_stays_text() -> None:
    with watcher() as one:
        problem = ping(one.url, "failure", "x" + "ü" * 20_000, seconds=PATIENCE_SECONDS)

    assert problem == ""
    assert one.heard[0].body == "x" + "ü" * 4_999


def test_a_ping_that_fails_once_is_sent_again() -> None:
    with watcher((503, ""), (200, "")) as one:
        problem = ping(one.url + "/abc", "success", "", seconds=PATIENCE_SECONDS)

    assert problem == ""
    assert [heard.path for heard in one.heard] == ["/abc", "/abc"]


def test_a_watcher_that_does_not_take_a_ping_is_named_without_its_secret() -> None:
    with watcher((404, "")) as one:
        problem = ping(one.url + "/secret", "success", "", seconds=PATIENCE_SECONDS)

    assert problem == "127.0.0.1 could not be told of the success: it answered 404"
    assert len(one.heard) == 2


def test_nobody_at_the_address_is_a_reason() -> None:
    problem = ping(nobody(), "start", "", seconds=PATIENCE_SECONDS)

    assert problem == "127.0.0.1 could not be told of the start: connection refused"


def test_a_watcher_that_never_answers_is_given_up() -> None:
    with silent() as url:
        problem = ping(url, "failure", "damage", seconds=QUICK)

    assert problem == "127.0.0.1 could not be told of the failure: timed out"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://127.0.0.1/x", id="ftp"),
        pytest.param("http://", id="no host"),
        pytest.param("http://[::1/x", id="half an address"),
        pytest.param("http://127.0.0.1:x/", id="no port"),
        pytest.param("http://127.0.0.1/a b\n", id="control characters"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_address_that_cannot_be_pinged_is_a_reason(url: str) -> None:
    assert ping(url, "start", "", seconds=QUICK)


def test_an_address_that_cannot_be_pinged_is_not_given_away() -> None:
    assert "secret" not in ping("http://127.0.0.1/a secret", "start", "", seconds=QUICK)


def test_a_ping_follows_where_the_watcher_has_moved() -> None:
    with watcher() as new, watcher((307, f"{new.url}/new")) as old:
        problem = ping(old.url + "/old", "failure", "1 bag is damaged.", seconds=PATIENCE_SECONDS)

    assert problem == ""
    assert new.heard == [Heard("POST", "/new", "1 bag is damaged.")]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/"])
def test_a_ping_follows_nowhere_else(target: str) -> None:
    with watcher((302, target)) as one:
        problem = ping(one.url, "success", "", seconds=PATIENCE_SECONDS)

    assert problem.startswith("127.0.0.1 could not be told of the success: it ")


def test_a_watcher_that_sends_in_circles_is_given_up() -> None:
    with watcher((302, "/again")) as one:
        problem = ping(one.url, "success", "", seconds=PATIENCE_SECONDS)

    assert problem == "127.0.0.1 could not be told of the success: it answered 302"


def test_a_program_that_pings_nobody_loads_nothing_of_the_web() -> None:
    program = "import sys, newsarchive.notify.watchers; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout

    assert not {b"http.client", b"urllib.request", b"ssl"} & set(loaded.split())


# --- metrics


def test_metrics_take_the_place_of_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "newsarchive.prom"
    path.write_text("old")
    path.chmod(0o600)

    assert write_metrics(path, "new\n") == ""

    assert path.read_text() == "new\n"
    assert path.stat().st_mode & 0o777 == 0o644
    assert os.listdir(tmp_path) == ["newsarchive.prom"]


def test_metrics_can_be_read_by_all_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "newsarchive.prom"
    before = os.umask(0o077)
    try:
        write_metrics(path, "new\n")
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o644


def test_metrics_that_cannot_be_written_leave_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "newsarchive.prom"
    path.write_text("old")
    (tmp_path / ".newsarchive.prom.new").mkdir()  # in the way of the draft, also for root

    problem = write_metrics(path, "new\n")

    assert problem.startswith(f"the metrics could not be written to {path}: ")
    assert path.read_text() == "old"


def test_metrics_do_not_take_the_place_of_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    problem = write_metrics(pipe, "new\n")

    assert problem == f"the metrics could not be written to {pipe}: it is no file"
    assert last_success(pipe) is None
    assert pipe.is_fifo()


def test_metrics_for_a_folder_that_is_not_there_are_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "nowhere/newsarchive.prom"

    problem = write_metrics(path, "new\n")

    assert problem == f"the metrics could not be written to {path}: no such file or directory"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no file"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\x00", id="no text"),
        pytest.param(b"up 1\n", id="of somebody else"),
    ],
)
def test_a_file_without_a_last_success_has_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "newsarchive.prom"
    if content is not None:
        path.write_bytes(content)

    assert last_success(path) is None


# --- the hook


def test_a_hook_gets_the_message_and_the_environment(told: Path) -> None:
    problem = notify(script(_RECORDER, told), "1 bag is damaged: ü", {"NEWSARCHIVE_EXIT": "1"})

    assert problem == ""
    assert letters(told) == ["NEWSARCHIVE_EXIT=1\n1 bag is damaged: ü"]


def test_no_shell_stands_between(told: Path) -> None:
    odd = told / "$(touch x); `y` *"
    odd.mkdir()

    assert notify(script(_RECORDER, odd), "m", {}) == ""

    assert [path.name for path in told.iterdir()] == [odd.name]


def test_a_hook_that_fails_says_why() -> None:
    program = "import sys; print('first', file=sys.stderr); sys.exit('\\x1b[1mno mail server')"

    problem = notify(script(program), "m", {})

    assert problem == f"the hook {sys.executable} ended with status 1: [1mno mail server"


def test_a_hook_that_is_not_there_is_a_reason() -> None:
    assert notify(["/nowhere/hook"], "m", {}) == (
        "the hook /nowhere/hook could not be run: no such file or directory"
    )


def test_a_hook_that_dies_is_a_reason() -> None:
    program = "import os; os.kill(os.getpid(), 9)"

    assert notify(script(program), "m", {}) == f"the hook {sys.executable} was ended by signal 9"


def test_a_hook_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    hook = ("/bin/sh", "-c", 'sleep 600 & echo $! >"$0"; wait', str(tmp_path / "pid"))

    for seconds in (1, 10, PATIENCE_SECONDS):  # where it had not even begun, it is given more
        problem = notify(hook, "m", {}, seconds=seconds)
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            break

    assert problem == f"the hook /bin/sh was ended: it took more than {seconds:g} s"
    deadline = time.monotonic() + PATIENCE_SECONDS
    pid = int((tmp_path / "pid").read_text())
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.01)  # what is killed is gone a moment later
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether a process lives and is not only waiting to be counted."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in {"Z", "X"}


def test_a_hook_that_does_not_read_a_long_message_is_no_failure() -> None:
    assert notify(script("pass"), "x" * 1_000_000, {}) == ""


def test_a_hook_that_prints_without_end_fills_nothing() -> None:
    program = """
import os
for _ in range(2000):
    os.write(1, b"o" * 10_000)
    os.write(2, b"e" * 10_000)
raise SystemExit(chr(10) + "the last word" + "!" * 1000)
"""

    problem = notify(script(program), "m", {})

    assert problem.startswith(f"the hook {sys.executable} ended with status 1: the last word!")
    assert len(problem) < 500


def test_a_child_that_a_hook_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    program = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(3600)"])
with open(sys.argv[1], "w") as file:
    file.write(str(child.pid))
"""
    hook = script(program, tmp_path / "pid")

    assert notify(hook, "m", {}, seconds=PATIENCE_SECONDS) == ""

    with suppress(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


# --- one run


@pytest.mark.parametrize(
    ("report", "when", "count"),
    [
        pytest.param(GOOD, "damage", 0, id="well"),
        pytest.param(ACKNOWLEDGED, "damage", 0, id="acknowledged damage"),
        pytest.param(DAMAGED, "damage", 1, id="damage"),
        pytest.param(UNVERIFIED, "damage", 1, id="not verified"),
        pytest.param(INTERRUPTED, "damage", 1, id="interrupted"),
        pytest.param(UNRECORDED, "damage", 1, id="not recorded"),
        pytest.param(GOOD, "always", 1, id="well, always"),
        pytest.param(ACKNOWLEDGED, "always", 1, id="acknowledged damage, always"),
    ],
)
def test_the_hook_hears_of_what_nobody_knows_yet(
    tmp_path: Path, told: Path, report: AuditReport, when: str, count: int
) -> None:
    tellers = Tellers(Telling(hook=script(_RECORDER, told), notify=when), tmp_path)

    lines = tellers.began() + tellers.ended(report, STATUS, "the summary")

    assert lines == ()
    assert len(letters(told)) == count


def test_the_hook_is_told_what_it_is_about(tmp_path: Path, told: Path) -> None:
    tellers = Tellers(Telling(hook=script(_RECORDER, told)), tmp_path)

    tellers.ended(changed(DAMAGED, head=HEAD), STATUS, "1 of 2 bags is intact; 1 is damaged.\n")

    (letter,) = letters(told)
    assert letter.splitlines() == [
        f"NEWSARCHIVE_ARCHIVE={tmp_path}",
        "NEWSARCHIVE_EXIT=1",
        f"NEWSARCHIVE_LEDGER_HEAD={HEAD}",
        "NEWSARCHIVE_RUN=2026-11-25T195000Z-abcdef",
        "NEWSARCHIVE_VERDICT=damage",
        "1 of 2 bags is intact; 1 is damaged.",
        f"ledger head: {HEAD}",
    ]


def test_whoever_is_pinged_keeps_the_head_of_the_ledger(tmp_path: Path) -> None:
    with watcher() as one:
        tellers = Tellers(Telling(ping=one.url + "/abc"), tmp_path)
        tellers.ended(changed(GOOD, head=HEAD), STATUS, "All 2 bags are intact.")

    assert [heard.body for heard in one.heard] == [f"All 2 bags are intact.\nledger head: {HEAD}"]


def test_a_run_is_told_of_at_its_start_and_at_its_end(tmp_path: Path) -> None:
    with watcher() as one:
        tellers = Tellers(Telling(ping=one.url + "/abc"), tmp_path)
        tellers.began()
        tellers.ended(GOOD, STATUS, "All 2 bags are intact.")

    assert one.heard == [
        Heard("POST", "/abc/start", ""),
        Heard("POST", "/abc", "All 2 bags are intact."),
    ]


@pytest.mark.parametrize("report", [DAMAGED, UNVERIFIED, INTERRUPTED, UNRECORDED])
def test_a_run_that_did_not_end_well_is_pinged_as_a_failure(
    tmp_path: Path, report: AuditReport
) -> None:
    with watcher() as one:
        Tellers(Telling(ping=one.url), tmp_path).ended(report, STATUS, "the summary")

    assert one.heard == [Heard("POST", "/fail", "the summary")]


def test_a_run_that_raised_an_error_is_told_to_all(tmp_path: Path, told: Path) -> None:
    with watcher() as one:
        telling = Telling(one.url, "audit.prom", script(_RECORDER, told))
        tellers = Tellers(telling, tmp_path, "urn:x")
        tellers.ended(GOOD, STATUS, "All is well.")
        lines = Tellers(telling, tmp_path, "urn:x").failed("the ledger is damaged")

    assert lines == ()
    assert one.heard[-1] == Heard("POST", "/fail", "the ledger is damaged")
    assert len(letters(told)) == 1
    assert letters(told)[0].endswith("NEWSARCHIVE_VERDICT=failed\nthe ledger is damaged")
    assert (tmp_path / "audit.prom").read_text().count('exit_status{archive="urn:x"} 3') == 1
    assert last_success(tmp_path / "audit.prom") == 1_795_636_800


def test_no_run_is_told_of_twice(tmp_path: Path, told: Path) -> None:
    with watcher() as one:
        tellers = Tellers(Telling(ping=one.url, hook=script(_RECORDER, told)), tmp_path)
        tellers.ended(DAMAGED, STATUS, "the summary")
        tellers.failed("standard output is closed")
        tellers.ended(DAMAGED, STATUS, "the summary")

    assert len(one.heard) == 1
    assert len(letters(told)) == 1


def test_the_last_success_outlives_a_run_that_failed(tmp_path: Path) -> None:
    telling = Telling(metrics="audit.prom")

    Tellers(telling, tmp_path).ended(GOOD, STATUS, "")
    Tellers(telling, tmp_path).ended(changed(DAMAGED, ended="2026-11-26T20:00:00Z"), STATUS, "")

    assert last_success(tmp_path / "audit.prom") == 1_795_636_800


def test_metrics_lie_in_the_archive_unless_the_path_is_whole(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.prom"
    (tmp_path / "archive").mkdir()

    for path in ("inside.prom", str(elsewhere)):
        Tellers(Telling(metrics=path), tmp_path / "archive").ended(GOOD, STATUS, "")

    assert elsewhere.is_file()
    assert (tmp_path / "archive/inside.prom").is_file()


@pytest.mark.parametrize("report", [GOOD, DAMAGED, UNVERIFIED])
def test_whatever_fails_is_said_and_changes_nothing(tmp_path: Path, report: AuditReport) -> None:
    exit_before = report.exit_code
    telling = Telling(nobody(), "nowhere/x.prom", ("/nowhere/hook",), "always")
    tellers = Tellers(telling, tmp_path, limits=Limits(QUICK, QUICK))

    lines = tellers.began() + tellers.ended(report, STATUS, "the summary")

    assert [line.split(" could not be ")[0] for line in lines] == [
        "127.0.0.1",
        "the metrics",
        "127.0.0.1",
        "the hook /nowhere/hook",
    ]
    assert report.exit_code == exit_before


def test_one_that_cannot_be_told_keeps_the_news_from_no_other(tmp_path: Path, told: Path) -> None:
    telling = Telling(nobody(), "nowhere/x.prom", script(_RECORDER, told))

    lines = Tellers(telling, tmp_path).ended(DAMAGED, None, "the summary")

    assert len(lines) == 2
    assert len(letters(told)) == 1


def test_where_nobody_watches_nothing_is_done(tmp_path: Path) -> None:
    tellers = Tellers(Telling(), tmp_path)

    assert tellers.began() + tellers.ended(DAMAGED, STATUS, "the summary") == ()
    assert Tellers(Telling(), tmp_path).failed("gone") == ()
    assert os.listdir(tmp_path) == []
