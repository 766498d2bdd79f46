"""How far a long command has come: a bar on a terminal, one line a minute anywhere else.

It goes to standard error, and says nothing for work that is done before anybody would ask.
"""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from newsarchive.model.clock import Clock
from newsarchive.reports.amounts import number, size

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE_SECONDS = 0.7
_LINE_SECONDS = 60.0


class Progress:
    """Counts `total` things called `noun`, None where nobody knows how many. In a `with` block."""

    def __init__(self, noun: str, total: int | None, clock: Clock, *, silent: bool) -> None:
        self._noun = noun
        self.total = total
        self._clock = clock
        self._silent = silent
        self._began = self._said = clock.monotonic()
        self._done = 0
        self._bytes = 0
        self._bar: tuple[Bar, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def advance(self, octets: int = 0) -> None:
        """One more is done, and so many bytes with it."""
        self._done += 1
        self._bytes += octets
        if self._silent:
            return
        if sys.stderr.isatty():
            self._draw()
        elif self._clock.monotonic() - self._said >= _LINE_SECONDS:
            self._said = self._clock.monotonic()
            click.echo(f"newsarchive: {self.line()}", err=True)

    def say(self, line: str, *, err: bool = False) -> None:
        """Print a result above the bar, if there is one."""
        if self._bar is not None and (sys.stderr if err else sys.stdout).isatty():
            self._bar[0].console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=err)

    def line(self) -> str:
        """`1,200 of 3,000 bags, 86.4 MB; 51 a second, about 35 s left`."""
        of = number(self._done, self._noun)
        if self.total is not None:
            of = f"{self._done:,} of {number(self.total, self._noun)}"
        read = f", {size(self._bytes)}" if self._bytes else ""
        seconds = self._clock.monotonic() - self._began
        rate = self._done / seconds if seconds > 0 else 0.0
        left = ""
        if self.total is not None and rate:
            left = f", about {_duration((self.total - self._done) / rate)} left"
        return f"{of}{read}; {rate:,.0f} a second{left}"

    def _draw(self) -> None:
        if self._bar is None:
            if self._clock.monotonic() - self._began < _PATIENCE_SECONDS:
                return
            self._bar = _bar(self.total)
        bar, task = self._bar
        bar.update(task, completed=self._done, description=self.line())


def _bar(total: int | None) -> "tuple[Bar, TaskID]":
    from rich.console import Console  # noqa: PLC0415  # slow to import, and few commands run long
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    bar = Bar(
        BarColumn(bar_width=24),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        # What the command prints is its result: it stays where it was sent.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.start()
    return bar, bar.add_task("", total=total)


def _duration(seconds: float) -> str:
    """`35 s`, `12 min`, `3 h 20 min`."""
    whole = round(seconds)
    if whole < 100:  # noqa: PLR2004
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"  # noqa: PLR2004
