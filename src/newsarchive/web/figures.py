"""How many articles there are: by year as a chart, by a value as a link. Pure."""

from dataclasses import dataclass

from newsarchive.model.found import Count
from newsarchive.reports.amounts import number
from newsarchive.web.asked import NONE, Question

_MOST_BARS = 220
_BAR, _HEIGHT = 8, 96
_LABELS_APART = 7  # bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the chart: its place and height, what it says, and a label below or ""."""

    x: int
    y: int
    height: int
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class Years:
    """The chart of years and the same as numbers, with how many articles have no year."""

    width: int
    bars: tuple[Bar, ...]
    counts: tuple[tuple[str, int], ...]
    undated: int

    @property
    def span(self) -> str:
        """From when to when, "" where no year is known."""
        if not self.counts:
            return ""
        first, last = self.counts[0][0], self.counts[-1][0]
        return first if first == last else f"{first} to {last}"


def years(counts: dict[str | None, int]) -> Years:
    """The chart of articles by year; years in which there are none have their place, too."""
    known = {int(y): n for y, n in counts.items() if y is not None and y.lstrip("-").isdigit()}
    undated = counts.get(None, 0)
    if not known:
        return Years(0, (), (), undated)
    first, last = min(known), max(known)
    shown = range(max(first, last - _MOST_BARS + 1), last + 1)
    most = max(known.get(year, 0) for year in shown) or 1
    bars = []
    for place, year in enumerate(shown):
        count = known.get(year, 0)
        height = max(round(count * _HEIGHT / most), 2) if count else 0
        label = str(year) if place % _LABELS_APART == 0 else ""
        words = f"{year}: {number(count, 'article')}"
        bars.append(Bar(place * _BAR + 16, _HEIGHT - height + 4, height, words, label))
    return Years(
        max(len(bars) * _BAR + 32, 160),
        tuple(bars),
        tuple((str(year), known[year]) for year in sorted(known)),
        undated,
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A value, None for those of which none is known, how many have it, and where these are."""

    words: str
    count: int
    address: str
    value: str | None = None


def link(facet: str, count: Count) -> Link:
    """The articles that have a value; of None, those without one."""
    value = NONE if count.value is None else count.value
    return Link(
        "not known" if count.value is None else count.value,
        count.count,
        Question(pairs=((facet, value),)).address(),
        count.value,
    )
