"""A search as an address says it: in words, with filters that can be taken away, and refused."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import UsageError
from newsarchive.search.query import parse
from newsarchive.web.asked import Question, chips, question, sentence
from newsarchive.web.results import marked
from support.portal import Made, Page

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SENTENCES = {
    "": "3 articles, newest first.",
    "q=Beslan": "3 articles that mention Beslan, best match first.",
    "q=Beslan&source=Reuters&from=2004&to=2017&sort=newest": (
        "3 articles that mention Beslan, from Reuters, 2004 to 2017, newest first."
    ),
    "from=2004": "3 articles, from 2004 on, newest first.",
    "source=-&agency=AP": "3 articles, of unknown source, by the agency AP, newest first.",
    "agency=none": "3 articles, by no agency, newest first.",
    "undated=1&media=no": "3 articles, without a date, without pictures, newest first.",
    "verdict=never": "3 articles, last found never checked, newest first.",
    "year=2017&sort=oldest": "3 articles, of 2017, oldest first.",
    "q=&source=&from=": "3 articles, newest first.",
}


@pytest.mark.parametrize("query", SENTENCES)
def test_a_question_is_said_in_words(query: str) -> None:
    asked = question(parse_qsl(query, keep_blank_values=True))

    assert sentence(asked, 3) == SENTENCES[query]


def test_one_article_is_one() -> None:
    assert sentence(Question("rain"), 1) == "1 article that mentions rain, best match first."


REFUSED = (
    "colour=red",
    "year=MMXVII",
    "year=20177",
    "from=tomorrow",
    "sort=prettiest",
    "offset=-1",
    "offset=99999999999999999999",
    "offset=000000000099999",
    "size=1000",
    "media=perhaps",
    "verdict=fine",
    "date-status=sure",
    f"q={'a' * 1001}",
    "&".join(f"source={n}" for n in range(60)),
)


@pytest.mark.parametrize("query", REFUSED)
@pytest.mark.parametrize("form", ["", ".json", ".csv", ".ris", ".bib"])
def test_what_cannot_be_asked_is_refused(reader: "TestClient", query: str, form: str) -> None:
    assert reader.get(f"/search{form}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("from=2017&to=2004", "the range ends before it begins"),
        ("undated=1&from=2017", "articles without a date lie in no range of dates"),
    ],
)
def test_what_contradicts_itself_fits_nothing_and_says_why(
    reader: "TestClient", query: str, why: str
) -> None:
    found = reader.get(f"/search.json?{query}").json()

    assert (found["total"], found["hits"]) == (0, [])
    assert why in found["notes"][0]
    assert why in reader.get(f"/search?{query}").text


def test_each_filter_can_be_taken_away() -> None:
    asked = question([("q", "rain"), ("source", "A & B"), ("from", "2004")])

    assert [(c.words, c.without) for c in chips(asked)] == [
        ("from A & B", "/search?q=rain&from=2004"),
        ("from 2004 on", "/search?q=rain&source=A+%26+B"),
    ]


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.sampled_from(["source", "agency", "language"]), st.text(max_size=9))),
)
def test_the_address_of_a_question_asks_the_same(query: str, pairs: list[tuple[str, str]]) -> None:
    try:
        asked = question([("q", query), *pairs])
    except UsageError:
        return

    said = parse_qsl(asked.address().partition("?")[2], keep_blank_values=True, errors="replace")

    assert question(said).address() == asked.address()


MARKED = {
    ("rain", "Rain, rain and rainbow"): ["Rain", "rain"],
    ("rain*", "Rain and rainbow"): ["Rain", "rainbow"],
    ("cafe", "The Café"): ["Café"],
    ("a OR b", "x a y b"): ["a", "b"],
    ("<b>", "a <b> c"): ["b"],
    ("", "nothing asked"): [],
}


@pytest.mark.parametrize(("query", "text"), MARKED)
def test_the_words_that_were_asked_for_are_marked(query: str, text: str) -> None:
    parts = marked(text, parse(query))

    assert "".join(piece for piece, _ in parts) == text
    assert [piece for piece, is_word in parts if is_word] == MARKED[(query, text)]


def test_those_without_a_date_are_counted_beside_a_range(reader: "TestClient") -> None:
    page = reader.get("/search?q=harbour&from=2010&to=2020").text

    assert "1 more has no date" in page
    assert reader.get("/search.json?q=harbour&undated=1").json()["total"] == 1


def test_a_facet_narrows_to_as_many_as_it_says(made: Made, reader: "TestClient") -> None:
    facets = reader.get("/search.json").json()["facets"]
    counts = {c["value"] or "-": c["count"] for c in facets["source"]}

    assert counts
    for value, count in counts.items():
        found = reader.get("/search.json", params={"source": value}).json()
        assert found["total"] == count, value
    assert made.bags["hail"] in reader.get("/search.json?source=Tolm+Post").text


def test_every_link_of_the_first_pages_leads_somewhere(reader: "TestClient") -> None:
    seen = set()
    for start in ("/", "/search?q=harbour", "/browse", "/browse/year", "/browse/source"):
        for link in Page.of(reader.get(start).text).named("a"):
            address = link["href"] or ""
            if address.startswith("/") and address not in seen:
                seen.add(address)
                assert reader.get(address).status_code == 200, address

    assert len(seen) > 20
