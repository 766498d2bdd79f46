"""The command as a user runs it: a process of its own, with an environment that holds nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.forks import Forks
from support.patience import PATIENCE_SECONDS

COMMAND = Path(sys.executable).with_name("newsarchive")


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended and what it printed."""

    code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.stdout.split("\n") if line]

    @property
    def document(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.stdout)

    @property
    def summary(self) -> dict[str, Any]:
        """The summary that ends the JSON lines of `ingest` and `audit`."""
        summary: dict[str, Any] = self.lines[-1]["summary"]
        return summary


@dataclass(frozen=True, slots=True)
class Cli:
    """Runs `newsarchive` in `cwd`; `env` is all of its environment.

    Its processes are forked by `forks`, which saves their start, or begin by themselves without it.
    """

    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    forks: Forks | None = None

    def __call__(
        self,
        *arguments: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
    ) -> Result:
        """Run it to its end, whatever its exit status; `env` is added to the environment."""
        environment = {**self.env, **(env or {})}
        if self.forks is not None:
            words = [os.fspath(word) for word in arguments]
            return Result(*self.forks.told(words, cwd or self.cwd, environment, stdin))
        done = subprocess.run(
            [COMMAND, *arguments],
            cwd=cwd or self.cwd,
            env=environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)


def clean_environment(home: Path) -> dict[str, str]:
    """An environment with nothing of the user's in it: no $NEWSARCHIVE, no locale but UTF-8.

    The folder of the interpreter comes first on the path, so `newsarchive` is the one under test.
    """
    return {
        "PATH": os.pathsep.join((str(COMMAND.parent), "/usr/local/bin", "/usr/bin", "/bin")),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
