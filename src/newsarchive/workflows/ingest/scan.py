"""The scanner of the institution, asked about every file that is received, before it is stored.

Its exit status is what clamscan and most others have: 0 nothing found, 1 something found, more: it
could not tell. What could not be scanned is not taken in.
"""

import contextlib
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.model.receiving import Receiving

_FOUND = 1
_MOST_SAID = 1 << 16  # bytes that are kept of what a scanner prints
_MOST_SHOWN = 200
_STEP_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner: its command, in which `{file}` stands for a file, and how long it may take."""

    command: tuple[str, ...]
    seconds: float

    @classmethod
    def of(cls, receiving: Receiving) -> "Scanner | None":
        """The scanner of an archive, if it has one."""
        return cls(receiving.scan, receiving.scan_seconds) if receiving.scan else None

    @property
    def program(self) -> str:
        """What it is called, without folders."""
        return self.command[0].rpartition("/")[2]

    def check(self, path: Path, name: str) -> None:
        """See that nothing is found in the file at `path`, which people call `name`.

        Raises:
            RefusedError: something was found; says what, in the scanner's words.
            SourceError: the scanner could not be asked, could not tell, or took too long.
        """
        command = [self.command[0], *(w.replace("{file}", str(path)) for w in self.command[1:])]
        try:
            code, said = _run(command, self.seconds)
        except OSError as error:
            raise self._unscanned(name, f"it cannot be run: {why(error)}") from error
        except _TooLongError as error:
            raise self._unscanned(name, f"it took more than {self.seconds:g} s") from error
        line = _line(said.replace(os.fsencode(path), os.fsencode(name)))
        if code == _FOUND:
            raise RefusedError(
                f"{name}: {self.program} found something: {line or 'it does not say what'}",
                hint="Nothing was stored for it.",
            )
        if code != 0:
            ended = f"it ended with status {code}" if code > 0 else f"signal {-code} ended it"
            raise self._unscanned(name, f"{ended}: {line}" if line else ended)

    def _unscanned(self, name: str, reason: str) -> SourceError:
        return SourceError(
            f"{name} could not be scanned by {self.program}: {reason}",
            hint="Nothing was stored for it. When the scanner works, take it in again.",
        )


class _TooLongError(Exception):
    """A command took too long, and was ended."""


def _run(command: list[str], seconds: float) -> tuple[int, bytes]:
    """Run a command: its exit status and the beginning of what it printed.

    No shell is between. It is ended with all that it started when it takes longer than `seconds`.

    Raises:
        OSError: it cannot be run.
        _TooLongError: it took too long.
    """
    with subprocess.Popen(  # noqa: S603  # the institution's own command, out of archive.toml
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101  # it was asked for
            said = _heard(process, process.stdout.fileno(), time.monotonic() + seconds)
            return process.returncode, said
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _heard(process: subprocess.Popen[bytes], pipe: int, deadline: float) -> bytes:
    """What a process prints until it ends; it may leave children that hold its pipe open."""
    said = bytearray()
    is_open = True
    while process.poll() is None or is_open:
        if time.monotonic() >= deadline:
            raise _TooLongError
        if not is_open:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STEP_SECONDS)
            continue
        ended = process.returncode is not None
        if select.select([pipe], [], [], 0 if ended else _STEP_SECONDS)[0]:
            data = os.read(pipe, _MOST_SAID)
            said += data[: _MOST_SAID - len(said)]
            is_open = bool(data)
        elif ended:
            break
    return bytes(said)


def _line(said: bytes) -> str:
    """The first line of it that says anything, without what would move a cursor, and no longer."""
    lines = (" ".join(line.split()) for line in said.decode("utf-8", "replace").splitlines())
    line = next(filter(None, lines), "")
    line = "".join(c if c.isprintable() else "?" for c in line)
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}..."
