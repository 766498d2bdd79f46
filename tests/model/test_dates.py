"""EDTF level 1: what is a date, what it can mean, and where we part ways with another reader."""

from datetime import date

import edtf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsarchive.model.dates import Edtf

# Each text with its year, month and day, and the first and the last day that it can mean.
READ = {
    "2017": (2017, None, None, "2017-01-01", "2017-12-31"),
    "2017-04": (2017, 4, None, "2017-04-01", "2017-04-30"),
    "2017-04-13": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2016-02": (2016, 2, None, "2016-02-01", "2016-02-29"),
    "2016-02-29": (2016, 2, 29, "2016-02-29", "2016-02-29"),
    "2000-02-29": (2000, 2, 29, "2000-02-29", "2000-02-29"),
    "2017-04-13?": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2017-04~": (2017, 4, None, "2017-04-01", "2017-04-30"),
    "2017%": (2017, None, None, "2017-01-01", "2017-12-31"),
    "201X": (None, None, None, "2010-01-01", "2019-12-31"),
    "20XX": (None, None, None, "2000-01-01", "2099-12-31"),
    "201X?": (None, None, None, "2010-01-01", "2019-12-31"),
    "2017-XX": (2017, None, None, "2017-01-01", "2017-12-31"),
    "2017-XX-XX": (2017, None, None, "2017-01-01", "2017-12-31"),
    "2017-02-XX": (2017, 2, None, "2017-02-01", "2017-02-28"),
    "2017-04-XX~": (2017, 4, None, "2017-04-01", "2017-04-30"),
    "2017-21": (2017, None, None, "2017-01-01", "2017-12-31"),
    "2017-24?": (2017, None, None, "2017-01-01", "2017-12-31"),
    "0001": (1, None, None, "0001-01-01", "0001-12-31"),
    "9999-12": (9999, 12, None, "9999-12-01", "9999-12-31"),
    "0000": (0, None, None, None, None),
    "000X": (None, None, None, None, "0009-12-31"),
    "-0100": (-100, None, None, None, None),
    "-0100-02-28": (-100, 2, 28, None, None),
    "-0004-02-29": (-4, 2, 29, None, None),
    "-201X": (None, None, None, None, None),
    "Y17000": (None, None, None, None, None),
    "Y-1234567890": (None, None, None, None, None),
    "2017/2018": (None, None, None, "2017-01-01", "2018-12-31"),
    "2017-05/2017-06": (None, None, None, "2017-05-01", "2017-06-30"),
    "2017-05-04/2017": (None, None, None, "2017-05-04", "2017-12-31"),
    "2017/2017": (None, None, None, "2017-01-01", "2017-12-31"),
    "../2018": (None, None, None, None, "2018-12-31"),
    "/2018": (None, None, None, None, "2018-12-31"),
    "2017/..": (None, None, None, "2017-01-01", None),
    "2017/": (None, None, None, "2017-01-01", None),
    "2017~/2018?": (None, None, None, "2017-01-01", "2018-12-31"),
    "2017-06-XX/2017-06-03": (None, None, None, "2017-06-01", "2017-06-03"),
    "2017-21/2017-23": (None, None, None, "2017-01-01", "2017-12-31"),
    "-0200/-0100": (None, None, None, None, None),
    "Y-20000/2017": (None, None, None, None, "2017-12-31"),
    "2017-04-13T10:00:00": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2017-04-13T10:00": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2017-04-13T10:00:00Z": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2017-04-13T10:00:00+04": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2017-04-13T23:30:00-12:30": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2017-04-13T10:00:00.123456789+14:00": (2017, 4, 13, "2017-04-13", "2017-04-13"),
    "2016-12-31T23:59:60Z": (2016, 12, 31, "2016-12-31", "2016-12-31"),
}

