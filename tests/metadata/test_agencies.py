"""Agencies are recognised where they are named, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.metadata.agencies import (
    Form,
    agencies,
    canonical_name,
    named,
    recognise,
)
from newsarchive.model.statement import Span, Status

AP, REUTERS, AFP = "Associated Press", "Reuters", "Agence France-Presse"
DPA, PA, TASS = "Deutsche Presse-Agentur", "PA Media", "TASS"

FOUND = {
    "Jane Doe, AP": [AP],
    "By Jane Doe and John Roe, Reuters": [REUTERS],
    "REUTERS/Jane Doe": [REUTERS],
    "reuters": [REUTERS],
    "AP Photo/Jane Doe": [AP],
    "Photo: Jane Doe/AFP via Getty Images": [AFP],
    "Jane Doe for Reuters": [REUTERS],
    "Copyright 2017 The Associated Press. All rights reserved.": [AP],
    "THE ASSOCIATED PRESS": [AP],
    "dpa/DPA": [DPA, DPA],
    "mit Material von dpa und AFP": [DPA, AFP],
    "selon l’AFP": [AFP],
    "Agence  France Presse": [AFP],
    "PA": [PA],
    "(PA)": [PA],
    "Reuters, PA and AFP": [REUTERS, PA, AFP],
    "Press Association": [PA],
    "Source: MENA": ["Middle East News Agency"],
    "Bloomberg": ["Bloomberg News"],
    "Associated Press of Pakistan": ["Associated Press of Pakistan"],
    "Australian Associated Press": ["Australian Associated Press"],
    "Palestinian News and Information Agency": ["Palestinian News and Information Agency"],
    "新华社": ["Xinhua News Agency"],
    "АП/ТАСС": [TASS],
    "dpa-AFX": ["dpa-AFX"],
    "Keystone-SDA": ["Keystone-SDA"],
}


@pytest.mark.parametrize(("text", "names"), FOUND.items(), ids=FOUND)
def test_an_agency_that_is_named_is_recognised(text: str, names: list[str]) -> None:
    assert [match.agency.name for match in recognise(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TRTWorld and agencies",
        "ap",
        "Ap",
        "pa",
        "Dpa",
        "an AP-style guide",
        "dpa-infocom",
        "apart from reutersville",
        "APs",
        "Harrisburg, PA",
        "State College, PA",
        "Jane Doe, PA",
        "the MENA region",
        "Hina Khan",
        "Petra Kelly",
        "Michael Bloomberg",
        "Reuters Institute",
        "Foreign Press Association",
        "https://www.reuters.com/AP",
        "news@AP",
        "www.ap/AP",
        "reuters.com",
        "AP.org",
    ],
)
def test_what_only_looks_like_an_agency_is_none(text: str) -> None:
    assert recognise(text) == ()


@given(st.text(), st.text())
def test_what_is_found_stands_where_it_is_said_to_stand(before: str, after: str) -> None:
    text = f"{before} Reuters, AP {after}"

    assert all(text[m.start : m.end] == m.printed for m in recognise(text))


@given(st.text(st.sampled_from("AaPpFf-. ,/()é"), max_size=12))
def test_no_agency_is_found_inside_a_word(text: str) -> None:
    for match in recognise(text):
        assert not re.search(r"\w\Z", text[: match.start])
        assert not re.match(r"\w", text[match.end :])


# As statements.


def test_the_canonical_name_is_stated_as_printed() -> None:
    (match,) = recognise("REUTERS")

    said = match.statement(basis="text:byline", span=Span(0, 7))

    assert (said.status, said.value, said.basis) == (Status.STATED, "REUTERS", "text:byline")


def test_an_official_abbreviation_is_stated_as_printed() -> None:
    (match,) = recognise("Jane Doe, dpa")

    assert match.statement(basis="text:byline").value == "dpa"


def test_an_alias_gives_the_canonical_name_by_the_rule() -> None:
    (match,) = recognise("Press  Association")

    said = match.statement(basis="text:byline")

    assert (said.status, said.value, said.raw) == (Status.DERIVED, PA, "Press Association")
    assert said.basis == "agencies:alias"


# Whole texts.


@pytest.mark.parametrize("text", ["the Associated Press", " AP ", "The AP", "Press Association"])
def test_a_text_that_is_an_agency_has_its_canonical_name(text: str) -> None:
    assert canonical_name(text) in {AP, PA}


@pytest.mark.parametrize("text", ["", "the", "AP and others", "The Gazette", "ap"])
def test_a_text_that_is_more_or_less_than_an_agency_has_none(text: str) -> None:
    assert canonical_name(text) is None


def test_the_article_before_a_name_is_not_part_of_it() -> None:
    match = named("  the AP ")

    assert match is not None
    assert (match.printed, match.start, match.end) == ("AP", 6, 8)


# The table.

EVERY = [
    (form, agency.name, kind)
    for agency in agencies()
    for kind, forms in (
        (Form.NAME, (agency.name,)),
        (Form.SHORT, (*agency.short, *agency.ambiguous)),
        (Form.ALIAS, agency.aliases),
    )
    for form in forms
]


@pytest.mark.parametrize(("form", "name", "kind"), EVERY, ids=[f"{f} {k}" for f, _, k in EVERY])
def test_every_form_in_the_table_stands_for_one_agency(form: str, name: str, kind: Form) -> None:
    match = named(form)

    assert match is not None
    assert match.agency.name == name
    assert match.form is kind or form == name


def test_the_table_has_the_agencies_of_the_world() -> None:
    assert len(agencies()) >= 60
    assert len({agency.country for agency in agencies()}) >= 40


def test_no_two_agencies_share_an_item_of_wikidata() -> None:
    items = [agency.wikidata for agency in agencies() if agency.wikidata]

    assert len(set(items)) == len(items)
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in items)


def test_countries_are_codes() -> None:
    assert all(a.country is None or re.fullmatch("[A-Z]{2}", a.country) for a in agencies())
