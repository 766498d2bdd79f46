"""Standard input, output and error, whatever they are: closed, full, a pipe that ends, a terminal.

Everything that a command says goes through here, so that nothing from outside (titles, names of
files) can move the cursor, hide or turn the direction of writing, and so that what cannot be told
changes no outcome: the work goes on, and only where the answer itself was asked for and could not
be written is that the end of the command, exit status 3.
"""

import contextlib
import io
import os
import re
import sys
from collections.abc import Callable
from typing import Any

# Controls but for LF and tab, line and paragraph separators, what turns the direction of writing or
# is nothing but a mark, lone surrogates. Letters of every script, joiners and blanks are none.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_STANDARD = (0, 1, 2)
_COLOUR = re.compile("(\x1b\\[(?:31|32|0)m)")
RED, GREEN = 31, 32


def safe(text: str) -> str:
    """`text` with what a terminal might obey as `\\uXXXX`: JSON writes it so, and stays JSON."""
    return _UNSAFE.sub(_escaped, text) if _UNSAFE.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2] for at in range(0, len(units), 2))
    return "".join(f"\\u{int.from_bytes(pair):04x}" for pair in pairs)


def paint(text: str, colour: int) -> str:
    """`text` in a colour, for `Output.painted`."""
    return f"\x1b[{colour}m{text}\x1b[0m"


class Output(io.TextIOBase):
    """One of the two streams that a command writes to. Writing never raises.

    `lost` says why something could not be written, "" while all could be; from then on nothing is.
    """

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, stream: Any, closed: str = "") -> None:
        """Guard `stream`, a text stream; `closed` says why nothing can be written to it at all."""
        super().__init__()
        self._stream = stream
        self._closed = closed
        self.lost = ""

    @property
    def raw(self) -> Any:
        """The stream itself, for who draws a bar on a terminal."""
        return self._stream

    @property
    def buffer(self) -> "_Bytes":
        """Where bytes go."""
        return _Bytes(self)

    def write(self, text: str) -> int:
        """Write text for people, or JSON."""
        if not isinstance(text, str):
            raise TypeError("text is wanted here, not bytes")
        shown = safe(text)
        self._try(lambda: self._stream.write(shown), wanted=bool(text))
        return len(text)

    def painted(self, text: str) -> None:
        """Write text in which our own colours stand; whatever else a terminal might obey does not.

        Who calls has made what is from outside safe (`reports.safe.visible`), so that no colour in
        it is theirs.
        """
        parts = _COLOUR.split(text)
        shown = "".join(part if number % 2 else safe(part) for number, part in enumerate(parts))
        self._try(lambda: self._stream.write(shown), wanted=bool(text))

    def data(self, data: bytes) -> None:
        """Write a document as it is, unless it is shown on a terminal."""
        if self.isatty():
            self.write(data.decode("utf-8", "backslashreplace"))
            return
        self.flush()
        self._try(lambda: self._stream.buffer.write(data), wanted=bool(data))

    def flush(self) -> None:
        """Let go of what is held back."""
        self._try(lambda: self._stream.flush(), wanted=False)  # noqa: PLW0108  # it may be None

    def _try(self, write: Callable[[], object], *, wanted: bool) -> None:
        if self.lost:
            return
        if self._closed or self._stream is None:
            self.lost = self._closed if wanted else ""
            return
        try:
            write()
        except (OSError, ValueError) as error:
            self.lost = (getattr(error, "strerror", None) or str(error)).lower()
            self._let_go()

    def _let_go(self) -> None:
        """What is still held back goes nowhere, also when the process ends."""
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return not self.lost and self._stream is not None and bool(self._stream.isatty())

    def fileno(self) -> int:
        """The descriptor."""
        if self._stream is None:
            raise io.UnsupportedOperation("there is no such stream")
        return int(self._stream.fileno())

    def writable(self) -> bool:
        """It takes whatever comes."""
        return True


class _Bytes(io.RawIOBase):
    """The bytes of an `Output`."""

    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output

    def write(self, data: Any) -> int:
        """Write a document."""
        self._output.data(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Let go of what is held back."""
        self._output.flush()

    def writable(self) -> bool:
        """It takes whatever comes."""
        return True


def begin() -> None:
    """Take the streams over. What was closed is nothing now, so that no file gets its number.

    Else the first files that are opened would be standard output and error, and whatever is printed
    would end in one of the archive's files.
    """
    closed = set()
    for number in _STANDARD:
        try:
            os.fstat(number)
        except OSError:
            closed.add(number)
            os.open(os.devnull, os.O_RDWR)  # the lowest free number: this one
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  # as long as the process
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if isinstance(stream, Output):
            continue
        if stream is not None:
            # Under cron the locale is often C; names of files are any bytes.
            with contextlib.suppress(AttributeError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        is_closed = number in closed or stream is None
        setattr(sys, name, Output(stream, "it is closed" if is_closed else ""))


def lost_answer() -> str:
    """Why standard output could not be written to its end, "" if it could or nothing was said."""
    stream = sys.stdout
    if not isinstance(stream, Output):
        return ""
    stream.flush()
    return stream.lost


# What is asked for its answer, and not for what it does.
_ASKING = {
    *(
        "validate",
        "search",
        "show",
        "status",
        "history",
        "diff",
        "export",
        "cite",
        "audits",
        "doctor",
    ),
    *("schedule", ""),
}
_ASKING_OPTIONS = {
    *("--json", "--gaps", "--plan", "--list", "--dry-run", "--help", "-h", "--version"),
    *("--text", "--html", "--file"),  # of get
}


def is_question(arguments: list[str]) -> bool:
    """Whether the command with these arguments is run for what it prints. Pure."""
    name = next((word for word in arguments if not word.startswith("-")), "")
    if name == "export" and any(word.partition("=")[0] == "--into" for word in arguments):
        name = "export --to"  # what it makes lies elsewhere
    return name in _ASKING or bool(_ASKING_OPTIONS.intersection(arguments))


def data(document: bytes | str) -> None:
    """Write a document to standard output as it is, unless that is a terminal."""
    given = document.encode("utf-8", "surrogateescape") if isinstance(document, str) else document
    if isinstance(sys.stdout, Output):
        sys.stdout.data(given)
    else:
        sys.stdout.buffer.write(given)


def painted(line: str) -> None:
    """Write a line in which colours of ours may stand to standard output."""
    if isinstance(sys.stdout, Output):
        sys.stdout.painted(f"{line}\n")
    else:
        sys.stdout.write(f"{line}\n")
