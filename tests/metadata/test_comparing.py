"""What differs between two texts, word by word, and between two records, fact by fact."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.metadata.comparing import BREAK, compare_records, compare_texts
from newsarchive.model.difference import FieldChange, Images, Side, Words

LEFT, RIGHT = {Side.BOTH, Side.FIRST}, {Side.BOTH, Side.SECOND}


def shown(words: Words) -> list[str]:
    """Paragraphs with what was taken out in [- -] and what was put in in {+ +}."""
    marks = {Side.BOTH: "{}", Side.FIRST: "[-{}-]", Side.SECOND: "{{+{}+}}"}
    return ["".join(marks[p.side].format(p.text) for p in pieces) for pieces in words.paragraphs]


CASES = {
    "a word of two": ("It rained.", "It snowed.", ["It[- rained-]{+ snowed+}."]),
    "one word": ("It rained all day.", "It snowed all day.", ["It[- rained-]{+ snowed+} all day."]),
    "a word more": ("It rained.", "It rained hard.", ["It rained{+ hard+}."]),
    "a mark": ("It rained.", "It rained!", ["It rained[-.-]{+!+}"]),
    "blanks only": ("It  rained\nall day.", "It rained all day.", ["It rained all day."]),
    "a paragraph more": ("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.", ["One.", "{+New.+}", "Two."]),
    "a paragraph less": ("One.\n\nOld.\n\nTwo.", "One.\n\nTwo.", ["One.", "[-Old.-]", "Two."]),
    "a paragraph that was cut": ("One. Two.", "One.\n\nTwo.", ["One.[- Two.-]", "{+Two.+}"]),
    "two that became one": ("One.\n\nTwo.", "One. Two.", ["One.{+ Two.+}", "[-Two.-]"]),
    "paragraphs that changed each": (
        "It rained on Monday.\n\nBoats stayed in.",
        "It rained on Friday.\n\nAll boats sailed.\n\nBoats stayed out.",
        [
            "It rained on[- Monday-]{+ Friday+}.",
            "{+All boats sailed.+}",
            "Boats stayed[- in-]{+ out+}.",
        ],
    ),
    "a paragraph that is another": (
        "Old words here.",
        "New ones.",
        ["[-Old words here.-]", "{+New ones.+}"],
    ),
    "nothing and something": ("", "New.", ["{+New.+}"]),
    "something and nothing": ("Old.", "", ["[-Old.-]"]),
    "nothing at all": ("", "", []),
    "a script without blanks": ("雨が降った", "雪が降った", ["[-雨-]{+雪+}が降った"]),
    "letters with marks": ("बारिश हुई", "बारिश हुआ", ["बारिश[- हुई-]{+ हुआ+}"]),
    "apostrophes": ("the harbour's", "the harbours", ["the[- harbour's-]{+ harbours+}"]),
}


@pytest.mark.parametrize(("first", "second", "wanted"), CASES.values(), ids=CASES)
def test_texts_are_compared_by_words(first: str, second: str, wanted: list[str]) -> None:
    assert shown(compare_texts(first, second)) == wanted


WORDS = st.lists(st.sampled_from(("rain", "snow", "the", "a", ".", "\n\n")), max_size=40)
LONG = st.lists(st.sampled_from(("the", "rain", "\n\n")), min_size=400, max_size=600)


@given(WORDS | LONG, WORDS | LONG)
def test_each_side_of_a_difference_is_the_text_of_that_side(
    first: list[str], second: list[str]
) -> None:
    one, two = " ".join(first), " ".join(second)

    found = compare_texts(one, two)

    for text, sides in ((one, LEFT), (two, RIGHT)):
        said = [p.text for pieces in found.paragraphs for p in pieces if p.side in sides]
        assert " ".join(said).replace(BREAK, " ").split() == text.split()


@given(WORDS)
def test_a_text_is_the_same_as_itself(words: list[str]) -> None:
    text = " ".join(words)

    found = compare_texts(text, text)

    assert found.same
    assert (found.taken_out, found.put_in) == (0, 0)


def test_words_are_counted_and_marks_are_not() -> None:
    found = compare_texts("One, two.", "One; two three!")

    assert (found.taken_out, found.put_in) == (0, 1)


def test_in_a_long_text_the_words_between_what_stands_once_are_compared() -> None:
    first = " ".join(f"w{n}" for n in range(20_000))
    second = first.replace("w777 ", "changed ").replace(" w15000 ", " ")

    found = compare_texts(first, second)

    (pieces,) = found.paragraphs
    assert [(p.side, p.text) for p in pieces if p.side is not Side.BOTH] == [
        (Side.FIRST, " w777"),
        (Side.SECOND, " changed"),
        (Side.FIRST, " w15000"),
    ]


def test_a_long_text_of_few_words_is_compared_as_far_as_can_be() -> None:
    first, second = "the rain " * 10_000, "rain the " * 10_000

    found = compare_texts(first, second)

    assert not found.same


def record(**changes: Any) -> dict[str, Any]:
    unknown = {"status": "unknown", "reason": "not stated"}
    return {
        "schemaVersion": "1.1",
        "identifier": "urn:x:1",
        "version": stated("1"),
        "headlines": [{"role": "main", "value": "Rain", "basis": "first line", "span": [0, 4]}],
        "provenance": {
            "sources": [stated("Gazette")],
            "dateIssued": unknown,
            "received": stated("2026-11-22"),
        },
        "media": [],
        **changes,
    }


def stated(value: str, **more: Any) -> dict[str, Any]:
    return {"status": "stated", "value": value, "basis": "a line", **more}


def medium(number: int, digit: str, caption: str) -> dict[str, Any]:
    return {
        "id": f"{number:03d}",
        "kind": "image",
        "name": f"{digit}.jpg",
        "sha512": digit * 128,
        "caption": stated(caption),
    }


FACTS: dict[str, tuple[dict[str, Any], list[FieldChange]]] = {
    "nothing": (record(), []),
    "a value": (record(version=stated("2")), [FieldChange("version", "1 (stated)", "2 (stated)")]),
    "a value that is known now": (
        record(
            provenance={
                "sources": [stated("Gazette")],
                "dateIssued": stated("2026"),
                "received": stated("2026-11-23"),
            }
        ),
        [FieldChange("provenance.dateIssued", "", "2026 (stated)")],
    ),
    "a value that is said otherwise": (
        record(version=stated("1") | {"status": "supplied"}),
        [FieldChange("version", "1 (stated)", "1 (supplied)")],
    ),
    "a dispute": (
        record(version=stated("1", candidates=[stated("2")])),
        [FieldChange("version", "1 (stated)", "1 (stated); disputed, also 2")],
    ),
    "that there is none": (
        record(version={"status": "none", "basis": "option"}),
        [FieldChange("version", "1 (stated)", "none")],
    ),
    "a headline": (
        record(headlines=[{"role": "main", "value": "Snow", "basis": "x"}]),
        [FieldChange("headlines", "Rain (main)", "Snow (main)")],
    ),
    "where it stands": (
        record(headlines=[{"role": "main", "value": "Rain", "basis": "x", "span": [9, 13]}]),
        [],
    ),
    "what only one of them has": (
        record(edNote=stated("corrects the day")),
        [FieldChange("edNote", "", "corrects the day (stated)")],
    ),
}


@pytest.mark.parametrize(("second", "wanted"), FACTS.values(), ids=FACTS)
def test_records_are_compared_fact_by_fact(
    second: dict[str, Any], wanted: list[FieldChange]
) -> None:
    fields, images = compare_records(record(), second)

    assert list(fields) == wanted
    assert images == Images()


def test_images_are_told_apart_by_their_bytes() -> None:
    first = record(media=[medium(1, "a", "A quay"), medium(2, "b", "A boat")])
    second = record(media=[medium(1, "b", "The boat"), medium(2, "c", "A lock")])

    fields, images = compare_records(first, second)

    assert images == Images(("a.jpg",), ("c.jpg",))
    assert list(fields) == [FieldChange("b.jpg: caption", "A boat (stated)", "The boat (stated)")]
