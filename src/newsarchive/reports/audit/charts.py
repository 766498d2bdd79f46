"""Where the marks of an audit's charts go: numbers become places on a drawing. Pure.

Nothing is told by colour alone: days differ by the size of their squares, bars by their fill and by
a mark above them. The page draws what is computed here.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsarchive.model.auditing import RunState
from newsarchive.model.finding import Verdict
from newsarchive.model.run import Run

LEAST_DAYS, MOST_DAYS, MOST_RUNS = 90, 400, 60

_CELL, _LEFT, _TOP = 16, 34, 20  # a day with its gap; room for weekdays and months
_SIDES = (0.0, 5.0, 8.0, 10.5, 13.0)  # of the square of a day, by level
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = 7
_LABEL_COLUMNS = 3  # between two names of months


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the middle of its square, the square's side, 0 for no bags; how many bags."""

    x: float
    y: float
    side: float
    day: str
    bags: int
    within: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A few letters at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One size of square and the numbers of bags that it stands for."""

    side: float
    text: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the calendar, oldest first, and how many bags were last verified elsewhere.

    `older` and `later` are bags verified before and after the days shown, `never` those that were
    not; `months` are the same numbers by month, for reading.
    """

    width: int
    height: int
    days: tuple[Day, ...]
    labels: tuple[Label, ...]
    steps: tuple[Step, ...]
    older: int
    later: int
    never: int
    months: tuple[tuple[str, int], ...]
    every_days: int

    @property
    def past(self) -> bool:
        """Whether some of the days are longer ago than is promised."""
        return not all(day.within for day in self.days)

    @property
    def shown(self) -> int:
        """How many bags were last verified on the days shown."""
        return sum(day.bags for day in self.days)


