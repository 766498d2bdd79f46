"""Searching: a page of results, and its twins for programs."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.archive import Archive
from newsarchive.errors import NewsArchiveError, NotFoundError
from newsarchive.model.found import Found, Shown, Sort
from newsarchive.model.wanted import NothingFitsError
from newsarchive.reports import found as report
from newsarchive.reports.safe import cell
from newsarchive.search.folding import tokens
from newsarchive.search.query import ParsedQuery, parse
from newsarchive.web import addresses, answers
from newsarchive.web.asked import (
    FACETS,
    NONE,
    Question,
    chips,
    known,
    question,
    sentence,
    shown_value,
)
from newsarchive.web.shelf import Shelf
from newsarchive.web.start import remarks

FORMS = {
    "json": "application/json",
    "csv": "text/csv",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}
"""The twins of a page of results, by the ending of their addresses."""

_CITED = {"ris": "ris", "bib": "bibtex"}
_COLUMNS = (
    "bag_id",
    "bag",
    "title",
    "date",
    "date_kind",
    "sources",
    "agencies",
    "language",
    "current",
    "link",
    "snippet",
)


@dataclass(frozen=True, slots=True)
class Narrower:
    """A value by which the results can be narrowed."""

    words: str
    count: int
    address: str


def results(request: Request, shelf: Shelf) -> Response:
    """What a search found, in the form that the address names."""
    form = request.path_params.get("form", "")
    if form and form not in FORMS:
        raise NotFoundError("results are not given in such a form")
    archive = shelf.searchable()
    asked = question(request.query_params.multi_items())
    found = _found(archive, shelf, asked)
    if form == "json":
        return answers.as_json(_document(asked, found))
    if form == "csv":
        return answers.data(_csv(found), FORMS[form], name="results.csv")
    if form:
        text = "\n".join(_citations(archive, shelf, found, _CITED[form]))
        return answers.data(text, FORMS[form], name=f"results.{form}")
    values = {
        "sentence": sentence(asked, found.total),
        "asked": asked,
        "chips": tuple(chips(asked)),
        "found": found,
        "hits": tuple((hit, marked(hit.snippet or "", parse(asked.query))) for hit in found.hits),
        "facets": tuple(_facets(asked, found)),
        "sorts": tuple((s.value, asked.by(s).address(), s is asked.order) for s in Sort),
        "undated": asked_undated(asked).address() if found.undated else "",
        "versions": asked.with_("versions", "1").address() if found.earlier else "",
        "before": asked.at(asked.offset - asked.size).address() if asked.offset else "",
        "next": asked.at(found.next).address() if found.next is not None else "",
        "forms": tuple((form, asked.address(form)) for form in FORMS),
        "remarks": remarks(found),
        "NO_TEXT": Shown.NO_TEXT,
    }
    return answers.page(
        "results",
        values,
        archive.institution,
        staff=shelf.staff,
        title=values["sentence"].rstrip("."),  # type: ignore[attr-defined]
        alternates=tuple((kind, asked.address(form)) for form, kind in FORMS.items()),
        query=asked.query,
    )


def _found(archive: Archive, shelf: Shelf, asked: Question) -> Found:
    try:
        return archive.search(
            asked.query,
            sort=asked.sort,
            limit=asked.size,
            offset=asked.offset,
            each=bool(asked.values("all")),
            asking=shelf.asking,
            verdicts=False,
            **known(asked.keywords),
        )
    except NothingFitsError as error:
        return Found(0, (), {}, 0, asked.offset, None, notes=(error.message,))


def asked_undated(asked: Question) -> Question:
    """The same without a range of dates, of those that have no date."""
    kept = tuple(p for p in asked.pairs if p[0] not in {"from", "to", "year", "possible"})
    return Question(asked.query, (*kept, ("undated", "1")), asked.sort, size=asked.size)


def marked(text: str, asked: ParsedQuery) -> Sequence[tuple[str, bool]]:
    """A piece of text in parts, with whether each is a word that was asked for."""
    words = {word for leaf in asked.leaves for word in leaf.words}
    begins = tuple(leaf.words[-1] for leaf in asked.leaves if leaf.begins and leaf.words)
    parts: list[tuple[str, bool]] = []
    at = 0
    for word, start, end in tokens(text):
        if start >= at and (word in words or (begins and word.startswith(begins))):
            first, last = _bare(text, start, end)
            parts += [(text[at:first], False), (text[first:last], True)]
            at = last
    return [part for part in (*parts, (text[at:], False)) if part[0]]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A word without the signs around it, unless it is nothing else."""
    first, last = start, end
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and unicodedata.category(text[last - 1])[0] in "PSZ":
        last -= 1
    return (first, last) if first < last else (start, end)


def _document(asked: Question, found: Found) -> dict[str, object]:
    document = report.document(found)
    for hit in document["hits"]:
        hit["link"] = addresses.article(hit["bag_id"])
    return {
        "question": sentence(asked, found.total),
        "self": asked.address("json"),
        "next_page": asked.at(found.next).address("json") if found.next is not None else None,
        **document,
    }


def _csv(found: Found) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for hit in report.document(found)["hits"]:
        row = {**hit, "link": addresses.article(hit["bag_id"])}
        row |= {name: "; ".join(hit[name]) for name in ("sources", "agencies")}
        row["current"] = "yes" if hit["current"] else "no"
        rows.writerow([cell(row[name]) for name in _COLUMNS])
    return out.getvalue()


def _citations(archive: Archive, shelf: Shelf, found: Found, form: str) -> Iterator[str]:
    """The citations of the page; what cannot be cited just now is left out of it."""
    for hit in found.hits:
        try:
            yield archive.cite(hit.card.bag_id, form, shelf.asking).text
        except NewsArchiveError:
            continue


def _facets(asked: Question, found: Found) -> Iterator[tuple[str, tuple[Narrower, ...]]]:
    for facet in FACETS:
        links = []
        for count in found.facets.get(facet, ()):
            if count.value is None and facet.value == "year":
                value, name, words = "1", "undated", "no single year"
                if asked.values("from") or asked.values("to"):
                    continue
            else:
                name = facet.value
                value = NONE if count.value is None else count.value
                words = shown_value(name, count.value)
            if not asked.has(name, value):
                links.append(Narrower(words, count.count, asked.with_(name, value).address()))
        if links and (len(links) > 1 or links[0].count < found.total):
            yield facet.value, tuple(links)
