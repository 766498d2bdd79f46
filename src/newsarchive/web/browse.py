"""Browsing without a query: every year, source, agency, collection and language that there is."""

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.errors import NotFoundError
from newsarchive.model.found import Count, Facet
from newsarchive.web import answers, twins
from newsarchive.web.shelf import Shelf
from newsarchive.web.start import link

KINDS = {
    "year": ("By year", Facet.YEAR),
    "source": ("By source", Facet.SOURCE),
    "agency": ("By agency", Facet.AGENCY),
    "collection": ("By collection", Facet.COLLECTION),
    "language": ("By language", Facet.LANGUAGE),
}
"""By what articles are listed, with a heading."""

FORMS = {"json": "application/json", "csv": "text/csv"}
"""The twins of a list of values, by the ending of their addresses."""


def browse(request: Request, shelf: Shelf) -> Response:
    """All values of one kind, as a page or as data; without one the kinds that there are."""
    kind, dot, form = request.path_params.get("kind", "").partition(".")
    if (kind and kind not in KINDS) or (dot and form not in FORMS):
        raise NotFoundError("articles are not listed by that")
    archive = shelf.searchable()
    links = []
    if kind:
        rows = archive.tabulate(KINDS[kind][1])
        links = [link(kind, Count(row[0], count)) for row, count in rows if row[0] is not None]
        if kind == "year":
            links.reverse()
        if kind != "year":
            unknown = (Count(None, count) for row, count in rows if row[0] is None)
            links += [link(kind, count) for count in unknown]
    listed = [(one.value, one.count, one.address) for one in links]
    if form == "json":
        return answers.as_json(twins.values(kind, listed))
    if form:
        return answers.data(twins.values_csv(kind, listed), FORMS[form], name=f"{kind}.csv")
    values = {
        "kinds": tuple((name, heading) for name, (heading, _) in KINDS.items()),
        "kind": kind,
        "heading": KINDS[kind][0] if kind else "Browse",
        "links": tuple(links),
    }
    title = KINDS[kind][0] if kind else "Browse"
    return answers.page(
        "browse",
        values,
        archive.institution,
        staff=shelf.staff,
        title=title,
        alternates=tuple((of, f"/browse/{kind}.{form}") for form, of in FORMS.items() if kind),
    )
