"""What programs get: the same as the pages show, as data that other programs read."""

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from support.portal import HOSTILE, Made, Page

if TYPE_CHECKING:
    from starlette.testclient import TestClient

QUERIES = ("/search", "/search?q=harbour", "/search?q=ferry+OR+harbour&sort=oldest")
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("form", TYPES)
def test_a_page_of_results_names_its_twins(reader: "TestClient", query: str, form: str) -> None:
    page = Page.of(reader.get(query).text)
    kind = TYPES[form].partition(";")[0]
    (link,) = [a for a in page.named("link") if a.get("type") == kind and a["rel"] == "alternate"]

    answer = reader.get(link["href"] or "")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[form]


@pytest.mark.parametrize("query", QUERIES)
def test_all_twins_have_the_hits_of_the_page_in_its_order(reader: "TestClient", query: str) -> None:
    page = reader.get(query).text

    links = re.findall(r'<h3 dir="auto"><a href="([^"]*)"', page)
    document = reader.get(query.replace("/search", "/search.json")).json()
    rows = list(
        csv.DictReader(
            io.StringIO(
                reader.get(query.replace("h?", "h.csv?") if "?" in query else "/search.csv").text
            )
        )
    )
    ris = reader.get(query.replace("/search", "/search.ris")).text
    bib = reader.get(query.replace("/search", "/search.bib")).text

    assert [hit["link"] for hit in document["hits"]] == links
    assert [row["link"] for row in rows] == links
    assert ris.count("TY  - ") == ris.count("ER  - ") == len(links)
    assert len(re.findall(r"^@\w+\{", bib, re.MULTILINE)) == len(links)


@pytest.mark.parametrize("form", ["json", "jsonld", "dc", "ris", "bib", "csl", "txt"])
def test_an_article_names_its_twins(made: Made, reader: "TestClient", form: str) -> None:
    address = f"/article/{made.bags['hostile']}"
    links = [link["href"] for link in Page.of(reader.get(address).text).named("link")]

    answer = reader.get(f"{address}.{form}")

    assert f"{address}.{form}" in links
    assert answer.status_code == 200
    assert not answer.headers["content-type"].startswith("text/html")
    if "json" in answer.headers["content-type"]:
        assert HOSTILE in json.dumps(answer.json(), ensure_ascii=False).replace('\\"', '"')


def test_no_cell_is_a_formula(made: Made, reader: "TestClient") -> None:
    text = reader.get("/search.csv").text
    rows = list(csv.reader(io.StringIO(text)))

    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert made.bags["rain"] in text


def test_what_cannot_be_given_as_data_says_so_as_data(made: Made, reader: "TestClient") -> None:
    answer = reader.get(f"/article/{made.bags['dark']}.json")

    assert answer.status_code == 410
    assert answer.json()["status"] == 410
    assert "court-order" in answer.json()["details"][0]


def test_the_next_page_goes_on_where_this_one_ends(reader: "TestClient") -> None:
    whole = [hit["bag_id"] for hit in reader.get("/search.json").json()["hits"]]
    address, told = "/search.json?size=2", []

    while address:
        document = reader.get(address).json()
        told += [hit["bag_id"] for hit in document["hits"]]
        address = document["next_page"]

    assert sorted(told) == sorted(whole)
    assert len(told) == len(set(told))