def calendar(counts: Mapping[str, int], every_days: int, last: date) -> Calendar:
    """How many bags were last verified on each of the days up to `last`, a column each week."""
    span = min(max(every_days, LEAST_DAYS), MOST_DAYS)
    first = last - timedelta(days=span - 1)
    by_day = {date.fromisoformat(day): bags for day, bags in sorted(counts.items()) if day}
    monday = first - timedelta(days=first.weekday())
    shown = [first + timedelta(days=n) for n in range(span)]
    most = max((by_day.get(day, 0) for day in shown), default=0)
    limit = last - timedelta(days=every_days)
    days = tuple(
        Day(
            x=_LEFT + (day - monday).days // _WEEK * _CELL + _CELL / 2,
            y=_TOP + day.weekday() * _CELL + _CELL / 2,
            side=_SIDES[_level(by_day.get(day, 0), most)],
            day=day.isoformat(),
            bags=by_day.get(day, 0),
            within=day >= limit,
            last=day == last,
        )
        for day in shown
    )
    months: dict[str, int] = {}
    for day in shown:
        month = day.isoformat()[:7]
        months[month] = months.get(month, 0) + by_day.get(day, 0)
    return Calendar(
        width=_LEFT + ((last - monday).days // _WEEK + 1) * _CELL + 2,
        height=_TOP + _WEEK * _CELL + 2,
        days=days,
        labels=(*_weekdays(), *_month_names(shown, monday)),
        steps=_steps(most),
        older=sum(bags for day, bags in by_day.items() if day < first),
        later=sum(bags for day, bags in by_day.items() if day > last),
        never=counts.get("", 0),
        months=tuple(months.items()),
        every_days=every_days,
    )


def _level(bags: int, most: int) -> int:
    """0 for none, else which quarter of the most bags of a day it is in: 1 to 4."""
    return -(-bags * (len(_SIDES) - 1) // most) if bags > 0 else 0


def _steps(most: int) -> tuple[Step, ...]:
    """What each size of square stands for; sizes that no number has are left out."""
    bounds = [most * level // (len(_SIDES) - 1) for level in range(len(_SIDES))]
    return tuple(
        Step(side, f"{low + 1:,}" if low + 1 == high else f"{low + 1:,} to {high:,}")
        for side, low, high in zip(_SIDES[1:], bounds, bounds[1:], strict=False)
        if high > low
    )


def _weekdays() -> Iterable[Label]:
    names = ((0, "Mon"), (2, "Wed"), (4, "Fri"))
    return (Label(_LEFT - 6, _TOP + n * _CELL + 12, name) for n, name in names)


def _month_names(shown: Sequence[date], monday: date) -> Iterable[Label]:
    """Each month where it begins; the one that is cut off at the left, if there is room for it."""
    columns = {
        (day - monday).days // _WEEK: _MONTHS[day.month - 1]
        for day in shown
        if day.day == 1 or day == shown[0]
    }
    following = [*list(columns)[1:], len(shown)]
    for (column, name), after in zip(columns.items(), following, strict=True):
        if after - column >= _LABEL_COLUMNS:
            yield Label(_LEFT + column * _CELL, _TOP - 7, name)


# The charts of runs: two of them, one below the other, with the same columns.
WIDTH, HEIGHT = 720, 200
_X0, _X1, _Y0, _Y1 = 62, 696, 50, 170
_WIDEST, _LEAST_HEIGHT, _LABEL_ROOM = 26.0, 4.0, 46.0
_SLOTS = 20  # fewer runs do not fill the width, so that one run is no wall
_STEPS = (1, 2, 5, 10)
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Ran:
    """What is known of a run; None for what its entry does not tell.

    `damaged` are bags that are damaged or missing, `rate` is in bytes per second.
    """

    run: str
    time: str
    intact: int
    damaged: int
    unverified: int
    unknown: int
    interrupted: bool
    read: str
    rate: float | None
    reach: str
    value: str

    @property
    def bags(self) -> int:
        """How many bags were looked at."""
        return self.intact + self.damaged + self.unverified


def ran(run: Run) -> Ran:
    """A run as its ledger entry tells it. Older entries tell less."""
    return Ran(
        run=run.run,
        time=run.time,
        intact=run.counts.get(Verdict.INTACT, 0),
        damaged=run.counts.get(Verdict.DAMAGED, 0) + run.counts.get(Verdict.MISSING, 0),
        unverified=run.counts.get(Verdict.UNVERIFIED, 0),
        unknown=run.unknown,
        interrupted=run.state is RunState.INTERRUPTED,
        read=run.read_how,
        rate=run.bytes * 1000 / run.milliseconds if run.bytes and run.milliseconds else None,
        reach=run.scope.reach.value,
        value=run.scope.value,
    )


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across a chart and what it stands for."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """One part of a bar."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One run as a bar, from its left edge; `mark_y` is where marks above it begin."""

    x: float
    width: float
    blocks: tuple[ChartBlock, ...]
    mark_y: float
    ran: Ran

    @property
    def marks(self) -> tuple[str, ...]:
        """What must not be overlooked, from the bar upwards."""
        told = self.ran
        known = {
            "damaged": told.damaged + told.unknown > 0,
            "unverified": told.unverified > 0,
            "interrupted": told.interrupted,
        }
        return tuple(kind for kind, holds in known.items() if holds)

    @property
    def middle(self) -> float:
        """The middle of the bar."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Dot:
    """One run as a dot on a stem."""

    x: float
    y: float
    ran: Ran


@dataclass(frozen=True, slots=True)
class Runs:
    """The latest runs, oldest first: what they found, and how fast they read."""

    bars: tuple[Bar, ...]
    bag_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    rate_ticks: tuple[Tick, ...]
    dates: tuple[Label, ...]
    left_out: int
    left: int = _X0
    right: int = _X1
    floor: int = _Y1


def runs(known: Sequence[Ran]) -> Runs:
    """The last runs of `known`, which are oldest first."""
    shown = known[-MOST_RUNS:]
    pitch = (_X1 - _X0) / max(len(shown), _SLOTS)
    width = min(pitch * 0.72, _WIDEST)
    lefts = [_X0 + pitch * n + (pitch - width) / 2 for n in range(len(shown))]
    most = max((r.bags for r in shown), default=0)
    top, bag_ticks = _scale(most, lambda n: f"{n:,.0f}")
    rates = [r.rate / 1e6 for r in shown if r.rate is not None]
    fastest, rate_ticks = _scale(max(rates, default=0), lambda n: f"{n:,g}", whole=False)
    return Runs(
        bars=tuple(_bar(x, width, r, top) for x, r in zip(lefts, shown, strict=True)),
        bag_ticks=bag_ticks,
        dots=tuple(
            Dot(x + width / 2, _Y1 - (_Y1 - _Y0) * r.rate / 1e6 / fastest, r)
            for x, r in zip(lefts, shown, strict=True)
            if r.rate is not None
        ),
        rate_ticks=rate_ticks,
        dates=tuple(_dates([(x + width / 2, r) for x, r in zip(lefts, shown, strict=True)])),
        left_out=len(known) - len(shown),
    )


def _bar(x: float, width: float, told: Ran, top: float) -> Bar:
    """From the floor: intact, not verified, damaged. What is there is never too small to see."""
    blocks: list[ChartBlock] = []
    y = float(_Y1)
    parts = (("intact", told.intact), ("unverified", told.unverified), ("damaged", told.damaged))
    for kind, bags in parts:
        if bags:
            height = max((_Y1 - _Y0) * bags / top, _LEAST_HEIGHT)
            y -= height
            blocks.append(ChartBlock(kind, y, height))
    return Bar(x, width, tuple(blocks), y - 4, told)


def _scale(
    most: float, text: Callable[[float], str], *, whole: bool = True
) -> tuple[float, tuple[Tick, ...]]:
    """The top of an axis that holds `most`, and its lines."""
    rough = max(most, 1 if whole else 1e-3) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * 0.999999)
    step = max(step, 1.0) if whole else step
    count = max(math.ceil(most / step - 1e-9), 1)
    ticks = (Tick(_Y1 - (_Y1 - _Y0) * n / count, text(step * n)) for n in range(count + 1))
    return step * count, tuple(ticks)


def _dates(columns: Sequence[tuple[float, Ran]]) -> Iterable[Label]:
    """The days of some runs, as many as there is room for; always that of the last."""
    x = math.inf
    kept: list[Label] = []
    for middle, told in reversed(columns):
        if x - middle >= _LABEL_ROOM:
            x = middle
            kept.append(Label(middle, _Y1 + 17, told.time[5:10]))
    return reversed(kept)


# The chart of damage: labelled bars from the left.
ROW, BAR_LEFT, BAR_RIGHT = 26, 190, 460


@dataclass(frozen=True, slots=True)
class Length:
    """One labelled bar of a chart of lengths."""

    y: float
    label: str
    width: float
    count: int


def lengths(counts: Sequence[tuple[str, int]]) -> tuple[Length, ...]:
    """Labelled bars below each other, the longest over the whole width."""
    most = max((count for _, count in counts), default=0)
    room = BAR_RIGHT - BAR_LEFT
    return tuple(
        Length(ROW * n + 4.0, label, max(room * count / most, 3.0) if count else 0.0, count)
        for n, (label, count) in enumerate(counts)
    )
