"""The first page: what is here, and how it is kept."""

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.archive import Archive
from newsarchive.model.attention import Weight
from newsarchive.model.found import Facet, Found
from newsarchive.reports.amounts import number
from newsarchive.web import answers, twins
from newsarchive.web.asked import Question
from newsarchive.web.figures import Link, link, years
from newsarchive.web.shelf import Shelf

_MOST_NAMED = 12
_GROUPS = (
    ("Agencies", Facet.AGENCY),
    ("Sources", Facet.SOURCE),
    ("Languages", Facet.LANGUAGE),
    ("Collections", Facet.COLLECTION),
)


def start(request: Request, shelf: Shelf) -> Response:
    """The page, or the same as data."""
    archive = shelf.searchable()
    found = archive.search("", limit=0, asking=shelf.asking, verdicts=False)
    table = shelf.remembered("years", lambda archive: archive.tabulate(Facet.YEAR))
    chart = years({row[0]: count for row, count in table})
    groups = tuple(
        (name, facet.value, tuple(_links(found, facet)))
        for name, facet in _GROUPS
        if any(count.value is not None for count in found.facets.get(facet, ()))
    )
    state, said = shelf.remembered("kept", kept), remarks(found)
    if request.url.path.endswith(".json"):
        return answers.as_json(twins.index(found.total, chart, groups, state, said))
    values = {
        "total": found.total,
        "years": chart,
        "groups": groups,
        "gaps": tuple(_gaps(found)),
        "kept": state,
        "remarks": said,
    }
    return answers.page(
        "start",
        values,
        archive.institution,
        staff=shelf.staff,
        alternates=(("application/json", "/index.json"),),
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
