"""Text from outside: shown without harm, and without losing what it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.reports.safe import cell, sayable, visible

everything = st.text(st.characters(exclude_categories=()))
JOINERS = dict.fromkeys((0x200C, 0x200D))  # of letters: to take them away loses meaning


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("data/café/naïve.txt", "data/café/naïve.txt", id="plain"),
        pytest.param("مقالة", "مقالة", id="right to left"),
        pytest.param("a\nb\rc", "a\\nb\\rc", id="line breaks"),
        pytest.param("\x1b[2J", "\\x1b[2J", id="terminal"),
        pytest.param("\u202etxt", "\\u202etxt", id="turned"),
        pytest.param("a\u2028b", "a\\u2028b", id="line separator"),
        pytest.param("\udce9", "\\udce9", id="surrogate"),
    ],
)
def test_what_cannot_be_seen_becomes_its_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(everything)
@example("\u200c")
def test_what_is_visible_is_in_one_line_and_can_be_written(text: str) -> None:
    assert visible(text).translate(JOINERS).isprintable()
    visible(text).encode()


@given(everything)
def test_what_is_sayable_can_be_written(text: str) -> None:
    sayable(text).encode()


@given(st.text())
def test_what_can_be_written_stays_as_it_is(text: str) -> None:
    assert sayable(text) == text


def test_a_byte_that_is_no_text_is_shown_as_the_byte() -> None:
    assert sayable("caf\udce9") == "caf\\xe9"


@given(everything)
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(("value", "shown"), [(None, ""), (12, "12"), ("", ""), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_a_number_below_zero_is_quoted_too() -> None:
    assert cell(-3) == "'-3"
