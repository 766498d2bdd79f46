"""The command in processes of its own that need not load it: a process that forks has it loaded.

A child is the command as a user runs it, from its script to its exit status, with streams,
environment and working directory of its own. What it lacks is its start, and at its end that all
that is loaded is taken down: each takes longer than most of what tests ask for. What is claimed of
the start, or of streams that are spoiled before it, runs `support.cli.COMMAND` itself.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from support.patience import PATIENCE_SECONDS

_TESTS = Path(__file__).parents[1]
_MOST_BYTES = 1 << 17  # of a request: less than what a socket of this kind takes at once
_UNLOADED = {"newsarchive.__main__", "newsarchive.corpus.parquet"}  # pyarrow may have threads


class Forks:
    """The process that forks. Used in a `with` block; `folder` is its own, to try itself in.

    `script` is what is run, and `env` the environment that the process that forks is started in.
    """

    def __init__(self, folder: Path, script: Path, env: Mapping[str, str]) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(PATIENCE_SECONDS)
        self._started_in = _read_at_start(env)
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from support.forks import serve; serve()",
                    str(theirs.fileno()),
                    folder,
                    script,
                ],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**env, **_WITHOUT_THREADS, "PYTHONPATH": str(_TESTS)},
                cwd=folder,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ours.close()
        self._process.wait(PATIENCE_SECONDS)

    def run(
        self,
        arguments: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        streams: Sequence[int],
    ) -> int:
        """Run the script to its end, with these for its standard streams; its exit status.

        `env` is all of its environment; it has the umask of this process. The status is negative
        for a signal, as `subprocess` has it.

        Raises:
            TimeoutError: it did not come to its end, and was killed.
        """
        assert _read_at_start(env) == self._started_in, "this is for a process that is started"
        os.umask(umask := os.umask(0))
        document = json.dumps([arguments, os.fspath(cwd), dict(env), umask]).encode()
        assert len(document) < _MOST_BYTES, "so many arguments are for a process that is started"
        socket.send_fds(self._ours, [document], streams)
        child = self._answer()
        try:
            return self._answer()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            raise

    def told(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: str = ""
    ) -> tuple[int, str, str]:
        """Run it with `stdin` for its input: its exit status, and what it wrote, as UTF-8."""
        with contextlib.ExitStack() as files:
            given, out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
            given.write(stdin.encode())
            given.seek(0)
            code = self.run(arguments, cwd, env, (given.fileno(), out.fileno(), err.fileno()))
            written = []
            for file in (out, err):
                file.seek(0)
                written.append(file.read().decode())
        return code, written[0], written[1]

    def _answer(self) -> int:
        answer = self._ours.recv(64)
        assert answer, "the process that forks has died"
        return int(answer)


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    """Of an environment that which a process heeds when it starts, and not again."""
    return {k: v for k, v in env.items() if k.startswith(("LANG", "LC_", "PYTHON"))}


# What numpy and its like are told, which else start threads when they are loaded.
_WITHOUT_THREADS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ARROW_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
}


def serve() -> None:
    """Take requests from the socket, answer each with the child's number and its exit status.

    It ends when nobody is there any more to ask.
    """
    ending = _Ending()
    atexit.register(ending.end)  # before all others are, and so it comes after them
    channel, folder, script = socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]
    warm_up(folder)
    sys.path[:] = [os.path.dirname(script), *(p for p in sys.path[1:] if p != str(_TESTS))]
    while True:
        request, streams, _, _ = socket.recv_fds(channel, _MOST_BYTES, 3)
        if not request:
            return
        assert len(os.listdir("/proc/self/task")) == 1, "a child would lack the other threads"
        child = os.fork()
        if child == 0:
            channel.close()
            _become(script, streams, *json.loads(request))
            with ending:
                runpy.run_path(script, run_name="__main__")
            return
        for stream in streams:
            os.close(stream)
        channel.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


class _Ending:
    """The end of a child, when its threads have ended and its exit functions have run."""

    def __init__(self) -> None:
        self._code: int | None = None

    def __enter__(self) -> None:
        self._code = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, SystemExit):
            self._code = error.code if isinstance(error.code, int) else int(bool(error.code))
        else:
            self._code = int(error is not None)

    def end(self) -> None:
        """Write what is held back, and end: 120 if that cannot be done, as any interpreter does."""
        if self._code is None:
            return  # this is the process that forks
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                self._code = 120
        os._exit(self._code)


def _become(
    script: str,
    streams: Sequence[int],
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    umask: int,
) -> None:
    """Be a process as it is when its script begins."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.umask(umask)
    os.chdir(cwd)  # noqa: TID251  # this process is nobody else's
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        was = getattr(sys, name)
        mode, lines = ("w" if number else "r"), -1 if number < 2 else 1
        opened = open(  # noqa: SIM115  # as long as the process
            number, mode, lines, encoding=was.encoding, errors=was.errors, closefd=False
        )
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    sys.argv = [script, *arguments]


def warm_up(folder: Path) -> None:
    """Load what the command would load late, and by running it what that would make once.

    It is not asked to search, and has no Siegfried: these leave threads behind, which a forked
    child would lack. A child that wants them loads them itself.
    """
    import newsarchive  # noqa: PLC0415  # the program is for those who serve
    from newsarchive.cli import group  # noqa: PLC0415

    for module in pkgutil.walk_packages(newsarchive.__path__, "newsarchive."):
        if module.name not in _UNLOADED:
            importlib.import_module(module.name)
    sys.modules["pygfried"] = None  # type: ignore[assignment]  # as if it were not installed
    source = folder / "warm.txt"
    source.write_text("Rain fell on the harbour for the ninth day.\n\nSource: Gazette\n", "utf-8")
    commands = (
        ["init"],
        ["ingest", "--quiet", str(source)],
        ["audit", "--quiet"],
        ["show", "rain"],
        ["history", "rain", "--premis"],
        ["export", "rain"],
    )
    with (
        (folder / "warm.out").open("w") as out,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
    ):
        for name, *options in commands:
            words = [name, "-a", str(folder / "warm"), *options]
            group.main(words, "newsarchive", standalone_mode=False)
    del sys.modules["pygfried"]
    from newsarchive.formats.pronom.identify import identifying  # noqa: PLC0415  # as above

    identifying.cache_clear()
    gc.collect()
    gc.freeze()  # a child that looked for garbage would have a copy made of every page
