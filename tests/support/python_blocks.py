"""Python examples in documents: find them, run them, and see what they print.

A block fenced as `python` is run; a block fenced as `text` that follows it, with nothing between
them, is what it prints, as a session of the terminal says it (`support.console`). All blocks of a
page are run in order by one interpreter and share their names.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.patience import PATIENCE_SECONDS

_BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```$(?:\n\n```text\n(?P<output>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)

# Lines count as in the page, so that a traceback names those that the reader sees.
_DRIVER = """\
import contextlib, io, json, sys
names = {"__name__": "__main__"}
printed = []
for code, line in json.load(sys.stdin):
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile("\\n" * (line - 1) + code, sys.argv[1], "exec"), names)
    printed.append(told.getvalue())
json.dump(printed, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Block:
    """One example, what the page says that it prints, and the line on which it begins."""

    code: str
    output: str
    line: int


def blocks(page: str) -> tuple[Block, ...]:
    """The examples of a page, in order."""
    return tuple(
        Block(found["code"], found["output"] or "", page.count("\n", 0, found.start()) + 2)
        for found in _BLOCK.finditer(page)
    )


def run(
    page: str, examples: Sequence[Block], folder: Path, env: Mapping[str, str]
) -> tuple[str, ...]:
    """What each of the examples prints, run in `folder`, every warning an error.

    Raises:
        AssertionError: one of them does not run to its end; the message says where and why.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _DRIVER, page],
        cwd=folder,
        env=dict(env),
        input=json.dumps([(block.code, block.line) for block in examples]),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout))
