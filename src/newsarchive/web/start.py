"""The first page: what is here, and how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.archive import Archive
from newsarchive.model.attention import Weight
from newsarchive.model.found import Count, Facet, Found
from newsarchive.reports.amounts import number
from newsarchive.web import answers, twins
from newsarchive.web.asked import NONE, Question, shown_value
from newsarchive.web.shelf import Shelf

_MOST_BARS = 220
_THIN, _WIDE = 8, 16  # from one bar to the next
_FILLED = 480  # the width that a few bars fill as far as they can
_BETWEEN, _HEIGHT = 2, 96
_LABELS_APART = 56
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the chart: its place and height, what it says, and a label below or ""."""

    x: int
    y: int
    width: int
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


def start(request: Request, shelf: Shelf) -> Response:
    """The page, or the same as data."""
    archive = shelf.searchable()
    found = archive.search("", limit=0, asking=shelf.asking, verdicts=False)
    table = shelf.remembered("years", lambda archive: archive.tabulate(Facet.YEAR))
    values = {
        "total": found.total,
        "years": years({row[0]: count for row, count in table}),
        "groups": tuple(
            (name, facet.value, tuple(_links(found, facet)))
            for name, facet in (
                ("Agencies", Facet.AGENCY),
                ("Sources", Facet.SOURCE),
                ("Languages", Facet.LANGUAGE),
                ("Collections", Facet.COLLECTION),
            )
            if any(count.value is not None for count in found.facets.get(facet, ()))
        ),
        "gaps": tuple(_gaps(found)),
        "kept": shelf.remembered("kept", kept),
        "remarks": remarks(found),
    }
    if request.url.path.endswith(".json"):
        return answers.as_json(_document(found, {row[0]: count for row, count in table}, values))
    return answers.page(
        "start",
        values,
        archive.institution,
        staff=shelf.staff,
        alternates=(("application/json", "/index.json"),),
    )


def _document(
    found: Found, counts: dict[str | None, int], said: Mapping[str, object]
) -> dict[str, object]:
    """What stands on the page, for programs."""
    return twins.index(
        found.total,
        years(counts).counts,
        counts.get(None, 0),
        {
            facet.value: [_row(link(facet.value, c)) for c in found.facets.get(facet, ())]
            for facet in (Facet.AGENCY, Facet.SOURCE, Facet.LANGUAGE, Facet.COLLECTION)
        },
        {name: said[name] for name in ("kept", "remarks")},
    )


def kept(archive: Archive) -> str:
    """How what is here is kept, in a sentence."""
    status = archive.status()
    coverage = status.coverage
    if not coverage.of:
        return "The archive holds nothing yet."
    damaged = status.tally.bags[Weight.DAMAGE]
    unseen = status.tally.bags[Weight.UNSEEN]
    within = f"in the last {coverage.every_days} days"
    if coverage.checked == coverage.of:
        said = f"Every one of {number(coverage.of, 'bag')} was checked byte by byte {within}"
    else:
        said = (
            f"{coverage.checked:,} of {number(coverage.of, 'bag')} were checked byte by byte"
            f" {within}"
        )
        if coverage.never:
            said += f", {coverage.never:,} not yet since they came in"
    if damaged:
        verb = "is" if damaged == 1 else "are"
        return f"{said}; {number(damaged, 'bag')} {verb} known to be damaged or missing."
    if status.trouble or unseen:
        return f"{said}; some could not be looked at when they were checked last."
    return f"{said}; no damage is known."


def remarks(found: Found) -> tuple[str, ...]:
    """What of an answer is not as whole as one might think, for readers."""
    said = list(found.notes)
    if found.behind:
        said.append(
            f"what came in last ({number(found.behind, 'change')}) can be reached by its links, and"
            " is not found by searches yet"
        )
    if found.unread:
        said.append(f"{number(found.unread, 'article')} could not be read when searches were made")
    return tuple(said)


def years(counts: dict[str | None, int]) -> Years:
    """The chart of articles by year; years in which there are none have their place, too."""
    known = {int(y): n for y, n in counts.items() if y is not None and y.lstrip("-").isdigit()}
    undated = counts.get(None, 0)
    if not known:
        return Years(0, (), (), undated)
    first, last = min(known), max(known)
    shown = range(max(first, last - _MOST_BARS + 1), last + 1)
    most = max(known.get(year, 0) for year in shown) or 1
    step = max(_THIN, min(_WIDE, _FILLED // len(shown)))
    bars = []
    for place, year in enumerate(shown):
        count = known.get(year, 0)
        height = max(round(count * _HEIGHT / most), 2) if count else 0
        label = str(year) if place % -(-_LABELS_APART // step) == 0 else ""
        words = f"{year}: {number(count, 'article')}"
        x, y = place * step + 16, _HEIGHT - height + 4
        bars.append(Bar(x, y, step - _BETWEEN, height, words, label))
    return Years(
        max(len(bars) * step + 32, 160),
        tuple(bars),
        tuple((str(year), known[year]) for year in sorted(known)),
        undated,
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A value, how many articles have it, and where these are listed."""

    words: str
    count: int
    address: str
    value: str | None = None


def link(facet: str, count: Count) -> Link:
    """The articles that have a value; of None, those without one."""
    value = NONE if count.value is None else count.value
    return Link(
        shown_value(facet, count.value),
        count.count,
        Question(pairs=((facet, value),)).address(),
        count.value,
    )


def _row(of: Link) -> twins.Row:
    return of.value, of.count, of.address


def _links(found: Found, facet: Facet) -> list[Link]:
    counts = [c for c in found.facets.get(facet, ()) if c.value is not None]
    return [link(facet.value, c) for c in counts[:_MOST_NAMED]]


def _gaps(found: Found) -> list[Link]:
    """What is not known, as the lists of the articles that lack it."""
    said = []
    for facet, words in ((Facet.SOURCE, "no known source"), (Facet.AGENCY, "no known agency")):
        said += [
            Link(words, c.count, link(facet.value, c).address)
            for c in found.facets.get(facet, ())
            if c.value is None
        ]
    undated = sum(c.count for c in found.facets.get(Facet.YEAR, ()) if c.value is None)
    if undated:
        address = Question(pairs=(("undated", "1"),)).address()
        said.append(Link("no known date, or one that spans years", undated, address))
    disputed = sum(c.count for c in found.facets.get(Facet.DISPUTED, ()) if c.value == "yes")
    if disputed:
        address = Question(pairs=(("disputed", "yes"),)).address()
        said.append(Link("a fact in dispute", disputed, address))
    return said
