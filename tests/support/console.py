"""Terminal sessions in documents: find them, run them, and compare what they print.

A session is a block fenced as `console`. A line that begins with `$ ` is a command, which a final
backslash continues on the next line; what follows, up to the next command, is what it prints, on
standard output and standard error together. In it `...` stands for any text within a line, and
for any number of lines where it is a line of its own. All blocks of a page share one folder, whose
state they change in order, and `cd` and `export` hold until the end of the page.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from support.patience import PATIENCE_SECONDS

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# Each command is given to a shell of its own, so that none can swallow the next from standard
# input; the working directory and the exported variables are handed on.
_SCRIPT = """\
[ -e "$0/env" ] && . "$0/env" && cd "$(cat "$0/cwd")"
{
%s
}
export -p > "$0/env"
pwd > "$0/cwd"
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, the output the document promises, and the line of the page it stands on."""

    command: str
    output: str
    line: int


def steps(page: str) -> Iterator[Step]:
    """The commands of all sessions of a page, in order.

    Raises:
        ValueError: a session does not begin with a command.
    """
    for block in _BLOCK.finditer(page):
        first = page.count("\n", 0, block.start()) + 2
        lines = block[1].split("\n")
        if not lines[0].startswith("$ "):
            raise ValueError(f"line {first}: a console block begins with a command")
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
            end = start
            while lines[end].endswith("\\") and end + 1 < stop:
                end += 1
            command = "\n".join(lines[start : end + 1]).removeprefix("$ ")
            yield Step(command, "\n".join(lines[end + 1 : stop]), first + start)


def matches(expected: str, printed: str) -> bool:
    """Whether `printed` is what `expected` says, white space at line ends and blank ends apart."""
    pattern = ""
    for line in _tidy(expected):
        if line == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.split("...")) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _tidy(printed))) is not None


def _tidy(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def run(step: Step, folder: Path, state: Path, env: Mapping[str, str]) -> str:
    """Run one command of a session in `folder` and return what it prints.

    `state` is a folder that outlives the command, for what it hands on.
    """
    done = subprocess.run(
        ["/bin/bash", "--norc", "--noprofile", "-c", _SCRIPT % step.command, state],
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.stdout.removeprefix("\ufeff")  # a terminal is not sent it
