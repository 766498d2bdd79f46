"""A snippet is a piece of the text as it is printed, around what was asked for."""

import pytest

from newsarchive.search.folding import tokens
from newsarchive.search.query import parse
from newsarchive.search.snippet import snippet

FILLING = "Nothing of note was said in the town hall that day. " * 20
TEXT = f"{FILLING}At Köln the FERRY\nsank. {FILLING}"


@pytest.mark.parametrize("query", ["koln", "ferry", '"ferry sank"', "fer*", "storm OR sank"])
def test_it_shows_what_was_asked_for_as_it_is_printed(query: str) -> None:
    found = snippet(TEXT, parse(query).leaves)

    assert "Köln the FERRY sank." in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) <= 230


@pytest.mark.parametrize("query", ["storm", "", "NOT storm", '"sank ferry"'])
def test_it_is_the_beginning_where_nothing_fits(query: str) -> None:
    found = snippet(TEXT, parse(query).leaves)

    assert found.startswith("Nothing of note")
    assert found.endswith("…")


def test_it_is_the_whole_of_a_short_text() -> None:
    assert snippet("Rain.\nSnow.\n", parse("snow").leaves) == "Rain. Snow."


def test_it_is_empty_for_a_text_without_words() -> None:
    assert snippet(" \n ", parse("snow").leaves) == ""


def test_it_is_cut_in_a_script_without_blanks() -> None:
    text = "天気は晴れ。" * 100 + "東京で雨。" + "天気は晴れ。" * 100

    found = snippet(text, parse("東京").leaves)

    assert "東京で雨" in found
    assert len(found) <= 230


PLACES = {
    "one word": ("The FERRY sank", ["The", "FERRY", "sank"]),
    "a word of several": ("L'État", ["L", "État"]),
    "characters": ("東京 iPhone発売", ["東", "京", "iPhone", "発", "売"]),
    "marks around": ("«Köln».", ["«Köln»."]),
    "an underscore": ("a_b", ["a", "b"]),
}


@pytest.mark.parametrize(("text", "places"), PLACES.values(), ids=PLACES)
def test_a_word_is_known_by_its_place(text: str, places: list[str]) -> None:
    assert [text[token.start : token.end] for token in tokens(text)] == places
