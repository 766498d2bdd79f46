"""What people supply is read once, at the door, and refused in words they understand."""

import pytest

from newsarchive.model.supplied import FIELDS, Supplied, Value, find_field, merge


@pytest.mark.parametrize(
    "name", ["date-published", "datePublished", "Date published", "DATE_PUBLISHED", "published"]
)
def test_a_field_is_found_however_it_is_written(name: str) -> None:
    assert find_field(name).name == "date-published"


def test_an_unknown_field_is_refused_with_the_one_that_comes_close() -> None:
    with pytest.raises(ValueError, match="did you mean agency"):
        find_field("agancy")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("date-published", "yesterday", "is not a date such as"),
        ("date-published", "2017-02-30", "no day 30"),
        ("date-published", "32.04.2017", "is not a date such as"),
        ("language", "German", "is no language"),
        ("language", "de_AT", "is no language"),
        ("url", "example.org", "is no address"),
        ("url", "https://example.org/a b", "is no address"),
        ("headline", "a\x00b", "no text"),
        ("headline", "x" * 10_001, "longer than"),
        ("source", "   ", "is empty"),
    ],
)
def test_what_cannot_be_is_refused(field: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Value.parse(field, [text], basis="option")


@pytest.mark.parametrize("date", ["2017", "2017-04", "2017-04-13?", "2017-04~", "../2018", "201X"])
def test_a_date_may_say_as_little_as_is_known(date: str) -> None:
    assert Value.parse("date-published", [date], basis="option").values == (date,)


def test_none_asserts_that_there_is_none() -> None:
    assert Value.parse("agency", ["None"], basis="option").none


def test_none_and_something_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="cannot be none and something else"):
        Value.parse("agency", ["none", "AFP"], basis="option")


def test_one_value_is_one_value() -> None:
    with pytest.raises(ValueError, match="one value, and 2 were given"):
        Value.parse("headline", ["a", "b"], basis="option")


def test_the_later_way_wins_field_by_field() -> None:
    sidecar = [Value.parse("source", ["A"], basis="s"), Value.parse("agency", ["B"], basis="s")]
    option = [Value.parse("source", ["C"], basis="o")]

    assert [(v.field.name, v.values) for v in merge(sidecar, option)] == [
        ("source", ("C",)),
        ("agency", ("B",)),
    ]


def test_the_identity_knows_no_persons_times_or_notes() -> None:
    one = Supplied("a", "2026-01-01T00:00:00Z", (Value.parse("agency", ["none"], basis="x"),))
    two = Supplied(
        "b", "2027-01-01T00:00:00Z", (Value.parse("agency", ["none"], basis="y", note="n"),)
    )

    assert one.identity() == two.identity() == {"agency": None}


def test_every_field_says_what_it_is() -> None:
    assert all(field.words for field in FIELDS.values())
