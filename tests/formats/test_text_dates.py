"""Printed dates: explicit ones are read, ambiguous ones are refused with both readings."""

import pytest

from newsarchive.formats.text.dates import by_order, read_date

READ = {
    "2017-04-13": "2017-04-13",
    "2017-04": "2017-04",
    "2017": "2017",
    "2017/04/13": "2017-04-13",
    "2017年4月13日": "2017-04-13",
    "2017-04-13T10:00:05Z": "2017-04-13T10:00:05Z",
    "2017-04-13 10:00 +0200": "2017-04-13T10:00+02:00",
    "13 April 2017": "2017-04-13",
    "13th of April 2017": "2017-04-13",
    "April 13, 2017": "2017-04-13",
    "Thursday, April 13th, 2017": "2017-04-13",
    "Thu, 13 Apr 2017 10:00:05 +0200": "2017-04-13T10:00:05+02:00",
    "April 2017": "2017-04",
    "April 13, 2017 at 12:05 a.m.": "2017-04-13T00:05",
    "April 13, 2017, 1:05 pm EST": "2017-04-13T13:05",
    "13 April 2017 10:00 GMT+3": "2017-04-13T10:00+03:00",
    "13 April 2017 10:00 CEST": "2017-04-13T10:00+02:00",
    "13. März 2017": "2017-03-13",
    "13. MÄRZ 2017": "2017-03-13",
    "Donnerstag, den 13. April 2017, 10:00 Uhr": "2017-04-13T10:00",
    "jeudi 1er juin 2017 à 10h05": "2017-06-01T10:05",
    "13 de abril de 2017": "2017-04-13",
    "giovedì 13 aprile 2017": "2017-04-13",
    "quinta-feira, 13 de abril de 2017": "2017-04-13",
    "donderdag 13 april 2017 om 10.00 uur": "2017-04-13T10:00",
    "13 Nisan 2017": "2017-04-13",
    "13/04/2017": "2017-04-13",
    "04/13/2017": "2017-04-13",
    "5.5.2017": "2017-05-05",
}


@pytest.mark.parametrize(("printed", "edtf"), READ.items(), ids=READ)
def test_an_explicit_date_is_read(printed: str, edtf: str) -> None:
    read = read_date(printed)

    assert read is not None
    assert str(read.date) == edtf


@pytest.mark.parametrize("printed", ["04/05/2017", "4.5.2017", "04-05-2017 10:00"])
def test_a_date_of_two_readings_gives_none_and_names_both(printed: str) -> None:
    read = read_date(printed)

    assert read is not None
    assert read.date is None
    assert "2017-05-04 or 2017-04-05" in read.reason


@pytest.mark.parametrize("printed", ["31 February 2017", "2017-13-01", "2017-02-29", "32/13/2017"])
def test_a_day_that_no_calendar_has_gives_no_date(printed: str) -> None:
    read = read_date(printed)

    assert read is not None
    assert read.date is None


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "13 April",
        "In April 2017",
        "2017-W15-4",
        "20170413",
        "13 April 2017 Berlin",
        "1",
    ],
)
def test_what_is_no_date_in_full_is_none(text: str) -> None:
    assert read_date(text) is None


def test_two_digits_are_no_year() -> None:
    read = read_date("04/05/17")

    assert read is not None
    assert read.date is None


ORDERS = {
    "nothing else": ("03/04/2011", "", None),
    "a day first": ("03/04/2011", "It closed on 25/12/2010.", "2011-04-03"),
    "a month first": ("03/04/2011", "It closed on 12/25/2010.", "2011-03-04"),
    "both": ("03/04/2011", "From 25/12/2010 to 12/31/2010.", None),
    "others that can be two": ("03/04/2011", "It closed on 05/06/2010.", None),
    "another mark": ("03/04/2011", "It closed on 25.12.2010.", None),
    "no day of the calendar": ("03/04/2011", "It closed on 25/30/2010.", None),
    "certain itself": ("25/04/2011", "It closed on 24/12/2010.", "2011-04-25"),
    "no numbers": ("3 April 2011", "It closed on 25/12/2010.", None),
}


@pytest.mark.parametrize(("text", "content", "date"), ORDERS.values(), ids=ORDERS)
def test_a_date_of_numbers_is_settled_by_others_of_its_text(
    text: str, content: str, date: str | None
) -> None:
    settled = by_order(text, content)

    assert (None if settled is None else str(settled)) == date
