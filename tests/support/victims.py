"""Runs the command in processes that may be broken, hundreds of times in little time.

One process imports the program once and then forks a child for each run, which is the command as a
user runs it but for the time of its start. A child can be given a `Fault`, and another user's id.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from support import faults
from support.faults import Fault
from support.forks import warm_up
from support.patience import PATIENCE_SECONDS

_TESTS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: `code` is negative for a signal, None if it had to be ended by us."""

    code: int | None
    stdout: str
    stderr: str

    @property
    def killed(self) -> bool:
        """Whether it did not end by itself."""
        return self.code is None or self.code < 0

    @property
    def said(self) -> list[dict[str, Any]]:
        """The JSON lines that were wholly printed."""
        return [json.loads(x) for x in self.stdout.split("\n")[:-1] if x.startswith("{")]


class Victims:
    """The process that forks. Used in a `with` block; `folder` is for what the runs print."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join((str(_TESTS), str(_TESTS / "support/site"))),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from support.victims import serve; serve()", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=folder,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(PATIENCE_SECONDS)

    def run(
        self, *arguments: str | Path, fault: Fault | None = None, uid: int | None = None
    ) -> Run:
        """Run `newsarchive` with `arguments` to its end, whatever that is."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {
            "arguments": [os.fspath(a) for a in arguments],
            "fault": fault.document() if fault else None,
            "uid": uid,
        }
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the process that forks has died"
        out, err = self._folder / "stdout", self._folder / "stderr"
        return Run(
            json.loads(answer), out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace")
        )


def serve() -> None:
    """Read requests from standard input, answer each with an exit status; ends with the input."""
    folder = Path(sys.argv[1])
    (folder / "warm").mkdir()
    warm_up(folder / "warm")
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _live(request, folder)
        sys.stdout.write(json.dumps(_end_of(child)) + "\n")
        sys.stdout.flush()


def _live(request: dict[str, Any], folder: Path) -> None:
    """Be the command, from here to the end of this process."""
    code = 70
    try:
        os.setsid()
        for name, fd in (("stdout", 1), ("stderr", 2)):
            opened = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
            os.dup2(opened, fd)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if request["uid"] is not None:
            os.setgroups([])
            os.setgid(request["uid"])
            os.setuid(request["uid"])
        sys.argv = ["newsarchive", *request["arguments"]]
        if request["fault"] and request["fault"]["in_workers"]:
            os.environ["SUPPORT_WORKER_FAULT"] = json.dumps(request["fault"])
        elif request["fault"]:
            faults.install(Fault(**request["fault"]))
        from newsarchive.cli import main  # noqa: PLC0415

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  # shown as an interpreter would
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _end_of(child: int) -> int | None:
    """Wait for it, and end what it leaves behind: workers of a parent that was killed."""
    hung = False

    def give_up(_number: int, _frame: FrameType | None) -> None:
        nonlocal hung
        hung = True
        _kill(child)

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECONDS)
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _kill(child)
    return None if hung else os.waitstatus_to_exitcode(status)


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