# Each text with what is said of it.
REFUSED = {
    "": "is not a date such as 2017-04-13",
    "yesterday": "is not a date",
    "April 2017": "is not a date",
    "13/04/2017": "is not a date",
    "17": "is not a date",
    "20170413": "is not a date",
    "2017-4": "is not a date",
    "2017-W15": "is not a date",
    "2017-W15-4": "is not a date",
    "2017-103": "is not a date",
    "20171": "is not a date",
    " 2017": "is not a date",
    "2017\n": "is not a date",
    "2017-04-13\n": "is not a date",
    "2017-04-13T10:00:00Z\n": "is not a date",
    "../2018\n": "is not a date",
    "\u0662\u0660\u0661\u0667": "is not a date",
    "\uff12\uff10\uff11\uff17": "is not a date",
    "2017\u201304": "is not a date",
    "-0000": "there is no year -0000",
    "-0000-04": "there is no year -0000",
    "2017-00": "there is no month 00",
    "2017-13": "there is no month 13",
    "2017-20": "there is no month 20",
    "2017-25": "there is no month 25",
    "2017-00-01": "there is no month 00",
    "2017-13-XX": "there is no month 13",
    "2017-02-29": "there is no day 29 in that month",
    "1900-02-29": "there is no day 29 in that month",
    "-0100-02-29": "there is no day 29 in that month",
    "2017-04-31": "there is no day 31 in that month",
    "2017-04-00": "there is no day 00 in that month",
    "2017-02-30T10:00:00": "there is no day 30 in that month",
    "2017-21-01": "a season has no day",
    "2017-21-XX": "a season has no day",
    "201X-04": "a month cannot be given where the year is not known",
    "201X-XX": "a month cannot be given where the year is not known",
    "201X-XX-XX": "a month cannot be given where the year is not known",
    "2017-XX-13": "a day cannot be known where the month is not",
    "2X17": "is not a date",
    "XXXX": "is not a date",
    "20X7": "is not a date",
    "2017-04-1X": "is not a date",
    "2017?-04": "is not a date",
    "?2017": "is not a date",
    "2017?~": "is not a date",
    "Y2017": "is not a date",
    "Y017000": "is not a date",
    "Y12345678901": "is not a date",
    "Y17000?": "is not a date",
    "Y17000-04": "is not a date",
    "/": "an interval needs a beginning or an end",
    "../..": "an interval needs a beginning or an end",
    "../": "an interval needs a beginning or an end",
    "2018/2017": "the interval ends before it begins",
    "2017-06/2017-05-31": "the interval ends before it begins",
    "-0100/-0200": "the interval ends before it begins",
    "Y20000/Y17000": "the interval ends before it begins",
    "2018/-0100": "the interval ends before it begins",
    "2017/2018/2019": "is not a date",
    "2017//2018": "is not a date",
    "2017-04-13T10:00:00/2018": "is not a date",
    "2017-04-13T24:00:00": "there is no such time of day",
    "2017-04-13T10:60": "there is no such time of day",
    "2017-04-13T10:00:61": "there is no such time of day",
    "2017-04-13T10": "is not a date",
    "2017-04-13 10:00": "is not a date",
    "2017-04-13t10:00:00z": "is not a date",
    "2017-04-13T10:00:00+15:00": "there is no zone",
    "2017-04-13T10:00:00+01:60": "there is no zone",
    "2017-04-13T10:00:00+0100": "is not a date",
    "2017-04-13T10:00:00GMT": "is not a date",
    "2017-04-13T10:00:00?": "is not a date",
    "2017-04T10:00": "is not a date",
}

# Where the `edtf` package reads otherwise, and why we do not follow it.
MORE_THAN_THE_ORACLE = {
    "2017-24?": "a mark applies to the whole date, and a season is one; the package has no rule",
    "2017-04-13T10:00": "ours: sources print times without seconds",
    "2016-12-31T23:59:60Z": "ours: a leap second",
    "2017-04-13T10:00:00.123456789+14:00": "ours: wires give fractions of a second",
    "Y-20000/2017": "a long year is a date of level 1 like another; the package has no rule",
}
LESS_THAN_THE_ORACLE = {
    "201X-04": "level 2: a part of a year with a month",
    "201X-XX": "level 2: level 1 leaves out a year's digits in a year alone",
    "201X-XX-XX": "level 2, likewise",
    "2017-XX-13": "level 2: digits that are not the last",
    "2017-04-1X": "level 2: a part of a day",
    "2X17": "level 2: a digit in the middle",
    "20X7": "level 2: a digit in the middle",
    "XXXX": "level 2: a year without a digit",
    "2017-25": "level 2: seasons of a hemisphere",
    "2017?-04": "level 2: a mark inside",
    "?2017": "level 2: a mark before",
    "2017-02-29": "no such day; the package goes to 29 in every year",
    "1900-02-29": "no such day",
    "-0100-02-29": "no such day",
    "../..": "says nothing",
    "2018/2017": "ends before it begins",
    "2017-06/2017-05-31": "ends before it begins",
    "-0100/-0200": "ends before it begins",
    "2018/-0100": "ends before it begins",
    "2017-04-13T24:00:00": "ISO 8601-1:2019 has no 24th hour any more",
    "Y12345678901": "ten digits are enough",
}


@pytest.mark.parametrize(("text", "wanted"), READ.items(), ids=READ)
def test_a_date_says_what_it_can_mean(
    text: str, wanted: tuple[int | None, int | None, int | None, str | None, str | None]
) -> None:
    d = Edtf.parse(text)

    bounds = [None if b is None else b.isoformat() for b in (d.earliest, d.latest)]
    assert (d.year, d.month, d.day, *bounds) == wanted


