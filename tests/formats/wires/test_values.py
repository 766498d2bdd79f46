"""Values as wire formats print them."""

import pytest

from newsarchive.formats.wires.values import agencies_of, language, moment, said
from newsarchive.model.statement import Status

MOMENTS = {
    "2024-09-25T10:37:24+02:00": "2024-09-25T10:37:24+02:00",
    "2024-09-25T10:37:24Z": "2024-09-25T10:37:24Z",
    "2024-09-25T10:37:24+0100": "2024-09-25T10:37:24+01:00",
    "2016-01-12 12:35:40": "2016-01-12T12:35:40",
    "2016-01-12T12:35:40.123Z": "2016-01-12T12:35:40.123Z",
    "2016-01-12": "2016-01-12",
    "20160112": "2016-01-12",
    "20160112T123540Z": "2016-01-12T12:35:40Z",
    "20160112T123540-0500": "2016-01-12T12:35:40-05:00",
    "20160112T000000": "2016-01-12",
    "2016-01-12T00:00:00": "2016-01-12T00:00:00",
    " 2016-01-12\n": "2016-01-12",
    "0000-00-00": None,
    "2016-02-30": None,
    "12 January 2016": None,
    "2016-01-12T25:00:00Z": None,
    "tomorrow": None,
}


@pytest.mark.parametrize(("printed", "expected"), MOMENTS.items())
def test_a_moment_is_read_with_the_zone_that_is_printed(printed: str, expected: str | None) -> None:
    found = moment(printed, "x")

    assert (found.value.text if found.value else None) == expected


def test_what_is_no_date_says_so_with_its_words() -> None:
    assert "'tomorrow'" in (moment("tomorrow", "x:date").reason or "")


@pytest.mark.parametrize("printed", [None, "", " \n "])
def test_an_empty_field_says_nothing(printed: str | None) -> None:
    assert {said(printed, "x").status, moment(printed, "x").status} == {Status.UNKNOWN}


def test_a_language_is_a_tag_or_unknown() -> None:
    assert (language("de_AT", "x").value, language("Deutsch!", "x").value) == ("de-AT", None)


def test_agencies_are_those_of_the_table_each_once() -> None:
    found = agencies_of([("dpa", "a"), ("Deutsche Presse-Agentur", "b"), ("A paper", "c")])

    assert len(found) == 1
