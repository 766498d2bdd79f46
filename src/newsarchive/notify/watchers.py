"""Telling those who watch: pings, a file for Prometheus, a command of the operator.

Whatever goes wrong here is returned as a sentence, never raised: it changes neither what an audit
found nor its exit status.
"""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal
from urllib.parse import urlsplit, urlunsplit

from newsarchive import durable
from newsarchive.errors import why
from newsarchive.model.auditing import AuditReport
from newsarchive.model.policy import Telling
from newsarchive.model.status import Status
from newsarchive.parallel.threads import without_signals
from newsarchive.reports.metrics import metrics, read_last_success

State = Literal["start", "success", "failure"]

_SUFFIXES: Mapping[State, str] = {"start": "/start", "success": "", "failure": "/fail"}
_SCHEMES = frozenset({"http", "https"})
_MOST_BODY = 10_000  # bytes: what such watchers keep of a ping
_TRIES = 2
_MOST_METRICS = 1_000_000  # bytes of a metrics file that are read: ours has a few thousand
_MOST_HEARD = 2_000  # bytes of what a hook prints on standard error that are kept
_MOST_SAID = 300  # characters of it that are told
_GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds the network and a hook may take."""

    ping_seconds: float = 10.0
    hook_seconds: float = 60.0


def ping(url: str, state: State, body: str, *, seconds: float = 10.0) -> str:
    """Tell the watcher at `url` of a start, a success or a failure; "" or why it was not told.

    As healthchecks.io and those that follow it understand it: a POST to URL/start, URL or
    URL/fail, the query kept, with `body` for people. Tried twice; `seconds` is for each step of
    one try. The address is a secret, so only its host is named in what is returned.
    """
    try:
        address = urlsplit(url)
        if address.scheme not in _SCHEMES or not address.hostname:
            return "the address to ping does not begin with http:// or https:// and a host"
        where = address.hostname
        suffix = _SUFFIXES[state]
        path = address.path.rstrip("/") + suffix if suffix else address.path
        target = urlunsplit((address.scheme, address.netloc, path, address.query, ""))
    except ValueError as error:
        return f"the address to ping cannot be used: {error}"
    # Only here: a program that pings nobody loads nothing of the web.
    from newsarchive.notify.pings import post  # noqa: PLC0415

    data = body.encode("utf-8", "backslashreplace")[:_MOST_BODY].decode("utf-8", "ignore").encode()
    reason = ""
    for _ in range(_TRIES):
        reason = post(target, data, seconds)
        if not reason:
            return ""
    return f"{where} could not be told of the {state}: {reason}"


def write_metrics(path: Path, text: str) -> str:
    """Put `text` in the place of the file at `path`, all or nothing; "" or why not.

    Everybody may read it, whatever the umask: the exporter has another account. What is no file,
    such as /dev/stdout, is left in peace.
    """
    if _is_something_else(path):
        return f"the metrics could not be written to {path}: it is no file"
    try:
        durable.replace(path, text.encode())
        path.chmod(0o644)
    except OSError as error:
        reason = why(error)
        return f"the metrics could not be written to {path}: {reason}"
    return ""


def last_success(path: Path) -> int | None:
    """The last success in the metrics file at `path`; None if there is none to be read."""
    if _is_something_else(path):
        return None  # a pipe would keep us waiting
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_METRICS).decode("utf-8", "replace")
    except OSError:
        return None
    return read_last_success(text)


def _is_something_else(path: Path) -> bool:
    return path.exists() and not path.is_file()


def notify(
    command: Sequence[str],
    message: str,
    environment: Mapping[str, str],
    *,
    seconds: float = 60.0,
) -> str:
    """Run the operator's `command` with `message` on its standard input; "" or why it failed.

    No shell is between. `environment` is added to this process's own. What the command prints is
    dropped, but for the end of what it says on standard error if it fails. After `seconds` it is
    ended with all that it started.
    """
    try:
        process = subprocess.Popen(  # noqa: S603  # the operator's own command, out of archive.toml
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            start_new_session=True,  # a group of its own, so that all of it can be ended
        )
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return f"the hook {command[0]} could not be run: {reason}"
    heard = _Heard(process.stderr)
    data = message.encode("utf-8", "backslashreplace")
    try:
        # Threads: it may read nothing, print without end, or leave children with its pipes open.
        with without_signals():
            threading.Thread(target=_feed, args=(process.stdin, data), daemon=True).start()
            heard.start()
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        return f"the hook {command[0]} was ended: it took more than {seconds:g} s"
    except RuntimeError as error:  # no thread could be started
        return f"the hook {command[0]} was ended: {error}"
    finally:
        if process.returncode is None:
            _end(process)
    if code == 0:
        return ""
    heard.join(_GRACE_SECONDS)
    ended = f"ended with status {code}" if code > 0 else f"was ended by signal {-code}"
    said = heard.last_line()
    return f"the hook {command[0]} {ended}" + (f": {said}" if said else "")


def _feed(stream: IO[bytes] | None, data: bytes) -> None:
    """Give `data` to a process; one that does not want it need not read it."""
    with contextlib.suppress(OSError, ValueError):
        if stream is not None:
            with stream:
                stream.write(data)


class _Heard(threading.Thread):
    """Reads a stream to its end, and keeps the end of it."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self._tail = b""

    def run(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._stream is not None:
                with self._stream as stream:
                    while data := os.read(stream.fileno(), 65_536):
                        self._tail = (self._tail + data)[-_MOST_HEARD:]

    def last_line(self) -> str:
        """The last line that says something, without what a terminal would obey."""
        lines = self._tail.decode("utf-8", "replace").strip().splitlines() or [""]
        return "".join(c for c in lines[-1] if c.isprintable()).strip()[:_MOST_SAID]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its group: asked first, then without asking."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
            # Its children may not have obeyed: the group lives as long as one of them.
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            return


@dataclass(slots=True)
class Tellers:
    """Tells of one run to all whom archive.toml names, and of its end only once.

    Each method returns what could not be told, as lines for standard error. `archive` is the
    archive's folder, `archive_id` its id, "" where it is not known.
    """

    telling: Telling
    archive: Path
    archive_id: str = ""
    limits: Limits = Limits()
    _has_ended: bool = field(default=False, init=False)

    def began(self) -> tuple[str, ...]:
        """A run begins."""
        return self._ping("start", "")

    def ended(self, report: AuditReport, status: Status | None, message: str) -> tuple[str, ...]:
        """A run ended with `report`; `status` is how the archive stands after it.

        `message` is the summary in plain text. The hook hears of exit status 1 and 3, which
        nothing acknowledged leads to; of all runs with `notify = "always"`.
        """
        if self._has_ended:
            return ()
        self._has_ended = True
        code = report.exit_code
        if report.head:
            message = f"{message.rstrip()}\nledger head: {report.head}"
        # The file first: it needs no network, and nobody waits for it.
        lines = self._metrics(status, report, code)
        lines += self._ping("failure" if code else "success", message)
        if self.telling.wants_message(code):
            lines += self._notify(message, report.start.run, code, _verdict(code), report.head)
        return lines

    def failed(self, message: str, *, exit_status: int = 3) -> tuple[str, ...]:
        """A run ended with an error and has no report: what it was is `message`."""
        if self._has_ended:
            return ()
        self._has_ended = True
        lines = self._metrics(None, None, exit_status)
        lines += self._ping("failure", message)
        return lines + self._notify(message, "", exit_status, "failed", "")

    def _ping(self, state: State, body: str) -> tuple[str, ...]:
        if not self.telling.ping:
            return ()
        return _lines(ping(self.telling.ping, state, body, seconds=self.limits.ping_seconds))

    def _metrics(
        self, status: Status | None, report: AuditReport | None, code: int
    ) -> tuple[str, ...]:
        if not self.telling.metrics:
            return ()
        path = self.archive / self.telling.metrics
        text = metrics(
            status, report, self.archive_id, last_success=last_success(path), exit_status=code
        )
        return _lines(write_metrics(path, text))

    def _notify(
        self, message: str, run: str, code: int, verdict: str, head: str
    ) -> tuple[str, ...]:
        if not self.telling.hook:
            return ()
        environment = {
            "NEWSARCHIVE_RUN": run,
            "NEWSARCHIVE_EXIT": str(code),
            "NEWSARCHIVE_VERDICT": verdict,
            "NEWSARCHIVE_LEDGER_HEAD": head,
            "NEWSARCHIVE_ARCHIVE": str(self.archive.absolute()),
        }
        return _lines(
            notify(self.telling.hook, message, environment, seconds=self.limits.hook_seconds)
        )


def _verdict(code: int) -> str:
    return {0: "well", 1: "damage"}.get(code, "unverified")


def _lines(problem: str) -> tuple[str, ...]:
    return (problem,) if problem else ()
