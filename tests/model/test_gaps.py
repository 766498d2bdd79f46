"""Everything that is said of a gap of provenance stands in one table."""

from newsarchive.model.article import Provenance
from newsarchive.model.gaps import GAPS
from newsarchive.model.supplied import find_field


def test_each_gap_that_provenance_can_have_is_in_the_table() -> None:
    assert set(Provenance().missing()) == set(GAPS)


def test_what_closes_a_gap_can_be_supplied() -> None:
    for gap in GAPS.values():
        assert find_field(gap.field) is not None
        assert gap.field in gap.detail