@pytest.mark.parametrize(("text", "words"), REFUSED.items(), ids=map(ascii, REFUSED))
def test_what_is_no_date_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"^'") as caught:
        Edtf.parse(text)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2017", False, False),
        ("2017?", True, False),
        ("2017-04~", False, True),
        ("2017-04-13%", True, True),
        ("2017?/2018", True, False),
    ],
)
def test_marks_are_told(text: str, *, uncertain: bool, approximate: bool) -> None:
    d = Edtf.parse(text)

    assert (d.uncertain, d.approximate) == (uncertain, approximate)


def oracle_reads(text: str) -> bool:
    try:
        edtf.parse_edtf(text)
    except Exception:  # noqa: BLE001  # the package lets its own mistakes out as TypeError
        return False
    return True


# The package strips white space and folds digits of other scripts; neither is EDTF.
PLAIN = [text for text in [*READ, *REFUSED] if text.isascii() and text == text.strip()]


@pytest.mark.parametrize("text", PLAIN, ids=repr)
def test_another_reader_agrees_but_where_we_say_why(text: str) -> None:
    different = text in MORE_THAN_THE_ORACLE or text in LESS_THAN_THE_ORACLE

    assert oracle_reads(text) == ((text in READ) != different)


@pytest.mark.parametrize("text", MORE_THAN_THE_ORACLE)
def test_what_we_read_beyond_the_other_reader_is_in_the_table_of_dates(text: str) -> None:
    assert text in READ


@pytest.mark.parametrize("text", LESS_THAN_THE_ORACLE)
def test_what_we_refuse_and_the_other_reader_takes_is_in_the_table_of_refusals(text: str) -> None:
    assert text in REFUSED


def joined(parts: tuple[str, ...]) -> str:
    return "".join(parts)


years = st.integers(1, 9999).map("{:04d}".format) | st.integers(-9999, -1).map("{:05d}".format)
rests = st.sampled_from(["", "-XX", "-XX-XX", "-02", "-12", "-22", "-02-XX", "-02-28", "-11-30"])
decades = st.sampled_from(["201X", "19XX", "-02XX", "000X"])
marks = st.sampled_from(["", "?", "~", "%"])
long_years = st.integers(10_000, 10**10 - 1).map("Y{}".format)
singles = st.one_of(
    st.tuples(years, rests, marks).map(joined), st.tuples(decades, marks).map(joined), long_years
)
ends = singles | st.sampled_from(["", ".."])
times = st.builds(
    "{}T{:02d}:{:02d}{}{}".format,
    st.dates().map(date.isoformat),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":07", ":59.25"]),
    st.sampled_from(["", "Z", "+02:00", "-05"]),
)
texts = singles | times | st.tuples(ends, ends).map("/".join)


@given(singles | times)
def test_the_text_of_a_date_is_kept(text: str) -> None:
    assert str(Edtf.parse(text)) == text


@given(texts)
def test_the_earliest_day_is_not_after_the_latest(text: str) -> None:
    try:
        d = Edtf.parse(text)
    except ValueError as error:
        assert "interval" in str(error)  # noqa: PT017  # backwards, or empty: nothing to compare
        return

    assert d.text == text
    assert d.earliest is None or d.latest is None or d.earliest <= d.latest


@given(st.dates())
def test_a_day_means_itself_and_lies_in_its_month_and_year(day: date) -> None:
    exact, month, year = (Edtf.parse(day.isoformat()[:length]) for length in (10, 7, 4))

    assert exact.earliest == exact.latest == day
    for wider in (month, year):
        assert wider.earliest is not None
        assert wider.latest is not None
        assert wider.earliest <= day <= wider.latest


@given(st.dates(), st.dates())
def test_an_interval_of_days_that_runs_forwards_is_bounded_by_them(a: date, b: date) -> None:
    first, last = sorted((a, b))

    d = Edtf.parse(f"{first.isoformat()}/{last.isoformat()}")

    assert (d.earliest, d.latest) == (first, last)


@given(st.dates(), st.dates())
def test_an_interval_of_days_that_runs_backwards_is_refused(a: date, b: date) -> None:
    assume(a != b)
    first, last = sorted((a, b))

    with pytest.raises(ValueError, match="ends before it begins"):
        Edtf.parse(f"{last.isoformat()}/{first.isoformat()}")


@given(st.text(alphabet="0123456789-/.XYT:Z+?~% ", max_size=24))
def test_any_text_is_a_date_kept_as_it_is_or_refused_by_name(text: str) -> None:
    try:
        assert Edtf.parse(text).text == text
    except ValueError as error:
        assert str(error).startswith("'")  # noqa: PT017  # both outcomes are the claim
