"""Which statement stands: one claim for each rule, and nothing that was said is ever dropped."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.model.precedence import resolve, supply, supply_many
from newsarchive.model.statement import Statement, Status
from support.statements import statements

WHEN = "2026-11-22T10:00:00Z"


def supplied(value: str, by: str = "archivist") -> Statement[str]:
    return Statement.supplied(value, by=by, when=WHEN, basis="option")


NOBODY: Statement[str] = Statement.none(by="archivist", when=WHEN)
STATED: Statement[str] = Statement.stated("Reuters", raw="Source: Reuters", basis="text:last-block")
DERIVED: Statement[str] = Statement.derived("Reuters", basis="agencies:alias")
UNNAMED: Statement[str] = Statement.unnamed("agencies", basis="text:last-block")
UNKNOWN: Statement[str] = Statement.unknown("not stated in the source")


def test_what_is_supplied_takes_the_place_of_what_is_unknown() -> None:
    assert supply(UNKNOWN, supplied("AFP")) == supplied("AFP")


def test_what_is_asserted_to_be_absent_takes_the_place_of_what_is_unknown() -> None:
    assert supply(UNKNOWN, NOBODY) == NOBODY


def test_against_what_is_stated_it_is_disputed_and_the_stated_value_stands() -> None:
    result = supply(STATED, supplied("AFP"))

    assert (result.status, result.value, result.disputed) == (Status.STATED, "Reuters", True)
    assert result.candidates == (supplied("AFP"),)


def test_absence_against_what_is_stated_is_disputed() -> None:
    assert supply(STATED, NOBODY).disputed


def test_over_what_is_derived_it_wins_by_rule_and_the_derived_value_is_kept() -> None:
    result = supply(DERIVED, supplied("AFP"))

    assert (result.status, result.value, result.disputed) == (Status.SUPPLIED, "AFP", False)
    assert result.candidates == (DERIVED,)
    assert result.resolution is not None
    assert result.resolution.rule == "supplied over derived"


def test_over_what_was_supplied_before_the_later_word_stands_and_the_earlier_is_kept() -> None:
    result = supply(supplied("AFP"), supplied("dpa", by="librarian"))

    assert (result.value, result.candidates) == ("dpa", (supplied("AFP"),))
    assert not result.disputed


@pytest.mark.parametrize("standing", [STATED, DERIVED, supplied("Reuters")])
def test_the_same_value_changes_nothing(standing: Statement[str]) -> None:
    assert supply(standing, supplied(" reuters ")) == standing


def test_what_is_disputed_already_is_not_disputed_twice() -> None:
    once = supply(STATED, supplied("AFP"))

    assert supply(once, supplied("AFP", by="librarian")) == once


def later(value: str, minute: int) -> Statement[str]:
    return Statement.supplied(value, by="librarian", when=f"2026-11-22T10:{minute:02}:00Z")


ONCE = supply(UNKNOWN, later("AFP", 1))
CORRECTED = supply(ONCE, later("dpa", 2))
DISPUTED = supply(STATED, later("AFP", 1))
SETTLED = resolve(DISPUTED, "stated", by="editor", when=WHEN, reason="the masthead")
RULED = supply(DERIVED, later("AFP", 1))
READINGS: Statement[str] = replace(UNKNOWN, candidates=(DERIVED, STATED))


@pytest.mark.parametrize(
    ("standing", "given", "stands", "candidates"),
    [
        (CORRECTED, later("AFP", 3), (Status.SUPPLIED, "AFP"), ["dpa"]),
        (supply(ONCE, NOBODY), later("AFP", 3), (Status.SUPPLIED, "AFP"), [None]),
        (RULED, later("Reuters", 3), (Status.SUPPLIED, "Reuters"), ["Reuters", "AFP"]),
        (SETTLED, later("AFP", 3), (Status.STATED, "Reuters"), ["AFP"]),
        (DISPUTED, later("AFP", 3), (Status.STATED, "Reuters"), ["AFP"]),
        (CORRECTED, later("dpa", 3), (Status.SUPPLIED, "dpa"), ["AFP"]),
    ],
    ids=[
        *("back to what was corrected", "back from nobody", "back to what was derived"),
        *("against what was settled", "against what is disputed", "the same again"),
    ],
)
def test_a_correction_takes_back_a_correction(
    standing: Statement[str],
    given: Statement[str],
    stands: tuple[Status, str],
    candidates: list[str | None],
) -> None:
    result = supply(standing, given, corrects=True)

    assert (result.status, result.value) == stands
    assert [c.value for c in result.candidates] == candidates
    assert result.disputed is (standing in (SETTLED, DISPUTED))
    assert supply(result, given, corrects=True) == result


@pytest.mark.parametrize("standing", [CORRECTED, SETTLED, DISPUTED, RULED])
def test_the_same_delivery_once_more_takes_back_no_correction(standing: Statement[str]) -> None:
    assert supply(standing, later("AFP", 9)) == standing


def test_who_supplies_one_of_two_readings_of_what_is_unknown_settles_it() -> None:
    result = supply(READINGS, later("Reuters", 1))

    assert (result.status, result.value) == (Status.SUPPLIED, "Reuters")
    assert result.candidates == (DERIVED, STATED)


def test_of_several_names_that_give_way_each_stays_as_a_candidate() -> None:
    (result,) = supply_many((supplied("AFP"), supplied("dpa")), (later("Reuters", 1),))

    assert result.value == "Reuters"
    assert result.candidates == (supplied("AFP"), supplied("dpa"))


def test_a_stated_name_is_disputed_wherever_it_stands() -> None:
    derived: Statement[str] = Statement.derived("AFP", basis="agencies:alias")

    first, second = supply_many((derived, STATED), (later("dpa", 1),))

    assert (first, second.value) == (derived, "Reuters")
    assert second.candidates == (later("dpa", 1),)


def test_the_word_supplied_means_the_latest_that_was() -> None:
    twice = supply(supply(STATED, later("AFP", 1)), later("dpa", 2))

    assert resolve(twice, "supplied", by="a", when=WHEN, reason="b").value == "dpa"


def test_a_value_that_two_of_them_have_is_no_question() -> None:
    both = supply(RULED, later("Reuters", 3), corrects=True)

    assert resolve(both, "reuters", by="a", when=WHEN, reason="b").value == "Reuters"


@given(statements(st.text(min_size=1, max_size=8).filter(str.strip)))
def test_nothing_that_was_said_is_dropped(standing: Statement[str]) -> None:
    result = supply(standing, supplied("a value that nobody else gives"))

    said = {s.value for s in (standing, *standing.candidates) if s.value is not None}
    assert said <= {s.value for s in (result, *result.candidates)}


def test_a_name_joins_what_the_source_left_without_a_name() -> None:
    assert supply_many((UNNAMED,), (supplied("AFP"),)) == (UNNAMED, supplied("AFP"))


def test_absence_against_an_unnamed_agency_is_disputed() -> None:
    (result,) = supply_many((UNNAMED,), (NOBODY,))

    assert result.disputed


def test_several_names_take_the_place_of_what_is_unknown() -> None:
    given = (supplied("AFP"), supplied("dpa"))

    assert supply_many((UNKNOWN,), given) == given


def test_a_name_that_is_known_already_changes_nothing() -> None:
    assert supply_many((STATED, UNNAMED), (supplied("REUTERS"),)) == (STATED, UNNAMED)


def test_another_name_against_a_stated_one_is_disputed() -> None:
    first, second = supply_many((STATED, UNNAMED), (supplied("AFP"),))

    assert first.disputed
    assert second == UNNAMED


def test_names_over_a_derived_one_take_its_place() -> None:
    first, second = supply_many((DERIVED,), (supplied("AFP"), supplied("dpa")))

    assert (first.value, second.value, first.candidates) == ("AFP", "dpa", (DERIVED,))


@pytest.mark.parametrize("wanted", ["AFP", "afp", "supplied"])
def test_a_person_settles_a_dispute_and_the_stated_candidate_stays(wanted: str) -> None:
    disputed = supply(STATED, supplied("AFP"))

    result = resolve(disputed, wanted, by="librarian", when=WHEN, reason="the masthead")

    assert (result.value, result.candidates, result.disputed) == ("AFP", (STATED,), False)


def test_a_dispute_can_be_settled_for_what_is_stated() -> None:
    result = resolve(
        supply(STATED, supplied("AFP")), "stated", by="librarian", when=WHEN, reason="as printed"
    )

    assert (result.value, result.candidates) == ("Reuters", (supplied("AFP"),))


def test_what_is_no_candidate_cannot_be_chosen_and_the_candidates_are_named() -> None:
    with pytest.raises(ValueError, match="'dpa' is not one of the candidates: Reuters, AFP"):
        resolve(supply(STATED, supplied("AFP")), "dpa", by="x", when=WHEN, reason="x")


def test_where_nothing_is_disputed_nothing_is_settled() -> None:
    with pytest.raises(ValueError, match="nothing is disputed"):
        resolve(STATED, "Reuters", by="x", when=WHEN, reason="x")
