"""Dates in figures: what has one reading is read, what has two is nothing yet."""

import pytest

from newsarchive.model.supplied import Value
from newsarchive.model.written import as_edtf


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("13.04.2017", "2017-04-13"),
        ("13/04/2017", "2017-04-13"),
        ("13-4-2017", "2017-04-13"),
        ("04/13/2017", "2017-04-13"),
        ("31.1.2017", "2017-01-31"),
        ("4/4/2017", "2017-04-04"),
        ("29/02/2016", "2016-02-29"),
        ("2017/4/3", "2017-04-03"),
        ("2017.04.03", "2017-04-03"),
        ("2017-04-13 00:00:00", "2017-04-13"),
        ("2017-04-13 00:00", "2017-04-13"),
        ("2017-04-13 00:00:00.000", "2017-04-13"),
        ("13.04.2017 00:00:00", "2017-04-13"),
        ("2017-04-13 9:30", "2017-04-13T09:30:00"),
        ("2017-04-13 18:05:09", "2017-04-13T18:05:09"),
        ("2017-04-13", "2017-04-13"),
        ("2017-04", "2017-04"),
        ("2017?", "2017?"),
        ("2017-04-01/2017-04-30", "2017-04-01/2017-04-30"),
        ("../2018", "../2018"),
        ("201X", "201X"),
    ],
)
def test_a_date_that_has_one_reading_is_read(text: str, read: str) -> None:
    assert as_edtf(text) == read
    assert Value.parse("date-published", [text], basis="option").values == (read,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2017", "2017-03-04 or 2017-04-03"),
        ("3.4.2017", "2017-03-04 or 2017-04-03"),
        ("12-11-2017 00:00:00", "2017-11-12 or 2017-12-11"),
        ("13.04.17", "four digits"),
        ("32.04.2017", "is not a date"),
        ("29/02/2017", "is not a date"),
        ("13.13.2017", "is not a date"),
        ("2017/13/01", "2017-13-01"),
        ("2017-04-13 25:00", "T25:00"),
        ("13.04/2017", "not a date"),
        ("42838", "not a date"),
    ],
)
def test_a_date_that_has_two_readings_or_none_is_refused_and_they_are_named(
    text: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Value.parse("date-published", [text], basis="option")
