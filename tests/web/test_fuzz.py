"""Every address that the portal has, with whatever may stand in it: there is a safe answer."""

import re
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import portal
from support.portal import Made

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

FORGED = "forged.example"
KNOWN = (
    ("q", "harbour"),
    ("q", '"ferry stops" OR rain*'),
    ("source", "Harbour Gazette"),
    ("agency", "-"),
    ("year", "2017"),
    ("from", "2016"),
    ("to", "2017-04"),
    ("sort", "oldest"),
    ("size", "200"),
    ("offset", "10000"),
    ("media", "yes"),
    ("undated", "1"),
    ("versions", "1"),
    ("with", "{ferry-1}"),
)
PIECES = ("..", ".", "", "%2e%2e", "\0", "data", "article.txt", "json", "\n", "\udcff", "مرفأ")
FORMS = ("", ".json", ".jsonld", ".dc", ".ris", ".bib", ".csl", ".txt", ".zip", ".tar", ".exe")
FILES = ("data/article.txt", "bagit.txt", "data/media/001-harbour.png", "data/../bagit.txt")


def patterns(reader: "TestClient") -> list[str]:
    """The address of every route, with its parameters in braces."""
    found = [getattr(route, "path", "") for route in cast("Starlette", reader.app).routes]
    assert all(found)
    assert len(found) > 10
    return sorted(found)


def values(made: Made) -> st.SearchStrategy[str]:
    """What may stand in the place of a parameter."""
    bags = st.builds("".join, st.tuples(st.sampled_from(sorted(made.bags.values())), _of(FORMS)))
    return st.one_of(
        bags,
        _of(FILES),
        _of(("year", "source", "csv", "json", "ris", "bib")),
        st.lists(_of(PIECES), max_size=4).map("/".join),
        st.text(max_size=30),
    )


def _of(some: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(some)


def queries(made: Made) -> st.SearchStrategy[str]:
    """What may stand behind the question mark."""
    known = [(name, value.format(**made.bags)) for name, value in KNOWN]
    names = st.one_of(_of(tuple(name for name, _ in KNOWN)), st.text(max_size=8))
    anything = st.tuples(names, st.text(max_size=20))
    pairs = st.lists(st.one_of(st.sampled_from(known), anything), max_size=4)
    return pairs.map(lambda some: urlencode(some, errors="replace"))


@pytest.mark.parametrize("who", ["reader", "staff"])
@given(data=st.data())
def test_whatever_is_asked_for_the_answer_is_a_safe_one(
    request: pytest.FixtureRequest, made: Made, who: str, data: st.DataObject
) -> None:
    reader: TestClient = request.getfixturevalue(who)
    pattern = data.draw(st.sampled_from(patterns(reader)), label="route")
    filled = [
        data.draw(values(made), label=part) if part.startswith("{") else part
        for part in re.split(r"(\{[^}]*\})", pattern)
    ]
    path = quote("".join(filled), errors="replace")
    query = data.draw(queries(made), label="query")
    host = data.draw(st.sampled_from(["127.0.0.1", FORGED, f"{FORGED}:80", ""]), label="host")
    headers = {"host": host, "x-forwarded-host": FORGED, "forwarded": f"host={FORGED}"}

    answer = portal.asked_raw(reader, path, query, headers)

    assert answer.status in {200, 400, 403, 404, 410}
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert FORGED not in str(answer.headers)
    assert FORGED.encode() not in answer.body
    assert "server" not in answer.headers
    assert "location" not in answer.headers
