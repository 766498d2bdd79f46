"""How far a long command has come: a bar on a terminal, one line a minute anywhere else.

It goes to standard error, and says nothing for work that is done before anybody would ask.
"""

import contextlib
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from newsarchive.cli.output import Output, safe
from newsarchive.model.clock import Clock
from newsarchive.parallel.threads import without_signals
from newsarchive.reports.amounts import duration, number, size

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE_SECONDS = 0.7
_LINE_SECONDS = 60.0
_TICK_SECONDS = 0.5


class Progress:
    """Counts `total` things called `noun`, None where nobody knows how many. In a `with` block."""

    def __init__(self, noun: str, total: int | None, clock: Clock, *, silent: bool) -> None:
        self._noun = noun
        self._total = total
        self._total_bytes = 0
        self._before = 0
        self._clock = clock
        self._silent = silent
        self._began = self._said = clock.monotonic()
        self._done = 0
        self._bytes = 0
        self._read = 0  # also of what is not done yet
        self._bar: tuple[Bar, TaskID] | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._ticker: threading.Thread | None = None

    def __enter__(self) -> Self:
        if not self._silent:
            # One thing may take longer than anybody waits for a word.
            self._ticker = threading.Thread(target=self._tick, daemon=True)
            # No thread to be had: then it says less.
            with contextlib.suppress(RuntimeError), without_signals():
                self._ticker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._ticker is not None and self._ticker.ident is not None:
            self._ticker.join()
        if self._bar is not None:
            self._bar[0].stop()

    def plan(self, total: int, octets: int, before: int = 0) -> None:
        """It is known now how much there is: `total` things, so many bytes to read for them.

        `before` of the things are done already, and were not done now.
        """
        self._total, self._total_bytes = total, octets
        self._done += before - self._before
        self._before = before

    def advance(self, octets: int = 0) -> None:
        """One more is done, and so many bytes with it. From any thread."""
        with self._lock:
            self._done += 1
            self._bytes += octets
        self._show()

    def read(self, octets: int) -> None:
        """So many bytes were read of something that is not done yet. From any thread."""
        with self._lock:
            self._read += octets

    def say(self, line: str, *, err: bool = False) -> None:
        """Print a result above the bar, if there is one."""
        if self._bar is not None and (sys.stderr if err else sys.stdout).isatty():
            self._bar[0].console.print(safe(line), markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=err)

    def line(self) -> str:
        """How far it has come, how fast, and how long it may still take.

        `1,200 of 3,000 bags, 86.4 MB of 216.0 MB; 3.7 MB a second, about 35 s left`; in things, if
        nobody knows how many bytes there are: `1,200 of 3,000 bags; 51 a second, about 35 s left`.
        """
        of = number(self._done, self._noun)
        if self._total is not None:
            of = f"{self._done:,} of {number(self._total, self._noun)}"
        if octets := self._octets():
            of += f", {size(octets)}"
        seconds = max(self._clock.monotonic() - self._began, 1e-9)
        if octets and self._total_bytes:
            rate = octets / seconds
            left = _left(self._total_bytes - octets, rate)
            return f"{of} of {size(self._total_bytes)}; {size(int(rate))} a second{left}"
        rate = (self._done - self._before) / seconds
        if not rate:
            pace = f"{size(int(octets / seconds))} a second" if octets else ""
            return f"{of}; {pace or f'{duration(seconds)} so far'}"
        left = "" if self._total is None else _left(self._total - self._done, rate)
        return f"{of}; {rate:,.0f} a second{left}"

    def _octets(self) -> int:
        """The bytes read so far; of what is not done yet no more than there can be."""
        return max(self._bytes, min(self._read, self._total_bytes or self._read))

    def _tick(self) -> None:
        while not self._over.wait(_TICK_SECONDS):
            self._show()

    def _show(self) -> None:
        if self._silent:
            return
        with self._lock:
            if sys.stderr.isatty():
                self._draw()
            elif self._clock.monotonic() - self._said >= _LINE_SECONDS:
                self._said = self._clock.monotonic()
                click.echo(f"newsarchive: {self.line()}", err=True)

    def _draw(self) -> None:
        if self._bar is None:
            # Begun in the ticker only: the bar has a thread, too, which takes after it.
            early = self._clock.monotonic() - self._began < _PATIENCE_SECONDS
            if early or threading.current_thread() is not self._ticker:
                return
            self._bar = _bar()
        bar, task = self._bar
        done, total = self._done, self._total
        if self._total_bytes:
            done, total = self._octets(), self._total_bytes
        bar.update(task, completed=done, total=total, description=self.line())


def _bar() -> "tuple[Bar, TaskID]":
    from rich.console import Console  # noqa: PLC0415  # slow to import, and few commands run long
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    bar = Bar(
        BarColumn(bar_width=24),
        TextColumn("{task.description}", markup=False),
        console=Console(file=sys.stderr.raw if isinstance(sys.stderr, Output) else sys.stderr),
        transient=True,
        # What the command prints is its result: it stays where it was sent.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.start()
    return bar, bar.add_task("", total=None)


def _left(what: float, rate: float) -> str:
    return f", about {duration(max(what, 0) / rate)} left"
