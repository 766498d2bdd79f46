"""Amounts are told in the units that matter."""

import pytest

from newsarchive.reports.amounts import exact_duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "less than 0.1 s"),
        (0.44, "0.4 s"),
        (12.0, "12 s"),
        (59.97, "1 min"),
        (725, "12 min 5 s"),
        (3599.7, "1 h"),
        (7926, "2 h 12 min"),
        (360_000, "100 h"),
    ],
)
def test_a_duration_is_told_in_the_units_that_matter(seconds: float, words: str) -> None:
    assert exact_duration(seconds) == words
